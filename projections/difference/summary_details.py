"""The rest of what a coach reads of a difference: wishes, strengths, gaps, what was met and done, and the dread."""

from collections import Counter
from collections.abc import Iterator, Sequence

from domain.messages import Capital, Figure, Listing, Sentence, counted_sentence, sentence
from domain.vocabulary import Kind
from projections.difference.view import (
    CriterionChange,
    Difference,
    Direction,
    DreadChange,
    GapChange,
    GapStatus,
    ScopeChange,
    StepBetween,
    StrengthChange,
)
from projections.phrases import counted, number, step

_MOST = 3
_CALMER = 1.0
"""Points of dread from which a change is worth a sentence."""


def found(difference: Difference) -> Iterator[Sentence]:
    """The sentences that follow those on the roles."""
    yield from _criteria(difference.criteria)
    yield from _strengths(difference.strengths)
    yield from _gaps(difference.gaps)
    yield from _scope(difference.scope)
    yield from _steps(difference.steps)
    yield from _dread(difference.dread)


def _criteria(changes: Sequence[CriterionChange]) -> Iterator[Sentence]:
    up, down = _moved(changes, "up"), _moved(changes, "down")
    if up and down:
        yield sentence("Criteria: %(up)s up, %(down)s down.", up=Listing(up), down=Listing(down))
    elif up:
        yield sentence("Criteria: %(up)s up.", up=Listing(up))
    elif down:
        yield sentence("Criteria: %(down)s down.", down=Listing(down))
    new = [one.wording for one in changes if one.direction == "new"]
    if new:
        yield counted_sentence(
            "New criterion: %(criteria)s.", "New criteria: %(criteria)s.", len(new), criteria=Listing(new)
        )


def _moved(changes: Sequence[CriterionChange], way: Direction) -> list[str]:
    moved = [one for one in changes if one.direction == way]
    moved.sort(key=lambda one: -abs(one.after - (one.before or 0.0)))
    return [one.wording for one in moved[:_MOST]]


def _strengths(changes: Sequence[StrengthChange]) -> Iterator[Sentence]:
    new = [one.wording for one in changes if one.new]
    if new:
        yield counted_sentence(
            "New strength: %(strengths)s.", "New strengths: %(strengths)s.", len(new), strengths=Listing(new)
        )
    confirmed = [one.wording for one in changes if one.confirmed]
    if confirmed:
        yield sentence("Confirmed by a second witness: %(strengths)s.", strengths=Listing(confirmed))


def _gaps(changes: Sequence[GapChange]) -> Iterator[Sentence]:
    new = [one.wording for one in changes if one.before is None]
    if new:
        yield counted_sentence("New gap: %(gaps)s.", "New gaps: %(gaps)s.", len(new), gaps=Listing(new))
    if gaps := _now(changes, "close"):
        yield sentence("To be closed: %(gaps)s.", gaps=Listing(gaps))
    if gaps := _now(changes, "go_round"):
        yield sentence("To go round: %(gaps)s.", gaps=Listing(gaps))
    if gaps := _now(changes, "live_with"):
        yield sentence("To live with: %(gaps)s.", gaps=Listing(gaps))
    if gaps := _now(changes, "closed"):
        yield sentence("Closed: %(gaps)s.", gaps=Listing(gaps))


def _now(changes: Sequence[GapChange], status: GapStatus) -> list[str]:
    return [one.wording for one in changes if one.after == status]


def _scope(scope: ScopeChange) -> Iterator[Sentence]:
    more = scope.met - scope.met_before
    if more > 0 and scope.met_before:
        yield counted_sentence(
            "One more role met: %(now)s now.",
            "%(number)s more roles met: %(now)s now.",
            more,
            number=Capital(number(more)),
            now=number(scope.met),
        )
    elif more > 0:
        yield counted_sentence("One role met.", "%(number)s roles met.", more, number=Capital(number(more)))


def _steps(steps: Sequence[StepBetween]) -> Iterator[Sentence]:
    if not steps:
        return
    kinds = Counter[Kind](one.kind for one in steps).most_common()
    yield counted_sentence(
        "One step taken: %(kinds)s.",
        "%(number)s steps taken: %(kinds)s.",
        len(steps),
        number=Capital(number(len(steps))),
        kinds=Listing([counted(count, kind) for kind, count in kinds]),
    )
    if off := sum(one.ended != "run" for one in steps):
        yield counted_sentence(
            "One step was called off by the other side.",
            "%(number)s steps were called off by the other side.",
            off,
            number=Capital(number(off)),
        )


def _dread(dread: DreadChange) -> Iterator[Sentence]:
    eased = dread.most_eased
    if eased:
        yield sentence(
            "Dread %(before)s to %(after)s: %(step)s.",
            before=eased.dread_before,
            after=eased.dread_after,
            step=step(eased.kind, eased.role),
        )
    before, after = dread.before, dread.after
    if before is not None and after is not None and abs(after - before) >= _CALMER:
        yield _dreaded(before, after)


def _dreaded(before: float, after: float) -> Sentence:
    now, was = Figure(after, 1), Figure(before, 1)
    if after < before:
        return sentence(
            "Steps are dreaded less than before: %(now)s on average, was %(was)s.", now=now, was=was
        )
    return sentence("Steps are dreaded more than before: %(now)s on average, was %(was)s.", now=now, was=was)

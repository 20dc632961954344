"""The sentences of a difference after those on roles: criteria, strengths, gaps, scope, steps and dread."""

from collections import Counter
from collections.abc import Iterator, Sequence

from domain.messages import Capitalized, JoinedList, Message, RoundedNumber, translatable, translatable_plural
from domain.vocabulary import ExperimentKind
from projections.difference.view import (
    CriterionChange,
    Difference,
    DreadChange,
    GapChange,
    GapStatus,
    PeriodStep,
    ScopeChange,
    StrengthChange,
    WeightDirection,
)
from projections.phrases import counted_steps, number_in_words, step_phrase

_MOST = 3
_CALMER = 1.0
"""Points of dread from which a change is worth a sentence."""


def detail_sentences(difference: Difference) -> Iterator[Message]:
    """Yields the sentences that follow those on the roles."""
    yield from _criteria(difference.criteria)
    yield from _strengths(difference.strengths)
    yield from _gaps(difference.gaps)
    yield from _scope(difference.scope)
    yield from _steps(difference.steps)
    yield from _dread(difference.dread)


def _listed(wordings: Sequence[str]) -> JoinedList:
    """What the client wrote, in a sentence of the service: it ends with one full stop."""
    return JoinedList([one.rstrip(" .") or one for one in wordings])


def _criteria(changes: Sequence[CriterionChange]) -> Iterator[Message]:
    up, down = _moved(changes, "up"), _moved(changes, "down")
    if up and down:
        yield translatable("Priorities: %(up)s up, %(down)s down.", up=_listed(up), down=_listed(down))
    elif up:
        yield translatable("Priorities: %(up)s up.", up=_listed(up))
    elif down:
        yield translatable("Priorities: %(down)s down.", down=_listed(down))
    new = [one.wording for one in changes if one.direction == "new"]
    if new:
        yield translatable_plural(
            "New priority: %(criteria)s.", "New priorities: %(criteria)s.", len(new), criteria=_listed(new)
        )


def _moved(changes: Sequence[CriterionChange], way: WeightDirection) -> list[str]:
    moved = [one for one in changes if one.direction == way]
    moved.sort(key=lambda one: -abs(one.after - (one.before or 0.0)))
    return [one.wording for one in moved[:_MOST]]


def _strengths(changes: Sequence[StrengthChange]) -> Iterator[Message]:
    new = [one.wording for one in changes if one.new]
    if new:
        yield translatable_plural(
            "New strength: %(strengths)s.",
            "New strengths: %(strengths)s.",
            len(new),
            strengths=_listed(new),
        )
    confirmed = [one.wording for one in changes if one.confirmed]
    if confirmed:
        yield translatable("Confirmed by a second person: %(strengths)s.", strengths=_listed(confirmed))


def _gaps(changes: Sequence[GapChange]) -> Iterator[Message]:
    new = [one.wording for one in changes if one.before is None]
    if new:
        yield translatable_plural("New gap: %(gaps)s.", "New gaps: %(gaps)s.", len(new), gaps=_listed(new))
    if gaps := _now(changes, "close"):
        yield translatable("To close: %(gaps)s.", gaps=_listed(gaps))
    if gaps := _now(changes, "go_round"):
        yield translatable("To work around: %(gaps)s.", gaps=_listed(gaps))
    if gaps := _now(changes, "live_with"):
        yield translatable("To live with: %(gaps)s.", gaps=_listed(gaps))
    if gaps := _now(changes, "closed"):
        yield translatable("Closed: %(gaps)s.", gaps=_listed(gaps))


def _now(changes: Sequence[GapChange], status: GapStatus) -> list[str]:
    return [one.wording for one in changes if one.after == status]


def _scope(scope: ScopeChange) -> Iterator[Message]:
    more = scope.tried - scope.tried_before
    if more > 0 and scope.tried_before:
        yield translatable_plural(
            "One more role tried: %(now)s now.",
            "%(number)s more roles tried: %(now)s now.",
            more,
            number=Capitalized(number_in_words(more)),
            now=number_in_words(scope.tried),
        )
    elif more > 0:
        yield translatable_plural(
            "One role tried.", "%(number)s roles tried.", more, number=Capitalized(number_in_words(more))
        )


def _steps(steps: Sequence[PeriodStep]) -> Iterator[Message]:
    if not steps:
        return
    kinds = Counter[ExperimentKind](one.kind for one in steps).most_common()
    yield translatable_plural(
        "One step done: %(kinds)s.",
        "%(number)s steps done: %(kinds)s.",
        len(steps),
        number=Capitalized(number_in_words(len(steps))),
        kinds=JoinedList([counted_steps(count, kind) for kind, count in kinds]),
    )
    if off := sum(one.ended != "run" for one in steps):
        yield translatable_plural(
            "One step did not take place.",
            "%(number)s steps did not take place.",
            off,
            number=Capitalized(number_in_words(off)),
        )


def _dread(dread: DreadChange) -> Iterator[Message]:
    eased = dread.most_eased
    if eased:
        yield translatable(
            "Dread from %(before)s to %(after)s: %(step)s.",
            before=eased.dread_before,
            after=eased.dread_after,
            step=step_phrase(eased.kind, eased.role),
        )
    before, after = dread.before, dread.after
    if before is not None and after is not None and abs(after - before) >= _CALMER:
        yield _dreaded(before, after)


def _dreaded(before: float, after: float) -> Message:
    now, was = RoundedNumber(after, 1), RoundedNumber(before, 1)
    if after < before:
        return translatable("Less dread than before: %(now)s on average, was %(was)s.", now=now, was=was)
    return translatable("More dread than before: %(now)s on average, was %(was)s.", now=now, was=was)

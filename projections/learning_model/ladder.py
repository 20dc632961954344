"""The ladder of courage: the dread expected on each rung, and which rungs the client can bear now.

Source: the game's rules, Ladder: predicted `(2 x 5 + sum of dread) / (2 + n)`.
"""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from types import MappingProxyType
from typing import Literal, get_args

from msgspec import Struct

from domain.journey.events.experiments import ExperimentPlanned
from domain.vocabulary import ExperimentKind, Tie
from projections.learning_model.suggestions import SuggestedKind
from projections.learning_model.wording import round_half_up

RungName = Literal["strong_tie_talk", "weak_tie_talk", "shadow", "feedback_call", "cold_call"]
RUNGS: tuple[RungName, ...] = get_args(RungName)
ALL_KINDS: tuple[ExperimentKind, ...] = get_args(ExperimentKind)
_LOWER: Mapping[SuggestedKind, tuple[RungName, ...]] = MappingProxyType(
    {
        "conversation": ("strong_tie_talk",),
        "job_shadow": ("weak_tie_talk", "strong_tie_talk"),
        "application": ("weak_tie_talk", "strong_tie_talk"),
    }
)
"""The conversations that are a lower rung than a suggested step, the nearest first."""


class LadderRules(Struct, frozen=True, kw_only=True):
    """Prior of the ladder: a dread of `dread` on every rung, which weighs as much as `weight` steps."""

    dread: float = 5.0
    weight: float = 2.0
    last: int = 5
    reach: float = 2.0
    """How far above what is bearable now a rung may lie."""
    dreaded_above: float = 1.0
    """How far above it a suggested step may lie before a lower rung is offered beside it."""


LADDER_RULES = LadderRules()


class Rung(Struct, frozen=True, kw_only=True):
    """One rung: the dread expected before it, 0-10, over how many rated steps, and whether it is offered now."""

    name: RungName
    predicted: float
    rated: int
    offered: bool


class Ladder(Struct, frozen=True, kw_only=True):
    """The highest bearable dread, 0-10, the rungs from the lowest, and the kinds of step that are offered."""

    bearable: float
    rungs: tuple[Rung, ...]
    kinds: tuple[ExperimentKind, ...]
    """Those with an offered rung, and those that are not on the ladder at all."""


def build_ladder(taken: Iterable[ExperimentPlanned], rules: LadderRules) -> Ladder:
    """Builds the ladder from the plans of the steps that were taken, the last step last."""
    rated = [(rung_of(one), one.dread_before) for one in taken if one.dread_before is not None]
    last = [dread for _, dread in rated[-rules.last :]]
    bearable = float(median(last)) if last else rules.dread
    rungs = tuple(
        _rung(name, [dread for at, dread in rated if at == name], bearable, rules) for name in RUNGS
    )
    return Ladder(bearable=bearable, rungs=rungs, kinds=tuple(_offered(rungs)))


def rung_of(planned: ExperimentPlanned) -> RungName | None:
    """The rung of a planned step; None if its kind, or a talk with nobody named, has none."""
    match planned.kind:
        case "job_shadow":
            return "shadow"
        case "follow_up":
            return "feedback_call"
        case "conversation":
            return _talk(planned.meeting.tie) if planned.meeting else None
        case "application" | "interview" | "trial" | "desk_research" | "reflection":
            return None


def lower_rung(
    taken: Sequence[ExperimentPlanned], kind: SuggestedKind, rules: LadderRules = LADDER_RULES
) -> tuple[Rung, float] | None:
    """A conversation that is dreaded less than a step of this kind, if that is too much now; and the dread of that step.

    Says something only of what the client rated: both were taken, with the dread before.
    """
    dreads = [one.dread_before for one in taken if one.dread_before is not None and _is_such(one, kind)]
    dread, ladder = _predicted(dreads, rules), build_ladder(taken, rules)
    if not dreads or dread <= ladder.bearable + rules.dreaded_above:
        return None
    by_name = {one.name: one for one in ladder.rungs}
    lower = (by_name[name] for name in _LOWER[kind])
    return next(
        (
            (one, dread)
            for one in lower
            if one.rated and one.offered and round_half_up(one.predicted) < round_half_up(dread)
        ),
        None,
    )


def _is_such(planned: ExperimentPlanned, kind: SuggestedKind) -> bool:
    """Whether a step is like the suggested one. Nobody is named yet: a conversation is one that somebody introduces."""
    return rung_of(planned) == "weak_tie_talk" if kind == "conversation" else planned.kind == kind


def _talk(tie: Tie) -> RungName:
    match tie:
        case "strong":
            return "strong_tie_talk"
        case "medium" | "weak":
            return "weak_tie_talk"
        case "none":
            return "cold_call"


def _rung(name: RungName, dreads: Sequence[int], bearable: float, rules: LadderRules) -> Rung:
    predicted = _predicted(dreads, rules)
    return Rung(
        name=name,
        predicted=predicted,
        rated=len(dreads),
        offered=predicted <= bearable + rules.reach,
    )


def _predicted(dreads: Sequence[int], rules: LadderRules) -> float:
    return (rules.weight * rules.dread + sum(dreads)) / (rules.weight + len(dreads))


def _offered(rungs: Iterable[Rung]) -> list[ExperimentKind]:
    standing = [(kind_of_rung(one.name), one.offered) for one in rungs]
    on_ladder = {kind for kind, _ in standing}
    bearable = {kind for kind, offered in standing if offered}
    return [kind for kind in ALL_KINDS if kind in bearable or kind not in on_ladder]


def kind_of_rung(name: RungName) -> ExperimentKind:
    """The kind of step that a rung stands for."""
    match name:
        case "shadow":
            return "job_shadow"
        case "feedback_call":
            return "follow_up"
        case "strong_tie_talk" | "weak_tie_talk" | "cold_call":
            return "conversation"

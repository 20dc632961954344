"""Why a step is suggested: what is true of the client and the role on that day, and what the step would add."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct

from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.messages import Message, translatable
from domain.vocabulary import KINDS_WITH_HOURS, MEETING_KINDS
from projections.learning_model.parameters import Parameters
from projections.learning_model.role_beliefs import RoleBelief
from projections.learning_model.state import LearningState
from projections.learning_model.suggestions import SuggestedKind
from projections.learning_model.wording import round_half_up, spread_word
from projections.profile.view import SuggestionReason

SURE = frozenset({"fairly_sure", "sure"})
"""The words of the profile for a client who knows how much they would like a role."""

SUGGESTION_REASONS: Mapping[tuple[SuggestedKind, SuggestionReason], Message] = MappingProxyType(
    {
        ("conversation", "own_work"): translatable(
            "You know this work yourself. A conversation shows what it is like elsewhere."
        ),
        ("conversation", "never_met"): translatable(
            "You have not met anyone in this work yet. One conversation says more than any advert."
        ),
        ("conversation", "none_in_role"): translatable(
            "You have not talked to anyone who does this work yet. They know what the days are like."
        ),
        ("conversation", "rating_unsure"): translatable(
            "You are not sure yet how much you would like it. A conversation would tell you more."
        ),
        ("conversation", "odds_unsure"): translatable(
            "You know fairly well how much you would like it. A conversation can tell you about your chances."
        ),
        ("job_shadow", "own_work"): translatable(
            "You know this work yourself. A day shadowing shows what it is like elsewhere."
        ),
        ("job_shadow", "never_met"): translatable(
            "You have not met anyone in this work yet. A day shadowing shows what they do all day."
        ),
        ("job_shadow", "see_the_work"): translatable(
            "You have only heard about it. A day shadowing shows the dull parts too."
        ),
        ("job_shadow", "rating_unsure"): translatable(
            "You are not sure yet how much you would like it. A day shadowing would tell you more."
        ),
        ("job_shadow", "odds_unsure"): translatable(
            "You know fairly well how much you would like it. A day shadowing can tell you about your chances."
        ),
        ("application", "chances_first"): translatable(
            "Applying shows what your chances are. You do not need to know yet whether you want the work."
        ),
        ("application", "odds_unsure"): translatable(
            "You know fairly well how much you would like it. Applying shows what your chances are."
        ),
    }
)
"""The sentences, by the suggested step and the reason."""


class Acquaintance(Struct, frozen=True, kw_only=True):
    """How well a client knows a role."""

    own_work: bool
    """It is the work they come from."""
    met: bool
    """They met somebody about it."""
    met_in_role: bool
    """They met somebody who does it."""
    seen: bool
    """They saw it being done, or did it."""
    sure: bool
    """The profile says that they are at least fairly sure how much they would like it."""

    @property
    def unknown(self) -> bool:
        """It is not the work they come from, and they have met nobody about it."""
        return not (self.own_work or self.met)


def meetings_by_role(state: LearningState, on: date) -> defaultdict[UUID | None, list[ExperimentPlanned]]:
    """The plans of the steps that met people or the work until a date, by role."""
    met: defaultdict[UUID | None, list[ExperimentPlanned]] = defaultdict(list)
    for one in state.steps.values():
        planned, happened = one.planned, one.happened
        if (
            planned.kind in MEETING_KINDS
            and isinstance(happened, ExperimentRun)
            and happened.happened_on <= on
        ):
            met[planned.role_id].append(planned)
    return met


def acquaintance(
    belief: RoleBelief, met: Sequence[ExperimentPlanned], parameters: Parameters
) -> Acquaintance:
    """How well a role is known after these meetings."""
    return Acquaintance(
        own_work=belief.distance == "same",
        met=bool(met),
        met_in_role=any(_in_role(one) for one in met),
        seen=any(one.kind in KINDS_WITH_HOURS for one in met),
        sure=spread_word(round_half_up(belief.appeal.spread), parameters) in SURE,
    )


def suggestion_reason(kind: SuggestedKind, known: Acquaintance) -> SuggestionReason:
    """The first reason that is true, the one that the step answers to best."""
    if kind == "application":
        return "odds_unsure" if known.sure else "chances_first"
    if not known.met:
        return "own_work" if known.own_work else "never_met"
    if kind == "conversation" and not (known.own_work or known.met_in_role):
        return "none_in_role"
    if kind == "job_shadow" and not (known.own_work or known.seen):
        return "see_the_work"
    return "odds_unsure" if known.sure else "rating_unsure"


def _in_role(met: ExperimentPlanned) -> bool:
    """Whether somebody who does the work was met. Of others than conversations it goes without saying."""
    return met.kind != "conversation" or (met.meeting is not None and met.meeting.in_role)

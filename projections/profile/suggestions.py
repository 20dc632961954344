"""The suggested steps: none that is planned already, a lower rung where one is dreaded, in the order the client chose."""

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

from domain.journey.events.weeks import WeekPlanned, WeekReviewed, monday_of
from domain.messages import Message, translatable
from domain.vocabulary import ExperimentKind
from projections.learning_model import suggestions
from projections.learning_model.ladder import (
    LADDER_RULES,
    Ladder,
    RungName,
    bearable_rung_below,
    build_ladder,
    kind_of_rung,
)
from projections.learning_model.parameters import Parameters
from projections.learning_model.role_beliefs import RoleBelief, roles_in_play
from projections.learning_model.state import LearningState
from projections.learning_model.suggestions import ExperimentSuggestion, SuggestedKind
from projections.profile.role_annotations import RoleAnnotations
from projections.profile.state import ProfileState, events_until
from projections.profile.view import LowerRung, SuggestionOrder, SuggestionReason, SuggestionView

_WHY: Mapping[SuggestionReason, Message] = MappingProxyType(
    {
        "never_met": translatable(
            "You have not met anyone in this work yet. One conversation says more than any advert."
        ),
        "rating_unsure": translatable(
            "You are not sure yet how much you would like it. One more conversation could change your order."
        ),
        "see_the_work": translatable(
            "You have only heard about it. A day shadowing shows the dull parts too."
        ),
        "odds_unsure": translatable(
            "You know fairly well how much you would like it. Applying shows what your chances are."
        ),
    }
)
_RUNGS: Mapping[SuggestedKind, RungName | None] = MappingProxyType(
    {"application": None, "conversation": "weak_tie_talk", "job_shadow": "shadow"}
)
"""The rung of a suggested step. Nobody is named yet: a conversation is one that somebody introduces."""

Plans = Collection[tuple[str, ExperimentKind]]


def suggestion_views(
    state: ProfileState,
    believed: Mapping[UUID, RoleBelief],
    annotations: Mapping[UUID, RoleAnnotations],
    on: date,
    parameters: Parameters,
) -> tuple[tuple[SuggestionView, ...], SuggestionOrder | None]:
    """The suggested steps, each with its reason in a sentence: what the client put first, then the best first."""
    candidates = [
        suggestions.SuggestionCandidate(
            role=str(one.role_id), appeal=one.appeal, odds=one.odds, contact=one.contact
        )
        for one in roles_in_play(believed)
    ]
    planned = _open_plans(state, on)
    usual = suggestions.next_best_experiments(candidates, parameters, planned=planned)
    order, chosen = _order(state, usual, on)
    ladder = _ladder(state, on)
    return tuple(_view(one, annotations[UUID(one.role)], ladder, planned) for one in chosen), order


def _open_plans(state: LearningState, on: date) -> Plans:
    """The roles and kinds of the steps that wait to be taken."""
    plans = (step.planned for step in state.steps.values() if step.is_open(on))
    return {(str(one.role_id), one.kind) for one in plans if one.role_id}


def _ladder(state: LearningState, on: date) -> Ladder:
    steps = (state.steps[key] for key in state.attempts)
    taken = [(day, step.planned) for step in steps if (day := step.happened_on()) and day <= on]
    taken.sort(key=lambda one: one[0])
    return build_ladder((planned for _, planned in taken), LADDER_RULES)


def _order(
    state: ProfileState, usual: tuple[ExperimentSuggestion, ...], on: date
) -> tuple[SuggestionOrder | None, tuple[ExperimentSuggestion, ...]]:
    """What the client put first, if anything, and the suggestions in that order."""
    choice = _choice(state, on)
    if choice is None or choice.first is None or choice.first == "usual":
        return None, usual
    fitting = [one for one in usual if _fits(one, choice)]
    chosen = (*fitting, *(one for one in usual if one not in fitting))
    order = SuggestionOrder(
        first=choice.first,
        role_id=choice.first_role_id,
        chosen_in="plan" if isinstance(choice, WeekPlanned) else "review",
        monday=choice.monday,
        fits=bool(fitting),
        changed=chosen != usual,
    )
    return order, chosen


def _choice(state: ProfileState, on: date) -> WeekPlanned | WeekReviewed | None:
    """Where the client said what comes first: in the plan of this week, or else in the last week reviewed before it."""
    monday = monday_of(on)
    plans = [one for one in events_until(state.week_plans, on) if one.monday == monday and one.first]
    if plans:
        return plans[-1]
    reviews = [one for one in events_until(state.week_reviews, on) if one.monday < monday]
    return max(reversed(reviews), key=lambda one: one.monday, default=None)


def _fits(one: ExperimentSuggestion, choice: WeekPlanned | WeekReviewed) -> bool:
    match choice.first:
        case "role":
            return one.role == str(choice.first_role_id)
        case "hirer":
            return one.kind == "conversation"
        case "new_role":
            return one.untested
        case "usual" | None:
            return False


def _reason(suggestion: ExperimentSuggestion) -> SuggestionReason:
    match suggestion.kind:
        case "application":
            return "odds_unsure"
        case "job_shadow":
            return "never_met" if suggestion.untested else "see_the_work"
        case "conversation":
            return "never_met" if suggestion.untested else "rating_unsure"


def _view(
    suggestion: ExperimentSuggestion, beside: RoleAnnotations, ladder: Ladder, planned: Plans
) -> SuggestionView:
    reason = _reason(suggestion)
    return SuggestionView(
        role_id=UUID(suggestion.role),
        kind=suggestion.kind,
        score=suggestion.score,
        shift=suggestion.shift,
        effort=suggestion.effort,
        reason=reason,
        why=_WHY[reason],
        lower=_lower(suggestion, ladder, planned),
        offered=beside.offered,
        test_or_park="test_or_park" in beside.asks,
    )


def _lower(suggestion: ExperimentSuggestion, ladder: Ladder, planned: Plans) -> LowerRung | None:
    """The rung below, if the step is likely to be dreaded too much and a step of that rung is not planned yet."""
    name = _RUNGS[suggestion.kind]
    if name is None or (suggestion.role, "conversation") in planned:
        return None
    rung = bearable_rung_below(ladder, name, {"conversation"})
    if rung is None:
        return None
    dread = next(one.predicted for one in ladder.rungs if one.name == name)
    return LowerRung(rung=rung.name, kind=kind_of_rung(rung.name), dread=rung.predicted, instead_of=dread)

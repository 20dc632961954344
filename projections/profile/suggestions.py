"""The suggested steps: none that is planned already, a lower rung where one is dreaded, in the order the client chose."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from domain.journey.events.experiments import ExperimentPlanned
from domain.journey.events.weeks import WeekPlanned, WeekReviewed, monday_of
from domain.vocabulary import SOURCES_OF_OTHERS, ExperimentKind
from projections.learning_model import suggestions
from projections.learning_model.ladder import kind_of_rung, lower_rung
from projections.learning_model.parameters import Parameters
from projections.learning_model.role_beliefs import RoleBelief, roles_in_play
from projections.learning_model.state import LearningState
from projections.learning_model.suggestions import ExperimentSuggestion
from projections.profile.role_annotations import RoleAnnotations
from projections.profile.state import ProfileState, events_until, latest_event
from projections.profile.suggestion_reasons import (
    SUGGESTION_REASONS,
    Acquaintance,
    acquaintance,
    meetings_by_role,
    suggestion_reason,
)
from projections.profile.view import LowerRung, SuggestionOrder, SuggestionView

Plans = frozenset[tuple[str, ExperimentKind]]


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
    lens = latest_event(state.phases, on)
    usual = suggestions.next_best_experiments(
        candidates,
        parameters,
        left_out=planned | _too_early(state, believed, on),
        phase=lens.phase if lens else None,
    )
    meetings, hirers, taken = meetings_by_role(state, on), _hirers(state, on), _taken(state, on)
    views, unknown = list[SuggestionView](), set[UUID]()
    for one in usual:
        role_id = UUID(one.role)
        known = acquaintance(believed[role_id], meetings[role_id], parameters)
        lower = None if (one.role, "conversation") in planned else _lower(one, taken)
        views.append(_view(one, known, annotations[role_id], hirers.get(role_id), lower))
        if known.unknown:
            unknown.add(role_id)
    return _ordered(state, tuple(views), unknown, on)


def _open_plans(state: LearningState, on: date) -> Plans:
    """The roles and kinds of the steps that wait to be taken."""
    plans = (step.planned for step in state.steps.values() if step.is_open(on))
    return frozenset((str(one.role_id), one.kind) for one in plans if one.role_id)


def _too_early(state: ProfileState, believed: Mapping[UUID, RoleBelief], on: date) -> Plans:
    """Applications for roles that someone else brought up, and that the client neither kept nor planned a step about."""
    chosen = {one.role_id for one in state.kept if one.happened_on <= on}
    plans = (one.planned for one in state.steps.values())
    chosen |= {one.role_id for one in plans if one.role_id and one.happened_on <= on}
    return frozenset(
        (str(role_id), "application")
        for role_id, one in believed.items()
        if one.events.discovered.source.kind in SOURCES_OF_OTHERS and role_id not in chosen
    )


def _taken(state: LearningState, on: date) -> Sequence[ExperimentPlanned]:
    """The plans of the steps that were taken, by day."""
    steps = (state.steps[key] for key in state.attempts)
    taken = [(day, step.planned) for step in steps if (day := step.happened_on()) and day <= on]
    return [planned for _, planned in sorted(taken, key=lambda one: one[0])]


def _hirers(state: LearningState, on: date) -> dict[UUID, UUID]:
    """Who hires for each role, as the client noted with a step; of several the one of the last plan."""
    plans = (step.planned for step in state.steps.values() if step.planned.happened_on <= on)
    return {
        one.role_id: one.meeting.contact_id
        for one in sorted(plans, key=lambda one: one.happened_on)
        if one.role_id and one.meeting and one.meeting.can_hire
    }


def _ordered(
    state: ProfileState, usual: tuple[SuggestionView, ...], unknown: Collection[UUID], on: date
) -> tuple[tuple[SuggestionView, ...], SuggestionOrder | None]:
    """The suggestions in the order that the client chose, and that order; None if it is the usual one."""
    choice = _choice(state, on)
    if choice is None or choice.first is None or choice.first == "usual":
        return usual, None
    fitting = [one for one in usual if _fits(one, choice, unknown)]
    chosen = (*fitting, *(one for one in usual if one not in fitting))
    return chosen, SuggestionOrder(
        first=choice.first,
        role_id=choice.first_role_id,
        chosen_in="plan" if isinstance(choice, WeekPlanned) else "review",
        monday=choice.monday,
        fits=bool(fitting),
        changed=chosen != usual,
    )


def _choice(state: ProfileState, on: date) -> WeekPlanned | WeekReviewed | None:
    """Where the client said what comes first: in the plan of this week, or else in the last week reviewed before it."""
    monday = monday_of(on)
    plans = [one for one in events_until(state.week_plans, on) if one.monday == monday and one.first]
    if plans:
        return plans[-1]
    reviews = [one for one in events_until(state.week_reviews, on) if one.monday < monday]
    return max(reversed(reviews), key=lambda one: one.monday, default=None)


def _fits(one: SuggestionView, choice: WeekPlanned | WeekReviewed, unknown: Collection[UUID]) -> bool:
    match choice.first:
        case "role":
            return one.role_id == choice.first_role_id
        case "hirer":
            return one.hirer is not None
        case "new_role":
            return one.role_id in unknown
        case "usual" | None:
            return False


def _view(
    suggestion: ExperimentSuggestion,
    known: Acquaintance,
    beside: RoleAnnotations,
    hirer: UUID | None,
    lower: LowerRung | None,
) -> SuggestionView:
    reason = suggestion_reason(suggestion.kind, known)
    return SuggestionView(
        role_id=UUID(suggestion.role),
        kind=suggestion.kind,
        score=suggestion.score,
        shift=suggestion.shift,
        effort=suggestion.effort,
        reason=reason,
        why=SUGGESTION_REASONS[suggestion.kind, reason],
        lower=lower,
        hirer=hirer,
        offered=beside.offered,
        test_or_park="test_or_park" in beside.asks,
    )


def _lower(suggestion: ExperimentSuggestion, taken: Sequence[ExperimentPlanned]) -> LowerRung | None:
    """The rung below, if the step is likely to be dreaded too much."""
    found = lower_rung(taken, suggestion.kind)
    if found is None:
        return None
    rung, dread = found
    return LowerRung(rung=rung.name, kind=kind_of_rung(rung.name), dread=rung.predicted, instead_of=dread)

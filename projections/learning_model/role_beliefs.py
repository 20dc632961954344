"""Computes the belief about each role at a date from the dated events, and the focus over the roles in play."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import AppealRated, OddsSignalHeard
from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.roles import RoleBlocked, RoleParked, RoleStanding, RoleStandingEvent
from domain.vocabulary import Distance
from projections.learning_model import beliefs, focus
from projections.learning_model.beliefs import AppealBelief, OddsBelief
from projections.learning_model.counting_signals import counting_signals
from projections.learning_model.parameters import Parameters
from projections.learning_model.state import LearningState, RoleEvents, StepEvents

_OWN_LIST = frozenset({"intake", "own"})


class RoleBelief(Struct, frozen=True, kw_only=True):
    """The belief about one role at a date, from which the rest of the profile is built."""

    role_id: UUID
    events: RoleEvents
    distance: Distance
    appeal: AppealBelief
    odds: OddsBelief
    reach: float
    promise: float
    contact: float
    evidence: int
    standing: RoleStanding
    reason: str | None
    since: date

    @property
    def is_new(self) -> bool:
        """True if the role was not on the client's own list."""
        return self.events.discovered.source.kind not in _OWN_LIST


def age_in_weeks(on: date, day: date) -> float:
    """The age of an event in weeks at a date."""
    return (on - day).days / 7


class RoleEvidence(Struct, frozen=True, kw_only=True):
    """The evidence about one role up to a date."""

    ratings: list[AppealRated]
    signals: list[OddsSignalHeard]
    contact: float


def role_beliefs(state: LearningState, on: date, parameters: Parameters) -> dict[UUID, RoleBelief]:
    """The belief about every role discovered by a date."""
    evidence = _evidence_by_role(state, on, parameters)
    return {
        role_id: _belief(state, events, evidence[role_id], on, parameters)
        for role_id, events in state.roles.items()
        if events.discovered.happened_on <= on
    }


def _evidence_by_role(state: LearningState, on: date, parameters: Parameters) -> dict[UUID, RoleEvidence]:
    contacts = _contacts(state.steps.values(), on, parameters)
    evidence = {
        role_id: RoleEvidence(ratings=[], signals=[], contact=contacts.get(role_id, 0.0))
        for role_id in state.roles
    }
    for rating in state.ratings:
        if rating.happened_on <= on and rating.role_id in evidence:
            evidence[rating.role_id].ratings.append(rating)
    for signal in counting_signals(state, on):
        if signal.role_id in evidence:
            evidence[signal.role_id].signals.append(signal)
    return evidence


def _belief(
    state: LearningState, events: RoleEvents, evidence: RoleEvidence, on: date, parameters: Parameters
) -> RoleBelief:
    appeal = beliefs.appeal_belief(
        (aged_rating(state, one, on, parameters) for one in evidence.ratings), parameters
    )
    distance = distance_on(events, on)
    heard = (
        beliefs.AgedSignal(signal=one.signal, age_weeks=age_in_weeks(on, one.happened_on), weak=one.weak)
        for one in evidence.signals
    )
    odds = beliefs.odds_belief(distance, heard, parameters)
    reach = beliefs.reach(odds, parameters)
    standing, reason, since = standing_with_reason(events, on)
    return RoleBelief(
        role_id=events.discovered.role_id,
        events=events,
        distance=distance,
        appeal=appeal,
        odds=odds,
        reach=reach,
        promise=beliefs.promise(appeal.mean, reach, parameters),
        contact=evidence.contact,
        evidence=sum(one.source.kind != "intake" for one in evidence.ratings) + len(evidence.signals),
        standing=standing,
        reason=reason,
        since=since,
    )


def aged_rating(
    state: LearningState, rating: AppealRated, on: date, parameters: Parameters
) -> beliefs.AgedRating:
    """A rating with its age and weight at a date, by the step it was given after."""
    if rating.source.kind == "intake":
        weight = parameters.appeal.weights.starting
        return beliefs.AgedRating(weight=weight, rating=rating.rating, decays=False)
    step = state.steps.get(rating.source.id) if rating.source.id else None
    return beliefs.AgedRating(
        weight=_rating_weight(step, parameters),
        rating=rating.rating,
        age_weeks=age_in_weeks(on, rating.happened_on),
    )


def _rating_weight(step: StepEvents | None, parameters: Parameters) -> float:
    if step is None or not isinstance(step.happened, ExperimentRun):
        return 0.0
    planned = step.planned
    in_role = planned.meeting is not None and planned.meeting.in_role
    return beliefs.appeal_weight(
        planned.kind, in_role=in_role, hours=step.happened.hours, parameters=parameters
    )


def _contacts(steps: Iterable[StepEvents], on: date, parameters: Parameters) -> dict[UUID, float]:
    met: defaultdict[UUID, float] = defaultdict(float)
    for step in steps:
        planned, happened = step.planned, step.happened
        if not isinstance(happened, ExperimentRun) or happened.happened_on > on or planned.role_id is None:
            continue
        in_role = planned.meeting is not None and planned.meeting.in_role
        met[planned.role_id] += beliefs.contact_weight(
            planned.kind, in_role=in_role, hours=happened.hours, parameters=parameters
        )
    return met


def distance_on(events: RoleEvents, on: date) -> Distance:
    """The distance of a role as judged by a date."""
    judged = [one for one in reversed(events.judged) if one.happened_on <= on]
    return max(judged, key=lambda one: one.happened_on).distance if judged else events.discovered.distance


def standing_on(events: RoleEvents, on: date) -> RoleStandingEvent | None:
    """The last decision about a role by a date, on one day the last recorded; None if there is none."""
    decided = [one for one in reversed(events.standing) if one.happened_on <= on]
    return max(decided, key=lambda one: one.happened_on) if decided else None


def standing_with_reason(events: RoleEvents, on: date) -> tuple[RoleStanding, str | None, date]:
    """Whether a role is active on a day, why not, and since when."""
    match standing_on(events, on):
        case None:
            return "in_play", None, events.discovered.happened_on
        case RoleBlocked() as blocked:
            return "blocked", blocked.reason, blocked.happened_on
        case RoleParked() as parked:
            return "parked", parked.reason, parked.happened_on
        case reopened:
            return "in_play", None, reopened.happened_on


def roles_in_play(believed: Mapping[UUID, RoleBelief]) -> list[RoleBelief]:
    """The roles that compete for attention."""
    return [one for one in believed.values() if one.standing == "in_play"]


def focus_over_roles(believed: Mapping[UUID, RoleBelief], parameters: Parameters) -> focus.Focus:
    """Computes focus over the roles in play."""
    return focus.focus_of({str(one.role_id): one.promise for one in roles_in_play(believed)}, parameters)


def scope_over_roles(
    believed: Mapping[UUID, RoleBelief], divided: focus.Focus, parameters: Parameters
) -> focus.MarketScope:
    """Computes scope over every known role, including those parked or blocked."""
    contacts = (
        focus.RoleContact(contact=one.contact, new=one.is_new, group=one.events.discovered.isco_group)
        for one in believed.values()
    )
    return focus.market_scope_of(contacts, divided.focus, parameters)

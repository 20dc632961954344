"""The projection of the coaching."""

from datetime import date

from domain.journey.events.weeks import RestDeclared, monday_of
from projections.coaching.agreements import challenge_views, coaching_quests, commitment_views
from projections.coaching.alerts import alert_views, median_days_to_contact
from projections.coaching.check_ins import (
    check_in_views,
    coach_found_roles,
    coach_views,
    days_since_contact,
    energy_pulses,
    note_views,
    stance_view,
    trust_pulses,
)
from projections.coaching.state import CoachingEvent, CoachingState, contact_days
from projections.coaching.view import Coaching
from projections.event_history import EventHistory, keep_events
from projections.fold import Projection
from projections.learning_model.parameters import Parameters


def view(state: CoachingState, on: date, _parameters: Parameters) -> Coaching:
    """The coaching at a date. Events after that date are ignored."""
    known = state.as_of(on)
    by_day = known.in_day_order()
    turns = coach_views(by_day)
    contacts = contact_days(by_day)
    openings = alert_views(known, contacts, on)
    return Coaching(
        on=on,
        coach=turns[-1] if turns else None,
        earlier_coaches=tuple(turns[:-1]),
        stance=stance_view(by_day),
        check_ins=check_in_views(by_day),
        last_contact=contacts[-1] if contacts else None,
        days_since_contact=days_since_contact(by_day, contacts, on),
        notes=note_views(by_day),
        commitments=commitment_views(by_day, on),
        challenges=challenge_views(by_day),
        quests=coaching_quests(by_day),
        trust=trust_pulses(by_day),
        energy=energy_pulses(by_day),
        discoveries=coach_found_roles(by_day),
        alerts=openings,
        to_show=() if _has_week_off(known, on) else tuple(one.rule for one in openings if one.shown),
        median_days_to_contact=median_days_to_contact(openings),
    )


def _has_week_off(state: CoachingState, on: date) -> bool:
    return any(one.monday == monday_of(on) for one in state.events_of(RestDeclared))


COACHING: Projection[CoachingState, Coaching] = Projection(
    name="coaching", version=3, initial=EventHistory(), evolve=keep_events(CoachingEvent), view=view
)

"""The coaching of one journey: who coaches and how, what was said and agreed, and what became of the alerts."""

from datetime import date

from projections.coaching.agreements import challenge_views, coaching_quests, commitment_views
from projections.coaching.alerts import alert_views, median_days_to_contact
from projections.coaching.questions import STANCE_QUESTIONS
from projections.coaching.state import INITIAL, CoachingState, as_of, contact_days, evolve, in_day_order
from projections.coaching.talks import (
    check_in_views,
    coach_found_roles,
    coach_views,
    days_since_contact,
    energy_pulses,
    note_views,
    stance_view,
    trust_pulses,
)
from projections.coaching.view import Coaching, client_coaching
from projections.fold import Projection
from projections.learning_model.parameters import Parameters

__all__ = ["COACHING", "STANCE_QUESTIONS", "Coaching", "client_coaching", "view"]


def view(state: CoachingState, on: date, _parameters: Parameters) -> Coaching:
    """The coaching at a date; what lies after that date does not exist."""
    known = as_of(state, on)
    told = in_day_order(known)
    turns = coach_views(told)
    contacts = contact_days(told)
    openings = alert_views(known, contacts, on)
    return Coaching(
        on=on,
        coach=turns[-1] if turns else None,
        earlier_coaches=tuple(turns[:-1]),
        stance=stance_view(told),
        check_ins=check_in_views(told),
        last_contact=contacts[-1] if contacts else None,
        days_since_contact=days_since_contact(told, contacts, on),
        notes=note_views(told),
        commitments=commitment_views(told, on),
        challenges=challenge_views(told),
        quests=coaching_quests(told),
        trust=trust_pulses(told),
        energy=energy_pulses(told),
        discoveries=coach_found_roles(told),
        alerts=openings,
        to_show=tuple(one.rule for one in openings if one.shown),
        median_days_to_contact=median_days_to_contact(openings),
    )


COACHING: Projection[CoachingState, Coaching] = Projection(
    name="coaching", version=1, initial=INITIAL, evolve=evolve, view=view
)

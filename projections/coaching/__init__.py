"""The coaching of one journey: who coaches and how, what was said and agreed, and what became of the alerts."""

from datetime import date

from projections.coaching.agreements import challenges, commitments, quests
from projections.coaching.alerts import alerts, median_days_to_contact
from projections.coaching.questions import QUESTIONS
from projections.coaching.state import INITIAL, State, by_day, contact_days, evolve, up_to
from projections.coaching.talks import (
    check_ins,
    coaches,
    days_since_contact,
    discoveries,
    energy,
    notes,
    stance,
    trust,
)
from projections.coaching.view import Coaching, for_client
from projections.fold import Projection
from projections.learning_model.parameters import Parameters

__all__ = ["COACHING", "QUESTIONS", "Coaching", "for_client", "view"]


def view(state: State, on: date, _parameters: Parameters) -> Coaching:
    """The coaching at a date; what lies after that date does not exist."""
    known = up_to(state, on)
    told = by_day(known)
    turns = coaches(told)
    contacts = contact_days(told)
    openings = alerts(known, contacts, on)
    return Coaching(
        on=on,
        coach=turns[-1] if turns else None,
        earlier_coaches=tuple(turns[:-1]),
        stance=stance(told),
        check_ins=check_ins(told),
        last_contact=contacts[-1] if contacts else None,
        days_since_contact=days_since_contact(told, contacts, on),
        notes=notes(told),
        commitments=commitments(told, on),
        challenges=challenges(told),
        quests=quests(told),
        trust=trust(told),
        energy=energy(told),
        discoveries=discoveries(told),
        alerts=openings,
        to_show=tuple(one.rule for one in openings if one.shown),
        median_days_to_contact=median_days_to_contact(openings),
    )


COACHING: Projection[State, Coaching] = Projection(
    name="coaching", version=1, initial=INITIAL, evolve=evolve, view=view
)

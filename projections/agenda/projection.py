"""The projection of the agenda."""

from datetime import date

from projections.agenda.agreements import agreement_items
from projections.agenda.index import build_agenda_index
from projections.agenda.refusals import refusal_items
from projections.agenda.reminders import listed_items
from projections.agenda.state import INITIAL, AgendaState, evolve
from projections.agenda.steps import step_items
from projections.agenda.view import Agenda, AgendaItem
from projections.agenda.weeks import close_week_items
from projections.fold import Projection
from projections.learning_model.parameters import Parameters


def view(state: AgendaState, on: date, _parameters: Parameters) -> Agenda:
    """The agenda at a date. Events after that date are ignored."""
    journey = build_agenda_index(state, on)
    due = [
        *step_items(journey, on),
        *refusal_items(journey, on),
        *agreement_items(journey, on),
        *close_week_items(journey, on),
    ]
    listed = listed_items(journey.state, due, on)
    return Agenda(on=on, items=tuple(sorted(listed, key=_first_things_first)))


def _first_things_first(item: AgendaItem) -> tuple[date, str, str]:
    return item.due, item.kind, str(item.item_id)


AGENDA: Projection[AgendaState, Agenda] = Projection(
    name="agenda", version=9, initial=INITIAL, evolve=evolve, view=view
)

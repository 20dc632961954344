"""The agenda: what is open of the steps, around refusals, of what was agreed, and the week to close."""

from datetime import date

from projections.agenda.agreements import agreements
from projections.agenda.index import ledger
from projections.agenda.refusals import around_refusals
from projections.agenda.state import INITIAL, State, evolve
from projections.agenda.steps import steps
from projections.agenda.view import Agenda, Item
from projections.agenda.weeks import close_week
from projections.fold import Projection
from projections.learning_model.parameters import Parameters


def view(state: State, on: date, _parameters: Parameters) -> Agenda:
    """What is due for the client at a date; what lies after that date does not exist."""
    journey = ledger(state, on)
    due = [
        *steps(journey, on),
        *around_refusals(journey, on),
        *agreements(journey, on),
        *close_week(journey, on),
    ]
    return Agenda(on=on, items=tuple(sorted(due, key=_first_things_first)))


def _first_things_first(item: Item) -> tuple[date, str, str]:
    return item.due, item.kind, str(item.item_id)


AGENDA: Projection[State, Agenda] = Projection(
    name="agenda", version=2, initial=INITIAL, evolve=evolve, view=view
)

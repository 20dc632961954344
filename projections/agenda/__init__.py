"""The agenda: plans, next steps, days to come back, answers that stay away, and the knock three weeks after a no."""

from datetime import date

from projections.agenda.due import due
from projections.agenda.state import INITIAL, State, evolve, up_to
from projections.agenda.view import Agenda, Item
from projections.fold import Projection
from projections.parameters import Parameters


def view(state: State, on: date, _parameters: Parameters) -> Agenda:
    """What is due for the client at a date; what lies after that date does not exist."""
    return Agenda(on=on, items=tuple(sorted(due(up_to(state, on), on), key=_first_things_first)))


def _first_things_first(item: Item) -> tuple[date, str, str]:
    return item.due, item.kind, str(item.item_id)


AGENDA: Projection[State, Agenda] = Projection(
    name="agenda", version=1, initial=INITIAL, evolve=evolve, view=view
)

"""What a projection shows of events, whatever their number: the log ends with the same entry."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec.structs import replace

from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.events.pulses import EnergyRated
from projections.fold import Projection, fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.news.view import News
from tests.projections.small_games import entries as entries_of_events

LAST = 10_000


def shown(projection: Projection[Any, Any], events: Sequence[AnyJourneyEvent], on: date) -> Any:
    """What a projection says of a log that ends with the same entry in both forms, the places in the log left out."""
    log = entries_of_events([*events, EnergyRated(happened_on=on, rating=5)])
    log[-1] = replace(log[-1], number=LAST, position=LAST)
    view = projection.view(fold(projection, log), on, DEFAULT_PARAMETERS)
    if isinstance(view, News):
        view = replace(view, items=tuple(replace(one, number=0, position=0) for one in view.items))
    return view

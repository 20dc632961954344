"""The results of commands on a random journey, given by the actor who gave the rest."""

from collections.abc import Iterable

from hypothesis import HealthCheck, settings

from domain.errors import DomainError
from domain.journey.aggregate import Journey, evolve
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import decide
from tests.domain.arbitrary_commands import AnyCommand
from tests.histories import History

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def decided(journey: Journey, command: AnyCommand, history: History) -> list[AnyJourneyEvent]:
    """The events of a command, none if it is refused in a sentence: the only other thing that may come of it."""
    try:
        return decide(journey, command, history.today, by=history.actor)
    except DomainError:
        return []


def after(journey: Journey, events: Iterable[AnyJourneyEvent], history: History) -> Journey:
    """The journey after some more events."""
    for event in events:
        journey = evolve(journey, event, by=history.actor)
    return journey

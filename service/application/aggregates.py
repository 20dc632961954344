"""The aggregates of the log: journeys, and the programmes they are part of."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from domain.errors import JourneyGone, UnknownJourney, UnknownProgramme
from domain.event import AuthoredEvent as Line
from domain.event_catalogue import AnyEvent
from domain.journey import aggregate as journeys
from domain.journey import decide as journey_decisions
from domain.journey.aggregate import Journey
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.commands.corrections import CorrectEntry
from domain.journey.commands.start import StartJourney
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.erasure import JourneyErased
from domain.programme import aggregate as programmes
from domain.programme import decide as programme_decisions
from domain.programme.aggregate import Programme
from domain.programme.commands import OpenProgramme, ProgrammeCommand
from domain.programme.events import ProgrammeEvent
from service.application.command_batch import Aggregate
from service.application.command_batch import AuthoredEvent as Telling
from service.clock import time_zone_named, today_in


def _journey_after(journey: Journey, told: Sequence[Telling]) -> Journey:
    if any(isinstance(event, JourneyErased) for event, _ in told):
        raise JourneyGone("This journey was erased.")
    if any(isinstance(event, ProgrammeEvent) for event, _ in told):
        raise journey_not_found()
    return journeys.evolve_all(journey, [Line(cast("AnyJourneyEvent", event), by) for event, by in told])


def _on_a_journey(
    journey: Journey, command: UserCommand | ClockCommand, now: datetime, by: UUID
) -> Sequence[AnyEvent]:
    return journey_decisions.decide(journey, command, today_in(_zone(journey, command), now), by)


def _zone(journey: Journey, command: UserCommand | ClockCommand) -> str:
    match command:
        case StartJourney():
            return time_zone_named(command.time_zone).key
        case CorrectEntry(restated=StartJourney() as start):
            return time_zone_named(start.time_zone).key
        case _:
            return journey.started.event.time_zone


def _programme_after(programme: Programme, told: Sequence[Telling]) -> Programme:
    for event, _ in told:
        if not isinstance(event, ProgrammeEvent):
            raise _programme_not_found()
        programme = programmes.evolve(programme, event)
    return programme


def _on_a_programme(
    programme: Programme, command: ProgrammeCommand, now: datetime, _by: UUID
) -> Sequence[AnyEvent]:
    zone = (
        time_zone_named(command.time_zone).key
        if isinstance(command, OpenProgramme)
        else programme.opening.time_zone
    )
    return programme_decisions.decide(programme, command, today_in(zone, now))


def journey_not_found() -> UnknownJourney:
    """The same answer for a journey that does not exist and for one that may not be known."""
    return UnknownJourney("There is no such journey.")


def _programme_not_found() -> UnknownProgramme:
    return UnknownProgramme("There is no such programme.")


JOURNEY_AGGREGATE: Aggregate[Journey] = Aggregate(
    initial=journeys.INITIAL, after=_journey_after, decide=_on_a_journey, not_found=journey_not_found
)
PROGRAMME_AGGREGATE: Aggregate[Programme] = Aggregate(
    initial=programmes.INITIAL,
    after=_programme_after,
    decide=_on_a_programme,
    not_found=_programme_not_found,
)

"""The aggregates: journeys, programmes and studies, each with today's date in its own time zone."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import cast
from uuid import UUID

from msgspec import Struct

from domain.aggregate import Aggregate
from domain.errors import JourneyGone, UnknownJourney, UnknownProgramme, UnknownStudy
from domain.event import AuthoredEvent
from domain.event_catalogue import AnyEvent, OrganisationEvent
from domain.journey import aggregate as journeys
from domain.journey import decide as journey_decisions
from domain.journey.aggregate import Journey
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.commands.corrections import CorrectEntry
from domain.journey.commands.course import ChangeTimeZone
from domain.journey.commands.start import StartJourney
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.erasure import JourneyErased
from domain.programme import aggregate as programmes
from domain.programme import decide as programme_decisions
from domain.programme.aggregate import Programme
from domain.programme.commands import OpenProgramme, ProgrammeCommand
from domain.programme.events import ProgrammeEvent
from domain.study import aggregate as studies
from domain.study import decide as study_decisions
from domain.study.aggregate import Study
from domain.study.commands import StudyCommand
from domain.study.events import StudyEvent
from service.clock import stored_time_zone, time_zone_named, today_in

EASTERNMOST = "Pacific/Kiritimati"
"""Where each day begins first."""


class StreamId(Struct, frozen=True):
    """Identifies an aggregate: its organisation and its stream in the log."""

    tenant_id: UUID
    stream: UUID
    key: bytes
    """Both ids as bytes: a cheap key for caches, since hashing a UUID runs Python code."""


def stream_id(tenant_id: UUID, stream: UUID) -> StreamId:
    """The id of an aggregate's stream in an organisation."""
    return StreamId(tenant_id, stream, tenant_id.bytes + stream.bytes)


def journey_not_found() -> UnknownJourney:
    """The error for a journey that does not exist, or must seem not to."""
    return UnknownJourney("There is no such journey.")


def programme_not_found() -> UnknownProgramme:
    """The error for a programme that does not exist, or belongs to another organisation."""
    return UnknownProgramme("There is no such programme.")


def study_not_found() -> UnknownStudy:
    """The error for a study that does not exist, or belongs to another organisation."""
    return UnknownStudy("There is no such study.")


def today_of(journey: Journey, now: datetime) -> date:
    """Today in the time zone of a journey, and no earlier than its latest entry: a clock that goes west takes nothing back.

    An old log may have days that lie ahead everywhere: of these only the first day of the journey counts.
    """
    today = today_after(journey.latest_day, journey.time_zone, now)
    return max(today, journey.started.event.happened_on)


def today_after(latest: date, zone: str, now: datetime) -> date:
    """Today in a zone, and no earlier than a day that was today somewhere."""
    return max(today_in(zone, now), min(latest, today_in(EASTERNMOST, now)))


def _evolve_journey(journey: Journey, events: Sequence[AuthoredEvent[AnyEvent]]) -> Journey:
    for one in events:
        if isinstance(one.event, JourneyErased):
            raise JourneyGone("This journey has been erased.")
        if isinstance(one.event, OrganisationEvent):
            raise journey_not_found()
    return journeys.evolve_all(journey, cast("Sequence[AuthoredEvent[AnyJourneyEvent]]", events))


def _decide_on_journey(
    journey: Journey, command: UserCommand | ClockCommand, now: datetime, by: UUID | None
) -> Sequence[AnyEvent]:
    asked = command.restated if isinstance(command, CorrectEntry) else command
    match asked:
        case StartJourney():
            today = now.astimezone(time_zone_named(asked.time_zone)).date()
            if journey.start:
                today = max(today, today_of(journey, now))
        case ChangeTimeZone():
            time_zone_named(asked.time_zone)
            today = today_of(journey, now)
        case _:
            today = today_of(journey, now)
    return journey_decisions.decide(journey, command, today, by)


def _evolve_programme(programme: Programme, events: Sequence[AuthoredEvent[AnyEvent]]) -> Programme:
    for one in events:
        if not isinstance(one.event, ProgrammeEvent):
            raise programme_not_found()
        programme = programmes.evolve(programme, one.event)
    return programme


def _decide_on_programme(
    programme: Programme, command: ProgrammeCommand, now: datetime, _by: UUID | None
) -> Sequence[AnyEvent]:
    zone = (
        time_zone_named(command.time_zone)
        if isinstance(command, OpenProgramme)
        else stored_time_zone(programme.opening.time_zone)
    )
    return programme_decisions.decide(programme, command, now.astimezone(zone).date())


def _evolve_study(study: Study, events: Sequence[AuthoredEvent[AnyEvent]]) -> Study:
    for one in events:
        if not isinstance(one.event, StudyEvent):
            raise study_not_found()
        study = studies.evolve(study, one.event, one.by)
    return study


def _decide_on_study(
    study: Study, command: StudyCommand, now: datetime, by: UUID | None
) -> Sequence[AnyEvent]:
    return study_decisions.decide(study, command, now.astimezone(UTC).date(), by)


JOURNEY_AGGREGATE: Aggregate[Journey, UserCommand | ClockCommand, AnyEvent] = Aggregate(
    initial=journeys.INITIAL,
    evolve=_evolve_journey,
    decide=_decide_on_journey,
    not_found=journey_not_found,
)
PROGRAMME_AGGREGATE: Aggregate[Programme, ProgrammeCommand, AnyEvent] = Aggregate(
    initial=programmes.INITIAL,
    evolve=_evolve_programme,
    decide=_decide_on_programme,
    not_found=programme_not_found,
)
STUDY_AGGREGATE: Aggregate[Study, StudyCommand, AnyEvent] = Aggregate(
    initial=studies.INITIAL,
    evolve=_evolve_study,
    decide=_decide_on_study,
    not_found=study_not_found,
)

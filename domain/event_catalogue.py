"""The unions of all events that the log holds."""

from domain.journey.corrections.events import AnyJourneyEvent, EntryCorrected, EntryRetracted
from domain.journey.events.catalogue import StoredJourneyEvent
from domain.journey.events.erasure import ContactForgotten, JourneyErased
from domain.programme.events import ProgrammeEvent
from domain.study.events import StudyEvent

OrganisationEvent = ProgrammeEvent | StudyEvent
"""Every event of a stream that is no journey."""

AnyEvent = AnyJourneyEvent | OrganisationEvent | JourneyErased
"""Every event of the log, in its current version: of journeys, programmes and studies, and of erased journeys."""


AnyStoredEvent = (
    StoredJourneyEvent
    | EntryCorrected
    | EntryRetracted
    | ContactForgotten
    | OrganisationEvent
    | JourneyErased
)
"""Every event of the log, in any version that was ever stored."""

"""The unions of all events that the log holds, and how old versions become new ones."""

from collections.abc import Callable, Mapping
from typing import Any

from domain.journey.corrections.events import AnyJourneyEvent, EntryCorrected, EntryRetracted
from domain.journey.events.catalogue import UPCASTS as JOURNEY_UPCASTS
from domain.journey.events.catalogue import StoredJourneyEvent
from domain.journey.events.erasure import ContactForgotten, JourneyErased
from domain.programme.events import ProgrammeEvent
from domain.study.events import UPCASTS as STUDY_UPCASTS
from domain.study.events import StoredStudyEvent, StudyEvent

OrganisationEvent = ProgrammeEvent | StudyEvent
"""Every event of a stream that is no journey."""

StoredOrganisationEvent = ProgrammeEvent | StoredStudyEvent
"""The same, in any version that was ever stored."""

AnyEvent = AnyJourneyEvent | OrganisationEvent | JourneyErased
"""Every event of the log, in its current version: of journeys, programmes and studies, and of erased journeys."""


AnyStoredEvent = (
    StoredJourneyEvent
    | EntryCorrected
    | EntryRetracted
    | ContactForgotten
    | StoredOrganisationEvent
    | JourneyErased
)
"""Every event of the log, in any version that was ever stored."""

UPCASTS: Mapping[type, Callable[[Any], Any]] = {**JOURNEY_UPCASTS, **STUDY_UPCASTS}
"""From each old version of an event to the next one."""

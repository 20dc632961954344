"""The ending of a track: a job is one good ending among several, and there is care after it."""

from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event
from domain.growing import with_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, C2, PersonalText, StructuralDate, StructuralId
from domain.vocabulary import Ending


class EndingRecorded(Event, frozen=True, kw_only=True, tag="EndingRecorded"):
    """The track ended, in this way. The journey stays open: further steps are after-care."""

    label = translatable("how the journey ended")

    ending: Annotated[Ending, C1]
    note: Annotated[str | None, C2] = None


class AfterCarePlanned(Event, frozen=True, kw_only=True, tag="AfterCarePlanned"):
    """A date was set on which someone checks on the client after the programme."""

    label = translatable("a date for aftercare")
    creates = ("after_care",)

    after_care_id: StructuralId
    due: StructuralDate
    what: PersonalText


class AfterCareSettled(Event, frozen=True, kw_only=True, tag="AfterCareSettled"):
    """The question of a date for aftercare was answered, or the date is not needed."""

    label = translatable("the answer to aftercare")
    part_of = ("after_care",)

    after_care_id: StructuralId
    answer: Annotated[str | None, C2] = None
    """None if it is not needed."""


class EndingsSlice(Struct, frozen=True):
    """The ending, the planned days of aftercare by id, and how each was settled last."""

    recorded: EndingRecorded | None = None
    after_care: dict[UUID, AfterCarePlanned] = {}
    settled: dict[UUID, AfterCareSettled] = {}


EndingEvent = EndingRecorded | AfterCarePlanned | AfterCareSettled


def evolve(endings: EndingsSlice, event: EndingEvent) -> EndingsSlice:
    """Sets the ending, or adds a day of aftercare or what came of it."""
    match event:
        case EndingRecorded():
            return replace(endings, recorded=event)
        case AfterCarePlanned():
            return replace(endings, after_care=with_entry(endings.after_care, event.after_care_id, event))
        case AfterCareSettled():
            return replace(endings, settled=with_entry(endings.settled, event.after_care_id, event))


EVOLVERS = slice_evolvers("endings", evolve)

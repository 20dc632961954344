"""Feedback after a refusal: asked for with courage, given in four points or in empty phrases."""

from datetime import date
from typing import Annotated
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event, EventPart
from domain.growing import with_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C1, C2, StructuralBool, StructuralId
from domain.vocabulary import Channel, FeedbackVia, PointHeard


class FourPoints(EventPart, frozen=True, kw_only=True):
    """Useful feedback in four points: skills and experience, requirements, strong competition, how the client came across."""

    competence: Annotated[str | None, C2] = None
    requirements: Annotated[str | None, C2] = None
    well_qualified: Annotated[str | None, C2] = None
    self_presentation: Annotated[str | None, C2] = None


class PointsHeard(EventPart, frozen=True, kw_only=True):
    """What was heard on each of the four points; None where nothing was noted."""

    competence: Annotated[PointHeard | None, C1] = None
    requirements: Annotated[PointHeard | None, C1] = None
    well_qualified: Annotated[PointHeard | None, C1] = None
    self_presentation: Annotated[PointHeard | None, C1] = None


class FeedbackRequested(Event, frozen=True, kw_only=True, tag="FeedbackRequested"):
    """The client asked for feedback on a rejection."""

    label = translatable("that feedback was asked for")
    creates = ("asked",)
    part_of = ("happened",)

    experiment_id: StructuralId
    channel: Annotated[Channel | None, C1] = None
    via: Annotated[FeedbackVia | None, C1] = None
    """By which way an answer was asked for; a link is one that was sent in writing."""


class FeedbackReceived(Event, frozen=True, kw_only=True, tag="FeedbackReceived"):
    """Feedback on a rejection came. Empty phrases change nothing in the profile."""

    label = translatable("the feedback received")
    part_of = ("asked",)

    experiment_id: StructuralId
    usable: StructuralBool
    points: FourPoints = FourPoints()
    this_post_only: Annotated[bool, C1] = True
    kept_on_file: Annotated[bool | None, C1] = None
    note: Annotated[str | None, C2] = None
    heard: PointsHeard = PointsHeard()
    via: Annotated[FeedbackVia | None, C1] = None


class FeedbackSlice(Struct, frozen=True):
    """The date feedback was requested, and what was received, by experiment."""

    requested: dict[UUID, date] = {}
    received: dict[UUID, FeedbackReceived] = {}


FeedbackEvent = FeedbackRequested | FeedbackReceived


def evolve(feedback: FeedbackSlice, event: FeedbackEvent) -> FeedbackSlice:
    """Adds a request for feedback, or the feedback."""
    match event:
        case FeedbackRequested():
            return replace(
                feedback, requested=with_entry(feedback.requested, event.experiment_id, event.happened_on)
            )
        case FeedbackReceived():
            return replace(feedback, received=with_entry(feedback.received, event.experiment_id, event))


EVOLVERS = slice_evolvers("feedback", evolve)

"""Feedback after a refusal: asked for with courage, given in four points or in empty phrases."""

from typing import TYPE_CHECKING
from uuid import UUID

from domain.allowed_dates import on_or_after
from domain.command import Command, CommandPart, Note
from domain.errors import InvalidOperation, InvalidValue
from domain.event import Event
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested, FourPoints
from domain.vocabulary import Channel

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class FourPointsInput(CommandPart, frozen=True, kw_only=True):
    """The four points, each as far as it was answered."""

    competence: Note | None = None
    requirements: Note | None = None
    well_qualified: Note | None = None
    self_presentation: Note | None = None


class RequestFeedback(Command, frozen=True, kw_only=True, tag="RequestFeedback"):
    """Ask why. `experiment_id` is the step in which it was asked."""

    experiment_id: UUID
    channel: Channel | None = None


class ReceiveFeedback(Command, frozen=True, kw_only=True, tag="ReceiveFeedback"):
    """Note what came back: the four points, or empty phrases."""

    experiment_id: UUID
    usable: bool
    points: FourPointsInput = FourPointsInput()
    this_post_only: bool = True
    kept_on_file: bool | None = None
    note: Note | None = None


def handle_request_feedback(journey: "Journey", wish: RequestFeedback) -> list[Event]:
    """Ask once per step."""
    experiment = journey.experiment_that_happened(wish.experiment_id)
    if wish.happened_on < experiment.on:
        raise InvalidValue(
            "The step was on %(day)s; nothing could be asked before.",
            field="happened_on",
            day=experiment.on,
            allowed=on_or_after(experiment.on),
        )
    if wish.experiment_id in journey.feedback.requested:
        return []
    return [
        FeedbackRequested(
            happened_on=wish.happened_on, experiment_id=wish.experiment_id, channel=wish.channel
        )
    ]


def handle_receive_feedback(journey: "Journey", wish: ReceiveFeedback) -> list[Event]:
    """Keep what came back; empty phrases have no points."""
    if wish.experiment_id not in journey.feedback.requested:
        raise InvalidOperation(
            "No feedback was asked for in this step.",
            field="experiment_id",
            allowed="a step in which feedback was requested",
        )
    asked_on = journey.feedback.requested[wish.experiment_id]
    if wish.happened_on < asked_on:
        raise InvalidValue(
            "It was asked for on %(day)s; it cannot have come before.",
            field="happened_on",
            day=asked_on,
            allowed=on_or_after(asked_on),
        )
    points = FourPoints(
        competence=wish.points.competence or None,
        requirements=wish.points.requirements or None,
        well_qualified=wish.points.well_qualified or None,
        self_presentation=wish.points.self_presentation or None,
    )
    if wish.usable == (points == FourPoints()):
        raise InvalidValue(
            "Usable feedback answers at least one of the four points; unusable feedback answers none.",
            field="points" if wish.usable else "usable",
            allowed="one point or more, or usable: false without points",
        )
    fact = FeedbackReceived(
        happened_on=wish.happened_on,
        experiment_id=wish.experiment_id,
        usable=wish.usable,
        points=points,
        this_post_only=wish.this_post_only,
        kept_on_file=wish.kept_on_file,
        note=wish.note,
    )
    known = journey.feedback.received.get(wish.experiment_id)
    if known is None:
        return [fact]
    if known == fact:
        return []
    raise InvalidOperation(
        "Feedback on this step came on %(day)s; nothing is overwritten.",
        field="experiment_id",
        day=known.happened_on,
        allowed="a step whose feedback is still open",
    )

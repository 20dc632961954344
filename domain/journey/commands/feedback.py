"""Feedback after a refusal: requested, and received in four points or without any use."""

from typing import Annotated
from uuid import UUID

from domain.allowed_dates import on_or_after
from domain.command import ADDED_LATER, Command, CommandPart, Note
from domain.errors import InvalidOperation, InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested, FourPoints, PointsHeard
from domain.normal_texts import same_content
from domain.vocabulary import Channel, FeedbackVia, PointHeard


class FourPointsInput(CommandPart, frozen=True, kw_only=True):
    """The four points of feedback, each as far as it was answered."""

    competence: Note | None = None
    requirements: Note | None = None
    well_qualified: Note | None = None
    self_presentation: Note | None = None


class PointsHeardInput(CommandPart, frozen=True, kw_only=True):
    """What was heard on each of the four points: enough, not enough, or that it was not said."""

    competence: PointHeard | None = None
    requirements: PointHeard | None = None
    well_qualified: PointHeard | None = None
    self_presentation: PointHeard | None = None


class RequestFeedback(Command, frozen=True, kw_only=True, tag="RequestFeedback"):
    """Ask for feedback on a rejection. `experiment_id` is the step in which you asked."""

    experiment_id: UUID
    channel: Channel | None = None
    via: Annotated[FeedbackVia | None, ADDED_LATER] = None
    """By which way an answer was asked for; a link is one that was sent in writing."""


class ReceiveFeedback(Command, frozen=True, kw_only=True, tag="ReceiveFeedback"):
    """Record the feedback: the four points, or empty phrases."""

    experiment_id: UUID
    usable: bool
    points: FourPointsInput = FourPointsInput()
    this_post_only: bool = True
    kept_on_file: bool | None = None
    note: Note | None = None
    heard: Annotated[PointsHeardInput, ADDED_LATER] = PointsHeardInput()
    via: Annotated[FeedbackVia | None, ADDED_LATER] = None


def handle_request_feedback(journey: Journey, command: RequestFeedback) -> list[JourneyEvent]:
    """Records once per step that feedback was requested."""
    experiment = journey.experiment_that_happened(command.experiment_id)
    if command.happened_on < experiment.on:
        raise InvalidValue(
            "The step was on %(day)s, so feedback cannot have been asked for before that.",
            field="happened_on",
            day=experiment.on,
            allowed=on_or_after(experiment.on),
        )
    if command.experiment_id in journey.feedback.requested:
        return []
    return [
        FeedbackRequested(
            happened_on=command.happened_on,
            experiment_id=command.experiment_id,
            channel=command.channel,
            via=command.via,
        )
    ]


def handle_receive_feedback(journey: Journey, command: ReceiveFeedback) -> list[JourneyEvent]:
    """Records the feedback that was requested in a step; only usable feedback has points.

    It is recorded once. A reply by a link is written by them, and stands beside what was recorded before.
    """
    if command.experiment_id not in journey.feedback.requested:
        raise InvalidOperation(
            "No feedback was asked for on this step.",
            field="experiment_id",
            allowed="a step where feedback was asked for",
        )
    asked_on = journey.feedback.requested[command.experiment_id]
    if command.happened_on < asked_on:
        raise InvalidValue(
            "Feedback was asked for on %(day)s, so it cannot have come before that.",
            field="happened_on",
            day=asked_on,
            allowed=on_or_after(asked_on),
        )
    points = FourPoints(
        competence=command.points.competence or None,
        requirements=command.points.requirements or None,
        well_qualified=command.points.well_qualified or None,
        self_presentation=command.points.self_presentation or None,
    )
    heard = PointsHeard(
        competence=command.heard.competence,
        requirements=command.heard.requirements,
        well_qualified=command.heard.well_qualified,
        self_presentation=command.heard.self_presentation,
    )
    if command.usable != _says_something(points, heard):
        raise InvalidValue(
            "Useful feedback covers at least one of the four points. If it was no use, leave all four empty.",
            field="points" if command.usable else "usable",
            allowed="one point or more, or usable: false without points",
        )
    event = FeedbackReceived(
        happened_on=command.happened_on,
        experiment_id=command.experiment_id,
        usable=command.usable,
        points=points,
        this_post_only=command.this_post_only,
        kept_on_file=command.kept_on_file,
        note=command.note,
        heard=heard,
        via=command.via,
    )
    known = journey.feedback.received.get(command.experiment_id)
    if same_content(known, event):
        return []
    if known is None or command.via == "link":
        return [event]
    raise InvalidOperation(
        "Feedback on this step was recorded on %(day)s. Nothing is overwritten.",
        field="experiment_id",
        day=known.happened_on,
        allowed="a step still waiting for feedback",
    )


def _says_something(points: FourPoints, heard: PointsHeard) -> bool:
    """Whether there is a text, or an answer that is not only that a point was not said."""
    answers = {heard.competence, heard.requirements, heard.well_qualified, heard.self_presentation}
    return points != FourPoints() or not answers.isdisjoint({"enough", "not_enough"})


HANDLERS: CommandHandlers = {
    RequestFeedback: handle_request_feedback,
    ReceiveFeedback: handle_receive_feedback,
}

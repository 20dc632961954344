"""What follows a refusal in a case: why was asked and what was heard, the pause, and the one change."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from uuid import UUID

from domain.journey.commands.feedback import FourPointsInput, ReceiveFeedback, RequestFeedback
from domain.journey.commands.refusals import ConcludeRefusal, KeepOnFile, PauseAfterRefusal
from domain.journey.decide import UserCommand
from service.importing.case_channels import known_channel
from service.importing.case_format import CaseAction

_NO_POINTS: Mapping[str, str | None] = MappingProxyType({})


def feedback_commands(action: CaseAction, experiment_id: UUID) -> Iterator[UserCommand]:
    """Yields the question why in an action, and what was heard."""
    feedback, on = action.feedback_received, action.answered_on
    if feedback is None or not feedback.asked:
        return
    channel = known_channel(feedback.channel)
    yield RequestFeedback(happened_on=on, experiment_id=experiment_id, channel=channel)
    if feedback.given:
        points = feedback.points if feedback.usable else _NO_POINTS
        yield ReceiveFeedback(
            happened_on=on,
            experiment_id=experiment_id,
            usable=feedback.usable,
            points=FourPointsInput(
                competence=points.get("competence"),
                requirements=points.get("requirements"),
                well_qualified=points.get("well_qualified"),
                self_presentation=points.get("self_presentation"),
            ),
            this_post_only=feedback.for_this_job_only is not False,
            kept_on_file=feedback.keep_on_file_consent,
            note=feedback.note or None,
            heard=feedback.heard,
            via=feedback.via,
        )
    if feedback.kept_until:
        yield KeepOnFile(happened_on=on, experiment_id=experiment_id, until=feedback.kept_until)


def care_commands(action: CaseAction, approach_id: UUID) -> Iterator[UserCommand]:
    """Yields the pause after the refusal of an approach, and the conclusion."""
    care = action.after_refusal
    if care and care.paused_on:
        yield PauseAfterRefusal(happened_on=care.paused_on, experiment_id=approach_id, skipped=care.skipped)
    if care and care.concluded_on:
        yield ConcludeRefusal(happened_on=care.concluded_on, experiment_id=approach_id, change=care.change)

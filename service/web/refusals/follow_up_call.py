"""A call after a refusal, as a step of its own: to ask why, or to knock again. So it counts as one that took courage."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.commands.contacts import ContactInput
from domain.journey.commands.experiment_outcomes import ConcludeExperiment, RunExperiment
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.decide import UserCommand
from domain.journey.events.contacts import Meeting
from domain.vocabulary import Channel

DreadBeforeAndAfter = tuple[int | None, int | None]
"""Before and after."""


class FollowUpCall(Struct, frozen=True, kw_only=True):
    """A follow-up on an approach that took place."""

    planned: PlanExperiment
    run: RunExperiment

    def commands(self, conclusion: str) -> list[UserCommand]:
        """The call, with what is concluded from it."""
        concluded = ConcludeExperiment(
            happened_on=self.run.happened_on,
            experiment_id=self.run.experiment_id,
            conclusion=conclusion,
        )
        return [self.planned, self.run, concluded]


def build_follow_up_call(
    journey: Journey,
    approach_id: UUID,
    call_id: UUID,
    on: date,
    *,
    channel: Channel | None,
    dread: DreadBeforeAndAfter,
) -> FollowUpCall:
    """A call about an approach, to whom the approach was made."""
    approach = journey.experiments[approach_id].planned
    before, after = dread
    planned = PlanExperiment(
        happened_on=on,
        experiment_id=call_id,
        kind="follow_up",
        role_id=approach.role_id,
        dread_before=before,
        contact=_with(approach.meeting),
        channel=channel,
        refers_to=approach_id,
    )
    return FollowUpCall(
        planned=planned, run=RunExperiment(happened_on=on, experiment_id=call_id, dread_after=after)
    )


def _with(meeting: Meeting | None) -> ContactInput | None:
    if meeting is None:
        return None
    return ContactInput(
        contact_id=meeting.contact_id, tie=meeting.tie, in_role=meeting.in_role, can_hire=meeting.can_hire
    )

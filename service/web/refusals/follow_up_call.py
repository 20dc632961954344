"""A call that follows up an approach: to ask why, to knock again, or as promised. It is a step of its own."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domain.journey.aggregate import Journey
from domain.journey.commands.experiment_outcomes import ConcludeExperiment, RunExperiment
from domain.journey.commands.experiments import PlanExperiment
from domain.journey.commands.network import ContactInput
from domain.journey.decide import UserCommand
from domain.journey.events.network import Meeting
from domain.vocabulary import Channel

CALL_CHANNELS: tuple[Channel, ...] = ("phone", "mail", "other")
"""How somebody can be called on."""
DreadBeforeAndAfter = tuple[int | None, int | None]
"""Ratings from 0 to 10."""


def follow_up_call(
    journey: Journey,
    approach_id: UUID,
    call_id: UUID,
    on: date,
    *,
    conclusion: str,
    concluded_on: date,
    channel: Channel | None,
    dread: DreadBeforeAndAfter = (None, None),
    note: str | None = None,
) -> Sequence[UserCommand]:
    """The commands that plan, run and conclude a call about an approach, to whom the approach was made."""
    approach = journey.experiments[approach_id].planned
    before, after = dread
    return [
        PlanExperiment(
            happened_on=on,
            experiment_id=call_id,
            kind="follow_up",
            role_id=approach.role_id,
            dread_before=before,
            contact=_with(approach.meeting),
            channel=channel,
            refers_to=approach_id,
        ),
        RunExperiment(happened_on=on, experiment_id=call_id, dread_after=after, note=note),
        ConcludeExperiment(happened_on=concluded_on, experiment_id=call_id, conclusion=conclusion),
    ]


def _with(meeting: Meeting | None) -> ContactInput | None:
    if meeting is None:
        return None
    return ContactInput(
        contact_id=meeting.contact_id, tie=meeting.tie, in_role=meeting.in_role, can_hire=meeting.can_hire
    )

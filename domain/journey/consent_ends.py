"""What ends a consent is never refused for its date: it is recorded on the nearest day that can be."""

from datetime import date
from typing import TypeGuard

from msgspec.structs import replace

from domain.command import Command
from domain.journey.aggregate import Journey
from domain.journey.commands.consents import WithdrawConsent
from domain.journey.commands.deputies import AnswerDeputy, EndDeputy
from domain.journey.commands.sight import WithdrawSight
from domain.journey.events.sight import SightGranted

ConsentEnd = WithdrawSight | WithdrawConsent | EndDeputy | AnswerDeputy
"""Commands that end what somebody may see, or what may be done; a reply about a deputy does if it is a no."""


def ends_consent(command: Command) -> TypeGuard[ConsentEnd]:
    """Whether a command lets nobody see or do more, and somebody less."""
    if isinstance(command, AnswerDeputy):
        return not command.agreed
    return isinstance(command, ConsentEnd)


def on_possible_day(journey: Journey, command: ConsentEnd, today: date) -> ConsentEnd:
    """The same command on the nearest day from what it ends to today. It counts from the moment it is recorded."""
    first = max(journey.started.event.happened_on, _begun_on(journey, command))
    return replace(command, happened_on=max(first, min(command.happened_on, today)))


def _begun_on(journey: Journey, command: ConsentEnd) -> date:
    """The day of what a command ends; if there is no such thing, that is another's to say."""
    match command:
        case WithdrawSight():
            granted = journey.sight.get(command.reader_id)
            return granted.happened_on if isinstance(granted, SightGranted) else date.min
        case WithdrawConsent():
            given = journey.consents.given.get(command.consent_id)
            return given.happened_on if given else date.min
        case EndDeputy() | AnswerDeputy():
            cover = journey.deputies.covers.get(command.cover_id)
            if cover is None:
                return date.min
            answered_on = cover.answered.happened_on if cover.answered else date.min
            return max(cover.proposed.happened_on, answered_on, cover.lapsed_on or date.min)

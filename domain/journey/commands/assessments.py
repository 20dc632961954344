"""Tests and assessments: they find strengths, they deselect nobody; their word is weak evidence."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import Command, CommandPart, Note, Title
from domain.decision_rules import create_once
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.assessments import AssessedStrength, AssessmentNoted
from domain.journey.events.catalogue import JourneyEvent
from domain.text import same_name


class AssessedStrengthInput(CommandPart, frozen=True, kw_only=True):
    """A strength that a test points to. An observation of the same strength uses the same id."""

    __test__ = False

    strength_id: UUID
    wording: Title


class NoteAssessment(Command, frozen=True, kw_only=True, tag="NoteAssessment"):
    """Record a test, and the strengths it points to."""

    assessment_id: UUID
    instrument: Title
    strengths: Annotated[tuple[AssessedStrengthInput, ...], Meta(max_length=20)] = ()
    note: Note | None = None


def handle_note_assessment(journey: Journey, command: NoteAssessment) -> list[JourneyEvent]:
    """Records an assessment under a new id."""
    event = AssessmentNoted(
        happened_on=command.happened_on,
        assessment_id=command.assessment_id,
        instrument=command.instrument,
        strengths=_distinct_strengths(command.strengths),
        note=command.note or None,
    )
    known = journey.assessments.get(command.assessment_id)
    return create_once(known, event, "assessment", field="assessment_id")


def _distinct_strengths(inputs: tuple[AssessedStrengthInput, ...]) -> tuple[AssessedStrength, ...]:
    names: dict[UUID, str] = {}
    for i, one in enumerate(inputs):
        if not same_name(names.setdefault(one.strength_id, one.wording), one.wording):
            raise InvalidOperation(
                "This id belongs to another strength.",
                field=f"strengths/{i}/strength_id",
                allowed="a new id",
            )
    return tuple(AssessedStrength(strength_id=key, wording=wording) for key, wording in names.items())


HANDLERS: CommandHandlers = {
    NoteAssessment: handle_note_assessment,
}

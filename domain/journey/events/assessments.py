"""Tests and assessments: they find strengths, they deselect nobody; their word is weak evidence."""

from typing import Annotated
from uuid import UUID

from domain.event import Event, EventPart
from domain.growing import with_entry
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import C2, PersonalText, StructuralId


class AssessedStrength(EventPart, frozen=True, kw_only=True):
    """A strength that a test points to."""

    strength_id: StructuralId
    wording: PersonalText


class AssessmentNoted(Event, frozen=True, kw_only=True, tag="AssessmentNoted"):
    """The client took a test that points to these strengths."""

    label = translatable("a test")
    creates = ("assessment",)

    assessment_id: StructuralId
    instrument: PersonalText
    strengths: tuple[AssessedStrength, ...]
    note: Annotated[str | None, C2] = None


AssessmentsSlice = dict[UUID, AssessmentNoted]


def evolve(assessments: AssessmentsSlice, event: AssessmentNoted) -> AssessmentsSlice:
    """Adds an assessment."""
    return with_entry(assessments, event.assessment_id, event)


EVOLVERS = slice_evolvers("assessments", evolve)

"""Tests and assessments: they find strengths, they deselect nobody; their word is weak evidence."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta

from domain.decision_rules import once
from domain.errors import IllegalStep
from domain.journey.forms import Fact, Given, Note, Part, Title, Wish
from domain.sensitivity import C2, Id, Words

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class FoundByTest(Part, frozen=True, kw_only=True):
    """A strength a test points at."""

    strength_id: Id
    wording: Words


class AssessmentNoted(Fact, frozen=True, kw_only=True, tag="AssessmentNoted"):
    """A test was taken; which strengths it points at."""

    assessment_id: Id
    instrument: Words
    strengths: tuple[FoundByTest, ...]
    note: Annotated[str | None, C2] = None


Assessments = dict[UUID, AssessmentNoted]


def evolve(assessments: Assessments, fact: AssessmentNoted) -> Assessments:
    """Remember each."""
    return {**assessments, fact.assessment_id: fact}


class TestedStrength(Given, frozen=True, kw_only=True):
    """A strength a test points at, by an id that an observation of the same strength shares."""

    __test__ = False

    strength_id: UUID
    wording: Title


class NoteAssessment(Wish, frozen=True, kw_only=True, tag="NoteAssessment"):
    """Note what a test pointed at."""

    assessment_id: UUID
    instrument: Title
    strengths: Annotated[tuple[TestedStrength, ...], Meta(max_length=20)] = ()
    note: Note | None = None


def note(journey: "Journey", wish: NoteAssessment) -> list[Fact]:
    """Note an assessment once."""
    fact = AssessmentNoted(
        happened_on=wish.happened_on,
        assessment_id=wish.assessment_id,
        instrument=wish.instrument,
        strengths=_strengths(wish.strengths),
        note=wish.note or None,
    )
    known = journey.assessments.get(wish.assessment_id)
    return once(known, fact, "assessment", field="assessment_id")


def _strengths(given: tuple[TestedStrength, ...]) -> tuple[FoundByTest, ...]:
    names: dict[UUID, str] = {}
    for i, one in enumerate(given):
        if names.setdefault(one.strength_id, one.wording) != one.wording:
            raise IllegalStep(
                "Another strength has this id.",
                field=f"strengths/{i}/strength_id",
                allowed="an id of its own",
            )
    return tuple(FoundByTest(strength_id=key, wording=wording) for key, wording in names.items())

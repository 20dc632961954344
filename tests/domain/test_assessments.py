"""Assessments: a test points at strengths; it is noted once, and deselects nobody."""

from typing import Any

from domain.errors import InvalidOperation
from domain.journey.commands.assessments import AssessedStrengthInput, NoteAssessment
from domain.journey.events.assessments import AssessedStrength, AssessmentNoted
from tests.domain.journeys import day, start, uid
from tests.domain.more_journeys import HUMOUR, ON, PATIENCE, STRONG
from tests.domain.scenario import given

CARDS = uid("cards")
PATIENT = AssessedStrengthInput(strength_id=PATIENCE, wording="patience")
FUNNY = AssessedStrengthInput(strength_id=HUMOUR, wording="humour")
OWN_ID = "a new id"


def note(**fields: Any) -> NoteAssessment:
    return NoteAssessment(
        **{"happened_on": ON, "assessment_id": CARDS, "instrument": "a card sort", **fields}
    )


def noted(*strengths: AssessedStrength, **fields: Any) -> AssessmentNoted:
    plain = {"happened_on": ON, "assessment_id": CARDS, "instrument": "a card sort", "strengths": strengths}
    return AssessmentNoted(**{**plain, **fields})


def found(name: str) -> AssessedStrength:
    return AssessedStrength(strength_id=uid(name), wording=name)


def test_a_test_points_at_strengths() -> None:
    given(start()).when(note(strengths=(PATIENT, FUNNY), note="quick")).then(
        noted(found("patience"), found("humour"), note="quick")
    )


def test_a_test_may_point_at_nothing() -> None:
    given(start()).when(note(note="")).then(noted())


def test_a_test_may_point_at_a_strength_that_somebody_saw() -> None:
    given(*STRONG).when(note(strengths=(PATIENT,))).then(noted(found("patience")))


def test_a_strength_told_twice_is_one_strength() -> None:
    given(start()).when(note(strengths=(PATIENT, PATIENT))).then(noted(found("patience")))


def test_two_strengths_of_one_test_need_two_ids() -> None:
    calm = AssessedStrengthInput(strength_id=PATIENCE, wording="calm")

    given(start()).when(note(strengths=(PATIENT, calm))).then_refused(
        InvalidOperation, field="strengths/1/strength_id", allowed=OWN_ID
    )


def test_the_same_assessment_again_is_already_so() -> None:
    given(start(), note(strengths=(PATIENT,))).when(note(strengths=(PATIENT,))).then_nothing()


def test_another_assessment_needs_an_id_of_its_own() -> None:
    given(start(), note()).when(note(happened_on=day(9))).then_refused(
        InvalidOperation, field="assessment_id", allowed=OWN_ID
    )

"""Skills that occupations ask: what the client says of each, and what shows it."""

from typing import Any, get_args

import pytest

from domain.errors import InvalidOperation
from domain.journey.commands.skills import JudgeSkill, SkillEvidenceInput
from domain.journey.commands.stories import RecordStory
from domain.journey.corrections.references import references_of
from domain.journey.events.skills import SkillEvidence, SkillEvidenceKind, SkillJudged
from domain.vocabulary import SkillStanding
from tests.domain.journeys import (
    APPLIED,
    LETTER,
    TEACHER,
    answer,
    ask_why,
    day,
    discover,
    hear_why,
    start,
    uid,
)
from tests.domain.more_journeys import LACKED, LICENCE, ON, PATIENCE, STRANGER, STRONG, later_than
from tests.domain.scenario import given

RESCUE = uid("the rescue")
TOLD = RecordStory(happened_on=ON, story_id=RESCUE, title="the rescue", story="We had two days.")
HEARD = (*APPLIED, answer(), ask_why(), hear_why())


ALLOWED = {
    "strength": "the id of a strength",
    "gap": "the id of a gap",
    "feedback": "the id of a step with feedback",
    "story": "the id of a story",
    "own_work": "the id of a role on the list",
}


def judge(**fields: Any) -> JudgeSkill:
    plain: dict[str, Any] = {
        "happened_on": ON,
        "skill_id": "write-reports",
        "title": "write reports",
        "standing": "has",
    }
    return JudgeSkill(**{**plain, **fields})


def judged(**fields: Any) -> SkillJudged:
    plain: dict[str, Any] = {
        "happened_on": ON,
        "skill_id": "write-reports",
        "title": "write reports",
        "standing": "has",
    }
    return SkillJudged(**{**plain, **fields})


@pytest.mark.parametrize("standing", get_args(SkillStanding))
def test_the_client_says_how_it_is_with_a_skill(standing: SkillStanding) -> None:
    given(start()).when(judge(standing=standing)).then(judged(standing=standing))


@pytest.mark.parametrize(
    ("before", "kind", "shown_by"),
    [
        (STRONG, "strength", PATIENCE),
        (LACKED, "gap", LICENCE),
        (HEARD, "feedback", LETTER),
        ((start(), TOLD), "story", RESCUE),
        ((start(), discover(distance="same")), "own_work", TEACHER),
    ],
)
def test_what_shows_it_is_a_strength_a_gap_feedback_a_story_or_work_she_did(
    before: Any, kind: SkillEvidenceKind, shown_by: Any
) -> None:
    on = day(20)
    given(*before).when(judge(happened_on=on, evidence=SkillEvidenceInput(kind=kind, id=shown_by))).then(
        judged(happened_on=on, evidence=SkillEvidence(kind=kind, id=shown_by))
    )


@pytest.mark.parametrize("kind", get_args(SkillEvidenceKind))
def test_what_shows_it_was_recorded(kind: SkillEvidenceKind) -> None:
    given(*STRONG).when(judge(evidence=SkillEvidenceInput(kind=kind, id=STRANGER))).then_refused(
        InvalidOperation, field="evidence/id", allowed=ALLOWED[kind]
    )


def test_work_that_she_did_not_do_shows_nothing() -> None:
    other = SkillEvidenceInput(kind="own_work", id=TEACHER)

    given(start(), discover(distance="near")).when(judge(evidence=other)).then_refused(
        InvalidOperation, field="evidence/id", allowed="the id of a role of the same work"
    )
    # It may be withdrawn under what it shows: what was said counts for other roles, too.
    shown = judged(evidence=SkillEvidence(kind="own_work", id=TEACHER))
    assert references_of(shown).uses == frozenset()


def test_a_skill_is_judged_for_a_role_that_is_known() -> None:
    roles = uid("a role that nobody told")

    given(start()).when(judge(role_id=roles)).then_refused(
        InvalidOperation, field="role_id", allowed="the id of a role on the list"
    )
    # A role may be withdrawn under it: what was said counts for other roles, too.
    assert references_of(judged(role_id=roles)).uses == frozenset()


def test_the_same_again_is_already_so() -> None:
    given(start(), judge()).when(judge(happened_on=day(9))).then_nothing()


def test_a_skill_is_judged_anew() -> None:
    given(start(), judge()).when(judge(happened_on=day(9), standing="partly")).then(
        judged(happened_on=day(9), standing="partly")
    )


def test_an_earlier_judgement_does_not_replace_a_later_one() -> None:
    given(start(), judge()).when(judge(happened_on=day(3), standing="partly")).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(ON)
    )


def test_each_skill_is_judged_by_itself() -> None:
    given(start(), judge()).when(judge(skill_id="drive", title="drive", happened_on=day(3))).then(
        judged(skill_id="drive", title="drive", happened_on=day(3))
    )


def test_what_shows_it_cannot_be_taken_away_while_it_stands() -> None:
    shown = judged(evidence=SkillEvidence(kind="feedback", id=LETTER))

    assert references_of(shown).uses == {("asked", LETTER)}
    assert references_of(judged()).uses == frozenset()

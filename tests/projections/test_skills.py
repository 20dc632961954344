"""Skills as the client last judged them, once for every role that asks them."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from domain.journey.commands.skills import JudgeSkill, SkillEvidenceInput
from domain.journey.decide import UserCommand
from domain.journey.events.skills import SkillJudged
from domain.redacted import is_readable
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.skills.projection import SKILLS
from projections.skills.view import SkillProof, Skills
from tests.domain.journeys import RISK, TEACHER, day, discover
from tests.domain.more_journeys import PATIENCE, STRONG
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import LONG_AFTER, entries


def judge(on: int, standing: str = "has", skill: str = "write reports", **fields: Any) -> UserCommand:
    plain: dict[str, Any] = {"happened_on": day(on), "skill_id": skill.replace(" ", "-"), "title": skill}
    return JudgeSkill(**{**plain, "standing": standing, **fields})


def skills(*told: UserCommand, on: date = LONG_AFTER) -> Skills:
    return SKILLS.view(fold(SKILLS, entries(decide_commands((*STRONG, *told)))), on, DEFAULT_PARAMETERS)


def test_the_last_word_on_a_skill_counts() -> None:
    (only,) = skills(judge(3), judge(6, "partly")).skills

    assert (only.title, only.standing, only.on, only.times) == ("write reports", "partly", day(6), 2)


def test_on_an_earlier_day_the_earlier_word_counts() -> None:
    (only,) = skills(judge(3), judge(6, "partly"), on=day(5)).skills

    assert (only.standing, only.on, only.times) == ("has", day(3), 1)


def test_a_skill_says_what_shows_it() -> None:
    (only,) = skills(judge(6, evidence=SkillEvidenceInput(kind="strength", id=PATIENCE))).skills

    assert only.shown_by == SkillProof(kind="strength", id=PATIENCE)


def test_a_skill_names_the_roles_for_which_it_was_said() -> None:
    risk = discover(role_id=RISK, title="risk manager", happened_on=day(2))
    (only,) = skills(
        risk, judge(3, role_id=TEACHER), judge(4), judge(6, "partly", role_id=RISK), judge(7, role_id=TEACHER)
    ).skills

    assert only.role_ids == (TEACHER, RISK)


def test_skills_stand_in_the_order_in_which_they_were_first_judged() -> None:
    found = skills(judge(3), judge(4, skill="drive"), judge(6, "partly")).skills

    assert [one.title for one in found] == ["write reports", "drive"]


@given(histories(), st.integers(0, 120))
def test_every_skill_that_was_judged_by_then_stands_once(history: History, ahead: int) -> None:
    on = date.fromordinal(SET_OUT.toordinal() + ahead)
    found = SKILLS.view(fold(SKILLS, entries(list(history.events))), on, DEFAULT_PARAMETERS).skills
    judged = [one for one in history.events if isinstance(one, SkillJudged) and one.happened_on <= on]

    assert sum(one.times for one in found) == len(judged)
    assert {one.skill_id for one in found} == {one.skill_id for one in judged}
    assert all(is_readable(one.title) for one in found)

"""What shows how it is with a skill is for whoever may read that."""

from datetime import date
from typing import get_args
from uuid import UUID

import pytest

from domain.journey.events.skills import SkillEvidenceKind
from projections.skills.view import SkillProof, Skills, SkillView
from service.authorization.field_filters import filter_skills

DAY = date(2026, 5, 1)


def shown_by(*kinds: SkillEvidenceKind) -> Skills:
    skills = [
        SkillView(
            skill_id=kind,
            title=kind,
            standing="has",
            on=DAY,
            shown_by=SkillProof(kind=kind, id=UUID(int=1)),
            role_ids=(),
            times=1,
        )
        for kind in kinds
    ]
    return Skills(on=DAY, skills=tuple(skills))


@pytest.mark.parametrize("kind", get_args(SkillEvidenceKind))
def test_a_story_and_feedback_are_for_who_sees_everything(kind: SkillEvidenceKind) -> None:
    (skill,) = filter_skills(shown_by(kind), "profile").skills

    assert (skill.shown_by is None) == (kind in {"story", "feedback"})
    assert (skill.title, skill.standing) == (kind, "has")


def test_who_sees_everything_is_shown_all_of_it() -> None:
    every = shown_by(*get_args(SkillEvidenceKind))

    assert all(filter_skills(every, level) == every for level in ("everything", "own", "whole"))

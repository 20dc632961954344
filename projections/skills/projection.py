"""The projection of the skills."""

from collections import Counter, defaultdict
from datetime import date
from uuid import UUID

from domain.journey.events.skills import SkillJudged
from projections.as_of import as_of, in_day_order
from projections.fold import Projection
from projections.learning_model.parameters import Parameters
from projections.skills.state import INITIAL, SkillsState, evolve
from projections.skills.view import SkillProof, Skills, SkillView


def view(state: SkillsState, on: date, _parameters: Parameters) -> Skills:
    """The skills at a date. Events after that date are ignored."""
    judged = in_day_order(as_of(state, on)).judged
    times = Counter(one.skill_id for one in judged)
    latest: dict[str, SkillJudged] = {}
    roles: defaultdict[str, dict[UUID, None]] = defaultdict(dict)
    for one in judged:
        latest[one.skill_id] = one
        if one.role_id:
            roles[one.skill_id][one.role_id] = None
    return Skills(
        on=on,
        skills=tuple(
            _skill(one, times[skill_id], tuple(roles[skill_id])) for skill_id, one in latest.items()
        ),
    )


def _skill(latest: SkillJudged, times: int, role_ids: tuple[UUID, ...]) -> SkillView:
    shown_by = latest.evidence
    return SkillView(
        skill_id=latest.skill_id,
        title=latest.title,
        standing=latest.standing,
        on=latest.happened_on,
        shown_by=SkillProof(kind=shown_by.kind, id=shown_by.id) if shown_by else None,
        role_ids=role_ids,
        times=times,
    )


SKILLS: Projection[SkillsState, Skills] = Projection(
    name="skills", version=2, initial=INITIAL, evolve=evolve, view=view
)

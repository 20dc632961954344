"""Which step a simulated client plans next: a role by preference, and a kind by how far they have come with it."""

from datetime import datetime

from domain.vocabulary import KINDS_AWAITING_ANSWER, ExperimentKind
from service.research.simulation import replies, steps
from service.research.simulation.life import Concern, Life
from service.research.simulation.truth import RoleTruth


def next_kind(life: Life, role: RoleTruth, concern: Concern) -> ExperimentKind:
    """What kind of step comes next with a role: a rung higher, the more was tried."""
    tries = life.tries[role.role_id]
    kinds: dict[ExperimentKind, float]
    if tries == 0:
        kinds = {"conversation": 6.0, "desk_research": 3.0, "reflection": 0.5}
    elif tries < 3:
        kinds = {"conversation": 5.0, "job_shadow": 2.0, "desk_research": 1.0, "application": 2.5}
    else:
        kinds = {
            "conversation": 3.0,
            "job_shadow": 1.5,
            "trial": 1.5,
            "application": 5.0,
            "desk_research": 0.5,
        }
    return life.stream(concern).pick_by_weight(kinds)


def plan_step(life: Life, at: datetime) -> None:
    """Plans a step: about the favourite, or another role, or none in particular."""
    stream, roles = life.stream("steps"), life.roles_in_play
    if not roles or stream.happens(0.05):
        steps.plan(life, at, stream.pick(("conversation", "reflection")), None)
        return
    favourite = life.favourite()
    role = favourite if favourite and stream.happens(life.person.narrow) else stream.pick(roles)
    kind = next_kind(life, role, "steps")
    steps.plan(life, at, kind, role, replies.expect_reply if kind in KINDS_AWAITING_ANSWER else None)

"""Too narrow or too wide? All on one role without meeting it, or much done and nothing narrowed."""

from collections import Counter
from datetime import date, timedelta
from uuid import UUID

from domain.messages import Figure, Sentence, sentence
from projections.alerts.timeline import Past, Step, effective_roles

_MEETING = frozenset({"conversation", "job_shadow", "interview", "trial"})


def tunnel(past: Past, on: date) -> bool:
    """Five steps with a role in three weeks, nearly all on one role, and none of them a meeting with the work."""
    steps = _with_a_role(past, on)
    if len(steps) < past.rules.tunnel_steps or any(one.planned.kind in _MEETING for one in steps):
        return False
    return _most(steps)[1] / len(steps) >= past.rules.tunnel_share


def _with_a_role(past: Past, on: date) -> list[Step]:
    return [one for one in past.steps.within(on, past.rules.tunnel_in) if one.planned.role_id is not None]


def _most(steps: list[Step]) -> tuple[UUID, int]:
    counted = Counter(one.planned.role_id for one in steps if one.planned.role_id is not None)
    return counted.most_common(1)[0]


def why_tunnel(past: Past, on: date) -> Sentence:
    """Which role, and how many of the steps."""
    steps = _with_a_role(past, on)
    role_id, count = _most(steps)
    return sentence(
        "%(most)s of %(steps)s steps in %(days)s days were on “%(role)s”, "
        "and none was a talk, a shadowing, an interview or a trial.",
        most=count,
        steps=len(steps),
        days=past.rules.tunnel_in,
        role=past.learning.roles[role_id].discovered.title,
    )


def scatter(past: Past, on: date) -> bool:
    """Much was done in four weeks, and the client still chooses between as many roles as before them."""
    earlier = on - timedelta(days=past.rules.scatter_back)
    if earlier < past.started.happened_on:
        return False
    if len(past.steps.within(on, past.rules.scatter_in)) < past.rules.scatter_steps:
        return False
    now = effective_roles(past, on)
    return now > past.rules.scatter_over and now >= effective_roles(past, earlier) > past.rules.scatter_over


def why_scatter(past: Past, on: date) -> Sentence:
    """The steps, and the effective roles then and now."""
    then = effective_roles(past, on - timedelta(days=past.rules.scatter_back))
    return sentence(
        "%(steps)s steps in %(days)s days, and the choice did not narrow: "
        "effectively between %(then)s roles then, %(now)s now.",
        steps=len(past.steps.within(on, past.rules.scatter_in)),
        days=past.rules.scatter_in,
        then=Figure(then, 1),
        now=Figure(effective_roles(past, on), 1),
    )

"""Changes of roles between two dates: which entered, left and returned, their figures, and which one leads."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from projections.difference.view import (
    Leader,
    RoleChange,
    RoleEntered,
    RoleFigures,
    RoleLeft,
    RoleOrder,
    RoleReturned,
    RolesChange,
)
from projections.learning_model import wording
from projections.learning_model.first_place import first_changed
from projections.learning_model.parameters import Parameters
from projections.learning_model.potential_order import places_in_order
from projections.learning_model.role_beliefs import RoleBelief, roles_in_play
from projections.learning_model.state import LearningState
from projections.learning_model.week_start import starting_beliefs
from projections.learning_model.wording import round_half_up

BeliefsByRole = Mapping[UUID, RoleBelief]


def ranked_roles(believed: BeliefsByRole) -> list[RoleBelief]:
    """The roles in play, the highest promise first."""
    return sorted(roles_in_play(believed), key=_by_promise)


def _by_promise(one: RoleBelief) -> tuple[bool, float, str]:
    return one.standing != "in_play", -one.promise, str(one.role_id)


def roles_change(
    learning: LearningState, then: BeliefsByRole, now: BeliefsByRole, parameters: Parameters
) -> RolesChange:
    """The roles that entered, left and returned, and the figures of every role at both dates."""
    came_from = starting_beliefs(learning, [key for key in now if key not in then], parameters)
    ordered = sorted(now.values(), key=_by_promise)
    before, after = _figures(then, parameters), _figures(now, parameters)
    earlier = [(then.get(one.role_id), one) for one in ordered]
    return RolesChange(
        entered=tuple(_entered(one) for was, one in earlier if was is None),
        left=tuple(_left(one) for was, one in earlier if was and _played(was) and not _played(one)),
        back=tuple(_back(one) for was, one in earlier if was and not _played(was) and _played(one)),
        changes=tuple(
            _change(
                was,
                one,
                before.get(one.role_id),
                after[one.role_id],
                promise_before=(was or came_from[one.role_id]).promise,
            )
            for was, one in earlier
        ),
    )


def role_order(then: BeliefsByRole, now: BeliefsByRole) -> RoleOrder:
    """The leading role and the order of roles at both dates."""
    before, after = ranked_roles(then), ranked_roles(now)
    return RoleOrder(
        leader_before=_leader(before),
        leader=_leader(after),
        leader_changed=first_changed(_potentials(before), _potentials(after)),
        before=tuple(one.role_id for one in before),
        after=tuple(one.role_id for one in after),
    )


def _potentials(roles: Iterable[RoleBelief]) -> dict[UUID, float]:
    return {one.role_id: one.promise for one in roles}


def _leader(by_promise: Sequence[RoleBelief]) -> Leader | None:
    if not by_promise:
        return None
    return Leader(role_id=by_promise[0].role_id, title=by_promise[0].events.discovered.title)


def _played(one: RoleBelief) -> bool:
    return one.standing == "in_play"


def _figures(believed: BeliefsByRole, parameters: Parameters) -> dict[UUID, RoleFigures]:
    places = places_in_order(_potentials(roles_in_play(believed)))
    return {
        key: _figures_of(one, places[key].number if key in places else None, parameters)
        for key, one in believed.items()
    }


def _figures_of(one: RoleBelief, place: int | None, parameters: Parameters) -> RoleFigures:
    # Words go by the printed figure, so that word and number agree.
    return RoleFigures(
        appeal=one.appeal.mean,
        spread=one.appeal.spread,
        odds=one.odds.mean,
        reach=one.reach,
        promise=one.promise,
        appeal_word=wording.appeal_word(round_half_up(one.appeal.mean), parameters),
        spread_word=wording.spread_word(round_half_up(one.appeal.spread), parameters),
        reach_word=wording.reach_word(round_half_up(100 * one.reach) / 100, parameters),
        place=place,
        distance=one.distance,
    )


def _change(
    was: RoleBelief | None,
    one: RoleBelief,
    before: RoleFigures | None,
    after: RoleFigures,
    *,
    promise_before: float,
) -> RoleChange:
    return RoleChange(
        role_id=one.role_id,
        title=one.events.discovered.title,
        standing=one.standing,
        before=before,
        after=after,
        promise_before=promise_before,
        appeal_word_changed=before is not None and before.appeal_word != after.appeal_word,
        reach_word_changed=before is not None and before.reach_word != after.reach_word,
        evidence=one.evidence - (was.evidence if was else 0),
    )


def _entered(one: RoleBelief) -> RoleEntered:
    return RoleEntered(
        role_id=one.role_id,
        title=one.events.discovered.title,
        on=_discovered_on(one),
        new=one.is_new,
        standing=one.standing,
        reason=one.reason,
    )


def _discovered_on(one: RoleBelief) -> date:
    return one.events.discovered.happened_on


def _left(one: RoleBelief) -> RoleLeft:
    return RoleLeft(
        role_id=one.role_id,
        title=one.events.discovered.title,
        on=one.since,
        standing=one.standing,
        reason=one.reason,
    )


def _back(one: RoleBelief) -> RoleReturned:
    return RoleReturned(role_id=one.role_id, title=one.events.discovered.title, on=one.since)

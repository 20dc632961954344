"""The roles at two dates: who came, left and came back, what is believed of each, and who leads."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from projections.difference.view import (
    Figures,
    Leader,
    Order,
    RoleBack,
    RoleChange,
    RoleEntered,
    RoleLeft,
    Roles,
)
from projections.learning_model import wording
from projections.learning_model.parameters import Parameters
from projections.learning_model.role_beliefs import RoleBelief, in_play
from projections.learning_model.wording import whole

Believed = Mapping[UUID, RoleBelief]


def ranked(believed: Believed) -> list[RoleBelief]:
    """The roles in play, by promise."""
    return sorted(in_play(believed), key=_by_promise)


def _by_promise(one: RoleBelief) -> tuple[bool, float, str]:
    return one.standing != "in_play", -one.promise, str(one.role_id)


def roles(then: Believed, now: Believed, parameters: Parameters) -> Roles:
    """Who came and went, and every role then and now."""
    ordered = sorted(now.values(), key=_by_promise)
    before, after = _figures(then, parameters), _figures(now, parameters)
    earlier = [(then.get(one.role_id), one) for one in ordered]
    return Roles(
        entered=tuple(_entered(one) for was, one in earlier if was is None),
        left=tuple(_left(one) for was, one in earlier if was and _played(was) and not _played(one)),
        back=tuple(_back(one) for was, one in earlier if was and not _played(was) and _played(one)),
        changes=tuple(_change(was, one, before.get(one.role_id), after[one.role_id]) for was, one in earlier),
    )


def order(then: Believed, now: Believed) -> Order:
    """Who led and who leads."""
    before, after = ranked(then), ranked(now)
    led, leads = _leader(before), _leader(after)
    return Order(
        leader_before=led,
        leader=leads,
        leader_changed=led != leads,
        before=tuple(one.role_id for one in before),
        after=tuple(one.role_id for one in after),
    )


def _leader(by_promise: Sequence[RoleBelief]) -> Leader | None:
    if not by_promise:
        return None
    return Leader(role_id=by_promise[0].role_id, title=by_promise[0].facts.discovered.title)


def _played(one: RoleBelief) -> bool:
    return one.standing == "in_play"


def _figures(believed: Believed, parameters: Parameters) -> dict[UUID, Figures]:
    places = {one.role_id: place for place, one in enumerate(ranked(believed), 1)}
    return {key: _figures_of(one, places.get(key), parameters) for key, one in believed.items()}


def _figures_of(one: RoleBelief, place: int | None, parameters: Parameters) -> Figures:
    # Words go by the printed figure, so that word and number agree.
    return Figures(
        appeal=one.appeal.mean,
        spread=one.appeal.spread,
        odds=one.odds.mean,
        reach=one.reach,
        promise=one.promise,
        appeal_word=wording.appeal_word(whole(one.appeal.mean), parameters),
        spread_word=wording.spread_word(whole(one.appeal.spread), parameters),
        reach_word=wording.reach_word(whole(100 * one.reach) / 100, parameters),
        place=place,
        distance=one.distance,
    )


def _change(was: RoleBelief | None, one: RoleBelief, before: Figures | None, after: Figures) -> RoleChange:
    return RoleChange(
        role_id=one.role_id,
        title=one.facts.discovered.title,
        standing=one.standing,
        before=before,
        after=after,
        appeal_word_changed=before is not None and before.appeal_word != after.appeal_word,
        reach_word_changed=before is not None and before.reach_word != after.reach_word,
        evidence=one.evidence - (was.evidence if was else 0),
    )


def _entered(one: RoleBelief) -> RoleEntered:
    return RoleEntered(
        role_id=one.role_id,
        title=one.facts.discovered.title,
        on=_discovered_on(one),
        new=one.new,
        standing=one.standing,
        reason=one.reason,
    )


def _discovered_on(one: RoleBelief) -> date:
    return one.facts.discovered.happened_on


def _left(one: RoleBelief) -> RoleLeft:
    return RoleLeft(
        role_id=one.role_id,
        title=one.facts.discovered.title,
        on=one.since,
        standing=one.standing,
        reason=one.reason,
    )


def _back(one: RoleBelief) -> RoleBack:
    return RoleBack(role_id=one.role_id, title=one.facts.discovered.title, on=one.since)

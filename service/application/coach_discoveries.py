"""What a coach came across, over all her clients: how often she gave each tip, in which programmes, and what became of it."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.journey.aggregate import Journey
from domain.journey.events.roles import Role, RoleDiscovered, RoleKept, RolePassed
from domain.redacted import is_readable
from domain.text import name_key

TipAnswer = Literal["kept", "let_go", "waiting"]
FURTHEST: tuple[TipAnswer, ...] = ("kept", "waiting", "let_go")
"""Which answer counts of two."""


class CoachedClient(Struct, frozen=True, kw_only=True):
    """A client whose list the coach may see."""

    journey_id: UUID
    called: str
    journey: Journey
    programmes: tuple[str, ...] = ()
    """The names of the programmes that the journey is part of."""


class GivenTip(Struct, frozen=True, kw_only=True):
    """A tip as one client has it."""

    journey_id: UUID
    called: str
    role_id: UUID
    on: date
    """When it was given."""
    answer: TipAnswer
    steps: int
    """Planned towards it and not dropped."""
    programmes: tuple[str, ...]


class CoachDiscovery(Struct, frozen=True, kw_only=True):
    """A kind of work that the coach came across, with everybody she gave it to."""

    title: str
    occupation_id: str | None
    """None while nobody looked it up in the atlas."""
    isco_group: str | None
    tips: tuple[GivenTip, ...]
    """The first one first."""

    @property
    def programmes(self) -> tuple[tuple[str, int], ...]:
        """How often it was given in each programme, the most often first."""
        return count_by_programme(one.programmes for one in self.tips)

    def count(self, answer: TipAnswer) -> int:
        """How many answered so."""
        return sum(one.answer == answer for one in self.tips)


def coach_discoveries(
    clients: Iterable[CoachedClient], coach_id: UUID | None = None
) -> tuple[CoachDiscovery, ...]:
    """All tips that a coach gave herself by kind of work, the latest given first.

    The same occupation is the same work, and so are the same words; each client counts once for each.
    """
    every = [
        (client, role_id, role)
        for client in clients
        for role_id in tips_given(client.journey, coach_id)
        if is_readable((role := client.journey.roles[role_id]).title)
    ]
    keys = kinds_of_work(
        NamedRole(title=role.title, occupation_id=role.link.occupation_id if role.link else None)
        for _, _, role in every
    )
    found: dict[str, list[tuple[CoachedClient, UUID, Role]]] = {}
    for key, one in zip(keys, every, strict=True):
        found.setdefault(key, []).append(one)
    discoveries = (_discovery(some) for some in found.values())
    return tuple(sorted(discoveries, key=lambda one: (one.tips[-1].on, one.title), reverse=True))


def tips_given(journey: Journey, coach_id: UUID | None) -> Collection[UUID]:
    """The roles that this very coach brought up: neither a deputy, nor a coach of before, nor the client in a coach's name.

    What was recorded without anybody's name counts as hers.
    """
    return [
        one.event.role_id
        for one in journey.authored_events
        if isinstance(one.event, RoleDiscovered)
        and one.event.source.kind == "coach"
        and one.by in (coach_id, None)
        and one.event.role_id in journey.roles
    ]


class NamedRole(Struct, frozen=True, kw_only=True):
    """A role on some client's list, as far as it says which kind of work it is."""

    title: str
    occupation_id: str | None = None
    tip: bool = True
    """Whether the coach gave it."""


def kinds_of_work(roles: Iterable[NamedRole]) -> list[str]:
    """By which key each role is the same kind of work as others: by its occupation, else by its words.

    Words alone are the occupation that tips of these words are linked to, if that is one: what else stands on lists joins a kind and
    never changes which tips are one, so that all pages tell them apart alike.
    """
    every = [(name_key(one.title), one) for one in roles]
    linked: dict[str, set[str]] = {}
    for name, one in every:
        if one.tip and one.occupation_id:
            linked.setdefault(name, set()).add(one.occupation_id)
    only = {name: next(iter(ids)) for name, ids in linked.items() if len(ids) == 1}
    return [one.occupation_id or only.get(name) or name for name, one in every]


def count_by_programme(programmes: Iterable[Sequence[str]]) -> tuple[tuple[str, int], ...]:
    """How often each programme is named, the most often first."""
    counted = Counter(name for names in programmes for name in names)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def _discovery(some: Sequence[tuple[CoachedClient, UUID, Role]]) -> CoachDiscovery:
    links = [role.link for _, _, role in some if role.link]
    link = next((one for one in links if one.occupation_id), links[0] if links else None)
    _, _, first = min(some, key=lambda one: one[2].discovered_on)
    tips: dict[UUID, GivenTip] = {}
    for client, role_id, role in some:
        tip = _tip(client, role_id, role)
        tips[client.journey_id] = _once(tips.get(client.journey_id, tip), tip)
    return CoachDiscovery(
        title=first.title,
        occupation_id=link.occupation_id if link else None,
        isco_group=link.isco_group if link else None,
        tips=tuple(sorted(tips.values(), key=lambda one: (one.on, one.called, one.journey_id))),
    )


def _once(one: GivenTip, other: GivenTip) -> GivenTip:
    """Two roles of one client that are the same work: what was answered to the one that went further."""
    if one.role_id == other.role_id:
        return one
    further = min(one, other, key=lambda each: FURTHEST.index(each.answer))
    return replace(further, on=min(one.on, other.on), steps=one.steps + other.steps)


def _tip(client: CoachedClient, role_id: UUID, role: Role) -> GivenTip:
    return GivenTip(
        journey_id=client.journey_id,
        called=client.called,
        role_id=role_id,
        on=role.discovered_on,
        answer=tip_answer(client.journey, role_id),
        steps=len(_planned(client.journey, role_id)),
        programmes=client.programmes,
    )


def tip_answer(journey: Journey, role_id: UUID) -> TipAnswer:
    """What became of a role that was brought up: it is kept once it is worked on, too, also after it was let go."""
    role = journey.roles[role_id]
    answer, planned = role.answer, _planned(journey, role_id)
    if isinstance(answer, RolePassed):
        return "kept" if any(on >= answer.happened_on for on in planned) else "let_go"
    return "kept" if isinstance(answer, RoleKept) or planned or not role.waits else "waiting"


def _planned(journey: Journey, role_id: UUID) -> list[date]:
    """When the steps about it were planned that were not dropped."""
    return [
        one.planned.happened_on
        for one in journey.experiments.values()
        if one.planned.role_id == role_id and one.stage != "dropped"
    ]

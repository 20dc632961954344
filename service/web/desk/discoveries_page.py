"""The kinds of work a coach came upon herself: to whom she gave each as a tip, what came of it, and where it gets crowded."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.journey.aggregate import Journey
from domain.journey.events.roles import RoleReopened
from domain.redacted import is_readable
from domain.text import name_key
from domain.vocabulary import Distance
from projections.learning_model.state import LearningState, RoleEvents
from service.application.coach_discoveries import (
    FURTHEST,
    NamedRole,
    TipAnswer,
    count_by_programme,
    kinds_of_work,
    tip_answer,
    tips_given,
)
from service.localization.collation import reader_key, sorted_pairs
from service.localization.translator import Translator

CROWDED_FROM = 3
"""Clients who consider the same work, from which on a further tip would rather crowd a market than open one."""


class RoleOnList(Struct, frozen=True, kw_only=True):
    """A client who has a kind of work on the list."""

    journey_id: UUID
    called: str
    on: date
    """Since when."""
    tip: bool
    """The coach brought it herself."""
    answer: TipAnswer
    """As her map says it; what nobody had to answer is kept."""
    in_play: bool
    steps: int
    """Taken towards it."""
    programmes: tuple[str, ...] = ()
    """That the client's journey is part of."""


class DeskDiscovery(Struct, frozen=True, kw_only=True):
    """A kind of work, with everybody on the desk who has it on the list."""

    title: str
    distance: Distance
    isco_group: str | None
    aims: tuple[RoleOnList, ...]
    names: frozenset[str]
    """All that it is called on these lists, by `name_key`."""

    @property
    def tips(self) -> tuple[RoleOnList, ...]:
        """Those to whom the coach gave it."""
        return tuple(one for one in self.aims if one.tip)

    @property
    def others(self) -> tuple[RoleOnList, ...]:
        """Those who came upon it otherwise."""
        return tuple(one for one in self.aims if not one.tip)

    @property
    def programmes(self) -> tuple[tuple[str, int], ...]:
        """How often the tip was given in each programme."""
        return count_by_programme(one.programmes for one in self.tips)

    @property
    def clients_considering(self) -> int:
        """How many consider it now."""
        return sum(one.in_play and one.answer == "kept" for one in self.aims)

    @property
    def clients_waiting(self) -> int:
        """How many were told of it and did not answer yet."""
        return sum(one.in_play and one.answer == "waiting" for one in self.aims)

    @property
    def steps(self) -> int:
        """How often somebody it was given to took a step towards it."""
        return sum(one.steps for one in self.tips)

    @property
    def crowded(self) -> bool:
        """Whether a further tip would crowd this market: who did not answer yet may still want it."""
        return self.clients_considering + self.clients_waiting >= CROWDED_FROM


class DiscoveriesPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    tips: tuple[DeskDiscovery, ...]
    """What the coach gave, the latest first."""
    crowded: tuple[DeskDiscovery, ...]
    """What many consider, though nobody was given it."""
    clients: Mapping[UUID, str]
    """To whom something can be offered."""
    titles: tuple[str, ...]
    """All kinds of work on the lists of these clients."""


ClientStates = Iterable[tuple[UUID, str, LearningState]]
"""The clients whose lists the coach may see: the journey, what they are called, and its facts."""


class BroughtRole(Struct, frozen=True, kw_only=True):
    """A role that somebody brought up and that waits to be kept, as one client has it."""

    own: bool
    """The coach who looks brought it."""
    answer: TipAnswer
    of_coach: bool
    """A coach brought it; else the atlas, and what she does not keep of that is nobody else's to see."""


def brought_roles(journey: Journey, coach_id: UUID | None) -> dict[UUID, BroughtRole]:
    """The roles that a coach or the atlas brought up, with what became of each."""
    own = frozenset(tips_given(journey, coach_id))
    return {
        role_id: BroughtRole(
            own=role_id in own, answer=tip_answer(journey, role_id), of_coach=role.source.kind == "coach"
        )
        for role_id, role in journey.roles.items()
        if role.waits or role.source.kind == "coach"
    }


BroughtRoles = Mapping[tuple[UUID, UUID], BroughtRole]
"""What was brought up, by journey and role."""

Links = Mapping[tuple[UUID, UUID], str]
"""The occupations of the atlas that roles are linked to, by journey and role."""

NO_LINKS: Links = MappingProxyType({})
NONE_BROUGHT: BroughtRoles = MappingProxyType({})
NO_PROGRAMMES: Mapping[UUID, Sequence[str]] = MappingProxyType({})


def build_discoveries_page(
    known: ClientStates,
    programmes: Mapping[UUID, Sequence[str]] = NO_PROGRAMMES,
    links: Links = NO_LINKS,
    brought: BroughtRoles = NONE_BROUGHT,
    *,
    translator: Translator,
) -> DiscoveriesPage:
    """The page over these journeys, which are part of these programmes."""
    clients = list(known)
    every = group_by_work(clients, programmes, links, brought)
    tips = sorted((one for one in every if one.tips), key=lambda one: max(aim.on for aim in one.tips))
    return DiscoveriesPage(
        finding=_finding(tips, translator),
        tips=tuple(reversed(tips)),
        crowded=tuple(one for one in every if one.crowded and not one.tips),
        clients=dict(sorted_pairs((journey_id, called) for journey_id, called, _ in clients)),
        titles=tuple(one.title for one in every),
    )


def group_by_work(
    known: ClientStates,
    programmes: Mapping[UUID, Sequence[str]] = NO_PROGRAMMES,
    links: Links = NO_LINKS,
    brought: BroughtRoles = NONE_BROUGHT,
) -> list[DeskDiscovery]:
    """The kinds of work of these journeys, as a coach's own map tells them apart; each client counts once for each."""
    every: list[tuple[RoleOnList, RoleEvents, str | None]] = []
    for journey_id, called, state in known:
        waiting = {role_id: RoleEvents(discovered=one) for role_id, one in state.brought_up.items()}
        for role_id, role in (*state.roles.items(), *waiting.items()):
            by_others = brought.get((journey_id, role_id))
            if not is_readable(role.discovered.title):
                continue
            if by_others and not by_others.of_coach and by_others.answer != "kept":
                continue
            aim = replace(
                _aim((journey_id, called), role_id, role, state, brought=by_others),
                programmes=tuple(programmes.get(journey_id, ())),
            )
            every.append((aim, role, links.get((journey_id, role_id))))
    keys = kinds_of_work(
        NamedRole(title=role.discovered.title, occupation_id=occupation_id, tip=aim.tip)
        for aim, role, occupation_id in every
    )
    found: dict[str, list[tuple[RoleOnList, RoleEvents]]] = {}
    for key, (aim, role, _) in zip(keys, every, strict=True):
        found.setdefault(key, []).append((aim, role))
    discoveries = [_discovery(some) for some in found.values()]
    return sorted(discoveries, key=lambda one: (-one.clients_considering, reader_key(one.title)))


def _discovery(some: Sequence[tuple[RoleOnList, RoleEvents]]) -> DeskDiscovery:
    state = min((role.discovered for _, role in some), key=lambda one: one.happened_on)
    aims: dict[UUID, RoleOnList] = {}
    for aim, _ in some:
        before = aims.get(aim.journey_id)
        aims[aim.journey_id] = _once(before, aim) if before else aim
    return DeskDiscovery(
        names=frozenset(name_key(role.discovered.title) for _, role in some),
        title=state.title,
        distance=state.distance,
        isco_group=next((role.discovered.isco_group for _, role in some if role.discovered.isco_group), None),
        aims=tuple(sorted(aims.values(), key=lambda one: (one.on, reader_key(one.called)))),
    )


def _once(one: RoleOnList, other: RoleOnList) -> RoleOnList:
    return replace(
        one,
        on=min(one.on, other.on),
        tip=one.tip or other.tip,
        answer=min(one.answer, other.answer, key=FURTHEST.index),
        in_play=one.in_play or other.in_play,
        steps=one.steps + other.steps,
    )


def _aim(
    client: tuple[UUID, str],
    role_id: UUID,
    role: RoleEvents,
    state: LearningState,
    *,
    brought: BroughtRole | None,
) -> RoleOnList:
    last = role.standing[-1] if role.standing else None
    return RoleOnList(
        journey_id=client[0],
        called=client[1],
        on=role.discovered.happened_on,
        tip=brought is not None and brought.own,
        answer=brought.answer if brought else "kept",
        in_play=(last is None or isinstance(last, RoleReopened))
        and (brought is None or brought.answer != "let_go"),
        steps=sum(
            one.planned.role_id == role_id and one.happened is not None for one in state.steps.values()
        ),
    )


def _finding(tips: Sequence[DeskDiscovery], translator: Translator) -> str:
    if not tips:
        return translator.gettext("You have not given any tips yet.")
    given = sum(len(one.tips) for one in tips)
    text = translator.ngettext("You have given one tip.", "You have given %(count)s tips.", given)
    return text % {"count": translator.number(given)}

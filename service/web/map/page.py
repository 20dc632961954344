"""The map as a page: her roles from the coast outwards, what lies near them, and what she never came near."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import TypedDict
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.messages import capitalize_first
from domain.vocabulary import Distance, Language
from projections.learning_model.state import LearningState
from projections.learning_model.wording import round_half_up
from projections.profile.explored import explored_roles
from projections.profile.view import Profile, RoleView
from service.atlas.views import LocalText
from service.localization.translator import Translator
from service.web.map.chart_item import ChartItem, MapGroup
from service.web.map.layout import SeaChart, draw_chart
from service.web.map.surroundings import NearOnMap, Surroundings, unknown_groups
from service.web.near_roles.left_out import LeftOut
from service.web.near_roles.linked_roles import chosen_roles
from service.web.profile.unknown_roles import let_go_of

FAR_FROM_COAST: Mapping[Distance, int] = MappingProxyType({"same": 0, "near": 1, "far": 2, "licence": 3})
NOWHERE = "~"
"""Sorts a role of no known ISCO group behind all others."""


class RoleOnMap(Struct, frozen=True, kw_only=True):
    """A role on the list, and the steps that were taken about it."""

    role: RoleView
    steps: int
    latest: bool
    """Whether the latest step was about it."""
    isco_group: str

    @property
    def aside(self) -> bool:
        """Whether it is parked or ruled out."""
        return self.role.standing != "in_play"


class MapPage(Struct, frozen=True, kw_only=True):
    """The map on a day. Each group is in the order in which it lies, from the coast outwards."""

    on: date
    finding: str
    coast: tuple[RoleOnMap, ...]
    """The work she knows: it is land, and no role to try."""
    met: tuple[RoleOnMap, ...]
    heard: tuple[RoleOnMap, ...]
    near: tuple[NearOnMap, ...]
    unknown: tuple[LocalText, ...]
    left_out: LeftOut
    empty_atlas: bool
    linked: bool
    """Whether a role of hers is in the atlas."""
    charts: tuple[SeaChart, ...]
    """The same chart for a narrow page and for a wide one."""


def build_map_page(
    profile: Profile,
    state: LearningState,
    journey: Journey,
    surroundings: Surroundings,
    *,
    translator: Translator,
    in_words: bool,
    own: bool = True,
) -> MapPage:
    """The page; `in_words` leaves out all figures. The profile holds no more than its reader may see."""
    roles = roles_on_map(profile, state, journey)
    explored = explored_roles(profile, state, let_go_of(journey, profile.roles))
    coast = tuple(one for one in roles if one.role.distance == "same")
    met, heard = (
        tuple(
            one
            for one in roles
            if one.role.distance != "same" and (one.role.role_id in explored.tried_ids) is met
        )
        for met in (True, False)
    )
    unknown = unknown_groups(surroundings, [one.isco_group for one in roles if one.isco_group != NOWHERE])
    items = (
        tuple(_sounding(one, "met", in_words=in_words) for one in met),
        tuple(_sounding(one, "heard", in_words=in_words) for one in heard),
        tuple(_near(one, translator.language) for one in surroundings.near),
        tuple(
            ChartItem(group="unknown", seed=one.text, **_title(one, translator.language)) for one in unknown
        ),
    )
    known_work = tuple(capitalize_first(one.role.title) for one in coast)
    seed = str(profile.journey_id)
    return MapPage(
        on=profile.on,
        finding=_finding(
            explored.tried, explored.known, translator, in_words=in_words or not explored.known, own=own
        )
        if roles
        else translator.gettext("Nothing is on the map yet."),
        coast=coast,
        met=met,
        heard=heard,
        near=surroundings.near,
        unknown=unknown,
        left_out=surroundings.left_out,
        empty_atlas=not surroundings.groups,
        linked=any(role.link for role in chosen_roles(journey).values()),
        charts=tuple(
            draw_chart(items, known_work, seed=seed, wide=wide, translator=translator)
            for wide in (False, True)
        ),
    )


def roles_on_map(profile: Profile, state: LearningState, journey: Journey) -> tuple[RoleOnMap, ...]:
    """The roles of the profile without those that were let go, from the coast outwards: by distance, ISCO group and id."""
    steps, latest = _steps(state, profile.on)
    let_go = let_go_of(journey, profile.roles)
    found = [
        RoleOnMap(
            role=role,
            steps=steps[role.role_id],
            latest=role.role_id == latest,
            isco_group=_isco_group(journey, role),
        )
        for role in profile.roles
        if role.role_id not in let_go
    ]
    return tuple(
        sorted(found, key=lambda one: (FAR_FROM_COAST[one.role.distance], one.isco_group, one.role.role_id))
    )


def _steps(state: LearningState, on: date) -> tuple[Counter[UUID], UUID | None]:
    """How many steps were taken about each role, and which role the latest was about."""
    taken = [
        (day, step.planned.role_id)
        for step in state.steps.values()
        if step.planned.role_id and (day := step.happened_on()) and day <= on
    ]
    latest = max(taken, key=lambda one: one[0], default=None)
    return Counter(role_id for _, role_id in taken), latest[1] if latest else None


def _isco_group(journey: Journey, role: RoleView) -> str:
    known = journey.roles.get(role.role_id)
    return (known.link.isco_group if known and known.link else role.isco_group) or NOWHERE


def _sounding(one: RoleOnMap, group: MapGroup, *, in_words: bool) -> ChartItem:
    return ChartItem(
        group=group,
        seed=str(one.role.role_id),
        title=capitalize_first(one.role.title),
        address=f"roles/{one.role.role_id}",
        depth=None if one.aside else one.role.promise,
        figure="" if one.aside or in_words else str(round_half_up(one.role.promise)),
        fog=one.role.spread_word,
        lines=one.steps,
        latest=one.latest,
    )


class _Title(TypedDict):
    title: str
    language: str


def _title(one: LocalText, reader: Language) -> _Title:
    """A name of the atlas; where it is not in the reader's language, it says in which it is."""
    title = capitalize_first(one.text)
    if one.language == reader:
        return {"title": title, "language": ""}
    return {"title": f"{title} ({one.language})", "language": one.language}


def _near(one: NearOnMap, reader: Language) -> ChartItem:
    return ChartItem(
        group="near",
        seed=one.near.occupation.occupation_id,
        **_title(one.near.occupation.title, reader),
        address=f"near-roles#near-{one.near.occupation.occupation_id}",
    )


def _finding(met: int, known: int, translator: Translator, *, in_words: bool, own: bool) -> str:
    if in_words:
        return (
            translator.gettext("The map of your search")
            if own
            else translator.gettext("The map of their search")
        )
    return translator.ngettext(
        "Tried so far: %(tried)s of %(known)s role.", "Tried so far: %(tried)s of %(known)s roles.", known
    ) % {"tried": translator.number(met), "known": translator.number(known)}

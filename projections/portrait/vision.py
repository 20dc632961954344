"""Values, dreams and ideals, the qualities they stand for, and the roles that offer those."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from uuid import UUID

from msgspec import Struct

from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.vision import DreamDecoded, IdealSketched, Quality, QualitySeen, ValueNamed
from projections.portrait.state import PortraitState
from projections.portrait.view import (
    DreamView,
    NamedQuality,
    QualityRole,
    QualityView,
    RoleQualities,
    SketchView,
    ValueView,
)


class KnownQualities(Struct, frozen=True):
    """The qualities of a journey: the text of each, and the roles that offer it."""

    wordings: Mapping[UUID, str]
    titles: Mapping[UUID, str]
    seen: tuple[tuple[UUID, UUID], ...]
    """Role and quality, both known, in the order in which they were seen."""


def value_views(known: PortraitState) -> tuple[ValueView, ...]:
    """The client's values."""
    return tuple(
        ValueView(value_id=one.value_id, wording=one.wording, on=one.happened_on)
        for one in known.events_of(ValueNamed)
    )


def dream_views(known: PortraitState) -> tuple[DreamView, ...]:
    """The dreams, with their qualities."""
    return tuple(
        DreamView(dream_id=one.dream_id, dream=one.dream, on=one.happened_on, qualities=_named(one.qualities))
        for one in known.events_of(DreamDecoded)
    )


def sketch_views(known: PortraitState) -> tuple[SketchView, ...]:
    """The sketches of ideal jobs, with their qualities."""
    return tuple(
        SketchView(
            sketch_id=one.sketch_id, sketch=one.sketch, on=one.happened_on, qualities=_named(one.qualities)
        )
        for one in known.events_of(IdealSketched)
    )


def _named(qualities: tuple[Quality, ...]) -> tuple[NamedQuality, ...]:
    return tuple(NamedQuality(quality_id=one.quality_id, wording=one.wording) for one in qualities)


def known_qualities(known: PortraitState) -> KnownQualities:
    """The qualities that are known, and where they were found."""
    wordings = {one.quality_id: one.wording for event in _decoded(known) for one in event.qualities}
    titles = {one.role_id: one.title for one in known.events_of(RoleDiscovered)}
    seen = dict.fromkeys((one.role_id, one.quality_id) for one in known.events_of(QualitySeen))
    return KnownQualities(
        wordings, titles, tuple(pair for pair in seen if pair[0] in titles and pair[1] in wordings)
    )


def _decoded(known: PortraitState) -> Iterator[DreamDecoded | IdealSketched]:
    return (one for one in known.events if isinstance(one, DreamDecoded | IdealSketched))


def quality_views(known: PortraitState, found_qualities: KnownQualities) -> tuple[QualityView, ...]:
    """Each quality with its sources and the roles that offer it."""
    dreamt, sketched = defaultdict[UUID, list[UUID]](list), defaultdict[UUID, list[UUID]](list)
    for one in _decoded(known):
        for quality in one.qualities:
            if isinstance(one, DreamDecoded):
                dreamt[quality.quality_id].append(one.dream_id)
            else:
                sketched[quality.quality_id].append(one.sketch_id)
    offered = defaultdict[UUID, list[QualityRole]](list)
    for role_id, quality_id in found_qualities.seen:
        offered[quality_id].append(QualityRole(role_id=role_id, title=found_qualities.titles[role_id]))
    return tuple(
        QualityView(
            quality_id=key,
            wording=wording,
            dream_ids=tuple(dict.fromkeys(dreamt[key])),
            sketch_ids=tuple(dict.fromkeys(sketched[key])),
            roles=tuple(offered[key]),
        )
        for key, wording in found_qualities.wordings.items()
    )


def role_qualities(found_qualities: KnownQualities) -> tuple[RoleQualities, ...]:
    """Each role that offers a quality, those with most qualities first."""
    offers = defaultdict[UUID, list[UUID]](list)
    for role_id, quality_id in found_qualities.seen:
        offers[role_id].append(quality_id)
    shown = [
        RoleQualities(role_id=key, title=found_qualities.titles[key], quality_ids=tuple(found))
        for key, found in offers.items()
    ]
    return tuple(sorted(shown, key=lambda one: -len(one.quality_ids)))

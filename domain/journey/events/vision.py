"""Vision: values, the childhood dream and the ideal job, each decoded into qualities that a role may offer."""

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import Event, EventPart
from domain.growing import with_entries, with_entry, with_member
from domain.journey.events.slice_evolver import slice_evolvers
from domain.messages import translatable
from domain.sensitivity import PersonalText, StructuralId


class Quality(EventPart, frozen=True, kw_only=True):
    """What a dream or an ideal stands for, such as being outdoors."""

    quality_id: StructuralId
    wording: PersonalText


class ValueNamed(Event, frozen=True, kw_only=True, tag="ValueNamed"):
    """The client named a value: something they hold dear."""

    label = translatable("a value")
    creates = ("value",)

    value_id: StructuralId
    wording: PersonalText


class DreamDecoded(Event, frozen=True, kw_only=True, tag="DreamDecoded"):
    """A dream, and the qualities it stands for."""

    label = translatable("a dream")
    creates = ("dream",)

    dream_id: StructuralId
    dream: PersonalText
    qualities: tuple[Quality, ...]


class IdealSketched(Event, frozen=True, kw_only=True, tag="IdealSketched"):
    """The client sketched the ideal job, and the qualities in it."""

    label = translatable("an ideal job")
    creates = ("sketch",)

    sketch_id: StructuralId
    sketch: PersonalText
    qualities: tuple[Quality, ...]


class QualitySeen(Event, frozen=True, kw_only=True, tag="QualitySeen"):
    """A role offers a quality."""

    label = translatable("a quality that a role offers")
    part_of = ("role", "quality")

    role_id: StructuralId
    quality_id: StructuralId


class VisionSlice(Struct, frozen=True):
    """Values, dreams, sketches and qualities by id, and which role offers which quality."""

    values: dict[UUID, ValueNamed] = {}
    dreams: dict[UUID, DreamDecoded] = {}
    sketches: dict[UUID, IdealSketched] = {}
    qualities: dict[UUID, str] = {}
    seen: frozenset[tuple[UUID, UUID]] = frozenset()
    """Pairs of role id and quality id."""


VisionEvent = ValueNamed | DreamDecoded | IdealSketched | QualitySeen


def evolve(vision: VisionSlice, event: VisionEvent) -> VisionSlice:
    """Adds a value, a dream or a sketch with its qualities, or a quality that a role offers."""
    match event:
        case ValueNamed():
            return replace(vision, values=with_entry(vision.values, event.value_id, event))
        case DreamDecoded():
            dreams = with_entry(vision.dreams, event.dream_id, event)
            return replace(
                vision, dreams=dreams, qualities=with_entries(vision.qualities, _by_id(event.qualities))
            )
        case IdealSketched():
            sketches = with_entry(vision.sketches, event.sketch_id, event)
            return replace(
                vision, sketches=sketches, qualities=with_entries(vision.qualities, _by_id(event.qualities))
            )
        case QualitySeen():
            return replace(vision, seen=with_member(vision.seen, (event.role_id, event.quality_id)))


def _by_id(qualities: tuple[Quality, ...]) -> dict[UUID, str]:
    return {one.quality_id: one.wording for one in qualities}


EVOLVERS = slice_evolvers("vision", evolve)

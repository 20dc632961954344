"""Vision: values, the childhood dream and the ideal job, each decoded into qualities that a role may offer."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta, Struct
from msgspec.structs import replace

from domain.decision_rules import once, unknown
from domain.errors import IllegalStep
from domain.journey.forms import Fact, Given, Part, Text, Title, Wish
from domain.sensitivity import Id, Words

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class Quality(Part, frozen=True, kw_only=True):
    """What a dream or an ideal stands for, such as being outdoors."""

    quality_id: Id
    wording: Words


class ValueNamed(Fact, frozen=True, kw_only=True, tag="ValueNamed"):
    """Something the client holds dear."""

    value_id: Id
    wording: Words


class DreamDecoded(Fact, frozen=True, kw_only=True, tag="DreamDecoded"):
    """A dream, and the qualities it stands for."""

    dream_id: Id
    dream: Words
    qualities: tuple[Quality, ...]


class IdealSketched(Fact, frozen=True, kw_only=True, tag="IdealSketched"):
    """The ideal job as a sketch, and the qualities in it."""

    sketch_id: Id
    sketch: Words
    qualities: tuple[Quality, ...]


class QualitySeen(Fact, frozen=True, kw_only=True, tag="QualitySeen"):
    """A role offers a quality."""

    role_id: Id
    quality_id: Id


class Vision(Struct, frozen=True):
    """What later decisions need of the vision."""

    values: dict[UUID, ValueNamed] = {}
    dreams: dict[UUID, DreamDecoded] = {}
    sketches: dict[UUID, IdealSketched] = {}
    qualities: dict[UUID, str] = {}
    seen: frozenset[tuple[UUID, UUID]] = frozenset()
    """Role and quality."""


def evolve(vision: Vision, fact: ValueNamed | DreamDecoded | IdealSketched | QualitySeen) -> Vision:
    """Remember each, and the qualities by their ids."""
    match fact:
        case ValueNamed():
            return replace(vision, values={**vision.values, fact.value_id: fact})
        case DreamDecoded():
            dreams = {**vision.dreams, fact.dream_id: fact}
            return replace(vision, dreams=dreams, qualities=vision.qualities | _by_id(fact.qualities))
        case IdealSketched():
            sketches = {**vision.sketches, fact.sketch_id: fact}
            return replace(vision, sketches=sketches, qualities=vision.qualities | _by_id(fact.qualities))
        case QualitySeen():
            return replace(vision, seen=vision.seen | {(fact.role_id, fact.quality_id)})


def _by_id(qualities: tuple[Quality, ...]) -> dict[UUID, str]:
    return {one.quality_id: one.wording for one in qualities}


class QualityGiven(Given, frozen=True, kw_only=True):
    """A quality; the same one may stand in a dream and in a sketch, under one id and one wording."""

    quality_id: UUID
    wording: Title


Qualities = Annotated[tuple[QualityGiven, ...], Meta(min_length=1, max_length=12)]


class NameValue(Wish, frozen=True, kw_only=True, tag="NameValue"):
    """Name something you hold dear."""

    value_id: UUID
    wording: Title


class DecodeDream(Wish, frozen=True, kw_only=True, tag="DecodeDream"):
    """Tell a dream and what it stands for."""

    dream_id: UUID
    dream: Text
    qualities: Qualities


class SketchIdeal(Wish, frozen=True, kw_only=True, tag="SketchIdeal"):
    """Sketch the ideal job and what is in it."""

    sketch_id: UUID
    sketch: Text
    qualities: Qualities


class SeeQuality(Wish, frozen=True, kw_only=True, tag="SeeQuality"):
    """Say that a role offers a quality."""

    role_id: UUID
    quality_id: UUID


def name_value(journey: "Journey", wish: NameValue) -> list[Fact]:
    """Name a value once."""
    fact = ValueNamed(happened_on=wish.happened_on, value_id=wish.value_id, wording=wish.wording)
    return once(journey.vision.values.get(wish.value_id), fact, "value", field="value_id")


def decode(journey: "Journey", wish: DecodeDream) -> list[Fact]:
    """Decode a dream once."""
    known = journey.vision.dreams.get(wish.dream_id)
    qualities = _qualities(journey.vision, wish.qualities)
    fact = DreamDecoded(
        happened_on=wish.happened_on, dream_id=wish.dream_id, dream=wish.dream, qualities=qualities
    )
    return once(known, fact, "dream", field="dream_id")


def sketch(journey: "Journey", wish: SketchIdeal) -> list[Fact]:
    """Sketch an ideal once; another sketch has another id."""
    known = journey.vision.sketches.get(wish.sketch_id)
    qualities = _qualities(journey.vision, wish.qualities)
    fact = IdealSketched(
        happened_on=wish.happened_on, sketch_id=wish.sketch_id, sketch=wish.sketch, qualities=qualities
    )
    return once(known, fact, "sketch", field="sketch_id")


def see(journey: "Journey", wish: SeeQuality) -> list[Fact]:
    """See a quality in a role once."""
    journey.role(wish.role_id)
    if wish.quality_id not in journey.vision.qualities:
        raise unknown("quality", field="quality_id")
    if (wish.role_id, wish.quality_id) in journey.vision.seen:
        return []
    return [QualitySeen(happened_on=wish.happened_on, role_id=wish.role_id, quality_id=wish.quality_id)]


def _qualities(vision: Vision, given: tuple[QualityGiven, ...]) -> tuple[Quality, ...]:
    names = dict(vision.qualities)
    for i, one in enumerate(given):
        if names.setdefault(one.quality_id, one.wording) != one.wording:
            raise IllegalStep(
                "Another quality has this id.", field=f"qualities/{i}/quality_id", allowed="an id of its own"
            )
    told = (Quality(quality_id=one.quality_id, wording=one.wording) for one in given)
    return tuple(dict.fromkeys(told))

"""Vision: values, the childhood dream and the ideal job, each decoded into qualities that a role may offer."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import Command, CommandPart, LongText, Title
from domain.decision_rules import create_once, unknown_reference
from domain.errors import InvalidOperation
from domain.event import Event
from domain.journey.events.vision import (
    DreamDecoded,
    IdealSketched,
    Quality,
    QualitySeen,
    ValueNamed,
    VisionSlice,
)

if TYPE_CHECKING:
    from domain.journey.aggregate import Journey


class QualityInput(CommandPart, frozen=True, kw_only=True):
    """A quality; the same one may stand in a dream and in a sketch, under one id and one wording."""

    quality_id: UUID
    wording: Title


QualityInputs = Annotated[tuple[QualityInput, ...], Meta(min_length=1, max_length=12)]


class NameValue(Command, frozen=True, kw_only=True, tag="NameValue"):
    """Name something you hold dear."""

    value_id: UUID
    wording: Title


class DecodeDream(Command, frozen=True, kw_only=True, tag="DecodeDream"):
    """Tell a dream and what it stands for."""

    dream_id: UUID
    dream: LongText
    qualities: QualityInputs


class SketchIdeal(Command, frozen=True, kw_only=True, tag="SketchIdeal"):
    """Sketch the ideal job and what is in it."""

    sketch_id: UUID
    sketch: LongText
    qualities: QualityInputs


class SeeQuality(Command, frozen=True, kw_only=True, tag="SeeQuality"):
    """Say that a role offers a quality."""

    role_id: UUID
    quality_id: UUID


def handle_name_value(journey: "Journey", wish: NameValue) -> list[Event]:
    """Name a value once."""
    fact = ValueNamed(happened_on=wish.happened_on, value_id=wish.value_id, wording=wish.wording)
    return create_once(journey.vision.values.get(wish.value_id), fact, "value", field="value_id")


def handle_decode_dream(journey: "Journey", wish: DecodeDream) -> list[Event]:
    """Decode a dream once."""
    known = journey.vision.dreams.get(wish.dream_id)
    qualities = _qualities(journey.vision, wish.qualities)
    fact = DreamDecoded(
        happened_on=wish.happened_on, dream_id=wish.dream_id, dream=wish.dream, qualities=qualities
    )
    return create_once(known, fact, "dream", field="dream_id")


def handle_sketch_ideal(journey: "Journey", wish: SketchIdeal) -> list[Event]:
    """Sketch an ideal once; another sketch has another id."""
    known = journey.vision.sketches.get(wish.sketch_id)
    qualities = _qualities(journey.vision, wish.qualities)
    fact = IdealSketched(
        happened_on=wish.happened_on, sketch_id=wish.sketch_id, sketch=wish.sketch, qualities=qualities
    )
    return create_once(known, fact, "sketch", field="sketch_id")


def handle_see_quality(journey: "Journey", wish: SeeQuality) -> list[Event]:
    """See a quality in a role once."""
    journey.role(wish.role_id)
    if wish.quality_id not in journey.vision.qualities:
        raise unknown_reference("quality", field="quality_id")
    if (wish.role_id, wish.quality_id) in journey.vision.seen:
        return []
    return [QualitySeen(happened_on=wish.happened_on, role_id=wish.role_id, quality_id=wish.quality_id)]


def _qualities(vision: VisionSlice, given: tuple[QualityInput, ...]) -> tuple[Quality, ...]:
    names = dict(vision.qualities)
    for i, one in enumerate(given):
        if names.setdefault(one.quality_id, one.wording) != one.wording:
            raise InvalidOperation(
                "Another quality has this id.", field=f"qualities/{i}/quality_id", allowed="an id of its own"
            )
    told = (Quality(quality_id=one.quality_id, wording=one.wording) for one in given)
    return tuple(dict.fromkeys(told))

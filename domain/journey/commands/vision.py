"""Vision: values, the childhood dream and the ideal job, each decoded into qualities that a role may offer."""

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from domain.command import Command, CommandPart, LongText, Title
from domain.decision_rules import create_once, unknown_reference
from domain.errors import InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.vision import (
    DreamDecoded,
    IdealSketched,
    Quality,
    QualitySeen,
    ValueNamed,
    VisionSlice,
)
from domain.text import same_name


class QualityInput(CommandPart, frozen=True, kw_only=True):
    """A quality. If the same one is in a dream and in a sketch, it has the same id and wording in both."""

    quality_id: UUID
    wording: Title


QualityInputs = Annotated[tuple[QualityInput, ...], Meta(min_length=1, max_length=12)]


class NameValue(Command, frozen=True, kw_only=True, tag="NameValue"):
    """Name a value: something you hold dear."""

    value_id: UUID
    wording: Title


class DecodeDream(Command, frozen=True, kw_only=True, tag="DecodeDream"):
    """Record a dream, and the qualities it stands for."""

    dream_id: UUID
    dream: LongText
    qualities: QualityInputs


class SketchIdeal(Command, frozen=True, kw_only=True, tag="SketchIdeal"):
    """Sketch the ideal job, and the qualities in it."""

    sketch_id: UUID
    sketch: LongText
    qualities: QualityInputs


class SeeQuality(Command, frozen=True, kw_only=True, tag="SeeQuality"):
    """Say that a role offers a quality."""

    role_id: UUID
    quality_id: UUID


def handle_name_value(journey: Journey, command: NameValue) -> list[JourneyEvent]:
    """Names a value under a new id."""
    event = ValueNamed(happened_on=command.happened_on, value_id=command.value_id, wording=command.wording)
    return create_once(journey.vision.values.get(command.value_id), event, "value", field="value_id")


def handle_decode_dream(journey: Journey, command: DecodeDream) -> list[JourneyEvent]:
    """Records a dream and its qualities under a new id."""
    known = journey.vision.dreams.get(command.dream_id)
    qualities = _checked_qualities(journey.vision, command.qualities)
    event = DreamDecoded(
        happened_on=command.happened_on, dream_id=command.dream_id, dream=command.dream, qualities=qualities
    )
    return create_once(known, event, "dream", field="dream_id")


def handle_sketch_ideal(journey: Journey, command: SketchIdeal) -> list[JourneyEvent]:
    """Records a sketch of the ideal job and its qualities under a new id."""
    known = journey.vision.sketches.get(command.sketch_id)
    qualities = _checked_qualities(journey.vision, command.qualities)
    event = IdealSketched(
        happened_on=command.happened_on,
        sketch_id=command.sketch_id,
        sketch=command.sketch,
        qualities=qualities,
    )
    return create_once(known, event, "sketch", field="sketch_id")


def handle_see_quality(journey: Journey, command: SeeQuality) -> list[JourneyEvent]:
    """Records once that a role offers a quality."""
    journey.role(command.role_id)
    if command.quality_id not in journey.vision.qualities:
        raise unknown_reference("quality", field="quality_id")
    if (command.role_id, command.quality_id) in journey.vision.seen:
        return []
    return [
        QualitySeen(happened_on=command.happened_on, role_id=command.role_id, quality_id=command.quality_id)
    ]


def _checked_qualities(vision: VisionSlice, inputs: tuple[QualityInput, ...]) -> tuple[Quality, ...]:
    names = dict(vision.qualities)
    for i, one in enumerate(inputs):
        if not same_name(names.setdefault(one.quality_id, one.wording), one.wording):
            raise InvalidOperation(
                "This id belongs to another quality.", field=f"qualities/{i}/quality_id", allowed="a new id"
            )
    distinct = (Quality(quality_id=one.quality_id, wording=one.wording) for one in inputs)
    return tuple(dict.fromkeys(distinct))


HANDLERS: CommandHandlers = {
    NameValue: handle_name_value,
    DecodeDream: handle_decode_dream,
    SketchIdeal: handle_sketch_ideal,
    SeeQuality: handle_see_quality,
}

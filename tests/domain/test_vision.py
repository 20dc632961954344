"""Vision: values, dreams and ideals, decoded into qualities that a role may offer."""

from typing import Any

import msgspec
import pytest

from domain.errors import InvalidOperation
from domain.journey.commands.vision import DecodeDream, NameValue, QualityInput, SeeQuality, SketchIdeal
from domain.journey.decide import UserCommand
from domain.journey.events.vision import DreamDecoded, IdealSketched, Quality, QualitySeen, ValueNamed
from tests.domain.journeys import ABOUT_TEACHING, TEACHER, day, start, uid
from tests.domain.more_journeys import ON, STRANGER, as_sent
from tests.domain.scenario import given

FAIR, FLYING, FARM, OUTDOORS, TEAM = map(uid, ("fairness", "flying", "farm", "outdoors", "team"))
OWN_ID = "a new id"
OUT = QualityInput(quality_id=OUTDOORS, wording="being outdoors")
INDOORS = QualityInput(quality_id=OUTDOORS, wording="being indoors")
CREW = QualityInput(quality_id=TEAM, wording="a crew")
BOTH = (
    Quality(quality_id=OUTDOORS, wording="being outdoors"),
    Quality(quality_id=TEAM, wording="a crew"),
)


def value(**fields: Any) -> NameValue:
    return NameValue(**{"happened_on": ON, "value_id": FAIR, "wording": "fairness", **fields})


def dream(**fields: Any) -> DecodeDream:
    plain = {"happened_on": ON, "dream_id": FLYING, "dream": "to be a pilot", "qualities": (OUT, CREW)}
    return DecodeDream(**{**plain, **fields})


def ideal(**fields: Any) -> SketchIdeal:
    plain = {"happened_on": ON, "sketch_id": FARM, "sketch": "a farm with guests", "qualities": (OUT, CREW)}
    return SketchIdeal(**{**plain, **fields})


def see(**fields: Any) -> SeeQuality:
    return SeeQuality(**{"happened_on": ON, "role_id": TEACHER, "quality_id": OUTDOORS, **fields})


DREAMT = (*ABOUT_TEACHING, dream())


def test_a_value_is_named() -> None:
    given(start()).when(value()).then(ValueNamed(happened_on=ON, value_id=FAIR, wording="fairness"))


def test_a_dream_is_decoded_into_qualities() -> None:
    given(start()).when(dream()).then(
        DreamDecoded(happened_on=ON, dream_id=FLYING, dream="to be a pilot", qualities=BOTH)
    )


def test_an_ideal_is_sketched_with_its_qualities() -> None:
    given(start()).when(ideal()).then(
        IdealSketched(happened_on=ON, sketch_id=FARM, sketch="a farm with guests", qualities=BOTH)
    )


@pytest.mark.parametrize("command", [value(), dream(), ideal()], ids=lambda one: type(one).__name__)
def test_the_same_again_is_already_so(command: UserCommand) -> None:
    given(start(), command).when(command).then_nothing()


@pytest.mark.parametrize(
    ("earlier", "other", "field"),
    [
        (value(), value(wording="peace"), "value_id"),
        (dream(), dream(dream="to be a sailor"), "dream_id"),
        (ideal(), ideal(qualities=(OUT,)), "sketch_id"),
    ],
    ids=["value", "dream", "sketch"],
)
def test_something_else_needs_an_id_of_its_own(earlier: UserCommand, other: UserCommand, field: str) -> None:
    given(start(), earlier).when(other).then_refused(InvalidOperation, field=field, allowed=OWN_ID)


def test_a_dream_and_a_sketch_may_share_a_quality() -> None:
    given(*DREAMT).when(ideal(qualities=(CREW,))).then(
        IdealSketched(happened_on=ON, sketch_id=FARM, sketch="a farm with guests", qualities=BOTH[1:])
    )


@pytest.mark.parametrize(
    "command", [ideal(qualities=(CREW, INDOORS)), dream(dream_id=FARM, qualities=(CREW, INDOORS))]
)
def test_another_quality_needs_an_id_of_its_own(command: UserCommand) -> None:
    given(*DREAMT).when(command).then_refused(
        InvalidOperation, field="qualities/1/quality_id", allowed=OWN_ID
    )


def test_two_qualities_of_one_dream_need_two_ids() -> None:
    given(start()).when(dream(qualities=(OUT, INDOORS))).then_refused(
        InvalidOperation, field="qualities/1/quality_id", allowed=OWN_ID
    )


def test_a_quality_told_twice_is_one_quality() -> None:
    given(start()).when(dream(qualities=(OUT, OUT))).then(
        DreamDecoded(happened_on=ON, dream_id=FLYING, dream="to be a pilot", qualities=BOTH[:1])
    )


@pytest.mark.parametrize(
    ("command", "field"),
    [
        (dream(dream=""), "dream"),
        (dream(qualities=()), "qualities"),
        (ideal(sketch=""), "sketch"),
        (ideal(qualities=()), "qualities"),
    ],
)
def test_a_vision_says_something_and_stands_for_something(command: UserCommand, field: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=field):
        as_sent(command)


@pytest.mark.parametrize("earlier", [dream(), ideal()], ids=["dream", "sketch"])
def test_a_quality_is_seen_in_a_role(earlier: UserCommand) -> None:
    given(*ABOUT_TEACHING, earlier).when(see()).then(
        QualitySeen(happened_on=ON, role_id=TEACHER, quality_id=OUTDOORS)
    )


def test_a_quality_seen_again_is_already_so() -> None:
    given(*DREAMT, see()).when(see(happened_on=day(9))).then_nothing()


def test_a_quality_is_seen_in_a_role_on_the_list() -> None:
    given(start(), dream()).when(see()).then_refused(
        InvalidOperation, field="role_id", allowed="the id of a role on the list"
    )


def test_a_quality_that_was_not_named_is_not_seen() -> None:
    given(*DREAMT).when(see(quality_id=STRANGER)).then_refused(
        InvalidOperation, field="quality_id", allowed="the id of a quality"
    )

"""What stands in the log can be read for ever: a frozen sample of every event, all fields filled.

A sample is never changed. A new version of an event gets a sample of its own beside the old one.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from domain.events import UPCASTS, Event, Stored
from tests.domain.samples import SAMPLES

FOLDER = Path(__file__).parent / "stored"
EVENTS: tuple[type[msgspec.Struct], ...] = get_args(Event)
STORED: tuple[type[msgspec.Struct], ...] = get_args(Stored)
every_sample = pytest.mark.parametrize("event", SAMPLES, ids=lambda event: str(tag_of(type(event))))


def tag_of(kind: type[msgspec.Struct]) -> Any:
    return kind.__struct_config__.tag


def frozen(tag: str) -> bytes:
    return (FOLDER / f"{tag}.json").read_bytes().removesuffix(b"\n")


@every_sample
def test_a_stored_event_is_read_as_it_was_meant(event: Event) -> None:
    read = msgspec.json.decode(frozen(tag_of(type(event))), type=Stored)

    assert event == read


@every_sample
def test_an_event_is_stored_byte_for_byte_as_before(event: Event) -> None:
    assert frozen(tag_of(type(event))) == msgspec.json.encode(event)


@every_sample
def test_a_sample_fills_every_field(event: Event) -> None:
    told = msgspec.json.decode(frozen(tag_of(type(event))))

    assert set(fields(type(event))) == set(keys(told)) - {"type"}


@every_sample
def test_a_sample_is_of_another_value_than_the_default(event: Event) -> None:
    """Else leaving out defaults could hide a change of the default."""
    defaults = [
        field.name
        for field in msgspec.structs.fields(type(event))
        if not field.required and getattr(event, field.name) == field.default
    ]

    assert defaults == []


@every_sample
def test_what_later_code_adds_does_not_stop_this_code_from_reading(event: Event) -> None:
    told = msgspec.json.decode(frozen(tag_of(type(event))))
    later = msgspec.json.encode({**told, "added_later": 1})

    assert event == msgspec.json.decode(later, type=Stored)


def fields(kind: type[msgspec.Struct], path: str = "") -> Iterator[str]:
    for field in msgspec.structs.fields(kind):
        nested = [one for one in (field.type, *get_args(field.type)) if isinstance(one, type)]
        structs = [one for one in nested if issubclass(one, msgspec.Struct)]
        yield f"{path}{field.encode_name}"
        for struct in structs:
            yield from fields(struct, f"{path}{field.encode_name}.")


def keys(told: dict[str, Any], path: str = "") -> Iterator[str]:
    for key, value in told.items():
        yield f"{path}{key}"
        if isinstance(value, dict):
            yield from keys(value, f"{path}{key}.")


def test_every_event_has_a_sample_and_every_sample_is_of_an_event() -> None:
    assert {kind.__name__ for kind in EVENTS} == {type(event).__name__ for event in SAMPLES}
    assert len(EVENTS) == len(SAMPLES)


def test_every_stored_form_is_frozen() -> None:
    assert {f"{tag_of(kind)}.json" for kind in STORED} == {path.name for path in FOLDER.iterdir()}


def test_no_two_stored_forms_share_a_tag() -> None:
    tags = [tag_of(kind) for kind in STORED]

    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("kind", EVENTS, ids=lambda kind: kind.__name__)
def test_a_tag_is_the_name_of_its_class_and_perhaps_a_version(kind: type[msgspec.Struct]) -> None:
    name, _, version = str(tag_of(kind)).partition(".")

    assert kind.__name__ == name
    assert version == "" or int(version) >= 2


def test_every_old_form_is_led_to_the_next() -> None:
    assert set(STORED) - set(EVENTS) == UPCASTS.keys()

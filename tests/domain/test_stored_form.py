"""What stands in the log can be read for ever: a frozen sample of every event, all fields filled.

A sample is never changed. A new version of an event gets a sample of its own beside the old one.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from eventsourcing.persistence import StoredEvent

from domain.event_catalogue import UPCASTS, AnyEvent, AnyStoredEvent
from domain.history import RecordedEvent
from domain.journey.corrections.effective import effective_events
from domain.journey.corrections.events import EntryCorrected
from domain.journey.events.catalogue import upcast_to_current
from domain.journey.events.evidence import Source
from domain.journey.events.network import ContactAdded, ContactAddedV1
from service.event_store.line_reader import LineReader
from service.event_store.mapper import UNRECORDED, EventMapper
from tests.domain.samples import SAMPLES
from tests.domain.samples.ids import CONTACT, DAY, EMPLOYER, JOURNEY

FOLDER = Path(__file__).parent / "stored"
EVENTS: tuple[type[msgspec.Struct], ...] = get_args(AnyEvent)
STORED: tuple[type[msgspec.Struct], ...] = get_args(AnyStoredEvent)
ANOUK_FIRST = ContactAddedV1(
    happened_on=DAY, contact_id=CONTACT, name="Anouk", relation="neighbour", employer_id=EMPLOYER
)
ANOUK = ContactAdded(
    happened_on=DAY,
    contact_id=CONTACT,
    name="Anouk",
    source=Source(kind="own"),
    relation="neighbour",
    employer_id=EMPLOYER,
)
every_sample = pytest.mark.parametrize("event", SAMPLES, ids=lambda event: str(tag_of(type(event))))


def tag_of(kind: type[msgspec.Struct]) -> Any:
    return kind.__struct_config__.tag


def frozen(tag: str) -> bytes:
    return (FOLDER / f"{tag}.json").read_bytes().removesuffix(b"\n")


@every_sample
def test_a_stored_event_is_read_as_it_was_meant(event: AnyStoredEvent) -> None:
    read = msgspec.json.decode(frozen(tag_of(type(event))), type=AnyStoredEvent)

    assert event == read


@every_sample
def test_an_event_is_stored_byte_for_byte_as_before(event: AnyStoredEvent) -> None:
    assert frozen(tag_of(type(event))) == msgspec.json.encode(event)


@every_sample
def test_a_sample_fills_every_field(event: AnyStoredEvent) -> None:
    written = msgspec.json.decode(frozen(tag_of(type(event))))

    assert set(fields(event)) == set(keys(written))


@every_sample
def test_a_sample_is_of_another_value_than_the_default(event: AnyStoredEvent) -> None:
    """Else leaving out defaults could hide a change of the default."""
    defaults = [
        field.name
        for field in msgspec.structs.fields(type(event))
        if not field.required and getattr(event, field.name) == field.default
    ]

    assert defaults == []


@every_sample
def test_what_later_code_adds_does_not_stop_this_code_from_reading(event: AnyStoredEvent) -> None:
    written = msgspec.json.decode(frozen(tag_of(type(event))))
    later = msgspec.json.encode({**written, "added_later": 1})

    assert event == msgspec.json.decode(later, type=AnyStoredEvent)


def fields(event: msgspec.Struct, path: str = "") -> Iterator[str]:
    """Every field of an event and of the Structs in it, filled or not."""
    for field in msgspec.structs.fields(type(event)):
        yield f"{path}{field.encode_name}"
        value = getattr(event, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, msgspec.Struct):
                yield from fields(one, f"{path}{field.encode_name}.")


def keys(written: dict[str, Any], path: str = "") -> Iterator[str]:
    """Every field that was written, but the tags."""
    for key, value in written.items():
        if key != "type":
            yield f"{path}{key}"
        for one in value if isinstance(value, list) else (value,):
            if isinstance(one, dict):
                yield from keys(one, f"{path}{key}.")


def test_every_form_has_a_sample_and_every_sample_is_of_a_form() -> None:
    assert {kind.__name__ for kind in STORED} == {type(event).__name__ for event in SAMPLES}
    assert len(STORED) == len(SAMPLES)


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


def test_a_contact_of_old_is_read_as_it_was_written_and_led_to_the_form_of_today() -> None:
    read = msgspec.json.decode(frozen("ContactAdded"), type=AnyStoredEvent)

    assert read == ANOUK_FIRST
    assert upcast_to_current(read) == ANOUK


def test_the_form_of_today_is_led_nowhere() -> None:
    assert upcast_to_current(ANOUK) is ANOUK


def test_a_row_of_old_comes_out_of_the_log_in_the_form_of_today() -> None:
    row = StoredEvent(JOURNEY, 2, "ContactAdded", frozen("ContactAdded"))

    expected = RecordedEvent(position=0, journey_id=JOURNEY, number=2, recorded_at=UNRECORDED, event=ANOUK)

    assert expected == EventMapper().to_domain_event(row)


def test_a_line_of_old_comes_out_of_the_log_in_the_form_of_today() -> None:
    recorded_at = datetime(2026, 1, 14, 12, tzinfo=UTC)
    entries = [
        RecordedEvent(position=9, journey_id=JOURNEY, number=number, recorded_at=recorded_at, event=event)
        for number, event in enumerate((ANOUK, ANOUK), 2)
    ]
    lines = b"\n".join(msgspec.json.encode(one) for one in entries)
    today = msgspec.json.encode(ANOUK)

    mixed = lines.replace(today, frozen("ContactAdded"), 1)

    assert frozen("ContactAdded") in mixed
    assert entries == LineReader().read(mixed)


def test_a_correction_to_a_form_of_old_takes_effect_in_the_form_of_today() -> None:
    corrected = EntryCorrected(happened_on=DAY, number=1, fact=ANOUK_FIRST)
    misheard = ContactAdded(happened_on=DAY, contact_id=CONTACT, name="Annook", source=Source(kind="own"))

    assert effective_events([(1, misheard), (2, corrected)]) == {1: ANOUK}

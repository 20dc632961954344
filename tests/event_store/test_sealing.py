"""What is personal is sealed in the log: it opens for whom it is meant, in its place, as long as there is a key."""

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace as moved
from functools import cache
from typing import Any, get_args
from uuid import UUID, uuid4

import msgspec
import pytest
from eventsourcing.persistence import MapperDeserialisationError, StoredEvent
from hypothesis import given
from msgspec import Struct

from domain.event_catalogue import UPCASTS, AnyStoredEvent
from domain.history import RecordedEvent
from domain.journey.corrections.events import EntryCorrected
from domain.journey.events.catalogue import upcast_to_current
from domain.journey.events.evidence import Source
from domain.journey.events.intake import IntakeAgreed
from domain.journey.events.network import ContactAdded
from domain.journey.events.notes import NoteWritten
from domain.journey.events.roles import RoleDiscovered
from domain.redacted import REDACTED, Redacted
from domain.sensitivity import C0, C1, C3
from projections.catalogue import PROJECTIONS
from service.encryption.memory import MemoryVault
from service.encryption.vault import Vault
from service.event_store.event_sealer import EventSealer, contact_subject, sealed_parts
from service.event_store.line_reader import LineReader
from service.event_store.log import LoggedEvent
from service.event_store.mapper import UNRECORDED, EventMapper
from tests.domain.samples import SAMPLES
from tests.domain.samples.ids import CONTACT, DAY, FROM_STEP, NOTE, OTHER_CONTACT
from tests.event_store.personal import seen, texts, told
from tests.histories import History, histories, sample_journey
from tests.projections.worked_cases import entries_of, read

STREAM = UUID(int=100)
TENANT, OTHER_TENANT = UUID(int=1), UUID(int=2)
NAME = "Anouk-canary"
ANOUK = ContactAdded(
    happened_on=DAY, contact_id=CONTACT, name=NAME, source=Source(kind="own"), relation="aunt"
)
BART = ContactAdded(happened_on=DAY, contact_id=OTHER_CONTACT, name="Bart", source=Source(kind="own"))
INTAKE = IntakeAgreed(
    happened_on=DAY, question="What suits?", aim="a role", occasion="a burnout", context="leave"
)
STORED: tuple[type[Struct], ...] = get_args(AnyStoredEvent)
every_sample = pytest.mark.parametrize("event", SAMPLES, ids=lambda event: type(event).__name__)


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


async def rows_of(
    vault: Vault, events: Iterable[Any], *, stream: UUID = STREAM, tenant_id: UUID = TENANT
) -> list[LoggedEvent]:
    """The rows of a stream's events, sealed."""
    sealing, told_of = EventSealer(vault), list(events)
    mapper = EventMapper(sealing=sealing)
    await sealing.load_keys_to_seal(tenant_id, stream, told_of)
    rows = [mapper.to_row(stream, number, event, tenant_id) for number, event in enumerate(told_of, 1)]
    return [logged(row, tenant_id) for row in rows]


def logged(row: StoredEvent, tenant_id: UUID) -> LoggedEvent:
    return LoggedEvent(
        originator_id=UUID(str(row.originator_id)),
        originator_version=row.originator_version,
        topic=row.topic,
        state=row.state,
        id=row.originator_version,
        recorded_at=UNRECORDED,
        tenant_id=tenant_id,
    )


async def opened(vault: Vault, rows: Sequence[StoredEvent]) -> list[Any]:
    entries = await EventMapper(sealing=EventSealer(vault)).open_rows(rows)
    return [entry.event for entry in entries]


def shut(rows: Iterable[StoredEvent]) -> list[Any]:
    """As anybody reads them who has no keys."""
    mapper = EventMapper()
    return [mapper.to_domain_event(row).event for row in rows]


@every_sample
async def test_every_event_is_sealed_and_opened_again(vault: MemoryVault, event: AnyStoredEvent) -> None:
    rows = await rows_of(vault, [event])

    assert [upcast_to_current(event, UPCASTS)] == await opened(vault, rows)


@every_sample
async def test_no_personal_text_stands_in_a_row(vault: MemoryVault, event: AnyStoredEvent) -> None:
    [row] = await rows_of(vault, [event])
    clear = msgspec.json.decode(row.state)
    clear.pop("sealed", None)

    assert [text for text in texts(event) if text in msgspec.json.encode(clear).decode()] == []
    assert bool(texts(event)) == bool(sealed_parts(row.state))


@every_sample
async def test_what_is_structural_stays_in_the_clear(vault: MemoryVault, event: AnyStoredEvent) -> None:
    [row] = await rows_of(vault, [event])
    stands = msgspec.json.decode(row.state, type=AnyStoredEvent)

    assert told(event, C0, C1) == told(stands, C0, C1)


@every_sample
async def test_without_a_key_every_text_reads_as_redacted(vault: MemoryVault, event: AnyStoredEvent) -> None:
    [entry] = shut(await rows_of(vault, [event]))

    assert {type(text) for text in texts(entry)} == ({Redacted} if texts(event) else set())
    assert len(texts(upcast_to_current(event, UPCASTS))) == len(texts(entry))
    assert told(upcast_to_current(event, UPCASTS), C0, C1) == told(entry, C0, C1)


async def test_each_class_is_sealed_by_itself(vault: MemoryVault) -> None:
    [row] = await rows_of(vault, [INTAKE])

    assert sealed_parts(row.state).keys() == {"2", "3"}


@every_sample
async def test_a_row_is_one_line_of_json_with_its_type_first(
    vault: MemoryVault, event: AnyStoredEvent
) -> None:
    [row] = await rows_of(vault, [event])

    assert row.state.startswith(b'{"type":"')
    assert b"\n" not in row.state
    assert msgspec.json.decode(row.state)["type"] == row.topic


def test_no_event_has_a_field_of_that_name() -> None:
    assert [kind for kind in STORED if "sealed" in kind.__struct_fields__] == []


async def test_what_has_nothing_personal_is_stored_as_ever(vault: MemoryVault) -> None:
    plain = [event for event in SAMPLES if not texts(event)]
    rows = await rows_of(vault, plain)

    assert plain
    assert [msgspec.json.encode(event) for event in plain] == [row.state for row in rows]


async def test_rows_from_before_there_was_sealing_read_as_they_are(vault: MemoryVault) -> None:
    rows = [EventMapper().to_row(STREAM, number, event) for number, event in enumerate(SAMPLES, 1)]

    assert [upcast_to_current(event, UPCASTS) for event in SAMPLES] == await opened(vault, rows)


async def test_a_text_that_looks_like_a_seal_is_a_text(vault: MemoryVault) -> None:
    note = NoteWritten(happened_on=DAY, note_id=NOTE, text='"sealed":{"2":"x"}')
    plain = EventMapper().to_row(STREAM, 1, note)

    assert [note] == await opened(vault, await rows_of(vault, [note]))
    assert [note] == await opened(vault, [plain])


# Moved or altered.


@pytest.fixture
async def rows(vault: MemoryVault) -> list[LoggedEvent]:
    role = RoleDiscovered(happened_on=DAY, role_id=CONTACT, title="baker", distance="near", source=FROM_STEP)
    return await rows_of(vault, [INTAKE, role, INTAKE])


async def fails(vault: Vault, row: LoggedEvent) -> bool:
    with pytest.raises(MapperDeserialisationError, match="does not open"):
        await opened(vault, [row])
    return True


async def test_a_seal_opens_in_no_other_row(vault: MemoryVault, rows: list[LoggedEvent]) -> None:
    assert await fails(vault, moved(rows[0], originator_version=3))


async def test_a_seal_opens_under_no_other_topic(vault: MemoryVault, rows: list[LoggedEvent]) -> None:
    seals = sealed_parts(rows[1].state)
    forged = msgspec.json.encode(
        {"type": "GoalSet", "happened_on": DAY, "goal_id": NOTE, "wording": "x", "sealed": seals}
    )

    assert await fails(vault, moved(rows[1], topic="GoalSet", state=forged))


async def test_a_seal_opens_in_no_other_stream(vault: MemoryVault, rows: list[LoggedEvent]) -> None:
    elsewhere = uuid4()
    await rows_of(vault, [INTAKE], stream=elsewhere)

    assert await fails(vault, moved(rows[0], originator_id=elsewhere))


async def test_a_seal_opens_for_no_other_organisation(vault: MemoryVault, rows: list[LoggedEvent]) -> None:
    await rows_of(vault, [INTAKE], tenant_id=OTHER_TENANT)

    assert await fails(vault, moved(rows[0], tenant_id=OTHER_TENANT))


async def test_a_seal_of_one_class_opens_as_no_other(vault: MemoryVault, rows: list[LoggedEvent]) -> None:
    seals = sealed_parts(rows[0].state)
    state = msgspec.json.decode(rows[0].state)
    swapped = state | {"sealed": {"2": seals["3"], "3": seals["2"]}}

    assert await fails(vault, moved(rows[0], state=msgspec.json.encode(swapped)))


async def test_what_is_no_seal_does_not_open(vault: MemoryVault, rows: list[LoggedEvent]) -> None:
    state = msgspec.json.decode(rows[0].state) | {"sealed": {"2": "no base64!"}}

    assert await fails(vault, moved(rows[0], state=msgspec.json.encode(state)))


# Keys gone.


async def test_a_contact_is_forgotten_alone(vault: MemoryVault) -> None:
    corrected = EntryCorrected(happened_on=DAY, number=1, fact=ANOUK, reason="not Annook")
    rows = await rows_of(vault, [ANOUK, BART, INTAKE, corrected])

    await vault.destroy(TENANT, [contact_subject(STREAM, CONTACT)])
    anouk, bart, intake, again = await opened(vault, rows)

    assert (anouk.name, anouk.relation, anouk.contact_id) == (REDACTED, REDACTED, CONTACT)
    assert anouk.name is REDACTED
    assert (again.fact.name, again.reason) == (REDACTED, REDACTED)
    assert [bart, intake] == [BART, INTAKE]


def test_nobody_can_choose_a_contacts_id_to_be_somebody_else() -> None:
    assert contact_subject(STREAM, CONTACT) not in {CONTACT, STREAM, contact_subject(uuid4(), CONTACT)}


async def test_who_is_forgotten_is_forgotten_at_once(vault: MemoryVault) -> None:
    rows = await rows_of(vault, [INTAKE, ANOUK])

    await vault.destroy(TENANT, [STREAM])
    intake, anouk = await opened(vault, rows)

    assert texts(intake) == [REDACTED] * 4
    assert anouk == ANOUK


@pytest.mark.parametrize("name", PROJECTIONS)
@pytest.mark.parametrize("case", [1, 2])
async def test_figures_need_no_key(vault: MemoryVault, case: int, name: str) -> None:
    entries = entries_of(read(case))
    await assert_same_figures(vault, entries, name)


@pytest.mark.parametrize("name", PROJECTIONS)
async def test_figures_of_a_long_journey_need_no_key(vault: MemoryVault, name: str) -> None:
    await assert_same_figures(vault, long_journey(), name)


@cache
def long_journey() -> list[RecordedEvent]:
    return sample_journey(3, 300, corrections=True).entries()


async def assert_same_figures(vault: Vault, entries: Sequence[RecordedEvent], name: str) -> None:
    rows = await rows_of(vault, [entry.event for entry in entries], stream=entries[0].journey_id)
    redacted = [
        msgspec.structs.replace(entry, event=event) for entry, event in zip(entries, shut(rows), strict=True)
    ]
    personal = frozenset(text for entry in entries for text in texts(entry.event))

    with_key = seen(PROJECTIONS[name], entries, personal)
    without = seen(PROJECTIONS[name], redacted, personal)
    if name == "timeline":
        # Its table of names holds those that can be read; a page says in general who it was.
        assert (len(with_key.pop("contacts")) > 0, without.pop("contacts")) == (True, {})
    if name == "pitches":
        # Which words changed between two versions is said of words that can be read.
        for version in (*with_key["versions"], *without["versions"]):
            version.pop("difference")
    if name == "role_stories":
        # The sentence above a story names the role; its figures need no key.
        named = "|".join(map(re.escape, sorted(personal, key=len, reverse=True)))
        for story in (*with_key["roles"], *without["roles"]):
            story["headline"] = re.findall(r"\d+", re.sub(f"(?i){named}", "", story["headline"]))
    assert with_key == without


# Laws.


@given(histories(30, corrections=True))
def test_a_whole_history_opens_as_it_was_told(history: History) -> None:
    vault = MemoryVault()

    async def there_and_back() -> list[Any]:
        return await opened(vault, await rows_of(vault, history.events, stream=history.journey_id))

    assert list(history.events) == asyncio.run(there_and_back())


@given(histories(30, corrections=True))
def test_lines_read_like_rows_without_a_key(history: History) -> None:
    rows = asyncio.run(rows_of(MemoryVault(), history.events, stream=history.journey_id))
    lines = b"".join(line_of(row) for row in rows)
    mapper = EventMapper()
    entries = LineReader(mapper).read(lines)

    assert [mapper.to_domain_event(row) for row in rows] == entries
    assert all(isinstance(text, Redacted) for entry in entries for text in texts(entry.event))


def line_of(row: LoggedEvent) -> bytes:
    return (
        b'{"position":%d,"journey_id":"%s","number":%d,"recorded_at":"0001-01-01T00:00:00Z",'
        b'"actor_id":null,"command_id":null,"event":%s}\n'
        % (row.id, str(row.originator_id).encode(), row.originator_version, row.state)
    )


def test_special_texts_are_among_the_samples() -> None:
    assert any(told(event, C3) for event in SAMPLES)

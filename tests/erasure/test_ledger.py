"""The ledger of erasures: what is in it survives whatever happens to the process, and to the database."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from service.personal_data.erasure.canaries import make_canaries
from service.personal_data.erasure.ledger import (
    ErasureLedger,
    ErasureTarget,
    LedgerBusy,
    LedgerDamaged,
    LedgerEntry,
    open_ledger,
)

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
KARI = ErasureTarget(tenant_id=UUID(int=1), journey_id=UUID(int=2))
ANOUK = ErasureTarget(tenant_id=UUID(int=1), journey_id=UUID(int=2), contact_id=UUID(int=3))


@pytest.fixture
def ledger(tmp_path: Path) -> ErasureLedger:
    return ErasureLedger(tmp_path / "erasures.jsonl")


def intent(whose: ErasureTarget) -> LedgerEntry:
    return LedgerEntry(
        step="intent", at=NOW, whose=whose, canaries=make_canaries(["a bakery of her own in Bergen"])
    )


def test_a_ledger_that_is_not_there_yet_is_empty(ledger: ErasureLedger) -> None:
    assert (ledger.entries(), ledger.all_targets(), ledger.open_intents()) == ([], [], {})


def test_what_is_intended_is_open_until_it_is_settled(ledger: ErasureLedger) -> None:
    ledger.record_intent(intent(KARI))
    ledger.record_intent(intent(ANOUK))
    ledger.record_done(KARI, NOW)

    assert list(ledger.open_intents()) == [ANOUK]
    assert ledger.all_targets() == [KARI, ANOUK]


def test_it_may_be_intended_again(ledger: ErasureLedger) -> None:
    ledger.record_intent(intent(KARI))
    ledger.record_done(KARI, NOW)
    ledger.record_intent(intent(KARI))

    assert list(ledger.open_intents()) == ledger.all_targets() == [KARI]


def test_the_texts_to_look_for_go_when_it_is_done(ledger: ErasureLedger) -> None:
    ledger.record_intent(intent(KARI))
    held = ledger.entries()[0].canaries
    ledger.record_done(KARI, NOW)

    assert held
    assert len(held.texts) == 1
    assert [line.canaries for line in ledger.entries()] == [None, None]


def test_no_text_stands_in_it(ledger: ErasureLedger) -> None:
    ledger.record_intent(intent(KARI))

    assert b"bakery" not in ledger.path.read_bytes()


def test_a_line_cut_off_by_a_crash_never_counted(ledger: ErasureLedger) -> None:
    ledger.record_intent(intent(KARI))
    with ledger.path.open("ab") as file:
        file.write(b'{"step":"do')

    assert list(ledger.open_intents()) == [KARI]
    ledger.record_done(KARI, NOW)
    assert ledger.open_intents() == {}


def test_a_damaged_ledger_is_refused_with_its_line(ledger: ErasureLedger) -> None:
    ledger.record_intent(intent(KARI))
    ledger.path.write_bytes(b"nonsense\n" + ledger.path.read_bytes())

    with pytest.raises(LedgerDamaged, match=r"erasures\.jsonl:1: "):
        ledger.entries()


def test_one_process_at_a_time(ledger: ErasureLedger) -> None:
    with ledger.exclusive_lock(), pytest.raises(LedgerBusy), ErasureLedger(ledger.path).exclusive_lock():
        pass
    with ledger.exclusive_lock():
        pass


def test_the_default_lies_beside_the_databases_folder_not_in_it(tmp_path: Path) -> None:
    """Else it would be restored together with the database, and know no more than that does."""
    assert open_ledger(None, tmp_path / "soundings").path == tmp_path / "soundings-erasures.jsonl"
    assert open_ledger("/var/lib/ledger.jsonl", tmp_path).path == Path("/var/lib/ledger.jsonl")

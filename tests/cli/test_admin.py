"""`soundings admin`, `erase`, `forget-contact` and `keys`, from outside: what they print, do, and refuse in one line."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partialmethod
from pathlib import Path
from subprocess import CompletedProcess
from threading import Thread
from uuid import UUID, uuid4

import pytest

from service.accounts.accounts import Accounts
from service.application.journeys import Journeys
from service.email.mailer import Mailer
from service.encryption.keyring import DEVELOPMENT_KEYRING, KeyringFile
from service.encryption.postgres import PostgresVault
from service.event_store.postgres import PostgresEventLog
from service.postgres.connections import open_pool
from tests.application.commands import start as begin
from tests.cli.conftest import Run
from tests.cli.test_commands import JOURNEY, discover, lines, start
from tests.commands import execute
from tests.email.sink import Sink, running

pytestmark = pytest.mark.slow

CONTACT = "3f0a8f2e-0000-4000-8000-0000000000cc"
ADMIN, COACH, CLIENT = "ada@example.no", "coach@example.no", "kari@example.no"


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOUNDINGS_LEDGER", str(tmp_path / "erasures.jsonl"))
    monkeypatch.setenv("SOUNDINGS_ORIGIN", "https://soundings.example")


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    """A mail server in a loop of its own: the commands are other processes."""
    sink, loop = Sink(), asyncio.new_event_loop()
    stop = asyncio.Event()
    ready = loop.create_future()

    async def serve() -> None:
        async with running(sink):
            ready.set_result(None)
            await stop.wait()

    thread = Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    asyncio.run_coroutine_threadsafe(asyncio.wait_for(ready, 5), loop).result()
    monkeypatch.setenv("SOUNDINGS_SMTP_URL", f"smtp://127.0.0.1:{sink.port}")
    monkeypatch.setenv("SOUNDINGS_MAIL_FROM", "hello@soundings.example")
    yield sink
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    loop.close()


@pytest.fixture
def organisation(soundings: Run) -> dict[str, str]:
    """An organisation, as the command that made it tells of it."""
    made = soundings("admin", "create-organisation", "Second Career", "--admin", ADMIN, "--json")
    told: dict[str, str] = json.loads(made.stdout)
    return told


def invited(soundings: Run, email: str, role: str, *more: str) -> dict[str, str]:
    asked = soundings("admin", "invite", email, "--role", role, "--json", *more)
    told: dict[str, str] = json.loads(asked.stdout)
    return told


def listed(soundings: Run) -> dict[str, dict[str, object]]:
    """The people by address."""
    told = soundings("admin", "people", "--json").stdout.splitlines()
    return {one["email"]: one for one in map(json.loads, told)}


def refused(told: CompletedProcess[str], *words: str) -> None:
    assert (told.returncode, told.stdout) == (1, "")
    assert len(told.stderr.splitlines()) == 1
    assert all(word in told.stderr for word in words)


def test_every_command_says_what_it_is_for(soundings: Run) -> None:
    for command in ("admin", "erase", "forget-contact", "keys"):
        told = soundings(command, "--help")

        assert told.returncode == 0
        assert told.stdout.startswith(f"Usage: soundings {command} ")


def test_a_first_administrator_is_asked_in_with_a_link(soundings: Run) -> None:
    told = soundings("admin", "create-organisation", "Second Career", "--admin", ADMIN)

    sentence, link = told.stdout.splitlines()
    assert told.returncode == 0
    assert "No mail server is set" in sentence
    assert re.fullmatch(r"https://soundings\.example/invitation#[\w-]{40,}", link)
    assert told.stderr == ""


# ASVS 14.2.1
def test_with_a_mail_server_the_link_stands_in_the_letter_and_nowhere_else(
    soundings: Run, sink: Sink
) -> None:
    told = soundings("admin", "create-organisation", "Second Career", "--admin", ADMIN, "--locale", "nl")

    (letter,) = sink.mailer
    plain = letter.get_body(("plain",))
    assert plain
    assert (letter["To"], letter["Subject"]) == (ADMIN, "Je uitnodiging")
    assert "https://soundings.example/invitation#" in plain.get_content()
    assert "#" not in told.stdout + told.stderr
    assert told.stdout.startswith("The invitation was sent by email.")


def test_a_mail_server_that_is_away_is_told_in_one_line(
    soundings: Run, organisation: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Mailer, "__init__", partialmethod(Mailer.__init__, pause=0.0))
    monkeypatch.setenv("SOUNDINGS_SMTP_URL", "smtp://127.0.0.1:1")
    refused(soundings("admin", "invite", COACH, "--role", "coach"), "SOUNDINGS_MAIL_FROM")
    monkeypatch.setenv("SOUNDINGS_MAIL_FROM", "hello@soundings.example")
    refused(
        soundings("admin", "invite", COACH, "--role", "coach"), "the mail server did not accept the email"
    )


def test_a_wrong_address_leaves_no_organisation_behind(soundings: Run) -> None:
    refused(
        soundings("admin", "create-organisation", "Second Career", "--admin", "ada"),
        "Enter a valid email address",
    )

    assert soundings("admin", "organisations").stdout == ""


def test_people_are_listed_with_what_they_are(soundings: Run, organisation: dict[str, str]) -> None:
    invited(soundings, COACH, "coach")
    told = soundings("admin", "people")

    assert [line.split("  ")[1] for line in told.stdout.splitlines()] == [
        f"(no name yet) <{ADMIN}>: invited as admin",
        f"(no name yet) <{COACH}>: invited as coach",
    ]
    assert listed(soundings)[COACH]["invited_as"] == ["coach"]


# ASVS 6.4.1
def test_asking_in_again_takes_the_first_link_back(soundings: Run, organisation: dict[str, str]) -> None:
    first, second = invited(soundings, COACH, "coach"), invited(soundings, COACH.upper(), "coach")

    assert first["link"] != second["link"]
    assert first["person_id"] == second["person_id"]


async def test_roles_are_given_and_taken(soundings: Run, organisation: dict[str, str], database: str) -> None:
    link = str(invited(soundings, COACH, "coach")["link"])
    refused(soundings("admin", "grant-role", COACH, "manager"), "open account")
    async with at_work(database) as (accounts, _):
        await accounts.accept_invitation(link.partition("#")[2], name="Sara Berg", consents=())
    given = soundings("admin", "grant-role", COACH, "manager")
    before = listed(soundings)[COACH]["roles"]
    taken = soundings("admin", "revoke-role", COACH, "manager", "--json")

    assert given.stdout.endswith(": has the role manager\n")
    assert before == ["coach", "manager"]
    assert json.loads(taken.stdout)["change"] == "no longer has the role manager"
    assert listed(soundings)[COACH]["roles"] == ["coach"]


@asynccontextmanager
async def at_work(database: str) -> AsyncIterator[tuple[Accounts, Journeys]]:
    """The service's accounts and journeys, in this process."""
    pool = await open_pool(database, 2)
    accounts = Accounts(pool, PostgresVault(pool, lambda: DEVELOPMENT_KEYRING))
    try:
        async with PostgresEventLog.connect(database) as log:
            yield accounts, Journeys(log, sealing=None)
    finally:
        accounts.close()
        pool.terminate()


def test_accounts_are_closed_opened_and_signed_out(soundings: Run, organisation: dict[str, str]) -> None:
    for command in ("disable", "enable", "revoke-sessions"):
        told = soundings("admin", command, ADMIN)

        assert (told.returncode, told.stderr) == (0, "")


async def test_a_journey_becomes_a_clients_own(
    soundings: Run, organisation: dict[str, str], database: str
) -> None:
    tenant_id, journey_id = UUID(organisation["organisation_id"]), uuid4()
    person_id = UUID(invited(soundings, CLIENT, "client")["person_id"])
    command = begin()
    async with at_work(database) as (accounts, journeys):
        await execute(journeys, journey_id, command, tenant_id=tenant_id)
        told = soundings("admin", "link-journey", str(journey_id), CLIENT)

        assert told.stdout == f"{person_id}: journey {journey_id} is theirs\n"
        assert await accounts.client_of(tenant_id, journey_id) == person_id
    invited(soundings, COACH, "coach")
    refused(soundings("admin", "link-journey", str(journey_id), COACH), "belongs to someone else")


def test_a_journey_of_another_organisation_is_unknown(
    soundings: Run, organisation: dict[str, str], tmp_path: Path
) -> None:
    soundings("import", lines(tmp_path / "kari.jsonl", start()))

    refused(soundings("admin", "invite", CLIENT, "--role", "client", "--journey", JOURNEY), "no such journey")


def test_whoever_is_unknown_is_one_line(soundings: Run, organisation: dict[str, str]) -> None:
    for command in ("disable", "enable", "revoke-sessions"):
        refused(soundings("admin", command, "nobody@example.no"), "nobody like that in this organisation")


def test_one_of_several_organisations_has_to_be_named(soundings: Run, organisation: dict[str, str]) -> None:
    soundings("admin", "create-organisation", "Another", "--admin", ADMIN)
    named = soundings("admin", "people", "--organisation", "Another", "--json")
    by_id = soundings("admin", "people", "--organisation", organisation["organisation_id"], "--json")

    refused(soundings("admin", "people"), "--organisation")
    refused(soundings("admin", "people", "--organisation", "Nowhere"), "no such organisation")
    assert json.loads(named.stdout)["person_id"] != json.loads(by_id.stdout)["person_id"]
    assert len(soundings("admin", "organisations").stdout.splitlines()) == 2


def test_what_cannot_be_is_a_usage_error(soundings: Run, organisation: dict[str, str]) -> None:
    for arguments in (
        ("admin", "invite", COACH),
        ("admin", "invite", COACH, "--role", "king"),
        ("admin", "link-journey", "x", CLIENT),
        ("erase",),
        ("erase", JOURNEY, "--replay"),
    ):
        assert soundings(*arguments).returncode == 2


def test_an_erasure_that_had_nothing_to_look_for_says_so(soundings: Run, tmp_path: Path) -> None:
    soundings("import", lines(tmp_path / "bo.jsonl", start(called="Bo")))
    told = soundings("erase", JOURNEY, "--yes", "--leave-on-disk").stdout

    assert "none of its texts was distinctive enough to search for\n" in told
    assert "searched for keys only: found " in told or "cannot be read from here" in told
    assert "found none" not in told
    assert "0 texts" not in told


def test_a_journey_is_erased(soundings: Run, tmp_path: Path) -> None:
    soundings("import", lines(tmp_path / "kari.jsonl", start(called="Kari Åsmund Nordahl"), discover()))
    refused(soundings("erase", JOURNEY), "--yes")
    refused(soundings("erase", JOURNEY, "--yes"), "soundings keys seal", "--leave-on-disk")
    told = soundings("erase", JOURNEY, "--yes", "--leave-on-disk")
    again = soundings("erase", JOURNEY, "--yes", "--json")

    assert told.stdout.startswith(
        f"journey {JOURNEY} was erased, with 0 accounts; searched for 1 text of the journey, found none\n"
    )
    assert json.loads(again.stdout)["already"] is True
    assert soundings("journeys").stdout == ""
    refused(soundings("profile", JOURNEY), "This journey has been erased.")
    refused(soundings("erase", str(uuid4()), "--yes"), "There is no such journey.")
    assert soundings("erase", "--replay").stdout == "Nothing to do: everything that was erased is gone.\n"
    assert soundings("replay", "--log", "--json").returncode == 0


def test_importing_a_journey_that_was_erased_is_refused(soundings: Run, tmp_path: Path) -> None:
    file = lines(tmp_path / "kari.jsonl", start())
    soundings("import", file)
    soundings("erase", JOURNEY, "--yes", "--leave-on-disk")
    told = soundings("import", file)

    assert told.returncode == 1
    assert "This journey has been erased." in told.stderr


def test_a_contact_is_forgotten(soundings: Run, tmp_path: Path) -> None:
    command = {
        "type": "AddContact",
        "happened_on": "2026-01-13",
        "contact_id": CONTACT,
        "name": "Anouk de Vries",
        "tie": "weak",
    }
    soundings("import", lines(tmp_path / "kari.jsonl", start(), {"journey_id": JOURNEY, "command": command}))
    told = soundings("forget-contact", JOURNEY, CONTACT, "--yes", "--leave-on-disk")
    events = soundings("events", JOURNEY, "--json").stdout

    assert told.stdout.startswith(f"contact {CONTACT} of journey {JOURNEY} was forgotten\n")
    assert "Anouk" not in events
    assert "[redacted]" in events
    refused(soundings("forget-contact", JOURNEY, str(uuid4()), "--yes"), "no such contact")


@pytest.mark.slow
def test_a_database_in_which_the_erased_live_again_is_not_served(
    soundings: Run, soundings_apart: Run, tmp_path: Path
) -> None:
    soundings("import", lines(tmp_path / "kari.jsonl", start()))
    line = {
        "step": "intent",
        "at": "2026-02-01T09:00:00Z",
        "whose": {"tenant_id": str(UUID(int=0)), "journey_id": JOURNEY},
    }
    (tmp_path / "erasures.jsonl").write_text(json.dumps(line) + "\n")
    refused(soundings_apart("serve", "--port", "0"), "soundings erase --replay")
    finished = soundings("erase", "--replay", "--json")

    assert json.loads(finished.stdout)["journey_id"] == JOURNEY
    assert soundings("journeys").stdout == ""


@pytest.mark.slow
def test_a_damaged_ledger_is_one_line(soundings_apart: Run, tmp_path: Path) -> None:
    (tmp_path / "erasures.jsonl").write_text("nonsense\n")

    refused(soundings_apart("serve", "--port", "0"), "erasures.jsonl:1", "the erasure ledger cannot be read")


def test_a_keyring_is_made_once(soundings: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    refused(soundings("keys", "make"), "SOUNDINGS_KEYRING")
    path = tmp_path / "keyring.json"
    monkeypatch.setenv("SOUNDINGS_KEYRING", str(path))
    made, first = soundings("keys", "make"), path.read_bytes()
    again = soundings("keys", "make", "--json")

    assert made.stdout == f"{path}: epoch 1\n"
    assert json.loads(again.stdout) == {"keyring": str(path), "newest": 1}
    assert path.read_bytes() == first
    assert path.stat().st_mode & 0o777 == 0o600


def test_keys_come_and_go_by_epochs(soundings: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ring = KeyringFile(tmp_path / "keyring.json")
    ring.create()
    monkeypatch.setenv("SOUNDINGS_KEYRING", str(ring.path))
    soundings("admin", "create-organisation", "Second Career", "--admin", ADMIN)
    before = soundings("keys", "status").stdout
    rotated = soundings("keys", "rotate")
    after = soundings("keys", "status", "--json").stdout
    gone = soundings("keys", "destroy", "1", "--yes")

    assert before == "epoch 1: current, 2 keys\n"
    assert rotated.stdout.startswith(
        "epoch 2: 2 keys encrypted again\nepoch 1: older backups can be decrypted until "
    )
    assert [(one["epoch"], one["state"], one["keys"]) for one in map(json.loads, after.splitlines())] == [
        (1, "retired", 0),
        (2, "current", 2),
    ]
    assert gone.stdout == "epoch 1: destroyed\n"
    refused(soundings("keys", "destroy", "2", "--yes"), "epoch 2 is the newest")
    assert list(listed(soundings)) == [ADMIN]

"""`soundings admin provider`, from outside: what it prints, keeps and refuses."""

import asyncio
import json
from pathlib import Path
from subprocess import CompletedProcess
from uuid import UUID, uuid4

import pytest

from service.accounts.identity_providers import IdentityProvider, IdentityProviders
from service.clock import utc_now
from service.encryption.keyring import DEVELOPMENT_KEYRING
from service.encryption.postgres import PostgresVault
from service.postgres.connections import open_pool
from tests.cli.conftest import Run

pytestmark = pytest.mark.slow

ISSUER = "https://login.harbour.example"


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SOUNDINGS_LEDGER", str(tmp_path / "erasures.jsonl"))
    monkeypatch.setenv("SOUNDINGS_ORIGIN", "https://soundings.example")


@pytest.fixture
def tenant_id(soundings: Run) -> UUID:
    told = soundings("admin", "create-organisation", "Second Career", "--admin", "ada@example.no", "--json")
    return UUID(json.loads(told.stdout)["organisation_id"])


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.write_text("first & only\n")
    return file


def added(soundings: Run, secret: Path, *more: str) -> CompletedProcess[str]:
    named = ("--called", "Harbour", "--client-id", "soundings", "--secret-file", secret)
    return soundings("admin", "provider", "add", ISSUER, *named, *more)


def kept(database: str, tenant_id: UUID) -> list[tuple[IdentityProvider, str]]:
    """The providers and their secrets, as the service opens them."""

    async def look() -> list[tuple[IdentityProvider, str]]:
        pool = await open_pool(database, 2)
        vault = PostgresVault(pool, lambda: DEVELOPMENT_KEYRING)
        providers = IdentityProviders(pool, vault, now=utc_now, locally=False)
        found = [(one, await providers.client_secret(one)) for one in await providers.list_for(tenant_id)]
        pool.terminate()
        return found

    return asyncio.run(look())


def test_a_provider_is_added_with_the_addresses_that_go_with_it(
    soundings: Run, database: str, tenant_id: UUID, secret: Path
) -> None:
    told = added(soundings, secret, "--unchecked", "--amr", "mfa", "--amr", "pwd", "--json")
    listed = soundings("admin", "provider", "list")
    ((provider, opened),) = kept(database, tenant_id)

    assert json.loads(told.stdout) == {
        "provider_id": str(provider.provider_id),
        "called": "Harbour",
        "issuer": ISSUER,
        "client_id": "soundings",
        "acr": [],
        "amr": ["mfa", "pwd"],
        "sends_back_to": "https://soundings.example/sign-in/back",
        "sign_in_at": f"https://soundings.example/sign-in/organisation/{tenant_id}",
    }
    assert f"{provider.provider_id}  Harbour: {ISSUER} as soundings, requires mfa and pwd" in listed.stdout
    assert "first & only" not in told.stdout + listed.stdout
    assert opened == "first & only"


def test_a_secret_is_changed_and_a_provider_removed(
    soundings: Run, database: str, tenant_id: UUID, secret: Path
) -> None:
    added(soundings, secret, "--unchecked")
    ((provider, _),) = kept(database, tenant_id)
    secret.write_text("another")

    changed = soundings(
        "admin", "provider", "change-secret", str(provider.provider_id), "--secret-file", secret
    )
    ((_, opened),) = kept(database, tenant_id)
    removed = soundings("admin", "provider", "remove", str(provider.provider_id))

    assert [changed.returncode, removed.returncode] == [0, 0]
    assert opened == "another"
    assert kept(database, tenant_id) == []


@pytest.mark.usefixtures("tenant_id")
def test_the_secret_comes_by_standard_input_too(soundings: Run, database: str, tenant_id: UUID) -> None:
    arguments = ("--called", "Harbour", "--client-id", "soundings", "--secret-file", "-", "--unchecked")
    told = soundings("admin", "provider", "add", ISSUER, *arguments, stdin="by the pipe\n")

    assert told.returncode == 0
    assert [opened for _, opened in kept(database, tenant_id)] == ["by the pipe"]


@pytest.mark.usefixtures("tenant_id")
def test_what_cannot_be_is_refused_in_one_line(
    soundings: Run, secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody_there = added(soundings, secret)
    unsafe = soundings(
        *("admin", "provider", "add", "http://login.harbour.example", "--unchecked"),
        *("--called", "Harbour", "--client-id", "soundings", "--secret-file", secret),
    )
    unknown = soundings("admin", "provider", "remove", str(uuid4()))
    monkeypatch.setenv("SOUNDINGS_ORIGIN", "")
    nowhere = added(soundings, secret, "--unchecked")

    refusals = [nobody_there, unsafe, unknown, nowhere]
    assert [one.returncode for one in refusals] == [1, 1, 1, 1]
    assert [len(one.stderr.splitlines()) for one in refusals] == [1, 1, 1, 1]
    assert "add it anyway with --unchecked" in nobody_there.stderr
    assert "Enter an https address" in unsafe.stderr
    assert "does not offer this way to sign in" in unknown.stderr
    assert "SOUNDINGS_ORIGIN is missing" in nowhere.stderr

"""Signing in: the same answer and the same work for every address, not too often, and not too many at once."""

import asyncio
import threading
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Literal
from uuid import UUID, uuid4

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from service.accounts.accounts import Accounts
from service.accounts.errors import AmbiguousOrganisation, InvalidEmail, SignInFailed, Throttled
from service.accounts.password_sign_in import HASHES_TRIED
from service.accounts.passwords import MAX_CONCURRENT, PasswordHashPool, make_argon2id_hasher
from service.accounts.throttle import AttemptSource
from tests.accounts.running_accounts import NETWORK, NEW_PASSWORD, PASSWORD, SOURCE, RunningAccounts
from tests.apps import CheapHasher

WRONG = "not the right words at all"


class Watched(PasswordHashPool):
    """Remembers which hashes were verified."""

    def __init__(self) -> None:
        super().__init__(CheapHasher())
        self.verified: list[Sequence[str]] = []

    async def verify(self, password: str, hashes: Sequence[str], *, known: bool = False) -> list[bool]:
        self.verified.append(hashes)
        return await super().verify(password, hashes, known=known)


class Slow(PasswordHasher):
    """Takes its time, and counts how many are at it."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.lock = threading.Lock()
        self.now = self.most = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        try:
            time.sleep(0.002)
            return super().verify(hash, password)
        finally:
            with self.lock:
                self.now -= 1


async def refusal(service: RunningAccounts, email: str, password: str, network: str = NETWORK) -> str:
    """What is said."""
    try:
        await service.accounts.sign_in(email, password, source=AttemptSource(network))
    except SignInFailed as refused:
        return str(refused)
    except Throttled:
        return "throttled"
    return "signed in"


async def test_the_right_password_signs_in(service: RunningAccounts) -> None:
    person = await service.person()

    signed = await service.signed_in(" ADA@example.org")

    assert (signed.caller.tenant_id, signed.caller.person_id) == (service.tenant_id, person.person_id)
    assert (signed.caller.roles, signed.caller.way, signed.needs) == (
        frozenset({"client"}),
        "browser",
        frozenset(),
    )
    assert await service.accounts.authenticate(signed.secret) == signed.caller


# ASVS 6.3.8
async def test_the_words_are_the_same_whether_the_address_is_known_or_not(service: RunningAccounts) -> None:
    await service.person("ada@example.org")
    await service.person("bo@example.org", password=None)
    await service.invited("eve@example.org")

    said = {
        await refusal(service, email, WRONG)
        for email in ("ada@example.org", "bo@example.org", "eve@example.org", "nobody@example.org")
    }

    assert said == {str(SignInFailed())}


# ASVS 6.3.8
async def test_as_many_hashes_are_verified_whether_the_address_is_known_or_not(
    service: RunningAccounts,
) -> None:
    await service.person("ada@example.org")
    await service.person("bo@example.org", password=None)
    elsewhere = await RunningAccounts(service.dsn, service.pool).founded("Elsewhere")
    elsewhere.accounts = Accounts(service.pool, service.vault, now=lambda: service.at, hash_pool=service.kept)
    await elsewhere.person("two@example.org")
    await service.person("two@example.org")
    watched = Watched()
    accounts = Accounts(service.pool, service.vault, now=lambda: service.at, hash_pool=watched)

    for email in ("ada@example.org", "bo@example.org", "nobody@example.org", "two@example.org"):
        with pytest.raises(SignInFailed):
            await accounts.sign_in(email, WRONG, source=SOURCE)

    known, without, unknown, two = watched.verified
    assert [len(hashes) for hashes in watched.verified] == [HASHES_TRIED] * 4
    assert [list(hashes).count(watched.nobodys) for hashes in (known, without, unknown, two)] == [1, 2, 2, 0]


async def test_nobodys_hash_costs_what_any_other_costs() -> None:
    kept = PasswordHashPool()

    assert extract_parameters(kept.nobodys) == extract_parameters(await kept.hash(PASSWORD))
    assert await kept.verify(PASSWORD, [kept.nobodys]) == [False]


# ASVS 11.4.2
async def test_passwords_are_kept_as_argon2id_of_46_mib() -> None:
    parameters = extract_parameters(make_argon2id_hasher().hash(PASSWORD))

    assert (parameters.type, parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (
        Type.ID,
        46 * 1024,
        2,
        1,
    )


async def test_an_old_hash_is_made_anew_when_its_password_is_shown(service: RunningAccounts) -> None:
    await service.person()
    stronger = PasswordHashPool(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    accounts = Accounts(service.pool, service.vault, now=lambda: service.at, hash_pool=stronger)

    await accounts.sign_in("ada@example.org", PASSWORD, source=SOURCE)

    assert "m=16,t=2" in (await service.dump())["passwords"]
    await accounts.sign_in("ada@example.org", PASSWORD, source=SOURCE)


# ASVS 7.2.4
async def test_every_sign_in_has_a_secret_of_its_own(service: RunningAccounts) -> None:
    await service.person()

    secrets = {(await service.signed_in()).secret for _ in range(3)}

    assert len(secrets) == 3
    assert min(len(secret) for secret in secrets) >= 43


# ASVS 6.3.1
async def test_a_hundred_wrong_passwords_for_one_account_are_throttled(service: RunningAccounts) -> None:
    await service.person()

    said = [await refusal(service, "ada@example.org", WRONG, f"198.51.100.{n % 11}") for n in range(100)]

    assert said == [str(SignInFailed())] * 50 + ["throttled"] * 50
    assert await refusal(service, "ada@example.org", PASSWORD, "203.0.113.1") == "throttled"
    service.pass_by(minutes=15)
    assert await refusal(service, "ada@example.org", PASSWORD, "203.0.113.1") == "signed in"


# ASVS 6.3.1
async def test_a_hundred_wrong_passwords_from_one_network_are_throttled(service: RunningAccounts) -> None:
    said = [await refusal(service, f"n{n}@example.org", WRONG, f"2001:db8::{n:x}") for n in range(100)]

    assert said == [str(SignInFailed())] * 50 + ["throttled"] * 50
    assert await refusal(service, "n1@example.org", WRONG, "2001:db8:0:1::1") == str(SignInFailed())


# ASVS 6.3.1
async def test_unknown_addresses_are_throttled_like_known_ones(service: RunningAccounts) -> None:
    said = [await refusal(service, "nobody@example.org", WRONG) for _ in range(12)]

    assert said == [str(SignInFailed())] * 10 + ["throttled"] * 2


async def test_a_hundred_wrong_passwords_at_the_same_moment_are_counted_one_by_one(
    service: RunningAccounts,
) -> None:
    await service.person()

    said = await asyncio.gather(
        *(refusal(service, "ada@example.org", WRONG, f"198.51.100.{n % 3}") for n in range(100))
    )

    assert said.count(str(SignInFailed())) == 30
    assert said.count("throttled") == 70


async def test_who_is_throttled_hears_how_long_to_wait(service: RunningAccounts) -> None:
    for _ in range(10):
        await refusal(service, "ada@example.org", WRONG)
    service.pass_by(minutes=5)

    with pytest.raises(Throttled) as throttled:
        await service.signed_in()
    assert throttled.value.retry_after == timedelta(minutes=10)


async def test_the_right_password_clears_the_account_and_costs_the_network_nothing(
    service: RunningAccounts,
) -> None:
    await service.person()

    for _ in range(12):
        for _ in range(3):
            await refusal(service, "ada@example.org", WRONG)
        await service.signed_in()

    assert await refusal(service, "ada@example.org", WRONG) == str(SignInFailed())


# ASVS 6.3.1, 2.4.1
@pytest.mark.slow
async def test_a_thousand_sign_ins_at_once_hash_two_at_a_time_and_the_rest_is_told_to_wait(
    service: RunningAccounts,
) -> None:
    slow = Slow()
    kept = PasswordHashPool(slow)
    accounts = Accounts(service.pool, service.vault, now=lambda: service.at, hash_pool=kept)

    async def attempt(n: int) -> str:
        try:
            await accounts.sign_in(
                f"n{n}@example.org", WRONG, source=AttemptSource(f"10.0.{n // 250}.{n % 250}")
            )
        except SignInFailed:
            return "refused"
        except Throttled:
            return "throttled"
        return "signed in"

    said = await asyncio.gather(*(attempt(n) for n in range(1000)))

    assert slow.most == MAX_CONCURRENT
    assert set(said) <= {"refused", "throttled"}
    assert said.count("refused") > 0


async def test_the_queue_before_the_hashes_is_short(service: RunningAccounts) -> None:
    kept = PasswordHashPool(Slow(), waiting=8)

    answers = await asyncio.gather(
        *(kept.verify(WRONG, [kept.nobodys]) for _ in range(100)), return_exceptions=True
    )

    assert sum(isinstance(answer, Throttled) for answer in answers) == 100 - MAX_CONCURRENT - 8
    assert await kept.verify(WRONG, [kept.nobodys]) == [False]


async def test_who_goes_away_leaves_no_turn_taken(service: RunningAccounts) -> None:
    kept = PasswordHashPool(Slow(), waiting=2)
    for _ in range(20):
        task = asyncio.create_task(kept.verify(WRONG, [kept.nobodys]))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        await asyncio.sleep(0.01)

    assert await kept.verify(WRONG, [kept.nobodys]) == [False]


async def test_two_organisations_that_know_an_address_are_told_apart_by_the_password(
    service: RunningAccounts,
) -> None:
    harbour, elsewhere = await two_organisations(service, PASSWORD, NEW_PASSWORD)

    here = await service.accounts.sign_in("ada@example.org", PASSWORD, source=SOURCE)
    there = await service.accounts.sign_in("ada@example.org", NEW_PASSWORD, source=SOURCE)

    assert (here.caller.tenant_id, there.caller.tenant_id) == (harbour, elsewhere)


async def test_which_organisation_is_asked_of_those_only_who_proved_the_password(
    service: RunningAccounts,
) -> None:
    harbour, elsewhere = await two_organisations(service, PASSWORD, PASSWORD)

    with pytest.raises(SignInFailed):
        await service.accounts.sign_in("ada@example.org", WRONG, source=SOURCE)
    with pytest.raises(AmbiguousOrganisation) as which:
        await service.accounts.sign_in("ada@example.org", PASSWORD, source=SOURCE)
    assert set(which.value.choices) == {(harbour, "Harbour Pilots"), (elsewhere, "Elsewhere")}

    chosen = await service.accounts.sign_in(
        "ada@example.org", PASSWORD, source=SOURCE, organisation=elsewhere
    )
    assert chosen.caller.tenant_id == elsewhere
    with pytest.raises(SignInFailed):
        await service.accounts.sign_in("ada@example.org", PASSWORD, source=SOURCE, organisation=uuid4())


async def two_organisations(service: RunningAccounts, here: str, there: str) -> tuple[UUID, UUID]:
    """Both know ada@example.org."""
    harbour = service.tenant_id
    await service.person(password=here)
    await service.founded("Elsewhere")
    await service.person(password=there)
    return harbour, service.tenant_id


async def test_what_is_no_address_is_no_attempt(service: RunningAccounts) -> None:
    with pytest.raises(InvalidEmail):
        await service.accounts.sign_in("ada", PASSWORD, source=SOURCE)


@pytest.mark.parametrize("password", ["", "x" * 100_000, "\ud800 half a letter"])
async def test_odd_passwords_are_refused_like_wrong_ones(service: RunningAccounts, password: str) -> None:
    await service.person()

    assert await refusal(service, "ada@example.org", password) == str(SignInFailed())

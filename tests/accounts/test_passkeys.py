"""Passkeys: made and used with a real software authenticator, and refused whenever one thing about them is not right."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from service.accounts import passkey_store
from service.accounts.authentication_result import AuthenticationFailed, AuthenticationResult
from service.accounts.caller import Caller
from service.accounts.challenges import UNKNOWN_TENANT
from service.accounts.passkey_store import (
    MAX_PER_PERSON,
    InvalidPasskey,
    LastSignInPasskey,
    Passkey,
    UnknownPasskey,
)
from service.accounts.passkeys import Passkeys
from service.encryption.memory import MemoryVault
from service.postgres.connections import tenant_tx
from tests.accounts.authenticator import Authenticator, to_bytes, to_text
from tests.accounts.neighbours import HandClock, Neighbours, shared_pool
from tests.databases import Databases

if TYPE_CHECKING:
    from service.postgres.connections import Pool

ORIGIN = "https://soundings.example"
RP_ID = "soundings.example"
BROWSER = "the-secret-of-this-browser-0123"
OTHER_BROWSER = "the-secret-of-another-browser-9"


class Desk:
    """The service's passkeys, and people who use them."""

    def __init__(self, passkeys: Passkeys, vault: MemoryVault, neighbours: Neighbours) -> None:
        self.passkeys = passkeys
        self.vault = vault
        self.neighbours = neighbours
        self.now = neighbours.now

    async def add(self, caller: Caller, device: Authenticator, called: str = "Phone") -> Passkey:
        options = await self.passkeys.registration_options(caller, BROWSER, account="Ada")
        return await self.passkeys.register(caller, BROWSER, device.create(options), called=called)

    async def somebody(self, device: Authenticator) -> Caller:
        """A person with a passkey on this device."""
        caller = await self.neighbours.person()
        await self.add(caller, device)
        return caller

    async def answer(self, device: Authenticator) -> dict[str, Any]:
        """An answer of the device to a fresh challenge."""
        return device.get(await self.passkeys.sign_in_options(BROWSER))

    async def sign_in(self, device: Authenticator) -> AuthenticationResult:
        return await self.passkeys.sign_in(BROWSER, await self.answer(device))

    async def reason(self, answer: dict[str, Any], browser: str = BROWSER) -> str:
        """Why a sign-in is refused."""
        with pytest.raises(AuthenticationFailed) as refused:
            await self.passkeys.sign_in(browser, answer)
        return refused.value.reason


@pytest.fixture(scope="module")
async def pool(databases: Databases) -> "AsyncIterator[Pool]":
    async with shared_pool(databases) as pool:
        yield pool


@pytest.fixture
def desk(pool: "Pool") -> Desk:
    now = HandClock()
    vault = MemoryVault()
    return Desk(Passkeys(pool, vault, rp_id=RP_ID, origin=ORIGIN, now=now), vault, Neighbours(pool, now))


def phone(
    *, counts: bool = True, verifies: bool = True, syncs: bool = False, embedded: bool = False
) -> Authenticator:
    return Authenticator(ORIGIN, counts=counts, verifies=verifies, syncs=syncs, embedded=embedded)


async def test_a_passkey_proves_who_it_is_without_a_name_being_typed(desk: Desk) -> None:
    device = phone()
    caller = await desk.somebody(device)

    proof = await desk.sign_in(device)

    expected = AuthenticationResult(
        tenant_id=caller.tenant_id,
        person_id=caller.person_id,
        method="passkey",
        amr=("pop", "user", "mfa"),
        strong=True,
        proved_at=desk.now(),
    )
    assert expected == proof


async def test_the_options_ask_for_a_discoverable_passkey_of_a_verified_user(desk: Desk) -> None:
    caller = await desk.neighbours.person()

    made = await desk.passkeys.registration_options(caller, BROWSER, account="ada@example.org")
    used = await desk.passkeys.sign_in_options(BROWSER)

    assert made["rp"] == {"id": RP_ID, "name": "Soundings"}
    assert made["user"]["name"] == "ada@example.org"
    assert to_bytes(made["user"]["id"]) == caller.tenant_id.bytes + caller.person_id.bytes
    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert made["authenticatorSelection"]["userVerification"] == used["userVerification"] == "required"
    assert made["attestation"] == "none"
    assert used["allowCredentials"] == []
    # ASVS 6.7.2: never the same, and more than 64 bits.
    assert made["challenge"] != used["challenge"]
    assert len(to_bytes(used["challenge"])) == 32
    json.dumps([made, used])


async def test_a_person_may_have_several_and_any_of_them_signs_in(desk: Desk) -> None:
    first, second = phone(), phone(syncs=True)
    caller = await desk.somebody(first)
    desk.now.pass_by(days=1)
    await desk.add(caller, second, "  My \n laptop ")

    assert (await desk.sign_in(first)).person_id == caller.person_id
    desk.now.pass_by(days=1)
    assert (await desk.sign_in(second)).person_id == caller.person_id
    seen = [(one.called, one.can_sync, one.synced) for one in await desk.passkeys.list_own(caller)]
    assert seen == [("Phone", False, False), ("My laptop", True, True)]
    used = [one.used_at for one in await desk.passkeys.list_own(caller)]
    assert used[1] == desk.now()
    assert used[0] != desk.now()


async def test_a_device_is_told_which_passkeys_the_person_has(desk: Desk) -> None:
    device = phone()
    caller = await desk.somebody(device)

    options = await desk.passkeys.registration_options(caller, BROWSER, account="Ada")

    (excluded,) = options["excludeCredentials"]
    assert excluded["id"] == to_text(device.credentials[0].credential_id)
    assert set(excluded["transports"]) == {"internal", "hybrid"}


async def test_a_device_that_does_not_count_signs_in_again_and_again(desk: Desk) -> None:
    device = phone(counts=False)
    caller = await desk.somebody(device)

    seen = [(await desk.sign_in(device)).person_id for _ in range(3)]

    assert seen == [caller.person_id] * 3


# Refused: the challenge.


async def test_an_assertion_counts_once(desk: Desk) -> None:
    # ASVS 6.5.1
    device = phone(counts=False)
    await desk.somebody(device)
    answer = await desk.answer(device)
    await desk.passkeys.sign_in(BROWSER, answer)

    assert await desk.reason(answer) == "challenge"


async def test_of_two_who_send_the_same_assertion_at_once_one_is_let_in(desk: Desk) -> None:
    # ASVS 6.5.1
    device = phone(counts=False)
    await desk.somebody(device)
    answer = await desk.answer(device)

    ends = await asyncio.gather(
        *(desk.passkeys.sign_in(BROWSER, answer) for _ in range(4)), return_exceptions=True
    )

    assert sum(isinstance(end, AuthenticationResult) for end in ends) == 1
    assert sum(isinstance(end, AuthenticationFailed) for end in ends) == 3


async def test_a_refused_answer_uses_the_challenge_up(desk: Desk) -> None:
    # ASVS 6.5.1
    device = phone()
    await desk.somebody(device)
    options = await desk.passkeys.sign_in_options(BROWSER)
    device.verifies = False
    assert await desk.reason(device.get(options)) == "answer"

    device.verifies = True

    assert await desk.reason(device.get(options)) == "challenge"


async def test_a_challenge_that_was_never_handed_out_is_refused(desk: Desk) -> None:
    device = phone()
    await desk.somebody(device)

    assert await desk.reason(device.get({"challenge": to_text(bytes(32)), "rpId": RP_ID})) == "challenge"


async def test_a_challenge_is_good_for_five_minutes(desk: Desk) -> None:
    # ASVS 6.5.5
    device = phone()
    caller = await desk.somebody(device)
    in_time, too_late = await desk.answer(device), await desk.answer(device)

    desk.now.pass_by(minutes=4, seconds=59)
    assert (await desk.passkeys.sign_in(BROWSER, in_time)).person_id == caller.person_id
    desk.now.pass_by(seconds=1)
    assert await desk.reason(too_late) == "challenge"


async def test_a_challenge_is_for_the_browser_that_asked(desk: Desk) -> None:
    # ASVS 6.6.2
    device = phone()
    caller = await desk.somebody(device)
    answer = await desk.answer(device)

    assert await desk.reason(answer, OTHER_BROWSER) == "challenge"
    assert await desk.reason(answer, "") == "challenge"
    assert (await desk.passkeys.sign_in(BROWSER, answer)).person_id == caller.person_id


async def test_a_browser_without_a_secret_is_given_no_challenge(desk: Desk) -> None:
    with pytest.raises(ValueError, match="too short"):
        await desk.passkeys.sign_in_options("short")


async def test_a_registration_is_for_the_person_and_the_browser_that_asked(desk: Desk) -> None:
    # ASVS 6.6.2
    caller = await desk.neighbours.person()
    colleague = await desk.neighbours.person(caller.tenant_id)
    options = await desk.passkeys.registration_options(caller, BROWSER, account="Ada")

    for who, browser in ((colleague, BROWSER), (caller, OTHER_BROWSER)):
        with pytest.raises(AuthenticationFailed) as refused:
            await desk.passkeys.register(who, browser, phone().create(options), called="Phone")
        assert refused.value.reason == "challenge"
    assert await desk.passkeys.list_own(colleague) == []


async def test_the_challenge_of_a_sign_in_registers_nothing_and_the_other_way_round(desk: Desk) -> None:
    device = phone()
    caller = await desk.somebody(device)
    made = await desk.passkeys.registration_options(caller, BROWSER, account="Ada")
    used = await desk.passkeys.sign_in_options(BROWSER)

    answer = phone().create(made | {"challenge": used["challenge"]})
    with pytest.raises(AuthenticationFailed) as refused:
        await desk.passkeys.register(caller, BROWSER, answer, called="Phone")

    assert refused.value.reason == "challenge"
    assert await desk.reason(device.get(used | {"challenge": made["challenge"]})) == "challenge"


async def test_old_challenges_are_swept_away(desk: Desk, pool: "Pool") -> None:
    for _ in range(3):
        await desk.passkeys.sign_in_options(BROWSER)
    desk.now.pass_by(minutes=6)
    await desk.passkeys.sign_in_options(BROWSER)

    async with tenant_tx(pool, UNKNOWN_TENANT) as connection:
        kept = await connection.fetchval("select count(*) from ceremonies where expires_at <= $1", desk.now())
    assert kept == 0


# Refused: the answer.


@pytest.mark.parametrize(
    "origin",
    ["https://soundings.example.evil.example", "http://soundings.example", "https://soundings.example:444"],
)
async def test_another_origin_is_refused(desk: Desk, origin: str) -> None:
    device = phone()
    caller = await desk.somebody(device)
    device.origin = origin

    assert await desk.reason(await desk.answer(device)) == "answer"
    with pytest.raises(AuthenticationFailed):
        await desk.add(caller, Authenticator(origin))


async def test_another_rp_id_is_refused(desk: Desk) -> None:
    device = phone()
    caller = await desk.somebody(device)
    options = await desk.passkeys.sign_in_options(BROWSER)
    made = await desk.passkeys.registration_options(caller, BROWSER, account="Ada")

    assert await desk.reason(device.get(options, rp_id="evil.example")) == "answer"
    with pytest.raises(AuthenticationFailed):
        await desk.passkeys.register(
            caller, BROWSER, phone().create(made, rp_id="evil.example"), called="Phone"
        )


async def test_a_device_that_did_not_check_who_holds_it_is_refused(desk: Desk) -> None:
    device = phone()
    caller = await desk.somebody(device)
    device.verifies = False

    assert await desk.reason(await desk.answer(device)) == "answer"
    with pytest.raises(AuthenticationFailed):
        await desk.add(caller, phone(verifies=False))


async def test_a_page_inside_another_page_is_refused(desk: Desk) -> None:
    device = phone()
    caller = await desk.somebody(device)
    device.embedded = True

    assert await desk.reason(await desk.answer(device)) == "answer"
    with pytest.raises(AuthenticationFailed):
        await desk.add(caller, phone(embedded=True))


async def test_a_counter_that_goes_back_tells_of_a_copy(desk: Desk) -> None:
    device = phone()
    caller = await desk.somebody(device)
    for _ in range(3):
        await desk.sign_in(device)
    device.credentials[0].count = 1

    with pytest.raises(AuthenticationFailed) as refused:
        await desk.sign_in(device)

    assert refused.value.reason == "counter"
    assert refused.value.who == (caller.tenant_id, caller.person_id)


async def test_a_counter_is_compared_with_one_that_is_just_being_written(desk: Desk, pool: "Pool") -> None:
    """A copy answers while the answer of the true device is between its look at the counter and its note of it."""
    device = phone()
    caller = await desk.somebody(device)
    (passkey,) = await desk.passkeys.list_own(caller)
    answer = await desk.answer(device)

    async with tenant_tx(pool, caller.tenant_id) as connection:
        person = (caller.tenant_id, caller.person_id)
        await passkey_store.lock_passkey(connection, person, device.credentials[0].credential_id)
        copy = asyncio.create_task(desk.passkeys.sign_in(BROWSER, answer))
        await asyncio.wait([copy], timeout=0.3)
        await passkey_store.record_passkey_use(
            connection, caller.tenant_id, passkey.passkey_id, count=1, synced=False, now=desk.now()
        )

    with pytest.raises(AuthenticationFailed) as refused:
        await copy
    assert refused.value.reason == "counter"


async def test_a_counter_counts_only_when_the_signature_is_right(desk: Desk) -> None:
    device = phone()
    caller = await desk.somebody(device)
    answer = await desk.answer(device)
    data = bytearray(to_bytes(answer["response"]["authenticatorData"]))
    data[-1] = 200
    answer["response"]["authenticatorData"] = to_text(bytes(data))

    assert await desk.reason(answer) == "answer"
    assert (await desk.sign_in(device)).person_id == caller.person_id


async def test_a_passkey_that_suddenly_can_be_synchronised_is_refused(desk: Desk) -> None:
    device = phone()
    await desk.somebody(device)
    device.syncs = True

    assert await desk.reason(await desk.answer(device)) == "answer"


async def test_nobody_signs_in_as_somebody_else_with_a_passkey_of_their_own(desk: Desk) -> None:
    """The handle beside a signature is not signed: whoever it names, the key must be theirs."""
    own, theirs = phone(), phone()
    caller, other = await desk.somebody(own), await desk.somebody(theirs)
    colleague = await desk.neighbours.person(caller.tenant_id)

    for victim in (other, colleague):
        own.credentials[0].user_handle = to_text(victim.tenant_id.bytes + victim.person_id.bytes)
        assert await desk.reason(await desk.answer(own)) == "unknown"


async def test_a_credential_of_another_organisation_opens_nothing_here(desk: Desk) -> None:
    """A key with the id of somebody's passkey, registered next door, is another key."""
    device, forger = phone(), phone()
    caller = await desk.somebody(device)
    await desk.somebody(forger)
    copy = forger.credentials[0]
    copy.credential_id = device.credentials[0].credential_id
    copy.user_handle = to_text(caller.tenant_id.bytes + caller.person_id.bytes)

    assert await desk.reason(await desk.answer(forger)) == "answer"


def _without(field: str) -> Callable[[dict[str, Any]], object]:
    return lambda answer: answer["response"].pop(field)


def _with(field: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda answer: answer["response"].update({field: value})


@pytest.mark.parametrize(
    "spoil",
    [
        lambda answer: answer.clear(),
        lambda answer: answer.update(response=None),
        lambda answer: answer.update(type="password"),
        lambda answer: answer.update(id="another"),
        _without("userHandle"),
        _without("signature"),
        _with("userHandle", "c2hvcnQ"),
        _with("userHandle", "x" * 5000),
        _with("userHandle", "é"),
        _with("signature", "AAAA"),
        _with("authenticatorData", "AAAA"),
        _with("authenticatorData", to_text(b"\xff" * 200)),
        _with("clientDataJSON", to_text(b"[]")),
        _with("clientDataJSON", to_text(b"[" * 100_000)),
        _with("clientDataJSON", 5),
    ],
)
async def test_an_answer_in_pieces_is_refused_and_nothing_breaks(
    desk: Desk, spoil: Callable[[dict[str, Any]], object]
) -> None:
    device = phone()
    await desk.somebody(device)
    answer = await desk.answer(device)
    spoil(answer)

    assert await desk.reason(answer) == "answer"


async def test_whatever_was_wrong_one_hears_the_same(desk: Desk) -> None:
    # ASVS 6.3.8
    known, unknown = phone(), phone()
    caller = await desk.somebody(known)
    await desk.somebody(unknown)
    await desk.neighbours.give_password(caller)
    used = await desk.answer(known)
    await desk.passkeys.sign_in(BROWSER, used)
    (passkey,) = await desk.passkeys.list_own(caller)
    await desk.passkeys.remove(caller, passkey.passkey_id)

    sentences = set()
    for answer in (used, await desk.answer(known), {}):
        with pytest.raises(AuthenticationFailed) as refused:
            await desk.passkeys.sign_in(BROWSER, answer)
        sentences.add(str(refused.value))

    assert len(sentences) == 1


# Kept: renamed, removed.


async def test_a_passkey_is_renamed_by_its_owner_only(desk: Desk) -> None:
    caller = await desk.somebody(phone())
    colleague = await desk.neighbours.person(caller.tenant_id)
    stranger = await desk.neighbours.person()
    (passkey,) = await desk.passkeys.list_own(caller)

    renamed = await desk.passkeys.rename(caller, passkey.passkey_id, "Work phone")

    assert renamed.called == "Work phone"
    assert await desk.passkeys.list_own(caller) == [renamed]
    for other in (colleague, stranger):
        with pytest.raises(UnknownPasskey):
            await desk.passkeys.rename(other, passkey.passkey_id, "Mine")
        with pytest.raises(UnknownPasskey):
            await desk.passkeys.remove(other, passkey.passkey_id)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\u202eb", "a\x00b"])
async def test_a_name_that_cannot_be_shown_is_refused(desk: Desk, name: str) -> None:
    caller = await desk.somebody(phone())
    (passkey,) = await desk.passkeys.list_own(caller)

    with pytest.raises(InvalidPasskey):
        await desk.passkeys.rename(caller, passkey.passkey_id, name)


async def test_what_a_passkey_is_called_is_sealed(desk: Desk, pool: "Pool") -> None:
    # ASVS 14.2.4
    device = phone()
    caller = await desk.neighbours.person()
    made = await desk.add(caller, device, "Zephyrine's phone")

    async with tenant_tx(pool, caller.tenant_id) as connection:
        kept = await connection.fetchval("select passkeys::text from passkeys")
    await desk.vault.destroy(caller.tenant_id, [caller.person_id])

    assert made.called == "Zephyrine's phone"
    assert "Zephyrine" not in kept
    assert b"Zephyrine".hex() not in kept
    assert [one.called for one in await desk.passkeys.list_own(caller)] == [None]
    assert (await desk.sign_in(device)).person_id == caller.person_id


async def test_a_removed_passkey_opens_nothing(desk: Desk) -> None:
    # ASVS 6.5.6
    lost, kept = phone(), phone()
    caller = await desk.somebody(lost)
    desk.now.pass_by(seconds=1)
    await desk.add(caller, kept)
    answer = await desk.answer(lost)

    await desk.passkeys.remove(caller, (await desk.passkeys.list_own(caller))[0].passkey_id)

    assert await desk.reason(answer) == "unknown"
    assert (await desk.sign_in(kept)).person_id == caller.person_id


async def test_the_last_way_to_sign_in_cannot_be_removed(desk: Desk) -> None:
    caller = await desk.somebody(phone())
    (passkey,) = await desk.passkeys.list_own(caller)

    with pytest.raises(LastSignInPasskey):
        await desk.passkeys.remove(caller, passkey.passkey_id)
    assert await desk.passkeys.list_own(caller) == [passkey]
    await desk.neighbours.give_password(caller)
    await desk.passkeys.remove(caller, passkey.passkey_id)
    assert await desk.passkeys.list_own(caller) == []


async def test_two_removals_at_once_leave_one(desk: Desk, pool: "Pool") -> None:
    caller = await desk.somebody(phone())
    await desk.add(caller, phone())
    first, second = await desk.passkeys.list_own(caller)

    async with tenant_tx(pool, caller.tenant_id) as connection:
        await passkey_store.delete_passkey(connection, (caller.tenant_id, caller.person_id), first.passkey_id)
        other = asyncio.create_task(desk.passkeys.remove(caller, second.passkey_id))
        await asyncio.wait([other], timeout=0.3)

    with pytest.raises(LastSignInPasskey):
        await other
    assert await desk.passkeys.list_own(caller) == [second]


async def test_a_person_cannot_fill_the_table(desk: Desk) -> None:
    caller = await desk.neighbours.person()
    for _ in range(MAX_PER_PERSON):
        await desk.add(caller, phone())

    with pytest.raises(InvalidPasskey):
        await desk.add(caller, phone())


async def test_nobody_can_register_the_passkey_of_somebody_else(desk: Desk) -> None:
    device, thief = phone(), phone()
    caller = await desk.somebody(device)
    colleague = await desk.neighbours.person(caller.tenant_id)
    options = await desk.passkeys.registration_options(colleague, BROWSER, account="Bea")
    answer = thief.create(options)
    statement = bytearray(to_bytes(answer["response"]["attestationObject"]))
    name, other = thief.credentials[0].credential_id, device.credentials[0].credential_id
    answer["response"]["attestationObject"] = to_text(bytes(statement.replace(name, other)))
    answer["id"] = answer["rawId"] = to_text(other)

    with pytest.raises(InvalidPasskey):
        await desk.passkeys.register(colleague, BROWSER, answer, called="Phone")
    assert (await desk.sign_in(device)).person_id == caller.person_id


async def test_a_person_who_is_removed_leaves_no_passkey(desk: Desk) -> None:
    device = phone()
    caller = await desk.somebody(device)

    await desk.neighbours.remove(caller)

    assert await desk.passkeys.list_own(caller) == []
    assert await desk.reason(await desk.answer(device)) == "unknown"


async def test_an_organisation_nobody_knows_is_refused_like_a_passkey_nobody_has(desk: Desk) -> None:
    device = phone()
    await desk.somebody(device)
    device.credentials[0].user_handle = to_text(uuid4().bytes + uuid4().bytes)

    assert await desk.reason(await desk.answer(device)) == "unknown"

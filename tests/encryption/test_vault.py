"""What every vault promises: what is sealed is opened by whoever it was sealed for, in its place, while the key is there."""

from uuid import UUID, uuid4

import pytest

from domain.sensitivity import C2, C3
from service.encryption.vault import KeyUnavailable, Vault

TENANT, OTHER_TENANT = UUID(int=1), UUID(int=2)
PLACE = b"stream 7, version 3"


@pytest.fixture
def anouk() -> UUID:
    return uuid4()


async def sealed_of(vault: Vault, subject: UUID, plain: bytes = b"Anouk") -> bytes:
    await vault.load_keys(TENANT, [subject], create=True)
    return vault.seal(TENANT, subject, C2, plain, bound_to=PLACE)


async def test_what_is_sealed_opens_again(vault: Vault, anouk: UUID) -> None:
    sealed = await sealed_of(vault, anouk)

    assert vault.open(TENANT, anouk, C2, sealed, bound_to=PLACE) == b"Anouk"
    assert b"Anouk" not in sealed


async def test_the_same_is_never_sealed_alike(vault: Vault, anouk: UUID) -> None:
    assert await sealed_of(vault, anouk) != await sealed_of(vault, anouk)


async def test_what_is_sealed_opens_in_its_place_only(vault: Vault, anouk: UUID) -> None:
    sealed = await sealed_of(vault, anouk)

    with pytest.raises(ValueError, match="altered or moved"):
        vault.open(TENANT, anouk, C2, sealed, bound_to=b"stream 7, version 4")


async def test_each_person_class_and_organisation_has_keys_of_its_own(vault: Vault, anouk: UUID) -> None:
    sealed = await sealed_of(vault, anouk)
    somebody = uuid4()
    await vault.load_keys(TENANT, [somebody], create=True)
    await vault.load_keys(OTHER_TENANT, [anouk], create=True)

    with pytest.raises(ValueError, match="altered or moved"):
        vault.open(TENANT, somebody, C2, sealed, bound_to=PLACE)
    with pytest.raises(ValueError, match="altered or moved"):
        vault.open(TENANT, anouk, C3, sealed, bound_to=PLACE)
    with pytest.raises(ValueError, match="altered or moved"):
        vault.open(OTHER_TENANT, anouk, C2, sealed, bound_to=PLACE)


@pytest.mark.parametrize("byte", [0, -1])
async def test_no_byte_of_it_can_be_altered(vault: Vault, anouk: UUID, byte: int) -> None:
    sealed = bytearray(await sealed_of(vault, anouk))
    sealed[byte] ^= 1

    with pytest.raises(ValueError, match="sealed"):
        vault.open(TENANT, anouk, C2, bytes(sealed), bound_to=PLACE)


async def test_what_is_cut_off_does_not_open(vault: Vault, anouk: UUID) -> None:
    sealed = await sealed_of(vault, anouk)

    with pytest.raises(ValueError, match="not sealed here"):
        vault.open(TENANT, anouk, C2, sealed[:10], bound_to=PLACE)


async def test_who_has_no_keys_gets_none_by_being_looked_up(vault: Vault, anouk: UUID) -> None:
    await vault.load_keys(TENANT, [anouk])

    with pytest.raises(KeyUnavailable):
        vault.seal(TENANT, anouk, C2, b"Anouk", bound_to=PLACE)


async def test_nothing_opens_that_was_not_made_ready(vault: Vault, anouk: UUID) -> None:
    with pytest.raises(KeyUnavailable):
        vault.open(TENANT, anouk, C2, b"", bound_to=PLACE)


async def test_destroyed_keys_open_nothing_and_never_come_back(vault: Vault, anouk: UUID) -> None:
    sealed = await sealed_of(vault, anouk)
    other = await sealed_of(vault, somebody := uuid4())

    await vault.destroy(TENANT, [anouk])
    await vault.load_keys(TENANT, [anouk, somebody], create=True)

    with pytest.raises(KeyUnavailable):
        vault.open(TENANT, anouk, C2, sealed, bound_to=PLACE)
    with pytest.raises(KeyUnavailable):
        vault.seal(TENANT, anouk, C3, b"again", bound_to=PLACE)
    assert vault.open(TENANT, somebody, C2, other, bound_to=PLACE) == b"Anouk"


async def test_who_never_had_keys_can_lose_them(vault: Vault, anouk: UUID) -> None:
    await vault.destroy(TENANT, [anouk])
    await vault.load_keys(TENANT, [anouk], create=True)

    with pytest.raises(KeyUnavailable):
        vault.seal(TENANT, anouk, C2, b"Anouk", bound_to=PLACE)


async def test_keys_of_many_are_made_ready_at_once(vault: Vault) -> None:
    people = [uuid4() for _ in range(300)]

    await vault.load_keys(TENANT, people, create=True)
    sealed = [vault.seal(TENANT, one, C3, one.bytes, bound_to=PLACE) for one in people]

    assert [one.bytes for one in people] == [
        vault.open(TENANT, one, C3, what, bound_to=PLACE) for one, what in zip(people, sealed, strict=True)
    ]


def test_a_fingerprint_is_the_same_for_the_same_text_and_purpose(vault: Vault) -> None:
    address = vault.fingerprint("anouk@example.org", purpose="sign-in")

    assert address == vault.fingerprint("anouk@example.org", purpose="sign-in")
    assert address != vault.fingerprint("anouk@example.org", purpose="invitation")
    assert address != vault.fingerprint("anouk@example.com", purpose="sign-in")
    assert len(address) == 32

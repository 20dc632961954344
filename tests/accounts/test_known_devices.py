"""The cookie of a device says where somebody has signed in, to us alone."""

from service.accounts.known_devices import MAX_ACCOUNTS, read_device, sign_device_cookie
from service.accounts.personal_data_sealer import PersonalDataSealer
from service.encryption.memory import MemoryVault

SEALS = PersonalDataSealer(MemoryVault())
ADA, BO = SEALS.address_fingerprint("ada@example.org"), SEALS.address_fingerprint("bo@example.org")


def test_a_device_is_known_for_those_who_signed_in_there() -> None:
    first = read_device(SEALS, sign_device_cookie(SEALS, None, ADA))
    assert first
    both = read_device(SEALS, sign_device_cookie(SEALS, first, BO))

    assert (first.knows(ADA), first.knows(BO)) == (True, False)
    assert both
    assert (both.knows(ADA), both.knows(BO), both.secret) == (True, True, first.secret)


def test_only_our_own_cookies_count() -> None:
    cookie = sign_device_cookie(SEALS, None, ADA)
    tag = cookie.split(".")[1]
    other = sign_device_cookie(SEALS, None, BO).split(".")

    for forged in (None, "", ".", "é", cookie[:-1], f"x{cookie}", ".".join([other[0], tag, other[-1]])):
        assert read_device(SEALS, forged) is None
    assert read_device(PersonalDataSealer(MemoryVault()), cookie) is None


def test_a_cookie_names_nobody_and_stays_short() -> None:
    addresses = [SEALS.address_fingerprint(f"n{number}@example.org") for number in range(3 * MAX_ACCOUNTS)]
    cookie = sign_device_cookie(SEALS, None, ADA)
    for address in addresses:
        cookie = sign_device_cookie(SEALS, read_device(SEALS, cookie), address)

    last = read_device(SEALS, cookie)
    assert last
    assert [last.knows(one) for one in addresses] == [False] * 2 * MAX_ACCOUNTS + [True] * MAX_ACCOUNTS
    assert len(cookie) < 512

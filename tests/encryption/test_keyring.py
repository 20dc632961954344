"""The keyring outside the database: private, whole, and never the one everybody knows when in earnest."""

import stat
from pathlib import Path
from uuid import UUID

import pytest

from service.encryption.keyring import (
    DEVELOPMENT_KEYRING,
    InvalidKeyring,
    Keyring,
    KeyringFile,
    generate_keyring,
    keyring_source,
    parse_keyring,
    require_fit_for,
)
from service.encryption.vault import KeyUnavailable

TENANT, OTHER_TENANT = UUID(int=1), UUID(int=2)


def test_a_keyring_is_read_as_it_was_written() -> None:
    keyring = generate_keyring().with_new_epoch()

    assert keyring == parse_keyring(keyring.to_json(), "it")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"1":"QQ=="}', '{"secret":"!","1":"!"}', '{"secret":"QQ==","x":"QQ=="}']
)
def test_what_is_no_keyring_is_refused_without_quoting_it(text: str) -> None:
    with pytest.raises(InvalidKeyring, match="is not a keyring") as refusal:
        parse_keyring(text, "SOUNDINGS_KEYRING_JSON")

    assert "QQ==" not in str(refusal.value)
    assert refusal.value.__cause__ is None


def test_short_keys_and_no_keys_are_refused() -> None:
    with pytest.raises(InvalidKeyring, match="32 bytes"):
        parse_keyring(Keyring(b"short", {1: bytes(32)}).to_json(), "it")
    with pytest.raises(InvalidKeyring, match="at least one"):
        parse_keyring(Keyring(bytes(32), {}).to_json(), "it")


# ASVS 13.3.1
def test_the_development_keyring_is_refused_in_production() -> None:
    half = Keyring(DEVELOPMENT_KEYRING.secret, generate_keyring().keys)

    for known in (DEVELOPMENT_KEYRING, half, DEVELOPMENT_KEYRING.with_new_epoch()):
        with pytest.raises(InvalidKeyring, match="development keyring is public"):
            require_fit_for("production", known)
    with pytest.raises(InvalidKeyring, match="SOUNDINGS_KEYRING"):
        keyring_source(None, DEVELOPMENT_KEYRING.to_json().decode(), "production")


def test_a_keyring_that_is_missing_is_missed_when_it_is_needed() -> None:
    missing = keyring_source(None, None)

    with pytest.raises(InvalidKeyring, match="SOUNDINGS_KEYRING is missing"):
        missing()


def test_a_keyring_may_come_as_a_text_or_a_file(tmp_path: Path) -> None:
    file = KeyringFile(tmp_path / "keyring.json")
    file.create()

    assert file() == keyring_source(str(file.path), None, "production")()
    assert file() == keyring_source(None, file.path.read_text(), "production")()


# ASVS 13.3.2
def test_a_keyring_file_is_its_owners_alone(tmp_path: Path) -> None:
    file = KeyringFile(tmp_path / "keyring.json")
    file.create()

    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    file.path.chmod(0o640)
    with pytest.raises(InvalidKeyring, match="chmod 600"):
        KeyringFile(file.path)()


def test_a_keyring_that_is_there_is_never_made_anew(tmp_path: Path) -> None:
    file = KeyringFile(tmp_path / "keyring.json")
    file.create()
    made = file()

    KeyringFile(file.path).create()

    assert made == KeyringFile(file.path)()
    assert [path.name for path in tmp_path.iterdir()] == ["keyring.json"]


def test_a_missing_keyring_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidKeyring, match=r"missing\.json"):
        keyring_source(str(tmp_path / "missing.json"), None)


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    file = KeyringFile(tmp_path / "keyring.json")
    file.create()
    first = file()

    KeyringFile(file.path).replace(first.with_new_epoch())

    assert (first.newest_epoch, file().newest_epoch) == (1, 2)


def test_every_organisation_and_purpose_has_a_key_of_its_own() -> None:
    keyring = generate_keyring()
    keys = {
        keyring.wrapping_key(1, TENANT),
        keyring.wrapping_key(1, OTHER_TENANT),
        keyring.keys[1],
        keyring.secret,
    }

    assert len(keys) == 4
    assert keyring.check_value(1, TENANT) not in keyring.wrapping_key(1, TENANT)


def test_a_fingerprint_outlives_epochs() -> None:
    keyring = generate_keyring()
    later = keyring.with_new_epoch().without_epoch(1)

    assert keyring.fingerprint("anouk@example.org", "email") == later.fingerprint(
        "anouk@example.org", "email"
    )
    with pytest.raises(KeyUnavailable):
        later.wrapping_key(1, TENANT)

"""The keyring of a command: as the settings say, or beside the private database's folder."""

from pathlib import Path

from msgspec.structs import replace

from service.cli.database import DatabaseLocation
from service.encryption.keyring import KeyringFile, KeyringSource, keyring_source
from service.postgres.data_folder import default_data_home
from service.settings import Settings, read_settings


def with_keyring(settings: Settings, place: DatabaseLocation) -> Settings:
    """Settings with a keyring. One that is missing is created for a private database, beside its folder."""
    named = settings.keyring or settings.keyring_json or place.database_url
    if named or not settings.seals:
        return settings
    file = KeyringFile(private_keyring_path(place))
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.create()
    return replace(settings, keyring=str(file.path))


def private_keyring_path(place: DatabaseLocation) -> Path:
    """Where the keyring of a private database is, unless the settings name another one."""
    home = (place.data_dir or default_data_home()).expanduser().absolute()
    return home.with_name(f"{home.name}-keyring.json")


def keyring_path(settings: Settings, place: DatabaseLocation) -> Path | None:
    """The file with the keyring: the one that is named, or that of a private database; None if there is none."""
    if settings.keyring:
        return Path(settings.keyring)
    path = private_keyring_path(place)
    return path if place.is_private and not settings.keyring_json and path.exists() else None


def existing_keyrings(place: DatabaseLocation) -> KeyringSource:
    """The keyring that there is; none is made. Raises `InvalidKeyring`."""
    settings = read_settings()
    path = keyring_path(settings, place)
    return keyring_source(str(path) if path else None, settings.keyring_json, settings.env)

"""The keyring of a command: as the settings say, or beside the private database's folder."""

from msgspec.structs import replace

from service.cli.database import DatabaseLocation
from service.encryption.keyring import KeyringFile
from service.postgres.data_folder import default_data_home
from service.settings import Settings


def with_keyring(settings: Settings, place: DatabaseLocation) -> Settings:
    """Settings with a keyring. One that is missing is created for a private database, beside its folder."""
    named = settings.keyring or settings.keyring_json or place.database_url
    if named or not settings.seals:
        return settings
    home = (place.data_dir or default_data_home()).expanduser().absolute()
    file = KeyringFile(home.with_name(f"{home.name}-keyring.json"))
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.create()
    return replace(settings, keyring=str(file.path))

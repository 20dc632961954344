"""How this service is to run: read once from the environment, and refused by name when a variable is misspelt."""

import os
from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

PREFIX = "SOUNDINGS_"

ELSEWHERE = frozenset({"SOUNDINGS_PG_BIN", "SOUNDINGS_TRACE", "SOUNDINGS_TEST_DATABASE_URL"})
"""Read where they are needed: by the private database, the command line and the tests."""

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""Names a browser on this machine uses; any other name in a request may be a page that rebinds its DNS to us."""


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`DATABASE_URL`, and one `SOUNDINGS_...` variable per other field, such as `SOUNDINGS_POOL_SIZE`."""

    database_url: str | None = None
    """Without it, `soundings serve` starts a database of its own."""
    migrate: bool = True
    """Whether a starting service brings the database up to date."""
    pool_size: Annotated[int, Meta(ge=1, le=200)] = 8
    queue_limit: Annotated[int, Meta(ge=1)] = 4096
    """How many requests may wait for the log before callers hear that it is busy."""
    journeys_cached: Annotated[int, Meta(ge=1)] = 1000
    allowed_hosts: str = ""
    """Host names beside localhost that requests may name, with commas between them."""
    clock: bool = True
    """Whether this process looks at every journey once a day and tells what time did. Several may; none twice."""
    ready_lag: Annotated[int, Meta(ge=0)] = 10_000
    """How many events the read models may be behind while the service still counts as ready."""

    @property
    def hosts(self) -> frozenset[str]:
        """Every host name that requests may name."""
        named = (name.strip().lower() for name in self.allowed_hosts.split(","))
        return frozenset(LOCAL_HOSTS) | {name for name in named if name}


class SettingsRefused(Exception):
    """A variable that is misspelt or has a value that cannot be."""


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process."""
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name not in ELSEWHERE
    }
    for name in given.keys() - set(Settings.__struct_fields__) | given.keys() & {"database_url"}:
        known = ", ".join(f"{PREFIX}{field.upper()}" for field in Settings.__struct_fields__[1:])
        raise SettingsRefused(f"{PREFIX}{name.upper()} is no setting; DATABASE_URL and these are: {known}")
    if url := environment.get("DATABASE_URL"):
        given["database_url"] = url
    try:
        return msgspec.convert(given, Settings, strict=False)
    except msgspec.ValidationError as refusal:
        raise SettingsRefused(_named(str(refusal))) from refusal


def _named(refusal: str) -> str:
    sentence, _, field = refusal.partition(" - at `$.")
    return f"{PREFIX}{field.rstrip('`').upper()}: {sentence}"

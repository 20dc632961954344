"""The settings of the service, read once from the environment; a misspelt variable is an error."""

import os
import re
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import fields

PREFIX = "SOUNDINGS_"

OTHER_VARIABLES = frozenset({"SOUNDINGS_PG_BIN", "SOUNDINGS_TRACE", "SOUNDINGS_TEST_DATABASE_URL"})
"""Variables that are read elsewhere: by the private database, the command line and the tests."""

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""Host names of this machine. Any other host in a request may come from DNS rebinding."""


NEARLY_OURS = re.compile(r"sounding(s)?_", re.IGNORECASE)

IpNetwork = IPv4Network | IPv6Network


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`DATABASE_URL`, and one `SOUNDINGS_...` variable per other field, such as `SOUNDINGS_POOL_SIZE`."""

    database_url: str | None = None
    """Without it, `soundings serve` starts a private database."""
    migrate: bool = True
    """Whether the service migrates the database when it starts."""
    pool_size: Annotated[int, Meta(ge=1, le=200)] = 8
    queue_limit: Annotated[int, Meta(ge=1)] = 4096
    """How many append requests may be queued before callers get an error."""
    journeys_cached: Annotated[int, Meta(ge=1)] = 1000
    """How many journeys are kept in memory, and how many thousand folded events: 1000 are 150 MB at most of ordinary journeys."""
    allowed_hosts: str = ""
    """Host names that requests may use beside localhost, separated by commas."""
    clock: bool = True
    """Whether the process that leads does what time does; off only for trials in which time is played by something else."""
    work: Literal["here", "elsewhere"] = "here"
    """`here`: this process may lead, and then does what works by itself; `elsewhere`: `soundings worker` does."""
    ready_lag: Annotated[int, Meta(ge=0)] = 10_000
    """How many events the read models may lag behind while the service counts as ready."""
    log_format: Literal["text", "json"] = "text"
    """How `soundings serve` writes its log: `text` for people; `json` for programs, with the ids of request, actor and commands."""
    disk_free_mb: Annotated[int, Meta(ge=0)] = 100
    """How many megabytes are to be free in the folders that the service writes to; with fewer it does not count as ready."""
    access: Literal["open", "accounts"] = "open"
    """`open`: no accounts, for one person on one machine; `accounts`: everyone has to sign in."""
    origin: str = ""
    """The public origin of the service, such as https://soundings.example; links in emails begin with it."""
    trusted_proxies: str = ""
    """Networks such as 10.0.0.0/8, separated by commas, whose X-Forwarded-For and -Proto are trusted."""
    connections: Annotated[int, Meta(ge=16)] = 1000
    """How many connections may be open, as far as the limit on file descriptors allows."""
    connections_per_address: Annotated[int, Meta(ge=16)] = 256
    """How many of them may come from one address that is no trusted proxy."""
    receive_seconds: Annotated[float, Meta(gt=0)] = 30
    """How long a client may take to send the head of a request, and its body."""
    env: Literal["development", "production"] = "development"
    """`production` requires accounts and https."""
    smtp_url: str | None = None
    """The mail server, as smtp://user:password@host:587 (or smtps://…:465);
    without it links are printed, not sent.
    """
    mail_from: str | None = None
    """The sender of emails, such as Soundings <hello@soundings.example>."""
    ledger: str | None = None
    """The file that records erasures outside the database (default: beside the private database's folder)."""

    exports: str | None = None
    """The folder of exports that pages offer to download (default: beside that file)."""
    export_days: Annotated[int, Meta(ge=1, le=365)] = 14
    """How many days such an export is kept, if nobody in it leaves before."""
    sealing: bool = False
    """Whether personal data in the log is encrypted. With accounts it always is."""
    keyring: str | None = None
    """The file with the keys that encrypt personal data; they are never in the database."""
    key_grace_days: Annotated[int, Meta(ge=0, le=3650)] = 35
    """How many days after its epoch ended a key is destroyed: as long as backups are kept."""
    keyring_json: str | None = None
    """The keyring as JSON, where secrets are passed in the environment."""

    @property
    def hosts(self) -> frozenset[str]:
        """All host names that requests may use."""
        named = frozenset(name.lower() for name in _split_list(self.allowed_hosts))
        own = frozenset({_host(self.origin)} if self.origin else ())
        return frozenset(LOCAL_HOSTS) | named | own

    @property
    def seals(self) -> bool:
        """Whether personal data is encrypted."""
        return self.sealing or self.access == "accounts"

    @property
    def host(self) -> str:
        """The host name of the service, without scheme and port."""
        return urlsplit(self.origin).hostname or "localhost"

    @property
    def proxies(self) -> tuple[IpNetwork, ...]:
        """The networks of trusted proxies."""
        return tuple(ip_network(one) for one in _split_list(self.trusted_proxies))


def proxy_warning(settings: Settings) -> str | None:
    """What to say to an operator who serves behind a proxy that the settings do not name."""
    if settings.proxies or not settings.origin.startswith("https://"):
        return None
    return (
        "SOUNDINGS_ORIGIN begins with https://, so this service is behind a proxy, but SOUNDINGS_TRUSTED_PROXIES"
        " names none: all visitors count as one network, and can use up each other's attempts to sign in"
    )


class InvalidSettings(Exception):
    """Raised for a misspelt variable, an invalid value or a contradiction."""


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Reads the settings from environment variables. Raises `InvalidSettings`."""
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name not in OTHER_VARIABLES
    }
    if nearly := next((name for name in environment if _is_nearly_ours(name)), None):
        raise InvalidSettings(f"{nearly} is not read: the names of settings begin with {PREFIX}, in capitals")
    # As a file of settings leaves it open: without a value, it is as if it were not there.
    optional = {field.name for field in fields(Settings) if field.default is None}
    given = {name: value for name, value in given.items() if value or name not in optional}
    for name in given.keys() - set(Settings.__struct_fields__) | given.keys() & {"database_url"}:
        known = ", ".join(f"{PREFIX}{field.upper()}" for field in Settings.__struct_fields__[1:])
        raise InvalidSettings(
            f"{PREFIX}{name.upper()} is not a setting; the settings are DATABASE_URL, {known}"
        )
    if url := environment.get("DATABASE_URL"):
        given["database_url"] = url
    try:
        settings = msgspec.convert(given, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise InvalidSettings(_name_variable(str(error))) from error
    for contradiction in _contradictions(settings):
        raise InvalidSettings(contradiction)
    return settings


def _is_nearly_ours(name: str) -> bool:
    """Whether somebody wanted to set something here and wrote the beginning of its name otherwise."""
    return bool(NEARLY_OURS.match(name)) and not name.startswith(PREFIX)


def _contradictions(settings: Settings) -> Iterator[str]:
    """Values that are invalid, alone or together."""
    if settings.origin and not _is_origin(settings.origin):
        yield "SOUNDINGS_ORIGIN: expected https://HOST, or http://localhost:PORT, and nothing after it"
    try:
        settings.proxies  # noqa: B018 - reads them
    except ValueError as error:
        yield f"SOUNDINGS_TRUSTED_PROXIES: {error}"
    beyond = settings.hosts - set(LOCAL_HOSTS)
    if settings.access == "accounts" and beyond and not settings.origin:
        yield "SOUNDINGS_ORIGIN is missing: with accounts and SOUNDINGS_ALLOWED_HOSTS, set it to https://HOST"
    if settings.env == "production" and settings.access == "open":
        yield "SOUNDINGS_ACCESS: production needs `accounts`"
    if settings.env == "production" and not settings.origin.startswith("https://"):
        yield "SOUNDINGS_ORIGIN: production needs an address that begins with https://"


def _split_list(names: str) -> list[str]:
    return [name for name in map(str.strip, names.split(",")) if name]


def _is_origin(text: str) -> bool:
    parts = urlsplit(text)
    local = parts.scheme == "http" and _host(text) in LOCAL_HOSTS
    return (
        text == f"{parts.scheme}://{parts.netloc}"
        and bool(_host(text))
        and "@" not in text
        and (parts.scheme == "https" or local)
    )


def _host(origin: str) -> str:
    """The host of an origin without port, as in a Host header."""
    parts = urlsplit(origin)
    name = parts.hostname or ""
    return f"[{name}]" if ":" in name else name


def _name_variable(error: str) -> str:
    sentence, _, field = error.partition(" - at `$.")
    return f"{PREFIX}{field.rstrip('`').upper()}: {sentence}"

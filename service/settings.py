"""How this service is to run: read once from the environment, and refused by name when a variable is misspelt."""

import os
from collections.abc import Iterator, Mapping
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta, Struct

PREFIX = "SOUNDINGS_"

OTHER_VARIABLES = frozenset({"SOUNDINGS_PG_BIN", "SOUNDINGS_TRACE", "SOUNDINGS_TEST_DATABASE_URL"})
"""Read where they are needed: by the private database, the command line and the tests."""

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
"""Names a browser on this machine uses; any other name in a request may be a page that rebinds its DNS to us."""


IpNetwork = IPv4Network | IPv6Network


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
    access: Literal["open", "accounts"] = "open"
    """`open`: no accounts, for one person at one machine; `accounts`: nobody sees anything before signing in."""
    origin: str = ""
    """Where people find the service, such as https://soundings.example; links in letters begin with it."""
    trusted_proxies: str = ""
    """Networks such as 10.0.0.0/8, with commas between them, whose X-Forwarded-For and -Proto are believed."""
    env: Literal["development", "production"] = "development"
    """In `production` there are accounts, and everything goes over https."""
    smtp_url: str | None = None
    """The mail server, as smtp://user:password@host:587 (or smtps://…:465); without it links are printed, not sent."""
    mail_from: str | None = None
    """Whom letters come from, such as Soundings <hello@soundings.example>."""
    ledger: str | None = None
    """The file that remembers erasures outside the database (default: beside the private database's folder)."""

    sealing: bool = False
    """Whether what is personal is sealed in the log. With accounts it always is."""
    keyring: str | None = None
    """The file with the keys that seal what is personal; it is never in the database."""
    keyring_json: str | None = None
    """The same as a text, where secrets come in the environment."""

    @property
    def hosts(self) -> frozenset[str]:
        """Every host name that requests may name."""
        named = frozenset(name.lower() for name in _listed(self.allowed_hosts))
        own = frozenset({_host(self.origin)} if self.origin else ())
        return frozenset(LOCAL_HOSTS) | named | own

    @property
    def seals(self) -> bool:
        """Whether what is personal is sealed."""
        return self.sealing or self.access == "accounts"

    @property
    def host(self) -> str:
        """The name of this service, without a scheme or port."""
        return urlsplit(self.origin).hostname or "localhost"

    @property
    def proxies(self) -> tuple[IpNetwork, ...]:
        """The networks in which somebody else's word on the caller's address is taken."""
        return tuple(ip_network(one) for one in _listed(self.trusted_proxies))


class InvalidSettings(Exception):
    """A variable that is misspelt or has a value that cannot be."""


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process."""
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and name not in OTHER_VARIABLES
    }
    for name in given.keys() - set(Settings.__struct_fields__) | given.keys() & {"database_url"}:
        known = ", ".join(f"{PREFIX}{field.upper()}" for field in Settings.__struct_fields__[1:])
        raise InvalidSettings(f"{PREFIX}{name.upper()} is no setting; DATABASE_URL and these are: {known}")
    if url := environment.get("DATABASE_URL"):
        given["database_url"] = url
    try:
        settings = msgspec.convert(given, Settings, strict=False)
    except msgspec.ValidationError as refusal:
        raise InvalidSettings(_named(str(refusal))) from refusal
    for contradiction in _contradictions(settings):
        raise InvalidSettings(contradiction)
    return settings


def _contradictions(settings: Settings) -> Iterator[str]:
    """What cannot be, or not together."""
    if settings.origin and not _is_origin(settings.origin):
        yield "SOUNDINGS_ORIGIN: expected https://HOST, or http://localhost:PORT, and nothing behind it"
    try:
        settings.proxies  # noqa: B018 - reads them
    except ValueError as refusal:
        yield f"SOUNDINGS_TRUSTED_PROXIES: {refusal}"
    beyond = settings.hosts - set(LOCAL_HOSTS)
    if settings.access == "accounts" and beyond and not settings.origin:
        yield "SOUNDINGS_ORIGIN is missing: with accounts, a service with a name of its own has to know it"
    if settings.env == "production" and settings.access == "open":
        yield "SOUNDINGS_ACCESS: in production only `accounts` will do"
    if settings.env == "production" and not settings.origin.startswith("https://"):
        yield "SOUNDINGS_ORIGIN: in production it begins with https://"


def _listed(names: str) -> list[str]:
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
    """The name in an origin, without a port and as a Host header has it."""
    parts = urlsplit(origin)
    name = parts.hostname or ""
    return f"[{name}]" if ":" in name else name


def _named(refusal: str) -> str:
    sentence, _, field = refusal.partition(" - at `$.")
    return f"{PREFIX}{field.rstrip('`').upper()}: {sentence}"

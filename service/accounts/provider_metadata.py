"""Discovery documents and signing keys of identity providers, cached for an hour."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec
from cachetools import TTLCache
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key, KeySet
from joserfc.util import urlsafe_b64decode
from msgspec import Struct

from service.accounts.provider_http import ProviderHttpClient, ProviderUnavailable, is_allowed_url
from service.outside_json import decode_json

log = logging.getLogger(__name__)

T = TypeVar("T")

CACHE_LIFETIME = timedelta(hours=1)
KEY_REFETCH_INTERVAL = timedelta(minutes=1)
"""Keys are fetched again at most this often, so that made-up key ids do not cost a request each."""
MAX_CACHED_PROVIDERS = 256
MAX_KEYS = 50
MIN_RSA_BYTES = 2048 // 8
"""Minimal bytes of an RSA modulus."""


class ProviderMetadata(Struct, frozen=True, kw_only=True):
    """The discovery document, as far as signing in needs
    it (OpenID Connect Discovery 1.0, RFC 8414, RFC 9207).
    """

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    token_endpoint_auth_methods_supported: tuple[str, ...] = ("client_secret_basic",)
    code_challenge_methods_supported: list[str] | None = None
    authorization_response_iss_parameter_supported: bool = False

    @property
    def secret_in_form(self) -> bool:
        """Whether this provider accepts a client's secret in the form only (`client_secret_post`)."""
        methods = self.token_endpoint_auth_methods_supported
        return "client_secret_post" in methods and "client_secret_basic" not in methods


class _KeySetDocument(Struct):
    keys: list[dict[str, Any]]


class _Provider(Struct):
    metadata: ProviderMetadata
    keys: KeySet | None = None
    looked_again_at: datetime | None = None


class ProviderDiscovery:
    """Fetches and caches what providers publish. Raises `ProviderUnavailable`."""

    def __init__(self, http: ProviderHttpClient, now: Callable[[], datetime]) -> None:
        self._http = http
        self._now = now
        self._cached: TTLCache[str, _Provider] = TTLCache(
            MAX_CACHED_PROVIDERS, CACHE_LIFETIME.total_seconds(), timer=lambda: now().timestamp()
        )

    async def metadata(self, issuer: str) -> ProviderMetadata:
        """The discovery document of an issuer."""
        return (await self._of(issuer)).metadata

    async def keys(self, issuer: str) -> KeySet:
        """The signing keys of an issuer."""
        kept = await self._of(issuer)
        if kept.keys is None:
            kept.keys = await self._fetch_keys(kept.metadata.jwks_uri)
        return kept.keys

    async def refetch_keys(self, issuer: str) -> KeySet | None:
        """Fetches the keys again because one was missing; None if they were fetched recently."""
        kept = await self._of(issuer)
        now = self._now()
        if kept.looked_again_at is not None and now < kept.looked_again_at + KEY_REFETCH_INTERVAL:
            return None
        # Set before the request: of many sign-ins that miss a key at once, one fetches it.
        kept.looked_again_at = now
        kept.keys = await self._fetch_keys(kept.metadata.jwks_uri)
        return kept.keys

    async def _of(self, issuer: str) -> _Provider:
        provider = self._cached.get(issuer)
        if provider is None:
            provider = self._cached[issuer] = _Provider(await self._fetch_metadata(issuer))
        return provider

    async def _fetch_metadata(self, issuer: str) -> ProviderMetadata:
        url = issuer.removesuffix("/") + "/.well-known/openid-configuration"
        found = _decode(await self._http.get(url), ProviderMetadata, url)
        if found.issuer != issuer:
            raise ProviderUnavailable(f"{url} describes another issuer: {found.issuer}")
        for endpoint in (found.authorization_endpoint, found.token_endpoint, found.jwks_uri):
            if not is_allowed_url(endpoint, locally=self._http.locally):
                raise ProviderUnavailable(f"{url} names an address that is not https: {endpoint}")
        if "S256" not in (found.code_challenge_methods_supported or ["S256"]):
            raise ProviderUnavailable(f"{url} does not support PKCE with S256")
        return found

    async def _fetch_keys(self, url: str) -> KeySet:
        published = _decode(await self._http.get(url), _KeySetDocument, url).keys
        found = [key for one in published[:MAX_KEYS] if (key := _public_key(one, url)) is not None]
        return KeySet(found)


def _decode(body: bytes, kind: type[T], url: str) -> T:
    try:
        return decode_json(body, kind)
    except msgspec.DecodeError as failure:
        raise ProviderUnavailable(f"{url}: {failure}") from failure


def _public_key(published: dict[str, Any], url: str) -> Key | None:
    """A public key of a key set; None for a kind that is not supported here."""
    try:
        return JWKRegistry.import_key(published) if _is_for_signatures(published) else None
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as failure:
        log.warning("a key of %s was left out: %s", url, type(failure).__name__)
        return None


def _is_for_signatures(published: dict[str, Any]) -> bool:
    if published.get("use", "sig") != "sig" or "d" in published:
        return False
    if published.get("kty") == "RSA":
        return len(urlsafe_b64decode(published["n"].encode())) >= MIN_RSA_BYTES
    return published.get("kty") in {"EC", "OKP"}

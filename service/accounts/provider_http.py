"""How the service speaks to identity providers: briefly, over https, without redirects, and never believing a size."""

import asyncio
from collections.abc import Mapping
from http.cookiejar import DefaultCookiePolicy
from urllib.parse import quote_plus, urlsplit

import httpx
from msgspec import Struct

from service.accounts.errors import AccountError

OK = 200
TIMEOUT_SECONDS = 10.0
"""Seconds for a whole answer, however slowly it trickles in."""
MAX_RESPONSE_BYTES = 256 * 1024
"""Bytes of an answer."""
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
HEADERS = {
    "accept": "application/json",
    # What is compressed can be a thousand times larger than what came in.
    "accept-encoding": "identity",
}


class ProviderUnavailable(AccountError):
    """The identity provider does not answer, or not as it should: nobody's fault here, and worth another try."""

    def __init__(self, detail: str) -> None:
        super().__init__("Your organisation's sign-in does not answer. Please try again in a moment.")
        self.detail = detail
        """What went wrong, for the log."""


class ProviderResponse(Struct, frozen=True):
    """What a provider sent back."""

    status: int
    body: bytes


def open_http_client() -> httpx.AsyncClient:
    """A client for all providers; it keeps no cookies, or one organisation's would reach another's provider."""
    client = httpx.AsyncClient(timeout=5.0, follow_redirects=False, limits=httpx.Limits(max_connections=20))
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return client


def is_allowed_url(url: str, *, locally: bool) -> bool:
    """Whether an address is one to ask: https, or http on this machine where the service itself is only there."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    safe = parts.scheme == "https" or (locally and parts.scheme == "http" and host in LOCAL_HOSTS)
    return safe and bool(host) and "@" not in parts.netloc and "#" not in url and url.isprintable()


class ProviderHttpClient:
    """Asks identity providers. Raises `ProviderUnavailable` for all that is not an answer."""

    def __init__(self, http: httpx.AsyncClient, *, locally: bool, patience: float = TIMEOUT_SECONDS) -> None:
        self._http = http
        self._patience = patience
        self.locally = locally
        """Whether a provider may be on this machine, over http."""

    async def get(self, url: str) -> bytes:
        """A document, in full."""
        answer = await self._ask("GET", url)
        if answer.status != OK:
            raise ProviderUnavailable(f"{url} answered with {answer.status}")
        return answer.body

    async def post(
        self, url: str, form: Mapping[str, str], *, client_id: str, secret: str, in_form: bool
    ) -> ProviderResponse:
        """What is answered to a form from this client, whose secret goes in the header or, for some, in the form."""
        if in_form:
            return await self._ask("POST", url, {**form, "client_id": client_id, "client_secret": secret})
        # RFC 6749, 2.3.1: both encoded as in a form before they become a user and a password.
        return await self._ask("POST", url, form, httpx.BasicAuth(quote_plus(client_id), quote_plus(secret)))

    async def _ask(
        self,
        method: str,
        url: str,
        form: Mapping[str, str] | None = None,
        auth: httpx.BasicAuth | None = None,
    ) -> ProviderResponse:
        if not is_allowed_url(url, locally=self.locally):
            raise ProviderUnavailable(f"{url} is not an https address")
        try:
            async with (
                asyncio.timeout(self._patience),
                self._http.stream(
                    method, url, data=form, headers=HEADERS, auth=auth, follow_redirects=False
                ) as response,
            ):
                return ProviderResponse(response.status_code, await _body(response))
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, TimeoutError) as failure:
            raise ProviderUnavailable(f"{url}: {type(failure).__name__} {failure}") from failure


async def _body(response: httpx.Response) -> bytes:
    if response.headers.get("content-encoding", "identity") != "identity":
        raise ProviderUnavailable(f"{response.url} answered compressed, which was not asked for")
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > MAX_RESPONSE_BYTES:
            raise ProviderUnavailable(f"{response.url} answered with more than {MAX_RESPONSE_BYTES} bytes")
    return bytes(body)

"""HTTP requests to identity providers: https only, no redirects, with limits on time and size."""

import asyncio
from collections.abc import Mapping
from functools import cache
from http.cookiejar import DefaultCookiePolicy
from ssl import SSLContext
from urllib.parse import quote_plus, urlsplit

import httpx
from msgspec import Struct

from service.accounts.errors import AccountError

OK = 200
TIMEOUT_SECONDS = 10.0
"""Seconds for a whole response, however slowly it arrives."""
MAX_RESPONSE_BYTES = 256 * 1024
"""Maximal bytes of a response."""
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
HEADERS = {
    "accept": "application/json",
    # No compression: a small response could expand to a thousand times its size.
    "accept-encoding": "identity",
}


class ProviderUnavailable(AccountError):
    """Raised when an identity provider does not answer, or not correctly; another try may succeed."""

    def __init__(self, detail: str) -> None:
        super().__init__("Your organisation's sign-in is not responding. Try again in a moment.")
        self.detail = detail
        """What went wrong, for the log."""


class ProviderResponse(Struct, frozen=True):
    """The response of a provider."""

    status: int
    body: bytes


def open_http_client() -> httpx.AsyncClient:
    """The HTTP client for all providers.

    It stores no cookies, which one organisation's provider could get from another's.
    """
    client = httpx.AsyncClient(
        verify=_tls_context(), timeout=5.0, follow_redirects=False, limits=httpx.Limits(max_connections=20)
    )
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return client


@cache
def _tls_context() -> SSLContext:
    """What is checked of a provider's certificate. To read the authorities takes a while, so it is done once."""
    return httpx.create_ssl_context()


def is_allowed_url(url: str, *, locally: bool) -> bool:
    """Whether an address may be requested: https, or with `locally` also http on this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    safe = parts.scheme == "https" or (locally and parts.scheme == "http" and host in LOCAL_HOSTS)
    return safe and bool(host) and "@" not in parts.netloc and "#" not in url and url.isprintable()


class ProviderHttpClient:
    """Sends requests to identity providers.

    Raises `ProviderUnavailable` for anything but a complete response.
    """

    def __init__(self, http: httpx.AsyncClient, *, locally: bool, patience: float = TIMEOUT_SECONDS) -> None:
        self._http = http
        self._patience = patience
        self.locally = locally
        """Whether a provider may be on this machine, over http."""

    async def get(self, url: str) -> bytes:
        """The body of a document."""
        answer = await self._ask("GET", url)
        if answer.status != OK:
            raise ProviderUnavailable(f"{url} answered with {answer.status}")
        return answer.body

    async def post(
        self, url: str, form: Mapping[str, str], *, client_id: str, secret: str, in_form: bool
    ) -> ProviderResponse:
        """Posts a form, with the client's secret in the `Authorization` header or,
        with `in_form`, in the form.
        """
        if in_form:
            return await self._ask("POST", url, {**form, "client_id": client_id, "client_secret": secret})
        # RFC 6749, 2.3.1: both are form-encoded before they become user name and password.
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

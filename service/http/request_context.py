"""The context of the current request: its caller, and what every page shows."""

from collections.abc import Callable
from contextvars import ContextVar

from msgspec import Struct

from service.accounts.caller import Caller


class RequestContext(Struct, frozen=True, kw_only=True):
    """The context of a request."""

    caller: Caller | None = None
    """The caller; None at addresses that need no sign-in."""
    session_secret: str | None = None
    """The secret of a browser session; None for API tokens and without accounts."""
    path: str = ""
    """Where the page is; empty if it does not repeat its address."""
    signed_in: bool = False
    """Whether the page is for somebody with an account."""
    form_token: str = ""
    """The CSRF token of this session's forms; empty without a session."""
    person: str = ""
    """A key under which the browser stores drafts: differs between people, and reveals nothing about them."""
    make_outbox_key: Callable[[], str] = str
    """Makes the key, in base64, under which the browser seals what the person typed and did not send yet: the same in all
    their sessions. A browser keeps it only as part of pages, until somebody signs in or out. Pages alone need it.
    """
    kept_for: str = ""
    """Under which name a browser keeps pages for when there is no network: another one in each session of a client;
    empty for everybody else, for whom none are kept.
    """
    seen: int = 0
    """How many events the journey had that the page shows; 0 if it shows none."""
    recorded: int = 0
    """How many entries the journey had when a form of this request was recorded; 0 if none was."""
    demo: bool = False
    """Whether this is the demo, where people sign in by a button."""


CURRENT: ContextVar[RequestContext] = ContextVar("request", default=RequestContext())  # noqa: B039 - frozen


current_request: Callable[[], RequestContext] = CURRENT.get
"""Returns the context of the request that the current task handles."""

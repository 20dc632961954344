"""The request that is being answered: who sent it, and what every page shows of it."""

from collections.abc import Callable
from contextvars import ContextVar

from msgspec import Struct

from service.accounts.caller import Caller


class RequestContext(Struct, frozen=True, kw_only=True):
    """The request that is being answered."""

    caller: Caller | None = None
    """Who sent it; None where nobody was asked, and where nobody is known by what was sent."""
    session_secret: str | None = None
    """Of the session in a browser; None for programs, and where nobody signs in."""
    path: str = "/"
    signed_in: bool = False
    """Whether the page is for somebody with an account."""
    form_token: str = ""
    """What the forms of this session carry; empty where nobody is signed in."""
    person: str = ""
    """What the browser keeps somebody's drafts under: tells people apart, and nothing of them."""
    seen: int = 0
    """How many entries the journey had that the page shows; 0 where it shows none."""
    demo: bool = False
    """Whether this is the demo, where everybody signs in by a button."""


CURRENT: ContextVar[RequestContext] = ContextVar("request", default=RequestContext())  # noqa: B039 - frozen


current_request: Callable[[], RequestContext] = CURRENT.get
"""The request that is being answered in this task."""

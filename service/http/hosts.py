"""Which name a request was sent to: a foreign page may have rebound its DNS to us."""

from litestar.types import Scope

from service.settings import LOCAL_HOSTS


def request_header(scope: Scope, name: bytes) -> str:
    """A header of a request; empty when it is not there."""
    return next((value for key, value in scope["headers"] if key == name), b"").decode("latin-1")


def request_host(scope: Scope) -> str:
    """The name a request was sent to, without a port."""
    named = request_header(scope, b"host").lower()
    host, colon, port = named.rpartition(":")
    return host if colon and port.isdigit() else named


def is_secure(scope: Scope) -> bool:
    """Whether the browser came over https. Only this machine's own names are ever served without it."""
    return scope["scheme"] == "https" or request_host(scope) not in LOCAL_HOSTS

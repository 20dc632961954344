"""The method OPTIONS: which methods an address takes."""

from litestar.enums import ScopeType
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp, Receive, Scope, Send


def options_middleware(app: ASGIApp) -> ASGIApp:
    """Answer OPTIONS with all methods of the address.

    Litestar's own answer knows only those of the handler that was registered first (2.25, `HTTPRoute.create_options_handler`).
    """

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP or scope["method"] != "OPTIONS":
            await app(scope, receive, send)
            return
        routes = (route for route in scope["litestar_app"].routes if isinstance(route, HTTPRoute))
        route = next(route for route in routes if route.path_format == scope["path_template"])
        allow = ", ".join(sorted(map(str, route.route_handler_map)))
        headers = [(b"allow", allow.encode()), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 204, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    return answer

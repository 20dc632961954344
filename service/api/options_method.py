"""OPTIONS: which methods an address takes."""

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.routes import HTTPRoute
from litestar.types import ASGIApp, Receive, Scope, Send

from service.http.request_headers import request_method

ONE_METHOD = "one_method"
"""Marks, in `opt`, the handler of an address that takes one method only: there Litestar's own answer is right."""


class OptionsMiddleware(ASGIMiddleware):
    """Answers OPTIONS with all methods of the address.

    Litestar's own answer knows only those of the handler that was registered first (2.25, `HTTPRoute.create_options_handler`).
    """

    scopes = (ScopeType.HTTP,)
    exclude_opt_key = ONE_METHOD

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        if request_method(scope) != "OPTIONS":
            await next_app(scope, receive, send)
            return
        routes = (one for one in scope["litestar_app"].routes if isinstance(one, HTTPRoute))
        route = next(one for one in routes if one.path_format == scope["path_template"])
        methods = set(map(str, route.route_handler_map))
        allow = ", ".join(sorted(methods | {"HEAD"} if "GET" in methods else methods))
        headers = [(b"allow", allow.encode()), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 204, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

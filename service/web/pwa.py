"""What makes the pages an app on a phone: the manifest, and the worker that stands in when there is no network.

Browsers keep neither of the two: what is kept of them would keep everything else.
"""

import msgspec
from litestar import Response, get

from service.http.dependencies import AnyRequest
from service.http.request_context import current_request
from service.localization.current_translator import current_translator
from service.web.assets import asset_url
from service.web.rendering import HtmlResponse, render_page

BACKGROUND_COLOR = "#f7fafb"
ICONS = (("icon-192.png", "192x192"), ("icon-512.png", "512x512"))


@get("/worker.js", name="worker")
async def service_worker() -> Response[str]:
    """The service worker; at the root, because its scope is what lies below its address. A new version is a new worker."""
    return Response(f'import "{asset_url("worker.js")}";\n', media_type="text/javascript")


@get("/offline", name="offline")
async def offline() -> HtmlResponse:
    """What the service worker shows in place of a page that it may not keep. It is the same for everybody."""
    translator = current_translator()
    return render_page(
        "error.html",
        title=translator.gettext("You are offline."),
        sentence=translator.gettext("This page needs a network. Nothing you saved is lost."),
        href="",
        link=translator.gettext("Try again"),
    )


@get("/manifest.webmanifest", name="manifest")
async def web_app_manifest(request: AnyRequest) -> Response[bytes]:  # noqa: ARG001 - spoken in its language
    """What the app is called, and how it looks on a phone."""
    translator = current_translator()
    manifest = {
        "name": "Soundings",
        "short_name": "Soundings",
        "description": translator.gettext("Ask the market before you set a course."),
        "lang": translator.language,
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": BACKGROUND_COLOR,
        "theme_color": BACKGROUND_COLOR,
        "icons": [
            *({"src": asset_url(name), "sizes": sizes, "type": "image/png"} for name, sizes in ICONS),
            {
                "src": asset_url("icon-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }
    return Response(msgspec.json.encode(manifest), media_type="application/manifest+json")


@get("/outbox", name="outbox")
async def outbox() -> dict[str, str]:
    """Whose entries may be sent from this browser now, and what that takes."""
    here = current_request()
    return {"person": here.person, "key": here.make_outbox_key(), "form_token": here.form_token}


HANDLERS = (service_worker, offline, outbox, web_app_manifest)

"""The files a browser fetches beside a page: style sheet, script, font and mark, under a name that changes with them."""

from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import PurePosixPath

from litestar import Response, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

_MEDIA_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_FOREVER = "public, max-age=31536000, immutable"


class Asset(Struct, frozen=True, kw_only=True):
    """A file's bytes and what they are."""

    content: bytes
    media_type: str


def _collected(folder: Traversable, within: str = "") -> dict[str, Asset]:
    """The files of a folder that a browser has use for; nothing hidden, no licence or note."""
    found: dict[str, Asset] = {}
    for item in folder.iterdir():
        if item.name.startswith("."):
            continue
        if item.is_dir():
            found |= _collected(item, f"{within}{item.name}/")
        elif media_type := _MEDIA_TYPES.get(PurePosixPath(item.name).suffix):
            found[within + item.name] = Asset(content=item.read_bytes(), media_type=media_type)
    return found


def _version(assets: dict[str, Asset]) -> str:
    seal = sha256()
    for name in sorted(assets):
        seal.update(name.encode() + b"\0" + assets[name].content)
    return seal.hexdigest()[:12]


ASSETS = _collected(files("service.web") / "static")
ASSETS_VERSION = _version(ASSETS)
"""One version for all files, so that a style sheet finds its font by a relative name."""
asset_url = {name: f"/static/{ASSETS_VERSION}/{name}" for name in ASSETS}.__getitem__
"""The URL of a file by its name. Raises KeyError when there is none of that name."""


@get("/static/{version:str}/{name:path}", name="asset")
async def asset(version: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    """A file, to be kept forever under its version.

    Under another version, which a page from before a deployment may ask for, it is today's file and is not kept.
    """
    found = ASSETS.get(name.removeprefix("/"))
    if found is None:
        raise NotFoundException
    kept = _FOREVER if version == ASSETS_VERSION else "no-store"
    headers = {"Cache-Control": kept, "X-Content-Type-Options": "nosniff"}
    return Response(found.content, media_type=found.media_type, headers=headers)

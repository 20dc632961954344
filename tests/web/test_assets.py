"""The files beside the pages."""

import hashlib
import re
from importlib.resources import files

import httpx
import pytest

from service.web.assets import ASSETS, ASSETS_VERSION, asset_url

STATIC = files("service.web") / "static"


@pytest.mark.parametrize("name", sorted(ASSETS))
async def test_a_file_is_kept_forever_under_its_version(name: str, http: httpx.AsyncClient) -> None:
    answer = await http.get(asset_url(name))

    assert answer.status_code == 200
    assert answer.content == ASSETS[name].content
    assert answer.headers["content-type"].startswith(ASSETS[name].media_type)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_page_from_before_a_deployment_still_gets_its_files(http: httpx.AsyncClient) -> None:
    answer = await http.get("/static/older/soundings.css")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "name", [".hidden", "fonts/LICENSE", "../routes.py", "%2e%2e/routes.py", "fonts", "fonts/", ""]
)
async def test_nothing_else_is_given_away(name: str, http: httpx.AsyncClient) -> None:
    answer = await http.get(f"/static/{ASSETS_VERSION}/{name}")

    assert answer.status_code == 404


def test_a_misspelt_name_fails_where_it_is_written() -> None:
    with pytest.raises(KeyError, match=r"nothing\.css"):
        asset_url("nothing.css")


async def test_the_style_sheet_finds_its_font(http: httpx.AsyncClient) -> None:
    sheet = (await http.get(asset_url("soundings.css"))).text
    names = re.findall(r'url\("([^"]+)"\)', sheet)

    assert names
    assert {(await http.get(f"/static/{ASSETS_VERSION}/{name}")).status_code for name in names} == {200}


def test_the_font_is_the_one_that_was_noted() -> None:
    noted = re.search(r"sha256 (\w{64})", (STATIC / "fonts" / "VERSIONS").read_text())
    font = (STATIC / "fonts" / "schibsted-grotesk-latin-wght-normal.woff2").read_bytes()

    assert noted
    assert hashlib.sha256(font).hexdigest() == noted[1]

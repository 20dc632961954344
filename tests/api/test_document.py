"""The description, and the page that shows it."""

import json
import re
from hashlib import sha256
from importlib.resources import files
from typing import Any, get_args

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute

from domain.journey.decisions import Command
from service.api.commands import NOUNS
from service.api.document import document
from service.api.problems import KINDS

VENDOR = files("service.api") / "static" / "vendor" / "swagger-ui"


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(document())
    return found


async def test_every_address_and_parameter_is_described(app: Litestar, described: dict[str, Any]) -> None:
    served = {
        (route.path_format, method.lower()): {
            name
            for name in handler.parsed_fn_signature.parameters
            if name not in ("journeys", "case_list", "projector", "offers", "programme_list")
        }
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith(("/api", "/health"))
        for handler in route.route_handlers
        for method in handler.http_methods - {"OPTIONS"}
    }

    told = {
        (path, method): {parameter["name"] for parameter in operation["parameters"]}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    }

    assert told.keys() == served.keys()
    # The one who records reads its path by itself; readiness is given its settings.
    own = {at for at in told if at[1] == "post"} | {("/health/ready", "get")}
    assert {at: names for at, names in told.items() if at not in own} == {
        at: names for at, names in served.items() if at not in own
    }


def test_no_two_operations_share_a_name(described: dict[str, Any]) -> None:
    names = [one["operationId"] for methods in described["paths"].values() for one in methods.values()]

    assert len(set(names)) == len(names)


def test_every_command_belongs_to_one_noun() -> None:
    nouns = [one for commands in NOUNS.values() for one in get_args(commands)]

    assert set(nouns) == set(get_args(Command))
    assert len(nouns) == len(set(nouns))


def test_every_command_is_described_and_closed_to_unknown_fields(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]

    assert {command.__name__ for command in Command.__args__} <= schemas.keys()
    assert all(schemas[command.__name__]["additionalProperties"] is False for command in Command.__args__)
    assert schemas["Commands"]["additionalProperties"] is False


def test_every_refusal_is_a_problem_document(described: dict[str, Any]) -> None:
    contents = [
        (status, set(answer["content"]))
        for methods in described["paths"].values()
        for operation in methods.values()
        for status, answer in operation["responses"].items()
    ]

    assert all(content == {"application/problem+json"} for status, content in contents if status >= "400")
    assert all(content == {"application/json"} for status, content in contents if status < "400")


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    references = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(described)))

    assert references <= described["components"]["schemas"].keys()


async def test_the_page_asks_nobody_else_for_anything(http: httpx.AsyncClient) -> None:
    page = await http.get("/schema")
    asked = re.findall(r'(?:src|href)="(/[^"]+)"', page.text)

    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"].startswith("default-src 'self'")
    assert "http" not in page.text
    assert [(await http.get(address)).status_code for address in asked] == [200] * 3
    assert (await http.get("/schema/openapi.json")).headers["content-type"] == "application/json"


@pytest.mark.parametrize("name", ["../schema.py", "index.html", "vendor/swagger-ui/VERSIONS", "x"])
async def test_nothing_else_is_served_beside_it(http: httpx.AsyncClient, name: str) -> None:
    assert (await http.get(f"/schema/{name}")).status_code == 404


@pytest.mark.parametrize("name", ["swagger-ui-bundle.js", "swagger-ui.css"])
def test_what_others_made_is_here_unchanged(name: str) -> None:
    seal = sha256((VENDOR / name).read_bytes()).hexdigest()

    assert seal in (VENDOR / "VERSIONS").read_text()


def test_every_kind_of_problem_has_a_name_of_its_own() -> None:
    assert all(name == kind.name and re.fullmatch("[a-z-]+", name) for name, kind in KINDS.items())

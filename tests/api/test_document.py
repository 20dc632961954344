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

from domain.journey.decide import UserCommand
from service.api.commands import COMMAND_GROUPS
from service.api.openapi import openapi_json
from service.api.problem_types import PROBLEM_TYPES
from service.app import create_app
from service.settings import Settings

WITH_ACCOUNTS = Settings(access="accounts", origin="https://soundings.example")
GIVEN_BY_THE_SERVICE = {"request", "journeys", "caseload", "projector", "programmes", "programme_list"}
VENDOR = files("service.api") / "static" / "vendor" / "swagger-ui"


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(openapi_json())
    return found


def served(app: Litestar) -> dict[tuple[str, str], set[str]]:
    """What a reader may ask for at each address for programs, as the handlers have it."""
    return {
        (route.path_format, method.lower()): set(handler.parsed_fn_signature.parameters)
        - GIVEN_BY_THE_SERVICE
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith(("/api", "/health"))
        for handler in route.route_handlers
        for method in handler.http_methods - {"OPTIONS"}
    }


def test_every_address_and_parameter_is_described(described: dict[str, Any]) -> None:
    handled = served(create_app(WITH_ACCOUNTS))

    told = {
        (path, method): {parameter["name"] for parameter in operation["parameters"]}
        for path, methods in described["paths"].items()
        for method, operation in methods.items()
    }

    assert told.keys() == handled.keys()
    # The one who records reads its path by itself; readiness is given its settings.
    own = {at for at in told if at[1] == "post"} | {("/health/ready", "get")}
    assert {at: names for at, names in told.items() if at not in own} == {
        at: names for at, names in handled.items() if at not in own
    }


def test_every_route_of_the_application_for_programs_is_an_operation(described: dict[str, Any]) -> None:
    routes = [one for one in create_app(WITH_ACCOUNTS).routes if one.path.startswith("/api")]

    assert {type(one) for one in routes} == {HTTPRoute}
    assert {one.path_format for one in routes} == {one for one in described["paths"] if "/api" in one}


def test_where_no_accounts_are_kept_only_what_is_about_them_is_missing(described: dict[str, Any]) -> None:
    with_accounts, without = served(create_app(WITH_ACCOUNTS)), served(create_app(Settings()))

    tags = {described["paths"][path][method]["tags"][0] for path, method in with_accounts.keys() - without}

    assert tags == {one["name"] for one in described["tags"]}
    assert without.keys() <= with_accounts.keys()


def test_no_two_operations_share_a_name(described: dict[str, Any]) -> None:
    names = [one["operationId"] for methods in described["paths"].values() for one in methods.values()]

    assert len(set(names)) == len(names)


def test_every_command_belongs_to_one_noun() -> None:
    nouns = [one for commands in COMMAND_GROUPS.values() for one in get_args(commands)]

    assert set(nouns) == set(get_args(UserCommand))
    assert len(nouns) == len(set(nouns))


# ASVS 15.3.3
def test_every_command_is_described_and_closed_to_unknown_fields(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]

    assert {command.__name__ for command in UserCommand.__args__} <= schemas.keys()
    assert all(schemas[command.__name__]["additionalProperties"] is False for command in UserCommand.__args__)
    assert schemas["Commands"]["additionalProperties"] is False


def test_every_refusal_is_a_problem_document(described: dict[str, Any]) -> None:
    contents = [
        (status, set(answer.get("content", ())))
        for methods in described["paths"].values()
        for operation in methods.values()
        for status, answer in operation["responses"].items()
    ]

    assert all(content == {"application/problem+json"} for status, content in contents if status >= "400")
    assert all(
        content <= {"application/json", "application/zip"} for status, content in contents if status < "400"
    )


# ASVS 15.3.3
def test_what_brings_a_body_says_which_and_refuses_unknown_fields(described: dict[str, Any]) -> None:
    schemas = described["components"]["schemas"]

    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]
        for methods in described["paths"].values()
        for operation in methods.values()
        if "requestBody" in operation
    ]

    named = {one["$ref"].rpartition("/")[2] for one in bodies if "$ref" in one}
    assert {name for name in named if schemas[name]["additionalProperties"] is not False} == set()
    # What a browser answers for a passkey is the browser's to say.
    assert ["PublicKeyCredential" in one["description"] for one in bodies if "$ref" not in one] == [True]


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    references = set(re.findall(r'"#/components/schemas/([\w.]+)"', json.dumps(described)))

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
    assert all(name == kind.name and re.fullmatch("[a-z-]+", name) for name, kind in PROBLEM_TYPES.items())


async def test_an_address_tells_of_all_its_methods(http: httpx.AsyncClient) -> None:
    answer = await http.options("/api/v1/retention")

    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, OPTIONS, POST")

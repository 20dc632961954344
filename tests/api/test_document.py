"""The description, and the page that shows it."""

import json
import re
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, cast, get_args

import httpx
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from openapi_python_client import generate
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_spec_validator import validate

from domain.journey.decide import UserCommand
from service.api.commands import COMMAND_GROUPS
from service.api.openapi.config import ACCOUNT_TAGS
from service.api.problem_types import PROBLEM_TYPES
from service.api.query_parameters import query_parameter_names
from service.http.dependencies import DEPENDENCIES
from service.settings import Settings
from tests.api.described import DESCRIBED, WITH_ACCOUNTS, description_of
from tests.apps import app_without_services

VENDOR = files("service.api") / "static" / "vendor" / "swagger-ui"


def served(app: Litestar) -> dict[tuple[str, str], HTTPRouteHandler]:
    """The handler of every address for programs and each of its methods."""
    return {
        (route.path_format, method.lower()): handler
        for route in app.routes
        if isinstance(route, HTTPRoute) and route.path.startswith(("/api", "/health"))
        for handler in route.route_handlers
        for method in handler.http_methods - {"OPTIONS"}
    }


def operations(document: dict[str, Any]) -> set[tuple[str, str]]:
    return {(path, method) for path, methods in document["paths"].items() for method in methods}


def test_every_address_for_programs_is_described_and_no_other() -> None:
    app = app_without_services(WITH_ACCOUNTS)

    assert operations(DESCRIBED) == served(app).keys()
    assert {type(one) for one in app.routes if one.path.startswith("/api")} == {HTTPRoute}


def test_a_query_may_name_the_parameters_that_are_described_and_no_other() -> None:
    handlers = served(app_without_services(WITH_ACCOUNTS))

    allowed = {operation: set(query_parameter_names(handler)) for operation, handler in handlers.items()}

    assert allowed == {
        (path, method): {one["name"] for one in operation["parameters"] if one["in"] == "query"}
        for path, methods in DESCRIBED["paths"].items()
        for method, operation in methods.items()
    }
    assert set().union(*allowed.values()).isdisjoint(DEPENDENCIES)


def test_where_no_accounts_are_kept_only_what_is_about_them_is_missing() -> None:
    without = description_of(app_without_services(Settings()))

    missing = operations(DESCRIBED) - operations(without)

    assert {DESCRIBED["paths"][path][method]["tags"][0] for path, method in missing} == set(ACCOUNT_TAGS)
    assert operations(without) <= operations(DESCRIBED)
    assert {one["name"] for one in DESCRIBED["tags"]} == set(ACCOUNT_TAGS)
    assert "tags" not in without


def test_a_parameter_is_described_as_its_handler_reads_it() -> None:
    redaction = DESCRIBED["paths"]["/api/v1/journeys/{journey_id}/entries/{number}/redaction"]["post"]
    events = DESCRIBED["paths"]["/api/v1/journeys/{journey_id}/events"]["get"]

    kinds = {
        one["name"]: one["schema"].get("format") or one["schema"]["type"] for one in redaction["parameters"]
    }
    limit = {one["name"]: one["schema"] for one in events["parameters"]}["limit"]

    assert kinds == {"journey_id": "uuid", "number": "integer"}
    assert limit == {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}


@pytest.mark.slow
def test_the_document_is_valid_openapi() -> None:
    validate(cast("Any", DESCRIBED))


def test_a_schema_has_the_name_of_its_class_and_no_other_class_has_it() -> None:
    """Where two classes share a name, msgspec puts their modules before it."""
    assert [name for name in DESCRIBED["components"]["schemas"] if not name.isidentifier()] == []


def test_no_two_operations_share_a_name() -> None:
    names = [one["operationId"] for methods in DESCRIBED["paths"].values() for one in methods.values()]

    assert len(set(names)) == len(names)


def test_every_command_belongs_to_one_noun() -> None:
    nouns = [one for commands in COMMAND_GROUPS.values() for one in get_args(commands)]

    assert set(nouns) == set(get_args(UserCommand))
    assert len(nouns) == len(set(nouns))


# ASVS 15.3.3
def test_every_command_is_described_and_closed_to_unknown_fields() -> None:
    schemas = DESCRIBED["components"]["schemas"]

    assert {command.__name__ for command in UserCommand.__args__} <= schemas.keys()
    assert all(schemas[command.__name__]["additionalProperties"] is False for command in UserCommand.__args__)
    assert schemas["Commands"]["additionalProperties"] is False


def test_every_refusal_is_a_problem_document() -> None:
    contents = [
        (status, set(answer.get("content", ())))
        for methods in DESCRIBED["paths"].values()
        for operation in methods.values()
        for status, answer in operation["responses"].items()
    ]

    assert all(content == {"application/problem+json"} for status, content in contents if status >= "400")
    assert all(
        content <= {"application/json", "application/zip", "text/csv"}
        for status, content in contents
        if status < "400"
    )


# ASVS 15.3.3
def test_what_brings_a_body_says_which_and_refuses_unknown_fields() -> None:
    schemas = DESCRIBED["components"]["schemas"]

    bodies = [
        operation["requestBody"]["content"]["application/json"]["schema"]
        for methods in DESCRIBED["paths"].values()
        for operation in methods.values()
        if "requestBody" in operation
    ]

    named = {one["$ref"].rpartition("/")[2] for one in bodies if "$ref" in one}
    assert {name for name in named if schemas[name]["additionalProperties"] is not False} == set()
    # What a browser answers for a passkey is the browser's to say.
    assert ["PublicKeyCredential" in one["description"] for one in bodies if "$ref" not in one] == [True]


def test_every_reference_leads_somewhere() -> None:
    references = set(re.findall(r'"#/components/schemas/([\w.]+)"', json.dumps(DESCRIBED)))

    assert references <= DESCRIBED["components"]["schemas"].keys()


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

    assert (answer.status_code, answer.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")


@pytest.mark.slow
def test_a_client_library_can_be_generated_of_all_but_zip_files(tmp_path: Path) -> None:
    source = tmp_path / "openapi.json"
    source.write_text(json.dumps(DESCRIBED))
    config = Config.from_sources(
        ConfigFile(post_hooks=[]),
        MetaType.NONE,
        source,
        "utf-8",
        overwrite=True,
        output_path=tmp_path / "client",
    )

    warnings = generate(config=config)

    # It knows no application/zip.
    assert [one.header for one in warnings] == [
        "WARNING parsing GET /api/v1/journeys/{journey_id}/archive within sight.",
        "WARNING parsing GET /api/v1/studies/{study_id}/exports/{export_id}/file within studies.",
    ]

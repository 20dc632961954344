"""The description and the service agree: Schemathesis sends what the description allows, and what it does not."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import httpx
import pytest
import requests
import schemathesis
import uvicorn
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.config import ProjectConfig
from schemathesis.core.result import Ok
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.pytest._test_builder import build_operation_test

from service.api.examples import CONVERSATION_EXAMPLE, START_EXAMPLE
from service.app import create_app
from service.encryption.keyring import KeyringFile
from service.settings import Settings
from tests.api.described import description_of
from tests.apps import app_without_services
from tests.databases import Databases

pytestmark = pytest.mark.slow

PROFILE = settings.get_current_profile_name()
FEW = settings(
    max_examples={"brief": 2, "thorough": 20}.get(PROFILE, 5),
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
MANY = settings(FEW, max_examples={"brief": 10, "thorough": 200}.get(PROFILE, 40))
"""Besides the cases of every single field, which the brief profile leaves out."""
JOURNEY = uuid4()


class Server(uvicorn.Server):
    """The service on a port of its own, in a thread: Schemathesis speaks to it from outside."""

    def __init__(self, dsn: str, folder: Path) -> None:
        # With keys: without them no study is analysed or exported.
        keyring = KeyringFile(folder / "keyring.json")
        keyring.create()
        app = create_app(
            Settings(
                database_url=dsn,
                migrate=False,
                ledger=str(folder / "erasures.jsonl"),
                sealing=True,
                keyring=str(keyring.path),
            )
        )
        super().__init__(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="warning"))
        self.thread = threading.Thread(target=self.run)

    async def address(self) -> str:
        while not self.started:
            assert self.thread.is_alive()
            await asyncio.sleep(0.05)
        port = self.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"


@pytest.fixture(scope="module")
async def address(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """Where the service is; one journey has begun there."""
    async with databases.borrowed() as dsn:
        server = Server(dsn, tmp_path_factory.mktemp("schema"))
        server.thread.start()
        address = await server.address()
        async with httpx.AsyncClient(base_url=address) as http:
            for example in (START_EXAMPLE, CONVERSATION_EXAMPLE):
                answer = await http.post(f"/api/v1/journeys/{JOURNEY}/commands", json=example)
                assert answer.status_code == 201, answer.text
        yield address
        server.should_exit = True
        await asyncio.to_thread(server.thread.join)


@pytest.fixture(scope="module")
def line() -> Iterator[requests.Session]:
    """One connection for all that is sent, past any proxy."""
    with requests.Session() as line:
        line.trust_env = False
        yield line


# What is there with accounts only is asked for in tests/authorization/test_account_matrix.py.
SCHEMA = schemathesis.openapi.from_dict(description_of(app_without_services(Settings())))
OPERATIONS = {found.ok().label: found.ok() for found in SCHEMA.get_all_operations() if isinstance(found, Ok)}
ALL_OF_THEM = frozenset(
    {"POST /api/v1/journeys/{journey_id}/commands", "POST /api/v1/journeys/{journey_id}/commands/entries"}
)
"""Take every command there is: its fields are tried one by one where it stands alone, here some at random."""


def configured(*, coverage: bool) -> ProjectConfig:
    """How cases are made, with or without those of every single field."""
    config = deepcopy(SCHEMA.config)
    config.phases.coverage.enabled = coverage
    return config


# Made once, and now: a configuration grows with all that is drawn by it, and to copy it later takes half a second.
CONFIGURED = {coverage: configured(coverage=coverage) for coverage in (True, False)}

WELL_FORMED = "positive_data_acceptance"
"""Not asked for: what is well formed may still be refused with 422, as a date in the future is."""
ILL_FORMED_STATUS = 422
ILL_FORMED = "negative_data_rejection"
"""Nor this where the test puts a good journey id in the place of a bad one."""


def answered_as_described(case: Case[Any], address: str, line: requests.Session, *unasked: str) -> int:
    """Checks the answer to a case, and returns its status."""
    excluded = schemathesis.checks.CHECKS.get_by_names([WELL_FORMED, *unasked])
    answer = case.call_and_validate(base_url=address, session=line, excluded_checks=cast("Any", excluded))
    return answer.status_code


@pytest.mark.parametrize("label", OPERATIONS)
def test_whatever_is_sent_the_answer_is_one_that_is_described(
    label: str, address: str, line: requests.Session
) -> None:
    """Of any journey, and once more of one that has begun: but what is ill-formed is refused before any journey is read."""

    def answered(case: Case[Any]) -> None:
        # A position far ahead is refused with 503, as described, and only after two seconds.
        case.query.pop("wait_for", None)
        status = answered_as_described(case, address, line)
        if "journey_id" in case.path_parameters and status != ILL_FORMED_STATUS:
            case.path_parameters["journey_id"] = str(JOURNEY)
            answered_as_described(case, address, line, ILL_FORMED)

    of_every_case(label, answered)()


def of_every_case(label: str, test: Callable[..., None]) -> Callable[..., None]:
    """A test of every case of an operation, as `schema.parametrize()` makes it.

    But when it is run: to make all cases when tests are collected would cost every process half a minute.
    """
    return build_operation_test(
        config=CONFIGURED[PROFILE != "brief" and label not in ALL_OF_THEM],
        operation=OPERATIONS[label],
        test_func=(MANY if label in ALL_OF_THEM else FEW)(test),
        given_kwargs={},
        feedback=NO_FEEDBACK,
    )

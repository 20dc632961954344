"""The table of all parts is true: every command, event, address and test in it exists, and no command is left out."""

import ast
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple, get_args
from uuid import UUID

import pytest

from domain.event_catalogue import AnyEvent
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.decide import UserCommand
from domain.programme.commands import ProgrammeCommand
from projections.fold import fold
from projections.guidance import GUIDANCE
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from service.authorization.actions import ACTION_OF_COMMAND
from tests.api.described import DESCRIBED
from tests.domain import journeys as told
from tests.projections.small_games import entries
from tests.web.commands_of_pages import commands_by_page

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "parts.md"
COMMANDS = {
    one.__name__ for one in (*get_args(UserCommand), *get_args(ClockCommand), *get_args(ProgrammeCommand))
}
EVENTS = {one.__name__ for one in get_args(AnyEvent)}
CORRECTIONS = {"CorrectEntry", "RetractEntry"}
OF_PEOPLE = {one.__name__ for one in ACTION_OF_COMMAND} - CORRECTIONS
WITH_ACCOUNTS = {"AssignCoach", "ProposeDeputy", "AnswerDeputy", "EndDeputy"}
"""Sent where accounts are kept, from the pages of sight and data and of cover (`tests/web/test_privacy_page.py`, `test_deputies.py`)."""


class Row(NamedTuple):
    number: int
    idea: str
    commands: list[str]
    events: list[str]
    views: list[str]
    pages: list[str]
    tests: list[str]


def code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def rows() -> list[Row]:
    cells = [
        line.strip("| \n").split(" | ") for line in PAGE.read_text().splitlines() if re.match(r"\| \d", line)
    ]
    return [
        Row(int(number), idea, code(commands), code(events), code(views), code(pages), code(tests))
        for number, idea, commands, events, views, pages, tests in cells
    ]


every_row = pytest.mark.parametrize("row", rows(), ids=lambda row: str(row.number))


@cache
def written_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text())
    return frozenset(
        node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    )


@cache
def addresses() -> frozenset[str]:
    return frozenset(DESCRIBED["paths"])


def test_every_part_has_its_row() -> None:
    assert [row.number for row in rows()] == list(range(1, 56))


@every_row
def test_a_row_names_commands_and_events_that_exist(row: Row) -> None:
    assert set(row.commands) <= COMMANDS
    assert set(row.events) <= EVENTS
    assert bool(row.commands) == bool(row.events) == (row.number != 40)


@every_row
def test_a_row_names_views_that_are_served(row: Row) -> None:
    paths = {
        view if view.startswith("/") else f"/api/v1/journeys/{{journey_id}}/{view}" for view in row.views
    }

    assert row.views
    assert paths <= addresses()


@every_row
def test_a_row_names_tests_that_are_run(row: Row) -> None:
    assert row.tests
    for test in row.tests:
        path, _, name = test.partition("::")
        assert name in written_in(path), test


@pytest.fixture(scope="module")
async def sent() -> Mapping[str, set[str]]:
    """The commands that the forms of each page send."""
    return await commands_by_page()


@pytest.mark.slow
@every_row
def test_the_pages_of_a_row_send_its_commands(row: Row, sent: Mapping[str, set[str]]) -> None:
    given = set(row.commands) & OF_PEOPLE - WITH_ACCOUNTS

    assert [page for page in row.pages if not sent.get(page, set()) & given] == []
    assert given - set[str]().union(*(sent[page] for page in row.pages)) == set()


@pytest.mark.slow
def test_every_command_that_people_give_is_sent_by_a_page(sent: Mapping[str, set[str]]) -> None:
    assert OF_PEOPLE - set[str]().union(*sent.values()) == WITH_ACCOUNTS


def test_no_command_is_left_out() -> None:
    assert set(code(PAGE.read_text())) >= COMMANDS


# The parts that are absences or guidance.


def test_nobody_is_ranked() -> None:
    """What a person earned is in the game alone, and no answer about several journeys holds any of it."""
    schemas = DESCRIBED["components"]["schemas"]
    earned = {"points", "total", "level", "momentum", "badges", "promise", "rank", "score"}

    answers = (
        "JourneyListPage",
        "JourneyListItem",
        "DeskResponse",
        "DeskRow",
        "ProgrammeTotals",
        "Totals",
        "ProgrammeDetails",
    )
    for name in answers:
        assert not earned & schemas[name]["properties"].keys(), name


def test_the_phrase_guide_says_what_to_say_instead() -> None:
    phrases = {one.code: one for one in GUIDANCE.phrases}

    assert phrases["i_know_how_you_feel"].rather_not == "I know how you feel."
    assert all(one.rather and one.why and one.rather != one.rather_not for one in phrases.values())
    assert len(GUIDANCE.four_questions) == len({one.point for one in GUIDANCE.four_questions}) == 4


def test_staying_and_changing_is_a_role_like_any_other() -> None:
    stay = told.role_discovered(role_id=UUID(int=7), title="my own work, changed", distance="same")
    seen = PROFILE.view(
        fold(PROFILE, entries([told.journey_started(), stay])), told.day(1), DEFAULT_PARAMETERS
    )

    (role,) = seen.roles
    assert (role.title, role.distance, role.standing) == ("my own work, changed", "same", "in_play")
    assert round(role.reach, 2) == round(1 - (3.5 * 4.5 * 5.5 * 6.5 * 7.5) / (5 * 6 * 7 * 8 * 9), 2)

"""The README of the journey names every command and every event, and nothing that does not exist."""

import re
from pathlib import Path
from typing import get_args

from domain.event_catalogue import AnyEvent, OrganisationEvent
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.decide import UserCommand

ROOT = Path(__file__).parents[2]
ROWS = [
    line.split("|")[1:-1]
    for line in (ROOT / "domain/journey/README.md").read_text().splitlines()
    if line.startswith("|")
]
NAMES = {name for row in ROWS for cell in row for name in re.findall(r"`([A-Z]\w*[a-z])`", cell)} - {
    "Journey"
}
COMMANDS = {one.__name__ for one in (*get_args(UserCommand), *get_args(ClockCommand))}
EVENTS = {one.__name__ for one in set(get_args(AnyEvent)) - set(get_args(OrganisationEvent))}
ERASURE = {"ContactForgotten", "JourneyErased"}


def test_every_command_and_every_event_stands_in_a_table() -> None:
    assert sorted((COMMANDS | EVENTS) - NAMES - ERASURE) == []


def test_the_tables_name_nothing_that_does_not_exist() -> None:
    assert sorted(NAMES - COMMANDS - EVENTS) == []

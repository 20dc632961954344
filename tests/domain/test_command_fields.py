"""The fields of commands stand in stored fingerprints: one that comes later says nothing there until it is used."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, get_args, get_type_hints

import msgspec
import pytest
from msgspec import inspect

from domain.aggregate import fingerprint_of
from domain.command import ADDED_LATER
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.decide import UserCommand
from domain.programme.commands import ProgrammeCommand
from domain.study.commands import StudyCommand
from tests.domain.arbitrary_commands import CommandGenerator
from tests.histories import sample_journey

COMMANDS: tuple[type[msgspec.Struct], ...] = (
    *get_args(UserCommand),
    *get_args(ClockCommand),
    *get_args(ProgrammeCommand),
    *get_args(StudyCommand),
)
FILE = Path(__file__).parent / "command_fields.txt"
STORED = {
    name: fields.split()
    for name, _, fields in (line.partition(":") for line in FILE.read_text().splitlines())
}
"""The fields that commands, and the parts of them, had when the first ones of each kind were stored."""


def with_parts(of: inspect.Type) -> Iterator[inspect.StructType]:
    """The types of a command and of its parts."""
    if isinstance(of, inspect.StructType):
        yield of
        for field in of.fields:
            yield from with_parts(field.type)
    for name in ("type", "types", "item_type", "item_types"):
        inner: Any = getattr(of, name, ())
        for one in inner if isinstance(inner, tuple) else (inner,):
            yield from with_parts(one)


KINDS = {one.cls.__name__: one for of in inspect.multi_type_info(COMMANDS) for one in with_parts(of)}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_a_field_that_came_later_is_marked(name: str) -> None:
    kind = KINDS[name]
    assert name in STORED, "add a new command, or a new part of one, to command_fields.txt"
    hints = get_type_hints(kind.cls, include_extras=True)
    marked = {one.name for one in kind.fields if ADDED_LATER in getattr(hints[one.name], "__metadata__", ())}

    assert {one.name for one in kind.fields} - marked == set(STORED[name])
    assert all(not one.required for one in kind.fields if one.name in marked)


@pytest.mark.parametrize("seed", range(3))
def test_the_fingerprint_of_commands_without_such_fields_is_that_of_their_json(seed: int) -> None:
    made = CommandGenerator(Random(seed), sample_journey(seed, events=20))
    commands = [made.one(kind) for kind in get_args(UserCommand) if not has_later_fields(kind)]

    assert fingerprint_of(commands) == hashlib.sha256(msgspec.json.encode(commands)).digest()


def has_later_fields(kind: type[msgspec.Struct]) -> bool:
    """Whether a command, or a part of it, was given fields later."""
    return any(
        {field.name for field in one.fields} != set(STORED[one.cls.__name__])
        for one in with_parts(inspect.type_info(kind))
    )

"""The tags of commands stand in stored fingerprints: each is written out, and stays whatever its class is called."""

import ast
import inspect
import textwrap
from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest

from domain.journey.commands.catalogue import ClockCommand
from domain.journey.decide import UserCommand
from domain.programme.commands import ProgrammeCommand
from domain.study.commands import StudyCommand

COMMANDS: tuple[type[msgspec.Struct], ...] = (
    *get_args(UserCommand),
    *get_args(ClockCommand),
    *get_args(ProgrammeCommand),
    *get_args(StudyCommand),
)
TAGS = (Path(__file__).parent / "command_tags.txt").read_text().split()


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: str(command.__name__))
def test_a_command_writes_out_its_tag(command: Any) -> None:
    [definition] = ast.parse(textwrap.dedent(inspect.getsource(command))).body
    assert isinstance(definition, ast.ClassDef)
    tags = [ast.literal_eval(one.value) for one in definition.keywords if one.arg == "tag"]

    assert tags == [command.__struct_config__.tag]


def test_no_tag_of_a_command_is_lost() -> None:
    tags = {str(command.__struct_config__.tag) for command in COMMANDS}

    assert set(TAGS) <= tags
    assert sorted(tags - set(TAGS)) == [], "add the tag of a new command to command_tags.txt"

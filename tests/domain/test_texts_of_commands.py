"""Names and texts of commands: each has one form, whoever sends it, and none that nobody could read is recorded."""

from random import Random
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import pytest
from msgspec import Struct, ValidationError, inspect

from domain.command import TimeZoneName
from domain.errors import InvalidValue
from domain.journey.aggregate import INITIAL
from domain.journey.commands.start import StartJourney
from domain.journey.decide import decide
from domain.normal_texts import normalize_texts
from domain.programme import aggregate as programmes
from domain.programme import decide as programme_decisions
from domain.programme.commands import ProgrammeCommand
from domain.sensitivity import nested_structs
from domain.study import aggregate as studies
from domain.study import decide as study_decisions
from domain.study.commands import StudyCommand
from domain.text import TextForm
from tests.domain.arbitrary_commands import ALL_COMMANDS
from tests.domain.test_possible_dates import HISTORY, FullCommands
from tests.odd_texts import COMMANDING, UNUSABLE, Path, paths_of, with_text

WRITTEN = "Written by hand"
CODES = {"time_zone": "UTC", "name": "early", "variables": "experiments.kind"}
"""What a code of some field is, where it is no text."""
STUDIED = get_args(StudyCommand)
OFFERED = (*get_args(ProgrammeCommand), *STUDIED)


class Written(FullCommands):
    """Makes commands in which every text is the same."""

    def _made(self, name: str, of: inspect.Type) -> Any:
        match of:
            case inspect.StrType(pattern=pattern) if (
                pattern and "x00" in pattern and not pattern.startswith("^http")
            ):
                return WRITTEN
            case inspect.StrType() if name in CODES:
                return CODES[name]
            case _:
                return super()._made(name, of)

    def written(self, kind: type) -> Any:
        return self._made("", inspect.type_info(kind))


def written(kind: type) -> Any:
    """A command of a kind whose texts are all written by hand."""
    return Written(Random(0), HISTORY).written(kind)


TEXTS = tuple((kind, path) for kind in (*ALL_COMMANDS, *OFFERED) for path in paths_of(written(kind), WRITTEN))
"""Every name, title and text of every command."""
NAMED = [f"{kind.__name__} {'/'.join(map(str, path))}" for kind, path in TEXTS]


def decided(command: Any) -> Any:
    """What is decided on a command."""
    if isinstance(command, STUDIED):
        return study_decisions.decide(studies.INITIAL, command, HISTORY.today)
    if isinstance(command, OFFERED):
        return programme_decisions.decide(programmes.INITIAL, command, HISTORY.today)
    journey = INITIAL if isinstance(command, StartJourney) else HISTORY.journey
    return decide(journey, command, HISTORY.today)


@pytest.mark.parametrize(("kind", "path"), TEXTS, ids=NAMED)
def test_a_text_that_nobody_could_read_is_refused_by_its_field(kind: type, path: Path) -> None:
    for text in COMMANDING if _may_be_empty(kind, path) else UNUSABLE:
        with pytest.raises(InvalidValue) as refused:
            decided(with_text(written(kind), path, text))

        assert (refused.value.field, bool(refused.value.allowed)) == ("/".join(map(str, path)), True)


@pytest.mark.parametrize(("kind", "path"), TEXTS, ids=NAMED)
def test_a_text_has_one_form_however_it_is_typed(kind: type, path: Path) -> None:
    once, *others = ("Åsa Öberg", "A\u030asa O\u0308berg ", "\u202bÅsa Öberg\u202c", "Åsa\u200b Öberg")
    form = normalize_texts(with_text(written(kind), path, once))

    assert form == with_text(written(kind), path, once)
    for typed in others:
        assert normalize_texts(with_text(written(kind), path, typed)) == form


def test_every_text_of_a_command_declares_its_form() -> None:
    kinds = {*ALL_COMMANDS, *OFFERED}
    while (
        more := {part for kind in kinds for one in hints(kind).values() for part in nested_structs(one)}
        - kinds
    ):
        kinds |= more
    undeclared = {
        f"{kind.__name__}.{name}" for kind in kinds for name, hint in hints(kind).items() if free_text(hint)
    }

    assert undeclared == set()


def hints(kind: type[Struct]) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def free_text(hint: Any) -> bool:
    """Whether a type allows any text, and does not say what form it has."""
    if hint is str:
        return True
    if hint == TimeZoneName:
        return False
    if get_origin(hint) is Annotated and get_args(hint)[0] is str:
        return not any(
            isinstance(one, TextForm) or getattr(one, "pattern", None) for one in get_args(hint)[1:]
        )
    return any(map(free_text, get_args(hint)))


def _may_be_empty(kind: type, path: Path) -> bool:
    """Whether a text may be left out by sending an empty one."""
    try:
        with_text(written(kind), path, "")
    except ValidationError:
        return False
    return True

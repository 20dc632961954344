"""Reads files of histories whole and checks them before anything is recorded.

Errors name the place in the file.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import eq
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct

from domain.allowed_dates import possible_dates, require_possible_dates
from domain.errors import DomainError
from domain.journey.decide import UserCommand
from service.clock import utc_now
from service.importing.case_actions import case_journey_id
from service.importing.case_commands import case_commands
from service.importing.case_format import CaseFile
from service.importing.case_names import with_one_spelling
from service.importing.located_command import LocatedCommand
from service.outside_json import InvalidText, decode_json, line_of_fault, require_utf8

MAX_BYTES = 64 * 1024 * 1024
"""Bytes of one file; a longer history comes in several."""


class InvalidImport(Exception):
    """Raised if a file, or a journey in it, cannot be imported. The message names the place."""


class ImportStep(Struct, frozen=True, kw_only=True):
    """A command batch to record under an id of its own."""

    command_id: UUID
    command: UserCommand
    where: str
    """File, line and what stands there."""
    former: UserCommand | None = None
    """What earlier versions read in the same place, where that was something else."""


class ImportedHistory(Struct, frozen=True, kw_only=True):
    """The commands of one journey in a file."""

    journey_id: UUID
    source: str
    steps: tuple[ImportStep, ...]


class ImportLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a JSON Lines file: a command, its journey and, if it has one, its id."""

    journey_id: UUID
    command: UserCommand
    command_id: UUID | None = None


class _Addressed(Struct, frozen=True):
    """The part of an invalid line that says which journey it belongs to."""

    journey_id: UUID


class ParsedFile(Struct, frozen=True):
    """The histories read from a file, and the errors of the rest."""

    histories: tuple[ImportedHistory, ...]
    errors: tuple[str, ...] = ()


def read_history_file(path: Path) -> ParsedFile:
    """Reads JSON Lines of commands if the name ends in .jsonl or .ndjson, else a case.

    Raises `InvalidImport`.
    """
    try:
        with path.open("rb") as file:
            read = file.read(MAX_BYTES + 1)
        if len(read) > MAX_BYTES:
            raise InvalidImport(
                f"{path}: larger than {MAX_BYTES // 1024 // 1024} MiB; split it, each journey in one file"
            )
        raw = require_utf8(read)
    except OSError as error:
        raise InvalidImport(f"{path}: {error.strerror or error}") from error
    except InvalidText as error:
        raise InvalidImport(f"{path.name}:{error.line}: {error}") from error
    if not raw.strip():
        raise InvalidImport(f"{path.name}: the file is empty")
    if path.suffix in (".jsonl", ".ndjson"):
        return _lines(raw, path.name)
    return ParsedFile((read_case(raw, path.name),))


def read_case(
    raw: bytes, name: str, *, changed: Callable[[CaseFile], CaseFile] | None = None
) -> ImportedHistory:
    """Reads a case, changed by `changed` if given. Raises `InvalidImport` naming line and field."""
    try:
        case = decode_json(raw, CaseFile)
        require_possible_dates(case, possible_dates(utc_now().date()))
        case = changed(case) if changed else case
        commands = case_commands(with_one_spelling(case))
    except msgspec.DecodeError as error:
        raise InvalidImport(f"{name}:{_line_of(raw, error)}: {_sentence(error)}") from error
    except DomainError as error:
        field = f" ({error.field})" if error.field else ""
        raise InvalidImport(f"{name}{field}: {error.message} Allowed: {error.allowed}.") from error
    journey_id = case_journey_id(case)
    seen: Counter[str] = Counter()
    steps: list[ImportStep] = []
    for one, former in zip(commands, _former_commands(case, commands), strict=True):
        seen[former.where] += 1
        step = ImportStep(
            command_id=uuid5(journey_id, f"{former.where}/{seen[former.where]}"),
            command=one.command,
            where=f"{name}{_place(raw, former.where)}, {former.where}",
            former=None if eq(former.command, one.command) else former.command,
        )
        steps.append(step)
    return ImportedHistory(journey_id=journey_id, source=name, steps=tuple(steps))


def _former_commands(case: CaseFile, commands: Sequence[LocatedCommand]) -> Sequence[LocatedCommand]:
    """The commands that earlier versions read in a case, in which another spelling was another name."""
    try:
        former = case_commands(case)
    except DomainError:
        return commands
    return former if len(former) == len(commands) else commands


def _lines(raw: bytes, name: str) -> ParsedFile:
    steps: defaultdict[UUID, list[ImportStep]] = defaultdict(list)
    broken: dict[UUID, str] = {}
    seen: Counter[bytes] = Counter()
    for number, text in _numbered(raw):
        where = f"{name}:{number}"
        try:
            line = decode_json(text, ImportLine)
        except msgspec.DecodeError as error:
            broken.setdefault(_whose(text, where, error), f"{where}: {_sentence(error)}")
            continue
        content = msgspec.json.encode(line)
        seen[content] += 1
        own_id = uuid5(line.journey_id, f"{seen[content]}:{content.decode()}")
        step = ImportStep(command_id=line.command_id or own_id, command=line.command, where=where)
        steps[line.journey_id].append(step)
    histories = (
        ImportedHistory(journey_id=key, source=name, steps=tuple(found))
        for key, found in steps.items()
        if key not in broken
    )
    return ParsedFile(tuple(histories), tuple(broken.values()))


def _numbered(raw: bytes) -> Iterator[tuple[int, bytes]]:
    lines: Iterable[bytes] = raw.splitlines()
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _whose(text: bytes, where: str, error: msgspec.DecodeError) -> UUID:
    try:
        return decode_json(text, _Addressed).journey_id
    except msgspec.DecodeError:
        raise InvalidImport(
            f"{where}: {_sentence(error)}; nothing of this file was imported, since the line names no journey"
        ) from error


def _sentence(error: msgspec.DecodeError) -> str:
    """The error with its place: `Expected int <= 10 at actions[3].signals.appeal`."""
    message, _, place = str(error).partition(" - at `$")
    return f"{message} at {place.strip('.`') or 'the top'}" if place else message


def _line_of(raw: bytes, error: msgspec.DecodeError) -> int:
    """The line of an error, from the byte or the action it names."""
    message = str(error)
    if "actions[" in message:
        index = int(message.partition("actions[")[2].partition("]")[0])
        return _line_of_action(raw, index)
    return line_of_fault(raw, error)


def _line_of_action(raw: bytes, index: int) -> int:
    try:
        action_id = str(decode_json(raw, dict[str, Any])["actions"][index]["id"])
    except (msgspec.DecodeError, KeyError, IndexError, TypeError):
        return 1
    place = _place(raw, f"action {action_id}")
    return int(place[1:]) if place else 1


def _place(raw: bytes, where: str) -> str:
    """`:line` of an action, a role or the like, found by its name; empty if not found."""
    noun, _, name = where.partition(" ")
    keys = {"action": "id", "role": "role", "parked": "role", "quest": "quest", "challenge": "what"}
    key = keys.get(noun)
    if key is None:
        return ""
    wanted = name.removeprefix("role ")
    quoted = msgspec.json.encode(wanted)
    for number, line in enumerate(raw.splitlines(), 1):
        if f'"{key}"'.encode() in line and quoted in line:
            return f":{number}"
    return ""

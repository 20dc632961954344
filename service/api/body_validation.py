"""Turns a msgspec `ValidationError` into a problem with a JSON pointer and the allowed values."""

import re
from collections.abc import Iterator
from typing import Any

import msgspec
from msgspec import inspect

from service.api.problem_types import INVALID_VALUE
from service.api.problems import FieldError, Problem

MESSAGE_PATTERN = re.compile(r"(?P<what>.*?)(?: - at `\$(?P<path>.*)`)?", re.DOTALL)
PATH_STEP_PATTERN = re.compile(r"\.([^.\[]+)|\[(\d+)\]")
FIELD_PATTERN = re.compile(r"Object (?:contains unknown|missing required) field `(.*)`")
QUOTED_VALUE_PATTERN = re.compile(r" '.*'\Z", re.DOTALL)
"""A value that was sent: it may be anything, and the problem repeats none of it."""
NO_NUL_PATTERN = r"^[^\x00]*$"


def body_problem(body: bytes, error: msgspec.ValidationError, expected: inspect.Type) -> Problem:
    """The problem (422) of a body that is JSON but not of the expected type."""
    match = MESSAGE_PATTERN.fullmatch(str(error))
    what, path = (match["what"], match["path"] or "") if match else (str(error), "")
    steps = [name or int(index) for name, index in PATH_STEP_PATTERN.findall(path)]
    field = FIELD_PATTERN.fullmatch(what)
    found, rest = _descend(expected, _parse_leniently(body), steps)
    allowed = (
        ", ".join(_allowed_names(found))
        if field and field[1] != "type"
        else _allowed(found, tag=bool(rest or field))
    )
    pointer = "/".join(["#", *map(str, steps), *([field[1]] if field else [])])
    detail = f"{QUOTED_VALUE_PATTERN.sub('', what).replace('`', '')}."
    return Problem(INVALID_VALUE, detail, FieldError(pointer=pointer, detail=detail, allowed=allowed or None))


def _parse_leniently(body: bytes) -> Any:
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        # Broken behind the place of the error.
        return None


def _descend(kind: inspect.Type, value: Any, steps: list[str | int]) -> tuple[inspect.Type, list[str | int]]:
    """The type expected at a place in the body, and the steps that lead nowhere, such as a tag's."""
    for depth, step in enumerate(steps):
        member = _union_member(kind, value)
        child = _child_type(member, step)
        if child is None:
            return kind, steps[depth:]
        kind, value = child, _item(value, step)
    return _union_member(kind, value), []


def _union_member(kind: inspect.Type, value: Any) -> inspect.Type:
    """The member of a union that the value's tag names, or the only one that is not null."""
    match kind:
        case inspect.Metadata():
            return _union_member(kind.type, value)
        case inspect.UnionType():
            tag = _item(value, "type")
            members = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
            named = [one for one in members if isinstance(one, inspect.StructType) and one.tag == tag]
            return _union_member((named or members)[0], value) if named or len(members) == 1 else kind
        case _:
            return kind


def _child_type(kind: inspect.Type, step: str | int) -> inspect.Type | None:
    match kind:
        case inspect.StructType():
            return next((field.type for field in kind.fields if field.encode_name == step), None)
        case inspect.VarTupleType():
            return kind.item_type
        case _:
            return None


def _item(value: Any, step: str | int) -> Any:
    try:
        return value[step]
    except (LookupError, TypeError):
        return None


def _allowed_names(kind: inspect.Type) -> Iterator[str]:
    match kind:
        case inspect.StructType():
            yield from ([kind.tag_field] if kind.tag_field else [])
            yield from (field.encode_name for field in kind.fields)
        case inspect.UnionType():
            yield from (str(one.tag) for one in kind.types if isinstance(one, inspect.StructType))
        case _:
            pass


def _allowed(kind: inspect.Type, *, tag: bool) -> str:
    match kind:
        case inspect.StructType():
            return str(kind.tag) if tag else "an object"
        case inspect.UnionType():
            return ", ".join(_allowed_names(kind))
        case inspect.LiteralType():
            return ", ".join(map(str, kind.values))
        case inspect.IntType() | inspect.FloatType():
            return _range("a whole number" if isinstance(kind, inspect.IntType) else "a number", kind)
        case inspect.StrType():
            return _text(kind)
        case inspect.VarTupleType():
            return f"a list of {kind.min_length or 0} to {kind.max_length}"
        case inspect.DateType():
            return "a date such as 2026-01-31"
        case inspect.UUIDType():
            return "a UUID"
        case inspect.BoolType():
            return "true or false"
        case _:
            return ""


def _range(noun: str, kind: inspect.IntType | inspect.FloatType) -> str:
    lowest = f"above {kind.gt}" if kind.gt is not None else f"from {kind.ge}" if kind.ge is not None else ""
    highest = f"to {kind.le}" if kind.le is not None else ""
    return " ".join(filter(None, (noun, lowest, highest)))


def _text(kind: inspect.StrType) -> str:
    length = f"text of {kind.min_length or 0} to {kind.max_length} characters" if kind.max_length else "text"
    match kind.pattern:
        case None:
            return length
        case pattern if pattern == NO_NUL_PATTERN:
            return f"{length}, without NUL"
        case pattern:
            return f"{length} that matches {pattern}"

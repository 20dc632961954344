"""The codebook: the meaning of each event and field, read from the classes that the service itself uses."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin, get_type_hints
from uuid import UUID

from msgspec import Struct
from msgspec.structs import fields

from domain.event_catalogue import AnyStoredEvent, StoredOrganisationEvent
from domain.journey.events.erasure import JourneyErased
from domain.redacted import REDACTED
from domain.sensitivity import Sensitivity, field_sensitivities, nested_structs
from service.personal_data.archive.field_meanings import MEANINGS, UNITS
from service.personal_data.archive.table_descriptions import TABLE_DESCRIPTIONS

CLASS_CODES: Mapping[Sensitivity, str] = MappingProxyType(
    {
        Sensitivity.PUBLIC: "C0",
        Sensitivity.STRUCTURAL: "C1",
        Sensitivity.PERSONAL: "C2",
        Sensitivity.SPECIAL: "C3",
    }
)
CLASS_DESCRIPTIONS: Mapping[str, str] = MappingProxyType(
    {
        "C0": "public: codes of a taxonomy",
        "C1": "structural: kinds, dates, ratings and ids; stored unencrypted",
        "C2": "personal: names and what was written; stored encrypted",
        "C3": "special: what may be about health; stored encrypted with a key of its own",
    }
)
EVENT_TYPES = (
    frozenset[type[Struct]](get_args(AnyStoredEvent))
    - set(get_args(StoredOrganisationEvent))
    - {JourneyErased}
)
"""All that a journey's entries may say."""
TYPE_NAMES: Mapping[type, str] = MappingProxyType(
    {str: "text", int: "a whole number", float: "a number", bool: "yes or no", date: "a date", UUID: "an id"}
)
ENTRY_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "position": "Its place in the whole log of the service.",
        "journey_id": "The journey.",
        "number": "Its place in the journey, from 1.",
        "recorded_at": "When it was recorded.",
        "actor_id": "Who recorded it, by id; the service itself has one, too.",
        "command_id": "The command that caused it.",
        "event": "What happened; `type` names the kind of event.",
    }
)


class FieldDescription(Struct, frozen=True, kw_only=True):
    """A field: its meaning, sensitivity class, allowed values and unit."""

    name: str
    meaning: str
    sensitivity: str | None
    """C0 to C3; null for a group of fields, which declare their own."""
    holds: str
    unit: str | None
    optional: bool


class TypeDescription(Struct, frozen=True, kw_only=True):
    """A type of event, or a group of fields inside events."""

    name: str
    meaning: str
    fields: tuple[FieldDescription, ...]


class Codebook(Struct, frozen=True, kw_only=True):
    """Descriptions of everything in `entries.jsonl` and the files beside it."""

    classes: dict[str, str]
    entry: dict[str, str]
    redacted: str
    """What stands where a text was forgotten, or its key is not at hand."""
    events: tuple[TypeDescription, ...]
    groups: tuple[TypeDescription, ...]
    tables: dict[str, str]
    """What the lists in `account.json` hold."""


@cache
def build_codebook() -> Codebook:
    """Builds the codebook of this version of the service."""
    events = sorted(EVENT_TYPES, key=_tag)
    groups = sorted({group for event in events for group in _groups(event)} - EVENT_TYPES, key=_tag)
    return Codebook(
        classes=dict(CLASS_DESCRIPTIONS),
        entry=dict(ENTRY_FIELDS),
        redacted=str(REDACTED),
        events=tuple(_kind(one) for one in events),
        groups=tuple(_kind(one) for one in groups),
        tables=dict(TABLE_DESCRIPTIONS),
    )


def _tag(kind: type[Struct]) -> str:
    return str(kind.__struct_config__.tag or kind.__name__)


def _groups(kind: type[Struct]) -> Iterator[type[Struct]]:
    for field in fields(kind):
        for group in nested_structs(field.type):
            yield group
            if group not in EVENT_TYPES:
                yield from _groups(group)


def _kind(kind: type[Struct]) -> TypeDescription:
    hints, documented, classes = get_type_hints(kind), _documented(kind), dict(field_sensitivities(kind))
    descriptions = tuple(
        FieldDescription(
            name=one.encode_name,
            meaning=documented.get(one.name) or MEANINGS.get(one.name) or describe_id(one.name),
            sensitivity=CLASS_CODES[found] if (found := classes.get(one.name)) is not None else None,
            holds=describe_type(hints[one.name]),
            unit=UNITS.get(one.name) if {int, float} & set(_parts(hints[one.name])) else None,
            optional=not one.required,
        )
        for one in fields(kind)
    )
    return TypeDescription(name=_tag(kind), meaning=inspect.cleandoc(kind.__doc__ or ""), fields=descriptions)


def _documented(kind: type[Struct]) -> dict[str, str]:
    """The docstring below each field that has one."""
    found: dict[str, str] = {}
    for one in reversed([base for base in kind.__mro__ if base.__module__.startswith("domain.")]):
        for field, below in pairwise(_declarations(one.__module__)[one.__name__]):
            match field, below:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                    found[name] = inspect.cleandoc(text)
                case _:
                    pass
    return found


@cache
def _declarations(module: str) -> dict[str, list[ast.stmt]]:
    """The statements in the body of each class of a module."""
    written = ast.parse(inspect.getsource(import_module(module)))
    return {one.name: one.body for one in ast.walk(written) if isinstance(one, ast.ClassDef)}


def describe_id(name: str) -> str:
    """The meaning of an id, from its name."""
    words = name.replace("_", " ")
    several = words.endswith(" ids")
    return (
        f"The {words.removesuffix(' ids')}s, by id."
        if several
        else f"The {words.removesuffix(' id')}, by id."
    )


def _parts(hint: Any) -> Iterator[Any]:
    """Yields the plain types that a type annotation allows."""
    if get_origin(hint) in (None, Literal):
        yield hint
        return
    for part in get_args(hint):
        yield from _parts(part)


def describe_type(hint: Any) -> str:
    """The values a field may have, in words; codes as they are written."""
    parts = [part for part in _parts(hint) if part not in (type(None), Ellipsis)]
    events = [part for part in parts if part in EVENT_TYPES]
    described = [_describe_part(part) for part in parts if part not in events] + (
        ["any event"] if events else []
    )
    several = "a list of: " if any(get_origin(one) is tuple for one in (hint, *get_args(hint))) else ""
    return several + ", or ".join(dict.fromkeys(described))


def _describe_part(part: Any) -> str:
    if get_origin(part) is Literal:
        return "one of " + ", ".join(f"`{code}`" for code in get_args(part))
    if isinstance(part, type) and issubclass(part, Struct):
        return f"a group {_tag(part)}"
    return TYPE_NAMES[part]

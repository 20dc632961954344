"""What becomes of each field of an event in an export: kept, coded, shifted, blanked, or left out.

The rules come from the classes and types that the fields declare, for every form of an event there ever was. A field that
has no rule is left out: a new one is never exported by accident.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Protocol, Union, get_args, get_origin
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.event_catalogue import AnyStoredEvent
from domain.redacted import REDACTED
from domain.sensitivity import C0, C1, field_sensitivities, nested_structs
from projections.learning_model.market_signals import publication_of


class Codes(Protocol):
    """Replaces the values of one participant."""

    @property
    def ids(self) -> Mapping[str, str]: ...
    @property
    def days(self) -> Mapping[str, str]: ...
    def text(self, one: str) -> str: ...
    def own_text(self, one: str) -> str: ...
    def locale(self, one: str) -> str: ...
    def occupation(self, one: str) -> str: ...
    def arm(self, one: str) -> str: ...


Rule = Callable[[Any, Codes], Any]
"""The exported value for a stored one."""


class FieldRules(Struct, frozen=True):
    """The rules of a class of events or of a part of one, by field."""

    kept: frozenset[str]
    changed: Mapping[str, Rule]


TIME_ZONE = "UTC"
"""In every export: days of recording are those of the participant's own zone already."""

_BY_NAME: Mapping[str, Rule] = {
    "time_zone": lambda _, __: TIME_ZONE,
    "locale": lambda value, codes: codes.locale(value),
    "isco_group": lambda value, codes: codes.occupation(value),
    "arm": lambda value, codes: codes.arm(value),
}
"""Texts that are structural, but could point at a person."""
_LEFT_OUT = frozenset({"occupation_id"})
"""The occupation itself: its group is shown with as many digits as enough participants share."""


_TOLD_APART: Mapping[tuple[str, str], Rule] = {
    ("MarketSignalNoted", "source"): lambda value, codes: codes.own_text(publication_of(value)),
}
"""Texts of which folds ask whether two are the same: a newer edition of a publication replaces the older one."""


def exported_event(event: Mapping[str, Any], codes: Codes) -> dict[str, Any]:
    """An event as JSON without anything that points at a person or belongs to the service. Raises `KeyError` for an unknown one."""
    return exported_fields(event, rules_of_topic()[event["type"]], codes)


@cache
def rules_of_topic() -> Mapping[str, FieldRules]:
    """The rules of every class of events by its tag."""
    return {str(form.__struct_config__.tag): field_rules(form) for form in get_args(AnyStoredEvent)}


@cache
def field_rules(kind: type[Struct]) -> FieldRules:
    """The rules of one class."""
    classes = dict(field_sensitivities(kind))
    kept, changed = set[str](), dict[str, Rule]()
    if kind.__struct_config__.tag is not None:
        kept.add("type")
    for field in msgspec.structs.fields(kind):
        if field.name in _LEFT_OUT:
            continue
        groups, several = nested_structs(field.type), _holds_several(field.type)
        if groups:
            changed[field.encode_name] = _rule_of_groups(groups, several=several)
        elif classes[field.name] not in (C0, C1):
            hidden = _blanked_unless(_TOLD_APART.get((str(kind.__struct_config__.tag), field.name)))
            changed[field.encode_name] = _for_each(hidden) if several else hidden
        elif rule := _rule_of_type(field.name, field.type):
            changed[field.encode_name] = rule
        else:
            kept.add(field.encode_name)
    return FieldRules(frozenset(kept), changed)


def exported_fields(stored: Mapping[str, Any], rules: FieldRules, codes: Codes) -> dict[str, Any]:
    """The fields of an event, or of a part of one, by the rules of its class."""
    kept, changed = rules.kept, rules.changed
    shown: dict[str, Any] = {}
    for name, value in stored.items():
        if name in kept:
            shown[name] = value
        elif rule := changed.get(name):
            shown[name] = value if value is None else rule(value, codes)
    return shown


def _rule_of_groups(groups: list[type[Struct]], *, several: bool) -> Rule:
    if len(groups) > 1 and all(one.__struct_config__.tag is not None for one in groups):
        # The fact of a correction: one of all events.
        return exported_event
    (group,) = groups

    def rule(value: Any, codes: Codes) -> Any:
        return exported_fields(value, field_rules(group), codes)

    return _for_each(rule) if several else rule


def _blanked(value: Any, _: Codes) -> Any:
    return REDACTED if value else value


def _blanked_unless(told_apart: Rule | None) -> Rule:
    """Blanks a text, or codes it if it was there to read."""
    if told_apart is None:
        return _blanked
    return lambda value, codes: told_apart(value, codes) if value and value != REDACTED else value


def _rule_of_type(name: str, hint: Any) -> Rule | None:
    """None if a value of this type is kept: a number, a truth value, or a word of a fixed list."""
    plain = set(_plain_types(hint))
    for kind, one in _BY_TYPE.items():
        if kind in plain:
            rule = _BY_NAME.get(name, one)
            return _for_each(rule) if _holds_several(hint) else rule
    unknown = plain - _KEPT_TYPES
    if unknown:
        raise TypeError(f"no rule for the field {name} of type {unknown}")
    return None


def _for_each(rule: Rule) -> Rule:
    return lambda value, codes: [rule(one, codes) for one in value]


_BY_TYPE: Mapping[type, Rule] = {
    UUID: lambda value, codes: codes.ids[value],
    date: lambda value, codes: codes.days[value],
    str: lambda value, codes: codes.text(value),
}
_KEPT_TYPES: frozenset[Any] = frozenset({int, float, bool, type(None), Literal, Ellipsis})


def _holds_several(hint: Any) -> bool:
    return any(get_origin(part) is tuple for part in _parts(hint))


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    if get_origin(hint) is not Literal:
        for part in get_args(hint)[:1] if get_origin(hint) is Annotated else get_args(hint):
            yield from _parts(part)


def _plain_types(hint: Any) -> Iterator[Any]:
    for part in _parts(hint):
        origin = get_origin(part)
        if origin is Literal:
            yield Literal
        elif origin is None:
            yield part
        elif origin not in (Annotated, Union, UnionType, tuple):
            yield origin

"""What of an event may leave the service: its public and structural fields, with ids coded and dates as study days."""

from collections.abc import Callable, Container, Mapping
from datetime import date
from functools import cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, TypeAlias, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.sensitivity import C1, Sensitivity
from service.research.tables.coding import Coder

Convert: TypeAlias = Callable[[Any, Coder], Any]
FieldPlan: TypeAlias = tuple[str, Convert | None]
"""A field and how its value is coded; None if it stays as it is."""

ID_KINDS: Mapping[str, str] = {
    "answer_to": "experiment",
    "condition_id": "condition",
    "deputy_id": "coach",
    "first_role_id": "role",
    "follows": "pitch",
    "heard_in": "experiment",
    "introduced_by": "contact",
    "loser": "criterion",
    "refers_to": "experiment",
    "remind_of": "experiment",
    "strength_ids": "strength",
    "to_contact_id": "contact",
    "winner": "criterion",
}
"""What an id is an id of, where the name of its field does not say."""
SOURCE_KINDS: Mapping[str, str] = {"market": "signal"}
EVIDENCE_KINDS: Mapping[str, str] = {"feedback": "experiment", "own_work": "role"}
LEFT_OUT = frozenset({"occupation_id", "time_zone"})
"""What would say more of a rare role than its ISCO code may, or where somebody lives."""


def id_kind(field: str) -> str:
    """What the id in a field is an id of: a role, an experiment, a contact, …"""
    return ID_KINDS.get(field, field.removesuffix("_id"))


@cache
def field_plans(event: type[Struct]) -> Mapping[str, FieldPlan]:
    """The public and structural fields of an event, or of a part of one, by name."""
    hints = get_type_hints(event, include_extras=True)
    found = ((field.name, _plan(field.name, hints[field.name])) for field in msgspec.structs.fields(event))
    plans = {name: plan[0] for name, plan in found if plan}
    return {name: (_key(name, plans), plan) for name, plan in plans.items()}


def _key(name: str, fields: Container[str]) -> str:
    """What a field is called in a table: an id by what it is an id of."""
    short = name.removesuffix("_id")
    return name if short in fields else short


def coded_fields(event: Struct, plans: Mapping[str, FieldPlan], coder: Coder) -> dict[str, Any]:
    """The fields of a plan that have a value."""
    found = dict[str, Any]()
    for name, (key, convert) in plans.items():
        value = getattr(event, name)
        if value is None or value == ():
            continue
        if convert:
            value = convert(value, coder)
            if value is None or value == {}:
                continue
        found[key] = value
    return found


def _plan(name: str, hint: Any) -> tuple[Convert | None] | None:
    """How the values of a field are coded, as a tuple of one; None if they are personal and stay."""
    inner, classes = _unwrapped(hint)
    if name in LEFT_OUT:
        return None
    if isinstance(inner, type) and issubclass(inner, Struct):
        return (_struct_convert(inner),)
    if get_origin(inner) is tuple:
        item = get_args(inner)[0]
        of_item, of_items = _unwrapped(item)
        convert = _plan(name, Annotated[item, *(classes or of_items)] if classes or of_items else of_item)
        return (partial(_each, convert[0]),) if convert else None
    if max(classes, default=Sensitivity.SPECIAL) > C1:
        return None
    if inner is UUID:
        return (partial(_coded, id_kind(name)),)
    if inner is date:
        return (_day,)
    if name == "isco_group":
        return (_isco,)
    if name == "skill_id":
        return (_skill,)
    if name == "locale":
        return (_language,)
    return (None,)


def _unwrapped(hint: Any) -> tuple[Any, list[Sensitivity]]:
    """The type behind annotations and `| None`, and the classes of sensitivity it is annotated with."""
    classes = list[Sensitivity]()
    while True:
        if get_origin(hint) is Annotated:
            classes += [one for one in hint.__metadata__ if isinstance(one, Sensitivity)]
            hint = hint.__origin__
        elif get_origin(hint) in (Union, UnionType):
            some = [one for one in get_args(hint) if one is not NoneType]
            if len(some) != 1:
                return hint, classes
            hint = some[0]
        else:
            return hint, classes


def _struct_convert(part: type[Struct]) -> Convert:
    match part.__name__:
        case "Source":
            return _source
        case "SkillEvidence":
            return _skill_evidence
        case _:
            return partial(_part, part)


def _part(part: type[Struct], value: Struct, coder: Coder) -> dict[str, Any]:
    return coded_fields(value, field_plans(part), coder)


def _each(convert: Convert | None, values: tuple[Any, ...], coder: Coder) -> list[Any]:
    return [convert(one, coder) for one in values] if convert else list(values)


def _coded(kind: str, value: UUID, coder: Coder) -> str:
    return coder.codes[kind][value]


def _skill(value: str, coder: Coder) -> str:
    return coder.atlas_code("skill", value)


def _day(value: date, coder: Coder) -> int:
    return coder.days[value]


def _isco(value: str, coder: Coder) -> str | None:
    return coder.isco(value) or None


def _language(value: str, _: Coder) -> str:
    return value.partition("-")[0]


def _source(value: Any, coder: Coder) -> dict[str, str]:
    """Where something came from. The id goes by what the source is."""
    kind: str = value.kind
    if value.id is None:
        return {"kind": kind}
    return {"id": coder.codes[SOURCE_KINDS.get(kind, kind)][value.id], "kind": kind}


def _skill_evidence(value: Any, coder: Coder) -> dict[str, str]:
    kind: str = value.kind
    return {"id": coder.codes[EVIDENCE_KINDS.get(kind, kind)][value.id], "kind": kind}

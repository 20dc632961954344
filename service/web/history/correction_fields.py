"""The fields of a form for saying an entry again: found out from the command that means it."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal

import msgspec
from msgspec import Struct, inspect

from domain.command import command_tag
from service.web.history.entry_commands import EntryCommand

FieldWidget = Literal[
    "line", "area", "day", "rating", "number", "share", "choice", "several", "yes_no", "pick"
]
FormFieldPath = tuple[str | int, ...]

FIELDS_NOT_CORRECTED = frozenset(
    {
        *("found", "found_in", "heard_in", "refers_to", "follows", "monday", "employer", "new_role"),
        *(
            "isco_group",
            "locale",
            "time_zone",
            "shared",
            "handover",
            "strength_ids",
            "starting_appeal",
            "roles",
        ),
        *(
            "first_role_id",
            "remind_of",
            "introduced_by",
            "ask_first",
            "skill_id",
            "evidence",
            "weak",
            "waits",
        ),
    }
)
"""Fields that a correction cannot change: references, and what has a page of its own."""
PICK_LIST_BY_FIELD: Mapping[str, str] = MappingProxyType(
    {
        "role_id": "roles",
        "contact_id": "people",
        "to_contact_id": "people",
        "criterion_id": "wishes",
        "condition_id": "conditions",
    }
)
"""Ids that stand for something else than the entry itself, and may name another."""
COMMANDS_WITH_PICK_LISTS = frozenset(
    {
        *("PlanExperiment", "RecordEvidence", "NoteLead", "NoteMarketSignal", "MakeIntroduction"),
    }
)
"""Commands in which they do."""
NAMES_OF_THE_ATLAS = frozenset({("JudgeSkill", "title")})
"""Commands and their fields that hold what the atlas calls something."""
FIRST_NAMING_FIELDS = frozenset({"contact.name", "contact.relation", "contact.employer"})
"""Fields that introduce a person, who has an entry of their own."""
MAX_LINE_LENGTH = 200


class CorrectionField(Struct, frozen=True, kw_only=True):
    """One field of the form."""

    path: FormFieldPath
    widget: FieldWidget
    value: Any
    """What the entry says now, as plain JSON has it."""
    optional: bool
    group: FormFieldPath = ()
    """The group it belongs to, when that may be left out as a whole."""
    decimal: bool = False
    offered: tuple[str, ...] = ()
    """The codes to choose from."""
    among: str = ""
    """Of what there is to pick from: roles, people, wishes, conditions."""
    low: int = 0
    high: int = 0
    most: int = 0
    """Characters."""

    @property
    def name(self) -> str:
        """What it is called in the form."""
        return "-".join(map(str, self.path))

    @property
    def key(self) -> str:
        """Its path without the places in lists."""
        return ".".join(one for one in self.path if isinstance(one, str))


def correction_fields(correction: EntryCommand) -> tuple[CorrectionField, ...]:
    """The fields that can be corrected, in the order of the command."""
    command = correction.command
    fields = msgspec.to_builtins(command)
    walk = _FieldWalk(command_tag(type(command)), correction.only)
    return tuple(walk.struct((), inspect.type_info(type(command)), fields))


class _FieldWalk:
    """Goes through a command."""

    def __init__(self, command: str, only: Sequence[str]) -> None:
        self._command = command
        self._only = only

    def struct(
        self, path: FormFieldPath, kind: Any, value: Any, group: FormFieldPath = ()
    ) -> Iterator[CorrectionField]:
        """The fields of a group; `group` is the one around it that may be left out."""
        held: Mapping[str, Any] = value or {}
        for one in kind.fields:
            yield from self._any((*path, one.encode_name), one.type, held.get(one.encode_name), group)

    def _any(
        self, path: FormFieldPath, kind: Any, value: Any, group: FormFieldPath
    ) -> Iterator[CorrectionField]:
        types, optional = _plain(kind)
        key = ".".join(one for one in path if isinstance(one, str))
        if not self._is_corrected(key, path, value):
            return
        inner = types[0]
        if isinstance(inner, inspect.StructType):
            yield from self.struct(path, inner, value, path if optional else group)
        elif isinstance(inner, inspect.VarTupleType):
            yield from self._several(path, inner, value)
        elif field := self._field(path, inner, {"value": value, "optional": optional, "group": group}):
            yield field

    def _is_corrected(self, key: str, path: FormFieldPath, value: Any) -> bool:
        if self._only:
            return any(one == key or one.startswith(f"{key}.") for one in self._only)
        evidence = self._command == "RecordEvidence"
        elsewhere = (evidence and key == "happened_on") or (not evidence and key == "learned")
        of_another = key == "learned.appeal" and value is None
        wish_by_its_name = path[-1] == "wording" and path[-2:-1] in (("winner",), ("loser",))
        kept = key in FIRST_NAMING_FIELDS or path[-1] in FIELDS_NOT_CORRECTED
        named = (self._command, key) in NAMES_OF_THE_ATLAS
        return not (elsewhere or of_another or wish_by_its_name or kept or named)

    def _several(self, path: FormFieldPath, kind: Any, value: Any) -> Iterator[CorrectionField]:
        item = _plain(kind.item_type)[0][0]
        if isinstance(item, inspect.LiteralType):
            codes = tuple(str(one) for one in item.values)
            yield CorrectionField(
                path=path, widget="several", value=value or [], optional=True, offered=codes
            )
            return
        for place, one in enumerate(value or ()):
            if isinstance(item, inspect.StructType):
                yield from self.struct((*path, place), item, one)

    def _field(self, path: FormFieldPath, kind: Any, held: Mapping[str, Any]) -> CorrectionField | None:
        plain: dict[str, Any] = {"path": path, **held}
        plain["optional"] = held["optional"] and not (self._only and held["value"])
        match kind:
            case inspect.StrType():
                most = kind.max_length or MAX_LINE_LENGTH
                return CorrectionField(
                    widget="line" if most <= MAX_LINE_LENGTH else "area", most=most, **plain
                )
            case inspect.DateType():
                return CorrectionField(widget="day", **plain)
            case inspect.BoolType():
                return CorrectionField(widget="yes_no", offered=("yes", "no"), **plain)
            case inspect.LiteralType():
                return CorrectionField(
                    widget="choice", offered=tuple(str(one) for one in kind.values), **plain
                )
            case inspect.IntType():
                low, high = _bounds(kind)
                return CorrectionField(
                    widget="rating" if (low, high) == (0, 10) else "number", low=low, high=high, **plain
                )
            case inspect.FloatType() if kind.le == 1:
                return CorrectionField(widget="share", high=100, **plain)
            case inspect.FloatType():
                return CorrectionField(widget="number", high=int(kind.le or 1000), decimal=True, **plain)
            case inspect.UUIDType():
                return self._pick(path, plain)
            case _:
                return None

    def _pick(self, path: FormFieldPath, plain: dict[str, Any]) -> CorrectionField | None:
        among = PICK_LIST_BY_FIELD.get(str(path[-1]))
        own = self._command == "MakeIntroduction" and path[-1] == "contact_id"
        may_change = path[-1] == "condition_id" or self._command in COMMANDS_WITH_PICK_LISTS
        own_condition = self._command == "DeclareCondition"
        if among is None or own or own_condition or not may_change:
            return None
        return CorrectionField(widget="pick", among=among, **plain)


def _plain(kind: Any) -> tuple[list[Any], bool]:
    """A type without what surrounds it, and whether it may be left out."""
    if isinstance(kind, inspect.Metadata):
        return _plain(kind.type)
    if not isinstance(kind, inspect.UnionType):
        return [kind], False
    held = [_plain(one)[0][0] for one in kind.types if not isinstance(one, inspect.NoneType)]
    return held, len(held) < len(kind.types)


def _bounds(kind: Any) -> tuple[int, int]:
    low = kind.ge if kind.ge is not None else (kind.gt or 0) + (kind.gt is not None)
    high = kind.le if kind.le is not None else 1_000_000
    return int(low), int(high)

"""Every stored field says how sensitive it is: ids are structural, what people wrote is personal or special."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
import pytest

from domain.event_catalogue import AnyStoredEvent
from domain.journey.events.catalogue import StoredJourneyEvent
from domain.sensitivity import C0, C1, C2, C3, Sensitivity, field_sensitivities

STORED: tuple[type[msgspec.Struct], ...] = get_args(AnyStoredEvent)
CODES = {
    "ArmAssigned.arm": C1,
    "StudyDrafted.arms.name": C1,
    "StudyDraftedV1.arms.name": C1,
    "StudyDrafted.variables": C1,
    "StudyDraftedV1.variables": C1,
    "StudyRevised.arms.name": C1,
    "StudyRevisedV1.arms.name": C1,
    "StudyRevised.variables": C1,
    "StudyRevisedV1.variables": C1,
    "JourneyStarted.locale": C1,
    "JourneyStarted.time_zone": C1,
    "PlanAdjusted.locale": C1,
    "ProgrammeOpened.time_zone": C1,
    "TimeZoneChanged.time_zone": C1,
    "RoleDiscovered.isco_group": C0,
    "RoleLinked.isco_group": C0,
    "RoleLinked.occupation_id": C1,
    "SkillJudged.skill_id": C1,
}
"""Texts that nobody wrote freely."""
SPECIAL = {
    "ConditionDeclared.wording",
    "RoleBlocked.reason",
    "RestDeclared.reason",
    "IntakeAgreed.occasion",
    "IntakeAgreed.context",
    "NoteWritten.text",
}
"""Where health is likely to be spoken of."""


def declared() -> Iterator[tuple[str, Sensitivity | None]]:
    for kind in STORED:
        for path, found in field_sensitivities(kind):
            yield f"{kind.__name__}.{path}", found


def leaves(kind: type[msgspec.Struct], path: str) -> Iterator[tuple[str, frozenset[Any]]]:
    """Every field that is no group of fields, with the bare types it may hold."""
    hints = get_type_hints(kind)
    for name in kind.__struct_fields__:
        # In the order they are written: every process that runs these tests must find the same ones.
        parts = [part for part in dict.fromkeys(bare(hints[name])) if part is not type(None)]
        groups = [part for part in parts if isinstance(part, type) and issubclass(part, msgspec.Struct)]
        for group in groups:
            among = f".{group.__name__}" if len(groups) > 1 else ""
            yield from leaves(group, f"{path}.{name}{among}")
        if not groups:
            yield f"{path}.{name}", frozenset(parts)


def bare(hint: Any) -> Iterator[Any]:
    inner = [part for part in get_args(hint) if part is not Ellipsis]
    if get_origin(hint) is None or not inner or all(isinstance(one, str) for one in inner):
        yield hint
    else:
        for part in inner:
            yield from bare(part)


RESTATED = "EntryCorrected.fact."
"""A correction holds an event whole: what is said of the event's own fields is said of them there."""
EVERYWHERE = dict(declared())
DECLARED = {path: found for path, found in EVERYWHERE.items() if not path.startswith(RESTATED)}
TYPES = {
    path: types
    for kind in STORED
    for path, types in leaves(kind, kind.__name__)
    if not path.startswith(RESTATED)
}


@pytest.mark.parametrize("path", DECLARED)
def test_every_field_declares_exactly_one_class(path: str) -> None:
    assert DECLARED[path] in (C0, C1, C2, C3)


# ASVS 14.1.1
def test_no_field_is_overlooked() -> None:
    assert TYPES.keys() == DECLARED.keys()


def test_a_restated_event_is_as_sensitive_as_the_event() -> None:
    restated = {
        path.removeprefix(RESTATED): found for path, found in EVERYWHERE.items() if path not in DECLARED
    }
    original = {
        f"{kind.__name__}.{path}": found
        for kind in get_args(StoredJourneyEvent)
        for path, found in field_sensitivities(kind)
    }

    assert restated == original


@pytest.mark.parametrize("path", [path for path, types in TYPES.items() if UUID in types])
def test_an_id_is_structural(path: str) -> None:
    assert DECLARED[path] == C1


@pytest.mark.parametrize(
    "path", [path for path, types in TYPES.items() if str in types and path not in CODES]
)
# ASVS 14.1.2
def test_what_people_wrote_is_personal_or_special(path: str) -> None:
    assert DECLARED[path] in (C2, C3)


@pytest.mark.parametrize("path", CODES)
def test_a_code_is_not_personal(path: str) -> None:
    assert CODES[path] == DECLARED[path]


@pytest.mark.parametrize("path", [path for path, types in TYPES.items() if str not in types])
def test_what_is_no_text_is_structural(path: str) -> None:
    assert DECLARED[path] == C1


# ASVS 14.1.2
def test_special_is_what_may_speak_of_health() -> None:
    assert {path for path, found in DECLARED.items() if found is C3} == SPECIAL


class Inner(msgspec.Struct):
    left: Annotated[date, C1]
    right: int


class Other(msgspec.Struct):
    up: Annotated[str, C2]


class Outer(msgspec.Struct):
    inner: Inner | None
    either: Inner | Other | None
    several: tuple[Other, ...]
    both: Annotated[str | None, C1, C2]
    apart: Annotated[str, C2] | None
    many: tuple[Annotated[str, C3], ...]


def test_what_is_undeclared_or_declared_twice_is_found() -> None:
    expected = {
        "inner.left": C1,
        "inner.right": None,
        "either.Inner.left": C1,
        "either.Inner.right": None,
        "either.Other.up": C2,
        "several.up": C2,
        "both": None,
        "apart": C2,
        "many": C3,
    }

    assert expected == dict(field_sensitivities(Outer))

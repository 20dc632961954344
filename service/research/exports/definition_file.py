"""The definition of a study in a file, from the page or the API of studies or written by hand."""

import hashlib
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

from msgspec import Struct

from service.outside_json import InvalidText, read_json
from service.research.export import ExportError
from service.research.exports.study import ExportedStudy
from service.research.tables import TABLES
from service.research.tables.chosen import unknown_variables

_FILES = UUID("5a1f0b7e-4d0c-5a36-b0d5-0d6f6a3e2b11")
"""Namespace of the ids of studies that are in a file only."""


class _Arm(Struct, frozen=True):
    name: str


class _Definition(Struct, frozen=True, kw_only=True):
    study_id: UUID | None = None
    title: str
    question: str
    plan: str = ""
    starts_on: date
    ends_on: date
    variables: tuple[str, ...] = ()
    arms: tuple[_Arm, ...] = ()
    registry_id: str = ""
    legal_ground: str = ""


def read_definition(path: Path) -> ExportedStudy:
    """A study from a file. What a kit does not need is not looked at. Raises `ExportError`."""
    try:
        content = path.read_bytes()
        stated = read_json(content, _Definition)
    except OSError as error:
        raise ExportError(f"{path}: {error.strerror or error}") from error
    except InvalidText as fault:
        raise ExportError(f"{path}:{fault.line}: not the definition of a study: {fault}") from fault
    if stated.ends_on < stated.starts_on:
        raise ExportError(f"{path}: the study ends before it starts")
    if unknown := unknown_variables(stated.variables):
        table, _, column = unknown[0].partition(".")
        if table not in TABLES:
            raise ExportError(f"{path}: there is no table {table}; there are {', '.join(TABLES)}")
        known = ", ".join(TABLES[table].column_names)
        raise ExportError(f"{path}: the table {table} has no column {column}; it has {known}")
    return ExportedStudy(
        study_id=stated.study_id or uuid5(_FILES, hashlib.sha256(content).hexdigest()),
        title=stated.title,
        question=stated.question,
        plan=stated.plan,
        starts_on=stated.starts_on,
        ends_on=stated.ends_on,
        variables=stated.variables,
        arms=tuple(one.name for one in stated.arms),
        registry_id=stated.registry_id,
        legal_ground=stated.legal_ground,
    )

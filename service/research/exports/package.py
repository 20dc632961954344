"""What describes an export: the data package (Frictionless), the codebook and the terms."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from service.research.exports.layout import CODEBOOK, JSON_LINES, OCEL, TERMS, TRUTH
from service.research.exports.manifest import Disclosure, ExportedFile
from service.research.exports.study import ExportedStudy
from service.research.tables import Table, codebook

_MEDIA_TYPES: Mapping[str, str] = {
    ".parquet": "application/vnd.apache.parquet",
    ".jsonl": "application/x-ndjson",
    ".json": "application/json",
    ".dta": "application/x-stata-dta",
    ".md": "text/markdown",
    ".txt": "text/plain",
}
_WHAT: Mapping[str, str] = {
    JSON_LINES: "The table of events as JSON Lines.",
    OCEL: "The events as an object-centric event log (OCEL 2.0), with study days as days since 2000-01-03.",
    CODEBOOK: "What every column means.",
    TERMS: "The terms of use.",
    TRUTH: "What is true of the simulated clients, by pseudonym, role and week.",
}


def data_package(
    name: str, study: ExportedStudy, files: Sequence[ExportedFile], tables: Iterable[Table]
) -> bytes:
    """The data package as JSON: one resource for each table and for each other file."""
    resources: list[dict[str, Any]] = []
    for table in tables:
        parts = [one for one in files if one.path.endswith(".parquet") and _table_of(one.path) == table.name]
        resources.append(_table_resource(table, parts))
    resources += [_file_resource(one) for one in files if not one.path.endswith(".parquet")]
    package = {
        "name": name,
        "title": study.title,
        "description": study.question,
        "profile": "data-package",
        "resources": resources,
    }
    return msgspec.json.format(msgspec.json.encode(package)) + b"\n"


def _table_of(path: str) -> str:
    parts = path.split("/")
    return parts[1] if parts[0] == "tables" else parts[0]


def _table_resource(table: Table, parts: Sequence[ExportedFile]) -> dict[str, Any]:
    return {
        "name": table.name.replace("_", "-"),
        "title": table.name,
        "description": table.meaning,
        "path": [one.path for one in parts],
        "format": "parquet",
        "mediatype": _MEDIA_TYPES[".parquet"],
        "schema": table_schema(table),
    }


def table_schema(table: Table) -> dict[str, Any]:
    """A table in the words of Frictionless, with the labels of its codes."""
    return {
        "fields": [
            {
                "name": one.name,
                # Whoever reads Parquet by pandas gets numbers with a point where one is missing.
                "type": "number" if one.kind == "integer" and one.optional else one.kind,
                "description": one.meaning,
                "constraints": {"required": not one.optional},
                **_categories(one.labels, "categories"),
                **_categories(one.missing, "missingReasons"),
            }
            for one in table.columns
        ],
        "primaryKey": list(table.key),
    }


def _categories(labels: Mapping[str, str], name: str) -> dict[str, Any]:
    return {name: [{"value": code, "label": label} for code, label in labels.items()]} if labels else {}


def _file_resource(one: ExportedFile) -> dict[str, Any]:
    name, _, ending = one.path.rpartition(".")
    return {
        "name": name.lower().replace("/", "-").replace("_", "-").replace("=", "-") + f"-{ending}",
        "type": "file",
        "description": _WHAT.get(one.path, "The journeys as they are replayed, or a table for Stata."),
        "path": one.path,
        "format": ending,
        "mediatype": _MEDIA_TYPES.get(f".{ending}", "application/octet-stream"),
        "bytes": one.bytes,
        "hash": f"sha256:{one.sha256}",
    }


def codebook_of(study: ExportedStudy, tables: Iterable[Table], left_out: Sequence[str]) -> bytes:
    """The codebook of an export."""
    notes = "".join(f"- {one}\n" for one in (*_NOTES, *left_out))
    return f"# Codebook: {study.title}\n\n{study.question}\n\n{notes}\n{codebook(tables)}".encode()


_NOTES = (
    "Dates in `histories/` are 2000-01-03 plus the study day; all times of day are noon, and all time zones UTC.",
    "In `histories/`, texts are `[redacted]`; the publication of a market fact is a code of the participant's own.",
    "In the files for Stata codes are numbers with labels, and the column `fields` is left out.",
)


def terms_of(study: ExportedStudy, disclosure: Disclosure, *, simulated: bool) -> bytes:
    """The terms of use."""
    lines = [study.title, ""]
    if simulated:
        lines += ["Nobody in these files exists: they are simulated, and may be given to anybody.", ""]
    else:
        lines += [
            "These are personal data. A pseudonym is not anonymity: what somebody did in which week can single them out.",
            "- Use them for this study and its question only, and do not give them to others.",
            "- Do not look for who somebody is, nor join them with other data about people.",
            "- Publish only results of ten people or more, and none from which fewer could be worked out.",
            "- Ask `soundings research check` before each analysis: somebody may have withdrawn or been erased since. Their",
            "  data are then to be deleted, and the export to be made again.",
            "- Delete them when the study ends.",
            "",
        ]
    lines += ["How they were made:", *(f"- {one}" for one in disclosure.rules[simulated:]), ""]
    if study.legal_ground:
        lines.append(f"Legal ground: {study.legal_ground}")
    if study.registry_id:
        lines.append(f"Registered as: {study.registry_id}")
    return ("\n".join(lines).rstrip() + "\n").encode()

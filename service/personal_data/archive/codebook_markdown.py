"""The codebook as Markdown."""

from collections.abc import Iterable, Iterator, Mapping

from service.personal_data.archive.codebook import Codebook, FieldDescription, TypeDescription

TABLE_HEAD = "| Field | Meaning | Class | Holds | Unit |\n| --- | --- | --- | --- | --- |"


def codebook_markdown(codebook: Codebook) -> str:
    """Renders the codebook."""
    return "\n".join(_lines(codebook)) + "\n"


def _lines(codebook: Codebook) -> Iterator[str]:
    yield "# Codebook\n"
    yield f"In `entries.jsonl` each line is one entry. `{codebook.redacted}` stands where a text was forgotten or cannot be read."
    yield "\n## Classes\n"
    yield from _listed(codebook.classes)
    yield "\n## Around every event\n"
    yield from _listed(codebook.entry)
    yield "\n## Events"
    yield from _kinds(codebook.events)
    yield "\n## Groups of fields"
    yield from _kinds(codebook.groups)
    yield "\n## Lists in account.json\n"
    yield from _listed(codebook.tables)


def _listed(meanings: Mapping[str, str]) -> Iterator[str]:
    yield from (f"- `{name}`: {meaning}" for name, meaning in meanings.items())


def _kinds(kinds: Iterable[TypeDescription]) -> Iterator[str]:
    for kind in kinds:
        yield f"\n### {kind.name}\n\n{kind.meaning}\n\n{TABLE_HEAD}"
        yield from (_row(field) for field in kind.fields)


def _row(field: FieldDescription) -> str:
    name = f"`{field.name}`" + (" (may be left out)" if field.optional else "")
    cells = (name, field.meaning, field.sensitivity or "by field", field.holds, field.unit or "")
    return f"| {' | '.join(' '.join(cell.split()) for cell in cells)} |"

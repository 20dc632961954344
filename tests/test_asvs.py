"""The requirements of OWASP ASVS 5.0 that this service is held to: each proved by tests, or said not to be."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "asvs.md"
SECURITY = ROOT / "SECURITY.md"
NOT_COVERED = "## ASVS 5.0 level 2: what is not covered"

HELD_TO = """
2.3.1 2.3.3 2.3.4 2.4.1 3.3.1-3.3.4 3.4.1-3.4.6 3.5.1 3.5.3 6.1.1 6.2.1-6.2.9 6.2.11 6.2.12 6.3.1 6.3.3 6.3.4 6.4.1
6.4.3 6.4.4 6.5.1 6.5.5 6.6.2 6.8.1 6.8.2 6.8.4 7.2.3 7.2.4 7.3.1 7.3.2 7.4.1-7.4.3 7.4.5 7.5.1 7.5.2 8.1.2 8.2.1-8.2.3
8.3.1 8.4.1 11.2.1-11.2.3 11.4.2 13.3.1 13.3.2 14.1.1 14.1.2 14.2.1 14.2.4 14.3.1-14.3.3 15.2.1 15.3.1 15.3.3 16.2.1
16.2.5 16.3.1-16.3.4 16.4.1 16.4.2 16.5.1-16.5.3
"""
"""What was chosen of level 2 for a service of this kind."""

NUMBER = r"\d+\.\d+\.\d+"
MARK = re.compile(rf"ASVS ((?:{NUMBER}|-|,| |to|and|\n *#)+)")


def numbers(text: str) -> set[str]:
    """The numbers in a text; `8.2.1-8.2.3` and `8.2.1 to 8.2.3` are three."""
    found = set(re.findall(NUMBER, text))
    for first, last in re.findall(rf"({NUMBER})(?:-| to )({NUMBER})", text):
        chapter, _, begin = first.rpartition(".")
        found |= {f"{chapter}.{n}" for n in range(int(begin), int(last.rpartition(".")[2]) + 1)}
    return found


def marked(text: str) -> set[str]:
    return {number for mark in MARK.findall(text) for number in numbers(mark)}


@cache
def marks_of(path: str) -> dict[str, set[str]]:
    """The tests of a file, each with the requirements it is marked with by itself, its class or its file."""
    source = (ROOT / path).read_text()
    tree = ast.parse(source)
    return dict(_marks(tree, source.splitlines(), marked(ast.get_docstring(tree) or "")))


def _marks(
    node: ast.Module | ast.ClassDef, lines: list[str], outer: set[str]
) -> Iterator[tuple[str, set[str]]]:
    for one in node.body:
        if isinstance(one, ast.ClassDef):
            yield from _marks(one, lines, outer | marked(ast.get_docstring(one) or ""))
        elif isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name.startswith("test_"):
            first = min(part.lineno for part in (one, *one.decorator_list)) - 1
            while first and lines[first - 1].lstrip().startswith("#"):
                first -= 1
            yield one.name, outer | marked("\n".join(lines[first : one.end_lineno]))


@cache
def rows() -> dict[str, list[tuple[str, str]]]:
    """Of each requirement in the table, the files and names of its tests."""
    found = {}
    for line in TABLE.read_text().splitlines():
        if match := re.match(rf"\| ({NUMBER}) \|", line):
            found[match[1]] = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", line)
    return found


def not_covered() -> dict[str, str]:
    """What is not covered, and why."""
    section = SECURITY.read_text().partition(NOT_COVERED)[2].partition("\n## ")[0]
    lines = re.findall(rf"^- \*\*({NUMBER})\*\* (.+(?:\n  .+)*)", section, re.MULTILINE)
    return dict(lines)


def test_every_requirement_is_proved_or_said_not_to_be() -> None:
    assert numbers(HELD_TO) == rows().keys() | not_covered().keys()


def test_none_is_both() -> None:
    assert rows().keys() & not_covered().keys() == set()


@pytest.mark.parametrize("number", sorted(numbers(HELD_TO)))
def test_a_requirement_is_proved_by_tests_that_bear_its_number_or_has_a_reason(number: str) -> None:
    proofs = rows().get(number, [])

    unmarked = [f"{path}::{name}" for path, name in proofs if number not in marks_of(path).get(name, set())]

    assert unmarked == []
    assert proofs or len(not_covered()[number].split()) > 3

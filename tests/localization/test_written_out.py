"""All that pure code says is written out where it says it, so that it is found for translation."""

import ast
import re
from collections.abc import Iterator
from io import BytesIO

import pytest

from service.localization.error_message_extraction import (
    extract_python_messages,
    literal_texts,
    message_arguments_of,
)
from service.localization.extraction import KEYWORDS
from tests.source_code import ROOT, nodes_of, python_files

PLACES = {
    "translatable": slice(0, 1),
    "translatable_plural": slice(0, 2),
    "record_change": slice(2, 3),
    "require_not_before": slice(2, 3),
}
"""Which arguments are texts."""
PROSE = re.compile(r"\w,? \w")


def call(text: str) -> ast.Call:
    (found,) = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call))
    return found


def calls(room: str) -> Iterator[tuple[str, ast.Call]]:
    for path in python_files(room):
        for node in nodes_of(path):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def texts(said: ast.Call) -> list[ast.expr]:
    name = said.func.id if isinstance(said.func, ast.Name) else ""
    return said.args[PLACES[name]] if name in PLACES else list(message_arguments_of(said))


def written_out(text: ast.expr) -> bool:
    """A text is written out where it is said, or was, as a sentence, where it comes from."""
    match text:
        case ast.Constant():
            return True
        case ast.IfExp():
            return written_out(text.body) and written_out(text.orelse)
        case ast.Call():
            return ast.unparse(text.func) in {
                "translatable",
                "translatable_plural",
                "on_or_after",
                "on_or_before",
                "later_than",
            }
        case ast.Name() | ast.Attribute() | ast.Subscript():
            return True
        case _:
            return False


@pytest.mark.parametrize("room", ["domain", "projections"])
def test_what_is_said_is_written_out_where_it_is_found(room: str) -> None:
    put_together = [where for where, one in calls(room) for text in texts(one) if not written_out(text)]

    assert put_together == []


def test_a_refusal_put_together_would_be_found() -> None:
    refused = call('InvalidOperation(f"{x} is.", allowed="a" + b)')

    assert [written_out(text) for text in texts(refused)] == [False, False]


def test_refusals_are_found_with_what_is_allowed_instead() -> None:
    refused = call('InvalidOperation("No.", field="x", allowed="a" if b else "c")')

    assert [one.value for text in message_arguments_of(refused) for one in literal_texts(text)] == [
        "No.",
        "a",
        "c",
    ]


def test_a_text_that_only_chooses_a_message_is_none() -> None:
    code = b"""
gettext(LABELS["yes" if done else "no"])
gettext(LABELS[kind or "stopped"])
ngettext("One "
    "step", "%(count)s steps", count)
"""

    found = [texts for _, _, texts, _ in extract_python_messages(BytesIO(code), KEYWORDS, (), {})]

    assert found == [("One step", "%(count)s steps", None)]


def test_the_folds_say_nothing_but_sentences() -> None:
    loose: list[str] = []
    for path in python_files("projections"):
        allowed = {id(one) for node in nodes_of(path) if _may_hold_text(node) for one in ast.walk(node)}
        loose += [
            f"{path.relative_to(ROOT)}:{node.lineno}"
            for node in nodes_of(path)
            if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in allowed and _is_prose(node)
        ]

    assert loose == []


def _may_hold_text(node: ast.AST) -> bool:
    """Docstrings, annotations, what a programmer is told, and sentences."""
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Raise() | ast.arg():
            return True
        case ast.Assign(targets=[ast.Name(id="message")]):
            return True
        case ast.Call(func=ast.Name(id="translatable" | "translatable_plural")):
            return True
        case _:
            return False


def _is_prose(node: ast.Constant | ast.JoinedStr) -> bool:
    text = node.value if isinstance(node, ast.Constant) else ast.unparse(node)
    return isinstance(text, str) and bool(PROSE.search(text))

"""Extracts the messages of errors and problems from Python code."""

import ast
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import IO, Any, cast

from babel.messages.extract import extract_python
from msgspec import Struct

ExtractedMessage = tuple[int, str | None, Any, list[str]]
"""A line, the function that was called, its messages, and comments for translators."""


class MessageArguments(Struct, frozen=True):
    """The arguments of a call that are messages, by position and by name."""

    place: int | None = None
    names: frozenset[str] = frozenset()


_REFUSAL = MessageArguments(0, frozenset({"allowed"}))
MESSAGE_ARGUMENTS: Mapping[str, MessageArguments] = MappingProxyType(
    {
        "DomainError": _REFUSAL,
        "JourneyGone": _REFUSAL,
        "InvalidOperation": _REFUSAL,
        "InvalidValue": _REFUSAL,
        "UnknownJourney": _REFUSAL,
        "UnknownProgramme": _REFUSAL,
        "UnknownStudy": _REFUSAL,
        "NotAllowed": MessageArguments(0),
        "InvalidEmail": MessageArguments(0),
        "InvalidName": MessageArguments(0),
        "InvalidPassword": MessageArguments(0),
        "InvalidProvider": MessageArguments(0),
        "FieldError": MessageArguments(names=frozenset({"detail", "allowed"})),
        "ProblemType": MessageArguments(names=frozenset({"title", "meaning"})),
        "Problem": MessageArguments(1),
    }
)


ERROR_BASES = frozenset(
    {
        "AccountError",
        "InvalidAppend",
        "InvalidPasskey",
    }
)
"""The base classes of errors whose texts people are told."""


def extract_python_messages(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Any
) -> Iterator[ExtractedMessage]:
    """Yields the messages of a Python file: those Babel finds, and those of errors."""
    nodes = list(ast.walk(ast.parse(file.read())))
    passed = {text for node in nodes for text in _texts_passed(node)}
    file.seek(0)
    for found in cast("Any", extract_python)(file, keywords, comment_tags, options):
        # Babel also joins texts that only choose a message: gettext(LABELS["yes" if done else "no"]).
        texts = found[2] if isinstance(found[2], tuple) else (found[2],)
        if passed.issuperset(filter(None, texts)):
            yield found
    for node in nodes:
        for message in _error_messages(node):
            yield from ((text.lineno, None, text.value, []) for text in literal_texts(message))


def _texts_passed(node: ast.AST) -> Iterator[str]:
    """Yields the literal texts that a call is passed."""
    if isinstance(node, ast.Call):
        yield from (
            one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
        )


def literal_texts(message: ast.expr) -> Iterator[ast.Constant]:
    """Yields the literal texts an expression may be. `sentence(...)` is found by Babel."""
    match message:
        case ast.Constant(value=str()) if message.value:
            yield message
        case ast.IfExp():
            yield from literal_texts(message.body)
            yield from literal_texts(message.orelse)
        case _:
            pass


def message_arguments_of(call: ast.Call) -> Iterator[ast.expr]:
    """Yields the arguments of a call that are messages."""
    says = MESSAGE_ARGUMENTS.get(call.func.id) if isinstance(call.func, ast.Name) else None
    if says is None:
        return
    if says.place is not None:
        yield from call.args[says.place : says.place + 1]
    yield from (one.value for one in call.keywords if one.arg in says.names)


def _error_messages(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.Call():
            yield from message_arguments_of(node)
        case ast.ClassDef() if any(ast.unparse(base) in ERROR_BASES for base in node.bases):
            yield from _of_its_own(node)
        case _:
            pass


def _of_its_own(kind: ast.ClassDef) -> Iterator[ast.expr]:
    """Yields the fixed message of an error class: the first argument of its `super().__init__`."""
    for call in ast.walk(kind):
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__":
            yield from call.args[:1]

"""Names: one public name has one meaning, and the words that the glossary retired do not come back (`docs/glossary.md`)."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.source_code import PACKAGES, ROOT, nodes_of, python_files, tree_of

SAME_EVERYWHERE = {"evolve", "view", "decide", "as_of"}
"""What every module of its kind has: each fold its `evolve` and `view`, each aggregate its `decide`."""
HANDLERS = ("service/api/", "service/web/", "service/cli/")
"""A route handler of the API and the one of its page may be called the same: both are found by address, never imported.

So may two commands of different groups, which are found by their names.
"""

RETIRED = {
    # private words for what event sourcing, DDD and ASGI have words for
    *(
        "obey",
        "obeyed",
        "tidings",
        "unlearn",
        "unlearning",
        "arrivals",
        "sweeper",
        "swept",
        "duties",
        "garbage",
    ),
    *("deed", "deeds", "wish", "wishes", "wished", "telling", "tellings", "premises", "holdings"),
    *(
        "spoken",
        "marked",
        "trouble",
        "troubles",
        "told",
        "said",
        "meant",
        "dared",
        "dawned",
        "recorder",
        "place_of",
        "made_of",
    ),
    *("furnished", "settling", "meanwhile", "strangers", "ceremonies", "taking_out", "seldom_collected"),
    *("fact", "facts"),
}
"""Identifiers of the vocabulary before: of classes, functions, parameters and variables, whatever their case."""
RETIRED_IN_PROSE = re.compile(
    r"\b(obeys?|obeyed|tidings|an arrival|unlearn(?:s|t|ed|ing)?|deeds?|(?:what|is|was) wished|wished (?:of|for)|letters? in four"
    r"|furnish(?:ed|es)?|taking[- ]out|garbage|what (?:is|was) told|as (?:it was|they were) told|in the order (?:of telling|they were told))\b",
    re.IGNORECASE,
)
FOLDERS = (*PACKAGES, "tests", "benchmarks", "docs")
PROSE = ("*.md", "*.py", "*.html", "*.js", "*.css", "*.sql", "*.toml", "*.yaml")


def modules() -> Iterator[tuple[str, Path]]:
    return ((path.relative_to(ROOT).as_posix(), path) for path in python_files(*PACKAGES))


def public_names(module: ast.Module) -> Iterator[str]:
    """The classes, functions and type aliases that a module defines for others."""
    for node in module.body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) if is_alias(name):
                yield name


def is_alias(name: str) -> bool:
    """A type alias is written like a class; constants have capitals only, type variables one letter."""
    return name[0].isupper() and not name.isupper() and len(name) > 1


def is_handler(module: str, node: ast.stmt) -> bool:
    """Whether a definition answers requests, or is a command."""
    return (
        module.startswith(HANDLERS)
        and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and any(isinstance(one, ast.Call) for one in node.decorator_list)
    )


def test_a_public_name_has_one_meaning() -> None:
    places = defaultdict[str, list[str]](list)
    for module, path in modules():
        tree = tree_of(path)
        handlers = {
            node.name
            for node in tree.body
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and is_handler(module, node)
        }
        for name in public_names(tree):
            if not name.startswith("_") and name not in SAME_EVERYWHERE and name not in handlers:
                places[name].append(module)

    assert {name: where for name, where in places.items() if len(where) > 1} == {}


def identifiers(path: Path) -> Iterator[tuple[int, str]]:
    """What a module names: definitions, parameters, variables, attributes and what it imports under another name.

    Fields of events and answers are stored, and stay.
    """
    for node in nodes_of(path):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield node.lineno, name
            case ast.arg(arg=name):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)):
                yield node.lineno, name


def stored_fields(path: Path) -> set[int]:
    """The lines on which classes declare fields."""
    return {
        one.lineno
        for node in nodes_of(path)
        if isinstance(node, ast.ClassDef)
        for one in node.body
        if isinstance(one, ast.AnnAssign)
    }


def test_no_identifier_is_of_the_retired_vocabulary() -> None:
    found = [
        f"{module}:{line} {name}"
        for module, path in modules()
        for fields in [stored_fields(path)]
        for line, name in identifiers(path)
        if line not in fields and name.strip("_").lower() in RETIRED
    ]

    assert found == []


def prose(pattern: str) -> Iterator[Path]:
    """The files that developers read; decision records and the changelog describe their own time."""
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob(pattern):
            if not {"vendor", "decisions", "migrations"}.intersection(path.parts) and path != Path(__file__):
                yield path
    yield from (path for path in ROOT.glob(pattern) if path.name != "CHANGELOG.md")


def passages(path: Path) -> Iterator[tuple[int, str]]:
    """What developers read in a file, with its line: of code its comments, docstrings and log messages, not the texts that users see."""
    text = path.read_text(encoding="utf-8")
    match path.suffix:
        case ".py":
            yield from docstrings(path)
            yield from logged(path)
            yield from ((line, one) for line, one in numbered(text) if one.lstrip().startswith("#"))
        case ".html":
            yield from (
                (text.count("\n", 0, one.start()) + 1, one[0])
                for one in re.finditer(r"{#.*?#}", text, re.DOTALL)
            )
        case _:
            yield from numbered(text)


def docstrings(path: Path) -> Iterator[tuple[int, str]]:
    """Every string that stands by itself: of modules, classes, functions and fields."""
    for node in nodes_of(path):
        match node:
            case ast.Expr(value=ast.Constant(value=str(text))):
                yield node.lineno, text


def logged(path: Path) -> Iterator[tuple[int, str]]:
    """What operators read: the texts that are written to the service's log."""
    for node in nodes_of(path):
        match node:
            case ast.Call(
                func=ast.Attribute(value=ast.Name(id="log")), args=[ast.Constant(value=str(text)), *_]
            ):
                yield node.lineno, text


def numbered(text: str) -> Iterator[tuple[int, str]]:
    return enumerate(text.splitlines(), 1)


@pytest.mark.parametrize("pattern", PROSE)
def test_no_prose_is_of_the_retired_vocabulary(pattern: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {match[0]}"
        for path in prose(pattern)
        for line, text in passages(path)
        for match in RETIRED_IN_PROSE.finditer(text)
    ]

    assert found == []

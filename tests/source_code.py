"""The project's own modules as syntax trees: each is parsed once by a process, whatever is looked for in it."""

import ast
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("domain", "projections", "service")
"""What is the product, and neither tests nor benchmarks."""


@cache
def python_files(*folders: str) -> tuple[Path, ...]:
    """Every module in some folders of the project, sorted in each."""
    return tuple(path for folder in folders for path in sorted((ROOT / folder).rglob("*.py")))


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a module. It is shared: nobody may change it."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> Sequence[ast.AST]:
    """All that `ast.walk` finds in a module."""
    return tuple(ast.walk(tree_of(path)))

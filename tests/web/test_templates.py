"""Templates are read once: a page does not ask the disk thirty times whether one of them changed."""

import ast

from tests.source_code import nodes_of, python_files


def test_no_template_is_looked_at_again_once_it_was_read() -> None:
    made = [
        node
        for path in python_files("service")
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Environment"
    ]

    assert len(made) >= 3
    assert all("auto_reload=False" in map(ast.unparse, one.keywords) for one in made)

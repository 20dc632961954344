"""Every loop in the background survives any failure: each is held here, and a new one is found."""

import ast
from collections.abc import Iterator

from tests.source_code import nodes_of, python_files, tree_of

NO_LOOPS = {"_fill", "_read_all", "_send", "_write", "record"}
"""Tasks that end: whoever waits for them hears of their failure, or it is logged."""
CAUGHT_IN = {
    "_contend_for_ever": "_contend_for_ever",
    "_follow_for_ever": "_follow_for_ever",
    "_listen_for_ever": "_listen_for_ever",
    "_run_forever": "run_once",
    "_write_for_ever": "_write",
}
"""The loops, and the method that catches what fails in one round of each."""


def started_tasks() -> Iterator[tuple[str, ast.Module]]:
    """The names of the functions that are started as tasks, each with its module."""
    for path in python_files("service"):
        for node in nodes_of(path):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("create_task"):
                yield started_in(node.args[0]), tree_of(path)


def started_in(task: ast.expr) -> str:
    """The name of the function that a task runs, also in a thread."""
    if isinstance(task, ast.Call) and ast.unparse(task.func).endswith("to_thread"):
        return started_in(task.args[0])
    return ast.unparse(task).partition("(")[0].rpartition(".")[2]


def catches_everything(module: ast.Module, function: str) -> bool:
    """Whether a function of the module has a handler for every `Exception`."""
    return any(
        isinstance(handler, ast.ExceptHandler) and handler.type and "Exception" in ast.unparse(handler.type)
        for node in ast.walk(module)
        if isinstance(node, ast.AsyncFunctionDef) and node.name == function
        for handler in ast.walk(node)
    )


def test_every_task_that_is_started_survives_any_failure_or_ends_with_its_caller() -> None:
    started = list(started_tasks())

    assert {name for name, _ in started} == CAUGHT_IN.keys() | NO_LOOPS
    loops = [(name, module) for name, module in started if name not in NO_LOOPS]
    assert [name for name, module in loops if not catches_everything(module, CAUGHT_IN[name])] == []

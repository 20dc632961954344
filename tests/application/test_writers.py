"""Which modules write to the event log."""

import ast
from pathlib import Path

from tests.source_code import ROOT, nodes_of, python_files

SERVICE = ROOT / "service"


def appends_to_the_log(path: Path) -> bool:
    """Whether a module calls `append` of anything called a log."""
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "append"
        and ast.unparse(node.func.value).rpartition(".")[2].strip("_") == "log"
        for node in nodes_of(path)
    )


def test_only_the_command_handler_and_erasure_append_to_the_log() -> None:
    found = {str(path.relative_to(SERVICE)) for path in python_files("service") if appends_to_the_log(path)}

    assert found == {"application/command_handler.py", "personal_data/erasure/contact_eraser.py"}

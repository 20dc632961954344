"""Research tools: export of the log, and replay of histories under other models.

In a notebook: `from service.research import open_export`.
"""

from importlib import import_module
from typing import Any

from service.research.tools import require_tools

IN_NOTEBOOKS = {"open_export": "service.research.exports.reading"}
"""What notebooks use, and where it is. It is imported when it is asked for, since it needs the research tools."""


def __getattr__(name: str) -> Any:
    if name not in IN_NOTEBOOKS:
        raise AttributeError(f"module {__name__} has no attribute {name}")
    require_tools()
    return getattr(import_module(IN_NOTEBOOKS[name]), name)

"""Whether the libraries for research are there. They are an extra, so that the service stays light without them."""

from importlib.util import find_spec

RESEARCH_TOOLS = ("duckdb", "matplotlib", "numpy", "pandas", "polars", "pyarrow", "pyreadstat", "statsmodels")
"""What the extra `research` brings."""


class ResearchToolsMissing(Exception):
    """Raised where research tools are needed and not installed."""

    def __init__(self) -> None:
        super().__init__("this needs the research tools: pip install 'market-soundings[research]'")


def has_research_tools() -> bool:
    """Whether all of them can be imported; none is."""
    return all(find_spec(one) is not None for one in RESEARCH_TOOLS)


def require_tools() -> None:
    """Raises `ResearchToolsMissing` unless they are installed. To be called before a module that imports them is imported."""
    if not has_research_tools():
        raise ResearchToolsMissing

"""No heading of a page begins with a figure: it would be read as its number in a list."""

import re
from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "service/web/templates"
HEADING = re.compile(r"<h[1-6][^>]*>(.*?)</h[1-6]>", re.DOTALL)
COUNT = re.compile(r"(?:%\}|^)\s*\{\{ ?(?:count|number|figure|points|total)\b")
IN_A_MARK = re.compile(r"<(span|b)\b.*?</\1>", re.DOTALL)


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda one: one.stem)
def test_no_heading_begins_with_a_figure(template: Path) -> None:
    headings = HEADING.findall(template.read_text())

    assert [one for one in headings if COUNT.search(IN_A_MARK.sub("", one))] == []

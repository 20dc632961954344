import json
import re
from pathlib import Path

import pytest

from service.research.analysis.faults import SpecificationError
from service.research.analysis.named_variables import read_expressions
from service.research.analysis.specification import read_specification

TABLE = {"type": "table", "name": "t", "rows": "arm"}


def text(**changes: object) -> bytes:
    return json.dumps({"table": "participants", "outputs": [TABLE], **changes}).encode()


def test_the_same_specification_always_has_the_same_digest() -> None:
    assert read_specification(text()).sha256 == read_specification(text(title="")).sha256
    assert read_specification(text()).sha256 != read_specification(text(filter=["weeks > 2"])).sha256


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "(byte 0)"),
        (b'{"table": "participants"}', "This does not fit here: Object missing required field `outputs`"),
        (b"[]", "Expected `object`, got `array`"),
        (b"\xff\xfe", "UTF-16"),
        (text(nonsense=1), "unknown field `nonsense`"),
        (text(outputs=[]), "$.outputs: An analysis has 1 to 20 outputs. This one has 0."),
        (text(outputs=[TABLE] * 21), "This one has 21."),
        (text(outputs=[TABLE, TABLE]), "$.outputs[1].name: “t” is there twice"),
        (text(outputs=[{**TABLE, "type": "rows"}]), "$.outputs[0].type"),
        (text(outputs=[{**TABLE, "rows": 3}]), "$.outputs[0].rows"),
        (text(outputs=[{**TABLE, "columns": "arm"}]), "$.outputs[0]: A variable is named twice"),
        (text(outputs=[{**TABLE, "name": "T t"}]), "$.outputs[0].name"),
        (text(derive={"A b": "weeks"}), "$.derive: “A b” is no name"),
        (text(format="2"), "$.format: This version reads soundings-analysis-1, and not 2."),
        (
            text(outputs=[{"type": "ols", "name": "o", "outcome": "weeks", "terms": []}]),
            "$.outputs[0].terms: A regression has 1 to 20 terms. This one has 0.",
        ),
        (b"{" + b" " * 70_000 + b"}", "At most 65536"),
    ],
)
def test_a_faulty_specification_is_refused_with_the_place_and_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(SpecificationError) as caught:
        read_specification(content)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"table": "people"}, "$.table: There is no table people. There are advice"),
        ({"derive": {"weeks": "1"}}, "$.derive.weeks: participants has a column of this name"),
        ({"derive": {"a": "b", "b": "weeks"}}, "$.derive.a: There is no column b"),
        ({"filter": ["weeks"]}, "$.filter[0]: “weeks” is no condition"),
        ({"outputs": [{**TABLE, "rows": "coach"}]}, "$.outputs[0]: coach is a code"),
        ({"outputs": [{**TABLE, "rows": "pseudonym"}]}, "$.outputs[0]: pseudonym may not be used"),
        ({"outputs": [{**TABLE, "rows": "nothing"}]}, "$.outputs[0]: There is no column nothing"),
    ],
)
def test_what_names_something_else_than_the_tables_is_refused(
    changes: dict[str, object], reason: str
) -> None:
    with pytest.raises(SpecificationError) as caught:
        read_expressions(read_specification(text(**changes)))
    assert reason in str(caught.value)


def test_the_specification_in_the_documentation_can_be_run() -> None:
    document = (Path(__file__).parents[3] / "docs" / "research.md").read_text()
    found = re.findall(r"```json\n(.*?)```", document, re.DOTALL)
    for one in found:
        read_expressions(read_specification(one.encode()))
    assert found

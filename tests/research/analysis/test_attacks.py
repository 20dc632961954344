"""Attacks that once told something about one person: none does now."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from service.research.analysis.computing import run_analysis
from service.research.analysis.faults import SpecificationError
from service.research.analysis.releases import Finding, KnownSet, Label, ReleasableOutput
from service.research.analysis.specification import read_specification, variables_of
from service.research.exports.reading import Export
from service.research.release_checks import without_figures
from service.research.result_files import csv_of
from service.research.storage.analyses import Analysis
from tests.research.analysis.made_exports import made_export
from tests.research.analysis.test_planted_outputs import RARE, export, rules

RECORD = "(programme_days*1000000 + started_day*1000 + weekly_goal*10) // 1"
STEP = "((points*trust + 7.378697629483821e+19) - 7.378697629483821e+19)*0.000777"
LONELY: Mapping[str, Any] = {"filter": ["started_day = 7", "programme_days > 1000"]}
NOBODY: Mapping[str, Any] = {"filter": ["started_day = 7", "programme_days > 9000"]}


def checked(
    table: str,
    *outputs: Mapping[str, Any],
    known: Sequence[KnownSet] = (),
    of: Export | None = None,
    **more: Any,
) -> tuple[list[ReleasableOutput], list[KnownSet]]:
    """What comes of an analysis, and the sets behind what would be let out."""
    named = [{"name": f"o{place}", **one} for place, one in enumerate(outputs)]
    content = json.dumps({"table": table, "outputs": named, **more}).encode()
    found = run_analysis(read_specification(content), of or export(), known)
    return [one.output for one in found], [each for one in found for each in one.sets]


def seen(output: ReleasableOutput) -> ReleasableOutput:
    """What whoever asked sees of an analysis of one output before it is released."""
    analysis = Analysis(
        analysis_id=uuid4(),
        study_id=uuid4(),
        asked_by=uuid4(),
        asked_at=datetime(2026, 6, 1, tzinfo=UTC),
        position=7,
        specification="{}",
        outputs=(output,),
        sets=(),
        state="refused" if output.status == "refused" else "waiting",
    )
    return without_figures(analysis).outputs[0]


@pytest.mark.parametrize(
    "output",
    [
        {"type": "table", "rows": "v"},
        {"type": "table", "rows": "v", "columns": "arm"},
        {"type": "mean", "of": "weekly_goal", "by": ["v"]},
        {"type": "ols", "outcome": "weekly_goal", "terms": ["v"]},
    ],
)
@pytest.mark.parametrize("more", [LONELY, {}])
def test_no_reason_names_a_value(output: Mapping[str, Any], more: Mapping[str, Any]) -> None:
    asked: dict[str, Any] = {"derive": {"v": RECORD}, **more}
    named = json.dumps({"table": "participants", "outputs": [{"name": "o0", **output}], **asked})
    names = {
        "o0",
        *(one for each in read_specification(named.encode()).outputs for one in variables_of(each)),
    }

    [found], _ = checked("participants", output, **asked)

    assert found.status == "refused"
    assert {one.where for one in found.findings} <= names
    assert "5000" not in str(found.findings)


@pytest.mark.parametrize(
    "output",
    [{"type": "table", "rows": "v"}, {"type": "mean", "of": "weekly_goal"}, {"type": "table", "rows": "arm"}],
)
def test_nobody_and_one_person_give_the_same_report(output: Mapping[str, Any]) -> None:
    derived: dict[str, Any] = {"derive": {"v": "weekly_goal"}}
    [one], _ = checked("participants", output, **derived, **LONELY)
    [none], _ = checked("participants", output, **derived, **NOBODY)

    assert {each.rule for each in one.findings} >= {"few_people"}
    assert (one.status, one.lines) == (none.status, none.lines) == ("refused", ())
    assert rules(one) - {"all_alike", "complementary"} == rules(none) - {"all_alike", "complementary"}


def test_before_release_a_rule_about_the_data_is_not_named_where_others_wait() -> None:
    table: Mapping[str, Any] = {"type": "table", "rows": "track", "columns": "arm"}
    [found], _ = checked("participants", table)

    assert found.status == "suppressed"
    assert seen(found).findings == ()
    assert seen(found).lines == ()
    assert seen(ReleasableOutput(name="o0", type="table", status="released")).status == "suppressed"


def test_a_rare_value_does_not_make_a_grouping_fail() -> None:
    rare = "case when programme_days = 5000 then 0.5 else weekly_goal end"
    [with_rare], _ = checked("participants", {"type": "table", "rows": "v"}, derive={"v": rare})
    [without], _ = checked("participants", {"type": "table", "rows": "v"}, derive={"v": "weekly_goal"})

    assert "groups" not in rules(with_rare) | rules(without)
    assert 0.5 not in [line["v"] for line in with_rare.lines]


@pytest.mark.parametrize(
    "event", ["exited", "case when spell = 1 and duration = 9 then 2 else cast(exited as integer) end"]
)
def test_no_time_of_a_curve_is_made_of_a_row(event: str) -> None:
    encoded = "duration*100 + participants.weekly_goal"
    curve: dict[str, Any] = {"type": "kaplan_meier", "duration": "d", "event": "e"}
    [found], _ = checked("spells", curve, derive={"d": encoded, "e": event})
    [plain], _ = checked("spells", curve | {"duration": "duration"}, derive={"e": event})

    assert (found.status, rules(found)) == ("refused", {"kind"})
    assert plain.lines
    assert all(line["time"] == 0 or float(str(line["time"])) % 7 == 0 for line in plain.lines)


def test_the_same_people_in_another_table_are_compared() -> None:
    goal: Mapping[str, Any] = {"type": "mean", "of": "g"}
    _, known = checked("participants", goal, derive={"g": "weekly_goal - 1.99"})
    without: dict[str, Any] = {
        "derive": {"g": "participants.weekly_goal - 1.99"},
        "filter": ["week = 0", "points < 80000"],
    }

    [found], _ = checked("person_week", goal, known=known, **without)

    assert rules(found) == {"differencing"}


def test_a_group_of_people_is_the_same_in_another_table() -> None:
    by_language: Mapping[str, Any] = {"type": "table", "rows": "language"}
    _, known = checked("participants", by_language)
    beside: Mapping[str, Any] = {"type": "table", "rows": "participants.language", "count_rows": True}

    [whole], _ = checked("person_week", beside, known=known, filter=["week = 0", "points > 0"])
    [without], _ = checked("person_week", beside, known=known, filter=["week = 0", "points < 80000"])

    assert whole.lines
    assert rules(without) == {"differencing"}


def test_columns_of_one_name_in_two_tables_are_compared() -> None:
    people = [{"weeks": 6, "steps": place % 4} for place in range(60)]
    weeks = [{"person": place, "week": 1, "steps": place % 4} for place in range(60)]
    of = made_export(people, person_week=weeks)
    steps: Mapping[str, Any] = {"type": "mean", "of": "steps"}
    _, known = checked("participants", steps, of=of)
    [found], _ = checked(
        "person_week", steps, known=known, of=of, filter=["participants.weeks = 6", "steps < 9"]
    )
    [fewer], _ = checked("person_week", steps, known=known, of=made_export(people, person_week=weeks[1:]))

    assert found.status == "released"
    assert rules(fewer) == {"differencing"}


@pytest.mark.parametrize("number", [f"energy*2 + {STEP}", "energy + points*trust", "energy*2 + points*0.001"])
def test_no_part_of_a_sum_is_that_of_one_person(number: str) -> None:
    [found], _ = checked(
        "person_week", {"type": "mean", "of": "s"}, derive={"s": number}, filter=["week = 3"]
    )

    assert found.status == "refused"


def test_a_number_of_several_columns_has_a_mean() -> None:
    [found], _ = checked(
        "person_week",
        {"type": "mean", "of": "s"},
        derive={"s": "(energy + trust) / 2 - 1"},
        filter=["week = 3"],
    )

    assert found.status == "released"


def test_the_rows_of_one_person_are_not_most_of_a_count() -> None:
    people = [{"arm": "ab"[place % 2], "weeks": 6} for place in range(200)]
    spells = [
        {"person": place, "spell": spell, "arm": "ab"[place % 2], "track": "x" if place < 10 else "y"}
        for place in range(200)
        for spell in range(437 if place == 3 else 1)
    ]
    of = made_export(people, spells=spells)
    counted: Mapping[str, Any] = {"type": "table", "rows": "track", "count_rows": True}
    [table], _ = checked("spells", counted, of=of)
    [mean], _ = checked(
        "spells", {"type": "mean", "of": "b", "by": ["track"]}, of=of, derive={"b": "arm = 'a'"}
    )
    [alike], _ = checked(
        "spells", {"type": "table", "rows": "x"}, of=of, derive={"x": "track = 'x'"}, filter=["track = 'x'"]
    )

    assert [line["track"] for line in (*table.lines, *mean.lines)] == ["y", "y"]
    assert alike.lines == ()


def test_codes_have_no_order() -> None:
    of = made_export([{"weeks": 6}] * 20, roles_weekly=[{"person": 1, "week": 1, "role": "0" * 16}])

    with pytest.raises(SpecificationError, match="may only be asked"):
        checked("roles_weekly", {"type": "table", "rows": "v"}, of=of, derive={"v": "role < role"})


def test_no_label_is_a_formula_of_a_spreadsheet() -> None:
    line: Mapping[str, Label] = {"v": '=HYPERLINK("http://x")', "people": -5}
    output = ReleasableOutput(name="t", type="table", status="released", lines=(line,))

    rows = csv_of([output]).splitlines()

    assert "\"'=HYPERLINK" in rows[1]
    assert rows[2].endswith(",-5")


def test_the_person_is_there() -> None:
    assert export().table("participants").column("programme_days").to_pylist()[RARE] == 5000
    assert Finding(rule="r", where="w", why="y").of_cell is False

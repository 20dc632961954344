"""Outputs that were planted to tell something about somebody: all are stopped, and what is harmless is not."""

import json
import random
from collections.abc import Mapping
from functools import cache
from itertools import pairwise

import pytest

from service.research.analysis.computing import run_analysis
from service.research.analysis.faults import SpecificationError
from service.research.analysis.releases import ReleasableOutput
from service.research.analysis.specification import read_specification
from service.research.exports.reading import Export

from .made_exports import made_export, pseudonym

PEOPLE = 200
RARE = 7
"""The person whom somebody looks for."""


@cache
def export() -> Export:
    """Two hundred people with six weeks and one search each; one of them, and a few, have what others have not."""
    chance = random.Random(11)
    participants = [
        {
            "arm": ("a", "b")[place % 2],
            "track": "re_integration" if place < 5 else ("curative", "preventive")[chance.randrange(2)],
            "language": ("en", "nl", "sv", "nb")[place // 2 % 4],
            "weeks": 6,
            "weekly_goal": 1 + place % 3,
            "programme_days": 5000 if place == RARE else 80 + chance.randrange(20),
            "started_day": place % 40,
        }
        for place in range(PEOPLE)
    ]
    weeks = [
        {
            "person": person,
            "arm": participants[person]["arm"],
            "week": week,
            "complete": True,
            "reported": person != RARE or week < 5,
            "energy": float(chance.randrange(11)),
            "trust": 1 if person < 9 else chance.randrange(4, 11),
            "points": 90_000 if person == RARE else 10 + chance.randrange(20),
            "roles_known": 3,
            "roles_tried": 1 if person < 6 and week == 2 else 0,
        }
        for person in range(PEOPLE)
        for week in range(6)
    ]
    spells = [
        {
            "person": person,
            "arm": participants[person]["arm"],
            "spell": 1,
            "track": participants[person]["track"],
            "duration": 10 + chance.randrange(60) if person >= 12 else person,
            "exited": person < 12 or chance.random() < 0.6,
            "cause": "new_work",
        }
        for person in range(PEOPLE)
    ]
    return made_export(participants, person_week=weeks, spells=spells)


def run(table: str, *outputs: Mapping[str, object], **more: object) -> list[ReleasableOutput]:
    named = [{"name": f"o{place}", **one} for place, one in enumerate(outputs)]
    content = json.dumps({"table": table, "outputs": named, **more}).encode()
    return [one.output for one in run_analysis(read_specification(content), export())]


def rules(output: ReleasableOutput) -> set[str]:
    return {one.rule for one in output.findings}


HARMLESS: list[tuple[str, Mapping[str, object]]] = [
    ("participants", {"type": "table", "rows": "arm", "columns": "language"}),
    ("person_week", {"type": "mean", "of": "energy", "by": ["week"]}),
    ("person_week", {"type": "mean", "of": "trust", "by": ["week", "participants.arm"]}),
    (
        "person_week",
        {"type": "table", "rows": "week", "columns": "participants.arm", "count_rows": True},
    ),
    ("person_week", {"type": "ols", "outcome": "energy", "terms": ["week", "arm"]}),
    ("spells", {"type": "kaplan_meier", "duration": "duration", "event": "exited", "by": "arm"}),
    ("spells", {"type": "cox", "duration": "duration", "event": "exited", "terms": ["arm"]}),
    ("spells", {"type": "logit", "outcome": "exited", "terms": ["arm"]}),
]


@pytest.mark.parametrize(("table", "output"), HARMLESS)
def test_what_is_harmless_is_released(table: str, output: Mapping[str, object]) -> None:
    (found,) = run(table, output)
    assert found.lines
    assert found.status == ("suppressed" if output["type"] == "kaplan_meier" else "released")


def test_a_small_cell_goes_and_with_it_the_totals_that_it_follows_from() -> None:
    (found,) = run("participants", {"type": "table", "rows": "track", "columns": "arm"})
    assert rules(found) == {"few_people", "complementary"}
    assert all(one["track"] not in (None, "re_integration") for one in found.lines)
    assert {one["arm"] for one in found.lines} <= {"a", "b", None}


def test_a_dominant_value_is_in_no_mean() -> None:
    (found,) = run("participants", {"type": "mean", "of": "programme_days", "by": ["arm"]})
    (big,) = run("person_week", {"type": "mean", "of": "points"})
    assert [one["arm"] for one in found.lines] != ["a", "b"] or "dominance" in rules(found)
    assert big.status == "refused"
    assert "dominance" in rules(big)


def test_no_step_of_a_survival_curve_is_the_day_of_one_person() -> None:
    (found,) = run("spells", {"type": "kaplan_meier", "duration": "duration", "event": "exited"})
    times = [one["time"] for one in found.lines]
    # Persons 0 to 9 left on days 0 to 9; steps stand at the ends of weeks.
    assert times[0] == 0
    assert all(isinstance(one, float) and one % 7 == 0 for one in times[1:-1])
    at_risk = [int(str(one["at_risk"])) for one in found.lines]
    assert all(a - b >= 10 for a, b in pairwise(at_risk))
    assert at_risk[-1] >= 10


def test_a_regression_on_nine_is_refused() -> None:
    wanted = {"type": "ols", "outcome": "energy", "terms": ["week"]}
    (found,) = run("person_week", wanted, filter=["trust < 2"])
    assert found.status == "refused"
    assert rules(found) == {"few_people"}


def test_rows_are_not_encoded_in_a_table_by_case() -> None:
    branches = " ".join(f"when participants.started_day = {day} then {day}" for day in range(40))
    wanted = {"type": "table", "rows": "encoded", "columns": "week"}
    (found,) = run("person_week", wanted, derive={"encoded": f"case {branches} else -1 end"})
    assert found.status == "refused"
    assert "few_people" in rules(found)


def test_a_filter_for_one_persons_combination_gives_nothing() -> None:
    wanted = [{"type": "mean", "of": "energy"}, {"type": "table", "rows": "week"}]
    for found in run("person_week", *wanted, filter=["participants.programme_days > 4000", "week < 7"]):
        assert found.status == "refused"


def test_means_of_two_nested_filters_are_not_both_released() -> None:
    first, second = run(
        "person_week",
        {"type": "mean", "of": "energy"},
        {"type": "mean", "of": "energy", "by": ["others"]},
        derive={"others": "case when participants.programme_days < 4000 then 1 end"},
    )
    assert first.status == "released"
    assert second.status == "refused"
    assert rules(second) == {"differencing"}


def test_dummies_that_pick_out_a_few_are_refused() -> None:
    (found,) = run(
        "person_week",
        {"type": "ols", "outcome": "energy", "terms": ["picked", "week"]},
        derive={"picked": "participants.started_day = 7"},
    )
    assert found.status == "refused"
    assert rules(found) == {"few_people"}


def test_numbers_that_pick_out_a_few_are_refused() -> None:
    for term in ("participants.programme_days", "roles_tried", "roles_known"):
        (found,) = run("person_week", {"type": "ols", "outcome": "energy", "terms": [term]})
        assert found.status == "refused", term


def test_saturated_and_perfectly_predicted_models_are_refused() -> None:
    doubled = {"twice": "energy + energy"}
    (found,) = run("person_week", {"type": "ols", "outcome": "twice", "terms": ["energy"]}, derive=doubled)
    assert rules(found) == {"saturated"}
    (logit,) = run(
        "spells",
        {"type": "logit", "outcome": "early", "terms": ["duration"]},
        derive={"early": "duration < 40"},
    )
    assert rules(logit) == {"saturated"}


@pytest.mark.parametrize("trick", ["max(energy)", "quantile_cont(energy, 0.99)", "min(energy) over ()"])
def test_the_largest_and_the_smallest_cannot_be_asked_for(trick: str) -> None:
    with pytest.raises(SpecificationError, match="not allowed in an expression"):
        run("person_week", {"type": "mean", "of": "x"}, derive={"x": trick})


def test_a_value_added_for_one_person_is_a_choice_with_too_few_people() -> None:
    (found,) = run(
        "person_week",
        {"type": "mean", "of": "marked"},
        derive={"marked": "energy + 1000 * (case when participants.programme_days > 4000 then 1 else 0 end)"},
    )
    assert found.status == "refused"


def test_a_mean_that_is_everybodys_value_and_a_share_of_all_are_refused() -> None:
    (same,) = run("person_week", {"type": "mean", "of": "roles_known"})
    (share,) = run("person_week", {"type": "mean", "of": "reported"})
    (few,) = run("person_week", {"type": "mean", "of": "roles_tried"})
    assert [one.status for one in (same, share, few)] == ["refused"] * 3
    assert rules(same) == {"hardly_varies"}
    assert rules(share) == {"few_people"}
    assert rules(few) == {"hardly_varies"}


def test_counts_are_rounded_to_fives_and_figures_to_three_digits() -> None:
    table, mean = run(
        "person_week",
        {"type": "table", "rows": "week", "count_rows": True},
        {"type": "mean", "of": "energy", "by": ["week"]},
    )
    assert all(int(str(one["rows"])) % 5 == 0 for one in table.lines)
    assert all(len(f"{one['mean']}".replace(".", "").lstrip("0")) <= 3 for one in mean.lines)


def test_a_released_output_names_nobody() -> None:
    found = [one for table, output in HARMLESS for one in run(table, output)]
    text = json.dumps([[dict(line) for line in one.lines] for one in found])
    assert not any(one in text for one in map(pseudonym, range(PEOPLE)))


@pytest.mark.parametrize(
    "planted",
    [
        "cast(case when programme_days = 5000 then 'x' else '1' end as integer)",
        "cast(case when programme_days = 5000 then 'x' else 'true' end as boolean)",
        "weeks // (programme_days - 5000)",
        "weeks % (programme_days - 5000)",
        "programme_days * 1000000 * 1000000 * 3000",
        "cast(programme_days * 1e6 as integer)",
        "1 / (programme_days - 5000)",
        "ln(programme_days - 5000)",
    ],
)
def test_that_an_analysis_fails_tells_nothing_of_one_row(planted: str) -> None:
    """With or without the one whose row cannot be computed, the same is said."""
    rest = {"type": "table", "rows": "arm"}
    (counted,) = run("participants", rest, derive={"planted": planted})
    (kept,) = run("participants", rest, filter=[f"({planted}) is null or true"])
    means = run("participants", {"type": "mean", "of": "planted"}, derive={"planted": planted})

    assert counted.lines == kept.lines
    assert all("inf" not in str(line) and "nan" not in str(line) for one in means for line in one.lines)

import pytest

from service.research.analysis.expressions import KnownNames, read_expression
from service.research.analysis.faults import SpecificationError
from service.research.tables import TABLES

NAMES = KnownNames(table=TABLES["person_week"], beside=TABLES["participants"])


def shape(text: str) -> str:
    return read_expression(text, NAMES, "$.derive.x").shape


@pytest.mark.parametrize(
    "text",
    [
        "energy",
        "energy + trust",
        "energy - 2 * dread_before",
        "roles_met / roles_known",
        "-energy",
        "week * week",
        "ln(points)",
        "cast(week as double)",
    ],
)
def test_arithmetic_on_columns_is_a_number(text: str) -> None:
    assert shape(text) in ("column", "number")


@pytest.mark.parametrize(
    "text",
    [
        "week < 4",
        "case when week < 4 then 'early' else 'late' end",
        "energy + 400 * (case when week = 7 then 1 else 0 end)",
        "coalesce(energy, 0)",
        "week in (1, 2)",
        "participants.track like 'cur%'",
        "floor(week / 4)",
        "week // 4",
        "left(participants.isco_origin, 1)",
        "top_role is null",
        "energy between 2 and 4",
        "1 / (1 + 1000 * (week - 7))",
        "(week - 7) * (week - 7)",
        "abs(week - 7)",
        "ln(week - 7)",
    ],
)
def test_whatever_could_pick_out_rows_is_a_choice_whose_values_are_groups(text: str) -> None:
    assert shape(text) == "choice"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("pseudonym = 'a'", "pseudonym may not be used"),
        ("participants.pseudonym", "pseudonym may not be used"),
        ("top_role = 'abc'", "A code"),
        ("participants.coach || 'x'", "A code"),
        ("left(participants.coach, 1)", "A code"),
        ("(select max(energy) from person_week)", "subquery"),
        ("exists (select 1)", "subquery"),
        ("energy from person_week", "is not one expression"),
        ("energy, trust", "is not one expression"),
        ("week; select 1", "is not one expression"),
        ("1 limit 1", "is not one expression"),
        ("sum(energy) over ()", "window"),
        ("sum(energy)", "The function sum"),
        ("max(energy)", "The function max"),
        ("quantile_cont(energy, 0.5)", "The function quantile_cont"),
        ("string_agg(energy, ',')", "The function string_agg"),
        ("concat(participants.track, participants.language)", "The function concat"),
        ("participants.track || participants.language", "The function ||"),
        ("[energy, trust]", "not allowed"),
        ("{'a': energy}", "not allowed"),
        ("struct_pack(a := energy)", "not allowed"),
        ("row(energy)", "The function row"),
        ("random()", "The function random"),
        ("read_text('/etc/passwd')", "The function read_text"),
        ("getenv('HOME')", "The function getenv"),
        ("current_setting('memory_limit')", "The function current_setting"),
        ("cast(energy as blob)", "A cast to BLOB"),
        ("cast(energy as varchar[])", "A cast to"),
        ("energy as pseudonym", "“as” is not allowed"),
        ("energy ->> 'a'", "The function ->>"),
        ("x -> x + 1", "not allowed"),
        ("?", "not allowed"),
        ("*", "not allowed"),
        ("nothing", "There is no column nothing"),
        ("person_week.nothing", "There is no column"),
        ("energy +", "is no SQL expression"),
        ("", "is no SQL expression"),
        ("energy ** energy", "The function"),
        ("exp(energy)", "The function exp"),
        ("'" + "x" * 100 + "'", "The constant"),
        ("+".join(["week"] * 290), "More than"),
        ("week + " * 600 + "week", "characters"),
    ],
)
def test_everything_else_is_refused_with_its_place_and_the_reason(text: str, reason: str) -> None:
    with pytest.raises(SpecificationError) as caught:
        shape(text)
    assert str(caught.value).startswith("$.derive.x")
    assert reason in str(caught.value)


def test_no_text_of_an_expression_reaches_the_database_but_what_its_tree_says() -> None:
    assert read_expression("week -- < 4", NAMES, "$").sql == '"person_week"."week"'
    written = read_expression("participants.track = 'it''s'", NAMES, "$").sql
    assert written == "(\"participants\".\"track\" = 'it''s')"

"""The coaching style that is suggested: one per situation, with its reason, and none where nothing speaks for one."""

from typing import get_args

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.vocabulary import Stance, StuckRule
from projections.coaching.suggested_stance import BY_ALERT, StanceFacts, suggest_stance

NOTHING_SPECIAL = StanceFacts(alerts=(), care=False, met=2, approaches=2, invited=1, waiting=0)
RULES: tuple[StuckRule, ...] = get_args(StuckRule)
FACTS = st.builds(
    StanceFacts,
    alerts=st.frozensets(st.sampled_from(RULES)),
    care=st.booleans(),
    met=st.integers(0, 3),
    approaches=st.integers(0, 5),
    invited=st.integers(0, 2),
    waiting=st.integers(0, 5),
)


def stance_of(known: StanceFacts) -> Stance | None:
    found = suggest_stance(known)
    return found.stance if found else None


def test_no_style_is_suggested_where_nothing_speaks_for_one() -> None:
    assert suggest_stance(NOTHING_SPECIAL) is None


def test_each_situation_suggests_the_style_that_asks_about_it() -> None:
    assert {
        "a no": stance_of(replace(NOTHING_SPECIAL, care=True)),
        "plans, no steps": stance_of(replace(NOTHING_SPECIAL, alerts=("plans_without_steps",))),
        "nobody met": stance_of(replace(NOTHING_SPECIAL, met=0)),
        "no interview": stance_of(replace(NOTHING_SPECIAL, approaches=3, invited=0)),
        "waiting": stance_of(replace(NOTHING_SPECIAL, waiting=3)),
    } == {
        "a no": "coach",
        "plans, no steps": "sales_manager",
        "nobody met": "adviser",
        "no interview": "marketer",
        "waiting": "sales_manager",
    }


def test_every_style_is_suggested_by_something() -> None:
    found = {stance for stance, _ in BY_ALERT.values()}

    assert found == set(get_args(Stance))


@given(FACTS)
def test_care_comes_before_everything_and_every_suggestion_has_its_reason(known: StanceFacts) -> None:
    found = suggest_stance(known)

    assert found is None or found.reason
    if known.care:
        assert found
        assert found.stance == "coach"
    if known.alerts & BY_ALERT.keys():
        assert found

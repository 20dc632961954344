"""Every projection says the same of a strength and of a gap, in whatever order they were recorded."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.events.evidence import GapFound, Source, StrengthObserved
from projections.difference.projection import DIFFERENCE, compute_difference
from projections.fold import fold
from projections.gaps.projection import GAPS
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from projections.strengths.projection import STRENGTHS
from tests.domain.journeys import RISK, TALKED, TEACHER, day, uid
from tests.domain.scenario import decide_commands
from tests.projections.small_games import LONG_AFTER, entries

BEFORE = day(0)
SOURCE = Source(kind="check_in", id=uid("check-in"))
sightings = st.lists(
    st.tuples(
        st.sampled_from([uid("one"), uid("other")]),
        st.integers(1, 9).map(day),
        st.sampled_from(["licence", "a licence", "papers"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


def gap(gap_id: UUID, on: date, wording: str, closable: bool) -> GapFound:
    role_id = RISK if closable else TEACHER
    return GapFound(
        happened_on=on, gap_id=gap_id, wording=wording, closable=closable, source=SOURCE, role_id=role_id
    )


def strength(strength_id: UUID, on: date, wording: str, hidden: bool) -> StrengthObserved:
    return StrengthObserved(
        happened_on=on,
        strength_id=strength_id,
        wording=wording,
        hidden=hidden,
        witness="coach",
        source=SOURCE,
    )


def all_gaps(found: list[GapFound]) -> list[list[tuple[UUID, str]]]:
    """The ids and wordings of the gaps, in the profile, in the gaps and in the difference."""
    history = entries([*decide_commands(TALKED), *found])
    profile = PROFILE.view(fold(PROFILE, history), LONG_AFTER, DEFAULT_PARAMETERS)
    gaps = GAPS.view(fold(GAPS, history), LONG_AFTER, DEFAULT_PARAMETERS)
    difference = compute_difference(fold(DIFFERENCE, history), BEFORE, LONG_AFTER)
    assert profile is not None
    assert [(one.closable, one.found_on, one.times, one.role_ids) for one in profile.gaps] == [
        (one.closable, one.found_on, one.times, tuple(role.role_id for role in one.roles))
        for one in gaps.gaps
    ]
    return [
        [(one.gap_id, one.wording) for one in shown] for shown in (profile.gaps, gaps.gaps, difference.gaps)
    ]


def all_strengths(seen: list[StrengthObserved]) -> list[list[tuple[UUID, str]]]:
    """The ids and wordings of the strengths, in the profile, in the strengths and in the difference."""
    events: list[AnyJourneyEvent] = [*decide_commands(TALKED), *seen]
    history = entries(events)
    profile = PROFILE.view(fold(PROFILE, history), LONG_AFTER, DEFAULT_PARAMETERS)
    strengths = STRENGTHS.view(fold(STRENGTHS, history), LONG_AFTER, DEFAULT_PARAMETERS)
    difference = compute_difference(fold(DIFFERENCE, history), BEFORE, LONG_AFTER)
    assert profile is not None
    shown = (profile.strengths, strengths.strengths, difference.strengths)
    return [[(one.strength_id, one.wording) for one in each] for each in shown]


def test_a_gap_is_what_its_latest_day_says_though_an_earlier_one_was_recorded_last() -> None:
    later = gap(uid("one"), day(6), "later wording", closable=True)
    backdated = gap(uid("one"), day(3), "backdated wording", closable=False)

    assert all_gaps([later, backdated]) == [[(uid("one"), "later wording")]] * 3


def test_a_strength_is_worded_as_on_its_latest_day_though_an_earlier_one_was_recorded_last() -> None:
    later = strength(uid("one"), day(6), "later wording", hidden=False)
    backdated = strength(uid("one"), day(3), "backdated wording", hidden=False)

    assert all_strengths([later, backdated]) == [[(uid("one"), "later wording")]] * 3


@given(sightings)
def test_projections_agree_on_gaps_in_whatever_order_they_were_recorded(
    found: list[tuple[UUID, date, str, bool]],
) -> None:
    first, *others = all_gaps([gap(*one) for one in found])

    assert others == [first, first]


@given(sightings)
def test_projections_agree_on_strengths_in_whatever_order_they_were_recorded(
    seen: list[tuple[UUID, date, str, bool]],
) -> None:
    first, *others = all_strengths([strength(*one) for one in seen])

    assert others == [first, first]

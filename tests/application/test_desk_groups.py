"""The groups and the order of a coach's desk: one group each, a total order, and nobody ranked by results."""

from datetime import date, timedelta
from typing import get_args
from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.vocabulary import StuckRule
from projections.news.view import NewsItem
from service.application.desk import DeskRow
from service.application.desk_alerts import DeskAlert
from service.application.desk_groups import (
    GROUP_OF_REASON,
    GROUPS,
    NEEDING,
    DeskReason,
    desk_group,
    order_reasons,
)
from service.application.desk_groups import TODAY as TODAY_GROUPS
from service.application.desk_order import PLACES, DeskSort, sort_rows

TODAY = date(2026, 12, 7)
HOUSE = UUID(int=17)
REASONS: tuple[DeskReason, ...] = tuple(GROUP_OF_REASON)
SORTS: tuple[DeskSort, ...] = get_args(DeskSort)

days = st.integers(0, 80)
reasons = st.lists(st.sampled_from(REASONS), unique=True).map(order_reasons)


def news_at(position: int) -> NewsItem:
    return NewsItem(kind="week_reviewed", on=TODAY, number=1, position=position)


def row(
    number: int,
    called: str = "Ans",
    why: tuple[DeskReason, ...] = (),
    news: tuple[int, ...] = (),
    *,
    resting: bool = False,
    since: int = 0,
    session: int = 0,
    ends: int | None = None,
    steps: int = 0,
) -> DeskRow:
    rules = set(get_args(StuckRule))
    group = desk_group(why, has_news=bool(news), resting=resting)
    return DeskRow(
        journey_id=uuid5(HOUSE, str(number)),
        called=called,
        track="preventive",
        coach_id=None,
        today=TODAY,
        week=3,
        steps=steps,
        last_step_on=None,
        last_contact_on=None,
        days_without_step=0,
        days_without_contact=session,
        energy=None,
        trust=None,
        ending=None,
        ends_on=None if ends is None else TODAY + timedelta(days=ends),
        week_off_until=TODAY if resting else None,
        after_care=None,
        after_care_due=None,
        group=group,
        reasons=why,
        alerts=tuple(
            DeskAlert(
                rule=one,
                since=TODAY - timedelta(days=since),
                reason="Why.",
                brief="Why",
                move="What.",
                short_move="What.",
                acknowledged_on=None,
                snoozed_until=None,
            )
            for one in get_args(StuckRule)
            if one in rules & set(why)
        ),
        needs_me=group in NEEDING,
        news=tuple(map(news_at, news)),
    )


rows = st.lists(
    st.builds(
        row,
        st.integers(0, 1000),
        st.sampled_from(("Ans", "Åse", "Bo", "Zoë")),
        reasons,
        st.lists(st.integers(1, 9), max_size=2).map(tuple),
        resting=st.booleans(),
        since=days,
        session=days,
        ends=st.none() | days,
        steps=days,
    ),
    max_size=12,
    unique_by=lambda one: one.journey_id,
)


@given(reasons, st.booleans(), st.booleans())
def test_a_client_stands_in_one_group_and_it_is_the_first_that_fits(
    why: tuple[DeskReason, ...], has_news: bool, resting: bool
) -> None:
    group = desk_group(why, has_news=has_news, resting=resting)
    fitting = {GROUP_OF_REASON[one] for one in why} | ({"news_only"} if has_news else set()) | {"on_track"}

    assert group == ("on_track" if resting else min(fitting, key=GROUPS.index))


def test_trust_that_fell_before_an_ending_is_nothing_for_today() -> None:
    asks = order_reasons(("trust_low", "after_care"), ended=True)

    assert desk_group(("trust_low",), has_news=True, resting=False) in TODAY_GROUPS
    assert desk_group(("trust_low",), has_news=True, resting=False, ended=True) == "ending"
    assert desk_group(asks, has_news=False, resting=False, ended=True) == "ending"
    assert order_reasons(("trust_low", "worse_than_feared"), ended=True)[0] == "worse_than_feared"


def test_every_rule_has_a_group_that_needs_the_coach() -> None:
    assert set(GROUP_OF_REASON) == {*get_args(StuckRule), "after_care"}
    assert set(GROUP_OF_REASON.values()) == NEEDING


@given(st.data(), rows, st.sampled_from(SORTS))
def test_the_order_is_total_and_does_not_depend_on_how_the_rows_came(
    data: st.DataObject, some: list[DeskRow], by: DeskSort
) -> None:
    mixed = data.draw(st.permutations(some))

    assert len({PLACES[by](one) for one in some}) == len(some)
    assert sort_rows(mixed, by) == sort_rows(some, by)


@given(rows, st.integers(0, 80), st.integers(0, 3))
def test_neither_results_nor_how_many_alerts_there_are_move_anybody(
    some: list[DeskRow], steps: int, more: int
) -> None:
    before = [one.journey_id for one in sort_rows(some)]
    changed = [
        replace(
            one,
            steps=steps,
            energy=steps % 11,
            alerts=one.alerts * (1 + more),
            reasons=one.reasons + one.reasons[1:] * more,
        )
        for one in some
    ]

    assert [one.journey_id for one in sort_rows(changed)] == before


@given(rows)
def test_the_groups_follow_each_other(some: list[DeskRow]) -> None:
    groups = [GROUPS.index(one.group) for one in sort_rows(some)]

    assert groups == sorted(groups)


def test_each_group_has_an_order_of_its_own() -> None:
    def order(*some: DeskRow, by: DeskSort = "pressing") -> list[str]:
        return [one.called for one in sort_rows(some, by)]

    care = [row(1, "earlier", ("trust_low",), since=5), row(2, "later", ("worse_than_feared",), since=1)]
    mixed = [
        replace(one, alerts=tuple(replace(alert, since=since[alert.rule]) for alert in one.alerts))
        for one, since in (
            (
                row(1, "quiet long", ("trust_low", "silence")),
                {"trust_low": date(2026, 12, 1), "silence": TODAY},
            ),
            (row(2, "feared", ("worse_than_feared",)), {"worse_than_feared": date(2026, 12, 3)}),
        )
    ]
    quiet = [row(1, "spoken", ("silence",), session=3), row(2, "alone", ("no_session",), session=44)]
    ends = [
        row(1, "next month", ("programme_ending",), ends=30),
        row(2, "now", ("programme_ending",), ends=4),
    ]
    news = [row(1, "older", news=(3,)), row(2, "newer", news=(1, 8))]
    calm = [row(1, "Zoë", session=40), row(2, "Ans")]

    assert order(*care) == ["later", "earlier"]
    assert order(*mixed) == ["feared", "quiet long"]
    assert order(*quiet) == ["alone", "spoken"]
    assert order(*ends) == ["now", "next month"]
    assert order(*news) == ["newer", "older"]
    assert order(*calm) == ["Ans", "Zoë"]
    assert order(*quiet, *calm, by="session") == ["alone", "Zoë", "spoken", "Ans"]
    assert order(*calm, *news, by="news") == ["newer", "older", "Ans", "Zoë"]
    assert order(*care, by="name") == ["earlier", "later"]

"""Trust in the coaching: who sees it, when it is asked, and what is said after it."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.journey.aggregate import INITIAL, evolve
from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.course import AdjustPlan
from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.pulses import RateTrust
from domain.journey.commands.sight import GrantSight
from domain.journey.events.course import PlanAdjusted
from domain.journey.events.pulses import TrustRated
from service.web.trust import ASKED_EVERY, is_due
from tests.domain.scenario import decide_commands
from tests.domain.scenario import given as journey_given
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, MONDAY, NOON, discover, outcome, plan, start, uid

AT = f"/journeys/{MARLOES}"
TODAY = NOON.date()
INGRID = AssignCoach(happened_on=MONDAY, coach_id=uid("Ingrid"), name="Ingrid")


def sees(scope: Any, until: date | None = None) -> GrantSight:
    return GrantSight(
        happened_on=MONDAY, reader_id=uid("Ingrid"), reader="coach", name="Ingrid", scope=scope, until=until
    )


ALL = sees("everything")
QUESTION = "How much do you trust this coaching?"


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


@pytest.mark.parametrize(
    ("sight", "sentence"),
    [
        ([ALL], "Ingrid sees this number."),
        ([sees("profile")], "You share this with no one."),
        ([sees("everything", TODAY - timedelta(days=1))], "You share this with no one."),
        ([], "You share this with no one."),
    ],
)
async def test_who_sees_the_number_is_said_before_it_is_given(sight: list[Any], sentence: str) -> None:
    async with pages() as service:
        await service.tell([start(), INGRID, *sight])

        shown = await service.get(f"{AT}/data")

    assert QUESTION in shown.text
    assert sentence in shown.text


@pytest.mark.parametrize("place", ["data", "week"])
@pytest.mark.parametrize(
    ("rating", "sight", "sentence"),
    [
        (4, [ALL], "Saved. We ask Ingrid to talk about it with you."),
        (5, [ALL], "Saved. Ingrid sees this number."),
        (0, [], "Saved. You share this with no one. You can choose another coach under Privacy and data."),
        (9, [], "Saved. You share this with no one."),
    ],
)
async def test_what_is_said_after_it_depends_on_the_number_and_the_address_does_not(
    place: str, rating: int, sight: list[Any], sentence: str
) -> None:
    async with pages() as service:
        await service.tell([start(), INGRID, *sight])

        shown = await service.send(f"{AT}/{place}/trust", trust=str(rating))

        rated = await told(service, TrustRated)
    assert sentence in shown.text
    assert shown.path == f"{AT}/{place}?told=trust"
    assert [one.rating for one in rated] == [rating]


async def test_without_a_number_nothing_is_recorded_and_it_is_said_beside_the_field() -> None:
    async with pages() as service:
        await service.tell([start(), INGRID])

        shown = await service.send(f"{AT}/data/trust")
        odd = await service.send(f"{AT}/data/trust", trust="11")

        assert not await told(service, TrustRated)
    assert (shown.status, odd.status) == (422, 422)
    assert "Choose a number from 0 to 10." in shown.text
    assert 'id="trust-error"' in shown.html


async def test_a_number_of_today_stands_there_instead_of_the_question() -> None:
    async with pages() as service:
        await service.tell([start(), INGRID, RateTrust(happened_on=TODAY, rating=6)])

        shown = await service.get(f"{AT}/data")

    assert "You rated it 6 of 10 today." in shown.text
    assert QUESTION not in shown.text


async def test_the_week_asks_every_fourth_week_until_it_is_answered() -> None:
    async with pages() as service:
        await service.tell([start(), INGRID])
        asked = await service.get(f"{AT}/week")
        answered = await service.send(f"{AT}/week/trust", trust="8")

    assert QUESTION in asked.text
    assert QUESTION not in answered.text


async def test_it_is_skipped_for_good_and_can_still_be_rated() -> None:
    async with pages() as service:
        await service.tell([start(), INGRID])
        skipped = await service.send(f"{AT}/week/asking", ask_trust="no")
        service.clock.now = NOON + timedelta(weeks=30)
        later, page = await service.get(f"{AT}/week"), await service.get(f"{AT}/data")
        again = await service.send(f"{AT}/data/asking", ask_trust="yes")
        asked = await service.get(f"{AT}/week")

        plans = await told(service, PlanAdjusted)
    assert "We do not ask again." in skipped.text
    assert QUESTION not in later.text
    assert QUESTION in page.text
    assert "We ask again every four weeks." in again.text
    assert QUESTION in asked.text
    assert [one.ask_trust for one in plans] == [False, True]


async def test_it_is_not_asked_after_a_no_nor_after_an_ending() -> None:
    no = [
        discover("nurse"),
        plan("letter", "application", "nurse", TODAY),
        *outcome("letter", TODAY),
        RecordAnswer(happened_on=TODAY, experiment_id=uid("letter"), answer="rejected_unseen"),
    ]
    for more in (no, [RecordEnding(happened_on=TODAY, ending="rest")]):
        async with pages() as service:
            await service.tell([start(), INGRID, *more])

            shown = await service.get(f"{AT}/week")

        assert QUESTION not in shown.text


async def test_without_a_coach_nobody_is_asked() -> None:
    async with pages() as service:
        await service.tell([start()])

        week, page = await service.get(f"{AT}/week"), await service.get(f"{AT}/data")

    assert QUESTION not in week.text
    assert QUESTION not in page.text


def test_another_adjustment_leaves_it_as_it_was() -> None:
    journey_given(start(), AdjustPlan(happened_on=MONDAY, ask_trust=False)).when(
        AdjustPlan(happened_on=MONDAY, weekly_goal=3)
    ).then(PlanAdjusted(happened_on=MONDAY, weekly_goal=3, locale="nl-NL", ask_trust=False))


@given(
    st.lists(st.integers(0, 200), max_size=6, unique=True),
    st.integers(0, 250),
    st.booleans(),
)
def test_it_is_due_just_when_four_weeks_passed_since_the_last_time(
    rated: list[int], days: int, ask: bool
) -> None:
    today = MONDAY + timedelta(days=days)
    known = sorted(one for one in rated if one <= days)
    ratings = [RateTrust(happened_on=MONDAY + timedelta(days=one), rating=5) for one in known]
    plan_ = [] if ask else [AdjustPlan(happened_on=MONDAY, ask_trust=False)]
    journey = INITIAL
    for event in decide_commands((start(), INGRID, *plan_, *ratings), today=today + timedelta(days=1)):
        journey = evolve(journey, event)

    last = MONDAY + timedelta(days=known[-1] if known else 0)
    assert is_due(journey, today) == (ask and today - last >= ASKED_EVERY)

"""What the week says is true and is said once: its pace, its momentum, its conclusion, who hires, a week off."""

import re
from datetime import timedelta
from typing import Any

import pytest

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.network import ContactInput
from domain.journey.commands.roles import DiscoverRole, ParkRole
from domain.journey.commands.weeks import ReviewWeek
from domain.journey.events.weeks import RestDeclared, WeekPlanned
from domain.vocabulary import FirstNextWeek
from tests.web.running_pages import pages
from tests.web.sample import NOON, day, discover, outcome, plan, start, step, uid
from tests.web.test_week import AT, MONDAY, NEW, NURSE, WEEK, heading, week_of

TODAY = NOON.date()
SLOWER = [
    start(),
    discover("nurse"),
    *step("a", "conversation", "nurse", day(6)),
    *step("b", "job_shadow", "nurse", day(6)),
]
"""Two steps in week 6, none in week 7; it is week 8."""


async def test_no_step_yet_is_said_without_a_figure_of_nothing() -> None:
    shown = await week_of(NEW, NURSE)

    assert "Your goal is 2 steps." in shown.text
    assert "0 of your" not in shown.text


@pytest.mark.parametrize("page", ["week", "game"])
async def test_who_has_an_offer_is_not_told_to_be_slowing_down(page: str) -> None:
    letter = [plan("letter", "application", "nurse", day(6)), *outcome("letter", day(6))]
    offer = RecordAnswer(happened_on=TODAY, experiment_id=uid("letter"), answer="offer")
    async with pages() as service:
        await service.tell([*SLOWER, *letter])
        before = await service.get(f"{AT}/{page}")
        await service.tell([offer])
        after = await service.get(f"{AT}/{page}")

    assert "You are slowing down a little." in before.text
    assert "slowing down" not in after.text
    assert "from week 3 on" not in after.text


@pytest.mark.parametrize(("week", "shown"), [(1, False), (2, False), (3, True)])
async def test_the_game_gives_no_figure_of_a_momentum_that_it_does_not_show_yet(
    week: int, shown: bool
) -> None:
    async with pages() as service:
        await service.tell([start(happened_on=MONDAY - (week - 1) * WEEK)])
        game = await service.get(f"{AT}/game")

    assert ("You see it from week 3 on." in game.text) is not shown
    assert ("%" in game.text) is shown


async def test_the_conclusion_of_last_week_stands_once_on_monday() -> None:
    concluded = ReviewWeek(
        happened_on=MONDAY - timedelta(days=1),
        monday=MONDAY - WEEK,
        conclusion="Ask who hires",
        first="hirer",
    )
    told: list[Any] = [start(happened_on=MONDAY - WEEK), discover("nurse", MONDAY - WEEK), concluded]
    shown = await week_of(*told, now=NOON - timedelta(days=TODAY.weekday()))

    assert heading(shown) == "“Ask who hires”"
    assert shown.text.count("Ask who hires") == 1


async def test_monday_says_whose_words_its_heading_is() -> None:
    concluded = ReviewWeek(
        happened_on=MONDAY - timedelta(days=1), monday=MONDAY - WEEK, conclusion="Ask who hires"
    )
    told: list[Any] = [start(happened_on=MONDAY - WEEK), discover("nurse", MONDAY - WEEK), concluded]
    shown = await week_of(*told, now=NOON - timedelta(days=TODAY.weekday()))

    assert "Last week you concluded “Ask who hires”" in " ".join(shown.text.split())


async def test_two_roles_of_one_name_are_told_apart() -> None:
    other = DiscoverRole(
        happened_on=TODAY, role_id=uid("another nurse"), title="Nurse", distance="near", found="own"
    )
    shown = await week_of(NEW, NURSE, other)
    ways = re.findall(r">Plan this<span class=\"visually-hidden\">: ([^<]+)<", shown.html)

    assert len(ways) == len(set(ways)) == 2


@pytest.mark.parametrize(("form", "recorded"), [("intention", 1), ("order", 1), ("rest", 0)])
async def test_a_form_is_for_the_week_that_its_page_was_about(form: str, recorded: int) -> None:
    async with pages() as service:
        await service.tell([start(happened_on=MONDAY - WEEK), NURSE])
        await service.send(f"{AT}/week/{form}", monday=str(MONDAY - WEEK), intention="ask")
        events = [one.event for one in await service.entries()]

    about = [one.monday for one in events if isinstance(one, WeekPlanned | RestDeclared)]
    assert about == [MONDAY - WEEK] * recorded


async def test_every_form_about_a_week_names_it() -> None:
    began, nurse = start(happened_on=MONDAY - 6 * WEEK), discover("nurse", MONDAY - 6 * WEEK)
    shown = await week_of(began, nurse, *step("talk", "conversation", "nurse", MONDAY - 2 * WEEK))
    named = dict(
        re.findall(
            r'action="[^"]*/week/(\w+)">(?:(?!</form)[\s\S])*?name="monday" value="([^"]+)"', shown.html
        )
    )

    assert named["reserve"] == str(MONDAY - WEEK)
    assert named["rest"] == named["intention"] == str(MONDAY)


async def test_who_hires_is_named_where_someone_who_hires_comes_first() -> None:
    karin = ContactInput(contact_id=uid("Karin"), tie="weak", can_hire=True, name="Karin")
    met_before = step("coffee", "conversation", "nurse", MONDAY - WEEK, contact=karin)
    concluded = ReviewWeek(
        happened_on=MONDAY, monday=MONDAY - WEEK, conclusion="Ask who hires", first="hirer"
    )
    told: list[Any] = [start(happened_on=MONDAY - WEEK), discover("nurse", MONDAY - WEEK)]
    known = await week_of(*told, *met_before, concluded)

    assert "So work where you know someone who hires comes first." in known.text
    assert "Karin hires for it." in known.text
    assert "who=Karin&amp;position=can_hire" in known.html


@pytest.mark.parametrize(
    ("first", "says", "leads_to"),
    [
        (
            "hirer",
            "A conversation with someone who hires comes first.",
            "/plan?kind=conversation&amp;position=can_hire",
        ),
        ("new_role", "Add a kind of work that you wonder about, and it comes first.", "/profile/new-role"),
    ],
)
async def test_a_conclusion_that_nothing_fits_yet_says_what_to_do(
    first: FirstNextWeek, says: str, leads_to: str
) -> None:
    concluded = ReviewWeek(happened_on=MONDAY, monday=MONDAY - WEEK, conclusion="Look further", first=first)
    began, talk = start(happened_on=MONDAY - WEEK), step("talk", "conversation", "nurse", MONDAY - WEEK)
    shown = await week_of(began, discover("nurse", MONDAY - WEEK), *talk, concluded)

    assert says in shown.text
    assert f'href="{AT}{leads_to}' in shown.html
    assert "hires for it" not in shown.text


async def test_a_role_with_no_step_to_suggest_says_so() -> None:
    nurse = discover("nurse", MONDAY - WEEK)
    concluded = ReviewWeek(
        happened_on=MONDAY,
        monday=MONDAY - WEEK,
        conclusion="Stay with it",
        first="role",
        first_role_id=uid("nurse"),
    )
    parked = ParkRole(happened_on=TODAY, role_id=uid("nurse"), reason="Too far")
    shown = await week_of(
        start(happened_on=MONDAY - WEEK), nurse, discover("baker", MONDAY - WEEK), concluded, parked
    )

    assert "There is no new step to suggest for nurse now. Here is the usual order." in shown.text


async def test_a_week_off_says_once_that_it_changes_nothing_that_was_agreed() -> None:
    async with pages() as service:
        await service.tell([NEW, NURSE])
        shown = await service.send(f"{AT}/week/rest")

    assert "Rest well. You lose nothing here." in shown.text
    assert shown.text.count("benefits office") == 1

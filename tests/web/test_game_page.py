"""The game: what is shown of it, quests taken and let go, and the switch that puts all of it away."""

from datetime import timedelta
from typing import Any

import pytest

from domain.journey.commands.quests import OfferQuest
from domain.journey.events.course import GameSwitched
from domain.journey.events.quests import QuestDeclined, QuestTaken
from projections.game.projection import GAME
from service.localization.translator import translator_for
from service.web.game.page import build_game_page
from tests.web.running_pages import Pages, pages
from tests.web.sample import (
    MARLOES,
    MONDAY,
    NOON,
    discover,
    met,
    outcome,
    plan,
    seven_weeks,
    start,
    uid,
)

AT = f"/journeys/{MARLOES}/game"
TODAY = NOON.date()
EN = translator_for("en")


def talks(*dreads: tuple[int, int]) -> list[Any]:
    """A talk a week with the dread before and after."""
    told: list[Any] = [start(), discover("nurse")]
    for week, (before, after) in enumerate(dreads):
        on, name = MONDAY + timedelta(weeks=week), f"talk {week}"
        told.append(plan(name, "conversation", "nurse", on, dread_before=before, contact=met(f"P{week}")))
        told += outcome(name, on, dread_after=after)
    return told


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def test_before_the_first_step_the_page_says_how_points_are_made() -> None:
    async with pages() as service:
        await service.tell([start(happened_on=TODAY)])

        shown = await service.get(AT)

    assert "Level 1: 60 points to the next." in shown.text
    assert "A conversation that you plan, have and learn from earns most." in shown.text
    assert "0 badges" in shown.text


async def test_every_step_says_what_its_points_are_for() -> None:
    async with pages() as service:
        await service.tell(talks((9, 3)))

        shown = await service.get(AT)

    assert "15 for doing it" in shown.text
    assert "5 for learning" in shown.text
    assert "10 for courage" in shown.text


async def test_the_parts_of_every_step_make_its_points() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        view = await service.view(GAME)

    page = build_game_page(view, {}, EN)

    assert page.steps
    assert sum(one.points for one in page.steps) == page.total
    assert all(sum(points for _, points in one.parts) >= one.points for one in page.steps)


async def test_dread_before_and_after_is_drawn_and_stands_in_a_table() -> None:
    async with pages() as service:
        await service.tell(talks((8, 2), (7, 3), (9, 4), (6, 1)))

        shown = await service.get(AT)
        page = build_game_page(await service.view(GAME), {}, EN)

    assert "It was less bad than you feared: you expected 7.5, it was 2.5." in shown.text
    assert page.courage is not None
    assert page.courage.falls == "M5 20V80 M15 30V70 M25 10V60 M35 40V90"
    assert page.courage.after == "M5 80h0 M15 70h0 M25 60h0 M35 90h0"
    assert shown.html.count('<th scope="row">') == 4


async def test_few_ratings_promise_more_and_none_says_how_to_begin() -> None:
    async with pages() as service:
        await service.tell(talks((8, 2)))
        one = await service.get(AT)
    async with pages() as service:
        await service.tell([start()])
        none = await service.get(AT)

    assert "Rate a few steps before and after" in one.text
    assert "Was it as bad as you feared?" in none.text


async def test_a_quest_that_was_offered_is_taken_and_let_go() -> None:
    async with pages() as service:
        await service.tell([start(), OfferQuest(happened_on=MONDAY, quest="walk_a_day")])

        offered = await service.get(AT)
        taken = await service.send(f"{AT}/take", quest="walk_a_day")
        let_go = await service.send(f"{AT}/drop", quest="walk_a_day")

        events = [*await told(service, QuestTaken), *await told(service, QuestDeclined)]
    assert "Spend six hours with someone at work." in offered.text
    assert "Quest accepted. What you do counts" in taken.text
    assert "Quest dropped. It costs nothing" in let_go.text
    assert [one.quest for one in events] == ["walk_a_day", "walk_a_day"]


async def test_one_quest_at_a_time_is_accepted() -> None:
    async with pages() as service:
        await service.tell([start()])
        first = await service.send(f"{AT}/take", quest="walk_a_day")
        second = await service.send(f"{AT}/take", quest="the_other_side")
        again = await service.send(f"{AT}/take", quest="walk_a_day")
        await service.send(f"{AT}/decline", quest="walk_a_day")
        third = await service.send(f"{AT}/take", quest="the_other_side")

        events = await told(service, QuestTaken)

    assert f'action="{AT}/take"' not in first.html
    assert "One quest at a time. Finish yours first, or drop it." in second.text
    assert (second.status, again.status, third.status) == (422, 200, 200)
    assert [one.quest for one in events] == ["walk_a_day", "the_other_side"]


async def test_after_missed_weeks_only_a_small_way_back_is_offered() -> None:
    async with pages() as service:
        await service.tell(talks((5, 5)))

        shown = await service.get(AT)

    assert "You were away for a while. One small step brings you back." in shown.text
    assert "Come Back" in shown.text


async def test_switched_off_nothing_of_it_shows_and_on_again_nothing_is_lost() -> None:
    async with pages() as service:
        await service.tell(talks((9, 3)))
        before = await service.view(GAME)

        off = await service.send(f"{AT}/off")
        on = await service.send(f"{AT}/on")

        after, switched = await service.view(GAME), await told(service, GameSwitched)
    assert "The game is off." in off.text
    assert not {"Level", "Momentum", "Quests"} & set(off.text.split())
    assert "for courage" not in off.text
    assert "The game is on." in on.text
    assert (after.total, after.badges) == (before.total, before.badges)
    assert [one.on for one in switched] == [False, True]


@pytest.mark.parametrize("form", [{}, {"quest": "win_the_lottery"}])
async def test_a_quest_that_is_none_is_refused(form: dict[str, str]) -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(f"{AT}/take", **form)

        taken = await told(service, QuestTaken)
    assert shown.status == 422
    assert taken == []


async def test_strangers_and_deeds_of_no_name_are_not_found() -> None:
    async with pages() as service:
        await service.tell([start()])

        stranger = await service.get(f"/journeys/{uid('stranger')}/game")
        deed = await service.send(f"{AT}/cheat")

    assert (stranger.status, deed.status) == (404, 404)

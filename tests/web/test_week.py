"""The running week: what it shows, and what can be told on it."""

from typing import Any

from domain.journey.events.experiments import ExperimentDropped, ExperimentPlanned
from domain.journey.events.pulses import EnergyRated
from domain.journey.events.weeks import RestDeclared, WeekPlanned, WeekReviewed, monday_of
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, discover, plan, seven_weeks, start, step, uid

AT = f"/journeys/{MARLOES}"
TODAY = NOON.date()
MONDAY = str(monday_of(TODAY))


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def test_a_week_without_a_step_says_so_and_offers_what_to_try() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())

        shown = await service.get(f"{AT}/week")

    assert "No step yet this week." in shown.text
    assert "Conversation · practice nurse" in shown.text
    assert "You have not met anyone in this work yet" in shown.text
    assert "3 earlier weeks have not been reviewed" in shown.text


async def test_a_journey_that_just_began_says_how_to_start() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(f"{AT}/week")

    assert "Start small: one conversation" in shown.text


async def test_steps_are_counted_against_the_goal() -> None:
    async with pages() as service:
        await service.tell(
            [start(weekly_goal=2), discover("nurse"), *step("talk", "conversation", "nurse", TODAY)]
        )
        halfway = await service.get(f"{AT}/week")
        await service.tell(step("walk", "job_shadow", "nurse", TODAY))

        there = await service.get(f"{AT}/week")

    assert "One step this week, one to go." in halfway.text
    assert "2 steps this week: your goal is met." in there.text


async def test_a_step_is_planned_from_what_was_suggested() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])

        form = await service.get(f"{AT}/plan", kind="conversation", role="nurse")
        shown = await service.send(
            f"{AT}/plan",
            kind="conversation",
            role=form.field("role"),
            who="Karin",
            planned_for="2026-03-06",
            dread_before="4",
            when="Friday after lunch",
            where="By phone",
            expected="6",
            command_id=form.field("command_id"),
        )

        planned = (await told(service, ExperimentPlanned))[0]
    assert "Planned. When it has happened, log how it went." in shown.text
    assert "Conversation · Karin" in shown.text
    assert (planned.role_id, planned.dread_before, planned.forecast.appeal) == (uid("nurse"), 4, 6)
    assert planned.plan.where == "By phone"


async def test_a_plan_half_made_says_everything_that_is_missing() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(f"{AT}/plan", kind="trial", planned_for="2026-03-01", when="At noon")

    assert shown.status == 422
    assert "There are 3 problems" in shown.text
    for sentence in ("Choose the role", "This date has passed.", "Fill in both when and where"):
        assert sentence in shown.text
    assert shown.field("when") == "At noon"


async def test_a_plan_is_taken_back() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse"), plan("talk", "conversation", "nurse", TODAY)])

        shown = await service.send(f"{AT}/week/drop", experiment_id=str(uid("talk")))

        dropped = await told(service, ExperimentDropped)
    assert "Dropped. It stays in your history as a plan." in shown.text
    assert len(dropped) == 1


async def test_a_week_is_closed_with_what_it_taught_and_how_much_energy_there_is() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse"), *step("talk", "conversation", "nurse", TODAY)])

        asked = await service.send(f"{AT}/week/close", monday=MONDAY, conclusion=" ")
        shown = await service.send(
            f"{AT}/week/close", monday=MONDAY, conclusion="Nursing suits me", energy="7"
        )

        reviewed, energy = await told(service, WeekReviewed), await told(service, EnergyRated)
    assert asked.status == 422
    assert "Say in a sentence what you learned this week." in asked.text
    assert "You have reviewed this week." in shown.text
    assert "Nursing suits me" in shown.text
    assert [one.conclusion for one in reviewed] == ["Nursing suits me"]
    assert [one.rating for one in energy] == [7]


async def test_a_page_that_is_not_how_it_is_any_more_says_what_was_told_since() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        opened = await service.get(f"{AT}/week")
        await service.send(f"{AT}/week/close", monday=MONDAY, conclusion="Nursing suits me")

        stale = await service.send(
            f"{AT}/week/close", monday=MONDAY, conclusion="Or does it", seen=opened.field("seen")
        )
        again = await service.send(
            f"{AT}/week/close", monday=MONDAY, conclusion="Or does it", seen=stale.field("seen")
        )

    assert "Added since you opened this page:" in stale.text
    assert "was reviewed" in stale.text.partition("Added since you opened this page:")[2][:200]
    assert "Or does it" in stale.html
    assert "Added since you opened this page:" not in again.text


async def test_a_week_that_was_closed_elsewhere_meanwhile_says_so_and_keeps_the_words() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse"), *step("talk", "conversation", "nurse", TODAY)])
        await service.send(f"{AT}/week/close", monday=MONDAY, conclusion="Nursing suits me")

        shown = await service.send(f"{AT}/week/close", monday=MONDAY, conclusion="Or does it")

        reviewed = await told(service, WeekReviewed)
    assert shown.status == 422
    assert "This week has been reviewed. Nothing is overwritten." in shown.text
    assert len(reviewed) == 1


async def test_a_rest_is_declared_and_nothing_is_asked() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])

        shown = await service.send(f"{AT}/week/rest", reason="")

        rests = await told(service, RestDeclared)
    assert "This is your week off." in shown.text
    assert "What to try next" not in shown.text
    assert len(rests) == 1


async def test_what_a_week_is_for_stands_at_its_top() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(f"{AT}/week/intention", intention="Whether nursing is calm")

        planned = await told(service, WeekPlanned)
    assert "Whether nursing is calm" in shown.text
    assert [one.intention for one in planned] == ["Whether nursing is calm"]

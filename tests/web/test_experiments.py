"""One experiment: what its page shows, and what can be added to it."""

import re
from typing import Any

import pytest

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.experiment_outcomes import RunExperiment
from domain.journey.commands.experiments import ForecastInput
from domain.journey.commands.refusals import KeepOnFile
from domain.journey.events.answers import FollowUpPlanned
from domain.journey.events.evidence import AppealRated, GapFound, OddsSignalHeard, StrengthObserved
from domain.journey.events.experiments import ExperimentConcluded, ExperimentPlanned
from domain.journey.events.insights import InsightNamed
from domain.journey.events.roles import RoleDiscovered
from tests.web.running_pages import Pages, pages
from tests.web.sample import (
    MARLOES,
    NOON,
    day,
    discover,
    met,
    outcome,
    plan,
    seven_weeks,
    start,
    step,
    uid,
)

AT = f"/journeys/{MARLOES}"
TODAY = NOON.date()


def page_of(name: str) -> str:
    return f"{AT}/experiments/{uid(name)}"


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def test_a_step_shows_what_it_was_to_find_out_what_it_taught_and_what_it_moved() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())

        shown = await service.get(page_of("first talk"))

    for words in (
        "Conversation · Bram · teacher",
        "Teacher now has less potential.",
        "what first talk means",
        "Teacher 52 → 47 56% → 50%",
        "Teaching is calmer than the ward",
        "Dread before 7 out of 10",
        "calm in a crisis",
        "teaching certificate",
    ):
        assert words in shown.text


async def test_a_guess_and_a_fear_stand_beside_what_became_of_it() -> None:
    guessed = plan(
        "talk",
        "conversation",
        "nurse",
        TODAY,
        forecast=ForecastInput(five_tries="perhaps"),
        feared="They have no time",
    )
    async with pages() as service:
        await service.tell([start(), discover("nurse"), guessed])
        await service.tell(
            [RunExperiment(happened_on=TODAY, experiment_id=uid("talk"), fear="did_not", dread_after=2)]
        )

        shown = await service.get(page_of("talk"))

    assert "Would five tries lead to an interview? Perhaps" in shown.text
    assert "What you feared They have no time It did not happen" in shown.text


async def test_its_entries_stand_in_order_with_who_told_each_and_when() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())

        shown = await service.get(page_of("first talk"))

    entries = shown.text.partition("As recorded")[2]
    assert entries.index("A step was planned.") < entries.index("It took place.")
    assert entries.index("It took place.") < entries.index("A conclusion was added.")
    assert "Thu 15 Jan You recorded on Wed 4 Mar" in entries


async def test_a_step_that_was_run_is_concluded_later_with_what_it_taught() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse"), plan("talk", "conversation", "nurse", TODAY)])
        await service.tell([RunExperiment(happened_on=TODAY, experiment_id=uid("talk"))])

        asked = await service.send(f"{page_of('talk')}/conclusion", conclusion=" ", appeal="12")
        shown = await service.send(
            f"{page_of('talk')}/conclusion",
            conclusion="Calmer than I thought",
            next_step="Ask for a day along",
            next_due="2026-03-10",
            appeal="8",
            odds="fresh_outsider",
            insight="I talk more when I am at ease",
        )

        concluded = (await told(service, ExperimentConcluded))[0]
        kinds = {type(entry.event) for entry in await service.entries()}
    assert asked.status == 422
    assert "Say in a sentence what you conclude" in asked.text
    assert 'href="#appeal"' in asked.html
    assert "What you learned is in your profile now." in shown.text
    assert concluded.next_step.due.isoformat() == "2026-03-10"
    assert {AppealRated, OddsSignalHeard, InsightNamed} <= kinds


async def test_what_was_learned_later_is_added_and_nothing_is_asked_twice() -> None:
    async with pages() as service:
        await service.tell(
            [
                start(),
                discover("nurse"),
                plan("talk", "conversation", "nurse", day(1, 2), contact=met("Bram")),
                *outcome("talk", day(1, 2), appeal=6),
            ]
        )

        form = await service.get(page_of("talk"))
        empty = await service.send(f"{page_of('talk')}/learned", strength=" ")
        shown = await service.send(
            f"{page_of('talk')}/learned",
            strength="asks on",
            witness="contact",
            hidden="yes",
            gap="a licence",
            closable="no",
            heard_of="Night porter",
            heard_of_distance="far",
        )

        strength, gap = (await told(service, StrengthObserved))[0], (await told(service, GapFound))[0]
        roles = [one.title for one in await told(service, RoleDiscovered)]
    assert 'name="appeal"' not in form.html
    assert "Write or choose at least one thing." in empty.text
    assert "It counts from the day of the step." in shown.text
    assert (strength.hidden, strength.contact_id, strength.happened_on) == (True, uid("Bram"), day(1, 2))
    assert (gap.closable, gap.role_id) == (False, uid("nurse"))
    assert roles == ["nurse", "Night porter"]


async def test_a_day_to_come_back_is_set() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse"), *step("talk", "conversation", "nurse", day(1, 2))])

        asked = await service.send(f"{page_of('talk')}/follow-up", what="", due="2026-01-15")
        shown = await service.send(f"{page_of('talk')}/follow-up", what="Ask how it went", due="2026-03-20")

        planned = await told(service, FollowUpPlanned)
    assert asked.status == 422
    assert "There are 2 problems" in asked.text
    assert "Ask how it went" in shown.text
    assert [one.due.isoformat() for one in planned] == ["2026-03-20"]


async def test_an_approach_leads_to_its_answer_and_a_plan_to_the_log() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())

        approach = await service.get(page_of("letter"))
        planned = await service.get(page_of("interview"))

    assert f"{AT}/refusals/{uid('letter')}" in approach.html
    assert "Planned for 27 February 2026." in planned.text
    assert f"{AT}/log?plan={uid('interview')}" in planned.html


async def test_what_is_not_there_is_not_found() -> None:
    async with pages() as service:
        await service.tell([start()])

        unknown = await service.get(page_of("nothing"))
        stranger = await service.get(f"/journeys/{uid('stranger')}/experiments/{uid('talk')}")

    assert (unknown.status, stranger.status) == (404, 404)


@pytest.mark.parametrize("close", [True, False])
async def test_after_a_no_the_heading_praises_no_rise(*, close: bool) -> None:
    letter = uid("letter")
    async with pages() as service:
        await service.tell(
            [
                start(),
                discover("nurse"),
                plan("letter", "application", "nurse", day(1)),
                *outcome("letter", day(1)),
                RecordAnswer(
                    happened_on=day(2), experiment_id=letter, answer="rejected_after_interview", close=close
                ),
                KeepOnFile(happened_on=day(2), experiment_id=letter, until=day(40)),
            ]
        )

        shown = await service.get(page_of("letter"))

    assert "It is about this job only, compared with the other candidates." in shown.text
    assert "now has more potential" not in shown.text


async def test_no_change_is_printed_between_two_equal_figures() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        steps = {
            one.event.experiment_id
            for one in await service.entries()
            if isinstance(one.event, ExperimentPlanned)
        }
        shown = [await service.get(f"/journeys/{MARLOES}/experiments/{step}") for step in steps]

    moves = [move for page in shown for move in re.findall(r"(\d+%?) → (\d+%?)", page.text)]
    assert moves
    assert all(before != now for before, now in moves)

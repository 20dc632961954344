"""After an offer: it comes first on this week, it is weighed and answered on its step, and nothing else is suggested about its role."""

import re
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest

from domain.journey.commands.answers import RecordAnswer
from domain.journey.events.endings import EndingRecorded
from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.offers import OfferDeclined
from tests.web.running_pages import Pages, Shown, pages
from tests.web.sample import NOON, discover, step, uid
from tests.web.test_week import AT, MONDAY, NEW, NURSE, heading, roles_suggested

TODAY = NOON.date()
STEP = f"{AT}/experiments/{uid('letter')}"
SENT = (NEW, NURSE, discover("baker", MONDAY), *step("letter", "application", "nurse", MONDAY))
OFFER = RecordAnswer(happened_on=TODAY, experiment_id=uid("letter"), answer="offer")
WAITS = "An offer waits for your answer"


async def events(service: Pages, kind: type) -> list[Any]:
    return [one.event for one in await service.entries() if isinstance(one.event, kind)]


async def answered(form: str, **fields: str) -> tuple[Shown, Shown, Shown]:
    """This week with an offer, the step once the offer was answered, and this week then."""
    async with pages() as service:
        await service.tell([*SENT, OFFER])
        before = await service.get(f"{AT}/week")
        step_page = await service.send(f"{STEP}/{form}", **fields)
        return before, step_page, await service.get(f"{AT}/week")


async def test_an_offer_comes_first_on_this_week_and_leads_to_its_answer() -> None:
    async with pages() as service:
        await service.tell([*SENT, OFFER])
        week, of_step = await service.get(f"{AT}/week"), await service.get(STEP)

    assert heading(week) == "You have an offer."
    assert week.html.index(WAITS) < week.html.index("Log a step")
    assert re.findall(r'class="button" href="([^"]+)"', week.html) == [f"{STEP}#offer"]
    assert f'href="{STEP}#offer"' in week.html
    assert "nurse" not in roles_suggested(week)
    assert "baker" in roles_suggested(week)
    assert heading(of_step) == "They made you an offer."
    assert f'href="{AT}/profile/roles/{uid("nurse")}#claims"' in of_step.html
    assert f'href="{AT}/profile/roles/{uid("baker")}"' in of_step.html
    assert set(re.findall(rf'action="{STEP}/(accept|decline|time)"', of_step.html)) == {
        "accept",
        "decline",
        "time",
    }


async def test_an_accepted_offer_ends_the_journey_with_new_work() -> None:
    _, of_step, after = await answered("accept")

    assert "You have new work." in of_step.text
    assert heading(after) == "Your journey ended with new work."
    assert WAITS not in after.text


async def test_a_declined_offer_waits_nowhere_and_is_declined_once() -> None:
    before, of_step, after = await answered("decline", why="Too far away")

    assert WAITS in before.text
    assert "You said no to them" in of_step.text
    assert WAITS not in after.text
    assert "nurse" in roles_suggested(after)


async def test_a_second_no_is_neither_a_step_nor_worth_points() -> None:
    async with pages() as service:
        await service.tell([*SENT, OFFER])
        await service.send(f"{STEP}/decline", why="Too far away")
        game = (await service.get(f"{AT}/game")).text
        again = await service.send(f"{STEP}/decline", why="Too far")
        late = await service.send(f"{STEP}/accept")
        assert len(await events(service, OfferDeclined)) == 1
        assert len(await events(service, ExperimentRun)) == 1
        assert not await events(service, EndingRecorded)
        assert (await service.get(f"{AT}/game")).text == game

    assert "You said no to them" in again.text
    assert "No offer waits for your answer here." in late.text


@pytest.mark.parametrize("answers", list(permutations(("time", "time", "decline", "follow-up"))))
async def test_after_a_no_no_page_offers_to_answer(answers: tuple[str, ...]) -> None:
    """In whichever order on one day: another day, the no, and a call of another kind."""
    fields = {
        "time": {"answer_by": str(TODAY + timedelta(days=9))},
        "decline": {"why": "Too far away"},
        "follow-up": {"what": "Call about the papers", "due": str(TODAY + timedelta(days=3))},
    }
    async with pages() as service:
        await service.tell([*SENT, OFFER])
        for form in answers:
            await service.send(f"{STEP}/{form}", **fields[form])
        shown = [await service.get(f"{AT}{page}") for page in ("/week", "/agenda", "/game")]
        of_step = await service.get(STEP)

    for page in (*shown, of_step):
        assert WAITS not in page.text
        assert f"{STEP}#offer" not in page.html
    assert f"{STEP}/accept" not in of_step.html
    assert "Answer the offer" not in shown[1].text


async def test_asking_for_time_twice_leaves_one_day_to_answer() -> None:
    async with pages() as service:
        await service.tell([*SENT, OFFER])
        for days in (9, 5):
            await service.send(f"{STEP}/time", answer_by=str(TODAY + timedelta(days=days)))
        week, due = await service.get(f"{AT}/week"), await service.get(f"{AT}/agenda")
        await service.send(f"{STEP}/accept")
        after = await service.get(f"{AT}/agenda")

    assert "You answer by 9 March 2026." in week.text.replace("\N{NO-BREAK SPACE}", " ")
    assert due.text.count("Answer the offer") == 1
    assert "Answer the offer" not in after.text


async def test_a_day_that_was_agreed_on_is_named_where_the_offer_waits() -> None:
    day = TODAY + timedelta(days=9)
    _, of_step, after = await answered("time", answer_by=str(day))

    assert "You answer by 13 March 2026." in of_step.text.replace("\N{NO-BREAK SPACE}", " ")
    assert WAITS in after.text
    assert "You answer by 13 March 2026." in after.text.replace("\N{NO-BREAK SPACE}", " ")


async def test_an_offer_that_is_answered_twice_is_answered_once() -> None:
    async with pages() as service:
        await service.tell([*SENT, OFFER])
        await service.send(f"{STEP}/accept")
        await service.send(f"{STEP}/accept")
        assert len(await events(service, EndingRecorded)) == 1
        assert len(await events(service, ExperimentRun)) == 1


async def test_each_approach_that_waits_for_a_reply_has_a_way_in() -> None:
    more = [*SENT, *step("second", "interview", "baker", TODAY)]
    async with pages() as service:
        await service.tell(more)
        before = await service.get(f"{AT}/week")
        await service.tell([RecordAnswer(happened_on=TODAY, experiment_id=uid("second"), answer="invited")])
        after = await service.get(f"{AT}/week")

    ways = re.findall(rf'href="{AT}/refusals/([^"]+)">They answered', before.html)
    assert ways == [str(uid("second")), str(uid("letter"))]
    assert re.findall(rf'href="{AT}/refusals/([^"]+)">They answered', after.html) == [str(uid("letter"))]


async def test_the_page_of_the_reply_leads_to_the_offer_and_to_no_interview() -> None:
    async with pages() as service:
        await service.tell([*SENT, OFFER])
        before = await service.get(f"{AT}/refusals/{uid('letter')}")
        await service.send(f"{STEP}/decline")
        after = await service.get(f"{AT}/refusals/{uid('letter')}")

    assert f'href="{STEP}#offer"' in before.html
    assert "you have answered it" in after.text
    for shown in (before, after):
        assert "Plan the interview" not in shown.text

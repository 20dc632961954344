"""The one thing next after a step: the first that is true, and never more than one."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from domain.journey.commands.experiment_outcomes import CancelExperiment, NextStepInput
from domain.journey.events.experiments import ExperimentConcluded
from domain.journey.events.refusals import FeedbackAgreed
from tests.api.test_people import choose, client_with_journey, me, staff
from tests.http.running_service import open_service
from tests.web.elin import (
    ADVISER,
    AT,
    JOHAN,
    LEAD,
    REVEAL,
    SUNDAY,
    TALK,
    TODAY,
    bare_talk,
    concluded,
    elin,
    main_actions,
    planned,
    ran,
    revealed,
    talk,
)
from tests.web.running_pages import pages
from tests.web.sample import plan, start, step, uid

FRIDAY = TODAY + timedelta(days=2)


async def test_the_next_step_that_was_written_is_planned_with_all_that_is_known_of_it() -> None:
    shown = await revealed(*talk())
    href = re.search(r'href="([^"]*/plan\?[^"]*)"', shown.html)

    assert main_actions(shown) == ["Plan “Send it before Tuesday.”"]
    assert "Johan asked for your CV. You wrote: “Send it before Tuesday.”" in shown.text
    assert href
    async with pages() as service:
        await service.tell(talk())
        form = await service.get(href[1].replace("&amp;", "&"))
    assert form.status == 200
    assert (form.field("role"), form.field("who")) == (ADVISER, "Johan")
    assert form.field("planned_for") == str(TODAY + timedelta(days=5))
    assert (form.field("what"), form.field("about")) == ("Send it before Tuesday.", str(uid("johan")))


async def test_what_was_planned_from_it_is_not_offered_again() -> None:
    ahead = TODAY + timedelta(days=5)
    since = plan("cv", "application", ADVISER, TODAY, planned_for=ahead, refers_to=uid("johan"))
    elsewhere = plan("other", "application", ADVISER, TODAY, planned_for=ahead)

    assert main_actions(await revealed(*talk(), since)) != ["Plan “Send it before Tuesday.”"]
    assert main_actions(await revealed(*talk(), elsewhere)) == ["Plan “Send it before Tuesday.”"]


async def test_the_button_says_in_her_words_what_is_planned() -> None:
    what = "Send my CV and the certificates to Johan"
    next_step = NextStepInput(what=what, due=TODAY + timedelta(days=5))
    shown = await revealed(*elin(), planned(), ran(), concluded(next_step=next_step, odds=()))

    assert main_actions(shown) == ["Plan “Send my CV and the…”"]


@pytest.mark.parametrize(
    ("told", "on", "expected"),
    [
        ([*elin(), planned(), ran()], TODAY, "Write what you conclude"),
        (bare_talk(), TODAY, "Plan a conversation"),
        (
            [
                *elin(),
                plan("johan", "interview", ADVISER, SUNDAY, contact=JOHAN),
                ran(),
                concluded(),
            ],
            TODAY,
            "I may call",
        ),
        ([*bare_talk(), *step("more", "desk_research", LEAD, TODAY)], FRIDAY, "Close the week"),
        ([*bare_talk(), *step("more", "desk_research", LEAD, TODAY)], TODAY, "Plan a conversation"),
    ],
)
async def test_one_thing_is_next(told: list[Any], on: date, expected: str) -> None:
    shown = await revealed(*told, on=on)

    assert main_actions(shown) == [expected]
    assert shown.text.count("One thing next") == 1
    assert "Not now" in shown.text


@pytest.mark.parametrize("said", ["Nothing", "nothing yet.", "-", "Niets", "INGENTING!", "ikke noe"])
async def test_nothing_is_no_step_to_plan(said: str) -> None:
    nothing = concluded(NextStepInput(what=said, due=TODAY + timedelta(days=5)))
    logged = {"kind": "conversation", "role": "nurse", "role_distance": "near", "conclusion": "So"}
    async with pages() as service:
        await service.tell([start()])
        shown = await service.send(f"{AT}/log", **logged, next_step=said)
        made = [one.event for one in await service.entries() if isinstance(one.event, ExperimentConcluded)]

    assert "Plan “" not in (await revealed(*elin(), planned(), ran(), nothing)).text
    assert "Plan “" not in shown.text
    assert [one.next_step for one in made] == [None]


@pytest.mark.parametrize("again", [False, True])
async def test_what_was_called_off_is_offered_another_date(again: bool) -> None:
    called_off = CancelExperiment(happened_on=TODAY, experiment_id=uid("johan"))
    ahead = plan("again", "conversation", ADVISER, TODAY, planned_for=TODAY + timedelta(days=3))
    shown = await revealed(*elin(), planned(what="Ask about a day"), called_off, *([ahead] if again else []))

    assert (main_actions(shown) == ["Plan another date"]) != again
    assert (
        "kind=conversation&amp;what=Ask+about+a+day&amp;role=energy+adviser&amp;who=Johan" in shown.html
    ) != again


async def test_with_nothing_next_one_is_done() -> None:
    shown = await revealed(start(), plan("johan", "reflection", None, SUNDAY), ran(), concluded())

    assert main_actions(shown) == []
    assert "You are done for now." in shown.text
    assert "Not now" not in shown.text


async def test_leave_to_call_is_noted_in_one_tap() -> None:
    interview = [plan("johan", "interview", ADVISER, SUNDAY, contact=JOHAN), ran(), concluded()]
    async with pages() as service:
        await service.tell([*elin(), *interview])
        shown = await service.send(f"{TALK}/leave")
        events = [one.event for one in await service.entries()]

    assert shown.path == f"{REVEAL}?told=leave"
    assert [one.experiment_id for one in events if isinstance(one, FeedbackAgreed)] == [uid("johan")]
    assert main_actions(shown) != ["I may call"]


async def test_what_was_worse_than_dreaded_is_worth_telling_the_coach(database: str) -> None:
    logged = {"kind": "reflection", "conclusion": "Hard", "next_step": "Rest", "dread_before": "5"}
    async with open_service(database) as service:
        coach = await staff(service, "ingrid@example.org", "coach")
        client, journey_id = await client_with_journey(service)
        await choose(client, journey_id, await me(coach))
        pages_of_steps = [
            await client.get(
                (await client.post(f"/journeys/{journey_id}/log", **logged, dread_after=after)).headers[
                    "location"
                ]
            )
            for after in ("9", "7")
        ]

    worse, bearable = pages_of_steps
    assert 'href="mailto:ingrid@example.org">Tell Anna</a>' in worse.text
    assert "mailto:" not in bearable.text


async def test_a_word_that_is_longer_than_the_button_is_cut() -> None:
    told = talk()
    told[-1] = concluded(NextStepInput(what="Arbeidsmarkedskompetansekurs", due=TODAY + timedelta(days=1)))
    shown = await revealed(*told)

    assert "Plan “Arbeidsmarkedskompetans…”" in shown.text

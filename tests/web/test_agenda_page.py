"""Agenda: what is due and when, and the act that settles each."""

from datetime import timedelta
from typing import Any

from domain.journey.commands.agreements import AnswerChallenge, MakeCommitment, SetChallenge
from domain.journey.commands.answers import PlanFollowUp, RecordAnswer
from domain.journey.commands.stories import SetGoal
from domain.journey.events.agreements import ChallengeAnswered, CommitmentSettled
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.journey.events.refusals import FeedbackAgreed
from domain.journey.events.stories import GoalReached
from projections.agenda.projection import AGENDA
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, day, discover, met, outcome, plan, start, step, uid

AT = f"/journeys/{MARLOES}"
TODAY = NOON.date()


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


def come_back(on: int = 0) -> list[Any]:
    """A talk with Bram, and a day to come back to it."""
    return [
        start(),
        discover("nurse"),
        plan("talk", "conversation", "nurse", day(6), contact=met("Bram")),
        *outcome("talk", day(6)),
        PlanFollowUp(
            happened_on=day(6),
            follow_up_id=uid("again"),
            experiment_id=uid("talk"),
            due=TODAY + timedelta(days=on),
            what="Ask about the ward",
        ),
    ]


async def test_an_empty_agenda_says_what_to_do() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(f"{AT}/agenda")

    assert "Nothing is due." in shown.text
    assert "Plan a step, or set a date to follow up" in shown.text


async def test_what_is_due_stands_by_when_it_is_due() -> None:
    async with pages() as service:
        await service.tell(
            [
                start(),
                discover("nurse"),
                plan("late", "conversation", "nurse", day(7), planned_for=day(7, 2)),
                plan("soon", "job_shadow", "nurse", day(7), planned_for=TODAY),
                plan("then", "trial", "nurse", day(7), planned_for=TODAY + timedelta(days=9)),
            ]
        )

        shown = await service.get(f"{AT}/agenda")

    overdue, _, rest = shown.text.partition("Overdue")[2].partition("This week")
    week, _, later = rest.partition("Later")
    assert "One thing is overdue." in shown.text
    assert "Conversation · nurse" in overdue
    assert "Job shadowing · nurse" in week
    assert "Work trial · nurse" in later
    assert f"{AT}/log?plan={uid('late')}" in shown.html


async def test_a_follow_up_that_was_made_leaves_the_agenda_and_is_a_step() -> None:
    async with pages() as service:
        await service.tell(come_back())

        before = await service.get(f"{AT}/agenda")
        asked = await service.send(f"{AT}/agenda/follow-up/{uid('again')}", conclusion="", on="2026-03-09")
        shown = await service.send(
            f"{AT}/agenda/follow-up/{uid('again')}",
            conclusion="They have a place in May",
            on=str(TODAY),
            channel="phone",
        )

        planned, runs = (await told(service, ExperimentPlanned))[-1], await told(service, ExperimentRun)
        agenda = await service.view(AGENDA)
    assert "Ask about the ward" in before.text
    assert asked.status == 422
    assert "There are 2 problems" in asked.text
    assert "You got back in touch" in shown.text
    assert (planned.kind, planned.refers_to, planned.channel) == ("follow_up", uid("talk"), "phone")
    assert len(runs) == 2
    assert [one.kind for one in agenda.items if one.kind == "follow_up"] == []


async def test_a_follow_up_is_logged_with_all_it_taught_and_that_settles_it_too() -> None:
    async with pages() as service:
        await service.tell(come_back())
        agenda = await service.get(f"{AT}/agenda")

        form = await service.get(
            f"{AT}/log", kind="follow_up", about=str(uid("talk")), role="nurse", who="Bram"
        )
        await service.send(
            f"{AT}/log",
            kind="follow_up",
            about=form.field("about"),
            role="nurse",
            who="Bram",
            happened="run",
            conclusion="They have a place",
            next_step="Apply",
        )

        after = await service.view(AGENDA)
    assert f"{AT}/log?kind=follow_up&amp;about={uid('talk')}" in agenda.html
    assert [one for one in after.items if one.kind == "follow_up"] == []


async def test_promises_challenges_and_goals_are_settled_with_one_touch() -> None:
    async with pages() as service:
        due = TODAY + timedelta(days=1)
        await service.tell(
            [
                start(),
                MakeCommitment(
                    happened_on=day(7), commitment_id=uid("promise"), what="Ring two people", due=due
                ),
                SetChallenge(happened_on=day(7), challenge_id=uid("dare"), what="Ring the boss", due=due),
                AnswerChallenge(happened_on=day(7), challenge_id=uid("dare"), answer="accepted"),
                SetGoal(happened_on=day(7), goal_id=uid("goal"), wording="Know three wards", due=due),
            ]
        )
        before = await service.get(f"{AT}/agenda")

        await service.send(f"{AT}/agenda/promise/{uid('promise')}", kept="no")
        await service.send(f"{AT}/agenda/challenge/{uid('dare')}", answer="met")
        shown = await service.send(f"{AT}/agenda/goal/{uid('goal')}")

        settled, answered = await told(service, CommitmentSettled), await told(service, ChallengeAnswered)
        reached = await told(service, GoalReached)
    for words in ("Ring two people", "Ring the boss", "Know three wards"):
        assert words in before.text
        assert words not in shown.text
    assert [one.kept for one in settled] == [False]
    assert answered[-1].answer == "met"
    assert len(reached) == 1


async def test_leave_to_ring_is_noted_and_a_refusal_leads_to_its_steps() -> None:
    async with pages() as service:
        await service.tell(
            [
                start(),
                discover("nurse"),
                plan("interview", "interview", "nurse", TODAY, planned_for=TODAY),
                *step("letter", "application", "nurse", day(7)),
                RecordAnswer(happened_on=day(8, 1), experiment_id=uid("letter"), answer="rejected_unseen"),
            ]
        )

        before = await service.get(f"{AT}/agenda")
        shown = await service.send(f"{AT}/agenda/ring/{uid('interview')}")

        agreed = await told(service, FeedbackAgreed)
    assert "Ask whether you may call afterwards" in before.text
    assert f"{AT}/refusals/{uid('letter')}" in before.html
    assert "Ask whether you may call afterwards" not in shown.text
    assert len(agreed) == 1


async def test_where_access_is_open_there_is_no_feed_and_a_sentence_says_why() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(f"{AT}/agenda")
        made = await service.send(f"{AT}/agenda/feed", names="yes")
        read = await service.get(f"/calendar/{'a' * 43}.ics")

    assert "A calendar feed needs accounts" in shown.text
    assert (made.status, read.status) == (404, 404)


async def test_what_is_not_there_is_not_found() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = [
            await service.get(f"/journeys/{uid('stranger')}/agenda"),
            await service.send(f"{AT}/agenda/follow-up/{uid('nothing')}", conclusion="so"),
            await service.send(f"{AT}/agenda/nothing/{uid('nothing')}"),
        ]

    assert [one.status for one in shown] == [404, 404, 404]

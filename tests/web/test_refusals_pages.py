"""After a refusal: the answer is noted, and six small steps lead on from it, care first."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.journey.commands.answers import RecordAnswer, RecordSilence
from domain.journey.commands.experiment_outcomes import RefuseExperiment
from domain.journey.commands.feedback import RequestFeedback
from domain.journey.commands.network import EmployerInput
from domain.journey.commands.refusals import KeepOnFile, PauseAfterRefusal
from domain.journey.events.answers import AnswerReceived, FollowUpPlanned, SilenceElapsed
from domain.journey.events.experiments import ExperimentConcluded, ExperimentPlanned
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.events.insights import InsightNamed
from domain.journey.events.refusals import FeedbackAgreed, KeptOnFile, RefusalConcluded, RefusalPaused
from domain.vocabulary import ApproachAnswer
from projections.refusals.projection import REFUSALS
from service.localization.translator import translator_for
from service.web.refusals.page import build_refusals_page
from service.web.refusals.six_steps import six_steps
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, discover, outcome, plan, start, uid

AT = f"/journeys/{MARLOES}/refusals"
TODAY = NOON.date()
YESTERDAY, LONG_AGO = TODAY - timedelta(days=1), TODAY - timedelta(days=30)
CARE = EmployerInput(employer_id=uid("Sint Jans"), name="Sint Jans")
ONE = f"{AT}/{uid('interview')}"


def approach(on: date = LONG_AGO) -> list[Any]:
    return [
        start(),
        discover("nurse"),
        plan("interview", "interview", "nurse", on, employer=CARE),
        *outcome("interview", on),
    ]


def refused(on: date = YESTERDAY, answer: ApproachAnswer = "rejected_after_interview") -> list[Any]:
    close = False if answer == "rejected_after_interview" else None
    told = RecordAnswer(happened_on=on, experiment_id=uid("interview"), answer=answer, close=close)
    return [*approach(), told]


def paused(on: date = YESTERDAY) -> list[Any]:
    return [*refused(on), PauseAfterRefusal(happened_on=on, experiment_id=uid("interview"))]


def asked(on: date = YESTERDAY) -> list[Any]:
    return [*paused(on), RequestFeedback(happened_on=on, experiment_id=uid("interview"), channel="phone")]


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def test_client_and_coach_read_one_number_of_approaches() -> None:
    talk: list[Any] = [
        plan("talk", "conversation", "nurse", LONG_AGO),
        RefuseExperiment(happened_on=LONG_AGO, experiment_id=uid("talk")),
    ]
    async with pages() as service:
        await service.tell([*refused(), *talk])

        own = await service.get(AT)
        coach_s = await service.get(f"/clients/{MARLOES}")

    assert "Approaches you made 2" in own.text
    assert "2 approaches" in coach_s.text


async def test_a_day_of_another_year_says_which() -> None:
    kept = KeepOnFile(
        happened_on=YESTERDAY, experiment_id=uid("interview"), until=TODAY.replace(year=TODAY.year + 1)
    )
    async with pages() as service:
        await service.tell([*refused(), kept])

        shown = await service.get(f"/journeys/{MARLOES}/agenda")

    row = shown.text[shown.text.index("Last day they keep your details") :]
    assert str(TODAY.year + 1) in row[:80]


async def test_without_a_refusal_the_page_says_how_it_will_be_used() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(AT)

    assert "No rejections so far." in shown.text
    assert "You are not waiting for any reply." in shown.text


async def test_an_approach_waits_until_its_answer_is_noted() -> None:
    async with pages() as service:
        await service.tell(approach())

        waiting = await service.get(AT)
        shown = await service.send(
            f"{ONE}/answer", answer="rejected_after_interview", close="yes", answered_on=str(YESTERDAY)
        )
        after = await service.get(AT)

        answers = await told(service, AnswerReceived)
    assert "Waiting for one reply." in waiting.text
    assert "over 28 days ago" in waiting.text
    assert shown.path == f"/journeys/{MARLOES}/steps/{uid('interview')}/reveal"
    assert "You do not need to do anything with it today." in shown.text
    assert "There is a small next step after a rejection." in after.text
    assert [(one.answer, one.close, one.happened_on) for one in answers] == [
        ("rejected_after_interview", True, YESTERDAY)
    ]


async def test_a_refusal_after_an_interview_asks_whether_it_was_close() -> None:
    async with pages() as service:
        await service.tell(approach())

        shown = await service.send(
            f"{ONE}/answer", answer="rejected_after_interview", answered_on=str(TODAY + timedelta(days=1))
        )

    assert shown.status == 422
    assert "There are 2 problems" in shown.text
    assert 'href="#close"' in shown.html
    assert 'href="#answered_on"' in shown.html


async def test_a_day_before_the_approach_is_refused_beside_the_day() -> None:
    async with pages() as service:
        await service.tell(approach())

        shown = await service.send(
            f"{ONE}/answer", answer="offer", answered_on=str(LONG_AGO - timedelta(days=1))
        )

    assert shown.status == 422
    assert 'id="answered_on-error"' in shown.html


async def test_a_good_answer_leads_to_the_interview_and_not_to_six_steps() -> None:
    async with pages() as service:
        await service.tell(approach())

        shown = await service.send(f"{ONE}/answer", answer="invited", answered_on=str(TODAY))

    assert "Plan the interview" in shown.text
    assert "Take a moment" not in shown.text


async def test_before_the_pause_nothing_else_is_asked() -> None:
    async with pages() as service:
        await service.tell(refused())

        shown = await service.get(ONE)

    assert "A no hurts, even when you saw it coming." in shown.text
    assert 'name="channel"' not in shown.html
    assert 'name="change"' not in shown.html


@pytest.mark.parametrize("skipped", ["yes", ""])
async def test_the_pause_is_taken_or_skipped_and_then_the_why_may_be_asked(skipped: str) -> None:
    async with pages() as service:
        await service.tell(refused())

        shown = await service.send(f"{ONE}/pause", skipped=skipped)

        noted = await told(service, RefusalPaused)
    assert "You can ask for feedback. Friday is early enough." in shown.text
    assert "It is not a verdict on you or on this kind of work." in shown.text
    assert f'href="{ONE}/call">Open the call script' in shown.html
    assert [one.skipped for one in noted] == [skipped == "yes"]


async def test_to_ask_without_a_word_on_dread_stays_with_the_approach() -> None:
    async with pages() as service:
        await service.tell(paused())

        shown = await service.send(f"{ONE}/ask", channel="mail", asked_on=str(TODAY))

        noted, plans = await told(service, FeedbackRequested), await told(service, ExperimentPlanned)
    assert "You asked for feedback. What did they say?" in shown.text
    assert [(one.experiment_id, one.channel) for one in noted] == [(uid("interview"), "mail")]
    assert len(plans) == 1


async def test_a_call_that_took_courage_is_a_step_of_its_own() -> None:
    async with pages() as service:
        await service.tell(paused())

        shown = await service.send(
            f"{ONE}/ask", channel="phone", asked_on=str(TODAY), dread_before="8", dread_after="3"
        )

        noted, plans = await told(service, FeedbackRequested), await told(service, ExperimentPlanned)
        concluded = await told(service, ExperimentConcluded)
    assert "You asked for feedback. What did they say?" in shown.text
    assert (plans[-1].kind, plans[-1].refers_to, plans[-1].dread_before) == (
        "follow_up",
        uid("interview"),
        8,
    )
    assert noted[0].experiment_id == plans[-1].experiment_id == concluded[-1].experiment_id


async def test_after_a_second_refusal_the_why_is_asked_anew() -> None:
    again = RecordAnswer(happened_on=TODAY, experiment_id=uid("interview"), answer="rejected_unseen")
    async with pages() as service:
        await service.tell([*asked(), again])

        shown = await service.send(f"{ONE}/ask", channel="phone", asked_on=str(TODAY))

        noted = await told(service, FeedbackRequested)
    assert "You asked for feedback. What did they say?" in shown.text
    assert len(noted) == 2


async def test_what_they_said_is_kept_under_its_four_points_and_holds_for_this_post() -> None:
    async with pages() as service:
        await service.tell(asked())

        shown = await service.send(
            f"{ONE}/feedback",
            usable="yes",
            competence="Wanted audits",
            scope="post",
            kept="yes",
            via="letter",
            heard_on=str(TODAY),
        )

        noted = await told(service, FeedbackReceived)
    assert "Wanted audits" in shown.text
    assert "By letter or email" in shown.text
    assert noted[0].via == "letter"
    assert "Is there one thing you would change?" in shown.text
    assert [(one.usable, one.points.competence, one.this_post_only, one.kept_on_file) for one in noted] == [
        (True, "Wanted audits", True, True)
    ]


async def test_empty_phrases_change_nothing_and_say_so() -> None:
    async with pages() as service:
        await service.tell(asked())

        shown = await service.send(f"{ONE}/feedback", usable="no", scope="post", heard_on=str(TODAY))

        noted = await told(service, FeedbackReceived)
    assert "Only empty phrases." in shown.text
    assert [one.usable for one in noted] == [False]


@pytest.mark.parametrize(
    ("form", "field"),
    [({"usable": "yes"}, "usable"), ({"usable": "no", "requirements": "Danish"}, "requirements")],
)
async def test_feedback_that_contradicts_itself_is_asked_about(form: dict[str, str], field: str) -> None:
    async with pages() as service:
        await service.tell(asked())

        shown = await service.send(f"{ONE}/feedback", heard_on=str(TODAY), **form)

        noted = await told(service, FeedbackReceived)
    assert shown.status == 422
    assert f'href="#{field}"' in shown.html
    assert noted == []


async def test_one_change_and_what_became_clear_are_a_learning() -> None:
    async with pages() as service:
        await service.tell(asked())

        shown = await service.send(f"{ONE}/change", change="Ring before writing", insight="I like audits")
        all_of_them = await service.get(AT)

        concluded, insights = await told(service, RefusalConcluded), await told(service, InsightNamed)
    assert "Ring before writing" in shown.text
    assert "What rejections taught you" in all_of_them.text
    assert "I like audits" in all_of_them.text
    assert [one.change for one in concluded] == ["Ring before writing"]
    assert [one.source.id for one in insights] == [uid("interview")]


async def test_there_may_be_nothing_in_it() -> None:
    async with pages() as service:
        await service.tell(paused())

        asks = await service.send(f"{ONE}/change", change=" ")
        shown = await service.send(f"{ONE}/change", nothing="yes")

        concluded = await told(service, RefusalConcluded)
    assert asks.status == 422
    assert "There was nothing to learn from it." in shown.text
    assert [one.change for one in concluded] == [None]


async def test_the_papers_are_kept_until_a_day() -> None:
    async with pages() as service:
        await service.tell(paused())

        asks = await service.send(f"{ONE}/papers", until="")
        shown = await service.send(f"{ONE}/papers", until="2026-09-01")

        noted = await told(service, KeptOnFile)
    assert "Enter the date until which they keep them." in asks.text
    assert "They keep your details until 1 September 2026." in shown.text.replace("\N{NO-BREAK SPACE}", " ")
    assert [one.until for one in noted] == [date(2026, 9, 1)]


async def test_the_knock_is_offered_three_weeks_later_and_stands_in_the_agenda() -> None:
    async with pages() as service:
        await service.tell(paused())

        offered = await service.get(ONE)
        shown = await service.send(f"{ONE}/knock", due=offered.field("due"), what=offered.field("what"))

        noted = await told(service, FollowUpPlanned)
    assert "Saved. It is on your to-do list." in shown.text
    assert [one.due for one in noted] == [YESTERDAY + timedelta(days=21)]


async def test_a_knock_is_a_step_and_the_last_of_the_six() -> None:
    async with pages() as service:
        await service.tell(paused(LONG_AGO))
        due = await service.get(ONE)

        asks = await service.send(f"{ONE}/knocked", knocked_on=str(TODAY))
        shown = await service.send(
            f"{ONE}/knocked",
            knock_channel="phone",
            knocked_on=str(TODAY),
            knock_dread_before="7",
            knock_conclusion="They look again in May",
        )

        plans = await told(service, ExperimentPlanned)
    assert "Time to get back in touch." in due.text
    assert asks.status == 422
    assert "You got back in touch on" in shown.text
    assert (plans[-1].kind, plans[-1].refers_to, plans[-1].dread_before) == (
        "follow_up",
        uid("interview"),
        7,
    )


async def test_silence_is_no_refusal_and_an_answer_may_still_come() -> None:
    async with pages() as service:
        await service.tell([*approach(), RecordSilence(happened_on=TODAY, experiment_id=uid("interview"))])

        silent = await service.get(ONE)
        shown = await service.send(f"{ONE}/answer", answer="invited", answered_on=str(TODAY))
        after = await service.get(ONE)

    assert "No reply came in 28 days." in silent.text
    assert "Take a moment" not in silent.text
    assert "They want to meet you." in shown.text
    assert "This rejection no longer counts." in after.text


async def test_leave_to_ring_is_noted_beforehand() -> None:
    async with pages() as service:
        await service.tell(approach())

        shown = await service.send(f"{ONE}/leave")

        noted = await told(service, FeedbackAgreed)
    assert "Yes. They said you can call, whatever they decide." in shown.text
    assert len(noted) == 1


async def test_noting_twice_counts_once() -> None:
    form = {"answer": "offer", "answered_on": str(TODAY), "command_id": str(uid("form"))}
    async with pages() as service:
        await service.tell(approach())

        first = await service.send(f"{ONE}/answer", **form)
        again = await service.send(f"{ONE}/answer", **form)

        noted = await told(service, AnswerReceived)
    assert first.path == again.path
    assert len(noted) == 1


@pytest.mark.parametrize(
    "path",
    [f"{AT}/{uid('nobody')}", f"{AT}/{uid('interview')}/dance", f"/journeys/{uid('stranger')}/refusals"],
)
async def test_what_is_not_there_is_not_found(path: str) -> None:
    async with pages() as service:
        await service.tell(approach())

        shown = await (service.send(path) if path.endswith("dance") else service.get(path))

    assert shown.status == 404


async def test_each_of_the_six_steps_is_done_now_ahead_or_passed() -> None:
    async with pages() as service:
        await service.tell(asked())
        view = (await service.view(REFUSALS)).refusals[0]

    states = {one.name: one.state for one in six_steps(view)}

    assert states == {
        "pause": "done",
        "this_post": "done",
        "ask": "done",
        "feedback": "now",
        "change": "ahead",
        "knock": "ahead",
    }


async def test_those_asked_back_still_wait_and_the_one_that_waits_longest_comes_first() -> None:
    late = [plan("letter", "application", "nurse", YESTERDAY), *outcome("letter", YESTERDAY)]
    back = RecordAnswer(happened_on=YESTERDAY, experiment_id=uid("interview"), answer="second_round")
    async with pages() as service:
        await service.tell([*approach(), *late, back])
        journey, view = await service.journeys.get(MARLOES), await service.view(REFUSALS)

    page = build_refusals_page(journey, view, translator_for("en"))

    assert [one.experiment_id for one in page.waiting] == [uid("interview"), uid("letter")]
    assert page.finding == "Waiting for 2 replies."


@pytest.mark.parametrize(("days", "asks"), [(27, False), (28, True)])
async def test_no_reply_is_recorded_on_the_page_once_it_counts(days: int, asks: bool) -> None:
    address = f"{AT}/{uid('interview')}"
    async with pages() as service:
        await service.tell(approach(TODAY - timedelta(days=days)))
        due, shown = await service.get(f"/journeys/{MARLOES}/agenda"), await service.get(address)
        if asks:
            await service.send(f"{address}/silence")
        found = len(await told(service, SilenceElapsed))

    assert ("or that none came" in due.text) is asks
    assert (f'action="{address}/silence"' in shown.html) is asks
    assert found == asks

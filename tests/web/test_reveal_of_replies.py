"""What a reply changed, as a page: an invitation, an offer, silence; and after a no care first."""

import re
from datetime import timedelta

import pytest

from domain.journey.commands.answers import RecordSilence
from domain.journey.commands.experiments import ForecastInput
from domain.journey.commands.pitches import NotePapersSent, RevisePitch
from domain.journey.events.refusals import RefusalPaused
from domain.vocabulary import ApproachAnswer
from tests.web.elin import (
    ADVISER,
    AT,
    CV,
    SENT,
    TODAY,
    application,
    concluded,
    elin,
    heading,
    main_actions,
    open_text,
    planned,
    ran,
    refused,
    replied,
    revealed,
    talk,
)
from tests.web.running_pages import pages
from tests.web.sample import MONDAY, plan, uid


async def test_an_application_waits_with_its_guess_and_what_was_sent() -> None:
    pitch = RevisePitch(happened_on=MONDAY, pitch_id=uid("pitch"), wording="Calm in a crisis")
    papers = NotePapersSent(
        happened_on=SENT, experiment_id=uid("letter"), pitch_id=uid("pitch"), cv="Energy 1"
    )
    shown = await revealed(*application(forecast=ForecastInput(invited=0.35)), pitch, papers, of="letter")
    without = await revealed(*application(), of="letter")

    assert heading(shown) == "Sent. Your guess is kept until they reply."
    assert "Will this application lead to an interview? perhaps" in shown.text
    assert "CV: Energy 1" in shown.text
    assert "Pitch: “Calm in a crisis”" in shown.text
    assert "No reply by 23 March counts as silence." in shown.text
    assert main_actions(shown) == ["Plan a follow-up"]
    assert heading(without) == "Sent. It counts, whatever they reply."


async def test_only_an_application_is_asked_whether_it_leads_to_an_interview() -> None:
    guessed = planned(forecast=ForecastInput(appeal=5, invited=0.35))
    shown = await revealed(*elin(), guessed, ran(), concluded(CV, appeal=9))

    assert "How much you would like it" in shown.text
    assert "Will this application" not in shown.text


async def test_an_invitation_is_held_against_the_guess() -> None:
    told = [*application(forecast=ForecastInput(invited=0.35)), replied("invited")]
    shown = await revealed(*told, of="letter")

    assert heading(shown) == "They want to meet you. You guessed perhaps."
    assert "A good reply from Lindome Omsorg, today." in shown.text
    assert "What it changed without this reply with it" in shown.text
    assert "points" not in shown.text
    assert main_actions(shown) == ["Plan the interview"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("called_back", "They came back to you."),
        ("second_round", "They want to meet you again."),
        ("invited", "They want to meet you."),
    ],
)
async def test_every_good_reply_has_its_sentence(answer: ApproachAnswer, expected: str) -> None:
    assert heading(await revealed(*application(), replied(answer), of="letter")) == expected


async def test_an_offer_is_to_be_enjoyed_and_asks_for_nothing() -> None:
    shown = await revealed(*application(), replied("offer"), of="letter")

    assert heading(shown) == "They made you an offer. Take a moment to enjoy it."
    assert main_actions(shown) == []
    assert re.search(r"points|One thing next|Not now|done for now", shown.text) is None


async def test_silence_is_no_no() -> None:
    told = [*application(), RecordSilence(happened_on=SENT + timedelta(days=28), experiment_id=uid("letter"))]
    shown = await revealed(*told, of="letter", on=SENT + timedelta(days=28))

    assert heading(shown) == "No reply came. That is nobody's fault."
    assert "Leave it for today" not in shown.text
    assert main_actions(shown) == ["Plan a follow-up"]


async def test_a_guess_that_was_tapped_comes_back_in_its_words_on_every_page() -> None:
    async with pages() as service:
        await service.tell(application(forecast=ForecastInput(invited=0.35)))
        step = await service.get(f"{AT}/experiments/{uid('letter')}")
        profile = await service.get(f"{AT}/profile")
        reveal = await service.get(f"{AT}/steps/{uid('letter')}/reveal")

    assert "Will this application lead to an interview? Perhaps 35%" in step.text
    assert "Your guess about an interview: perhaps" in profile.text
    assert "Will this application lead to an interview? perhaps" in reveal.text
    assert "35%" not in profile.text + reveal.text


@pytest.mark.parametrize("answer", ["invited", "called_back", "offer", "rejected_unseen"])
async def test_no_reply_is_worth_points_on_its_page_be_it_good_or_not(answer: str) -> None:
    async with pages() as service:
        await service.tell(application())
        shown = await service.send(f"{AT}/refusals/{uid('letter')}/answer", answer=answer)

    assert shown.path.startswith(f"{AT}/steps/{uid('letter')}/reveal")
    assert "point" not in shown.text


async def test_what_is_added_later_says_what_it_earned() -> None:
    async with pages() as service:
        await service.tell([*elin(), planned(), ran()])
        shown = await service.send(f"{AT}/experiments/{uid('johan')}/conclusion", conclusion="So", appeal="7")
        again = await service.send(
            f"{AT}/experiments/{uid('johan')}/follow-up", what="Ring", due="2026-03-20"
        )

    assert re.search(r"in your profile now\. That is \d+ points more\.", shown.text)
    assert "points more" not in again.text


async def test_a_reply_leads_to_what_it_changed() -> None:
    async with pages() as service:
        await service.tell(application())
        shown = await service.send(f"{AT}/refusals/{uid('letter')}/answer", answer="invited")

    assert shown.path == f"{AT}/steps/{uid('letter')}/reveal"
    assert "Saved. A good reply from Lindome Omsorg, today." in shown.text


# After a no.


async def test_after_a_no_care_comes_first() -> None:
    shown = await revealed(*refused(), of="letter")

    assert heading(shown) == "You do not need to do anything with it today."
    for text in (
        "A no from Lindome Omsorg, today.",
        "A no hurts, even when you saw it coming.",
        "It is about this job only: quality coordinator at Lindome Omsorg, compared with the other candidates.",
        "You got as far as an interview. That stays true.",
        "Your help card for Ove: “Call me any evening.” Call Ove",
        "They said you may call and ask for feedback. Monday is early enough. Your script is ready.",
        "What this changed in your profile",
        "What you expected beforehand",
    ):
        assert text in shown.text
    assert 'href="tel:0701234567"' in shown.html
    assert main_actions(shown) == ["Leave it for today"]
    assert "Continue now" in shown.text


GAME_WORDS = re.compile(r"(?i)\b(points?|levels?|badges?|quests?|momentum)\b")
DATE = re.compile(r"\b\d{1,2}\s(Jan|Feb|Mar|Apr)\w*( \d{4})?(, \d\d:\d\d)?")


@pytest.mark.parametrize("page", [f"steps/{uid('letter')}/reveal", f"steps/{uid('johan')}/reveal", "week"])
async def test_while_care_holds_no_figure_and_no_word_of_the_game_stands_open(page: str) -> None:
    conversation = talk()[len(elin()) :]
    interview = plan("next", "interview", ADVISER, TODAY, planned_for=TODAY + timedelta(days=2))
    async with pages() as service:
        await service.tell([*refused(), *conversation, interview])
        shown = await service.get(f"{AT}/{page}")
    text = DATE.sub("", open_text(shown.html))

    assert re.findall(r"\d+", text) == []
    assert GAME_WORDS.findall(text) == []
    assert "Plan this" not in text


async def test_to_leave_it_for_today_leads_to_the_week_and_the_next_morning_care_is_over() -> None:
    async with pages() as service:
        await service.tell(refused())
        shown = await service.send(f"{AT}/steps/{uid('letter')}/pause")
        still = await service.get(f"{AT}/steps/{uid('letter')}/reveal")
        service.clock.now += timedelta(days=1)
        after = await service.get(f"{AT}/steps/{uid('letter')}/reveal")
        events = [one.event for one in await service.entries()]

    assert shown.path == f"{AT}/week?told=pause"
    assert [one.skipped for one in events if isinstance(one, RefusalPaused)] == [False]
    assert "Leave it for today" not in still.text
    assert "Continue now" in still.text
    assert heading(after) == "You can ask why, when you want to."
    assert after.text.count("It is about this job only") == 1
    assert after.text.count("Your script is ready.") == 1
    assert main_actions(after) == ["Ask for feedback"]


async def test_to_continue_goes_on_at_once() -> None:
    async with pages() as service:
        await service.tell(refused())
        shown = await service.send(f"{AT}/steps/{uid('letter')}/pause", skipped="yes")

    assert shown.path == f"{AT}/steps/{uid('letter')}/reveal?told=pause-yes"
    assert main_actions(shown) == ["Ask for feedback"]
    assert "Leave it for today" not in shown.text

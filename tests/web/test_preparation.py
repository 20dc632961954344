"""The sheet before a talk: everything since the last one, on one page."""

import re

import pytest

from domain.journey.commands.agreements import MakeCommitment
from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.offers import DeclineOffer
from projections.profile.suggestion_reasons import SUGGESTION_REASONS
from service.web.coach_client.suggestion_reasons import REASONS_OF_CLIENT
from tests.web.coached import coached
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, NOON, day, outcome, plan, start, uid

AT = f"/clients/{MARLOES}/preparation"


async def test_the_sheet_holds_what_happened_moved_and_was_agreed_and_what_to_ask_and_try() -> None:
    async with pages() as service:
        await service.tell(coached())

        shown = await service.get(AT)

    text = shown.text.replace("\xa0", " ")
    for piece in (
        "Since your last session, on 9 February",
        "Conversation · practice nurse, Tue 17 Feb",
        "Biggest changes: the application for risk manager on 10 February",
        "On 9 February: risk work draws",
        "Kept Ring Hugo",
        "Date passed Ask two people",
        "Gone quiet.",
        "In one sentence: what would an employer gain by having you?",
        "What to try next Conversation · practice nurse",
    ):
        assert piece in text


async def test_what_lies_before_the_last_talk_is_left_out() -> None:
    async with pages() as service:
        await service.tell(coached())

        shown = await service.get(AT)

    assert "Conversation · teacher" not in shown.text
    assert "People are kinder than feared" not in shown.text


@pytest.mark.parametrize("page", ["", "/preparation"])
async def test_a_session_of_today_is_the_last_one_on_every_page(page: str) -> None:
    today = NOON.date()
    async with pages() as service:
        await service.tell(coached())
        held = HoldCheckIn(happened_on=today, check_in_id=uid("today"), conclusion="two rings a day")
        await service.tell([held])

        shown = await service.get(f"/clients/{MARLOES}{page}")
        sheet = await service.get(AT)

    text = shown.text.replace("\xa0", " ")
    assert "last session on 4 March" in text
    assert "Today, after the session You spoke today." in text
    assert "9 February" not in text.partition("You spoke today.")[0]
    assert "On 4 March: two rings a day" in sheet.text.replace("\xa0", " ")
    assert "No step since" not in sheet.text


async def test_without_a_stance_the_questions_of_a_coach_are_asked() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(AT)

    assert "What do you want more of, now that you have seen this?" in shown.text
    assert "No commitments are open." in shown.text


async def test_of_more_commitments_than_fit_the_latest_stand_on_paper_and_all_on_the_screen() -> None:
    made = [
        MakeCommitment(
            happened_on=day(1, number % 7), commitment_id=uid(f"c{number}"), what=f"call number {number}"
        )
        for number in range(120)
    ]
    async with pages() as service:
        await service.tell([start(), *made])

        shown = await service.get(AT)

    printed = re.findall(r"<li><span[^>]*><b>[^<]*</b> Call number (\d+)", shown.html)
    assert len(set(re.findall(r"Call number (\d+)", shown.text))) == 120
    assert f"+{120 - len(printed)} more" in shown.text
    assert len(printed) > 20
    assert min(int(one) % 7 for one in printed) > 0


async def test_an_offer_that_waits_stands_on_the_sheet_until_it_is_answered() -> None:
    today = NOON.date()
    offered = RecordAnswer(happened_on=today, experiment_id=uid("offered letter"), answer="offer")
    async with pages() as service:
        await service.tell(
            [
                *coached(),
                plan("offered letter", "application", "risk manager", today),
                *outcome("offered letter", today),
                offered,
            ]
        )
        before = await service.get(AT)
        await service.tell([DeclineOffer(happened_on=today, experiment_id=uid("offered letter"))])
        after = await service.get(AT)

    assert "An offer waits for their answer Application · risk manager" in before.text
    assert "An offer waits" not in after.text


def test_each_reason_to_try_a_step_is_told_about_the_client_too() -> None:
    assert set(REASONS_OF_CLIENT) == set(SUGGESTION_REASONS)
    assert [
        one for one in REASONS_OF_CLIENT.values() if re.search(r"\byou(r|rself)?\b", one, re.IGNORECASE)
    ] == []

"""Each button of the pages of a week says what it did, and no two that do different things say the same."""

import re
from collections import defaultdict
from datetime import timedelta
from html import unescape
from typing import Any, get_args

from domain.journey.commands.agreements import AnswerChallenge
from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.course import SwitchGame
from domain.journey.commands.quests import OfferQuest, TakeQuest
from domain.journey.commands.refusals import PauseAfterRefusal
from domain.journey.commands.stories import SetGoal
from domain.journey.commands.weeks import ReviewWeek
from domain.journey.events.agreements import ChallengeAnswer
from domain.journey.events.suggestions import SuggestionOffered
from domain.vocabulary import BeliefVerdict
from service.web.answer_confirmations import (
    CHALLENGE_CONFIRMATIONS,
    COMMITMENT_CONFIRMATIONS,
    VERDICT_CONFIRMATIONS,
)
from service.web.labels import YES_NO
from tests.web.running_pages import Shown, pages, seen
from tests.web.sample import NOON, outcome, plan, uid
from tests.web.test_forms_sent_again import AT, MONDAY, whole_journey

TODAY = NOON.date()
FORM = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
CONTROL = re.compile(r"<(input|textarea|button)\b([^>]*)>")
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
RECEIPT = re.compile(r'<div class="receipt"[^>]*>(.*?)</div>', re.DOTALL)
ANSWERS = ("answer", "kept", "verdict", "skipped", "on", "first", "reserve")
"""Fields of events that say which of several things was done."""
ELSEWHERE = ("/agenda/feed", "/agenda/weekly")
"""Forms of accounts."""

OFFERED = uid("offered dare")
LETTER = uid("cover letter")
NO_TODAY = [
    plan("cover letter", "application", "practice nurse", TODAY),
    *outcome("cover letter", TODAY),
    RecordAnswer(happened_on=TODAY, experiment_id=LETTER, answer="rejected_unseen"),
]
ACCEPTED = AnswerChallenge(happened_on=TODAY, challenge_id=OFFERED, answer="accepted")
MET = AnswerChallenge(happened_on=TODAY, challenge_id=OFFERED, answer="met")
PAUSED = PauseAfterRefusal(happened_on=TODAY, experiment_id=LETTER)
CONTINUED = PauseAfterRefusal(happened_on=TODAY, experiment_id=uid("refused"), skipped=True)
BELIEF_TESTED = plan("believed", "conversation", "risk manager", TODAY, hypothesis="They want a diploma")
LAST_WEEK = ReviewWeek(
    happened_on=TODAY, monday=MONDAY - timedelta(weeks=1), conclusion="Ask who hires", first="hirer"
)
STATES: tuple[tuple[str, list[Any]], ...] = (
    ("week", [CONTINUED]),
    ("week", [CONTINUED, ACCEPTED]),
    ("week", [CONTINUED, MET]),
    ("week", [CONTINUED, BELIEF_TESTED, *outcome("believed", TODAY), LAST_WEEK]),
    ("week", [CONTINUED, MET, TakeQuest(happened_on=TODAY, quest="ask_the_odds")]),
    ("week", NO_TODAY),
    ("week", [*NO_TODAY, PAUSED]),
    (
        "agenda",
        [
            CONTINUED,
            SetGoal(happened_on=TODAY, goal_id=uid("dated"), wording="know the pay", due=TODAY),
            plan("talk", "interview", "practice nurse", TODAY, planned_for=TODAY),
        ],
    ),
    ("agenda", [CONTINUED, ACCEPTED]),
    ("about-you", [CONTINUED]),
    ("game", []),
    ("game", [TakeQuest(happened_on=TODAY, quest="walk_a_day")]),
    ("game", [SwitchGame(happened_on=TODAY, on=False)]),
    ("game", [OfferQuest(happened_on=TODAY, quest="walk_a_day")]),
)


def sendings(html: str) -> list[tuple[str, dict[str, str]]]:
    """Each way to send each form of a page: with each of its buttons, and something in each of its fields."""
    found: list[tuple[str, dict[str, str]]] = []
    for action, inside in FORM.findall(html):
        if not action.startswith(AT) or any(one in action for one in ELSEWHERE):
            continue
        fields, buttons = dict[str, str](), list[dict[str, str]]()
        for tag, written in CONTROL.findall(inside):
            told = {name: unescape(value) for name, value in ATTRIBUTE.findall(written)}
            name = told.get("name", "")
            if tag == "button":
                buttons.append({name: told.get("value", "")} if name else {})
            elif tag == "textarea" or told["type"] == "text":
                fields.setdefault(name, told.get("value") or "A line")
            elif told["type"] not in ("checkbox", "radio"):
                fields.setdefault(name, told.get("value", ""))
            elif told["type"] == "radio":
                fields[name] = told["value"]
        found += [(action, fields | pressed) for pressed in buttons]
    return found


def receipt(shown: Shown) -> str:
    found = RECEIPT.search(shown.html)
    return seen(found[1]).strip() if found else ""


async def test_each_act_has_a_receipt_of_its_own() -> None:
    acts: defaultdict[str, set[Any]] = defaultdict(set)
    tried = set[Any]()
    for page, happened in STATES:
        async with pages() as service:
            await service.tell([*whole_journey(), *happened])
            shown = await service.get(f"{AT}/{page}")
        for action, fields in sendings(shown.html):
            act = (action, *(fields.get(one) for one in (*ANSWERS, "challenge_answer")))
            if act in tried or (
                "about-you" in action and "challenge" not in action and "commitment" not in action
            ):
                continue
            tried.add(act)
            async with pages() as service:
                await service.tell([*whole_journey(), *happened])
                before = len(await service.entries())
                answered = await service.send(action, **fields)
                new: list[object] = [one.event for one in (await service.entries())[before:]]
            done = tuple(
                (type(one).__name__, *(getattr(one, name, None) for name in ANSWERS))
                for one in new
                if not isinstance(one, SuggestionOffered)
            )
            assert (answered.status, bool(done)) == (200, True), (action, fields, answered.text)
            acts[receipt(answered)].add(done)

    assert "" not in acts, acts[""]
    assert {said: done for said, done in acts.items() if len(done) > 1} == {}
    assert len(acts) > 22, sorted(acts)


async def test_what_was_left_for_today_says_so_and_can_only_be_gone_on_with() -> None:
    async with pages() as service:
        await service.tell([*whole_journey(), *NO_TODAY])
        shown = await service.get(f"{AT}/week")
        left = await service.send(f"{AT}/steps/{LETTER}/pause", form_token=shown.field("form_token"))
        service.clock.now += timedelta(hours=1)
        later = await service.get(f"{AT}/week")

    assert "Leave it for today" in shown.text
    assert "Left for today." in left.text
    for one in (left, later):
        assert "Leave it for today" not in one.text
        assert "Continue now" in one.text


def test_every_answer_has_a_receipt() -> None:
    assert set(CHALLENGE_CONFIRMATIONS) == set(get_args(ChallengeAnswer))
    assert set(VERDICT_CONFIRMATIONS) == set(get_args(BeliefVerdict))
    assert set(COMMITMENT_CONFIRMATIONS) == set(YES_NO)

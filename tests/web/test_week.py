"""The running week: what it shows, and what can be told on it."""

import re
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
from msgspec.structs import replace

from domain.aggregate import CommandBatch
from domain.journey.commands.agreements import SetChallenge
from domain.journey.commands.answers import PlanFollowUp, RecordAnswer
from domain.journey.commands.consents import GiveConsent
from domain.journey.commands.corrections import RetractEntry
from domain.journey.commands.course import EmphasisePhase, SwitchGame
from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.evidence import NameCriterion
from domain.journey.commands.experiment_outcomes import NextStepInput
from domain.journey.commands.experiments import IfThenPlanInput
from domain.journey.commands.pulses import RateEnergy
from domain.journey.commands.quests import OfferQuest, TakeQuest
from domain.journey.commands.suggestions import OfferedExperimentInput, OfferSuggestions
from domain.journey.commands.weeks import ReviewWeek
from domain.journey.decide import UserCommand
from domain.journey.events.agreements import ChallengeAnswered
from domain.journey.events.beliefs import BeliefJudged
from domain.journey.events.course import PlanAdjusted
from domain.journey.events.evidence import TradeoffMade
from domain.journey.events.experiments import ExperimentDropped, ExperimentPlanned
from domain.journey.events.pulses import EnergyRated
from domain.journey.events.quests import QuestDeclined, QuestTaken
from domain.journey.events.roles import RoleParked
from domain.journey.events.suggestions import SuggestionOffered
from domain.journey.events.weeks import RestDeclared, WeekPlanned, monday_of
from domain.vocabulary import Quest
from projections.game.projection import GAME
from service.application.aggregates import stream_id
from service.system_ids import LOCAL_TENANT
from tests.web.running_pages import Pages, Shown, pages
from tests.web.sample import MARLOES, NOON, discover, met, outcome, plan, seven_weeks, start, step, uid

AT = f"/journeys/{MARLOES}"
TODAY = NOON.date()
"""A Wednesday."""
MONDAY = monday_of(TODAY)
WEEK = timedelta(weeks=1)
NEW = start(happened_on=MONDAY)
"""A journey that began this week."""
NURSE = discover("nurse", MONDAY)
FOLDED = re.compile(
    r"<details[^>]*>\s*<summary>((?:(?!<details)[\s\S])*?)</summary>(?:(?!<details)[\s\S])*?</details>"
)
"""What is folded away, with nothing folded in it; the first group is what stands there of it."""


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def week_of(*commands: UserCommand, now: datetime = NOON) -> Shown:
    async with pages(now) as service:
        await service.tell(commands)
        return await service.get(f"{AT}/week")


def heading(shown: Shown) -> str:
    found = re.search(r"<h1>(.*?)</h1>", shown.html)
    return found[1] if found else ""


def open_part(shown: Shown) -> str:
    """What stands on a page without anything being unfolded, but for the surroundings."""
    main = shown.html[shown.html.index("<main") : shown.html.index("</main>")]
    while (folded := FOLDED.sub(r"\1", main)) != main:
        main = folded
    return re.sub(r"<[^>]+>", " ", re.sub(r"<p [^>]*\bhidden>.*?</p>", " ", main))


# The finding, and what stands below it.


async def test_a_week_without_a_plan_is_new_and_offers_what_to_try() -> None:
    shown = await week_of(NEW, NURSE)

    assert heading(shown) == "A new week. Nothing is planned yet."
    assert "Conversation · Nurse" in shown.text
    assert "You have not met anyone in this work yet" in shown.text


async def test_a_journey_that_just_began_says_how_to_start() -> None:
    shown = await week_of(NEW)

    assert "Start small: one conversation" in shown.text


async def test_steps_are_counted_against_the_goal() -> None:
    talk, walk = step("talk", "conversation", "nurse", TODAY), step("walk", "job_shadow", "nurse", TODAY)
    halfway, there = await week_of(NEW, NURSE, *talk), await week_of(NEW, NURSE, *talk, *walk)

    assert heading(halfway) == "One of two steps done."
    assert "1 of your 2 steps." in halfway.text
    assert heading(there) == "Both steps done. More is fine, and so is rest."
    assert "Your goal of 2 steps is reached." in there.text


async def test_what_is_planned_stands_with_its_person_and_when_it_is_in_her_words() -> None:
    shown = await week_of(
        NEW,
        NURSE,
        plan(
            "talk",
            "conversation",
            "nurse",
            TODAY,
            contact=met("Karin"),
            planned_for=TODAY + timedelta(days=2),
            plan=IfThenPlanInput(when="after the coffee", where="at home"),
        ),
    )

    assert heading(shown) == "One step planned, on Friday."
    assert "Conversation · Karin" in shown.text
    assert "Fri 6 Mar, after the coffee" in shown.text.replace("\u00a0", " ")


async def test_a_follow_up_to_a_rejection_opens_the_script_of_the_call() -> None:
    refused = [
        *step("letter", "application", "nurse", MONDAY),
        RecordAnswer(happened_on=MONDAY, experiment_id=uid("letter"), answer="rejected_unseen"),
        plan("call", "follow_up", "nurse", TODAY, refers_to=uid("letter")),
    ]
    shown = await week_of(NEW, NURSE, *refused)

    assert f"{AT}/refusals/{uid('letter')}/call" in shown.html


async def test_on_monday_the_conclusion_of_last_week_comes_first_until_the_first_act() -> None:
    monday = MONDAY + WEEK
    closed = ReviewWeek(happened_on=TODAY, monday=MONDAY, conclusion="Nursing suits me")
    async with pages(NOON + timedelta(days=5)) as service:
        await service.tell([NEW, NURSE, *step("talk", "conversation", "nurse", TODAY), closed])
        opened = await service.get(f"{AT}/week")

        after = await service.send(f"{AT}/week/energy", energy="6")

    assert monday == (NOON + timedelta(days=5)).date()
    assert heading(opened) == "“Nursing suits me”"
    assert heading(after) == "A new week. Nothing is planned yet."


async def test_a_consent_on_monday_is_no_act_that_puts_the_conclusion_aside() -> None:
    monday = MONDAY + WEEK
    closed = ReviewWeek(happened_on=TODAY, monday=MONDAY, conclusion="Nursing suits me")
    consent = GiveConsent(happened_on=monday, consent_id=uid("consent"), purpose="coaching", wording=1)
    async with pages(NOON + timedelta(days=5)) as service:
        await service.tell([NEW, NURSE, *step("talk", "conversation", "nurse", TODAY), closed, consent])
        opened = await service.get(f"{AT}/week")

    assert heading(opened) == "“Nursing suits me”"


async def test_a_role_that_came_first_this_week_is_the_finding() -> None:
    early = start(happened_on=MONDAY - WEEK)
    ahead, behind = (
        discover(title, MONDAY - WEEK, starting_appeal=appeal)
        for title, appeal in (("baker", 7), ("nurse", 5))
    )
    talk = plan("talk", "conversation", "nurse", TODAY, contact=met("Karin"))
    shown = await week_of(early, ahead, behind, talk, *outcome("talk", TODAY, appeal=10))

    assert heading(shown) == "Nurse is first now."
    assert "One of two steps done." in shown.text


async def test_after_an_ending_only_what_is_there_can_be_seen() -> None:
    shown = await week_of(NEW, NURSE, RecordEnding(happened_on=TODAY, ending="new_work"))

    assert heading(shown) == "Your journey ended with new work."
    assert "What to try next" not in shown.text
    assert "Take this week off" not in shown.text


# Rest, care, and coming back.


async def test_a_rest_is_declared_and_nothing_is_asked() -> None:
    async with pages() as service:
        await service.tell([NEW, NURSE])

        shown = await service.send(f"{AT}/week/rest", reason="")

        rests = await told(service, RestDeclared)
    assert heading(shown) == "You have this week off. Nothing changes, nothing is lost."
    assert "A week off changes nothing in what you have agreed with your benefits office." in shown.text
    assert "What to try next" not in shown.text
    assert [one.monday for one in rests] == [MONDAY]


async def test_whoever_was_away_finds_one_step_of_ten_minutes_and_no_list_of_what_passed() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())

        shown = await service.get(f"{AT}/week")
        after = await service.send(f"{AT}/week/energy", energy="4")

    stands = open_part(shown)
    assert heading(shown) == "Good to see you."
    assert "Ten minutes are enough" in stands
    assert "Interview" not in stands
    assert "One date has passed. Look when you want." in stands
    assert "What to try next" not in stands
    assert heading(after) == "Room for one small step."


def refused(on: Any = TODAY) -> list[UserCommand]:
    return [
        *step("letter", "application", "nurse", MONDAY),
        RecordAnswer(happened_on=on, experiment_id=uid("letter"), answer="rejected_unseen"),
    ]


GAME_WORDS = re.compile(r"point|level|momentum|quest|badge|goal", re.IGNORECASE)
DATE = re.compile(r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)?\s?\d{1,2}\s[A-Z][a-z]{2,8}\b")


async def test_after_a_no_stands_no_number_but_dates_and_no_word_of_the_game() -> None:
    shown = await week_of(
        NEW,
        NURSE,
        *refused(),
        plan("talk", "conversation", "nurse", TODAY, contact=met("Karin"), planned_for=TODAY + WEEK),
        TakeQuest(happened_on=TODAY, quest="walk_a_day"),
    )

    stands = DATE.sub("", open_part(shown).replace("\u00a0", " "))
    assert heading(shown) == "You do not need to do anything today."
    assert "Conversation · Karin" in stands
    assert re.search(r"\d", stands) is None
    assert GAME_WORDS.search(stands) is None
    assert "When you are ready" in stands
    assert "What to try next" not in stands


# The line that dares.

DARE = SetChallenge(
    happened_on=MONDAY, challenge_id=uid("dare"), what="Ring two strangers", due=TODAY + timedelta(days=9)
)


async def test_a_challenge_of_the_coach_comes_before_every_quest_and_waits_until_it_is_done() -> None:
    async with pages() as service:
        await service.tell([NEW, NURSE, OfferQuest(happened_on=MONDAY, quest="walk_a_day"), DARE])

        open_ = await service.get(f"{AT}/week")
        accepted = await service.send(
            f"{AT}/week/challenge", challenge_id=str(uid("dare")), answer="accepted"
        )
        met_ = await service.send(f"{AT}/week/challenge", challenge_id=str(uid("dare")), answer="met")

        answers = [one.answer for one in await told(service, ChallengeAnswered)]
    assert "Your coach challenges you" in open_.text
    assert "By Friday 13 March. Saying no costs nothing." in open_.text.replace("\u00a0", " ")
    assert "A Day in Their Shoes" not in open_.text
    assert "You accepted a challenge" in accepted.text
    assert "A Day in Their Shoes" in met_.text
    assert answers == ["accepted", "met"]


async def test_a_challenge_whose_day_has_passed_asks_nothing_any_more() -> None:
    shown = await week_of(NEW, NURSE, DARE, now=NOON + timedelta(days=10))

    assert "Ring two strangers" not in open_part(shown)


async def test_a_quest_that_is_accepted_says_how_far_it_is() -> None:
    both = (
        TakeQuest(happened_on=MONDAY, quest="the_other_side"),
        discover("dike warden", MONDAY, distance="far"),
    )
    before = await week_of(NEW, *both)
    after = await week_of(NEW, *both, *step("talk", "conversation", "dike warden", TODAY))

    assert "Have two conversations outside your sector." in before.text
    assert "Nothing yet. What you do counts, whenever you do it." in before.text
    assert "1 of 2 so far." in after.text


async def test_a_quest_of_the_coach_is_accepted_or_not_now() -> None:
    async with pages() as service:
        await service.tell([NEW, NURSE, OfferQuest(happened_on=MONDAY, quest="walk_a_day")])

        offered = await service.get(f"{AT}/week")
        await service.send(f"{AT}/week/decline", quest="walk_a_day")
        await service.send(f"{AT}/week/take", quest="walk_a_day")

        declined, taken = await told(service, QuestDeclined), await told(service, QuestTaken)
    assert "A quest your coach thought of for you." in offered.text
    assert [one.quest for one in declined] == [one.quest for one in taken] == ["walk_a_day"]


@pytest.mark.parametrize("quest", ["first_light", "ask_the_odds"])
@pytest.mark.parametrize("told_by", [TakeQuest, OfferQuest])
async def test_a_quest_that_is_past_its_date_leaves_the_week(
    quest: Quest, told_by: type[TakeQuest | OfferQuest]
) -> None:
    async with pages() as service:
        await service.tell([NEW, NURSE, told_by(happened_on=NEW.happened_on, quest=quest)])
        service.clock.now = NOON + 4 * WEEK
        week, game = await service.get(f"{AT}/week"), await service.get(f"{AT}/game")

    assert not re.findall(rf'name="quest" value="{quest}"', week.html)
    assert "Choose one, or none" in week.text
    assert "the date has passed" in game.text
    assert not re.findall(rf'name="quest" value="{quest}"', game.html)


async def test_one_of_three_quests_is_chosen_or_none_of_them() -> None:
    async with pages() as service:
        await service.tell([NEW, NURSE])

        shown = await service.get(f"{AT}/week")
        offered = re.findall(r'name="quest" value="(\w+)"', shown.html)
        none = await service.send(f"{AT}/week/decline", quest=offered[3:])
        service.clock.now = NOON + 4 * WEEK
        again = await service.get(f"{AT}/week")
        now = re.findall(r'name="quest" value="(\w+)"', again.html)
        taken = await service.send(f"{AT}/week/take", quest=now[0])
        other = await service.send(f"{AT}/week/take", quest=now[1])

        declined = [one.quest for one in await told(service, QuestDeclined)]
    assert "Choose one, or none" in shown.text
    assert sorted(offered[:3]) == sorted(offered[3:]) == sorted(declined)
    assert set(re.findall(r'name="quest" value="(\w+)"', none.html)).isdisjoint(declined)
    assert "Choose one, or none" in again.text
    assert "Nothing yet. What you do counts, whenever you do it." in taken.text
    assert (other.status, "One quest at a time." in other.text) == (422, True)


async def test_with_the_game_off_nothing_of_it_is_in_the_page_and_the_challenge_stays() -> None:
    quest = TakeQuest(happened_on=MONDAY, quest="walk_a_day")
    off = SwitchGame(happened_on=TODAY, on=False)
    early = start(happened_on=MONDAY - 3 * WEEK)
    before = step("advert", "desk_research", "nurse", MONDAY - 2 * WEEK)
    told_before = (early, NURSE, *before, *step("talk", "conversation", "nurse", TODAY), quest)
    game, without = await week_of(*told_before), await week_of(*told_before, off)
    challenged = await week_of(early, NURSE, DARE, off)

    assert "A Day in Their Shoes" in game.text
    assert "lowing down" in game.text
    assert re.search(r"quest|momentum|slowing|Shoes|points|level|badge", without.html, re.IGNORECASE) is None
    assert "1 of your 2 steps." in without.text
    assert "Ring two strangers" in challenged.text


# What to try next.


async def test_what_was_shown_is_told_with_the_first_form_of_the_week_and_not_by_looking() -> None:
    async with pages() as service:
        await service.tell([NEW, NURSE, discover("baker", MONDAY)])
        looked = await service.get(f"{AT}/week")
        before = await told(service, SuggestionOffered)

        for energy, shown in (("6", looked.field("shown")), ("6", looked.field("shown"))):
            await service.send(f"{AT}/week/energy", energy=energy, shown=shown)
        await service.tell([discover("pilot", MONDAY, starting_appeal=10)])
        again = (await service.get(f"{AT}/week")).field("shown")
        await service.send(f"{AT}/week/goal", weekly_goal="3", shown=again)

        offered = await told(service, SuggestionOffered)
    assert before == []
    assert str(uid("pilot")) in again
    assert [(one.monday, {each.role_id for each in one.offers}) for one in offered] == [
        (MONDAY, {uid("nurse"), uid("baker")})
    ]


async def test_what_a_coach_suggested_is_another_thing() -> None:
    offers = (OfferedExperimentInput(role_id=uid("nurse"), kind="job_shadow"),)
    of_coach = OfferSuggestions(happened_on=TODAY, monday=MONDAY, offers=offers)
    async with pages() as service:
        await service.tell([NEW, NURSE])
        await service.journeys.commands.execute(
            stream_id(LOCAL_TENANT, MARLOES), [CommandBatch.of(uid("offer"), [of_coach])], uid("Ingrid")
        )
        shown = (await service.get(f"{AT}/week")).field("shown")

        for energy in ("6", "6"):
            await service.send(f"{AT}/week/energy", energy=energy, shown=shown)

        offered = await told(service, SuggestionOffered)
    assert [one.kind for event in offered for one in event.offers] == ["job_shadow", "conversation"]


@pytest.mark.parametrize("change", [("nurse", "baker"), (str(MONDAY), str(MONDAY + WEEK))])
async def test_a_field_that_was_changed_by_hand_tells_nothing(change: tuple[str, str]) -> None:
    async with pages() as service:
        await service.tell([NEW, NURSE, discover("baker", MONDAY)])
        shown = (await service.get(f"{AT}/week")).field("shown")
        this, other = (str(uid(one)) if "-" not in one else one for one in change)

        saved = await service.send(f"{AT}/week/energy", energy="6", shown=shown.replace(this, other, 1))

        offered, rated = await told(service, SuggestionOffered), await told(service, EnergyRated)
    assert saved.status == 200
    assert (len(offered), len(rated)) == (0, 1)


async def test_a_role_that_is_suggested_for_weeks_and_never_tried_is_tried_or_parked() -> None:
    early = start(happened_on=MONDAY - 3 * WEEK)
    async with pages() as service:
        await service.tell([early, discover("nurse", MONDAY - 3 * WEEK)])
        for weeks in (3, 2, 1):
            service.clock.now = NOON - weeks * WEEK
            shown = (await service.get(f"{AT}/week")).field("shown")
            await service.send(f"{AT}/week/energy", energy="6", shown=shown)
        service.clock.now = NOON

        asked = await service.get(f"{AT}/week")
        await service.send(f"{AT}/week/park", role_id=str(uid("nurse")))

        parked = await told(service, RoleParked)
    assert "Suggested three times. Try it or park it." in asked.text
    assert [one.role_id for one in parked] == [uid("nurse")]


async def test_the_last_conclusion_orders_what_to_try_until_the_usual_order_is_asked_for() -> None:
    early = start(happened_on=MONDAY - WEEK)
    roles = [
        discover(title, MONDAY - WEEK, starting_appeal=appeal)
        for title, appeal in (("baker", 9), ("nurse", 2))
    ]
    async with pages() as service:
        await service.tell([early, *roles])
        usual = await service.get(f"{AT}/week")
        last = roles_suggested(usual)[-1]
        closed = ReviewWeek(
            happened_on=MONDAY,
            monday=MONDAY - WEEK,
            conclusion="Ask them",
            first="role",
            first_role_id=uid(last),
        )
        await service.tell([closed])

        ordered = await service.get(f"{AT}/week")
        again = await service.send(f"{AT}/week/order")

        planned = await told(service, WeekPlanned)
    assert "Last week you concluded “Ask them”" in ordered.text
    assert f"So {last} comes first." in ordered.text
    assert roles_suggested(usual) == roles_suggested(again) == list(reversed(roles_suggested(ordered)))
    assert "you concluded" not in again.text
    assert [one.first for one in planned] == ["usual"]


def roles_suggested(shown: Shown) -> list[str]:
    return [one.lower() for one in re.findall(r"<h3>\w+(?: \w+)? · (\w+)</h3>", shown.html)]


async def test_the_next_date_is_told_with_one_colon_at_most() -> None:
    interview = plan("talk", "interview", "nurse", MONDAY, planned_for=TODAY, contact=met("Karin"))
    shown = await week_of(NEW, NURSE, interview)
    told_next = re.findall(r'class="standfirst">([^<]*)<', shown.html)

    assert any("ask whether you may call afterwards" in one for one in told_next)
    assert all(one.count(":") <= 1 for one in told_next)


async def test_the_client_s_own_words_are_quoted_however_they_end() -> None:
    following = NextStepInput(what="Send it before Friday.", due=TODAY + timedelta(days=1))
    ran, concluded = outcome("talk", TODAY)
    talk = plan("talk", "conversation", "nurse", TODAY)
    shown = await week_of(NEW, NURSE, talk, ran, replace(concluded, next_step=following))

    assert "Tomorrow: “Send it before Friday.”" in shown.text
    assert ".”." not in shown.text


# Two minutes count.


@pytest.mark.parametrize("refusing", [True, False])
async def test_nobody_who_said_no_this_week_is_to_be_thanked(refusing: bool) -> None:
    interview = plan("talk", "interview", "nurse", MONDAY, contact=met("Karin"))
    no = RecordAnswer(
        happened_on=TODAY, experiment_id=uid("talk"), answer="rejected_after_interview", close=True
    )
    shown = await week_of(NEW, NURSE, interview, *outcome("talk", MONDAY), *([no] if refusing else []))

    assert ("Thank Karin" in shown.text) != refusing


async def test_whoever_said_no_in_a_call_about_an_application_is_not_to_be_thanked() -> None:
    asking = plan("ring", "follow_up", "nurse", MONDAY, contact=met("Karin"), refers_to=uid("letter"))
    no = RecordAnswer(happened_on=TODAY, experiment_id=uid("letter"), answer="rejected_unseen")
    told_all = [NEW, NURSE, *step("letter", "application", "nurse", MONDAY), asking, *outcome("ring", TODAY)]

    assert "Thank Karin" in (await week_of(*told_all)).text
    assert "Thank Karin" not in (await week_of(*told_all, no)).text


async def test_the_end_of_a_wait_is_not_told_before_it_is_there() -> None:
    sent = step("letter", "application", "nurse", MONDAY)

    assert "had no reply" not in (await week_of(NEW, NURSE, *sent)).text


async def test_whoever_withdraws_the_step_that_came_back_finds_the_page_of_before() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        before = await service.get(f"{AT}/week")
        await service.tell(step("back", "conversation", "teacher", TODAY, contact=met("Karin")))
        back = await service.get(f"{AT}/week")
        plans = [one.number for one in await service.entries() if isinstance(one.event, ExperimentPlanned)]
        await service.tell([RetractEntry(happened_on=TODAY, number=plans[-1], reason="no")])
        after = await service.get(f"{AT}/week")

    assert heading(before) == heading(after) == "Good to see you."
    assert heading(back) != heading(before)


async def test_what_takes_two_minutes_is_no_step_and_brings_nothing_but_help() -> None:
    criteria = [
        NameCriterion(happened_on=MONDAY, criterion_id=uid(name), wording=name) for name in ("pay", "calm")
    ]
    talk = plan("talk", "conversation", "nurse", TODAY, contact=met("Karin"), hypothesis="They want a degree")
    async with pages() as service:
        await service.tell([NEW, NURSE, *criteria, talk, *outcome("talk", TODAY)])
        shown = await service.get(f"{AT}/week")
        points = (await service.view(GAME)).total

        sent = [
            await service.send(f"{AT}/week/{name}", **fields)
            for name, fields in (
                ("verdict", {"experiment_id": str(uid("talk")), "verdict": "did_not"}),
                ("energy", {"energy": "2"}),
                ("choice", {"choice": f"{uid('calm')}.{uid('pay')}"}),
            )
        ]

        assert (await service.view(GAME)).total == points > 0
        verdicts, rated = await told(service, BeliefJudged), await told(service, EnergyRated)
        (choice,) = await told(service, TradeoffMade)
    assert "Thank Karin in two lines" in shown.text
    assert "sms:?&amp;body=Hello%20Karin" in shown.html
    assert ["It is not a step. It helps." in one.text for one in sent] == [True, True, True]
    assert ([one.verdict for one in verdicts], [one.rating for one in rated]) == (["did_not"], [2])
    assert (choice.winner, choice.met_in_reality) == (uid("calm"), False)
    assert heading(sent[-1]) == heading(shown) == "One of two steps done."


@pytest.mark.parametrize(
    ("rating", "days", "first"), [(3, 0, True), (3, 6, True), (3, 7, False), (4, 0, False)]
)
async def test_with_little_energy_they_stand_first(rating: int, days: int, first: bool) -> None:
    waits = plan("talk", "conversation", "nurse", MONDAY, planned_for=TODAY + timedelta(days=2))
    rated = RateEnergy(happened_on=TODAY - timedelta(days=days), rating=rating)
    criteria = [
        NameCriterion(happened_on=MONDAY, criterion_id=uid(name), wording=name) for name in ("pay", "calm")
    ]
    early = start(happened_on=MONDAY - WEEK)
    shown = await week_of(early, NURSE, *criteria, waits, rated)

    assert (shown.html.index('id="low"') < shown.html.index('id="planned"')) is first


# The week itself.


async def test_a_plan_is_dropped_on_its_own_page() -> None:
    async with pages() as service:
        await service.tell([NEW, NURSE, plan("talk", "conversation", "nurse", TODAY)])
        page = await service.get(f"{AT}/experiments/{uid('talk')}")

        shown = await service.send(f"{AT}/week/drop", experiment_id=page.field("experiment_id"))

        dropped = await told(service, ExperimentDropped)
    assert "Drop this plan" in page.text
    assert "Dropped. It stays in your history as a plan." in shown.text
    assert len(dropped) == 1


async def test_the_goal_is_changed_any_week_to_one_two_or_three() -> None:
    async with pages() as service:
        await service.tell([NEW])

        wrong = await service.send(f"{AT}/week/goal", weekly_goal="4")
        shown = await service.send(f"{AT}/week/goal", weekly_goal="3")

        goals = [one.weekly_goal for one in await told(service, PlanAdjusted)]
    assert (wrong.status, "Choose 1, 2 or 3." in wrong.text) == (422, True)
    assert "Change your goal of 3 steps" in shown.text
    assert goals == [3]


@pytest.mark.parametrize(
    ("days", "steps", "closes"), [(0, 1, False), (0, 2, True), (2, 0, True), (4, 1, True)]
)
async def test_a_week_is_closed_from_friday_or_when_the_goal_is_reached(
    days: int, steps: int, closes: bool
) -> None:
    taken = [one for name in "ab"[:steps] for one in step(name, "conversation", "nurse", TODAY)]
    shown = await week_of(NEW, NURSE, *taken, now=NOON + timedelta(days=days))

    assert (f"{AT}/week/close?monday={MONDAY}" in shown.html) is closes


async def test_what_a_week_is_for_stands_at_its_top_and_leaves_its_order() -> None:
    async with pages() as service:
        await service.tell([NEW])
        await service.send(f"{AT}/week/order")

        shown = await service.send(f"{AT}/week/intention", intention="Whether nursing is calm")

        planned = await told(service, WeekPlanned)
    assert "Whether nursing is calm" in shown.text
    assert [(one.intention, one.first) for one in planned] == [
        (None, "usual"),
        ("Whether nursing is calm", "usual"),
    ]


async def test_what_was_shown_is_told_with_a_step_that_is_planned_from_it() -> None:
    async with pages() as service:
        await service.tell([NEW, NURSE])
        week = await service.get(f"{AT}/week")
        (link,) = re.findall(rf'href="({AT}/plan\?kind=[^"]+)"', week.html)
        form = await service.get(unescape(link))

        await service.send(
            f"{AT}/plan", kind="conversation", role=form.field("role"), shown=form.field("shown")
        )

        offered, planned = await told(service, SuggestionOffered), await told(service, ExperimentPlanned)
    assert [one.role_id for one in planned] == [uid("nurse")]
    assert [one.monday for one in offered] == [MONDAY]


async def test_in_a_week_off_only_the_ticked_appointments_stand() -> None:
    friday = TODAY + timedelta(days=2)
    interview, talk = (
        plan(name, kind, "nurse", TODAY, planned_for=friday, contact=met("Karin"))
        for name, kind in (("interview", "interview"), ("talk", "conversation"))
    )
    async with pages() as service:
        await service.tell([NEW, NURSE, interview, talk])
        asked = await service.get(f"{AT}/week")

        shown = await service.send(f"{AT}/week/rest", remind_of=str(uid("interview")))

        (rest,) = await told(service, RestDeclared)
    assert "Interview · Karin, Friday" in asked.text
    assert rest.remind_of == (uid("interview"),)
    assert "Interview · Karin" in shown.text
    assert "Conversation · Karin" not in shown.text


async def test_a_reserve_week_is_used_until_wednesday_for_a_week_without_a_step() -> None:
    early = start(happened_on=MONDAY - WEEK, programme_end=MONDAY + 11 * WEEK)
    async with pages() as service:
        await service.tell([early, NURSE])
        offered = await service.get(f"{AT}/week")

        shown = await service.send(f"{AT}/week/reserve")

        (rest,) = await told(service, RestDeclared)
    later = await week_of(early, NURSE, now=NOON + timedelta(days=1))
    busy = await week_of(early, NURSE, *step("talk", "conversation", "nurse", MONDAY - WEEK))
    assert "Use a reserve week for last week" in offered.text
    assert "You have 2." in offered.text
    assert (rest.monday, rest.reserve) == (MONDAY - WEEK, True)
    assert "Saved. Last week was a week off." in shown.text
    assert [one for one in (shown, later, busy) if "Use a reserve week for last week" in one.text] == []


async def test_without_a_reserve_week_none_is_used() -> None:
    async with pages() as service:
        await service.tell([start(happened_on=MONDAY - WEEK, programme_end=MONDAY + 3 * WEEK)])

        shown = await service.send(f"{AT}/week/reserve")

        rests = await told(service, RestDeclared)
    assert (shown.status, "You have no reserve week left." in shown.text) == (422, True)
    assert rests == []


async def test_what_time_alone_does_to_an_order_is_no_finding() -> None:
    close = [discover(one, MONDAY, starting_appeal=appeal) for one, appeal in (("baker", 7), ("nurse", 5))]
    talk = plan("talk", "conversation", "nurse", MONDAY, contact=met("Karin"))
    findings: list[str] = []
    async with pages() as service:
        await service.tell([NEW, *close, talk, *outcome("talk", MONDAY, appeal=6)])
        for days in range(80, 130):
            service.clock.now = NOON + timedelta(days=days)
            await service.tell([RateEnergy(happened_on=service.clock.now.date(), rating=6)])
            findings.append(heading(await service.get(f"{AT}/week")))

    assert [one for one in findings if "first now" in one or "level with" in one] == []


async def test_what_is_due_next_is_a_link_to_where_it_is_done() -> None:
    come_back = PlanFollowUp(
        happened_on=TODAY,
        follow_up_id=uid("again"),
        experiment_id=uid("talk"),
        due=TODAY,
        what="Ask about pay",
    )
    talk = plan("talk", "conversation", None, TODAY)
    async with pages() as service:
        await service.tell([start(), talk, *outcome("talk", TODAY), come_back])

        shown = await service.get(f"{AT}/week")

    assert f'href="{AT}/agenda#follow_up-{uid("again")}"' in shown.html


async def test_an_invitation_stands_there_until_the_interview_is_planned() -> None:
    letter = plan("letter", "application", "nurse", TODAY)
    invited = RecordAnswer(happened_on=TODAY, experiment_id=uid("letter"), answer="invited")
    async with pages() as service:
        await service.tell([start(), discover("nurse"), letter, *outcome("letter", TODAY)])
        before = await service.get(f"{AT}/week")
        await service.tell([invited])
        asked = await service.get(f"{AT}/week")
        await service.tell([plan("talk", "interview", "nurse", TODAY, planned_for=TODAY + timedelta(days=2))])
        after = await service.get(f"{AT}/week")

    assert "Waiting for a reply" in before.text
    assert f"{AT}/plan?kind=interview&amp;role=nurse" in asked.html
    assert "Waiting for a reply" not in asked.text
    for one in (before, after):
        assert "They want to meet you" not in one.text


async def test_what_is_overdue_is_told_before_what_is_to_come_as_on_the_to_do_list() -> None:
    late = plan("late", "conversation", "nurse", MONDAY, planned_for=MONDAY, contact=met("Karin"))
    soon = plan("soon", "interview", "nurse", MONDAY, planned_for=TODAY + timedelta(days=1))
    async with pages() as service:
        await service.tell([NEW, NURSE, late, soon])

        week, agenda = await service.get(f"{AT}/week"), await service.get(f"{AT}/agenda")

    assert "One step planned, for tomorrow. One thing is overdue. View it" in " ".join(week.text.split())
    assert f'href="{AT}/agenda#planned-{uid("late")}"' in week.html
    assert "One thing is overdue." in agenda.text


async def test_after_an_ending_the_week_asks_no_more_than_the_to_do_list() -> None:
    late = plan("late", "conversation", "nurse", MONDAY, planned_for=MONDAY, contact=met("Karin"))
    later = plan("soon", "interview", "nurse", MONDAY, planned_for=TODAY + timedelta(days=1))
    ending = RecordEnding(happened_on=TODAY, ending="new_work")
    over, standing = await week_of(NEW, NURSE, late, ending), await week_of(NEW, NURSE, later, ending)

    assert "This date has passed" not in over.text
    assert f"{AT}/log?plan=" not in over.html
    assert f"{AT}/log?plan={uid('soon')}" in standing.html


async def test_the_week_names_the_phase_beside_what_it_suggests() -> None:
    shown = await week_of(NEW, NURSE, EmphasisePhase(happened_on=TODAY, phase="market_approach"))

    assert "Your phase now: Meet the market" in shown.text

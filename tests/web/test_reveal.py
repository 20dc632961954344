"""What a step or a reply changed, as a page: its finding, its blocks, and the one thing next."""

import re
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest

from domain.journey.commands.allies import InviteAlly
from domain.journey.commands.answers import RecordAnswer, RecordSilence
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.corrections import RetractEntry
from domain.journey.commands.course import SwitchGame
from domain.journey.commands.evidence import (
    GapInput,
    LearningInput,
    NameCriterion,
    OddsSignalInput,
    StrengthInput,
)
from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    NextStepInput,
    RunExperiment,
)
from domain.journey.commands.experiments import ForecastInput, IfThenPlanInput
from domain.journey.commands.network import AddContact, ContactInput, EmployerInput
from domain.journey.commands.pitches import NotePapersSent, RevisePitch
from domain.journey.commands.quests import TakeQuest
from domain.journey.commands.refusals import AgreeFeedback
from domain.journey.commands.roles import NewRoleInput
from domain.journey.events.beliefs import BeliefJudged
from domain.journey.events.experiments import ExperimentPlanned, ExperimentRun
from domain.journey.events.refusals import FeedbackAgreed, RefusalPaused
from domain.vocabulary import ApproachAnswer
from tests.web.coached import coached
from tests.web.running_pages import Shown, pages
from tests.web.sample import MARLOES, MONDAY, NOON, day, discover, met, outcome, plan, start, step, trade, uid

AT = f"/journeys/{MARLOES}"
TODAY = NOON.date()
"""A Wednesday."""
SUNDAY = TODAY - timedelta(days=3)
TALK = f"{AT}/steps/{uid('johan')}"
REVEAL = f"{TALK}/reveal"
ADVISER, QUALITY, LEAD = "energy adviser", "quality coordinator", "team lead"
JOHAN = ContactInput(contact_id=uid("Johan"), tie="weak", in_role=True, can_hire=True, name="Johan")
LINDOME = EmployerInput(employer_id=uid("Lindome"), name="Lindome Omsorg")


def elin() -> list[Any]:
    """Three roles, of which energy adviser is third, and priorities."""
    return [
        start(called="Elin"),
        discover(QUALITY, starting_appeal=7, distance="same"),
        discover(LEAD, starting_appeal=7),
        discover(ADVISER, starting_appeal=5),
        *(
            NameCriterion(happened_on=MONDAY, criterion_id=uid(name), wording=name)
            for name in ("variety", "travel time", "pay")
        ),
    ]


def planned(**more: Any) -> Any:
    """A conversation with Johan, with all guesses."""
    guesses: dict[str, Any] = {
        "hypothesis": "They only want people with a degree.",
        "forecast": ForecastInput(appeal=5, five_tries="perhaps"),
        "plan": IfThenPlanInput(when="after lunch", where="their office"),
        "dread_before": 7,
        "feared": "that I would waste his time",
    }
    return plan("johan", "conversation", ADVISER, SUNDAY, contact=JOHAN, **(guesses | more))


def ran(**more: Any) -> Any:
    return RunExperiment(happened_on=TODAY, experiment_id=uid("johan"), **({"dread_after": 2} | more))


def concluded(next_step: NextStepInput | None = None, **learned: Any) -> Any:
    return ConcludeExperiment(
        happened_on=TODAY,
        experiment_id=uid("johan"),
        conclusion="I can do this",
        learned=LearningInput(**learned),
        next_step=next_step,
    )


HEARD = (OddsSignalInput(signal="fresh_outsider_from_hirer"), OddsSignalInput(signal="asked_for_cv"))
CV = NextStepInput(what="Send it before Tuesday.", due=TODAY + timedelta(days=5))
CALC = "The calculations can be learned."


def talk() -> list[Any]:
    """A conversation that moved, taught and surprised."""
    return [
        *elin(),
        planned(),
        ran(note=CALC, fear="did_not"),
        concluded(
            CV,
            appeal=9,
            odds=HEARD,
            tradeoffs=(trade("variety", "travel time"),),
            strengths=(StrengthInput(strength_id=uid("asks"), wording="Asks on", witness="contact"),),
            gaps=(GapInput(gap_id=uid("licence"), wording="a driving licence", closable=True),),
            roles=(NewRoleInput(role_id=uid("planner"), title="route planner", distance="far"),),
        ),
    ]


async def revealed(*told: Any, of: str = "johan", on: date = TODAY) -> Shown:
    """The page of a step of a journey."""
    async with pages() as service:
        service.clock.now += on - TODAY
        await service.tell(told)
        return await service.get(f"{AT}/steps/{uid(of)}/reveal")


def heading(shown: Shown) -> str:
    found = re.search(r"<h1[^>]*>([^<]*)</h1>", shown.html)
    assert found
    return found[1].replace("&#39;", "'")


def main_actions(shown: Shown) -> list[str]:
    """What the main buttons of a page say."""
    main = shown.html[shown.html.index("<main") : shown.html.index("</main>")]
    buttons = re.findall(r"<(?:button|a)([^>]*)>([^<]*)</(?:button|a)>", main)
    return [
        text
        for tag, text in buttons
        if ('class="button"' in tag or ("href" not in tag and "class" not in tag)) and text.strip()
    ]


# A conversation.


async def test_the_finding_comes_first_and_then_what_was_guessed_beside_what_happened() -> None:
    shown = await revealed(*talk())

    assert heading(shown) == "Energy adviser moves from third to first."
    for text in (
        "You liked it more than you expected, and someone who hires says newcomers are welcome.",
        "Conversation with Johan, today. Change or add",
        "You wrote on Sunday “They only want people with a degree.”",
        f"Johan said “{CALC}”",
        "Did it hold up? Held up Did not hold up Cannot tell yet",
        "How much you would like it 5 → expected, then felt 9 Four more than you expected.",
        "How much you dreaded it 7 → before, then after 2",
        "You feared “that I would waste his time”. It did not happen.",
        "Would five tries lead to an interview? perhaps → guessed, then known likely",
        "It is scored after five tries.",
    ):
        assert text in shown.text


async def test_what_it_moved_is_without_the_step_and_with_it() -> None:
    shown = await revealed(*talk())

    assert "What it moved without this step with it" in shown.text
    assert re.search(
        r"Energy adviser (\d+) potential, was \d+ Appeal quite appealing \d+ ± \d+ was neutral, ", shown.text
    )
    assert re.search(
        r"1 Energy adviser was third \d+ 2 Quality coordinator was first \d+ 3 Team lead was second",
        shown.text,
    )
    assert "You chose variety over travel time, in real life this time." in shown.text
    assert re.search(
        r"Variety counts for more \d+% → \d+% Travel time counts for less \d+% → \d+%", shown.text
    )
    assert "Pay counts" not in shown.text
    assert "A strength that someone saw in you “Asks on” Johan named it." in shown.text
    assert "“a driving licence” Decide what to do with it" in shown.text
    assert "New on your list Route planner" in shown.text


async def test_the_points_are_listed_with_what_they_are_for() -> None:
    quest = TakeQuest(happened_on=MONDAY, quest="first_light")
    shown = await revealed(*talk(), quest)

    assert "66 points, all for what you did" in shown.text
    for line in (
        "For planning: belief, guess, when and where 10",
        "For doing it 15",
        "For what you learned 20",
        "For a conclusion 5",
        "For being surprised 5",
        "For going although you dreaded it 6",
        "For coming back 5",
        "Level 2 66 of 180",
        "Badge: Glad I Asked.",
    ):
        assert line in shown.text
    assert "Quest done" not in shown.text


@pytest.mark.parametrize("name", ["first talk", "second talk", "day along", "cold call", "rung"])
async def test_the_lines_add_up_to_the_points(name: str) -> None:
    shown = await revealed(*coached(), of=name)
    block = shown.text[shown.text.index("all for what you did") : shown.text.index("Level ")]

    points = re.search(r"(\d+) points, all for what you did", shown.text)
    assert points
    assert sum(map(int, re.findall(r" (\d+)(?= |$)", block))) == int(points[1])


async def test_the_like_of_it_in_the_same_week_counts_for_less() -> None:
    before = step("earlier", "conversation", ADVISER, TODAY - timedelta(days=1))
    shown = await revealed(*elin(), *before, planned(), ran(), concluded())

    assert "You did something similar in the same week 70%" in shown.text


async def test_a_quest_that_was_accepted_is_named_when_the_step_completes_it() -> None:
    quest = TakeQuest(happened_on=MONDAY, quest="walk_a_day")
    long = [
        plan("johan", "job_shadow", ADVISER, SUNDAY, contact=JOHAN),
        RunExperiment(happened_on=TODAY, experiment_id=uid("johan"), hours=7),
    ]

    assert "Quest done: A Day in Their Shoes." in (await revealed(*elin(), quest, *long)).text
    assert "Quest done" not in (await revealed(*elin(), *long)).text


async def test_with_the_game_off_there_is_no_word_of_it() -> None:
    off = SwitchGame(happened_on=TODAY, on=False)
    shown = await revealed(*talk(), off)

    assert re.search(r"(?i)\bpoints\b|level|badge|quest\b", shown.html) is None
    assert heading(shown) == "Energy adviser moves from third to first."


async def test_a_verdict_is_given_in_one_tap_and_may_be_the_finding() -> None:
    told = [
        *elin(),
        *(one for name in "abcd" for one in step(name, "conversation", ADVISER, day(2), contact=met(name))),
    ]
    async with pages() as service:
        await service.tell([*told, planned(forecast=None), ran(), concluded()])
        shown = await service.send(f"{TALK}/verdict", verdict="did_not")
        unsaid = await service.send(f"{TALK}/verdict")
        events = [one.event for one in await service.entries()]

    assert shown.path == REVEAL
    assert heading(shown) == "What you believed did not hold up."
    assert "What you wanted to test Did not hold up" in shown.text
    assert [one.verdict for one in events if isinstance(one, BeliefJudged)] == ["did_not"]
    assert unsaid.status == 422
    assert "Say whether it held up." in unsaid.text


async def test_without_a_guess_it_says_so_once_and_asks_nothing() -> None:
    bare = planned(hypothesis=None, forecast=None, plan=None, dread_before=None, feared=None)
    shown = await revealed(*elin(), bare, ran(dread_after=None), concluded(appeal=9))

    assert shown.text.count("You made no guess this time.") == 1
    assert "you guessed" not in shown.text
    assert "Did it hold up?" not in shown.text


async def test_where_nothing_moved_a_repeat_made_the_client_surer() -> None:
    before = [one for name in "abc" for one in step(name, "conversation", ADVISER, day(2), contact=met(name))]
    rated = [
        ConcludeExperiment(
            happened_on=day(2), experiment_id=uid(name), conclusion="so", learned=LearningInput(appeal=5)
        )
        for name in "abc"
    ]
    told = [one for one in before if not isinstance(one, ConcludeExperiment)]
    shown = await revealed(*elin(), *told, *rated, planned(), ran(), concluded(appeal=5))

    assert "No role moved by a point." in shown.text
    assert re.search(r"A repeat makes you surer: ± \d+ is ± \d+ now\.", shown.text)


async def test_a_step_without_a_role_shows_its_guess_its_points_and_what_comes_next() -> None:
    alone = plan("johan", "reflection", None, SUNDAY, hypothesis="I like mornings")
    shown = await revealed(*elin(), alone, ran(note="True in May"))

    assert "What it moved" not in shown.text
    assert "You wrote “True in May”" in shown.text
    assert "points, all for what you did" in shown.text
    assert main_actions(shown) == ["Write what you conclude"]


async def test_a_step_that_was_called_off_counts_for_being_there() -> None:
    off = CancelExperiment(happened_on=TODAY, experiment_id=uid("johan"))
    shown = await revealed(*elin(), planned(), off)

    assert heading(shown) == "They called it off. It counts as a step."
    assert "For being there, 60% 9" in shown.text
    assert "What it moved" not in shown.text


# One thing next.

COACH = AssignCoach(happened_on=MONDAY, coach_id=uid("Ingrid"), name="Ingrid")
FRIDAY = TODAY + timedelta(days=2)


def bare_talk(**more: Any) -> list[Any]:
    """A conversation without guesses that was concluded, with nothing that comes next."""
    quiet = {"hypothesis": None, "forecast": None, "plan": None, "dread_before": None, "feared": None}
    return [*elin(), planned(**(quiet | more)), ran(dread_after=None), concluded()]


async def test_the_next_step_that_was_written_is_planned_with_all_that_is_known_of_it() -> None:
    shown = await revealed(*talk())
    href = re.search(r'href="([^"]*/plan\?[^"]*)"', shown.html)

    assert main_actions(shown) == ["Plan sending it"]
    assert "Johan asked for your CV. You wrote: “Send it before Tuesday.”" in shown.text
    assert href
    async with pages() as service:
        await service.tell(talk())
        form = await service.get(href[1].replace("&amp;", "&"))
    assert form.status == 200
    assert (form.field("role"), form.field("who")) == (ADVISER, "Johan")
    assert form.field("planned_for") == str(TODAY + timedelta(days=5))
    assert 'value="application" checked' in form.html


async def test_what_was_planned_since_is_not_offered_again() -> None:
    since = plan("cv", "application", ADVISER, TODAY, planned_for=TODAY + timedelta(days=5))

    assert main_actions(await revealed(*talk(), since)) != ["Plan sending it"]


@pytest.mark.parametrize(
    ("told", "on", "expected"),
    [
        ([*elin(), planned(), ran()], TODAY, "Write what you conclude"),
        (bare_talk(), TODAY, "Plan this"),
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
        ([*bare_talk(), *step("more", "desk_research", LEAD, TODAY)], TODAY, "Plan this"),
    ],
)
async def test_one_thing_is_next(told: list[Any], on: date, expected: str) -> None:
    shown = await revealed(*told, on=on)

    assert main_actions(shown) == [expected]
    assert shown.text.count("One thing next") == 1
    assert "Not now" in shown.text


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

    assert shown.path == REVEAL
    assert [one.experiment_id for one in events if isinstance(one, FeedbackAgreed)] == [uid("johan")]
    assert main_actions(shown) != ["I may call"]


# Applications and replies.

SENT = day(7)


def application(**more: Any) -> list[Any]:
    told = plan("letter", "application", ADVISER, SENT, employer=LINDOME, **more)
    return [*elin(), told, *outcome("letter", SENT)]


def replied(answer: ApproachAnswer, on: date = TODAY, close: bool | None = None) -> Any:
    return RecordAnswer(happened_on=on, experiment_id=uid("letter"), answer=answer, close=close)


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
    assert "What it moved without this reply with it" in shown.text
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


async def test_a_reply_leads_to_what_it_changed() -> None:
    async with pages() as service:
        await service.tell(application())
        shown = await service.send(f"{AT}/refusals/{uid('letter')}/answer", answer="invited")

    assert shown.path == f"{AT}/steps/{uid('letter')}/reveal"
    assert "Saved. A good reply from Lindome Omsorg, today." in shown.text


# After a no.

OVE = [
    AddContact(happened_on=MONDAY, contact_id=uid("Ove"), name="Ove", tie="strong", phone="070-123 45 67"),
    InviteAlly(happened_on=MONDAY, contact_id=uid("Ove"), how_to_help="Call me any evening."),
]


def refused(on: date = TODAY) -> list[Any]:
    """A no after an interview at which the client was told that they may call."""
    interview = plan(
        "letter",
        "interview",
        QUALITY,
        day(6),
        employer=LINDOME,
        forecast=ForecastInput(appeal=6, invited=0.65),
    )
    agreed = AgreeFeedback(happened_on=day(6), experiment_id=uid("letter"))
    no = replied("rejected_after_interview", on, close=True)
    return [*elin(), *OVE, interview, *outcome("letter", day(6)), agreed, no]


class OutsideDetails(HTMLParser):
    """Reads what stands open in the main part of a page, without links that dial."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._within: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"main", "details", "form"}:
            self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"main", "details", "form"}:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        if self._within and "details" not in self._within:
            self.texts.append(data)


def open_text(html: str) -> str:
    reader = OutsideDetails()
    reader.feed(html)
    return " ".join(" ".join(reader.texts).split())


async def test_after_a_no_care_comes_first() -> None:
    shown = await revealed(*refused(), of="letter")

    assert heading(shown) == "You do not need to do anything with it today."
    for text in (
        "A no from Lindome Omsorg, today.",
        "A no hurts, even when you saw it coming.",
        "It is about this job only: quality coordinator at Lindome Omsorg, beside those candidates.",
        "You got as far as an interview. That stays true.",
        "Ove said: “Call me any evening.” Call Ove",
        "They said you may call and ask for feedback. Monday is early enough. Your script is ready.",
        "What this changed in your profile",
        "What you expected beforehand",
    ):
        assert text in shown.text
    assert 'href="tel:0701234567"' in shown.html
    assert main_actions(shown) == ["Leave it for today"]
    assert "Continue now" in shown.text


GAME_WORDS = re.compile(r"(?i)\b(points?|levels?|badges?|quests?|momentum)\b")
DATE = re.compile(r"\b\d{1,2}\xa0(January|February|March|April)\b")


@pytest.mark.parametrize("of", ["letter", "johan"])
async def test_while_care_holds_no_figure_and_no_word_of_the_game_stands_open(of: str) -> None:
    conversation = talk()[len(elin()) :]
    shown = await revealed(*refused(), *conversation, of=of)
    text = DATE.sub("", open_text(shown.html))

    assert re.findall(r"\d+", text) == []
    assert GAME_WORDS.findall(text) == []
    assert "Plan this" not in shown.text


async def test_to_leave_it_for_today_leads_to_the_week_and_the_next_morning_care_is_over() -> None:
    async with pages() as service:
        await service.tell(refused())
        shown = await service.send(f"{AT}/steps/{uid('letter')}/pause")
        still = await service.get(f"{AT}/steps/{uid('letter')}/reveal")
        service.clock.now += timedelta(days=1)
        after = await service.get(f"{AT}/steps/{uid('letter')}/reveal")
        events = [one.event for one in await service.entries()]

    assert shown.path == f"{AT}/week"
    assert [one.skipped for one in events if isinstance(one, RefusalPaused)] == [False]
    assert "Leave it for today" in still.text
    assert heading(after) == "It is about this job only."
    assert main_actions(after) == ["Ask for feedback"]


async def test_to_continue_goes_on_at_once() -> None:
    async with pages() as service:
        await service.tell(refused())
        shown = await service.send(f"{AT}/steps/{uid('letter')}/pause", skipped="yes")

    assert shown.path == f"{AT}/steps/{uid('letter')}/reveal"
    assert main_actions(shown) == ["Ask for feedback"]
    assert "Leave it for today" not in shown.text


# What is not there.


async def test_a_step_that_is_not_in_the_journey_is_not_found() -> None:
    shown = await revealed(*elin(), of="nobody")

    assert shown.status == 404
    assert "This step is not in your journey." in shown.text


async def test_a_step_that_was_withdrawn_is_in_the_history() -> None:
    async with pages() as service:
        await service.tell([*elin(), planned()])
        number = next(
            one.number for one in await service.entries() if isinstance(one.event, ExperimentPlanned)
        )
        await service.tell([RetractEntry(happened_on=TODAY, number=number, reason="no")])
        shown = await service.get(REVEAL)

    assert shown.status == 410
    assert "This entry was withdrawn. It is in your history." in shown.text
    assert f'href="{AT}/history"' in shown.html


async def test_a_step_that_is_only_planned_leads_to_its_page() -> None:
    shown = await revealed(*elin(), planned())

    assert shown.path == f"{AT}/experiments/{uid('johan')}"


async def test_the_page_of_the_step_leads_there_later() -> None:
    async with pages() as service:
        await service.tell(talk())
        shown = await service.get(f"{AT}/experiments/{uid('johan')}")

    assert f'href="{REVEAL}"' in shown.html


# What holds of all of them.

EVERY = {
    "talk": (talk(), "johan"),
    "bare": (bare_talk(), "johan"),
    "called off": (
        [*elin(), planned(), CancelExperiment(happened_on=TODAY, experiment_id=uid("johan"))],
        "johan",
    ),
    "application": (application(), "letter"),
    "invitation": ([*application(), replied("invited")], "letter"),
    "rejection": (refused(), "letter"),
    "unseen": ([*application(), replied("rejected_unseen")], "letter"),
}


@pytest.mark.parametrize("variant", EVERY)
async def test_a_reveal_has_exactly_one_main_action(variant: str) -> None:
    told, of = EVERY[variant]

    assert len(main_actions(await revealed(*told, of=of))) == 1


@pytest.mark.parametrize("variant", EVERY)
async def test_every_was_has_a_legend(variant: str) -> None:
    told, of = EVERY[variant]
    shown = await revealed(*told, of=of)

    if re.search(r"\bwas \d|\bwas (first|second|third)|<dd class=\"was\"", shown.html):
        assert re.search(r"without this (step|reply)", shown.text)


async def test_a_guess_that_changes_after_the_step_is_none() -> None:
    async with pages() as service:
        await service.tell(talk())
        number = next(
            one.number
            for one in await service.entries()
            if isinstance(one.event, ExperimentPlanned) and one.event.experiment_id == uid("johan")
        )
        form = {"happened_on": str(SUNDAY), "kind": "conversation", "role_id": str(uid(ADVISER))}
        shown = await service.send(f"{AT}/entries/{number}", **form, **{"forecast-appeal": "9"})

    assert shown.status == 422
    assert "The step has taken place. A guess comes before." in shown.text


# Ease.


def interactions(form: dict[str, Any]) -> int:
    """One for each field that is filled in or chosen, and one to save."""
    return len(form) + 1


async def test_the_shortest_log_of_a_conversation_is_five_interactions() -> None:
    form = {"kind": "conversation", "role": ADVISER, "conclusion": "Calm", "next_step": "Ring Ida"}
    async with pages() as service:
        await service.tell(elin())
        shown = await service.send(f"{AT}/log", **form, command_id=str(uid("log")))

    assert interactions(form) == 5
    assert shown.path.endswith("/reveal")


async def test_the_shortest_log_of_a_planned_step_is_three_interactions() -> None:
    form = {"conclusion": "Calm", "next_step": "Ring Ida"}
    async with pages() as service:
        await service.tell([*elin(), planned()])
        shown = await service.send(f"{AT}/log", plan=str(uid("johan")), **form, command_id=str(uid("log")))

    assert interactions(form) == 3
    assert shown.path == REVEAL


async def test_the_log_asks_for_their_words_before_the_conclusion_and_what_became_of_a_fear() -> None:
    async with pages() as service:
        await service.tell([*elin(), planned()])
        bare = await service.get(f"{AT}/log")
        form = await service.get(f"{AT}/log", plan=str(uid("johan")))
        await service.send(
            f"{AT}/log",
            plan=str(uid("johan")),
            note=CALC,
            fear="partly",
            conclusion="Calm",
            next_step="Ring Ida",
        )
        run: Any = next(one.event for one in await service.entries() if isinstance(one.event, ExperimentRun))

    asked = "What did they say? Their own words, if you remember them."
    assert bare.text.index(asked) < bare.text.index("What is your conclusion?")
    assert "Did what you feared happen?" not in bare.text
    assert "You feared: that I would waste his time" in form.text
    assert (run.note, run.fear) == (CALC, "partly")

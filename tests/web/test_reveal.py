"""What a step changed, as a page: its finding and its blocks, whatever became of the step."""

import re
from datetime import timedelta

import pytest

from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.course import SwitchGame
from domain.journey.commands.evidence import (
    LearningInput,
)
from domain.journey.commands.experiment_outcomes import (
    CancelExperiment,
    ConcludeExperiment,
    RunExperiment,
)
from domain.journey.commands.experiments import ForecastInput
from domain.journey.commands.quests import TakeQuest
from domain.journey.events.beliefs import BeliefJudged
from domain.journey.events.experiments import ExperimentPlanned
from projections.game.projection import GAME
from projections.game.rules import GAME_RULES
from service.localization.code_labels import REACH
from service.localization.guess_labels import FIVE_TRIES
from tests.web.coached import coached
from tests.web.elin import (
    ADVISER,
    AT,
    CALC,
    EVERY,
    JOHAN,
    REVEAL,
    SUNDAY,
    TALK,
    TODAY,
    bare_talk,
    concluded,
    elin,
    heading,
    main_actions,
    planned,
    ran,
    revealed,
    talk,
)
from tests.web.running_pages import pages
from tests.web.sample import MONDAY, day, met, plan, step, uid

INGRID = AssignCoach(happened_on=MONDAY, coach_id=uid("Ingrid"), name="Ingrid")


async def test_the_finding_comes_first_and_then_what_was_guessed_beside_what_happened() -> None:
    shown = await revealed(*talk())

    assert heading(shown) == "Energy adviser moves from third to first."
    for text in (
        "You liked it more than you expected, and someone who hires says newcomers are welcome.",
        "Conversation with Johan, today. Change or add",
        "You wrote on Sunday “They only want people with a degree.”",
        f"Johan said “{CALC}”",
        "Did it hold up? Held up Did not hold up Cannot tell yet",
        "How much you would like it 5 → expected, then felt 9 out of 10 Four more than you expected.",
        "How much you dreaded it 7 → before, then after 2",
        "You feared “that I would waste his time”. It did not happen.",
        "Would five tries lead to an interview? perhaps → guessed, then known yes",
        "After five tries your profile says how well you guessed.",
    ):
        assert text in shown.text


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (9, 9, "As hard as you feared."),
        (3, 8, "It was harder than you feared. That is worth telling Ingrid."),
        (3, 4, "It was harder than you feared."),
        (5, 4, "Less bad than you feared."),
    ],
)
async def test_every_dread_has_its_sentence(before: int, after: int, sentence: str) -> None:
    shown = await revealed(*elin(), INGRID, planned(dread_before=before, feared=None), ran(dread_after=after))

    block = shown.text[shown.text.index("How much you dreaded it") :]
    assert sentence in block
    assert ("worth telling" in block) == ("worth telling" in sentence)


async def test_where_nothing_was_feared_nothing_is_said_of_it() -> None:
    shown = await revealed(*elin(), planned(dread_before=0, feared=None), ran(dread_after=0))

    assert "feared" not in shown.text


async def test_guess_and_model_speak_of_chances_in_one_scale() -> None:
    shown = await revealed(*talk())

    words = [one.lower() for one in FIVE_TRIES.values()]
    row = re.search(r"Would five tries lead to an interview\? (\w+) → guessed, then known (\w+)", shown.text)
    assert row
    assert {row[1], row[2]} <= set(words)
    chances = re.search(r"Chances (.+?) \d+% was (.+?), \d+%", shown.text)
    assert chances
    assert {chances[1], chances[2]} <= set(REACH.values())


async def test_what_it_moved_is_without_the_step_and_with_it() -> None:
    shown = await revealed(*talk())

    assert "What it changed without this step with it" in shown.text
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
    shown = await revealed(*talk(), quest, just=True)

    assert "For what you did: 66 points" in shown.text
    for line in (
        "For a belief to test 4",
        "For your guess 3",
        "For planning when and where 3",
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


async def test_of_a_step_that_was_called_off_nothing_is_known_beside_the_guess() -> None:
    told, of = EVERY["called off"]
    shown = await revealed(*told, of=of)

    assert "Would five tries lead to an interview? perhaps After five tries" in shown.text


async def test_of_a_plan_only_what_was_given_is_listed() -> None:
    shown = await revealed(*bare_talk(forecast=ForecastInput(appeal=5)))

    assert "For your guess 3" in shown.text
    assert "For a belief" not in shown.text
    assert "when and where" not in shown.text


@pytest.mark.parametrize("name", ["first talk", "second talk", "day along", "cold call", "rung"])
async def test_the_lines_add_up_to_the_points(name: str) -> None:
    shown = await revealed(*coached(), of=name, just=True)
    block = shown.text[shown.text.index("For what you did: ") : shown.text.index("Level ")]

    points = re.search(r"For what you did: (\d+) points", block)
    assert points
    assert sum(map(int, re.findall(r" (\d+)(?= |$)", block.partition(" points ")[2]))) == int(points[1])


async def test_what_is_opened_again_tells_no_level_and_no_quest_as_news() -> None:
    quest = TakeQuest(happened_on=MONDAY, quest="first_light")
    shown = await revealed(*talk(), quest)

    assert "For what you did: 66 points" in shown.text
    assert re.search(r"Level \d|Quest done|Badge:", shown.text) is None


async def test_the_like_of_it_in_the_same_week_counts_for_less() -> None:
    before = step("earlier", "conversation", ADVISER, TODAY - timedelta(days=1))
    shown = await revealed(*elin(), *before, planned(), ran(), concluded())

    assert "you did something similar in the same week 70%" in shown.text


async def test_a_quest_that_was_accepted_is_named_when_the_step_completes_it() -> None:
    quest = TakeQuest(happened_on=MONDAY, quest="walk_a_day")
    long = [
        plan("johan", "job_shadow", ADVISER, SUNDAY, contact=JOHAN),
        RunExperiment(happened_on=TODAY, experiment_id=uid("johan"), hours=7),
    ]

    assert "Quest done: A Day in Their Shoes." in (await revealed(*elin(), quest, *long, just=True)).text
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

    assert shown.path == f"{REVEAL}?told=verdict-did_not"
    assert shown.html.count('role="status"') == 1
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

    assert "Your roles stayed as they were." in shown.text
    assert re.search(r"You are surer of it now: ± \d+ instead of ± \d+\.", shown.text)


async def test_what_is_noted_of_an_application_is_not_quoted_as_the_words_of_whom_it_went_to() -> None:
    letter = plan("johan", "application", ADVISER, SUNDAY, contact=met("Johan"))
    shown = await revealed(*elin(), letter, ran(note="Sent at eight"))

    assert "You wrote “Sent at eight”" in shown.text
    assert "Johan said" not in shown.text


async def test_a_step_without_a_role_shows_its_guess_its_points_and_what_comes_next() -> None:
    alone = plan("johan", "reflection", None, SUNDAY, hypothesis="I like mornings")
    shown = await revealed(*elin(), alone, ran(note="True in May"))

    assert "What it changed" not in shown.text
    assert "You wrote “True in May”" in shown.text
    assert re.search(r"For what you did: \d+ points", shown.text)
    assert main_actions(shown) == ["Write what you conclude"]


async def test_a_step_that_was_called_off_counts_for_being_there() -> None:
    off = CancelExperiment(happened_on=TODAY, experiment_id=uid("johan"))
    shown = await revealed(*elin(), planned(), off)

    assert heading(shown) == "They called it off. It counts as a step."
    assert "For being ready: 60% of the points for doing it 9" in shown.text
    assert "What it changed" not in shown.text
    assert "They only want people with a degree." in shown.text
    assert "Did it hold up?" not in shown.text


async def test_a_fear_without_a_rating_is_told_without_figures() -> None:
    shown = await revealed(*elin(), planned(dread_before=None), ran(dread_after=None), concluded())

    assert "You feared “that I would waste his time”." in shown.text
    assert "None" not in shown.text


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
    assert "This step was logged. What you wrote before it stays as it was." in shown.text


async def test_a_guess_that_was_corrected_after_the_day_of_the_step_is_not_the_one_that_counts() -> None:
    """Planned with a guess of 5; corrected to 9 today; and logged as a step of yesterday."""
    yesterday = TODAY - timedelta(days=1)
    async with pages() as service:
        await service.tell([*elin(), planned()])
        number = next(
            one.number for one in await service.entries() if isinstance(one.event, ExperimentPlanned)
        )
        page = await service.get(f"{AT}/entries/{number}")
        corrected = CorrectEntry(
            happened_on=TODAY, number=number, restated=planned(forecast=ForecastInput(appeal=9))
        )
        await service.tell([corrected, ran(happened_on=yesterday), concluded(appeal=9)])
        shown = await service.get(REVEAL)
        game = await service.view(GAME)

    assert "If the step was before today, your guess from before it stays." in page.text
    assert "How much you would like it 5 → expected, then felt 9 out of 10" in shown.text
    assert [one.surprise for one in game.steps] == [GAME_RULES.points.surprise]

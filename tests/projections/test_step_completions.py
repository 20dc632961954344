"""What a step completed: accepted quests and badges that are not complete without it."""

from domain.journey.commands.experiments import ForecastInput
from domain.journey.commands.quests import DeclineQuest, TakeQuest
from domain.journey.decide import UserCommand
from projections.fold import fold
from projections.game.completions import StepCompletions, step_completions
from projections.game.projection import GAME
from tests.domain.journeys import ABOUT_TEACHING, TALK, day, learn, plan, run, uid
from tests.domain.scenario import decide_commands
from tests.projections.small_games import entries

TAKEN = TakeQuest(happened_on=day(1), quest="walk_a_day")
A_DAY = uid("a day")
DAY = (
    plan(experiment_id=A_DAY, kind="job_shadow", happened_on=day(3)),
    run(experiment_id=A_DAY, happened_on=day(3), hours=7),
)
NOTHING = StepCompletions(quests=(), badges=())


def completed(*told: UserCommand, by: str = "a day", on: int = 10) -> StepCompletions:
    return step_completions(fold(GAME, entries(decide_commands(told))), uid(by), day(on))


def test_a_step_completes_a_quest_that_was_accepted() -> None:
    assert completed(*ABOUT_TEACHING, TAKEN, *DAY).quests == ("walk_a_day",)
    assert completed(*ABOUT_TEACHING, TAKEN, *DAY, by="talk") == NOTHING
    assert completed(*ABOUT_TEACHING, TAKEN, *DAY, on=2) == NOTHING


def test_a_quest_that_was_not_accepted_is_not_named() -> None:
    declined = DeclineQuest(happened_on=day(2), quest="walk_a_day")

    assert completed(*ABOUT_TEACHING, *DAY).quests == ()
    assert completed(*ABOUT_TEACHING, TAKEN, declined, *DAY).quests == ()


def test_a_badge_is_named_with_the_step_that_earned_it() -> None:
    told = (*ABOUT_TEACHING, plan(forecast=ForecastInput(appeal=2)), run(), learn(appeal=8), *DAY)

    assert step_completions(fold(GAME, entries(decide_commands(told))), TALK, day(10)).badges == (
        "glad_i_asked",
    )
    assert completed(*told).badges == ()


def test_what_is_complete_without_the_step_is_not_its_own() -> None:
    again = (
        plan(experiment_id=uid("again"), kind="job_shadow", happened_on=day(4)),
        run(experiment_id=uid("again"), happened_on=day(4), hours=8),
    )

    assert completed(*ABOUT_TEACHING, TAKEN, *DAY, *again) == NOTHING

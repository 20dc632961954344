"""Which role comes first since an earlier date: told only where the printed figures differ."""

from domain.journey.commands.evidence import LearningInput
from domain.journey.decide import UserCommand
from projections.learning_model.first_place import NewFirst, new_first
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.role_beliefs import role_beliefs
from projections.learning_model.state import INITIAL, evolve
from tests.domain.journeys import RISK, TEACHER, conclude, day, discover, park, plan, run, start, uid
from tests.domain.scenario import decide_commands
from tests.projections.small_games import entries

AHEAD = discover(starting_appeal=8)
BEHIND = discover(role_id=RISK, title="risk manager", starting_appeal=5)
LEVEL = discover(role_id=RISK, title="risk manager", starting_appeal=8)


def first_since_the_start(*commands: UserCommand) -> NewFirst | None:
    """The role that is first on day 3 and was not on the day of the start."""
    state = INITIAL
    for entry in entries(decide_commands(commands)):
        state = evolve(state, entry)
    then, now = (role_beliefs(state, day(on), DEFAULT_PARAMETERS) for on in (0, 3))
    return new_first(then, now)


def rated_talk(rating: int) -> tuple[UserCommand, ...]:
    about = plan(role_id=RISK)
    return about, run(), conclude(learned=LearningInput(appeal=rating))


def is_first(title: str, *, level_with: str | None = None) -> NewFirst:
    role_id = {"teacher": TEACHER, "risk manager": RISK}.get(title, uid(title))
    return NewFirst(role_id=role_id, title=title, level_with=level_with)


def test_a_role_that_overtook_the_first_is_first_now() -> None:
    assert first_since_the_start(start(), AHEAD, BEHIND, *rated_talk(10)) == is_first("risk manager")


def test_a_role_that_only_caught_up_is_level_with_it() -> None:
    told = (start(), AHEAD, discover(role_id=RISK, title="risk manager", starting_appeal=7))
    levels = [first_since_the_start(*told, *rated_talk(rating)) for rating in range(11)]

    assert is_first("risk manager", level_with="teacher") in levels


def test_nothing_is_told_while_the_same_role_is_first() -> None:
    assert first_since_the_start(start(), AHEAD, BEHIND) is None
    assert first_since_the_start(start(), AHEAD, BEHIND, *rated_talk(2)) is None


def test_of_two_that_were_level_the_one_left_alone_is_first_now() -> None:
    assert first_since_the_start(start(), AHEAD, LEVEL) is None
    assert first_since_the_start(start(), AHEAD, LEVEL, *rated_talk(10)) == is_first("risk manager")
    assert first_since_the_start(start(), AHEAD, LEVEL, park(role_id=RISK)) == is_first("teacher")


def test_without_a_role_before_nothing_came_first() -> None:
    assert first_since_the_start(start(), discover(happened_on=day(2), starting_appeal=8)) is None


def test_a_newcomer_is_told_only_while_no_known_role_moved() -> None:
    newcomer = discover(role_id=uid("baker"), title="baker", happened_on=day(2), starting_appeal=10)

    assert first_since_the_start(start(), AHEAD, BEHIND, newcomer) == is_first("baker")
    assert first_since_the_start(start(), AHEAD, BEHIND, newcomer, *rated_talk(1)) is None

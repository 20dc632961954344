"""What the sentence of each simulated example says is so."""

from collections import Counter
from uuid import UUID

import pytest
from msgspec import Struct

from domain.journey.events.answers import INVITING_ANSWERS, AnswerReceived
from domain.journey.events.experiments import ExperimentRun
from projections.fold import fold
from projections.profile.projection import PROFILE
from service.research.simulation.examples import EXAMPLES, simulate_example

WEEKS, HALF_A_YEAR = 12, 26


class Lived(Struct, frozen=True, kw_only=True):
    """What can be counted of a history."""

    weeks: int
    bias: float
    noise: float
    stopped_in: int | None
    runs: Counter[UUID]
    """Steps that took place, by role."""
    ratings: int
    """After steps."""
    applied: int
    invited: int


def lived(about: str) -> Lived:
    number = next(place for place, one in enumerate(EXAMPLES, 1) if one.about == about)
    history = simulate_example(number, "en")
    state = fold(PROFILE, history.entries)
    taken = [one for one in state.steps.values() if one.happened]
    applied = [one for one in taken if one.planned.kind == "application"]
    return Lived(
        weeks=len({one.week for one in history.truth_of_weeks}),
        bias=history.truth_of_client.bias,
        noise=history.truth_of_client.noise,
        stopped_in=history.truth_of_client.drop_out_week,
        runs=Counter(
            one.planned.role_id
            for one in taken
            if isinstance(one.happened, ExperimentRun) and one.planned.role_id
        ),
        ratings=sum(one.source.kind != "intake" for one in state.ratings),
        applied=len(applied),
        invited=sum(
            any(
                isinstance(reply, AnswerReceived) and reply.answer in INVITING_ANSWERS
                for reply in one.answers
            )
            for one in applied
        ),
    )


@pytest.mark.parametrize("about", [one.about for one in EXAMPLES])
def test_an_example_shows_what_its_sentence_says(about: str) -> None:
    found = lived(about)
    match about:
        case "Twelve weeks. The ratings scatter little.":
            assert found.weeks == WEEKS
            assert found.noise < 10
            assert abs(found.bias) < 5
        case "Twelve weeks with many steps, about four roles.":
            assert found.weeks == WEEKS
            assert sum(found.runs.values()) > 20
            assert len(found.runs) == 4
        case "Twelve weeks. Rates every role higher than it is.":
            assert found.weeks == WEEKS
            assert found.bias > 10
        case "Twelve weeks. Rates every role lower than it is.":
            assert found.weeks == WEEKS
            assert found.bias < -10
        case "Twelve weeks. The ratings scatter widely.":
            assert found.weeks == WEEKS
            assert found.noise > 25
        case "Twelve weeks. Most steps are about one role.":
            assert found.weeks == WEEKS
            assert max(found.runs.values()) > 0.75 * found.runs.total()
        case "Twelve weeks with few steps.":
            assert found.weeks == WEEKS
            assert found.runs.total() < 6
        case "Stops in the seventh week.":
            assert found.stopped_in == 7
        case "Applies four times, and no interview follows.":
            assert (found.applied, found.invited) == (4, 0)
        case "Applies six times, and five interviews follow.":
            assert (found.applied, found.invited) == (6, 5)
        case "Half a year with long gaps between ratings.":
            assert found.weeks == HALF_A_YEAR
            assert found.ratings < 10
        case "Four weeks in: little is known yet.":
            assert found.weeks == 4
            assert found.ratings < 6
        case _:
            pytest.fail(f"no test says whether this is so: {about}")

"""How well the client guesses, on the profile: from four cases each, with the figures of the API."""

from typing import Any

import pytest
from msgspec.structs import replace

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.experiments import ForecastInput
from domain.vocabulary import ApproachAnswer
from projections.profile.projection import PROFILE
from projections.profile.view import ForecastsView
from service.localization.translator import translator_for
from service.web.profile.guesses import guess_qualities
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, day, discover, outcome, plan, seven_weeks, start, uid

AT = f"/journeys/{MARLOES}/profile"
EN = translator_for("en")
TOO_FEW = "After four guesses you see here how well you guess."
NOTHING = ForecastsView(
    answered=0,
    brier=None,
    expected=None,
    invited=None,
    five_tries=0,
    five_tries_brier=None,
    liking_rated=0,
    liking_gap=None,
    dread_rated=0,
    dread_before=None,
    dread_after=None,
)


def conversations(*pairs: tuple[int, int]) -> list[Any]:
    """Conversations about nursing, each with how much it was guessed to be liked, and was."""
    return [
        command
        for number, (guess, felt) in enumerate(pairs)
        for command in (
            plan(f"talk {number}", "conversation", "nurse", day(1, 1), forecast=ForecastInput(appeal=guess)),
            *outcome(f"talk {number}", day(1, 1), appeal=felt),
        )
    ]


def applications(*pairs: tuple[float, ApproachAnswer]) -> list[Any]:
    """Applications as a nurse, each with the chance that was guessed, and the reply."""
    return [
        command
        for number, (chance, reply) in enumerate(pairs)
        for command in (
            plan(
                f"letter {number}", "application", "nurse", day(1, 1), forecast=ForecastInput(invited=chance)
            ),
            *outcome(f"letter {number}", day(1, 1)),
            RecordAnswer(happened_on=day(2), experiment_id=uid(f"letter {number}"), answer=reply),
        )
    ]


async def profile(*told: Any) -> str:
    async with pages() as service:
        await service.tell([start(), discover("nurse"), *told])
        return (await service.get(AT)).text


async def test_before_four_guesses_the_profile_says_when_it_will_say_more() -> None:
    shown = await profile(*conversations((5, 9), (5, 9), (5, 9)))

    assert f"How well you guess {TOO_FEW}" in shown


async def test_each_kind_of_guess_stands_by_itself() -> None:
    shown = await profile(
        *conversations((5, 9), (6, 7), (4, 6), (5, 5)),
        *applications(
            (0.1, "rejected_unseen"), (0.1, "rejected_unseen"), (0.9, "invited"), (0.9, "rejected_unseen")
        ),
    )

    assert "How much you would like a step You guess your liking 1.8 too low. From 4 guesses." in shown
    assert (
        "Whether an application leads to an interview "
        "You guess fairly well: 0.21, where 0 is exact and 1 is always wrong. "
        "You expected an interview in 50% of applications. It came in 25%. From 4 guesses."
    ) in shown
    assert TOO_FEW not in shown
    assert "Whether five tries" not in shown


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (1.75, "You guess your liking 1.8 too low."),
        (-2.0, "You guess your liking 2.0 too high."),
        (0.04, "On average you guess your liking right."),
        (-0.05, "You guess your liking 0.1 too high."),
    ],
)
def test_the_gap_of_liking_has_a_side(gap: float, words: str) -> None:
    (shown,) = guess_qualities(replace(NOTHING, liking_gap=gap, liking_rated=4), EN)

    assert shown.finding == words


@pytest.mark.parametrize(
    ("brier", "words"),
    [(0.19, "You guess well: 0.19"), (0.2, "You guess fairly well"), (0.36, "You are often wrong")],
)
def test_a_score_has_a_word_before_it(brier: float, words: str) -> None:
    (shown,) = guess_qualities(replace(NOTHING, five_tries_brier=brier, five_tries=5), EN)

    assert (shown.about, shown.cases) == ("Whether five tries lead to an interview", 5)
    assert shown.finding.startswith(words)


async def test_the_page_says_what_the_api_says() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        shown, view = await service.get(AT), await service.view(PROFILE)

    expected = guess_qualities(view.forecasts, EN)
    assert all(one.finding in shown.text for one in expected)
    assert (TOO_FEW in shown.text) == (not expected)

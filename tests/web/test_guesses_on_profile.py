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

    assert "How much you would like it You like steps more than you expect. The figures" in shown
    assert "On average it is 1.8 more, on a scale from 0 to 10. From 4 guesses." in shown
    assert "Whether an application leads to an interview Your guesses are fairly good. The figures" in shown
    assert (
        "You expected an interview in 50% of applications. It came in 25%. "
        "Your score is 0.21. Lower is better: 0 is sure and right each time, 0.25 is as good as tossing a coin. From 4 guesses."
    ) in shown
    assert TOO_FEW not in shown
    assert "Whether five tries" not in shown


@pytest.mark.parametrize(
    ("gap", "words", "figure"),
    [
        (1.75, "more than", "On average it is 1.8 more, on a scale from 0 to 10."),
        (-2.0, "less than", "On average it is 2.0 less, on a scale from 0 to 10."),
        (0.04, "about as much as", "On average there is no difference."),
        (-0.05, "about as much as", "On average it is 0.1 less, on a scale from 0 to 10."),
    ],
)
def test_the_gap_of_liking_has_a_side(gap: float, words: str, figure: str) -> None:
    (shown,) = guess_qualities(replace(NOTHING, liking_gap=gap, liking_rated=4), EN)

    assert (shown.finding, shown.figures) == (f"You like steps {words} you expect.", (figure,))


@pytest.mark.parametrize(
    ("brier", "words"),
    [
        (0.19, "Your guesses are good."),
        (0.2, "Your guesses are fairly good."),
        (0.36, "Your guesses are often off."),
    ],
)
def test_a_score_is_a_word_with_its_figure_beside_it(brier: float, words: str) -> None:
    (shown,) = guess_qualities(replace(NOTHING, five_tries_brier=brier, five_tries=5), EN)

    assert (shown.about, shown.cases) == ("Whether five tries lead to an interview", 5)
    assert shown.finding == words
    assert str(brier) in shown.figures[-1]


@pytest.mark.parametrize(
    "found", [{"liking_gap": 1.2, "liking_rated": 4}, {"five_tries_brier": 0.62, "five_tries": 5}]
)
def test_no_finding_has_a_figure(found: dict[str, Any]) -> None:
    assert not any(
        one.isdigit() for shown in guess_qualities(replace(NOTHING, **found), EN) for one in shown.finding
    )


async def test_while_care_holds_after_a_no_nothing_is_said_of_guesses() -> None:
    async with pages() as service:
        too_hopeful: tuple[float, ApproachAnswer] = (0.9, "rejected_unseen")
        await service.tell([start(), discover("nurse"), *applications(*[too_hopeful] * 4)])
        on_the_day = await service.get(f"{AT}?on={day(2)}")
        later = await service.get(f"{AT}?on={day(4)}")

    assert "How well you guess" not in on_the_day.text
    assert "Your guesses are often off." in later.text


async def test_the_page_says_what_the_api_says() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        shown, view = await service.get(AT), await service.view(PROFILE)

    expected = guess_qualities(view.forecasts, EN)
    assert all(one.finding in shown.text for one in expected)
    assert (TOO_FEW in shown.text) == (not expected)

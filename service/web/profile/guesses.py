"""How well the client guesses, for the profile: each kind by itself, from four cases on."""

from collections.abc import Iterator

from msgspec import Struct

from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.wording import round_half_up
from projections.profile.view import ForecastsView
from service.localization.translator import Translator

GOOD_BELOW = 0.20
"""A Brier score that is below this is good, and above `too_hopeful_above` far off."""
TOSSED_COIN = 0.25
"""The Brier score of who says each time that it is as likely as not."""
LIKED_AS_GUESSED = 0.5
"""Liking that is on average less far from the guess counts as the same."""


class GuessQuality(Struct, frozen=True, kw_only=True):
    """What was guessed, how well in words, the figures, and of how many guesses that is said."""

    about: str
    finding: str
    figures: tuple[str, ...]
    cases: int


def guess_qualities(found: ForecastsView, translator: Translator) -> tuple[GuessQuality, ...]:
    """The kinds of guesses of which there are enough."""
    return tuple(_qualities(found, translator))


def _qualities(found: ForecastsView, translator: Translator) -> Iterator[GuessQuality]:
    if found.liking_gap is not None:
        yield GuessQuality(
            about=translator.gettext("How much you would like it"),
            finding=_liking(found.liking_gap, translator),
            figures=(_liking_figure(found.liking_gap, translator),),
            cases=found.liking_rated,
        )
    if found.brier is not None and found.expected is not None and found.invited is not None:
        shares = {
            "expected": translator.percent(found.expected),
            "invited": translator.percent(found.invited),
        }
        text = translator.gettext(
            "You expected an interview in %(expected)s of applications. It came in %(invited)s."
        )
        yield GuessQuality(
            about=translator.gettext("Whether an application leads to an interview"),
            finding=_scored(found.brier, translator),
            figures=(text % shares, _score(found.brier, translator)),
            cases=found.answered,
        )
    if found.five_tries_brier is not None:
        yield GuessQuality(
            about=translator.gettext("Whether five tries lead to an interview"),
            finding=_scored(found.five_tries_brier, translator),
            figures=(_score(found.five_tries_brier, translator),),
            cases=found.five_tries,
        )


def _liking(gap: float, translator: Translator) -> str:
    if abs(gap) < LIKED_AS_GUESSED:
        return translator.gettext("You like steps about as much as you expect.")
    if gap > 0:
        return translator.gettext("You like steps more than you expect.")
    return translator.gettext("You like steps less than you expect.")


def _liking_figure(gap: float, translator: Translator) -> str:
    tenths = round_half_up(10 * abs(gap))
    points = {"points": translator.number(tenths / 10, 1)}
    if tenths == 0:
        return translator.gettext("On average there is no difference.")
    if gap > 0:
        return translator.gettext("On average it is %(points)s more, on a scale from 0 to 10.") % points
    return translator.gettext("On average it is %(points)s less, on a scale from 0 to 10.") % points


def _scored(brier: float, translator: Translator) -> str:
    if brier < GOOD_BELOW:
        return translator.gettext("Your guesses are good.")
    if brier <= DEFAULT_PARAMETERS.forecasts.too_hopeful_above:
        return translator.gettext("Your guesses are fairly good.")
    return translator.gettext("Your guesses are often off.")


def _score(brier: float, translator: Translator) -> str:
    figures = {"score": translator.number(brier, 2), "coin": translator.number(TOSSED_COIN, 2)}
    text = translator.gettext(
        "Your score is %(score)s. Lower is better: 0 is sure and right each time, %(coin)s is as good as tossing a coin."
    )
    return text % figures

"""How well the client guesses, for the profile: each kind by itself, from four cases on."""

from collections.abc import Iterator

from msgspec import Struct

from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.learning_model.wording import round_half_up
from projections.profile.view import ForecastsView
from service.localization.translator import Translator

GOOD_BELOW = 0.20
"""A Brier score that is below this is good, and above `too_hopeful_above` far off."""


class GuessQuality(Struct, frozen=True, kw_only=True):
    """What was guessed, how well, and of how many guesses that is said."""

    about: str
    finding: str
    detail: str | None
    cases: int


def guess_qualities(found: ForecastsView, translator: Translator) -> tuple[GuessQuality, ...]:
    """The kinds of guesses of which there are enough."""
    return tuple(_qualities(found, translator))


def _qualities(found: ForecastsView, translator: Translator) -> Iterator[GuessQuality]:
    if found.liking_gap is not None:
        yield GuessQuality(
            about=translator.gettext("How much you would like a step"),
            finding=_liking(found.liking_gap, translator),
            detail=None,
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
            finding=_score(found.brier, translator),
            detail=text % shares,
            cases=found.answered,
        )
    if found.five_tries_brier is not None:
        yield GuessQuality(
            about=translator.gettext("Whether five tries lead to an interview"),
            finding=_score(found.five_tries_brier, translator),
            detail=None,
            cases=found.five_tries,
        )


def _liking(gap: float, translator: Translator) -> str:
    tenths = round_half_up(10 * abs(gap))
    points = {"points": translator.number(tenths / 10, 1)}
    if tenths == 0:
        return translator.gettext("On average you guess your liking right.")
    if gap > 0:
        return translator.gettext("You guess your liking %(points)s too low.") % points
    return translator.gettext("You guess your liking %(points)s too high.") % points


def _score(brier: float, translator: Translator) -> str:
    """A word, then the score: 0 is always right, 1 always wrong."""
    score = {"score": translator.number(brier, 2)}
    if brier < GOOD_BELOW:
        return (
            translator.gettext("You guess well: %(score)s, where 0 is exact and 1 is always wrong.") % score
        )
    if brier <= DEFAULT_PARAMETERS.forecasts.too_hopeful_above:
        return (
            translator.gettext("You guess fairly well: %(score)s, where 0 is exact and 1 is always wrong.")
            % score
        )
    return (
        translator.gettext("You are often wrong: %(score)s, where 0 is exact and 1 is always wrong.") % score
    )

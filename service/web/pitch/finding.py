"""What the pitch page says first: the version that lands best, once there are enough tries to say so."""

from projections.learning_model.wording import round_half_up
from projections.pitches.view import Pitches, PitchVersion
from service.localization.quotation import unquoted
from service.localization.translator import Translator
from service.web.shortened import shortened

FEWEST_TRIES = 4
"""Means are compared from so many tries of each on."""


def pitch_finding(pitches: Pitches, translator: Translator) -> str:
    """The best version from four tries on; how many versions and tries there are before that."""
    if not pitches.versions:
        return translator.gettext("One sentence about what you bring.")
    often = [one for one in pitches.versions if len(one.tries) >= FEWEST_TRIES]
    if not often:
        return _counts(pitches, translator)
    best = max(often, key=lambda one: (mean_landing(one), len(one.tries)))
    others = [one for one in often if one is not best]
    words = {
        "words": unquoted(shortened(best.wording)),
        "mean": translator.number(mean_landing(best)),
        "times": _times(len(best.tries), translator),
    }
    if level := next(
        (one for one in often if one is not best and mean_landing(one) == mean_landing(best)), None
    ):
        text = translator.gettext("“%(words)s” and “%(other)s” land equally well: %(mean)s of 10 on average.")
        return text % {**words, "other": unquoted(shortened(level.wording))}
    if others and all(mean_landing(one) < mean_landing(best) for one in others):
        return translator.gettext("“%(words)s” lands best: %(mean)s of 10 on average, %(times)s.") % words
    return translator.gettext("“%(words)s” lands at %(mean)s of 10 on average, %(times)s.") % words


def _counts(pitches: Pitches, translator: Translator) -> str:
    versions, tries = len(pitches.versions), pitches.tried
    text = translator.ngettext("One version", "%(count)s versions", versions)
    written = text % {"count": translator.number(versions)}
    if not tries:
        return translator.gettext("%(versions)s, not tried yet.") % {"versions": written}
    text = translator.ngettext("one try", "%(count)s tries", tries)
    return translator.gettext("%(versions)s, %(tries)s.") % {
        "versions": written,
        "tries": text % {"count": translator.number(tries)},
    }


def _times(count: int, translator: Translator) -> str:
    return translator.ngettext("once", "%(count)s times", count) % {"count": translator.number(count)}


def mean_landing(version: PitchVersion) -> int:
    """How well a version landed, as it is printed."""
    return round_half_up(version.landed or 0.0)


def landing_words(version: PitchVersion, translator: Translator) -> str:
    """How well a version landed on average, and in how many tries; nothing before the first."""
    count = len(version.tries)
    if not count:
        return ""
    text = translator.ngettext(
        "landed at %(mean)s of 10, tried once",
        "lands at %(mean)s of 10 on average, tried %(count)s times",
        count,
    )
    return text % {"mean": translator.number(mean_landing(version)), "count": translator.number(count)}

"""All weeks, in a headline: how many of them ended in a conclusion."""

from projections.weeks.view import Weeks
from service.localization.translator import Translator


def weeks_headline(weeks: Weeks, words: Translator) -> str:
    """How many weeks there were, and how many of them were concluded."""
    count = len(weeks.weeks)
    closed = sum(one.review is not None for one in weeks.weeks)
    if not count:
        return words.gettext("The first week is still to come.")
    values = {"count": words.number(count), "closed": words.number(closed)}
    if not closed:
        return (
            words.ngettext(
                "One week, and no conclusion yet.", "%(count)s weeks, and no conclusion yet.", count
            )
            % values
        )
    if closed == count:
        return (
            words.ngettext(
                "One week, ended in a conclusion.", "%(count)s weeks, each ended in a conclusion.", count
            )
            % values
        )
    return (
        words.ngettext(
            "Of one week, %(closed)s ended in a conclusion.",
            "Of %(count)s weeks, %(closed)s ended in a conclusion.",
            count,
        )
        % values
    )

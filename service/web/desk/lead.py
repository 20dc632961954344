"""The line under the desk's heading: what is new since when, each count a way to those clients."""

from collections.abc import Sequence
from datetime import timedelta

from msgspec import Struct

from projections.news.view import NewsKind
from service.application.desk import DeskRow
from service.application.desk_news import NewsSince, count_news, looks_of_news
from service.localization.gettext_noop import gettext_noop
from service.localization.translator import Translator

SINCE_DAYS = {
    "7": gettext_noop("In the last 7 days:"),
    "28": gettext_noop("In the last 28 days:"),
}


NAMED_DAYS = timedelta(days=7)
"""Days of the last week are called by their weekday."""


MOST_KINDS = 4
"""Kinds of news that the lead counts."""


class DeskLead(Struct, frozen=True, kw_only=True):
    """What is new on a desk."""

    since: str
    counts: tuple[tuple[NewsKind, str], ...]
    """How many of each kind, in words; the most weighty kinds first."""
    more: bool
    """Whether there is news of other kinds, too."""
    position: int
    """Up to where in the log it tells, whatever the list of journeys knows already: so far it can be marked as seen."""


def build_lead(rows: Sequence[DeskRow], since: NewsSince, translator: Translator) -> DeskLead | None:
    """The line over these rows; None if nothing is new."""
    counts = count_news(rows)
    if not counts:
        return None
    weighty = tuple(counts.items())[:MOST_KINDS]
    return DeskLead(
        since=_since(rows, since, translator),
        counts=tuple((kind, news_count(kind, count, translator)) for kind, count in weighty),
        more=len(counts) > len(weighty),
        position=max(one.position for row in rows for one in row.news),
    )


def _since(rows: Sequence[DeskRow], since: NewsSince, translator: Translator) -> str:
    if since in SINCE_DAYS:
        return translator.gettext(SINCE_DAYS[since])
    looks = looks_of_news(rows)
    stood_in = any(row.deputy and row.deputy.mine and not row.looked_at for row in rows if row.news)
    if not looks - {None} and not stood_in:
        return translator.gettext("Since you became their coach:")
    if stood_in or len(looks - {None}) > 1:
        return translator.gettext("Since you last looked at each client:")
    looked = max(one for one in looks if one)
    today, day, time = max(row.today for row in rows), looked.date(), translator.clock_time(looked)
    if day == today:
        text = (
            translator.gettext("Since you looked at %(time)s, or became their coach:")
            if None in looks
            else translator.gettext("Since you looked at %(time)s:")
        )
        return text % {"time": time}
    called = translator.weekday(day) if today - day < NAMED_DAYS else translator.month_day(day)
    text = (
        translator.gettext("Since you looked on %(day)s at %(time)s, or became their coach:")
        if None in looks
        else translator.gettext("Since you looked on %(day)s at %(time)s:")
    )
    return text % {"day": called, "time": time}


def news_count(kind: NewsKind, count: int, translator: Translator) -> str:
    """How many items of a kind there are, in words."""
    return _counted(kind, count, translator) % {"count": translator.number(count)}


def _counted(kind: NewsKind, count: int, translator: Translator) -> str:
    match kind:
        case "worse_than_feared":
            return translator.ngettext(
                "one step worse than feared", "%(count)s steps worse than feared", count
            )
        case "rejected_close":
            return translator.ngettext("one close rejection", "%(count)s close rejections", count)
        case "rejected_after_interview":
            return translator.ngettext(
                "one rejection after an interview", "%(count)s rejections after an interview", count
            )
        case "rejected_unseen":
            return translator.ngettext("one rejection", "%(count)s rejections", count)
        case "offer":
            return translator.ngettext("one offer", "%(count)s offers", count)
        case "invitation":
            return translator.ngettext("one invitation", "%(count)s invitations", count)
        case "ended":
            return translator.ngettext("one journey ended", "%(count)s journeys ended", count)
        case "low_energy":
            return translator.ngettext("one low energy", "%(count)s times low energy", count)
        case "trust_rated":
            return translator.ngettext("trust rated once", "trust rated %(count)s times", count)
        case "big_move":
            return translator.ngettext("one big move", "%(count)s big moves", count)
        case "belief_dropped":
            return translator.ngettext("one belief dropped", "%(count)s beliefs dropped", count)
        case "new_role":
            return translator.ngettext("one new role", "%(count)s new roles", count)
        case "after_care_answered":
            return translator.ngettext("one aftercare reply", "%(count)s aftercare replies", count)
        case "week_reviewed":
            return translator.ngettext("one week reviewed", "%(count)s weeks reviewed", count)

"""The texts of one row of the desk: why, what might help, what is new, and the suggested act."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.messages import capitalize_first
from domain.vocabulary import StuckRule
from projections.news.view import KINDS, NewsItem, NewsKind
from service.application.desk import DeskRow
from service.application.desk_alerts import DeskAlert
from service.application.desk_groups import TODAY
from service.authorization.access_rules import AccessLevel
from service.localization.message_translation import translate_message
from service.localization.quotation import unquoted
from service.localization.translator import Translator
from service.web.desk.labels import (
    ACT_FOR,
    ACT_LABELS,
    AFTER_CARE_MOVE,
    HARD_NEWS,
    NEWS_LABELS,
    NOES,
    PLAN_AFTER_CARE,
    SHARES_PROFILE,
    SHARES_PROGRESS,
    SPOKE_TODAY,
    SuggestedAct,
)
from service.web.desk.lead import news_count

MOST_TAGS = 2
LONG_DAYS = 14
"""More days than these are bold."""


class NewsTag(Struct, frozen=True, kw_only=True):
    """What is new, in a few words."""

    text: str
    hard: bool
    page: str
    """Where noes stand, or the story of the role it is about; empty if it is about none, or several."""


class NewsLine(Struct, frozen=True, kw_only=True):
    """One item of news."""

    on: date
    text: str
    page: str
    """Where noes stand, or the story of the role it is about; empty if it is about none."""


def news_lines(items: Iterable[NewsItem], journey_id: UUID, translator: Translator) -> Iterator[NewsLine]:
    """Each item as a line of its own, the most weighty first."""
    for one in sorted(items, key=_weight):
        page = _news_page(journey_id, one.kind, one.role_id)
        yield NewsLine(on=one.on, text=_news_line(one, translator), page=page)


class DeskLine(Struct, frozen=True, kw_only=True):
    """One client on the desk."""

    row: DeskRow
    place: int
    """How many rows stand above it."""
    reason: str
    help: str
    shares: str
    """What the client shares, if that is not everything."""
    resting: tuple[str, ...]
    """What became of the alerts, where nothing else is asked for."""
    more: int
    """Reasons that are not said."""
    tags: tuple[NewsTag, ...]
    more_news: int
    act: SuggestedAct
    act_label: str
    act_page: str
    """The page of the suggested act, where it is not in the row."""

    @property
    def long_without_session(self) -> bool:
        """Whether the days since the last session are many."""
        return self.row.days_without_contact > LONG_DAYS

    @property
    def long_without_step(self) -> bool:
        """Whether the days since the last step are many."""
        return self.row.days_without_step > LONG_DAYS


def build_line(
    row: DeskRow, place: int, translator: Translator, *, level: AccessLevel = "everything"
) -> DeskLine:
    """The texts of a row."""
    asking: dict[StuckRule, DeskAlert] = {
        one.rule: one for one in row.alerts if one.needs_attention(row.today)
    }
    reason, move = _why(row, asking, translator)
    tags = _tags(row, translator)
    act: SuggestedAct = ACT_FOR[row.reasons[0]] if row.reasons else "session"
    if _spoke_today(row):
        act, move = "done", translator.gettext(SPOKE_TODAY)
    ends = row.reasons[:1] == ("programme_ending",)
    return DeskLine(
        row=row,
        place=place,
        reason=reason,
        help=move,
        shares=_shares(level, translator),
        resting=() if row.reasons else tuple(_resting(one, translator) for one in row.alerts),
        more=max(0, len(row.reasons) - 1),
        tags=tags[:MOST_TAGS],
        more_news=max(0, len(tags) - MOST_TAGS),
        act=act,
        act_label=translator.gettext(PLAN_AFTER_CARE if ends else ACT_LABELS[act]),
        act_page=f"/clients/{row.journey_id}/offers#after-care" if ends else "",
    )


def _why(row: DeskRow, asking: dict[StuckRule, DeskAlert], translator: Translator) -> tuple[str, str]:
    """The reason that decides, and what might help; of a client with nothing but news the weightiest."""
    if row.week_off_until:
        text = translator.gettext("Week off until %(day)s.")
        return text % {"day": translator.weekday(row.week_off_until)}, ""
    if not row.reasons:
        return (
            (_latest_news(min(row.news, key=_weight), translator), "")
            if row.group == "news_only"
            else ("", "")
        )
    if row.reasons[0] == "after_care":
        text = translator.gettext("Aftercare: %(question)s")
        return text % {"question": row.after_care or ""}, translator.gettext(AFTER_CARE_MOVE)
    alert = asking[row.reasons[0]]
    return translate_message(translator, alert.brief), translate_message(translator, alert.short_move)


def _shares(level: AccessLevel, translator: Translator) -> str:
    """What the client shares, if that is not everything."""
    if level == "progress":
        return translator.gettext(SHARES_PROGRESS)
    return translator.gettext(SHARES_PROFILE) if level == "profile" else ""


def _spoke_today(row: DeskRow) -> bool:
    """Whether there was a session today, so that what cannot wait may have been dealt with."""
    return row.group in TODAY and row.last_contact_on == row.today


def _resting(alert: DeskAlert, translator: Translator) -> str:
    """An alert that was dealt with or snoozed."""
    day = alert.snoozed_until or alert.acknowledged_on
    if alert.snoozed_until:
        text = translator.gettext("%(reason)s: snoozed until %(day)s")
    else:
        text = translator.gettext("%(reason)s: dealt with on %(day)s")
    return text % {
        "reason": translate_message(translator, alert.brief),
        "day": translator.short_day(day) if day else "",
    }


def _weight(item: NewsItem) -> tuple[int, int]:
    return KINDS.index(item.kind), -item.position


def _latest_news(item: NewsItem, translator: Translator) -> str:
    """One item where no date stands beside it: figures have their day."""
    if item.kind != "big_move" or not _has_figures(item):
        return _news_line(item, translator)
    if item.leads and not item.level_with:
        text = translator.gettext(
            "%(role)s came first on %(day)s: potential %(after)s, without this entry %(before)s"
        )
    else:
        text = translator.gettext("%(role)s on %(day)s: potential %(after)s, without this entry %(before)s")
    return text % {**_figures(item), "day": translator.short_day(item.on)}


def _news_line(item: NewsItem, translator: Translator) -> str:
    """One item as a line of its own."""
    label = translator.gettext(NEWS_LABELS[item.kind])
    match item.kind:
        case "big_move":
            return _move(item, translator) if _has_figures(item) else label
        case "belief_dropped" if item.words:
            text = translator.gettext("A belief did not hold up: “%(belief)s”")
            return text % {"belief": unquoted(item.words)}
        case _:
            return f"{label}: {item.role}" if item.role else label


def _has_figures(item: NewsItem) -> bool:
    return None not in (item.before, item.after, item.role)


def _figures(item: NewsItem) -> dict[str, object]:
    return {"role": item.role, "before": item.before, "after": item.after}


def _move(item: NewsItem, translator: Translator) -> str:
    if item.leads and not item.level_with:
        text = translator.gettext("%(role)s came first: potential %(after)s, without this entry %(before)s")
        return text % _figures(item)
    return translator.gettext("%(role)s: potential %(after)s, without this entry %(before)s") % _figures(item)


def _tags(row: DeskRow, translator: Translator) -> tuple[NewsTag, ...]:
    counts = Counter(one.kind for one in row.news)
    return tuple(
        NewsTag(text=_tag(kind, counts[kind], translator), hard=kind in HARD_NEWS, page=_role_page(row, kind))
        for kind in KINDS
        if counts[kind]
    )


def _role_page(row: DeskRow, kind: NewsKind) -> str:
    roles = {one.role_id for one in row.news if one.kind == kind}
    role_id = roles.pop() if len(roles) == 1 else None
    return _news_page(row.journey_id, kind, role_id)


def _news_page(journey_id: UUID, kind: NewsKind, role_id: UUID | None) -> str:
    """Where it is told: a no among the noes, anything else about a role in its story."""
    if kind in NOES:
        return f"/clients/{journey_id}#after-no"
    return f"/clients/{journey_id}/roles/{role_id}" if role_id else ""


def _tag(kind: NewsKind, count: int, translator: Translator) -> str:
    if count == 1:
        return translator.gettext(NEWS_LABELS[kind])
    return capitalize_first(news_count(kind, count, translator))

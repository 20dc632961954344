"""What a coach asked to see of her desk: a group, one reason, a name, in which order, and how many rows."""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args
from urllib.parse import urlencode

from msgspec import Struct

from domain.text import name_key, normalize_name
from domain.vocabulary import StuckRule
from projections.news.view import KINDS, NewsKind
from service.application.desk import DeskRow, is_current
from service.application.desk_groups import DeskGroup
from service.application.desk_news import NEWS_SINCE, NewsSince
from service.application.desk_order import DeskSort
from service.atlas.folding import fold_label

DeskSelection = Literal["all", "needs", "ended"] | DeskGroup
SELECTIONS: tuple[DeskSelection, ...] = ("all", "needs", "ended", *get_args(DeskGroup))
SORTS: tuple[DeskSort, ...] = get_args(DeskSort)
RULES: tuple[StuckRule, ...] = get_args(StuckRule)
MAX_NAME_LENGTH = 100


class DeskFilters(Struct, frozen=True, kw_only=True):
    """What is asked for; whatever is no answer to a question here is passed over."""

    show: DeskSelection = "all"
    rule: StuckRule | None = None
    news: NewsKind | None = None
    """Only clients with news of this kind."""
    name: str = ""
    sort: DeskSort = "pressing"
    since: NewsSince = "look"
    """Since when news counts as new."""
    every: bool = False
    """Whether all rows are shown, not only the first."""

    @property
    def is_narrowed(self) -> bool:
        """Whether only some of the rows are asked for."""
        return bool(self.rule or self.news or self.name)

    @property
    def given(self) -> dict[str, str]:
        """What differs from a desk that nothing was asked of, as it stands in an address."""
        asked = {
            "show": "" if self.show == "all" else self.show,
            "rule": self.rule or "",
            "news": self.news or "",
            "name": self.name,
            "sort": "" if self.sort == "pressing" else self.sort,
            "since": "" if self.since == "look" else self.since,
            "every": "yes" if self.every else "",
        }
        return {key: one for key, one in asked.items() if one}

    def query(self, **more: str) -> str:
        """The same as the end of an address, with more behind it, or something else instead; nothing for what is empty."""
        given = {key: one for key, one in (self.given | more).items() if one}
        return f"?{urlencode(given)}" if given else ""


def parse_filters(asked: Mapping[str, str]) -> DeskFilters:
    """The filters an address names."""
    show, rule, news = asked.get("show", ""), asked.get("rule", ""), asked.get("news", "")
    sort, since = asked.get("sort", ""), asked.get("since", "")
    return DeskFilters(
        show=show if show in SELECTIONS else "all",
        rule=rule if rule in RULES else None,
        news=news if news in KINDS else None,
        name=normalize_name(asked.get("name", ""))[:MAX_NAME_LENGTH],
        sort=sort if sort in SORTS else "pressing",
        since=since if since in NEWS_SINCE else "look",
        every=asked.get("every") == "yes",
    )


def filter_rows(rows: Sequence[DeskRow], asked: DeskFilters) -> list[DeskRow]:
    """Those of the rows that are asked for, in their order."""
    return [row for row in rows if _fits(row, asked)]


def _is_called(called: str, asked: str) -> bool:
    """Whether a name is asked for: written alike, or without its accents, as on a keyboard that lacks them."""
    plain = fold_label(asked)
    return name_key(asked) in name_key(called) or (bool(plain) and plain in fold_label(called))


def _fits(row: DeskRow, asked: DeskFilters) -> bool:
    if asked.name and not _is_called(row.called, asked.name):
        return False
    if asked.rule and asked.rule not in row.reasons:
        return False
    if asked.news and asked.news not in {one.kind for one in row.news}:
        return False
    match asked.show:
        case "ended":
            return row.ending is not None
        case "all":
            return is_current(row)
        case "needs":
            return row.needs_me
        case group:
            return is_current(row) and row.group == group

"""What is new on a desk: the items that came since the coach last looked, or within some days."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Literal, get_args
from uuid import UUID

from projections.news.projection import NEWS
from projections.news.view import KINDS, NewsItem, NewsKind, news_since
from service.application.desk import DeskRow
from service.application.folded_journey import FoldedJourney
from service.read_models.seen_news import SeenUpTo

NewsSince = Literal["look", "7", "28"]
"""Since when news is new: the coach's last look at each client, or so many days ago."""
NEWS_SINCE: tuple[NewsSince, ...] = get_args(NewsSince)


def new_items(
    folded: FoldedJourney, coach_id: UUID, seen: SeenUpTo | None, since: NewsSince
) -> tuple[NewsItem, ...]:
    """The news of a journey for a coach. `NEWS` must have been loaded.

    Whoever never looked has seen nothing since they became the coach.
    """
    news = folded.view(NEWS)
    if since == "look":
        assigned = news.coach.number if news.coach and news.coach.coach_id == coach_id else 0
        return news_since(news, seen.number if seen else assigned)
    first = folded.today - timedelta(days=int(since))
    return tuple(one for one in news.items if one.on > first)


def number_seen(folded: FoldedJourney, position: int) -> int:
    """The entry up to which a journey is seen by whoever saw the log up to a position. `NEWS` must have been loaded."""
    newer = [one.number for one in folded.view(NEWS).items if one.position > position]
    return min(newer) - 1 if newer else folded.version


def count_news(rows: Iterable[DeskRow]) -> Mapping[NewsKind, int]:
    """How many items of each kind there are, the most weighty kind first."""
    counts = Counter(one.kind for row in rows for one in row.news)
    return {kind: counts[kind] for kind in KINDS if counts[kind]}


def looks_of_news(rows: Iterable[DeskRow]) -> frozenset[datetime | None]:
    """When the coach last looked at the clients of whom there is news, to the minute; None stands for never."""
    return frozenset(
        row.looked_at and row.looked_at.replace(second=0, microsecond=0) for row in rows if row.news
    )

"""A journey on a coach's desk, as one caller may see it, and its row."""

from uuid import UUID

from msgspec import Struct

from projections.alerts.projection import ALERTS
from projections.caseload.state import CaseloadEntry
from service.application.desk import DeskRow, build_desk_row
from service.application.desk_news import NewsSince, new_items
from service.application.folded_journey import FoldedJourney
from service.authorization.access_rules import AccessLevel
from service.authorization.field_filters import filter_news, visible_rules
from service.authorization.policy import level_covers
from service.clock import stored_time_zone
from service.read_models.seen_news import SeenUpTo


class AuthorizedCaseloadEntry(Struct, frozen=True):
    """A caseload entry, and how much of its journey the caller sees."""

    case: CaseloadEntry
    level: AccessLevel


class DeskJourney(AuthorizedCaseloadEntry, frozen=True):
    """A caseload entry on a coach's desk, with the journey and its alerts."""

    folded: FoldedJourney


class DeskEntry(DeskJourney, frozen=True):
    """A journey on a coach's desk, and what its row is made with."""

    seen: SeenUpTo | None
    coach_id: UUID
    news_since: NewsSince


class DeskEntries(Struct, frozen=True):
    """What the rows of a desk are made from, and how many of the coach's journeys have ended, shown or not."""

    entries: list[DeskEntry]
    ended: int
    most: int | None = None
    """So many are looked at, and there may be more; only where there are no accounts."""


def is_loaded(one: DeskJourney) -> bool:
    """Whether its alerts were loaded: of a journey that ended they are only where they may matter."""
    return ALERTS.name in one.folded.projections


def desk_row(entry: DeskEntry) -> DeskRow:
    """The row of a journey, as much of it as its reader may see."""
    news = new_items(entry.folded, entry.coach_id, entry.seen, entry.news_since)
    zone = stored_time_zone(entry.folded.journey.time_zone)
    with_pulses = level_covers(entry.level, "read_pulses")
    return build_desk_row(
        entry.case,
        entry.folded,
        rules=visible_rules(entry.level),
        with_pulses=with_pulses,
        with_after_care=level_covers(entry.level, "read_portrait"),
        news=filter_news(news, entry.level),
        looked_at=entry.seen.at.astimezone(zone) if entry.seen else None,
        reader_id=entry.coach_id,
    )

"""How the market of a role stood, as publishers saw it: dated, with its source, and apart from what the client heard."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from domain.vocabulary import MarketSignal
from projections.profile.view import MarketView
from service.atlas.role_sheet import GroupOutlook
from service.atlas.views import Demand, Opportunities
from service.localization.gettext_noop import gettext_noop

FRESH_FOR: Final = timedelta(weeks=13)
OPPORTUNITIES: Mapping[Opportunities, str] = MappingProxyType(
    {
        "small": gettext_noop("few openings"),
        "medium": gettext_noop("some openings"),
        "large": gettext_noop("many openings"),
    }
)
DEMAND: Mapping[Demand, str] = MappingProxyType(
    {
        "up": gettext_noop("more of this work is expected"),
        "flat": gettext_noop("as much of this work is expected as now"),
        "down": gettext_noop("less of this work is expected"),
    }
)
_OF_OPPORTUNITIES: Mapping[Opportunities, MarketSignal | None] = MappingProxyType(
    {"small": "vacancies_none", "medium": None, "large": "vacancies_many"}
)
_OF_DEMAND: Mapping[Demand, MarketSignal | None] = MappingProxyType(
    {"up": "market_growing", "flat": None, "down": "market_shrinking"}
)
LONGEST_SOURCE = 200


class ShownOutlook(Struct, frozen=True, kw_only=True):
    """What one edition says of one region."""

    line: GroupOutlook
    phrases: tuple[str, ...]
    """Messages: of the openings and of the demand."""
    signals: tuple[MarketSignal, ...]
    """What it would count as; none where it says that all stays as it is."""
    old: bool
    counted_on: date | None
    """When the client counted it; None if it does not count, or another does by now."""

    @property
    def key(self) -> str:
        """What a form names it by."""
        return outlook_key(self.line)


class RoleOutlook(Struct, frozen=True, kw_only=True):
    """The outlook of a role: of one region, the newest edition of each publisher and what was published before."""

    regions: tuple[str, ...]
    """Empty stands for the whole country."""
    region: str
    newest: tuple[ShownOutlook, ...]
    older: tuple[ShownOutlook, ...]
    counted: MarketView | None = None
    """What is counted for the role, perhaps of another region than is shown."""

    @property
    def counted_elsewhere(self) -> bool:
        """Whether something is counted that is not shown."""
        return self.counted is not None and not any(one.counted_on for one in (*self.newest, *self.older))


def outlook_key(line: GroupOutlook) -> str:
    """What tells a line from all others."""
    return f"{line.publisher}|{line.edition}|{line.region}|{line.code}"


def outlook_source(line: GroupOutlook) -> str:
    """Who says so of which region and occupation; the edition is told by its date, so that a newer one replaces it."""
    named = (line.publisher, line.title.text if line.title else line.code, line.region)
    return ", ".join(one for one in named if one)[:LONGEST_SOURCE]


def signals_of(line: GroupOutlook) -> tuple[MarketSignal, ...]:
    """What an outlook says, as signals of the market."""
    found = (
        _OF_OPPORTUNITIES[line.opportunities] if line.opportunities else None,
        _OF_DEMAND[line.demand] if line.demand else None,
    )
    return tuple(one for one in found if one)


def role_outlook(
    lines: Sequence[GroupOutlook], noted: Sequence[MarketView], asked_region: str, today: date
) -> RoleOutlook | None:
    """The outlook of the region that the address names, else of the whole country; None where nobody published any."""
    regions = tuple(sorted({one.region for one in lines}))
    if not regions:
        return None
    region = asked_region if asked_region in regions else regions[0]
    newest_of: dict[str, tuple[date, str]] = {}
    for one in lines:
        newest_of[one.publisher] = max(
            newest_of.get(one.publisher, (date.min, "")), (one.published_on, one.edition)
        )
    here = [one for one in lines if one.region == region and (one.opportunities or one.demand)]
    shown = [(_shown(one, noted, today), newest_of[one.publisher]) for one in here]
    return RoleOutlook(
        regions=regions,
        region=region,
        newest=tuple(one for one, newest in shown if (one.line.published_on, one.line.edition) == newest),
        older=tuple(one for one, newest in shown if (one.line.published_on, one.line.edition) != newest),
        counted=next((one for one in noted if one.weak and not one.replaced_on), None),
    )


def _shown(line: GroupOutlook, noted: Sequence[MarketView], today: date) -> ShownOutlook:
    phrases = (
        OPPORTUNITIES[line.opportunities] if line.opportunities else None,
        DEMAND[line.demand] if line.demand else None,
    )
    source = outlook_source(line)
    counted = (
        one.on
        for one in noted
        if one.weak
        and not one.replaced_on
        and (one.source, one.published) == (source, min(line.published_on, one.on))
    )
    return ShownOutlook(
        line=line,
        phrases=tuple(one for one in phrases if one),
        signals=signals_of(line),
        old=line.published_on < today - FRESH_FOR,
        counted_on=min(counted, default=None),
    )

"""Facts about the market of a role: what they say, who says so, and from when they are."""

import re
from datetime import timedelta
from typing import Any

import pytest

from domain.journey.commands.market import NoteMarketSignal
from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.market import MarketSignalNoted
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, discover, start, uid

NURSE = uid("nurse")
AT = f"/journeys/{MARLOES}/profile/roles/{NURSE}"
TODAY = NOON.date()
FACT = {
    "market_signal": "market_growing",
    "market_source": "Forecast for the region",
    "market_published": str(TODAY - timedelta(days=3)),
    "market_address": "https://example.org/forecast",
}


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def test_a_fact_is_recorded_with_its_source_date_and_link_and_counts_for_the_chances() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])

        shown = await service.send(f"{AT}/market", **FACT)

        [fact], signals = await told(service, MarketSignalNoted), await told(service, OddsSignalHeard)
    assert "Saved. Its source is shown. The newest edition counts towards your chances" in shown.text
    assert "The market is growing Forecast for the region, published 1 March 2026, added " in shown.text
    assert re.search(r"without it, and with it: \d+ → \d+ Forecast for the region", shown.text)
    assert 'href="https://example.org/forecast"' in shown.html
    assert (fact.role_id, fact.signal, fact.source) == (NURSE, "market_growing", "Forecast for the region")
    assert [one.source.id for one in signals] == [fact.signal_id]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("market_signal", "", "Choose what it says."),
        ("market_source", "", "Say where you read or heard it."),
        ("market_published", "", "Enter the date it is from."),
        ("market_published", str(TODAY + timedelta(days=1)), "It cannot have been published after"),
        ("market_address", "example.org/forecast", "Enter an address that starts with https://"),
        ("market_address", "javascript:alert(1)", "Enter an address that starts with https://"),
        ("market_address", "https://example.org/a forecast", "Enter an address that starts with https://"),
    ],
)
async def test_what_is_wrong_stands_beside_its_field_and_the_rest_stays(
    field: str, value: str, sentence: str
) -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])

        shown = await service.send(f"{AT}/market", **{**FACT, field: value})

        assert not await told(service, MarketSignalNoted)
    assert shown.status == 422
    assert f'id="{field}-error"' in shown.html
    assert sentence in shown.text
    kept = next(one for name, one in FACT.items() if name not in {field, "market_signal"})
    assert kept in shown.html


@pytest.mark.parametrize(("days", "old"), [(91, False), (92, True)])
async def test_a_fact_older_than_thirteen_weeks_says_so(days: int, old: bool) -> None:
    fact = NoteMarketSignal(
        happened_on=TODAY,
        signal_id=uid("fact"),
        role_id=NURSE,
        signal="market_shrinking",
        published=TODAY - timedelta(days=days),
        source="A newspaper",
    )
    async with pages() as service:
        await service.tell([start(), discover("nurse"), fact])

        shown = await service.get(AT)

    assert ("older than 13 weeks" in shown.text) == old

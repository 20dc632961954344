"""Taking back an outlook leaves nothing of any outlook, however many were counted one after another."""

from datetime import date
from itertools import pairwise

import pytest

from domain.journey.commands.market import NoteMarketSignal
from tests.web.role_atlas_sample import ATLAS, DISPATCHER, LINKED, PUBLISHED
from tests.web.running_pages import Pages, pages
from tests.web.sample import MONDAY, uid

KEYS = tuple(
    f"Bureau of Clocks|{edition}|{region}|2221"
    for edition, region in (("spring 2026", ""), ("spring 2026", "Skåne"))
)


def earlier(number: int) -> NoteMarketSignal:
    """An outlook of before, as it was counted then."""
    return NoteMarketSignal(
        happened_on=MONDAY,
        signal_id=uid(f"earlier {number}"),
        role_id=uid("dispatcher"),
        signal="vacancies_many",
        published=date(2025, 1, number),
        source="Bureau of Clocks, operators",
        weak=True,
    )


async def odds(service: Pages) -> str:
    shown = (await service.get(DISPATCHER)).text
    return shown[: shown.index("Facts about the market")]


@pytest.mark.parametrize("before", [0, 1, 3])
async def test_after_one_undo_nothing_counts(before: int) -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        none = await odds(service)
        await service.tell([earlier(number) for number in range(1, before + 1)])
        for key in KEYS:
            await service.send(f"{DISPATCHER}/outlook", outlook=key)
        counted = await odds(service)
        back = await service.send(f"{DISPATCHER}/uncounted", edition_of=str(PUBLISHED))
        after = await odds(service)

    assert "It counts for nothing now." in back.text
    assert counted != none
    assert after == none


async def test_what_was_taken_back_can_be_counted_and_taken_back_again() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        shown = [await odds(service)]
        for _ in range(2):
            await service.send(f"{DISPATCHER}/outlook", outlook=KEYS[0])
            shown.append(await odds(service))
            await service.send(f"{DISPATCHER}/uncounted", edition_of=str(PUBLISHED))
            shown.append(await odds(service))

    assert shown[0] == shown[2] == shown[4]
    assert all(one != other for one, other in pairwise(shown))

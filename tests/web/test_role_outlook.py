"""How the market of a role stands, as publishers saw it: with its source, and counted only when she counts it."""

from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.market import MarketSignalNoted
from tests.web.role_atlas_sample import ATLAS, DISPATCHER, LINKED, PUBLISHED, told
from tests.web.running_pages import pages
from tests.web.sample import uid


async def test_an_outlook_stands_with_its_source_and_counts_for_nothing_by_itself() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        shown = await service.get(DISPATCHER)
        older = shown.text.index("One earlier edition")

        assert await told(service, MarketSignalNoted, OddsSignalHeard) == []
    assert (
        "Bureau of Clocks, spring 2026, the whole country: many openings; more of this work is expected."
        in shown.text
    )
    assert "published 20 February 2026" in shown.text
    assert shown.text.index("autumn 2025") > older
    assert "older than 13 weeks" in shown.text[older:]


async def test_the_region_stays_chosen_after_counting_and_after_a_refusal() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        key = "Bureau of Clocks|spring 2026|Skåne|2221"
        counted = await service.send(f"{DISPATCHER}/outlook", outlook=key, region="Skåne")
        refused = await service.send(f"{DISPATCHER}/outlook", outlook="nothing", region="Skåne")
        shown = await service.get(f"{DISPATCHER}?region=Sk%C3%A5ne")

    assert (counted.status, refused.status) == (200, 422)
    for one in (counted, refused, shown):
        assert '<option value="Skåne" selected>' in one.html
    assert 'name="region" value="Skåne"' in shown.html


async def test_the_region_is_chosen_in_the_address() -> None:
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        shown = await service.get(f"{DISPATCHER}?region=Sk%C3%A5ne")
        nonsense = await service.get(f"{DISPATCHER}?region=Atlantis")

    assert "Bureau of Clocks, spring 2026, Skåne: few openings." in shown.text
    assert "Bureau of Clocks, spring 2026, the whole country" in nonsense.text


async def test_an_outlook_that_is_counted_weighs_half_and_names_its_source() -> None:
    key = "Bureau of Clocks|spring 2026||2221"
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        shown = await service.send(f"{DISPATCHER}/outlook", outlook=key)
        noted, heard = await told(service, MarketSignalNoted), await told(service, OddsSignalHeard)
        again = await service.send(f"{DISPATCHER}/outlook", outlook="Bureau of Clocks|spring 1999||2221")

        assert len(await told(service, MarketSignalNoted)) == 2
    assert [(one.signal, one.published, one.source, one.weak) for one in noted] == [
        ("vacancies_many", PUBLISHED, "Bureau of Clocks, operators", True),
        ("market_growing", PUBLISHED, "Bureau of Clocks, operators", True),
    ]
    assert [one.weak for one in heard] == [True, True]
    assert "Counted as a weak sign." in shown.text
    assert "counted since Wed 4 Mar" in shown.text
    assert "counts for half" in shown.text
    assert "Count as weak sign" not in shown.text
    assert "This outlook is not in the atlas any more." in again.text


async def test_another_region_replaces_what_was_counted_and_it_is_taken_back_as_one() -> None:
    country, region = (f"Bureau of Clocks|spring 2026|{name}|2221" for name in ("", "Skåne"))
    async with pages(atlas=ATLAS) as service:
        await service.tell(LINKED)
        await service.send(f"{DISPATCHER}/outlook", outlook=country)
        replaced = await service.send(f"{DISPATCHER}/outlook", outlook=region)
        there = await service.get(f"{DISPATCHER}?region=Sk%C3%A5ne")
        taken = {"edition_of": str(PUBLISHED), "command_id": str(uid("taken back"))}
        back = await service.send(f"{DISPATCHER}/uncounted", **taken)
        sent_again = await service.send(f"{DISPATCHER}/uncounted", **taken)
        never = await service.send(f"{DISPATCHER}/uncounted", edition_of="2025-09-01")

    assert "Counted now: Bureau of Clocks, operators, Skåne. Counting another replaces it." in replaced.text
    assert replaced.text.count("another counts instead") == 2
    assert "counted since" not in replaced.text
    assert "Undo: spring 2026" in there.text
    assert "Count as weak sign" not in there.text
    assert "Withdrawn. It counts for nothing now." in back.text
    assert sent_again.text == back.text
    assert "counted since" not in back.text
    assert "Count as weak sign" in back.text
    assert "Counted now" not in back.text
    assert "Facts about the market None yet." in back.text
    assert "No outlook is counted for this role." in never.text

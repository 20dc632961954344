"""The map: nothing overlaps on the chart, the list beside it says the same, and both are as the profile has it."""

import re
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.roles import BlockRole, DiscoverRole, LinkRole, ParkRole, PassRole
from domain.journey.decide import UserCommand
from domain.vocabulary import Language
from projections.learning_model.wording import SpreadWord
from service.localization.locales import LANGUAGES
from service.localization.translator import translator_for
from service.web.map.chart_item import ChartItem, MapGroup, PlacedItem
from service.web.map.labels_fit import broken_into_lines, text_width
from service.web.map.layout import SeaChart, draw_chart
from tests.web.atlas_in_memory import AtlasInMemory, text
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, MONDAY, NOON, discover, start, uid

AT = f"/journeys/{MARLOES}"
TODAY = NOON.date()
GROUPS: tuple[MapGroup, ...] = ("met", "heard", "near", "unknown")
FOG: tuple[SpreadWord, ...] = ("a_guess", "a_first_idea", "fairly_sure", "sure")

titles = st.one_of(
    st.sampled_from(
        (
            "Nurse",
            "Verpleegkundig adviseur zorgverzekeraar",
            "Servicetekniker medicinteknik",
            "Arbeidsongeschiktheidsverzekeringsdeskundige",
            "Økonomi- og gjeldsrådgiver",
            "看護師長",
        )
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=200),
    st.lists(
        st.text("abcdefghijklmnopqrstuvwxyzæøåMW", min_size=1, max_size=30), min_size=1, max_size=12
    ).map(" ".join),
)


def items(group: MapGroup, most: int) -> st.SearchStrategy[tuple[ChartItem, ...]]:
    sounded = group in {"met", "heard"}
    one = st.builds(
        ChartItem,
        group=st.just(group),
        seed=st.uuids().map(str),
        title=titles,
        depth=st.none() | st.floats(0, 100) if sounded else st.none(),
        fog=st.sampled_from(FOG) if sounded else st.none(),
        lines=st.integers(0, 30) if sounded else st.just(0),
        latest=st.booleans() if sounded else st.just(False),
    )
    return st.lists(one, max_size=most).map(tuple)


charts = st.builds(
    draw_chart,
    st.tuples(items("met", 30), items("heard", 20), items("near", 10), items("unknown", 10)),
    st.lists(titles, max_size=5),
    seed=st.uuids().map(str),
    wide=st.booleans(),
    translator=st.sampled_from(LANGUAGES).map(translator_for),
)


def overlap(one: PlacedItem, other: PlacedItem) -> bool:
    left, top, right, bottom = one.box
    other_left, other_top, other_right, other_bottom = other.box
    return left < other_right and other_left < right and top < other_bottom and other_top < bottom


@given(charts)
def test_nothing_overlaps_and_everything_lies_in_the_sea(chart: SeaChart) -> None:
    assert [pair for pair in combinations(chart.items, 2) if overlap(*pair)] == []
    for one in chart.items:
        left, top, right, bottom = one.box
        assert 0 <= left < right <= chart.width
        assert 0 <= top < bottom <= chart.height
        assert left <= one.x <= right
    for caption in chart.captions:
        assert caption.x + text_width(caption.text, 13) <= chart.width


@given(charts)
def test_no_name_of_a_sea_is_written_over(chart: SeaChart) -> None:
    for caption in chart.captions:
        right = caption.x + text_width(caption.text, 13)
        for one in chart.items:
            left, top, to, bottom = one.box
            beside = to <= caption.x or right <= left
            assert beside or bottom <= caption.y - 13 or caption.y <= top


@given(st.tuples(*(items(group, 12) for group in GROUPS)), st.booleans())
def test_the_same_roles_lie_in_the_same_places_and_in_their_order(
    groups: tuple[tuple[ChartItem, ...], ...], wide: bool
) -> None:
    def drawn() -> SeaChart:
        return draw_chart(groups, (), seed="sea", wide=wide, translator=translator_for("en"))

    assert drawn() == drawn()
    assert [one.item for one in drawn().items] == [one for some in groups for one in some]


@given(items("met", 12), st.booleans())
def test_a_line_is_dropped_for_each_step_and_the_deeper_has_more_contours(
    met: tuple[ChartItem, ...], wide: bool
) -> None:
    chart = draw_chart((met, (), (), ()), (), seed="sea", wide=wide, translator=translator_for("en"))
    for one in chart.items:
        assert len(one.leads) == min(one.item.lines, 9)
        assert len(one.lines.split("M")) + len(one.latest.split("M")) - 2 == len(one.leads)
        assert bool(one.latest) == (one.item.latest and bool(one.leads))
        assert one.latest.count("M") <= 1
    rings = [
        len(one.rings) for one in sorted(chart.items, key=lambda one: one.item.depth or 0) if one.item.depth
    ]
    assert rings == sorted(rings)


@given(titles, st.floats(60, 200), st.integers(1, 4))
def test_a_title_fits_in_its_lines(title: str, width: float, most: int) -> None:
    lines = broken_into_lines(title, width, 13, most)

    assert 1 <= len(lines) <= most
    assert all(text_width(one, 13) <= width for one in lines)


@pytest.mark.parametrize(
    "title",
    [
        "Duurzaamheidsadviseur",
        "Calamiteitenonderzoeker",
        "Kundeservicemedarbeider",
        "Ontwikkelingspsycholoog",
        "Servicetekniker medicinteknik",
    ],
)
@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.parametrize("group", GROUPS)
def test_a_word_that_has_room_in_smaller_letters_is_not_broken(
    title: str, wide: bool, group: MapGroup
) -> None:
    two = tuple(ChartItem(group=group, seed=seed, title=title) for seed in ("one", "other"))
    of = [two if one == group else () for one in GROUPS]
    chart = draw_chart(of, (), seed="sea", wide=wide, translator=translator_for("nl"))

    assert {" ".join(line for line, _ in one.label) for one in chart.items} == {title}
    assert all(one.letters >= 11 for one in chart.items)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Duurzaamheidsadviseur", ("Duurzaamheidsadvi-", "seur")),
        ("Machinemonteurs", ("Machine-", "monteurs")),
    ],
)
def test_a_word_that_must_be_broken_is_broken_before_a_syllable(word: str, parts: tuple[str, ...]) -> None:
    assert broken_into_lines(word, text_width(parts[0], 13) + 1, 13, 4) == parts


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_of_the_sea_fit_in_every_language(language: Language) -> None:
    some = tuple((ChartItem(group=group, seed=group, title="Nurse"),) for group in GROUPS)
    for wide in (False, True):
        chart = draw_chart(some, ("nurse",), seed="sea", wide=wide, translator=translator_for(language))
        assert [one.text for one in chart.captions if one.text.endswith("…")] == []


def link(title: str, occupation_id: str, group: str) -> LinkRole:
    return LinkRole(happened_on=MONDAY, role_id=uid(title), isco_group=group, occupation_id=occupation_id)


TOLD: tuple[UserCommand, ...] = (
    start(),
    discover("nurse"),
    link("nurse", "nurse", "2221"),
    discover("beekeeper"),
)


async def shown(*commands: UserCommand, atlas: Any = None) -> Any:
    async with pages(atlas=atlas) as service:
        await service.tell(commands)
        return await service.get(f"{AT}/map")


async def test_the_list_has_each_group_of_the_chart() -> None:
    page = await shown(*TOLD)

    assert page.status == 200
    assert "Tried so far: 0 of 2 roles." in page.text
    places = [
        page.html.index(one)
        for one in ('id="heard"', ">Beekeeper</a></h3>", 'id="near"', ">Dispatcher</a></h3>")
    ]
    assert places == sorted(places)
    assert "no step towards it yet" in page.text
    assert f'href="{AT}/profile/near-roles#near-dispatcher"' in page.html


async def test_the_map_and_its_list_have_what_the_page_of_near_roles_has_in_its_order() -> None:
    async with pages() as service:
        await service.tell(TOLD)
        drawn, near = await service.get(f"{AT}/map"), await service.get(f"{AT}/profile/near-roles")

    led_to = re.findall(r'near-roles#(near-[^"]+)"', drawn.html)
    listed = re.findall(r'id="(near-[^"]+)"', near.html)
    assert listed
    assert led_to == 3 * listed


async def test_work_she_knows_is_land_and_no_role_only_heard_about() -> None:
    known = (discover("carer", distance="same"),)
    page, alone = await shown(*TOLD, *known), await shown(start(), *known)

    assert "Tried so far: 0 of 2 roles." in page.text
    assert page.html.index('id="coast"') < page.html.index(">Carer</a></h3>") < page.html.index('id="heard"')
    assert page.html.count(">Carer</a></h3>") == 1
    assert "The map of your search" in alone.text
    assert 'id="heard"' not in alone.html


async def test_fields_that_nothing_comes_near_are_unknown() -> None:
    class Fields(AtlasInMemory):
        async def group_titles(self, codes: Any, language: Language) -> Any:
            return {one: text(f"field {one}") for one in codes}

    page = await shown(*TOLD, atlas=Fields())

    assert "Field 2" not in page.text
    assert page.text.count("Field 7") == 3


async def test_a_map_of_an_earlier_day_has_round_it_what_was_near_then() -> None:
    later = (
        discover("baker", NOON.date()),
        LinkRole(happened_on=NOON.date(), role_id=uid("baker"), isco_group="7512", occupation_id="baker"),
        DiscoverRole(
            happened_on=NOON.date(), role_id=uid("midwife"), title="midwife", distance="far", found="atlas"
        ),
        PassRole(happened_on=NOON.date(), role_id=uid("midwife")),
    )
    async with pages() as service:
        await service.tell(TOLD)
        before = await service.get(f"{AT}/map")
        await service.tell(later)
        today, earlier = [await service.get(f"{AT}/map{on}") for on in ("", f"?on={MONDAY}")]

    near = [titles_near(one.html) for one in (before, today, earlier)]
    assert "Pastry cook" in near[1]
    assert "Midwife" not in near[1]
    assert near[2] == near[0]


def titles_near(html: str) -> list[str]:
    return re.findall(r"near-roles#near-[^>]*>(?:<span[^>]*>)?([^<]+)<", html)


async def test_an_empty_atlas_and_an_empty_list_say_so() -> None:
    assert "The atlas of roles is empty here" in (await shown(*TOLD, atlas=AtlasInMemory())).text
    empty = await shown(start())
    assert "Nothing is on the map yet." in empty.text
    assert "Add a role" in empty.text


async def test_what_was_put_aside_is_marked_and_what_was_let_go_is_not_there() -> None:
    aside = (
        ParkRole(happened_on=MONDAY, role_id=uid("nurse"), reason="not it"),
        BlockRole(happened_on=MONDAY, role_id=uid("beekeeper"), reason="stings"),
    )
    let_go = (
        DiscoverRole(
            happened_on=MONDAY, role_id=uid("midwife"), title="midwife", distance="licence", found="atlas"
        ),
        PassRole(happened_on=MONDAY, role_id=uid("midwife")),
    )
    page = await shown(*TOLD, *aside, *let_go)

    assert "midwife" not in page.text.casefold()
    assert page.html.count('class="rock"') == 2 * 2 + 1
    assert ("parked" in page.text, "ruled out" in page.text) == (True, True)
    assert "stings" not in page.text


async def test_the_map_of_a_journey_that_ended_says_so_from_that_day() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])
        before = await service.get(f"{AT}/map")
        await service.tell([RecordEnding(happened_on=TODAY, ending="own_business")])
        after = await service.get(f"{AT}/map")
        earlier = await service.get(f"{AT}/map", on=str(MONDAY))

    assert "The journey ended on" not in before.text + earlier.text
    assert "The journey ended on" in after.text

"""From a dream to kinds of work: the qualities that are offered, what her own words are read as, and what has them."""

import pytest

from domain.journey.events.roles import RoleDiscovered, RoleLinked
from domain.journey.events.vision import DreamDecoded, IdealSketched
from service.atlas.qualities import QUALITIES, recognise
from service.web.near_roles.offered_qualities import offered_qualities
from tests.web.atlas_in_memory import SMALL_ATLAS, AtlasInMemory
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, discover, start
from tests.web.test_near_roles import WORDS, link, told
from tests.web.test_unknown_roles_of_atlas import dream

AT = f"/journeys/{MARLOES}"
HERE = f"{AT}/about-you/kinds-of-work"


@pytest.mark.parametrize("code", QUALITIES)
def test_what_was_ticked_is_read_as_the_quality_that_it_was(code: str) -> None:
    assert code in recognise(QUALITIES[code], "en")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("being outdoors", ("outdoors",)),
        ("baker", ("food", "hands", "own_pace")),
        ("I always wanted to be a dispatcher", ("rescue", "team")),
        ("xyzzy", tuple(QUALITIES)),
        ("", tuple(QUALITIES)),
        ("\U0001f600", tuple(QUALITIES)),
    ],
)
async def test_a_dream_offers_what_its_words_or_its_role_stand_for(text: str, codes: tuple[str, ...]) -> None:
    offered = await offered_qualities(SMALL_ATLAS, text, WORDS)

    assert tuple(code for code, _ in offered) == codes


async def test_a_dream_without_qualities_offers_some_to_tick_and_keeps_them_in_words() -> None:
    async with pages() as service:
        await service.tell([start()])
        asked = await service.send(f"{AT}/about-you/dream", dream="baker")
        assert asked.status == 200
        assert 'name="dream_qualities_ticked" value="food"' in asked.html
        await service.send(f"{AT}/about-you/dream", dream="baker", dream_qualities_ticked="food")
        (decoded,) = await told(service, DreamDecoded)

    assert [one.wording for one in decoded.qualities] == ["Food and taste"]


async def test_a_sketch_offers_them_too_beside_words_of_ones_own() -> None:
    async with pages() as service:
        await service.tell([start()])
        asked = await service.send(f"{AT}/about-you/ideal", sketch="A day in the open air")
        assert 'name="sketch_qualities_ticked" value="outdoors"' in asked.html
        await service.send(
            f"{AT}/about-you/ideal",
            sketch="A day in the open air",
            sketch_qualities_ticked="outdoors",
            sketch_qualities="no meetings\nBeing outdoors",
        )
        (sketched,) = await told(service, IdealSketched)

    assert [one.wording.casefold() for one in sketched.qualities] == ["being outdoors", "no meetings"]


@pytest.mark.parametrize(
    ("name", "field", "kind"), [("dream", "dream", DreamDecoded), ("ideal", "sketch", IdealSketched)]
)
async def test_qualities_left_empty_are_offered_without_a_complaint(
    name: str, field: str, kind: type
) -> None:
    async with pages() as service:
        await service.tell([start()])
        offered = await service.send(f"{AT}/about-you/{name}", **{field: "Keeper"})
        code = next(iter(QUALITIES))
        nothing = await service.send(
            f"{AT}/about-you/{name}", **{field: "Keeper", f"{field}_qualities_offered": "yes"}
        )
        assert await told(service, kind) == []
        await service.send(
            f"{AT}/about-you/{name}",
            **{field: "Keeper", f"{field}_qualities_offered": "yes", f"{field}_qualities_ticked": code},
        )
        decoded = await told(service, kind)

    assert (offered.status, nothing.status) == (200, 422)
    assert "It may stand for" in offered.text
    assert f'name="{field}_qualities_offered"' in offered.html
    assert "autofocus" in offered.html
    assert 'role="alert"' not in offered.html
    assert [len(one.qualities) for one in decoded] == [1]


async def test_the_page_says_how_each_quality_is_read_and_what_has_it() -> None:
    async with pages() as service:
        await service.tell([start(), dream("helping people in need", "gobbledygook")])
        shown = await service.get(HERE)

    assert "Read as: Helping people in need" in shown.text
    assert "We do not know how to read this." in shown.text
    assert {"Nurse", "Midwife"} <= set(shown.text.split())
    assert "It offers what you look for: Helping people in need." in shown.text


async def test_other_qualities_can_be_chosen_and_nonsense_is_left_out() -> None:
    async with pages() as service:
        await service.tell([start(), dream("helping people in need")])
        shown = await service.get(f"{HERE}?quality=food&quality=nonsense")

    assert "<h2>Baker" in shown.html
    assert "<h2>Nurse" not in shown.html


async def test_what_is_on_the_list_is_not_shown_and_a_kept_one_leads_back_here() -> None:
    async with pages() as service:
        await service.tell([start(), dream("helping people"), discover("nurse"), link("nurse", "nurse")])
        shown = await service.get(HERE)
        assert "<h2>Nurse" not in shown.html
        after = await service.send(
            f"{AT}/profile/near-roles/answer",
            occupation_id="midwife",
            distance="licence",
            answer="keep",
            page="qualities",
        )
        assert after.path.startswith(HERE)
        assert "It is on your list." in after.text
        assert "<h2>Midwife" not in after.html
        assert len(await told(service, RoleDiscovered, RoleLinked)) == 4


@pytest.mark.parametrize("address", [HERE, f"{HERE}?quality=food"])
async def test_with_nothing_decoded_and_with_an_empty_atlas_it_says_so(address: str) -> None:
    async with pages(atlas=AtlasInMemory()) as service:
        await service.tell([start()])
        shown = await service.get(address)

    expected = "The atlas of roles is empty here" if "food" in address else "Choose what you look for"
    assert expected in shown.text

"""From a dream to kinds of work: the qualities that are offered, what her own words are read as, and what has them."""

import re

import pytest

from domain.journey.commands.vision import DecodeDream, QualityInput, SketchIdeal
from domain.journey.events.roles import RoleDiscovered, RoleLinked
from domain.journey.events.vision import DreamDecoded, IdealSketched
from service.atlas.qualities import QUALITIES, recognise
from service.web.near_roles.offered_qualities import offered_qualities
from tests.web.atlas_in_memory import SMALL_ATLAS, AtlasInMemory, Known
from tests.web.running_pages import pages
from tests.web.sample import MARLOES, MONDAY, discover, start, uid
from tests.web.test_near_roles import WORDS, link, told
from tests.web.unknown_roles_drawn import dream

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


SEA_AND_BREAD = (
    start(locale="sv-SE"),
    DecodeDream(
        happened_on=MONDAY,
        dream_id=uid("dream"),
        dream="Juf på ett skepp",
        qualities=(QualityInput(quality_id=uid("help"), wording="hjälpa människor"),),
    ),
    SketchIdeal(
        happened_on=MONDAY,
        sketch_id=uid("sketch"),
        sketch="Rising early",
        qualities=(QualityInput(quality_id=uid("food"), wording="laga mat"),),
    ),
)


def shown_titles(html: str) -> list[str]:
    return re.findall(r"<h2>(?:<span[^>]*>)?([^<]+)", html)


@pytest.mark.parametrize("reader", ["en", "nl", "sv", "nb"])
async def test_her_words_are_read_in_her_language_whoever_reads(reader: str) -> None:
    async with pages() as service:
        await service.tell(SEA_AND_BREAD)
        service.http.headers["accept-language"] = reader
        shown = await service.get(HERE)

    assert {"Nurse", "Midwife", "Baker"} <= set(shown_titles(shown.html))


async def test_one_dream_or_ideal_can_be_looked_at_alone() -> None:
    async with pages() as service:
        await service.tell(SEA_AND_BREAD)
        both = await service.get(HERE)
        dream_alone = await service.get(f"{HERE}?of={uid('dream')}")
        ideal_alone = await service.get(f"{HERE}?of={uid('sketch')}")
        neither = await service.get(f"{HERE}?of={uid('nobody')}")
        nonsense = await service.get(f"{HERE}?of=nonsense")

    assert "What your dreams and ideal job stand for" in both.text
    assert "Ideal job: Rising early" in both.text
    assert ("Baker" in shown_titles(dream_alone.html), "Nurse" in shown_titles(dream_alone.html)) == (
        False,
        True,
    )
    assert ("Baker" in shown_titles(ideal_alone.html), "Nurse" in shown_titles(ideal_alone.html)) == (
        True,
        False,
    )
    assert "Laga mat" in ideal_alone.text
    assert "Hjälpa människor" not in ideal_alone.text
    assert shown_titles(neither.html) == shown_titles(nonsense.html) == shown_titles(both.html)


@pytest.mark.parametrize("answer", ["keep", "pass"])
async def test_what_was_chosen_stays_and_is_named(answer: str) -> None:
    address = f"{HERE}?of={uid('sketch')}&quality=helping"
    async with pages() as service:
        await service.tell(SEA_AND_BREAD)
        shown = await service.get(address)
        fields = {"occupation_id": "midwife", "answer": answer, "page": "qualities"}
        after = await service.send(
            f"{AT}/profile/near-roles/answer", **fields, quality="helping", of=str(uid("sketch"))
        )

    assert "You look for: Helping people in need." in shown.text
    for one in (shown, after):
        assert 'name="quality" value="helping"' in one.html
        assert f'name="of" value="{uid("sketch")}"' in one.html
    assert shown_titles(after.html) == [one for one in shown_titles(shown.html) if one != "Midwife"]


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("qualities", "Kinds of work with these qualities"),
        ("unknown", "Unknown roles"),
        ("", "Kinds of work near yours"),
    ],
)
async def test_a_refused_answer_shows_the_page_that_it_was_given_on(page: str, heading: str) -> None:
    async with pages() as service:
        await service.tell(SEA_AND_BREAD)
        refused = await service.send(
            f"{AT}/profile/near-roles/answer", occupation_id="gone", answer="keep", page=page, quality="food"
        )

    assert refused.status == 422
    assert f"<title>{heading}" in refused.html
    assert "This kind of work is not in the atlas any more." in refused.text
    assert page != "qualities" or "Baker" in shown_titles(refused.html)


async def test_each_quality_is_among_those_that_are_shown() -> None:
    common = [
        Known(occupation_id=f"sailor {n}", isco_group=f"{n % 9 + 1}{n:03}", qualities=("water", "travel"))
        for n in range(30)
    ]
    rare = Known(occupation_id="child minder", isco_group="5311", qualities=("children",))
    listed = [discover(one.occupation_id) for one in common[:3]]
    async with pages(atlas=AtlasInMemory([*common, rare])) as service:
        await service.tell([start(), dream("children", "the sea", "travel"), *listed])
        shown = shown_titles((await service.get(HERE)).html)

    assert "Child minder" in shown
    assert len(shown) == 12

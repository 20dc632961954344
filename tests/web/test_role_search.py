"""A role of the atlas, chosen where one is typed: linked with the role, once, and never in the way of own words."""

from typing import Any

import pytest
from msgspec.structs import replace

from domain.journey.commands.roles import LinkRole
from domain.journey.events.roles import RoleDiscovered, RoleLinked
from service.atlas.views import FoundOccupation, LocalText
from service.localization.translator import translator_for
from service.web.roles.role_links import role_choices
from tests.commands import execute_each
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, NOON, discover, seven_weeks, start, uid

AT = f"/journeys/{MARLOES}"
NEW_ROLE = f"{AT}/profile/new-role"
TODAY = NOON.date()
MIDWIFE = "2222.midwife"


def found(title: str, matched: str, *, language: str = "nb", of: str | None = "x") -> FoundOccupation:
    return FoundOccupation(
        occupation_id=of,
        isco_group="7115",
        title=LocalText(text=title, language=language),
        matched=matched,
        group_title=LocalText(text="Tømrere og snekkere", language="nb"),
    )


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def links(service: Pages) -> list[tuple[str, str, str | None]]:
    titles = {one.role_id: one.title for one in await told(service, RoleDiscovered)}
    return [
        (titles[one.role_id], one.isco_group, one.occupation_id) for one in await told(service, RoleLinked)
    ]


def test_own_words_stand_where_the_atlas_has_no_title_in_the_language() -> None:
    titled, foreign, group = role_choices(
        [
            found("tømrer", "snekker"),
            found("carpenter", "carpenter", language="en"),
            found("Tømrere og snekkere", "Snekker", of=None),
        ],
        "nb",
    )

    assert (titled.value, titled.link, titled.beside) == ("tømrer", "7115.x", "snekker · Tømrere og snekkere")
    assert (foreign.value, foreign.beside) == ("", "Tømrere og snekkere")
    assert (group.value, group.link, group.beside) == ("", "7115", "Snekker")


@pytest.mark.parametrize(
    ("typed", "value"),
    [("Snekker", ""), ("snekk", "tømrer"), ("snekkker", "tømrer"), ("tømrer", "tømrer"), ("", "tømrer")],
)
def test_another_name_that_she_typed_is_kept_as_her_word(typed: str, value: str) -> None:
    matched = "tømrer" if typed == "tømrer" else "snekker"
    (choice,) = role_choices([found("tømrer", matched)], "nb", typed)

    assert (choice.value, choice.link) == (value, "7115.x")


async def test_names_in_another_language_are_marked_for_the_eye_and_for_who_listens() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])
        own = await service.get("/roles/search", q="wif")
        service.http.headers["accept-language"] = "nl"
        other = await service.get("/roles/search", q="wif")
        chosen = await service.get(f"{AT}/profile/roles/{uid('nurse')}")
    mark = translator_for("nl").gettext("in English")

    assert ("lang=" in own.html, f"({mark})" in own.text) == (False, False)
    assert '<b><span lang="en">Midwife</span></b>' in other.html
    assert f"Midwife ({mark})" in other.text
    assert f"Nurse ({mark})" in chosen.text


def test_another_name_keeps_the_language_that_it_is_in() -> None:
    swedish = replace(found("brannmann", "brandman, förare"), matched_language="sv")
    (choice,) = role_choices([swedish], "nb")

    assert [(one.text, one.language) for one in choice.names] == [
        ("brandman, förare", "sv"),
        ("Tømrere og snekkere", "nb"),
    ]


async def test_what_is_typed_finds_options_of_a_list() -> None:
    async with pages() as service:
        shown = await service.get("/roles/search", q="wif")
        nothing = await service.get("/roles/search", q="zzz")
        empty = await service.get("/roles/search")

    assert shown.status == nothing.status == empty.status == 200
    assert f'role="option" aria-selected="false" data-link="{MIDWIFE}" data-value="midwife"' in shown.html
    assert "option" not in nothing.html + empty.html


async def test_a_role_that_was_chosen_is_linked_with_it_and_the_form_sent_again_adds_nothing() -> None:
    form = {
        "command_id": str(uid("form")),
        "role": "Midwife",
        "role_link": MIDWIFE,
        "role_distance": "near",
    }
    async with pages() as service:
        await service.tell([start()])
        for _ in range(2):
            shown = await service.send(NEW_ROLE, **form)
            assert shown.status == 200, shown.text

        assert await links(service) == [("Midwife", "2222", "midwife")]


@pytest.mark.parametrize(
    "link", ["", "x", "2221.", "2221.a b", "22210", "2221;", "\u0662", "2221." + "x" * 101]
)
async def test_own_words_are_never_in_the_way(link: str) -> None:
    async with pages() as service:
        await service.tell([start()])
        shown = await service.send(NEW_ROLE, role="Listener to the sea", role_link=link, role_distance="far")

        assert shown.status == 200, shown.text
        assert [one.title for one in await told(service, RoleDiscovered)] == ["Listener to the sea"]
        assert await links(service) == []


async def test_a_step_that_is_planned_or_logged_links_its_role_and_the_one_heard_of() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])
        planned = await service.send(
            f"{AT}/plan",
            kind="conversation",
            role="Midwife",
            role_link=MIDWIFE,
            role_distance="near",
            planned_for=str(TODAY),
        )
        logged = await service.send(
            f"{AT}/log",
            kind="conversation",
            role="nurse",
            role_link="2221.nurse",
            who="Karin",
            conclusion="It is busy.",
            next_step="Ask Ahmed",
            heard_of="Park ranger",
            heard_of_link="5419",
            heard_of_distance="far",
        )

        assert planned.status == logged.status == 200, planned.text + logged.text
        assert await links(service) == [
            ("Midwife", "2222", "midwife"),
            ("nurse", "2221", "nurse"),
            ("Park ranger", "5419", None),
        ]


async def test_a_role_of_the_list_keeps_the_link_that_it_has() -> None:
    linked = LinkRole(happened_on=TODAY, role_id=uid("nurse"), isco_group="2221", occupation_id="nurse")
    async with pages() as service:
        await service.tell([start(), discover("nurse"), linked])
        shown = await service.send(
            f"{AT}/plan", kind="conversation", role="nurse", role_link=MIDWIFE, planned_for=str(TODAY)
        )

        assert shown.status == 200, shown.text
        assert await links(service) == [("nurse", "2221", "nurse")]


async def test_a_step_that_taught_of_a_role_later_links_it() -> None:
    async with pages() as service:
        await service.tell(seven_weeks())
        step = next(iter((await service.journeys.get(MARLOES)).experiments))
        shown = await service.send(
            f"{AT}/experiments/{step}/learned",
            heard_of="Midwife",
            heard_of_link=MIDWIFE,
            heard_of_distance="near",
        )

        assert shown.status == 200, shown.text
        assert await links(service) == [("Midwife", "2222", "midwife")]


async def test_without_scripts_a_button_offers_what_the_title_may_be() -> None:
    async with pages() as service:
        await service.tell([start()])
        looked = await service.send(NEW_ROLE, role="midwife", role_distance="near", appeal="7", find="yes")
        nothing = await service.send(NEW_ROLE, role="listener to the sea", find="yes")
        empty = await service.send(NEW_ROLE, role="", find="yes")

        assert looked.status == nothing.status == 200
        assert "Is it one of these?" in looked.text
        assert f'name="role_link" value="{MIDWIFE}"' in looked.html
        assert 'value="near" checked' in looked.html
        assert "Your own words are fine." in nothing.text
        assert empty.status == 422
        assert await told(service, RoleDiscovered) == []


async def test_without_scripts_the_title_that_was_chosen_takes_the_place_of_what_was_typed() -> None:
    async with pages() as service:
        await service.tell([start()])
        looked = await service.send(NEW_ROLE, role="wife", find="yes")
        offered = {f"role_title.{MIDWIFE}": "midwife"}
        unsaid = await service.send(NEW_ROLE, role="wife", role_link=MIDWIFE, **offered)
        own = await service.send(NEW_ROLE, role="wife", role_link="", role_distance="far", **offered)
        await service.send(NEW_ROLE, role="wfie", role_link=MIDWIFE, role_distance="near", **offered)

        assert f'name="role_title.{MIDWIFE}" value="midwife"' in looked.html
        assert (unsaid.status, own.status) == (422, 200)
        assert 'value="midwife"' in unsaid.html
        assert f'value="{MIDWIFE}"' in unsaid.html
        assert [one.title for one in await told(service, RoleDiscovered)] == ["wife", "midwife"]


async def test_the_page_of_a_role_asks_once_which_it_is() -> None:
    here = f"{AT}/profile/roles/{uid('nurse')}"
    async with pages() as service:
        await service.tell([start(), discover("nurse")])
        asked = await service.get(here)
        declined = await service.get(here, atlas="none")
        nothing_chosen = await service.send(f"{here}/link")
        linked = await service.send(f"{here}/link", atlas_link="2221.nurse")
        again = await service.get(here, atlas="again")

        assert "Is this one of these?" in asked.text
        assert "Is this one of these?" not in declined.text
        assert "Your own words stay as they are." in declined.text
        assert nothing_chosen.status == 422
        assert "Choose one of these." in nothing_chosen.text
        assert linked.status == 200
        assert "Saved." in linked.text
        assert "Is this one of these?" not in linked.text
        assert "Is this one of these?" in again.text
        assert await links(service) == [("nurse", "2221", "nurse")]


@pytest.mark.parametrize(
    "before",
    [(), (LinkRole(happened_on=TODAY, role_id=uid("nurse"), isco_group="2221", occupation_id="nurse"),)],
)
async def test_on_its_page_a_role_is_looked_up_under_another_name(before: tuple[LinkRole, ...]) -> None:
    here = f"{AT}/profile/roles/{uid('nurse')}"
    async with pages() as service:
        await service.tell([start(), discover("nurse"), *before])
        first = await service.get(here)
        looked = await service.send(f"{here}/link", atlas="midwife", atlas_link="")
        nothing = await service.send(f"{here}/link", atlas="listener to the sea", atlas_link="")
        empty = await service.send(f"{here}/link", atlas="", atlas_link="")
        assert await links(service) == [("nurse", "2221", "nurse") for _ in before]
        linked = await service.send(f"{here}/link", atlas="midwife", atlas_link=MIDWIFE)

        assert ('name="atlas"' in first.html, "Look it up under another name" in first.text) == (True, True)
        assert looked.status == nothing.status == linked.status == 200
        assert f'name="atlas_link" value="{MIDWIFE}"' in looked.html
        assert "Nothing like it found." in nothing.text
        assert (empty.status, "Enter a name for this role." in empty.text) == (422, True)
        assert (await links(service))[-1] == ("nurse", "2222", "midwife")


async def test_a_role_says_what_it_is_linked_to_and_can_be_unlinked() -> None:
    here = f"{AT}/profile/roles/{uid('whale guide')}"
    async with pages() as service:
        await service.tell([start(), discover("whale guide")])
        unlinked = await service.get(here)
        linked = await service.send(f"{here}/link", atlas_link="2221.nurse")
        await service.send(f"{here}/link", atlas="midwife", atlas_link=MIDWIFE)
        looked = await service.get(here)
        again = await service.get(here, atlas="again")
        gone = await service.send(f"{here}/unlink")
        none_left = await service.send(f"{here}/unlink")
        near = await service.get(f"{AT}/profile/near-roles")

    assert "In the atlas:" not in unlinked.text
    assert "Saved. You can now see what lies near it. In the atlas: nurse." in linked.text
    assert "In the atlas: midwife." in looked.text
    assert f"{here}?atlas=again#atlas-link" in looked.html
    assert "Not this one" in again.text
    assert "Your own words stay as they are." in gone.text
    assert "In the atlas:" not in gone.text
    assert none_left.status == 422
    assert "None of your roles was looked up in the atlas" in near.text


async def test_what_somebody_else_linked_is_said_and_can_only_be_linked_anew() -> None:
    here = f"{AT}/profile/roles/{uid('nurse')}"
    linked = LinkRole(happened_on=TODAY, role_id=uid("nurse"), isco_group="2221", occupation_id="nurse")
    async with pages() as service:
        await service.tell([start(), discover("nurse")])
        await execute_each(service.journeys, MARLOES, linked, actor_id=uid("Ingrid"))
        shown = await service.get(here)
        asked = await service.send(f"{here}/unlink")

    assert "In the atlas: nurse." in shown.text
    assert "Not this one" not in shown.text
    assert (asked.status, "Someone else made this entry." in asked.text) == (422, True)


async def test_what_lies_near_is_offered_of_a_linked_role_only() -> None:
    here = f"{AT}/profile/roles/{uid('nurse')}"
    async with pages() as service:
        await service.tell([start(), discover("nurse")])
        own_words = await service.get(here)
        near = await service.get(f"{AT}/profile/near-roles")
        await service.send(f"{here}/link", atlas_link="2221.nurse")
        linked = await service.get(here)

    assert "Kinds of work near this" not in own_words.text
    assert f"{here}?atlas=again#atlas-link" in near.html
    assert "Kinds of work near this" in linked.text


async def test_nobody_else_is_asked_which_it_is() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])
        shown = await service.get(f"/clients/{MARLOES}/roles/{uid('nurse')}")

    assert "Is this one of these?" not in shown.text


async def test_a_coachs_tip_may_be_one_of_the_atlas() -> None:
    async with pages() as service:
        await service.tell([start()])
        offered = await service.send(
            f"/clients/{MARLOES}/discoveries", title="Midwife", title_link=MIDWIFE, distance="near"
        )
        shared = await service.send(
            "/desk/discoveries",
            title="Nurse",
            title_link="2221.nurse",
            distance="near",
            journey_id=str(MARLOES),
        )

        assert offered.status == shared.status == 200, offered.text + shared.text
        assert await links(service) == [("Midwife", "2222", "midwife"), ("Nurse", "2221", "nurse")]

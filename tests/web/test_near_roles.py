"""Kinds of work near the client's own: why each is near, and what becomes of it when she answers."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from domain.journey.aggregate import INITIAL, Journey, evolve
from domain.journey.commands.roles import DiscoverRole, KeepRole, LinkRole, ParkRole, PassRole
from domain.journey.decide import UserCommand
from domain.journey.events.roles import RoleDiscovered, RoleKept, RoleLinked, RolePassed
from domain.vocabulary import PASSED_DAYS
from service.localization.translator import translator_for
from service.web.near_roles.page import NearRolesPage, load_near_roles
from service.web.near_roles.proposals import what_to_ask
from tests.domain.scenario import decide_commands
from tests.web.atlas_in_memory import CALM, LISTEN, PLAN, SMALL_ATLAS, AtlasInMemory
from tests.web.running_pages import Pages, pages
from tests.web.sample import MARLOES, MONDAY, NOON, discover, plan, start, uid

AT = f"/journeys/{MARLOES}"
HERE = f"{AT}/profile/near-roles"
TODAY = NOON.date()
WORDS = translator_for("en")


def link(title: str, occupation_id: str | None, group: str = "2221", on: date = MONDAY) -> LinkRole:
    return LinkRole(happened_on=on, role_id=uid(title), isco_group=group, occupation_id=occupation_id)


LINKED = (start(), discover("nurse"), link("nurse", "nurse"))


def journey(*commands: UserCommand) -> Journey:
    known = INITIAL
    for event in decide_commands(commands, today=TODAY + timedelta(days=400)):
        known = evolve(known, event)
    return known


async def near(*commands: UserCommand, on: date = TODAY, chosen: str = "") -> NearRolesPage:
    return await load_near_roles(SMALL_ATLAS, journey(*commands), on, chosen, WORDS)


def titles(page: NearRolesPage) -> list[str]:
    return [one.occupation.title.text for one in page.roles]


async def told(service: Pages, *kinds: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kinds)]


async def answer(service: Pages, **fields: str) -> Any:
    return await service.send(f"{HERE}/answer", **fields)


@pytest.mark.parametrize("path", [HERE, f"{AT}/map"])
async def test_a_title_in_another_language_says_so_to_the_eye(path: str) -> None:
    async with pages(atlas=SMALL_ATLAS) as service:
        await service.tell(LINKED)
        own = await service.get(path)
        service.http.headers["accept-language"] = "nl"
        other = await service.get(path)
        mark = translator_for("nl").gettext("in English")

    assert "Park ranger" in own.text
    assert "(in English)" not in own.text
    assert f"Park ranger ({mark})" in other.text


async def test_in_the_drawing_a_name_in_another_language_says_so_too() -> None:
    async with pages(atlas=SMALL_ATLAS) as service:
        await service.tell(LINKED)
        own = await service.get(f"{AT}/map")
        service.http.headers["accept-language"] = "nl"
        other = await service.get(f"{AT}/map")

    assert not re.search(r"<text[^>]* lang=", own.html)
    assert re.search(r'<text[^>]* lang="en"[^>]*>Park', other.html)
    assert "(en)" in other.text


async def test_what_goes_into_her_plan_names_no_skill_in_another_language() -> None:
    dutch = await load_near_roles(SMALL_ATLAS, journey(*LINKED), TODAY, "", translator_for("nl"))

    assert all(one.shared for one in dutch.roles)
    assert {one.question for one in dutch.roles} == {what_to_ask((), translator_for("nl"))}


async def test_what_lies_near_says_what_is_shared_and_what_is_missing() -> None:
    page = await near(*LINKED)

    assert sorted(titles(page)) == ["dispatcher", "midwife", "park ranger"]
    ranger = next(one for one in page.roles if one.occupation.title.text == "park ranger")
    assert ([one.text for one in ranger.shared], [one.text for one in ranger.missing]) == (
        [CALM, LISTEN, PLAN],
        ["read a map"],
    )
    assert ranger.from_title == "nurse"
    assert "stay calm and listen" in ranger.question


async def test_what_is_on_the_list_already_is_not_shown_linked_or_not() -> None:
    linked = (discover("my dispatch job"), link("my dispatch job", "dispatcher", "4222"))

    assert titles(await near(*LINKED, *linked, discover("Park Ranger"))) == ["midwife"]


async def test_only_what_is_in_play_is_looked_from() -> None:
    parked = ParkRole(happened_on=MONDAY, role_id=uid("nurse"), reason="not it")

    page = await near(*LINKED, parked)

    assert (page.roles, page.linked) == ((), ())


async def test_a_tip_is_looked_from_once_it_is_kept_or_worked_on() -> None:
    tip = (
        DiscoverRole(happened_on=MONDAY, role_id=uid("baker"), title="baker", distance="same", found="coach"),
        link("baker", "baker", "7512"),
    )
    kept = KeepRole(happened_on=MONDAY, role_id=uid("baker"))
    waiting = await near(*LINKED, *tip)

    assert [one.title for one in waiting.linked] == ["nurse"]
    assert {one.distance for one in waiting.roles} == {None}
    assert "pastry cook" not in titles(waiting)
    assert "pastry cook" in titles(await near(*LINKED, *tip, kept))
    assert "pastry cook" in titles(await near(*LINKED, *tip, plan("ask", "conversation", "baker", MONDAY)))
    assert (await near(start(), *tip)).linked == ()


async def test_one_role_can_be_looked_from() -> None:
    both = (*LINKED, discover("baker"), link("baker", "baker", "7512"))

    assert titles(await near(*both, chosen=str(uid("baker")))) == ["pastry cook"]
    assert len((await near(*both)).roles) == 4
    assert len((await near(*both, chosen="nonsense")).roles) == 4


async def test_a_role_of_which_only_the_group_is_known_is_looked_from_its_occupations() -> None:
    page = await near(start(), discover("work on a ward"), link("work on a ward", None))

    assert {one.from_title for one in page.roles} == {"work on a ward"}
    assert "dispatcher" in titles(page)


@pytest.mark.parametrize(("days", "shown"), [(0, False), (PASSED_DAYS - 1, False), (PASSED_DAYS, True)])
async def test_what_was_let_go_stays_away_for_half_a_year(days: int, shown: bool) -> None:
    brought = DiscoverRole(
        happened_on=MONDAY, role_id=uid("midwife"), title="midwife", distance="licence", found="atlas"
    )
    let_go = (
        brought,
        link("midwife", "midwife", "2222"),
        PassRole(happened_on=MONDAY, role_id=uid("midwife")),
    )

    page = await near(*LINKED, *let_go, on=MONDAY + timedelta(days=days))

    assert ("midwife" in titles(page)) is shown


async def test_how_different_it_is_is_proposed() -> None:
    done = (start(), discover("nurse", distance="same"), link("nurse", "nurse"))
    proposed = {one.occupation.title.text: one.distance for one in (await near(*done)).roles}

    assert proposed == {"midwife": "licence", "dispatcher": "near", "park ranger": "near"}


@pytest.mark.parametrize("said", ["keep", "plan", "pass"])
async def test_while_no_work_that_was_done_is_in_the_atlas_nobody_must_say_how_different_it_is(
    said: str,
) -> None:
    page = await near(*LINKED)
    assert {one.distance for one in page.roles} == {None}
    async with pages() as service:
        await service.tell(LINKED)
        shown = await service.get(HERE)
        for one in page.roles:
            kept = await answer(service, occupation_id=one.occupation.occupation_id, distance="", answer=said)
            assert kept.status == 200, kept.text
        discovered = (await told(service, RoleDiscovered))[1:]

    assert "once your previous work is on your list" in shown.text
    assert f'href="{AT}/profile/new-role?work=previous"' in shown.html
    assert {one.title: one.distance for one in discovered} == {
        one.occupation.title.text: "licence" if one.occupation.needs_licence else "far" for one in page.roles
    }


async def test_where_it_is_proposed_nothing_is_said_of_work_that_is_not_on_the_list() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse", distance="same"), link("nurse", "nurse")])
        shown = await service.get(HERE)

    assert "once your previous work is on your list" not in shown.text


async def test_a_kept_one_is_on_the_list_and_linked() -> None:
    async with pages() as service:
        await service.tell(LINKED)
        shown = await answer(service, occupation_id="dispatcher", distance="far", answer="keep")
        discovered, linked = (await told(service, RoleDiscovered, RoleLinked))[-2:]

    assert "It is on your list." in shown.text
    assert (discovered.title, discovered.distance, discovered.source.kind) == ("dispatcher", "far", "atlas")
    assert (linked.role_id, linked.occupation_id, linked.isco_group) == (
        discovered.role_id,
        "dispatcher",
        "4222",
    )
    assert shown.html.count("<h2>Dispatcher") == 0


async def test_one_that_is_let_go_is_off_the_list_and_not_shown_again() -> None:
    async with pages() as service:
        await service.tell(LINKED)
        shown = await answer(service, occupation_id="midwife", distance="licence", answer="pass")
        events = await told(service, RoleDiscovered, RoleLinked, RolePassed)
        profile = await service.get(f"{AT}/profile")

    assert [type(one) for one in events[-3:]] == [RoleDiscovered, RoleLinked, RolePassed]
    assert events[-3].waits
    assert "<h2>Midwife" not in shown.html
    assert "Midwife" not in profile.text


async def test_a_conversation_is_planned_with_the_role_and_what_to_ask() -> None:
    async with pages() as service:
        await service.tell(LINKED)
        shown = await answer(
            service, occupation_id="dispatcher", distance="far", answer="plan", question="Ask about a day."
        )

    assert 'value="dispatcher"' in shown.html
    assert 'value="Ask about a day."' in shown.html
    assert "This role is new on your list" not in shown.text


async def test_what_comes_back_after_half_a_year_is_kept_as_the_role_that_it_was() -> None:
    brought = DiscoverRole(
        happened_on=MONDAY, role_id=uid("midwife"), title="midwife", distance="licence", found="atlas"
    )
    let_go = PassRole(happened_on=MONDAY, role_id=uid("midwife"))
    async with pages(NOON + timedelta(days=PASSED_DAYS)) as service:
        await service.tell([*LINKED, brought, link("midwife", "midwife", "2222"), let_go])
        await answer(service, occupation_id="midwife", distance="licence", answer="keep")

        assert [one.role_id for one in await told(service, RoleKept)] == [uid("midwife")]
        assert len(await told(service, RoleDiscovered)) == 2


async def test_one_that_the_atlas_does_not_have_any_more_is_refused_in_words() -> None:
    async with pages() as service:
        await service.tell(LINKED)
        before = len(await service.entries())
        shown = await answer(service, occupation_id="lamplighter", distance="far", answer="keep")

        assert shown.status == 422
        assert "not in the atlas any more" in shown.text
        assert len(await service.entries()) == before


async def test_without_a_linked_role_the_page_says_so_and_offers_the_roles_to_look_up() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])
        shown = await service.get(HERE)

    assert "looked up in the atlas of roles yet" in shown.text
    assert f"{AT}/profile/roles/{uid('nurse')}" in shown.html


async def test_an_empty_atlas_says_so() -> None:
    async with pages(atlas=AtlasInMemory()) as service:
        await service.tell(LINKED)
        shown = await service.get(HERE)

    assert shown.status == 200
    assert "The atlas of roles is empty here" in shown.text

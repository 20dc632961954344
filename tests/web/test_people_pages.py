"""People: whom the client knows, who stands by, who led to whom, and who is forgotten."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from domain.journey.commands.market import NoteLead
from domain.journey.commands.network import AddContact, ContactInput
from domain.journey.events.allies import AllyInvited, IntroductionMade
from domain.journey.events.market import LeadNoted
from domain.journey.events.network import ContactAdded, ContactPhoneSet
from projections.network.projection import NETWORK
from service.localization.translator import translator_for
from service.web.people.page import build_people_page
from service.web.phone_numbers import sms_address, tel_address
from tests.http.running_service import PASSWORD, Browser, RunningService, open_service
from tests.web.running_pages import Pages, pages, seen
from tests.web.sample import MARLOES, MONDAY, NOON, discover, met, outcome, plan, start, uid
from tests.web.test_sign_in import hidden

AT = f"/journeys/{MARLOES}/people"


def karin(**more: Any) -> AddContact:
    plain: dict[str, Any] = {"name": "Karin", "tie": "strong"}
    return AddContact(happened_on=MONDAY, contact_id=uid("Karin"), **(plain | more))


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def test_with_nobody_known_the_page_says_whom_to_think_of() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(AT)

    assert "Nobody yet. Think of one person to ask." in shown.text
    assert "You do not need to know them well." in shown.text


async def test_somebody_is_added_with_tie_relation_and_employer() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(
            f"{AT}/add", name="Karin", closeness="strong", relation="my sister", employer="Havenzicht"
        )
        again = await service.send(f"{AT}/add", name="Olav", closeness="none", employer="havenzicht")

        added = await told(service, ContactAdded)
    assert "One person to ask." in shown.text
    assert "my sister · Havenzicht" in shown.text
    assert "you know each other well" in shown.text
    assert "2 people to ask." in again.text
    assert [(one.name, one.tie) for one in added] == [("Karin", "strong"), ("Olav", "none")]
    assert added[0].employer_id == added[1].employer_id


async def test_a_name_that_is_missing_or_taken_is_said_beside_it_and_nothing_typed_is_lost() -> None:
    async with pages() as service:
        await service.tell([start(), karin()])

        missing = await service.send(f"{AT}/add", name=" ", relation="my sister")
        taken = await service.send(f"{AT}/add", name="karin", relation="my sister")

        added = await told(service, ContactAdded)
    assert (missing.status, taken.status) == (422, 422)
    assert "Enter a name. A first name is enough." in missing.text
    assert "You already know someone with this name." in taken.text
    assert taken.field("relation") == "my sister"
    assert len(added) == 1


async def test_a_number_is_noted_with_somebody_or_later_and_changed() -> None:
    async with pages() as service:
        await service.tell([start()])

        await service.send(f"{AT}/add", name="Karin", closeness="weak", phone="031-390 06 12")
        karin_id = (await told(service, ContactAdded))[0].contact_id
        shown = await service.get(f"{AT}/{karin_id}")
        changed = await service.send(f"{AT}/{karin_id}/phone", phone="0612345678")
        wordy = await service.send(f"{AT}/{karin_id}/phone", phone="see her card")
        history = await service.get(f"/journeys/{MARLOES}/history")

        numbers = await told(service, ContactPhoneSet)
    assert 'href="tel:0313900612"' in shown.html
    assert "Saved. You can call them from here." in changed.text
    assert 'href="tel:0612345678"' in changed.html
    assert wordy.status == 422
    assert "Enter a phone number, such as 031-390 06 12." in wordy.text
    assert [one.phone for one in numbers] == ["031-390 06 12", "0612345678"]
    assert "A phone number was added." in history.text


@pytest.mark.parametrize(
    ("phone", "address"),
    [
        ("031-390 06 12", "tel:0313900612"),
        ("+46 (0)31 390 06 12", "tel:+46313900612"),
        ("work: (020) 123.45/67, ext. 8", "tel:0201234567"),
        ("ask Ida", ""),
    ],
)
def test_a_number_is_dialled_however_it_is_written_down(phone: str, address: str) -> None:
    assert tel_address(phone) == address
    assert sms_address(phone, "Hi") == f"sms:{address.removeprefix('tel:')}?&body=Hi"


def test_a_number_writes_no_part_of_a_message() -> None:
    assert sms_address("070?body=evil", "Thank you & bye") == "sms:070?&body=Thank%20you%20%26%20bye"


async def test_nothing_is_said_of_how_close_where_it_was_not_said() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse")])
        await service.send(
            f"{AT.removesuffix('/people')}/plan",
            kind="conversation",
            role="nurse",
            who="Bram",
            planned_for=str(NOON.date()),
        )
        stranger = ContactInput(contact_id=uid("Ida"), tie="none", name="Ida")
        await service.tell(
            [
                plan("talk", "conversation", "nurse", NOON.date(), contact=stranger),
                *outcome("talk", NOON.date()),
            ]
        )

        shown = await service.get(AT)

    assert "Bram" in shown.text
    assert "Ida met once" in shown.text
    assert "know each other" not in shown.text.partition("Who knows each other")[0]


async def test_adding_twice_counts_once() -> None:
    form = {"name": "Karin", "closeness": "weak", "command_id": str(uid("form"))}
    async with pages() as service:
        await service.tell([start()])

        first = await service.send(f"{AT}/add", **form)
        again = await service.send(f"{AT}/add", **form)

        added = await told(service, ContactAdded)
    assert first.path == again.path
    assert len(added) == 1


async def test_an_introduction_says_whom_and_to_whom() -> None:
    other = AddContact(happened_on=MONDAY, contact_id=uid("Olav"), name="Olav", tie="weak")
    async with pages() as service:
        await service.tell([start(), karin(), other])

        asked = await service.send(f"{AT}/introduction", introduced="")
        same = await service.send(
            f"{AT}/introduction", introduced=str(uid("Karin")), introduced_to=str(uid("Karin"))
        )
        shown = await service.send(
            f"{AT}/introduction",
            introduced=str(uid("Karin")),
            introduced_to=str(uid("Olav")),
            introduction_note="Both sail",
        )

        made = await told(service, IntroductionMade)
    assert "Say who you introduced." in asked.text
    assert 'href="#introduced_to"' in same.html
    assert "Karin → Olav" in shown.text
    assert [(one.contact_id, one.to_contact_id, one.note) for one in made] == [
        (uid("Karin"), uid("Olav"), "Both sail")
    ]


async def test_an_opening_says_by_which_way_it_came() -> None:
    async with pages() as service:
        await service.tell([start(), discover("nurse"), karin()])

        asked = await service.send(f"{AT}/lead", lead="A place in May")
        shown = await service.send(
            f"{AT}/lead",
            lead="A place in May",
            channel="network",
            lead_from=str(uid("Karin")),
            lead_role=str(uid("nurse")),
            lead_employer="Havenzicht",
        )

        noted = await told(service, LeadNoted)
    assert "Say how you heard about it." in asked.text
    assert 'value="A place in May"' in asked.html
    assert "Someone I know 100%" in shown.text.replace("\N{NO-BREAK SPACE}", "")
    assert [(one.what, one.role_id, one.contact_id) for one in noted] == [
        ("A place in May", uid("nurse"), uid("Karin"))
    ]


async def test_somebody_is_asked_to_stand_by_with_a_card_that_says_how() -> None:
    async with pages() as service:
        await service.tell([start(), karin()])

        offered = await service.get(f"{AT}/{uid('Karin')}")
        empty = await service.send(f"{AT}/{uid('Karin')}/card", how_to_help=" ")
        shown = await service.send(f"{AT}/{uid('Karin')}/card", how_to_help="Ask whom I met")
        everybody = await service.get(AT)

        invited = await told(service, AllyInvited)
    assert "Introduce me to someone whose work I know nothing about." in offered.text
    assert empty.status == 422
    assert "Ask whom I met" in shown.text
    assert "Written on" in shown.text
    assert "Karin has a help card" in everybody.text
    assert "supports you" not in everybody.text
    assert "supported you" not in shown.text
    assert [one.how_to_help for one in invited] == ["Ask whom I met"]


async def test_a_person_shows_the_steps_with_them_and_what_was_heard_from_them() -> None:
    lead = NoteLead(
        happened_on=MONDAY, lead_id=uid("lead"), channel="network", what="A place", contact_id=uid("Bram")
    )
    async with pages() as service:
        await service.tell(
            [start(), discover("nurse"), plan("talk", "conversation", "nurse", MONDAY, contact=met("Bram"))]
        )
        await service.tell([*outcome("talk", MONDAY), lead])

        shown, everybody = await service.get(f"{AT}/{uid('Bram')}"), await service.get(AT)

    act = f'/journeys/{MARLOES}/plan?kind=conversation&amp;what=A+place&amp;who=Bram"'
    assert act in shown.html
    assert act in everybody.html
    assert "Conversation · nurse" in shown.text
    assert "They do this work" in shown.text
    assert "Openings you heard about from them A place" in shown.text


async def test_who_led_to_whom_shows_in_the_step_that_goes_back_to_another() -> None:
    later = plan("next", "conversation", "nurse", MONDAY, contact=met("Hugo"), refers_to=uid("talk"))
    async with pages() as service:
        await service.tell(
            [start(), discover("nurse"), plan("talk", "conversation", "nurse", MONDAY, contact=met("Bram"))]
        )
        await service.tell([*outcome("talk", MONDAY), later, *outcome("next", MONDAY)])
        journey, view = await service.journeys.get(MARLOES), await service.view(NETWORK)

    page = build_people_page(journey, view, translator_for("en"))

    assert {one.name: one.through for one in page.met} == {"Bram": None, "Hugo": "Bram"}
    assert page.finding == "2 people met so far."


async def test_who_is_sure_is_asked_before_somebody_is_forgotten() -> None:
    async with pages() as service:
        await service.tell([start(), karin()])

        asked = await service.get(f"{AT}/{uid('Karin')}/forget")
        unsure = await service.send(f"{AT}/{uid('Karin')}/forget")

    assert "Forget Karin?" in asked.text
    assert unsure.status == 422
    assert "Tick the box first: this cannot be undone." in unsure.text


@pytest.mark.parametrize(
    "path", [f"{AT}/{uid('nobody')}", f"{AT}/{uid('nobody')}/forget", f"/journeys/{uid('stranger')}/people"]
)
async def test_who_is_not_there_is_not_found(path: str) -> None:
    async with pages() as service:
        await service.tell([start(), karin()])

        shown = await service.get(path)

    assert shown.status == 404


async def test_a_card_for_nobody_is_not_found_and_a_deed_of_no_name_neither() -> None:
    async with pages() as service:
        await service.tell([start()])

        card = await service.send(f"{AT}/{uid('nobody')}/card", how_to_help="Listen")
        deed = await service.send(f"{AT}/dance")

    assert (card.status, deed.status) == (404, 404)


@pytest.fixture
async def anna(database: str) -> AsyncIterator[tuple[RunningService, Browser]]:
    """A client who signed in over the running service."""
    async with open_service(database) as service:
        await service.person()
        browser = service.browser()
        await browser.post("/sign-in", email="anna@example.org", password=PASSWORD)
        browser.form_token = hidden(await browser.get("/account"), "form_token")
        yield service, browser


async def test_what_is_missing_to_begin_is_said_beside_it_and_nothing_typed_is_lost(
    anna: tuple[RunningService, Browser],
) -> None:
    _, browser = anna
    missing = await browser.post("/start", called="Anna", time_zone="Europe/Amsterdam")

    assert missing.status_code == 422
    assert "Say what brings you here." in missing.text
    assert 'value="Anna"' in missing.text


async def test_a_client_begins_adds_somebody_and_forgets_them_for_good(
    anna: tuple[RunningService, Browser],
) -> None:
    _, browser = anna
    begun = await browser.post(
        "/start", called="Anna", track="curative", weekly_goal="2", time_zone="Europe/Amsterdam"
    )
    at = begun.headers["location"].removesuffix("/week")
    await browser.post(f"{at}/people/add", name="Quirine", closeness="weak")
    before = await browser.get(f"{at}/people")
    person = next(
        one.split('"')[0]
        for one in before.text.split(f'href="{at}/people/')[1:]
        if "/" not in one.split('"')[0]
    )

    done = await browser.post(f"{at}/people/{person}/forget", sure="yes")

    after = await browser.get(f"{at}/people")
    assert begun.status_code == done.status_code == 303
    assert "Quirine" in before.text
    assert "Quirine" not in after.text
    assert "Forgotten person" in seen(after.text)
    assert (await browser.get("/start")).status_code == 200
    assert "You have already started." in (await browser.get("/start")).text

"""A deputy, from the coach's question to the day after the last: by forms, as coach, client and colleague send them."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from service.accounts.authentication_result import AuthenticationResult
from service.accounts.caller import AccountRole
from service.accounts.throttle import AttemptSource
from tests.api.test_people import START, choose, events, me, service, tell
from tests.http.running_service import PASSWORD, Browser, RunningService
from tests.impossible_dates import IMPOSSIBLE
from tests.web.running_pages import Shown

__all__ = ["service"]

COOKIE = "__Host-soundings"
KNOW_THIS = "She rings on Mondays."


async def shown(browser: Browser, path: str) -> Shown:
    return Shown.of(await browser.http.get(path, follow_redirects=True))


async def sent(browser: Browser, path: str, **form: Any) -> Shown:
    answer = await browser.post(path, **form)
    return await shown(browser, answer.headers["location"]) if answer.status_code == 303 else Shown.of(answer)


async def person(service: RunningService, name: str, role: AccountRole) -> UUID:
    secret = await service.invite(f"{name.lower()}@example.org", role)
    found = await service.accounts.accept_invitation(secret, name=name, password=PASSWORD, consents=[])
    return found.person_id


async def at_browser(service: RunningService, person_id: UUID) -> Browser:
    """Somebody who has just proved twice who they are: a session lasts less long than a holiday."""
    proof = AuthenticationResult(
        tenant_id=service.tenant_id,
        person_id=person_id,
        method="oidc",
        amr=(),
        strong=True,
        proved_at=service.clock.now,
    )
    signed = await service.accounts.complete_sign_in(proof, source=AttemptSource("127.0.0.1"))
    browser = service.browser()
    browser.http.cookies.set(COOKIE, signed.secret)
    browser.form_token = (await browser.json("GET", "/session")).json()["form_token"]
    return browser


class Holiday:
    """A coach who goes away, a client, and a colleague who could stand in."""

    def __init__(self, service: RunningService, people: tuple[UUID, UUID, UUID]) -> None:
        self.service = service
        self.people = people
        self.journey_id = uuid4()

    async def sign_in(self) -> None:
        """Everybody, anew."""
        self.coach, self.deputy, self.client = [await at_browser(self.service, one) for one in self.people]

    async def days_pass(self, days: int) -> None:
        self.service.clock.on(days=days)
        await self.sign_in()

    @property
    def pages(self) -> str:
        return f"/clients/{self.journey_id}"

    async def propose(self, **form: Any) -> Shown:
        today = self.service.clock.now.date()
        days = {"first_day": str(today + timedelta(days=1)), "last_day": str(today + timedelta(days=10))}
        chosen = {"deputy_id": await me(self.deputy), "clients": str(self.journey_id)}
        return await sent(self.coach, "/desk/cover", **{**chosen, **days, **form})

    async def cover_id(self) -> str:
        page = await shown(self.client, f"/journeys/{self.journey_id}/data")
        (cover_id,) = set[str](re.findall(r'name="cover_id" value="([^"]+)"', page.html))
        return cover_id

    async def question(self) -> dict[str, str]:
        """The hidden fields of the form with the question, as the client has it before her."""
        page = await shown(self.client, f"/journeys/{self.journey_id}/data")
        _, _, form = page.html.partition(f'action="/journeys/{self.journey_id}/data/deputy"')
        fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form.partition("</form>")[0])
        return {name: value for name, value in fields if name not in {"form_token", "command_id"}}

    async def answer(self, answer: str, question: dict[str, str] | None = None) -> Shown:
        where = f"/journeys/{self.journey_id}/data/deputy"
        return await sent(self.client, where, **(question or await self.question()), answer=answer)

    async def sees(self) -> int:
        """The answer that the deputy gets to the client's page."""
        return (await self.deputy.get(self.pages)).status_code

    async def listed(self) -> None:
        """Waits until the lists show what was recorded."""
        services = self.service.app.state.services
        assert await services.projector.wait_for(await services.journeys.log.head(), 5)

    async def on_desk(self) -> bool:
        await self.listed()
        return f"/clients/{self.journey_id}" in (await shown(self.deputy, "/desk")).html


@pytest.fixture
async def holiday(service: RunningService) -> Holiday:
    ingrid, sanne = [await person(service, name, "coach") for name in ("Ingrid", "Sanne")]
    holiday = Holiday(service, (ingrid, sanne, await person(service, "Elin", "client")))
    await holiday.sign_in()
    await tell(holiday.client, holiday.journey_id, START)
    answer = await choose(holiday.client, holiday.journey_id, str(ingrid), sight="everything")
    assert answer.status_code == 201
    await holiday.listed()
    return holiday


async def test_a_deputy_sees_the_client_after_a_yes_on_those_days_only(holiday: Holiday) -> None:
    asked = await holiday.propose()
    on_week = await shown(holiday.client, f"/journeys/{holiday.journey_id}/week")
    before_yes = await holiday.sees()
    agreed = await holiday.answer("everything")
    before_first = await holiday.sees()
    await holiday.days_pass(1)
    first = (await holiday.sees(), await holiday.on_desk())
    page = await shown(holiday.deputy, holiday.pages)
    await holiday.days_pass(9)
    last = await holiday.sees()
    await holiday.days_pass(1)
    after = (await holiday.sees(), await holiday.on_desk())

    assert "Asked. Each client says yes or no" in asked.text
    assert "May Sanne read along in those days as much as Ingrid does, and help you?" in on_week.text
    assert "on those days only" in agreed.text
    assert (before_yes, before_first, first, last, after) == (404, 404, (200, True), 200, (404, False))
    assert "You stand in for Ingrid until" in page.text


async def test_what_was_handed_over_stands_on_top_and_the_coachs_own_notes_do_not(holiday: Holiday) -> None:
    await sent(holiday.coach, f"{holiday.pages}/notes", text=KNOW_THIS, readers="deputy")
    await sent(holiday.coach, f"{holiday.pages}/notes", text="my own worry", readers="self")
    await holiday.propose()
    await holiday.answer("everything")
    await holiday.days_pass(1)

    page = await shown(holiday.deputy, holiday.pages)
    notes = await shown(holiday.deputy, f"{holiday.pages}/notes")
    hers = await shown(holiday.client, f"/journeys/{holiday.journey_id}/history")

    assert KNOW_THIS in page.text
    assert notes.text.count(KNOW_THIS) == 1
    assert "my own worry" not in page.text + notes.text
    assert KNOW_THIS not in hers.text


async def test_the_newest_notes_stand_on_top_and_the_others_among_the_notes(holiday: Holiday) -> None:
    written = [f"Note number {number} of five." for number in range(1, 6)]
    for text in written:
        await sent(holiday.coach, f"{holiday.pages}/notes", text=text, readers="deputy")
    await holiday.propose()
    await holiday.answer("everything")
    await holiday.days_pass(1)

    page = await shown(holiday.deputy, holiday.pages)
    notes = await shown(holiday.deputy, f"{holiday.pages}/notes")

    assert [page.text.find(text) < 0 for text in written] == [True, True, False, False, False]
    assert page.text.index(written[4]) < page.text.index(written[3]) < page.text.index(written[2])
    assert f'<a href="{holiday.pages}/notes#notes">+2 more</a>' in page.html
    assert [notes.text.count(text) for text in written] == [1] * 5


@pytest.mark.parametrize("readers", ["self", "deputy"])
async def test_only_who_wrote_a_private_note_shares_it(holiday: Holiday, readers: str) -> None:
    await sent(holiday.coach, f"{holiday.pages}/notes", text=KNOW_THIS, readers=readers)
    (note,) = [one for one in await events(holiday.coach, holiday.journey_id) if one["type"] == "NoteWritten"]
    await holiday.propose()
    await holiday.answer("everything")
    await holiday.days_pass(1)
    sharing = {"type": "ShareNote", "happened_on": str(holiday.service.clock.now.date())}
    address = f"/journeys/{holiday.journey_id}/commands"

    answers = [
        await who.json(
            "POST", address, {"command_id": str(uuid4()), "commands": [{**sharing, "note_id": key}]}
        )
        for who, key in (
            (holiday.deputy, str(uuid4())),
            (holiday.deputy, note["note_id"]),
            (holiday.coach, note["note_id"]),
        )
    ]

    missing, others, own = answers
    assert (missing.status_code, others.status_code, own.status_code) == (409, 409, 201)
    assert others.json()["detail"] == missing.json()["detail"]


async def test_less_is_less_and_shows_no_note(holiday: Holiday) -> None:
    await sent(holiday.coach, f"{holiday.pages}/notes", text=KNOW_THIS, readers="deputy")
    await holiday.propose()
    await holiday.answer("progress")
    await holiday.days_pass(1)

    page = await shown(holiday.deputy, holiday.pages)

    assert "shares only whether there is progress" in page.text
    assert KNOW_THIS not in page.text


async def test_all_clients_are_asked_with_one_choice_and_none_with_the_other(holiday: Holiday) -> None:
    page = await shown(holiday.coach, "/desk/cover")
    nobody = await holiday.propose(clients="", whom="some")
    everybody = await holiday.propose(clients="", whom="all")

    assert not re.search(r'name="clients"[^>]* checked', page.html)
    assert "Choose at least one client." in nobody.text
    assert "Asked. Each client says yes or no" in everybody.text


@pytest.mark.parametrize("scope", ["profile", "progress"])
async def test_where_sessions_are_not_shared_no_page_says_when_they_were(
    holiday: Holiday, scope: str
) -> None:
    today = str(holiday.service.clock.now.date())
    await sent(holiday.coach, f"{holiday.pages}/talks", held_on=today, minutes="30")
    await holiday.propose()
    await holiday.answer(scope)
    await holiday.days_pass(3)

    for page in ("", "/weeks", "/person", "/notes", "/offers", "/preparation"):
        text = (await shown(holiday.deputy, f"{holiday.pages}{page}")).text
        assert "You stand in for Ingrid until" in text
        assert not re.search(r"last session|You (?:last )?spoke|no session yet", text)


async def test_who_stands_in_is_not_told_that_they_held_the_session(holiday: Holiday) -> None:
    today = str(holiday.service.clock.now.date())
    await sent(holiday.coach, f"{holiday.pages}/talks", held_on=today, minutes="30")
    await holiday.propose()
    await holiday.answer("everything")
    await holiday.days_pass(3)

    for page in ("", "/notes", "/preparation"):
        text = (await shown(holiday.deputy, f"{holiday.pages}{page}")).text
        assert "last session on" in text
        assert not re.search(r"your last session|You (?:last )?spoke", text)
    assert "Since you became their coach" not in (await shown(holiday.deputy, "/desk")).text


async def test_a_coach_is_not_told_that_they_held_the_session_of_who_stood_in(holiday: Holiday) -> None:
    await holiday.propose()
    await holiday.answer("everything")
    await holiday.days_pass(3)
    today = str(holiday.service.clock.now.date())
    await sent(holiday.deputy, f"{holiday.pages}/talks", held_on=today, minutes="30", conclusion="calmer")

    pages = {
        page: (await shown(holiday.coach, f"{holiday.pages}{page}")).text
        for page in ("", "/notes", "/preparation")
    }
    for text in pages.values():
        assert not re.search(r"your last session|You (?:last )?spoke", text)
        assert "Sanne held the last session, on" in text
    await holiday.days_pass(1)
    sheet = (await shown(holiday.coach, f"{holiday.pages}/preparation")).text
    assert "Since the last session, on" in sheet
    assert "Sanne On" in sheet.replace("\xa0", " ")


async def test_a_no_is_never_a_problem(holiday: Holiday) -> None:
    await holiday.propose()
    page = await holiday.answer("no")
    await holiday.days_pass(1)

    assert "They see nothing, and nothing changes for you." in page.text
    assert await holiday.sees() == 404
    assert "declined" in (await shown(holiday.coach, "/desk/cover")).text


@pytest.mark.parametrize("who", ["client", "coach"])
async def test_either_ends_it_earlier(holiday: Holiday, who: str) -> None:
    await holiday.propose()
    await holiday.answer("everything")
    await holiday.days_pass(1)
    cover_id = await holiday.cover_id()

    if who == "client":
        at = f"/journeys/{holiday.journey_id}/data/deputy-end"
        page = await sent(holiday.client, at, cover_id=cover_id)
    else:
        form = {"journey_id": str(holiday.journey_id), "cover_id": cover_id}
        page = await sent(holiday.coach, "/desk/cover/end", **form)

    assert "They can no longer see anything." in page.text
    assert (await holiday.sees(), await holiday.on_desk()) == (404, False)


@pytest.mark.parametrize("way", ["proposal", "correction"])
async def test_a_deputy_is_a_colleague_and_called_as_the_register_says(holiday: Holiday, way: str) -> None:
    spy = await person(holiday.service, "Spy", "coach")
    await holiday.propose()
    proposal = await _proposal(holiday)
    number = await _number_of(holiday, "DeputyProposed")
    asked: dict[str, tuple[int, list[str]]] = {}
    for who, deputy_id in {"spy": spy, "client": holiday.people[2], "nobody": uuid4()}.items():
        told = proposal | {"deputy_id": str(deputy_id), "name": "Sanne"}
        if way == "proposal":
            later = holiday.service.clock.now.date() + timedelta(days=20)
            command = told | {"cover_id": str(uuid4()), "first_day": str(later), "last_day": str(later)}
        else:
            command = _correction(holiday, number, told)
        answer = await _told(holiday.coach, holiday, command)
        week = await shown(holiday.client, f"/journeys/{holiday.journey_id}/week")
        asked[who] = (answer.status_code, [one for one in ("Spy", "Sanne") if f"May {one} read" in week.text])

    named = ["Spy", "Sanne"] if way == "proposal" else ["Spy"]
    assert asked == {"spy": (201, named), "client": (409, named), "nobody": (409, named)}


async def test_a_yes_is_to_the_question_that_was_read(holiday: Holiday) -> None:
    """The coach corrects it while the client has it before her."""
    spy = await person(holiday.service, "Spy", "coach")
    await holiday.propose()
    question = await holiday.question()
    proposal = await _proposal(holiday)
    today = holiday.service.clock.now.date()
    other = proposal | {"deputy_id": str(spy), "first_day": str(today)}
    changed = _correction(holiday, await _number_of(holiday, "DeputyProposed"), other)
    assert (await _told(holiday.coach, holiday, changed)).status_code == 201

    page = await holiday.answer("everything", question)
    of_spy = await at_browser(holiday.service, spy)
    seen = (await of_spy.get(holiday.pages)).status_code
    declined = await holiday.answer("no", question)

    assert page.status == 422
    assert "This question has changed. Read it again." in page.text
    assert "May Spy read along" in page.text
    assert seen == 404
    assert declined.status == 200


async def test_what_the_client_stops_the_coach_does_not_bring_back(holiday: Holiday) -> None:
    await holiday.propose()
    await holiday.answer("everything")
    await holiday.days_pass(1)
    cover_id = await holiday.cover_id()
    await sent(holiday.coach, "/desk/cover/end", journey_id=str(holiday.journey_id), cover_id=cover_id)
    number = await _number_of(holiday, "DeputyEnded")
    page = await sent(holiday.client, f"/journeys/{holiday.journey_id}/data/deputy-end", cover_id=cover_id)
    taken_back = {"type": "RetractEntry", "happened_on": str(holiday.service.clock.now.date())}
    answer = await _told(holiday.coach, holiday, taken_back | {"number": number})

    assert "They can no longer see anything." in page.text
    assert answer.status_code == 201
    assert await holiday.sees() == 404


async def test_every_page_says_what_a_deputy_sees_now(holiday: Holiday) -> None:
    await holiday.propose()
    await holiday.answer("everything")
    await holiday.days_pass(1)
    today, coach = str(holiday.service.clock.now.date()), await me(holiday.coach)
    at = f"/journeys/{holiday.journey_id}"
    sight = {"type": "GrantSight", "happened_on": today, "reader_id": coach, "reader": "coach"}

    await tell(holiday.client, holiday.journey_id, sight | {"name": "Ingrid", "scope": "progress"})
    pages = [await shown(holiday.client, f"{at}/data"), await shown(holiday.coach, "/desk/cover")]
    view = (await holiday.client.json("GET", f"{at}/sight")).json()["deputies"]
    assert [one.text.count("Sanne") and "Only whether there is progress" in one.text for one in pages] == [
        True,
        True,
    ]
    assert [one["scope"] for one in view] == ["progress"]

    withdrawn = {"type": "WithdrawSight", "happened_on": today, "reader_id": coach}
    await tell(holiday.client, holiday.journey_id, withdrawn)
    data = await shown(holiday.client, f"{at}/data")
    assert "You share nothing with your coach, so Sanne sees nothing either." in data.text

    await tell(holiday.client, holiday.journey_id, sight | {"name": "Ingrid", "scope": "everything"})
    week = await shown(holiday.client, f"{at}/week")
    assert await holiday.sees() == 404
    assert "May Sanne read along in those days" in week.text


async def test_in_a_restricted_journey_a_deputy_can_be_stopped(holiday: Holiday) -> None:
    await holiday.propose()
    await holiday.answer("everything")
    at = f"/journeys/{holiday.journey_id}"
    await holiday.client.json("POST", f"{at}/restriction", {})

    data = await shown(holiday.client, f"{at}/data")
    stopped = await sent(holiday.client, f"{at}/data/deputy-end", cover_id=await holiday.cover_id())

    assert 'action="' + at + '/data/deputy"' not in data.html
    assert "They can no longer see anything." in stopped.text


@pytest.mark.parametrize(("before", "after"), [(True, False), (False, True)])
async def test_a_note_is_handed_over_as_it_stands_now(holiday: Holiday, before: bool, after: bool) -> None:
    note = {
        "type": "WriteNote",
        "happened_on": str(holiday.service.clock.now.date()),
        "note_id": str(uuid4()),
    }
    await tell(holiday.coach, holiday.journey_id, note | {"text": "FIRST", "handover": before})
    number = await _number_of(holiday, "NoteWritten")
    restated = note | {"text": "SECOND", "handover": after}
    await tell(holiday.coach, holiday.journey_id, _correction(holiday, number, restated))
    await holiday.propose()
    await holiday.answer("everything")
    await holiday.days_pass(1)

    pages = [await shown(holiday.deputy, holiday.pages + one) for one in ("", "/notes", "/preparation")]
    at = f"/journeys/{holiday.journey_id}"
    views = [(await holiday.deputy.json("GET", f"{at}/{one}")).text for one in ("coaching", "events")]

    read = "".join([*(one.text for one in pages), *views])
    assert [word in read for word in ("FIRST", "SECOND")] == [False, after]


@pytest.mark.parametrize("answer", ["no", "everything"])
@pytest.mark.parametrize("days", [0, 3])
async def test_what_a_former_coach_wrote_stays_theirs(holiday: Holiday, days: int, answer: str) -> None:
    """Whoever follows proposes them as a deputy, for days on which they were the coach, too."""
    ingrid, sanne, _ = holiday.people
    await choose(holiday.client, holiday.journey_id, str(sanne), sight="everything")
    await sent(holiday.deputy, f"{holiday.pages}/notes", text=KNOW_THIS, readers="deputy")
    await holiday.days_pass(days)
    await choose(holiday.client, holiday.journey_id, str(ingrid), sight="everything")
    await holiday.listed()
    await holiday.propose(first_day=str(holiday.service.clock.now.date() - timedelta(days=days)))
    await holiday.answer(answer)

    at = f"/journeys/{holiday.journey_id}"
    pages = [await shown(holiday.coach, holiday.pages + one) for one in ("", "/notes", "/preparation")]
    views = [(await holiday.coach.json("GET", f"{at}/{one}")).text for one in ("coaching", "events")]
    assert KNOW_THIS not in "".join([*(one.text for one in pages), *views])


async def test_the_coach_reads_what_the_deputy_wrote_afterwards_too(holiday: Holiday) -> None:
    await holiday.propose()
    await holiday.answer("everything")
    await holiday.days_pass(1)
    await sent(holiday.deputy, f"{holiday.pages}/notes", text=KNOW_THIS, readers="deputy")
    during = await shown(holiday.coach, holiday.pages)
    await holiday.days_pass(12)
    after = await shown(holiday.coach, f"{holiday.pages}/notes")

    assert KNOW_THIS in during.text
    assert KNOW_THIS in after.text


async def test_who_looked_is_told_and_why(holiday: Holiday) -> None:
    await holiday.propose()
    await holiday.answer("everything")
    await holiday.days_pass(1)
    assert await holiday.sees() == 200

    page = await shown(holiday.client, f"/journeys/{holiday.journey_id}/data/looks")

    assert "They stood in for your coach, and you agreed." in page.text


async def test_a_session_with_the_deputy_is_a_session(holiday: Holiday) -> None:
    await holiday.propose()
    await holiday.answer("everything")
    await holiday.days_pass(9)
    today = str(holiday.service.clock.now.date())

    page = await sent(holiday.deputy, f"{holiday.pages}/talks", held_on=today, minutes="30")
    await holiday.listed()
    (row,) = (await holiday.coach.json("GET", "/desk")).json()["rows"]

    assert "Session saved." in page.text
    assert row["days_without_contact"] == 0
    assert row["deputy"]["name"] == "Sanne"


async def test_who_dealt_with_an_alert_is_said_to_the_other(holiday: Holiday) -> None:
    await holiday.propose()
    await holiday.answer("everything")
    await holiday.days_pass(9)
    await sent(holiday.deputy, f"{holiday.pages}/alerts/acknowledge", rule="silence", move_silence="Rang")
    await holiday.listed()
    opened = f"/desk?open={holiday.journey_id}"
    hers = [await shown(holiday.coach, one) for one in (opened, holiday.pages)]
    theirs = [await shown(holiday.deputy, one) for one in (opened, holiday.pages)]

    assert "dealt with on" in hers[0].text
    assert ["(Sanne)" in one[0].text for one in (hers, theirs)] == [True, False]
    assert ["Sanne, " in hers[1].text, "you recorded: Rang" in hers[1].text] == [True, False]
    assert "you recorded: Rang" in theirs[1].text


async def test_the_desk_of_each_says_who_stands_in(holiday: Holiday) -> None:
    await holiday.propose()
    await holiday.answer("everything")
    await holiday.days_pass(1)

    await holiday.listed()
    hers, theirs = await shown(holiday.coach, "/desk"), await shown(holiday.deputy, "/desk")

    assert "Sanne stands in from" in hers.text
    assert "for Ingrid until" in theirs.text
    assert "Where you stand in" in (await shown(holiday.deputy, "/desk/cover")).text


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"clients": ""}, "Choose at least one client."),
        ({"deputy_id": ""}, "Choose who stands in."),
        ({"first_day": ""}, "Enter the first day you are away."),
        ({"first_day": "2100-01-01"}, "Enter a date from 1 January"),
        ({"last_day": "2020-01-01"}, "This day was already over when it was set."),
    ],
)
async def test_what_is_wrong_stands_beside_its_field(
    holiday: Holiday, form: dict[str, str], sentence: str
) -> None:
    page = await holiday.propose(**form)

    assert page.status == 422
    assert sentence in page.text
    assert not [one for one in await events(holiday.client, holiday.journey_id) if "Deputy" in one["type"]]


async def test_who_cannot_have_the_deputy_is_named_and_nobody_is_asked(holiday: Holiday) -> None:
    everybody = [(holiday.client, holiday.journey_id)]
    for name in ("Bo", "Cy"):
        browser = await at_browser(holiday.service, await person(holiday.service, name, "client"))
        journey_id = uuid4()
        await tell(browser, journey_id, START | {"called": name})
        await choose(browser, journey_id, str(holiday.people[0]), sight="everything")
        everybody.append((browser, journey_id))
    await holiday.listed()
    blocked, clients = everybody[1], [str(journey_id) for _, journey_id in everybody]
    await holiday.propose(clients=str(blocked[1]))

    page = await holiday.propose(clients=clients)

    asked = [sum("Proposed" in one["type"] for one in await events(*client)) for client in everybody]
    assert page.status == 422
    assert "Bo: Sanne is asked for from" in page.text
    assert asked == [0, 1, 0]


async def test_what_one_may_not_end_is_not_said_to_be_ended(holiday: Holiday) -> None:
    await holiday.propose()
    other = await at_browser(holiday.service, await person(holiday.service, "Other", "coach"))

    form = {"journey_id": str(holiday.journey_id), "cover_id": await holiday.cover_id()}
    page = await sent(other, "/desk/cover/end", **form)

    assert page.status == 404
    assert "Ended." not in page.text


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/desk/session", {"held_on": "2026-06-01", "minutes": "30"}),
        ("/desk/undo", {"entry": "2"}),
        ("/desk/cover/end", {"cover_id": str(uuid4())}),
    ],
)
async def test_the_forms_of_the_desk_record_nothing_for_who_has_no_desk(
    holiday: Holiday, path: str, form: dict[str, str]
) -> None:
    before = len(await events(holiday.client, holiday.journey_id))

    answer = await holiday.client.post(path, journey_id=str(holiday.journey_id), **form)

    assert answer.status_code == 403
    assert len(await events(holiday.client, holiday.journey_id)) == before


async def test_only_what_was_marked_is_said_to_be_seen(holiday: Holiday) -> None:
    await holiday.propose()
    await holiday.listed()
    marked = await sent(holiday.coach, "/desk/seen", position="9999999")
    never = await shown(holiday.coach, f"/desk?marking={uuid4()}")

    assert "Marked as seen." in marked.text
    assert "Marked as seen." not in never.text


async def test_every_form_that_is_sent_again_a_day_later_is_answered_like_the_first(holiday: Holiday) -> None:
    today, later = holiday.service.clock.now.date(), timedelta(days=10)
    ids = iter(str(UUID(int=number)) for number in range(1, 9))
    proposal = {
        "deputy_id": str(holiday.people[1]),
        "clients": str(holiday.journey_id),
        "first_day": str(today),
        "last_day": str(today + later),
    }
    at = f"/journeys/{holiday.journey_id}/data"
    await sent(holiday.coach, "/desk/cover", **proposal, command_id="6f0c4f4e-6a0e-4c54-9f0f-2f5c0c6f1a11")
    cover = {"cover_id": await holiday.cover_id()}
    forms: list[tuple[str, str, dict[str, str]]] = [
        ("coach", "/desk/cover", {**proposal, "command_id": "6f0c4f4e-6a0e-4c54-9f0f-2f5c0c6f1a11"}),
        ("client", f"{at}/deputy", {**cover, "answer": "profile", "command_id": next(ids)}),
        ("client", f"{at}/deputy", {**cover, "answer": "no", "command_id": next(ids)}),
        ("client", f"{at}/deputy-end", {**cover, "command_id": next(ids)}),
        (
            "coach",
            "/desk/cover/end",
            {**cover, "journey_id": str(holiday.journey_id), "command_id": next(ids)},
        ),
    ]
    first = [(await sent(getattr(holiday, who), path, **form)).path for who, path, form in forms]
    recorded = len(await events(holiday.client, holiday.journey_id))
    await holiday.days_pass(1)

    again = [(await sent(getattr(holiday, who), path, **form)).path for who, path, form in forms]

    assert again == first
    assert len(await events(holiday.client, holiday.journey_id)) == recorded


async def test_what_is_sent_twice_is_asked_once(holiday: Holiday) -> None:
    for _ in range(2):
        await holiday.propose(command_id="6f0c4f4e-6a0e-4c54-9f0f-2f5c0c6f1a11")

    asked = [one for one in await events(holiday.client, holiday.journey_id) if "Deputy" in one["type"]]
    assert [one["type"] for one in asked] == ["DeputyProposed"]


async def _told(browser: Browser, holiday: Holiday, command: dict[str, Any]) -> httpx.Response:
    body = {"command_id": str(uuid4()), "commands": [command]}
    return await browser.json("POST", f"/journeys/{holiday.journey_id}/commands", body)


async def _entries(holiday: Holiday) -> list[dict[str, Any]]:
    answer = await holiday.coach.json("GET", f"/journeys/{holiday.journey_id}/events")
    found: list[dict[str, Any]] = answer.json()["events"]
    return found


async def _number_of(holiday: Holiday, kind: str) -> int:
    (number,) = [one["number"] for one in await _entries(holiday) if one["event"]["type"] == kind]
    return int(number)


async def _proposal(holiday: Holiday) -> dict[str, Any]:
    """The command of the one proposal there is."""
    (event,) = [one["event"] for one in await _entries(holiday) if one["event"]["type"] == "DeputyProposed"]
    fields = ("happened_on", "cover_id", "deputy_id", "name", "first_day", "last_day")
    return {"type": "ProposeDeputy"} | {one: event[one] for one in fields}


def _correction(holiday: Holiday, number: int, restated: dict[str, Any]) -> dict[str, Any]:
    today = str(holiday.service.clock.now.date())
    return {"type": "CorrectEntry", "happened_on": today, "number": number, "restated": restated}


@pytest.mark.parametrize("name", ["first_day", "last_day"])
async def test_impossible_days_are_refused_in_a_sentence(holiday: Holiday, name: str) -> None:
    for day in map(str, IMPOSSIBLE):
        page = await holiday.propose(**{name: day})

        assert (page.status, "Enter a date from 1 January 1970" in page.text) == (422, True), day
    assert not [one for one in await events(holiday.client, holiday.journey_id) if "Deputy" in one["type"]]

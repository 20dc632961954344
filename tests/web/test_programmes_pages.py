"""Programmes as a manager sees and leads them, and studies as a researcher does: figures of many, never of one."""

import re
from uuid import UUID

import pytest
from litestar import Litestar

from projections.programmes import ProgrammeSummary
from service.application.studies import StudyAttrition
from service.localization.translator import translator_for
from service.web.programmes.page import programme_list_headline
from service.web.studies.page import build_studies_page
from tests.api.client import Client, speaking_to
from tests.api.conftest import NOON, app
from tests.api.test_people import me, service, staff
from tests.http.running_service import RunningService
from tests.same_origin import SAME_ORIGIN
from tests.web.running_pages import Shown
from tests.web.sample import uid

__all__ = ["app", "service"]

WORDS = translator_for("en")
OFFER: dict[str, str | list[str]] = {
    "name": "Onward",
    "tracks": ["preventive"],
    "languages": ["nl", "en"],
    "time_zone": "Europe/Oslo",
}


class Manager:
    """Somebody at the pages, where no accounts are kept."""

    def __init__(self, app: Litestar) -> None:
        self.app = app
        self.http = speaking_to(app)
        self.at = ""

    async def get(self, path: str, **query: str) -> Shown:
        return Shown.of(await self.http.get(path, params=query, follow_redirects=True))

    async def send(self, path: str, **form: str | list[str]) -> Shown:
        return Shown.of(await self.http.post(path, data=form, headers=SAME_ORIGIN, follow_redirects=True))

    async def open(self) -> Shown:
        shown = await self.send("/programmes", **OFFER)
        self.at = shown.path.partition("?")[0]
        return shown

    async def journey(self) -> UUID:
        client = Client(self.http)
        begun = await client.start()
        assert await self.app.state.services.projector.wait_for(begun.json()["position"], 5)
        return client.journey_id


@pytest.fixture
async def manager(app: Litestar) -> Manager:
    return Manager(app)


async def test_a_programme_is_opened_and_says_that_nobody_is_part_of_it(manager: Manager) -> None:
    empty = await manager.get("/programmes")

    shown = await manager.open()
    listed = await manager.get("/programmes")

    assert "No programme is open yet." in empty.text
    assert "Opened. You can now invite clients to it." in shown.text
    assert "Nobody has joined yet." in shown.text
    assert "Nederlands, English" in shown.text or "English, Nederlands" in shown.text
    assert "One programme, 0 active journeys." in listed.text


async def test_an_opening_half_made_says_everything_that_is_missing(manager: Manager) -> None:
    shown = await manager.send("/programmes", name=" ", time_zone="Oslo")

    assert shown.status == 422
    for sentence in (
        "Choose a name your clients will recognise",
        "Choose at least one track",
        "Choose at least one language",
        "This is not a time zone",
    ):
        assert sentence in shown.text
    assert shown.field("time_zone") == "Oslo"


async def test_totals_of_a_few_are_not_told_and_the_page_says_why(manager: Manager) -> None:
    await manager.open()
    journeys = [await manager.journey() for _ in range(2)]
    answers = [await manager.send(f"{manager.at}/enrol", journey_id=str(one)) for one in journeys]
    shown = answers[-1]

    assert "Enrolled." in shown.text
    assert "2 journeys have been part of it." in shown.text
    assert "There are no totals yet. Journeys are counted in groups of 5" in shown.text
    assert "A first step within a week" not in shown.text


async def test_totals_of_many_tell_how_soon_they_set_out_and_which_coach_went_silent(
    manager: Manager,
) -> None:
    await manager.open()
    for _ in range(5):
        await manager.send(f"{manager.at}/enrol", journey_id=str(await manager.journey()))

    shown = await manager.get(manager.at)

    assert "0% took a first step within a week." in shown.text
    assert "Steps a week, on average 0.0" in shown.text
    assert "Without a coach" in shown.text
    assert "About 5 clients have waited two weeks or more for a session." in shown.text
    assert "Without a coach 5 5 5 0" in shown.text


async def test_a_page_tells_of_whole_groups_in_fives(manager: Manager) -> None:
    await manager.open()
    for _ in range(8):
        await manager.send(f"{manager.at}/enrol", journey_id=str(await manager.journey()))

    shown = await manager.get(manager.at)

    figures = re.findall(r"<(?:dd|td)>(\d+)</", shown.html)

    assert "About 5 clients have waited two weeks or more" in shown.text
    assert "5" in figures
    assert {int(one) % 5 for one in figures} == {0}


async def test_a_part_in_a_programme_ends(manager: Manager) -> None:
    await manager.open()
    journey_id = str(await manager.journey())
    await manager.send(f"{manager.at}/enrol", journey_id=journey_id)

    shown = await manager.send(f"{manager.at}/end", ended_id=journey_id, ending="new_work")
    again = await manager.send(f"{manager.at}/end", ended_id=str(uid("nobody")))

    assert "The journey is no longer in the programme." in shown.text
    assert journey_id not in shown.text
    assert (again.status, "There is no such journey in this programme." in again.text) == (422, True)


async def test_what_is_no_journey_is_refused_beside_its_field(manager: Manager) -> None:
    await manager.open()

    typed = await manager.send(f"{manager.at}/enrol", journey_id="Marloes")
    unknown = await manager.send(f"{manager.at}/enrol", journey_id=str(uid("nobody")))

    assert (typed.status, unknown.status) == (422, 422)
    assert "This is not a journey number." in typed.text
    assert "There is no such journey." in unknown.text


async def test_what_a_programme_offers_is_changed(manager: Manager) -> None:
    await manager.open()

    shown = await manager.send(
        f"{manager.at}/adjust", name="Onward again", tracks=["curative"], languages=["sv"], game="yes"
    )
    nothing = await manager.send(f"{manager.at}/adjust", name="")

    assert "Saved. Journeys already in the programme do not change." in shown.text
    assert "Onward again" in shown.text
    assert nothing.status == 422


async def test_a_programme_that_is_not_there_says_so(manager: Manager) -> None:
    answers = [
        await manager.get(f"/programmes/{uid('none')}"),
        await manager.send(f"/programmes/{uid('none')}/enrol"),
        await manager.send(f"/programmes/{uid('none')}/paint"),
    ]

    assert [one.status for one in answers] == [404, 404, 404]
    assert "There is no such programme" in answers[0].text


async def test_roles_lead_to_their_own_pages_and_no_further(service: RunningService) -> None:
    manager = await staff(service, "manager@example.org", "manager")
    admin = await staff(service, "admin@example.org", "admin")
    researcher = await staff(service, "researcher@example.org", "researcher")
    open_service = await manager.post("/programmes", name="Onward", tracks="preventive", languages="nl")
    at = open_service.headers["location"].partition("?")[0]

    led, seen = await manager.get(at), await admin.get(at)
    refused = [
        await researcher.get(at),
        await admin.post(f"{at}/adjust", name="Mine", tracks="preventive", languages="nl"),
        await manager.get("/studies"),
        await manager.get("/desk"),
    ]

    assert open_service.status_code == 303
    assert "Who is in it" in led.text
    assert (seen.status_code, "Only managers can see its totals." in seen.text) == (200, True)
    assert "Who is in it" not in seen.text
    assert [one.status_code for one in refused] == [403, 422, 403, 403]
    assert (await researcher.get("/studies")).status_code == 200


async def test_a_coach_comes_and_goes_once_though_the_forms_are_sent_again_after_midnight(
    service: RunningService,
) -> None:
    service.clock.on(minutes=50)
    manager = await staff(service, "manager@example.org", "manager")
    coach_id = await me(await staff(service, "ingrid@example.org", "coach"))
    opened = await manager.post(
        "/programmes", name="Onward", tracks="preventive", languages="nl", time_zone="Asia/Magadan"
    )
    at = opened.headers["location"].partition("?")[0]

    async def sent() -> list[str]:
        forms = {name: {"command_id": str(uid(name)), "coach_id": coach_id} for name in ("join", "leave")}
        answers = [await manager.post(f"{at}/{name}", **form) for name, form in forms.items()]
        return [one.headers["location"] for one in answers]

    before_midnight = await sent()
    service.clock.on(minutes=20)
    after_midnight = await sent()

    assert before_midnight == after_midnight == [f"{at}?told=joined", f"{at}?told=left"]


async def test_studies_say_what_there_is_and_what_is_still_missing(manager: Manager) -> None:
    await manager.journey()

    shown = await manager.get("/studies")

    assert "Too few people to show how many have agreed to research." in shown.text
    assert "Log position 1" in shown.text
    assert "No study has been drafted yet." in shown.text


def test_what_is_shown_of_research_is_what_may_be_shown() -> None:
    many = build_studies_page(StudyAttrition(asked=15, agreed=10, withdrawn=None), 9, translator=WORDS)
    few = build_studies_page(StudyAttrition(asked=15, agreed=None, withdrawn=None), 9, translator=WORDS)

    assert (many.finding, many.agreed, many.journeys) == ("About 10 people have agreed to research.", 10, 15)
    assert (few.finding, few.agreed) == ("Too few people to show how many have agreed to research.", None)


def test_the_list_says_how_many_are_under_way() -> None:
    line = ProgrammeSummary(
        programme_id=uid("one"),
        name="Onward",
        tracks=("preventive",),
        languages=("nl",),
        game=True,
        opened_on=NOON.date(),
        enrolled=3,
    )

    assert programme_list_headline([line, line], WORDS) == "2 programmes, 6 active journeys."

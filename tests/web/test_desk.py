"""The coach's desk: who needs her and why, what she does about it there, and the tips she gives."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

from domain.journey.commands.check_ins import HoldCheckIn
from domain.journey.commands.endings import PlanAfterCare, RecordEnding, SettleAfterCare
from domain.journey.commands.pulses import RateEnergy, RateTrust
from domain.journey.commands.roles import KeepRole, LinkRole, ParkRole, PassRole
from domain.journey.commands.weeks import DeclareRest
from domain.journey.events.alerts import AlertAcknowledged, AlertSnoozed
from domain.journey.events.endings import AfterCareSettled
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.weeks import monday_of
from service.application.desk import DeskRow
from service.localization.translator import translator_for
from service.web.desk.discoveries_page import build_discoveries_page
from service.web.desk.filters import DeskFilters, parse_filters
from service.web.desk.page import build_desk_page
from tests.web.running_pages import Pages, pages
from tests.web.sample import NOON, discover, start, step, uid

TODAY = NOON.date()
BEGUN = TODAY - timedelta(days=20)
"""Long enough ago to be asked after."""


async def client(service: Pages, called: str, *more: Any, on: Any = BEGUN) -> UUID:
    await service.tell([start(called=called, happened_on=on), *more], uid(called))
    return uid(called)


def in_order(text: str, *words: str) -> bool:
    """Whether these stand in a text one after the other, the first behind the table's head."""
    at = [text.index("What you can do")]
    for one in words:
        at.append(text.find(one, at[-1] + 1))
    return -1 not in at


async def told(service: Pages, journey_id: UUID, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries(journey_id) if isinstance(entry.event, kind)]


def quiet() -> list[Any]:
    """Somebody who needs nobody: spoken to, and on the way."""
    return [
        HoldCheckIn(happened_on=TODAY, check_in_id=uid("talk"), minutes=30),
        discover("nurse", TODAY),
        *step("walk", "job_shadow", "nurse", TODAY),
    ]


async def test_the_desk_says_who_needs_the_coach_why_and_what_could_be_done() -> None:
    async with pages() as service:
        await client(
            service, "Jonas", RateTrust(happened_on=TODAY, rating=2), RateEnergy(happened_on=TODAY, rating=4)
        )
        await client(service, "Ans")
        await client(service, "Zoë", *quiet())

        shown = await service.get("/desk")

    assert "2 of your 3 clients need you, one of them today." in shown.text
    assert in_order(shown.text, "Care first 1", "Jonas", "Out of touch 1", "Ans", "On track 1", "Zoë")
    assert "Call, and plan one step of ten minutes together." in shown.text
    assert "Call without reproach" not in shown.text
    assert "Trust was rated 2 out of 10" in shown.text
    assert f'href="/clients/{uid("Jonas")}"' in shown.html


async def test_the_row_says_the_reason_in_a_line_and_opened_it_says_each_whole() -> None:
    async with pages() as service:
        ans = await client(service, "Ans", RateTrust(happened_on=TODAY, rating=2))
        desk, opened = await service.get("/desk"), await service.get("/desk", open=str(ans))

    whole = (
        "Trust was rated 2 out of 10 on 4 March 2026. Ask openly what is missing between you.",
        "No step for 20 days since the start on 12 February 2026. Call without reproach",
        "No session for 20 days, since the start on 12 February 2026.",
    )
    shown = [one.text.replace("\N{NO-BREAK SPACE}", " ") for one in (desk, opened)]
    assert "Trust was rated 2 out of 10 on 4 March +2 Ask what is missing." in shown[0]
    assert [[reason in one for reason in whole] for one in shown] == [[False] * 3, [True] * 3]


async def test_in_a_week_off_no_reason_is_shown_anywhere() -> None:
    monday = monday_of(TODAY)
    async with pages() as service:
        busy = await client(service, "Jonas")
        resting = await client(service, "Ans", DeclareRest(happened_on=BEGUN, monday=monday))
        desk = await service.get("/desk")
        alone = [await service.get(f"/clients/{one}") for one in (busy, resting)]
        sheets = [await service.get(f"/clients/{one}/preparation") for one in (busy, resting)]

        service.clock.now = NOON + timedelta(days=7)
        later = await service.get("/desk")

    reason = "No session for a while"
    assert "One of your 2 clients needs you." in desk.text
    assert in_order(desk.text, "Out of touch 1", "Jonas", "On track 1", "Ans", "Week off until Sunday.")
    assert [reason in one.text for one in alone] == [True, False]
    assert [reason in one.text for one in sheets] == [True, False]
    assert "2 of your 2 clients need you." in later.text


async def test_an_empty_desk_says_how_a_client_comes_to_it() -> None:
    async with pages() as service:
        shown = await service.get("/desk")

    assert "You have no clients yet." in shown.text
    assert "Clients appear here once they have chosen you" in shown.text


async def test_an_alert_that_began_today_is_seen_to_and_asks_no_longer() -> None:
    async with pages() as service:
        ans = await client(service, "Ans")
        about = {"journey_id": str(ans), "move": "I rang her"}
        opened = await service.get("/desk", open=str(ans), tab="done")
        about["from"] = opened.field("from")
        first = await service.send(
            "/desk/acknowledge", **about, rule="no_session", command_id=opened.field("command_id")
        )
        shown = await service.send("/desk/acknowledge", **about, rule="silence")
        later = await service.get("/desk", open=str(ans))

        _, done = await told(service, ans, AlertAcknowledged)
    assert (shown.status, done.rule, done.move) == (200, "silence", "I rang her")
    assert "Dealt with. Ans stays in Out of touch." in first.text
    assert "Nobody needs you today." in shown.text
    assert "Dealt with. Ans moves to On track." in shown.text
    assert ["dealt with on Wed 4 Mar" in one.text for one in (first, shown, later)] == [
        False,
        True,
        True,
    ]


async def test_an_alert_is_laid_aside_for_a_week_or_until_a_day() -> None:
    async with pages() as service:
        ans, jonas = await client(service, "Ans"), await client(service, "Jonas")

        await service.send("/desk/snooze", journey_id=str(ans), rule="silence")
        shown = await service.send("/desk/snooze", journey_id=str(jonas), rule="silence", until="2026-03-20")
        opened = await service.get("/desk", open=str(jonas))

        aside = [(await told(service, one, AlertSnoozed))[0].until for one in (ans, jonas)]
    assert [str(one) for one in aside] == ["2026-03-11", "2026-03-20"]
    assert ["snoozed until Fri 20 Mar" in one.text for one in (shown, opened)] == [False, True]


async def test_a_day_that_is_over_is_refused_beside_its_field_and_kept() -> None:
    async with pages() as service:
        ans = await client(service, "Ans")

        shown = await service.send(
            "/desk/snooze", journey_id=str(ans), rule="silence", until="2026-03-01", show="needs"
        )

        aside = await told(service, ans, AlertSnoozed)
    assert (shown.status, aside) == (422, [])
    assert "Choose a date in the future." in shown.text
    assert 'value="2026-03-01"' in shown.html
    assert 'name="show" value="needs"' in shown.html
    assert f'<details id="more-{ans}" open>' in shown.html


async def test_what_was_answered_twice_counts_once() -> None:
    async with pages() as service:
        ans = await client(service, "Ans")
        form = {"journey_id": str(ans), "rule": "silence", "command_id": str(uid("once"))}

        first, second = [await service.send("/desk/acknowledge", **form) for _ in range(2)]

        assert (first.status, second.status) == (200, 200)
        assert len(await told(service, ans, AlertAcknowledged)) == 1


async def test_an_answer_to_nothing_says_what_is_missing() -> None:
    async with pages() as service:
        ans = await client(service, "Ans")

        shown = await service.send("/desk/acknowledge", rule="boredom")
        known = await service.send("/desk/acknowledge", journey_id=str(ans), rule="boredom")
        stranger = await service.send("/desk/acknowledge", journey_id=str(uid("nobody")), rule="silence")

    assert (shown.status, known.status) == (422, 422)
    assert "There is a problem" in shown.text
    assert "Choose one of these." in known.text
    assert stranger.status == 404


async def test_the_desk_is_narrowed_by_name_by_reason_and_to_those_who_ended() -> None:
    async with pages() as service:
        await client(service, "Jonas", RateTrust(happened_on=TODAY, rating=2))
        await client(service, "Ans")
        marit = await client(service, "Marit", RecordEnding(happened_on=TODAY, ending="new_work"))
        await service.get(f"/clients/{marit}")

        by_name = await service.get("/desk", name="jon")
        by_reason = await service.get("/desk", rule="trust_low")
        ended = await service.get("/desk", show="ended")
        nobody = await service.get("/desk", name="Xaver")

    assert "1 of 2 clients shown." in by_name.text
    assert ("Jonas" in by_name.text, "Ans" in by_name.text) == (True, False)
    assert ("Jonas" in by_reason.text, "Ans" in by_reason.text) == (True, False)
    assert "One journey has ended." in ended.text
    assert ("Marit" in ended.text, "New job" in ended.text, "Ans" in ended.text) == (True, True, False)
    assert "2 of your 2 clients need you, one of them today." in nobody.text
    assert "Nobody matches your search." in nobody.text
    assert nobody.text.index("Nobody matches your search.") < nobody.text.index("Ask who stands in.")


async def test_a_name_is_found_by_whoever_has_no_key_for_its_letters() -> None:
    async with pages() as service:
        for called in ("Örjan Sandberg", "Søren Ærø", "Jonas"):
            await client(service, called)
        found = {
            asked: (await service.get("/desk", name=asked)).text
            for asked in ("orjan", "Ørjan", "soren aero", "?")
        }

    counts = {asked: text.partition("clients shown.")[0].split()[-3:] for asked, text in found.items()}
    assert counts == {
        "orjan": ["1", "of", "3"],
        "Ørjan": ["1", "of", "3"],
        "soren aero": ["1", "of", "3"],
        "?": ["0", "of", "3"],
    }


def test_what_an_address_asks_for_is_read_and_written_alike() -> None:
    asked = parse_filters(
        {"show": "stuck", "rule": "tunnel", "name": " Ans ", "sort": "session", "every": "yes"}
    )

    assert asked == DeskFilters(show="stuck", rule="tunnel", name="Ans", sort="session", every=True)
    assert asked.query(done="seen", every="") == "?show=stuck&rule=tunnel&name=Ans&sort=session&done=seen"
    assert parse_filters({"show": "most", "rule": "boredom", "sort": "points"}) == DeskFilters()
    assert DeskFilters().query() == ""


def test_who_ended_needs_nobody_on_this_page() -> None:
    row = DeskRow(
        journey_id=uid("Ans"),
        called="Ans",
        track="preventive",
        coach_id=None,
        today=TODAY,
        week=3,
        steps=0,
        last_step_on=None,
        last_contact_on=None,
        days_without_step=20,
        days_without_contact=20,
        energy=None,
        trust=None,
        ending="rest",
        ends_on=None,
        week_off_until=None,
        after_care=None,
        after_care_due=None,
        group="on_track",
        reasons=(),
        alerts=(),
        needs_me=False,
    )

    page = build_desk_page([row], DeskFilters(show="ended"), translator=translator_for("en"), ended=1)

    (section,) = page.sections
    assert (page.finding, section.group, len(section.lines)) == ("One journey has ended.", None, 1)


async def test_a_tip_goes_to_a_client_as_something_the_coach_came_upon() -> None:
    async with pages() as service:
        ans = await client(service, "Ans")
        empty = await service.get("/desk/discoveries")

        shown = await service.send(
            "/desk/discoveries",
            title="harbour pilot",
            distance="far",
            journey_id=str(ans),
            command_id=empty.field("command_id"),
        )

        (role,) = await told(service, ans, RoleDiscovered)
    assert "You have not given any tips yet." in empty.text
    assert (role.title, role.source.kind, role.distance) == ("harbour pilot", "coach", "far")
    assert "You have given one tip." in shown.text
    assert "Given to 1 client: Ans" in shown.text
    assert "no step towards it yet" in shown.text


async def test_a_tip_half_said_says_everything_that_is_missing() -> None:
    async with pages() as service:
        await client(service, "Ans", discover("nurse", BEGUN))

        nothing = await service.send("/desk/discoveries", title=" ")
        known = await service.send(
            "/desk/discoveries", title="Nurse", distance="near", journey_id=str(uid("Ans"))
        )

    assert "There are 3 problems" in nothing.text
    assert (known.status, "This is already on their list." in known.text) == (422, True)


async def test_the_same_tip_is_given_once_also_while_it_waits() -> None:
    async with pages() as service:
        last = await client(service, "Ans")
        body = {"title": "duck whisperer", "distance": "near", "journey_id": str(last)}
        first = await service.send("/desk/discoveries", **body, command_id=str(uid("one")))
        same_form = await service.send("/desk/discoveries", **body, command_id=str(uid("one")))
        again = await service.send("/desk/discoveries", **body, command_id=str(uid("two")))

        assert len(await told(service, last, RoleDiscovered)) == 1
    assert "told=offered" in first.path
    assert "told=offered" in same_form.path
    assert (again.status, "This is already on their list." in again.text) == (422, True)


async def test_a_tip_does_not_crowd_a_market_unless_the_coach_means_it() -> None:
    async with pages() as service:
        for name in ("Ans", "Jonas", "Marit"):
            await client(service, name, discover("nurse", BEGUN))
        last = await client(service, "Zoë")
        body = {"title": "nurse", "distance": "near", "journey_id": str(last), "command_id": str(uid("tip"))}

        before = await service.get("/desk/discoveries")
        warned = await service.send("/desk/discoveries", **body)
        given = await service.send("/desk/discoveries", **body, anyway="yes")

        assert len(await told(service, last, RoleDiscovered)) == 1
    assert "getting crowded" in before.text
    assert (warned.status, "Several of your clients are already considering this." in warned.text) == (
        422,
        True,
    )
    assert "3 clients consider it" in given.text
    assert "1 has not answered yet" in given.text


async def test_the_desk_and_the_map_of_tips_count_each_client_once_by_occupation() -> None:
    def tip(title: str) -> list[Any]:
        linked = LinkRole(happened_on=BEGUN, role_id=uid(title), isco_group="2221", occupation_id="nurse")
        return [discover(title, BEGUN, found="coach", starting_appeal=None), linked]

    async with pages() as service:
        await client(service, "Ans", *tip("verpleegkundige"), *tip("ward nurse"))
        await client(service, "Jonas", *tip("sjuksköterska"))
        await client(service, "Marit", discover("Ward nurse", BEGUN))
        desk, chart = await service.get("/desk/discoveries"), await service.get("/discoveries")

    assert all("Given to 2 clients" in one.text for one in (desk, chart))
    assert not any("Given to 1 client" in one.text for one in (desk, chart))
    assert "1 client considers it" in desk.text
    assert "2 have not answered yet" in desk.text
    assert "getting crowded" in desk.text


async def test_the_desk_and_the_map_of_tips_say_the_same_of_each_answer() -> None:
    def tip(title: str, **of: Any) -> Any:
        return discover(title, BEGUN, starting_appeal=None, **{"found": "coach", **of})

    kept = KeepRole(happened_on=BEGUN, role_id=uid("porter"))
    gone = PassRole(happened_on=BEGUN, role_id=uid("porter"))
    async with pages() as service:
        await client(service, "Ans", tip("porter"), kept)
        await client(service, "Jonas", tip("porter"), gone)
        await client(service, "Marit", tip("porter"))
        await client(service, "Zoë", tip("usher", found="atlas", waits=True))
        desk, chart = await service.get("/desk/discoveries"), await service.get("/discoveries")

    assert "Tips given: 3. Kept: 1. Let go: 1. Waiting for an answer: 1." in chart.text
    assert "Given to 3 clients" in desk.text
    assert "1 client considers it" in desk.text
    assert "1 has not answered yet" in desk.text
    assert "usher" not in desk.html


async def test_what_was_laid_aside_crowds_no_market() -> None:
    async with pages() as service:
        parked = ParkRole(happened_on=TODAY, role_id=uid("nurse"), reason="not it")
        for name in ("Ans", "Jonas", "Marit"):
            await client(service, name, discover("nurse", BEGUN), parked)

        shown = await service.get("/desk/discoveries")

    assert "getting crowded" not in shown.text


def test_without_clients_there_is_nobody_to_offer_anything_to() -> None:
    page = build_discoveries_page([], translator=translator_for("en"))

    assert (page.finding, page.clients, page.tips) == ("You have not given any tips yet.", {}, ())


async def test_aftercare_that_is_due_is_what_the_desk_and_every_page_of_the_client_say() -> None:
    ending = RecordEnding(happened_on=BEGUN, ending="new_work")
    care = [
        PlanAfterCare(happened_on=BEGUN, after_care_id=uid(name), due=due, what=what)
        for name, due, what in (
            ("due", TODAY, "Is it what you expected?"),
            ("later", TODAY + timedelta(days=60), "Would you choose it again?"),
        )
    ]
    async with pages() as service:
        one = await client(service, "Marit", discover("nurse", BEGUN), ending, *care)
        ans = await client(service, "Ans", ending)
        for read in (one, ans):
            await service.get(f"/clients/{read}")
        desk, needs = await service.get("/desk"), await service.get("/desk", show="needs")
        rooms = [
            await service.get(f"/clients/{one}{room}")
            for room in ("", "/weeks", "/notes", "/offers", "/preparation")
        ]
        answer = SettleAfterCare(happened_on=TODAY, after_care_id=uid("due"), answer="Quieter than I feared")
        await service.tell([answer], one)
        unread, answered = await service.get("/desk"), await service.get(f"/clients/{one}")
        after = await service.get("/desk")

    for page in (desk, needs):
        assert "Your client needs you." in page.text
        assert "Aftercare: Is it what you expected?" in page.text
        assert "Ending and aftercare 1" in page.text
        assert "Ans" not in page.text
    for room in rooms:
        assert "Is it what you expected?" in room.text.split("The journey ended")[1][:120]
        assert "This question waits for an answer." in room.text
    offers = rooms[3]
    assert "Would you choose it again?" in offers.text
    assert "Offer a quest" not in offers.text
    assert "What to try next" not in offers.text
    assert "Aftercare answered" in unread.text
    assert "Marit" not in after.text
    assert "Quieter than I feared" in answered.text


async def ended_client(service: Pages, called: str, *more: Any) -> UUID:
    """Somebody whose journey ended, and whose coach has seen that."""
    over = RecordEnding(happened_on=TODAY, ending="new_work")
    journey_id = await client(service, called, *quiet(), over, *more)
    await service.get(f"/clients/{journey_id}")
    return journey_id


AFTER_CARE = PlanAfterCare(
    happened_on=TODAY, after_care_id=uid("care"), due=TODAY, what="Is it what you expected?"
)
ANSWERED = SettleAfterCare(happened_on=TODAY, after_care_id=uid("care"), answer="Worse. Please call me.")


async def test_what_a_client_answers_after_the_ending_stands_on_the_desk_until_it_is_read() -> None:
    async with pages() as service:
        emma = await ended_client(service, "Emma", AFTER_CARE)
        await client(service, "Zoë", *quiet())
        await service.tell([ANSWERED], emma)

        shown, ended = await service.get("/desk"), await service.get("/desk", show="ended")
        await service.get(f"/clients/{emma}")
        read = await service.get("/desk")

    assert "one aftercare reply" in shown.text
    assert in_order(shown.text, "News only 1", "Emma", "Aftercare answered")
    assert "Ended 1" in shown.text
    assert "One journey has ended." in ended.text
    assert "Emma" not in read.text
    assert "Ended 1" in read.text


async def test_an_alert_after_the_ending_needs_the_coach_until_it_is_dealt_with() -> None:
    async with pages() as service:
        emma = await ended_client(service, "Emma", AFTER_CARE)
        await client(service, "Zoë", *quiet())
        await service.tell([ANSWERED, RateTrust(happened_on=TODAY, rating=2)], emma)
        await service.get(f"/clients/{emma}")

        shown, opened = await service.get("/desk"), await service.get("/desk", open=str(emma), tab="done")
        dealt = await service.send("/desk/acknowledge", journey_id=str(emma), rule="trust_low")
        service.clock.now = NOON + timedelta(days=70)
        later = await service.get("/desk")

    assert "One of your 2 clients needs you." in shown.text
    assert in_order(shown.text, "Ending and aftercare 1", "Emma", "Trust was rated 2 out of 10")
    assert "Dealt with" in opened.text
    assert "Nobody needs you today." in dealt.text
    assert "Dealt with. Emma stands under Ended." in dealt.text
    assert "Emma" not in later.text


async def test_an_ending_that_the_client_tells_is_news_to_the_coach() -> None:
    async with pages() as service:
        emma = await client(service, "Emma", *quiet())
        await service.get(f"/clients/{emma}")
        await service.tell([RecordEnding(happened_on=TODAY, ending="new_work")], emma)
        shown = await service.get("/desk")

    assert "one journey ended" in shown.text
    assert in_order(shown.text, "News only 1", "Emma", "Journey ended")


async def test_a_session_with_somebody_who_stopped_is_said_to_stay_there() -> None:
    async with pages() as service:
        emma = await ended_client(service, "Emma")
        logged = await service.send(
            "/desk/session", journey_id=str(emma), show="ended", held_on=str(TODAY), minutes="20"
        )

    assert "Saved. Emma stands under Ended." in logged.text


async def test_the_coach_records_what_she_heard_at_aftercare_or_that_she_asked() -> None:
    async with pages() as service:
        emma = await ended_client(service, "Emma", AFTER_CARE)
        on_page = await service.get(f"/clients/{emma}")
        opened = await service.get("/desk", open=str(emma), tab="after_care")
        form = {"journey_id": str(emma), "after_care_id": str(uid("care"))}
        asked = await service.send("/desk/after-care/asked", **form, again_on=str(TODAY + timedelta(days=5)))
        undone = await service.send(
            "/desk/undo", journey_id=str(emma), entry=re.findall(r'name="entry" value="(\d+)"', asked.html)[0]
        )
        empty = await service.send("/desk/after-care", **form, answer=" ")
        heard = await service.send("/desk/after-care", **form, answer="She likes the people")
        late = await service.send("/desk/after-care", **form, answer="Another window")
        await service.get(f"/clients/{emma}")
        read = await service.get("/desk")
        answered = await service.get(f"/clients/{emma}")
        settled = [one.answer for one in await told(service, emma, AfterCareSettled)]

    assert "Record what they say" in on_page.text
    assert "Ask how it goes, and record here what they say." in opened.text
    assert "Saved. The question comes back." in asked.text
    assert "Aftercare: Is it what you expected?" not in asked.text
    assert "Aftercare: Is it what you expected?" in undone.text
    assert "aftercare on" not in undone.text
    assert (empty.status, late.status) == (422, 422)
    assert "Write a sentence about what they said." in empty.text
    assert "Emma" not in read.text
    assert "Saved." in heard.text
    assert "She likes the people" in answered.text
    assert settled == [None, "She likes the people"]

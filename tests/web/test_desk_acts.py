"""What a coach does in the row of a client: each act by its form, its receipt, and its undoing."""

import gzip
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest

from domain.journey.commands.answers import RecordAnswer
from domain.journey.commands.course import SwitchGame
from domain.journey.commands.pulses import RateTrust
from domain.journey.corrections.events import EntryRetracted
from domain.journey.events.agreements import ChallengeSet
from domain.journey.events.alerts import AlertAcknowledged, AlertSnoozed
from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.quests import QuestOffered
from projections.alerts.projection import ALERTS
from projections.caseload.projection import CASELOAD
from projections.fold import fold
from projections.game.projection import GAME
from projections.news.projection import NEWS
from service.authorization.access_rules import AccessLevel
from service.authorization.desk_entries import DeskEntry, desk_row
from service.localization.translator import translator_for
from service.web.desk.filters import DeskFilters
from service.web.desk.page import build_desk_page
from service.web.desk.panel import DeskPanel, build_panel
from service.web.desk.receipt import build_receipt
from tests.web.running_pages import Pages, Shown, pages
from tests.web.sample import NOON, discover, plan, start, step, uid
from tests.web.sixty_clients import sixty_clients

TODAY = NOON.date()
BEGUN = TODAY - timedelta(days=20)
Fields = dict[str, str]

ACTS: Mapping[str, tuple[str, Fields, type, str]] = {
    "session": (
        "/desk/session",
        {"held_on": str(TODAY), "minutes": "20", "conclusion": "Shorter", "next_step": "Send a topic"},
        CheckInHeld,
        "Saved.",
    ),
    "challenge": ("/desk/challenge", {"what": "ring a stranger"}, ChallengeSet, "Saved."),
    "quest": ("/desk/quest", {"quest": "the_other_side"}, QuestOffered, "Offered."),
    "message": ("/desk/message", {"rule": "silence"}, AlertAcknowledged, "Saved."),
    "snooze": (
        "/desk/snooze",
        {"rule": "silence", "until": "2026-03-20"},
        AlertSnoozed,
        "Snoozed until Fri 20 Mar.",
    ),
    "done": ("/desk/acknowledge", {"rule": "silence", "move": "Rang"}, AlertAcknowledged, "Dealt with."),
}


async def ans(service: Pages, *more: Any) -> UUID:
    """Somebody who was silent for long."""
    await service.tell([start(called="Ans", happened_on=BEGUN), *more], uid("Ans"))
    return uid("Ans")


async def told(service: Pages, kind: type) -> list[Any]:
    return [one.event for one in await service.entries(uid("Ans")) if isinstance(one.event, kind)]


def hidden(form: str) -> dict[str, str]:
    """The hidden fields of a form."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))


def form_of(shown: Shown, address: str) -> dict[str, str]:
    (form,) = re.findall(rf'<form[^>]*action="{address}".*?</form>', shown.html, re.DOTALL)
    return hidden(form)


async def do(service: Pages, act: str, **asked: str) -> Shown:
    """Opens the row at the act and sends its form."""
    address, filled, *_ = ACTS[act]
    opened = await service.get("/desk", open=str(uid("Ans")), tab=act, **asked)
    return await service.send(address, **form_of(opened, address) | filled)


@pytest.mark.parametrize("act", ACTS)
async def test_an_act_is_done_in_the_row_and_undone_there(act: str) -> None:
    _, _, kind, receipt = ACTS[act]
    async with pages() as service:
        await ans(service)
        before = await service.get("/desk")
        shown = await do(service, act)
        recorded = await told(service, kind)
        undone = await service.send("/desk/undo", **form_of(shown, "/desk/undo"))
        after = await service.get("/desk")
        journey = await service.journeys.get(uid("Ans"))

    assert len(recorded) == 1
    assert f"{receipt} Ans " in shown.text
    assert "Undone. Ans stays in Out of touch." in undone.text
    assert "Undo " not in undone.text
    assert not [one for one in journey.effective_events().values() if isinstance(one, kind)]
    assert after.text == before.text


async def test_what_was_recorded_is_what_was_filled_in() -> None:
    async with pages() as service:
        await ans(service)
        await do(service, "session")
        await do(service, "message")
        (session,), (message,) = [await told(service, one) for one in (CheckInHeld, AlertAcknowledged)]

    assert (session.minutes, session.conclusion, session.next_step.what) == (20, "Shorter", "Send a topic")
    assert (message.rule, message.move) == ("silence", "Wrote a message.")


@pytest.mark.parametrize("act", ACTS)
async def test_what_was_sent_twice_is_recorded_once(act: str) -> None:
    address, filled, kind, _ = ACTS[act]
    async with pages() as service:
        await ans(service)
        opened = await service.get("/desk", open=str(uid("Ans")), tab=act)
        form = form_of(opened, address) | filled
        first, second = [await service.send(address, **form) for _ in range(2)]
        undo = form_of(second, "/desk/undo")
        once, twice = [await service.send("/desk/undo", **undo) for _ in range(2)]

        assert (first.status, second.status, once.status, twice.status) == (200, 200, 200, 200)
        assert (len(await told(service, kind)), len(await told(service, EntryRetracted))) == (1, 1)
    assert first.path == second.path


async def test_only_what_a_row_records_is_undone_from_it() -> None:
    async with pages() as service:
        await ans(service, discover("nurse", BEGUN))
        shown = await service.send("/desk/undo", journey_id=str(uid("Ans")), entry="2")

        assert (shown.status, await told(service, EntryRetracted)) == (404, [])
        for entry in ("", "0", "abc", "99"):
            shown = await service.send("/desk/undo", journey_id=str(uid("Ans")), entry=entry)
            assert shown.status == 404, entry


async def test_the_desk_comes_back_as_it_was_asked_for_with_the_receipt_where_the_row_stood() -> None:
    async with pages() as service:
        await ans(service)
        await service.tell([start(called="Anselm", happened_on=BEGUN)], uid("Anselm"))
        shown = await do(service, "message", name="ans", sort="name", show="needs")
        row, form = shown.text.index("Saved. Ans "), form_of(shown, "/desk/undo")

    assert shown.path.startswith("/desk?show=needs&name=ans&sort=name&done=message")
    assert row < shown.text.index("Anselm")
    assert (form["show"], form["name"], form["sort"], form["place"]) == ("needs", "ans", "name", "0")


async def test_that_they_spoke_is_enough_for_a_session() -> None:
    """What is called optional is: on the desk as on the notes page."""
    nothing = {"minutes": "", "conclusion": "", "next_step": ""}
    async with pages() as service:
        await ans(service)
        opened = await service.get("/desk", open=str(uid("Ans")), tab="session")
        shown = await service.send("/desk/session", **form_of(opened, "/desk/session") | nothing)
        (held,) = await told(service, CheckInHeld)

    assert (shown.status, held.minutes, held.conclusion, held.next_step) == (200, None, None, None)


async def test_where_somebody_moved_to_is_said() -> None:
    async with pages() as service:
        await ans(service)
        first = await do(service, "session")
        second = await do(service, "message")

    assert "Saved. Ans stays in Out of touch." in first.text
    assert "Saved. Ans moves to On track." in second.text


@pytest.mark.parametrize(
    ("act", "wrong", "said"),
    [
        ("session", {"held_on": ""}, "Fill this in."),
        (
            "snooze",
            {"until": "2026-04-02"},
            "This can be snoozed until 1\N{NO-BREAK SPACE}April 2026 at the latest.",
        ),
        ("session", {"held_on": "2026-03-20", "minutes": "soon"}, "This date is in the future."),
        ("challenge", {"what": " "}, "Describe the challenge for your client."),
        ("quest", {"quest": ""}, "Choose a quest."),
        ("snooze", {"until": "2026-03-01"}, "Choose a date in the future."),
        ("done", {"move": "x" * 501}, "Use at most 500 characters."),
    ],
)
async def test_what_is_wrong_stands_in_the_open_row_and_what_was_typed_stays(
    act: str, wrong: Fields, said: str
) -> None:
    address, filled, kind, _ = ACTS[act]
    async with pages() as service:
        await ans(service)
        opened = await service.get("/desk", open=str(uid("Ans")), tab=act)
        shown = await service.send(address, **form_of(opened, address) | filled | wrong)
        recorded = await told(service, kind)

    assert (shown.status, recorded) == (422, [])
    panel = shown.html[shown.html.index(f'<details id="more-{uid("Ans")}" open>') :]
    assert said in panel
    assert 'aria-current="true"' in panel
    for value in (one for one in (filled | wrong).values() if one.strip() and act != "quest"):
        assert value in panel


async def test_a_message_tells_neither_a_reason_nor_a_number() -> None:
    async with pages() as service:
        await ans(service, RateTrust(happened_on=TODAY, rating=2))
        shown = await service.get("/desk", open=str(uid("Ans")), tab="message")
        (body,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", shown.html, re.DOTALL)

    assert "Ans" in body
    assert "What to rather not say" not in shown.text
    assert re.findall(r"\d", body) == []
    assert not [one for one in ("trust", "step", "session", "alert") if one in body.lower()]
    assert 'href="mailto:?subject=' in shown.html


async def test_after_a_no_what_helps_to_hear_stands_beside_the_message() -> None:
    no = [
        discover("nurse", BEGUN),
        plan("letter", "application", "nurse", BEGUN),
        *step("talk", "interview", "nurse", BEGUN),
        RecordAnswer(
            happened_on=TODAY, experiment_id=uid("talk"), answer="rejected_after_interview", close=True
        ),
    ]
    async with pages() as service:
        await ans(service, *no)
        shown = await service.get("/desk", open=str(uid("Ans")), tab="message")

    assert "Care first 1" in shown.text
    assert "Rejected after an interview on 4 March 2026." in shown.text
    assert "I know how you feel." in shown.text


async def panel_at(service: Pages, level: AccessLevel, tab: str = "session") -> DeskPanel:
    journey_id = uid("Ans")
    case = fold(CASELOAD, await service.entries(journey_id))
    assert case
    folded = await service.journeys.load(journey_id, ALERTS, NEWS, GAME)
    entry = DeskEntry(case, level, folded, None, uid("coach"), "look")
    return build_panel(entry, desk_row(entry), tab, game=folded.view(GAME), translator=translator_for("en"))


async def test_the_panel_offers_what_the_client_shares_and_wants() -> None:
    async with pages() as service:
        await ans(service)
        everything, progress = await panel_at(service, "everything"), await panel_at(service, "progress")
        await service.tell([SwitchGame(happened_on=TODAY, on=False)], uid("Ans"))
        without_game = await panel_at(service, "everything", "quest")

    assert list(everything.tabs) == list(ACTS)
    assert [one for one in ACTS if one not in progress.tabs] == ["quest"]
    assert [rule for rule, _ in progress.rules] == ["silence", "no_session"]
    assert (without_game.tab, "quest" in without_game.tabs) == ("session", False)


async def test_what_a_client_shares_is_said_where_it_is_not_everything() -> None:
    levels: tuple[AccessLevel, ...] = ("progress", "profile", "everything")
    async with pages() as service:
        await ans(service)
        row = (await panel_at(service, "progress")).row

    lines = [
        build_desk_page([row], DeskFilters(), translator=translator_for("en"), levels={row.journey_id: one})
        .sections[0]
        .lines[0]
        for one in levels
    ]
    assert [one.shares for one in lines] == [
        "Shares progress only.",
        "Shares progress and the search profile only.",
        "",
    ]


async def test_twenty_rows_are_shown_and_the_others_when_they_are_asked_for() -> None:
    async with pages() as service:
        await sixty_clients(service)
        shown, every = await service.get("/desk"), await service.get("/desk", every="yes")
        last = re.findall(r'id="case-([^"]+)"', every.html)[-1]
        opened = await service.get("/desk", open=last)

    assert [one.html.count('id="case-') for one in (shown, every, opened)] == [20, 60, 21]
    next_row = re.findall(r'id="case-([^"]+)"', every.html)[20]
    assert f'href="/desk?every=yes#case-{next_row}"' in shown.html
    assert "Show the other 40" in shown.text
    assert "Show the other" not in every.text


async def test_the_counts_are_those_of_the_rows_behind_them() -> None:
    async with pages() as service:
        await sixty_clients(service)
        desk = await service.get("/desk")
        chips = re.findall(r'<a href="(/desk[^"]*)"[^>]*>([^<]+) <b>(\d+)</b>', desk.html)
        counted = {label: int(count) for _, label, count in chips}
        rows = {
            label: (await service.get(f"{href}{'&' if '?' in href else '?'}every=yes")).html.count(
                'id="case-'
            )
            for href, label, _ in chips
        }

    assert counted == rows
    groups = list(counted.values())[2:]
    assert (sum(groups), sum(groups[:4])) == (counted["All"], counted["Need you"]) == (60, 38)


async def test_sixty_rows_weigh_less_than_60_kilobytes_and_are_read_at_once() -> None:
    async with pages() as service:
        await sixty_clients(service)
        log, reads = service.journeys.log, list[int]()
        read_streams = log.read_streams

        async def counted(after: Any, **more: Any) -> Any:
            reads.append(len(after))
            return await read_streams(after, **more)

        shown = await service.get("/desk", every="yes")
        vars(log)["read_streams"] = counted
        await service.get("/desk", every="yes")

    assert shown.html.count('id="case-') == 60
    assert len(gzip.compress(shown.html.encode())) < 60_000
    assert len(shown.html.encode()) < 160_000
    assert reads == [60]


async def test_what_is_new_is_counted_each_count_leads_there_and_all_can_be_marked_as_seen() -> None:
    async with pages() as service:
        await ans(service, RateTrust(happened_on=TODAY, rating=8))
        await service.tell([start(called="Zoë", happened_on=BEGUN)], uid("Zoë"))
        shown = await service.get("/desk")
        there = await service.get("/desk", news="trust_rated")
        marked = await service.send("/desk/seen", **form_of(shown, "/desk/seen"))
        undone = await service.send("/desk/unseen", **form_of(marked, "/desk/unseen"))

    assert "Since you became their coach: trust rated once." in shown.text
    assert 'href="/desk?news=trust_rated"' in shown.html
    assert ('id="case-' + str(uid("Ans")) in there.html, str(uid("Zoë")) in there.html) == (True, False)
    assert ("trust rated once" in marked.text, "Marked as seen." in marked.text) == (False, True)
    assert "trust rated once" in undone.text


async def test_what_was_dealt_with_lies_aside_on_the_desk_and_on_the_page_of_the_client() -> None:
    async with pages() as service:
        await ans(service)
        for act in ("snooze", "done"):
            await do(service, act)
        service.clock.now = NOON + timedelta(days=13)
        desk, page = await service.get("/desk"), await service.get(f"/clients/{uid('Ans')}")
        opened = await service.get("/desk", open=str(uid("Ans")))
        sheet = await service.get(f"/clients/{uid('Ans')}/preparation")

    aside = "Gone quiet: dealt with on Wed 4 Mar"
    assert (aside in desk.text, aside in opened.text) == (False, True)
    assert "No session yet, 33 days after the start" in desk.text
    assert page.text.index("No session for 33 days") < page.text.index("you recorded: Rang")
    assert ("No session for 33 days" in sheet.text, "Gone quiet" in sheet.text) == (True, False)


@pytest.mark.parametrize(
    "asked", [{"show": "care_first"}, {"name": "zzzz"}, {"only": "tunnel"}, {"news": "offer"}]
)
async def test_what_is_wrong_stands_in_its_row_whatever_else_was_asked_for(asked: Fields) -> None:
    async with pages() as service:
        await sixty_clients(service)
        await ans(service)
        opened = await service.get("/desk", open=str(uid("Ans")), tab="challenge")
        shown = await service.send(
            "/desk/challenge", **form_of(opened, "/desk/challenge") | {"what": "y" * 501} | asked
        )

    panel = shown.html[shown.html.index(f'<details id="more-{uid("Ans")}" open>') :]
    assert "Use at most 500 characters." in panel
    assert "y" * 501 in panel
    assert re.search('<div class="problems"[^>]* autofocus', panel)


async def test_a_script_gets_the_panel_and_no_other_row() -> None:
    async with pages() as service:
        await sixty_clients(service)
        every = await service.get("/desk", every="yes")
        last = re.findall(r'id="case-([^"]+)"', every.html)[-1]
        answer = await service.http.get(f"/desk?every=yes&open={last}", headers={"hx-request": "true"})

    assert re.findall('id="case-([^"]+)"', answer.text) == [last]
    assert f'<div class="panel" id="panel-{last}"><nav' in re.sub(r">\s+<", "><", answer.text)


@pytest.mark.parametrize("address", ["/desk/challenge", "/desk/undo", "/desk/seen"])
async def test_the_address_of_a_form_opened_afresh_is_the_page_it_stands_on(address: str) -> None:
    async with pages() as service:
        await ans(service)
        shown = await service.get(address)

    assert (shown.status, shown.path) == (200, "/desk")


async def test_a_receipt_is_of_what_was_just_recorded_and_still_stands() -> None:
    row = {"row": str(uid("Ans")), "done": "session", "place": "0"}
    async with pages() as service:
        await ans(service)
        first = await do(service, "session")
        await do(service, "challenge")
        old, none = await service.get("/desk", entry="2", **row), await service.get("/desk", entry="1", **row)
        last = form_of(await do(service, "challenge"), "/desk/undo")["entry"]
        stands = await service.get("/desk", entry=last, **row)
        await service.send("/desk/undo", journey_id=str(uid("Ans")), entry=last)
        undone = await service.get("/desk", entry=last, **row)

    assert "Saved." in first.text
    assert ["Saved." in one.text for one in (old, none, stands, undone)] == [False, False, True, False]
    assert ("Undone." in undone.text, 'action="/desk/undo"' in undone.html) == (True, False)


async def test_who_moved_is_found_in_the_group_that_the_receipt_names() -> None:
    async with pages() as service:
        await ans(service)
        await do(service, "session")
        shown = await do(service, "message", name="ans")

    assert f'<a href="/desk?show=on_track&amp;every=yes#case-{uid("Ans")}">On track</a>' in shown.html


async def test_a_reason_that_was_dealt_with_is_counted_and_found_no_more() -> None:
    async with pages() as service:
        await ans(service)
        before = await service.get("/desk", rule="silence")
        await do(service, "done")
        after, filters = await service.get("/desk", rule="silence"), await service.get("/desk")

    assert 'id="case-' in before.html
    assert 'id="case-' not in after.html
    assert ("Gone quiet (1)" in before.text, "Gone quiet (" in filters.text) == (True, False)


async def test_a_receipt_is_shown_to_whoever_recorded_it_and_to_nobody_else() -> None:
    async with pages() as service:
        await ans(service)
        shown = await do(service, "session")
        folded = await service.journeys.load(uid("Ans"), ALERTS, NEWS)
        case = fold(CASELOAD, await service.entries(uid("Ans")))
        assert case
        entry = DeskEntry(case, "everything", folded, None, uid("Ingrid"), "look")
        asked = dict(parse_qsl(urlsplit(shown.path).query))
        receipts = [
            build_receipt(
                asked, [desk_row(entry)], {uid("Ans"): folded.journey}, translator_for("en"), reader_id=one
            )
            for one in (folded.journey.authored_events[-1].by, uid("Sanne"))
        ]

    assert [one is not None for one in receipts] == [True, False]


async def test_what_was_dealt_with_is_said_in_the_row_and_comes_back_after_two_weeks() -> None:
    async with pages() as service:
        await ans(service)
        await service.send("/desk/acknowledge", journey_id=str(uid("Ans")), rule="no_session")
        dealt = await service.send("/desk/acknowledge", journey_id=str(uid("Ans")), rule="silence")
        service.clock.now = NOON + timedelta(days=13)
        rests = await service.get("/desk")
        service.clock.now = NOON + timedelta(days=14)
        back, page = await service.get("/desk"), await service.get(f"/clients/{uid('Ans')}")
        again = await service.send("/desk/acknowledge", journey_id=str(uid("Ans")), rule="silence")

    assert "No step yet, 20 days after the start: dealt with on Wed 4 Mar" in dealt.text
    assert "No session yet, 33 days after the start: dealt with on Wed 4 Mar" in rests.text
    assert "Nobody needs you today." in rests.text
    assert "Your client needs you." in back.text
    assert "Active alerts: 2" in page.text
    assert "dealt with on" not in back.text
    assert "Dealt with." in again.text
    assert "No step yet, 34 days after the start +1" not in again.text


async def test_what_was_dealt_with_or_snoozed_is_taken_back_later_too() -> None:
    async with pages() as service:
        await ans(service)
        await do(service, "snooze", show="needs")
        await service.send("/desk/acknowledge", journey_id=str(uid("Ans")), rule="no_session")
        service.clock.now = NOON + timedelta(days=2)
        rests, opened = await service.get("/desk"), await service.get("/desk", open=str(uid("Ans")))
        forms = re.findall(r'<form[^>]*action="/desk/undo".*?</form>', opened.html, re.DOTALL)
        first, second = [await service.send("/desk/undo", **hidden(one)) for one in forms]

    assert "No step yet, 22 days after the start: snoozed until Fri 20 Mar" in rests.text
    assert "Undone. Ans moves to Out of touch." in first.text
    assert "No step yet, 22 days after the start +1" in second.text
    assert ("snoozed until" in second.text, "dealt with on" in second.text) == (False, False)


async def test_until_when_an_alert_is_snoozed_is_said_also_where_no_day_was_named() -> None:
    async with pages() as service:
        await ans(service)
        named = await do(service, "snooze")
        empty = await service.send("/desk/snooze", journey_id=str(uid("Ans")), rule="no_session", until="")

    assert "Snoozed until Fri 20 Mar. Ans stays in Out of touch." in named.text
    assert "Snoozed until Wed 11 Mar. Ans stays in On track." in empty.text


async def test_after_a_session_what_cannot_wait_asks_to_be_marked_as_dealt_with() -> None:
    async with pages() as service:
        await ans(service, RateTrust(happened_on=TODAY, rating=2))
        before = await service.get("/desk")
        shown = await do(service, "session")

    sentence = "There was a session today. If it was about this, mark it as dealt with."
    assert [sentence in one.text for one in (before, shown)] == [False, True]
    assert ["Mark as dealt with" in one.text for one in (before, shown)] == [False, True]


async def test_who_had_no_session_yet_has_none_since_which_days_are_counted() -> None:
    async with pages() as service:
        await ans(service)
        desk = await service.get("/desk")

    assert "Since session none" in desk.text

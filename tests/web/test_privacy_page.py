"""Sight and data: who sees what and who looked, what was agreed to, and a journey taken out, stopped or erased."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.journey.commands.sight import GrantSight
from domain.journey.events.consents import ConsentGiven, ConsentWithdrawn
from domain.journey.events.course import PlanAdjusted, TimeZoneChanged
from domain.journey.events.sight import SightGranted, SightWithdrawn
from projections.sight.projection import SIGHT
from projections.weeks.projection import WEEKS
from service.authorization.access_log import AccessRecord
from service.web.privacy.access_log import group_accesses
from tests.api.test_people import choose, client_with_journey, me, staff
from tests.http.running_service import PASSWORD, Browser, RunningService, open_service
from tests.web.running_pages import Pages, pages, seen
from tests.web.sample import MARLOES, NOON, start, uid
from tests.web.test_sign_in import where

AT = f"/journeys/{MARLOES}/data"
TODAY = NOON.date()
INGRID = uid("Ingrid")


def ingrid(**more: Any) -> GrantSight:
    plain: dict[str, Any] = {"reader": "coach", "name": "Ingrid", "scope": "profile"}
    return GrantSight(happened_on=date(2026, 2, 1), reader_id=INGRID, **(plain | more))


async def told(service: Pages, kind: type) -> list[Any]:
    return [entry.event for entry in await service.entries() if isinstance(entry.event, kind)]


async def test_at_first_nobody_sees_anything_and_what_comes_with_accounts_is_said() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.get(AT)
        looks = await service.get(f"{AT}/looks")

    assert "Nobody else can see this journey." in shown.text
    assert "This service runs without accounts" in shown.text
    assert "You can choose a coach only when the service has accounts." in shown.text
    assert "Nobody else is here, so there is no use to stop. This needs accounts." in shown.text
    assert f'href="/api/v1/journeys/{MARLOES}/archive"' in shown.html
    assert "Nobody has looked at your journey" in looks.text


async def test_somebody_is_let_see_something_up_to_a_day() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(
            f"{AT}/sight", name="Karin", reader="ally", scope="profile", until="2026-05-01"
        )

        grants = await told(service, SightGranted)
    assert "Karin can see your search profile." in shown.text
    assert "up to and including 1 May 2026" in shown.text
    assert [(one.name, one.reader, one.scope, one.until) for one in grants] == [
        ("Karin", "ally", "profile", date(2026, 5, 1))
    ]


async def test_what_is_missing_of_a_grant_is_said_at_once_and_beside_its_field() -> None:
    async with pages() as service:
        await service.tell([start()])

        empty = await service.send(f"{AT}/sight", name=" ")
        payer = await service.send(f"{AT}/sight", name="The agency", reader="payer", scope="everything")
        past = await service.send(
            f"{AT}/sight", name="Karin", reader="ally", scope="profile", until="2026-01-01"
        )

        grants = await told(service, SightGranted)
    assert empty.status == payer.status == past.status == 422
    for sentence in ("Enter a name.", "Say who they are to you.", "Choose how much they can see."):
        assert sentence in empty.text
    assert 'href="#scope"' in payer.html
    assert payer.field("name") == "The agency"
    assert 'href="#until"' in past.html
    assert grants == []


async def test_a_grant_is_changed_and_taken_back_at_its_row() -> None:
    async with pages() as service:
        await service.tell([start(), ingrid()])

        wrong = await service.send(
            f"{AT}/change", reader_id=str(INGRID), **{f"scope-{INGRID}": "all", f"until-{INGRID}": "soon"}
        )
        changed = await service.send(
            f"{AT}/change", reader_id=str(INGRID), **{f"scope-{INGRID}": "everything"}
        )
        gone = await service.send(f"{AT}/withdraw", reader_id=str(INGRID))

        view, withdrawn = await service.view(SIGHT), await told(service, SightWithdrawn)
    assert f'href="#scope-{INGRID}"' in wrong.html
    assert f'href="#until-{INGRID}"' in wrong.html
    assert "Ingrid can see everything except private writing." in changed.text
    assert "Nobody else can see this journey." in gone.text
    assert "2 earlier Ingrid Coach" in gone.text
    assert view.readers == ()
    assert [one.happened_on for one in withdrawn] == [TODAY]


async def test_a_grant_sent_twice_counts_once() -> None:
    form = {"name": "Karin", "reader": "ally", "scope": "progress", "command_id": str(uid("form"))}
    async with pages() as service:
        await service.tell([start()])

        first = await service.send(f"{AT}/sight", **form)
        again = await service.send(f"{AT}/sight", **form)

        grants = await told(service, SightGranted)
    assert first.path == again.path
    assert len(grants) == 1


async def test_a_purpose_is_agreed_to_in_its_version_and_taken_back() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(f"{AT}/consent", purpose="research")
        (given,) = await told(service, ConsentGiven)
        gone = await service.send(f"{AT}/take-back", consent_id=str(given.consent_id))

        withdrawn = await told(service, ConsentWithdrawn)
    assert "since 4 March 2026 version 2 of this text" in shown.text
    assert (given.purpose, given.wording, given.study_id, given.until) == ("research", 2, None, None)
    assert "<summary>One earlier</summary>" in gone.html
    assert [one.consent_id for one in withdrawn] == [given.consent_id]


async def test_a_study_that_does_not_ask_is_not_agreed_to() -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(f"{AT}/study", study_id=str(uid("study")), wording="1")

        given = await told(service, ConsentGiven)
    assert shown.status == 422
    assert "This study does not ask you now." in shown.text
    assert given == []


async def test_the_plan_is_fitted_and_what_stays_is_not_told_again() -> None:
    async with pages() as service:
        await service.tell([start(weekly_goal=2)])

        same = await service.send(f"{AT}/plan", weekly_goal="2", programme_end="", locale="nl")
        shown = await service.send(f"{AT}/plan", weekly_goal="3", programme_end="2026-08-31", locale="sv")
        past = await service.send(f"{AT}/plan", weekly_goal="3", programme_end="2026-01-31", locale="sv")

        plans = await told(service, PlanAdjusted)
    assert "This is already set." in same.text
    assert shown.status == 200
    assert 'href="#programme_end"' in past.html
    assert [(one.weekly_goal, one.programme_end, one.locale) for one in plans] == [
        (3, date(2026, 8, 31), "sv")
    ]


async def test_the_time_zone_is_changed_and_the_days_are_those_of_the_new_one() -> None:
    async with pages(datetime(2026, 3, 4, 22, tzinfo=UTC)) as service:
        await service.tell([start()])
        before = await service.view(WEEKS)

        shown = await service.send(f"{AT}/plan", time_zone="Asia/Tokyo")
        wrong = await service.send(f"{AT}/plan", time_zone="localtime")

        after = await service.view(WEEKS)
        zones = [one.time_zone for one in await told(service, TimeZoneChanged)]
    assert (shown.status, wrong.status, zones) == (200, 422, ["Asia/Tokyo"])
    assert (before.on, after.on) == (date(2026, 3, 4), date(2026, 3, 5))


@pytest.mark.parametrize("path", ["/dance", "/coach", "/restriction", "/lifting", "/erase", "/keeping"])
async def test_what_is_bound_to_accounts_is_not_there_without_them(path: str) -> None:
    async with pages() as service:
        await service.tell([start()])

        shown = await service.send(f"{AT}{path}", word="erase", ground="wish")

    assert shown.status == 404


async def test_a_journey_that_is_not_there_is_not_found() -> None:
    async with pages() as service:
        shown = await service.get(f"/journeys/{uid('stranger')}/data")

    assert shown.status == 404


def test_the_looks_of_a_day_stand_together_and_a_reason_by_itself() -> None:
    def look(minutes: int, act: Any, why: Any = "assigned_coach", reason: str | None = None) -> AccessRecord:
        at = datetime(2026, 3, 3, 22, 30, tzinfo=UTC) + timedelta(minutes=minutes)
        return AccessRecord(
            tenant_id=uid("us"),
            journey_id=MARLOES,
            at=at,
            actor_id=INGRID,
            role="coach",
            act=act,
            why=why,
            reason=reason,
        )

    latest_first = [
        look(50, "read_weeks"),
        look(13, "read_events", "break_glass"),
        look(12, "break_glass", "break_glass", "She rang."),
        look(11, "read_moves"),
        look(10, "read_profile"),
    ]

    shown = list(group_accesses(latest_first, {INGRID: "Ingrid"}, "Europe/Amsterdam"))

    assert [(one.name, one.at.strftime("%d %H:%M"), one.what, one.reasons) for one in shown] == [
        ("Ingrid", "04 00:20", ("your weeks",), ()),
        ("Ingrid", "03 23:43", ("the whole history",), ("She rang.",)),
        ("Ingrid", "03 23:41", ("your profile",), ()),
    ]


Home = tuple[RunningService, Browser, UUID]


@pytest.fixture
async def home(database: str) -> AsyncIterator[Home]:
    """A client with a journey over the running service."""
    async with open_service(database) as service:
        client, journey_id = await client_with_journey(service)
        yield service, client, journey_id


async def test_a_client_chooses_a_coach_who_then_looks_and_is_seen_to_look(home: Home) -> None:
    service, client, journey_id = home
    coach, at = await staff(service, "ingrid@example.org", "coach"), f"/journeys/{journey_id}/data"
    coach_id = await me(coach)

    nobody = await client.post(f"{at}/coach", coach_id=str(uuid4()), coach_scope="profile")
    unsaid = await client.post(f"{at}/coach", coach_id=coach_id)
    chosen = await client.post(f"{at}/coach", coach_id=coach_id, coach_scope="profile")
    await coach.json("GET", f"/journeys/{journey_id}/profile")
    shown = await client.get(at)
    not_hers = await coach.get(at)

    assert "This coach is not taking clients here." in nobody.text
    assert "Choose how much they can see." in unsaid.text
    assert where(chosen) == f"{at}?told=coach"
    assert "Anna can see your search profile." in seen(shown.text)
    assert "You shared it with your coach. your profile" in seen(shown.text)
    assert not_hers.status_code == 403


async def test_the_same_form_sent_again_after_midnight_is_answered_like_the_first(home: Home) -> None:
    service, client, journey_id = home
    coach, at = await staff(service, "ingrid@example.org", "coach"), f"/journeys/{journey_id}/data"
    choice = {"command_id": str(uuid4()), "coach_id": await me(coach), "coach_scope": "profile"}
    grant = {"command_id": str(uuid4()), "reader": "payer", "name": "UWV", "scope": "progress"}
    first = [
        await client.post(f"{at}/coach", **choice),
        await client.post(f"{at}/sight", **grant),
    ]

    # She takes no clients any more.
    await coach.json("POST", f"/people/{await me(coach)}/taking-clients", {"takes": False})
    service.clock.on(days=1)
    again = [
        await client.post(f"{at}/coach", **choice),
        await client.post(f"{at}/sight", **grant),
    ]

    assert [where(one) for one in first] == [f"{at}?told=coach", f"{at}?told=sight"]
    assert [where(one) for one in again] == [where(one) for one in first]


async def test_who_broke_the_glass_is_shown_with_the_reason(home: Home) -> None:
    service, client, journey_id = home
    other, reason = (
        await staff(service, "sven@example.org", "coach"),
        "She rang in despair, her coach is away.",
    )
    answer = await other.json("POST", f"/journeys/{journey_id}/break-glass", {"reason": reason})

    shown = await client.get(f"/journeys/{journey_id}/data/looks")

    assert answer.status_code == 201, answer.text
    assert reason in seen(shown.text)
    assert "You had not shared it with them. They gave a reason." in seen(shown.text)


async def test_the_use_of_a_journey_is_stopped_and_lifted(home: Home) -> None:
    _, client, journey_id = home
    at = f"/journeys/{journey_id}/data"

    unsaid = await client.post(f"{at}/restriction")
    stopped = await client.post(f"{at}/restriction", ground="accuracy")
    while_stopped = await client.get(at)
    lifted = await client.post(f"{at}/lifting")
    again = await client.post(f"{at}/lifting")

    assert unsaid.status_code == 422
    assert where(stopped) == f"{at}?told=stopped"
    assert "Nobody but you can use this journey." in while_stopped.text
    assert "You stopped it. Something in it is wrong" in seen(while_stopped.text)
    assert "Share with someone" not in while_stopped.text
    assert where(lifted) == f"{at}?told=lifted"
    assert "There is no stop here that you can lift." in again.text


async def test_a_journey_is_erased_only_after_the_word_and_a_fresh_proof_and_can_be_kept(home: Home) -> None:
    service, client, journey_id = home
    at = f"/journeys/{journey_id}/data"
    service.clock.on(minutes=11)

    unsure = await client.post(f"{at}/erase", word="yes")
    stale = where(await client.post(f"{at}/erase", word="erase"))
    proof = await client.get(stale)
    back = await client.post("/account/proof", password=PASSWORD, next=f"{at}/erase")
    client.form_token = (
        (await client.get(where(back))).text.split('name="form_token" value="')[1].split('"')[0]
    )
    asked = await client.post(f"{at}/erase", word=" Erase ")
    waiting = await client.get(at)
    kept = await client.post(f"{at}/keeping")
    too_late = await client.post(f"{at}/keeping")

    assert "Type the word erase to confirm." in seen(unsure.text)
    assert stale == f"/account/proof?next={at}/erase"
    assert f'name="next" value="{at}/erase"' in proof.text
    assert where(back) == f"{at}/erase"
    assert where(asked) == f"{at}?told=erase"
    assert "This journey will be erased on 8 June 2026." in seen(waiting.text)
    assert where(kept) == f"{at}?told=kept"
    assert "No erasure was requested" in too_late.text


async def test_everything_is_taken_out_by_the_link_on_the_page(home: Home) -> None:
    _, client, journey_id = home

    answer = await client.get(f"/api/v1/journeys/{journey_id}/archive")

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/zip"


async def test_a_stranger_finds_nothing(home: Home) -> None:
    service, client, journey_id = home
    bo, _ = await client_with_journey(service, "bo@example.org")

    answers = [await bo.get(f"/journeys/{journey_id}/data{path}") for path in ("", "/looks", "/erase")]
    chosen = await choose(bo, journey_id, await me(client))

    assert [one.status_code for one in answers] == [404, 404, 404]
    assert chosen.status_code == 404

"""The weekly e-mail: off until it is asked for, one question at the hour that was picked, and never two."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from service.authorization.restrictions import Restrictions
from service.email.background_sending import EmailSender
from service.email.emails import Email
from service.email.mailer import DeliveryUnknown, MailNotSent
from service.jobs.weekly_email import WeeklyEmailJob
from service.postgres.connections import open_worker_pool
from service.read_models.weekly_emails import (
    acknowledge_unsent,
    claim_weekly_emails,
    hold_weekly_email,
    unsent_weekly_emails,
)
from tests.http.running_service import PUBLIC, Browser, RunningService, open_service
from tests.web.sample import uid

JOURNEY = uid("weekly")
AT = f"/journeys/{JOURNEY}"
DAY = {"happened_on": "2026-06-01"}
BEGIN: dict[str, Any] = {
    "type": "StartJourney",
    "called": "Anna",
    "track": "curative",
    "locale": "nl",
    "time_zone": "Europe/Oslo",
}
STEP = str(uid("talk"))
PLAN = {"type": "PlanExperiment", "experiment_id": STEP, "kind": "conversation"}
MONDAY_NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
"""Two in the afternoon in Oslo."""


class Scene:
    """A service, Anna at her browser, and the rounds of the post."""

    def __init__(self, service: RunningService, anna: Browser, rounds: WeeklyEmailJob) -> None:
        self.service = service
        self.anna = anna
        self.rounds = rounds

    async def tell(self, *commands: dict[str, Any]) -> None:
        await told(self.anna, JOURNEY, *commands)

    async def ask(self, weekday: int, hour: int) -> None:
        answer = await self.anna.post(f"{AT}/agenda/weekly", weekday=str(weekday), hour=str(hour))
        assert answer.status_code == 303

    async def lists_are_up_to_date(self) -> None:
        services = self.service.app.state.services
        assert await services.projector.wait_for(await services.journeys.log.head(), 10)

    async def letters_at(self, at: datetime) -> list[Email]:
        """What a round at a moment sends."""
        self.service.clock.now = at
        await self.lists_are_up_to_date()
        before = len(self.service.mailer.sent)
        await self.rounds.run_once()
        return self.service.mailer.sent[before:]


async def told(reader: Browser, journey_id: UUID, *commands: dict[str, Any]) -> None:
    body = {"command_id": str(uuid4()), "commands": [DAY | one for one in commands]}
    answer = await reader.json("POST", f"/journeys/{journey_id}/commands", body)
    assert answer.status_code == 201, answer.text


async def eve_of(scene: Scene) -> Browser:
    """Another client, with a journey of her own."""
    await scene.service.person("eve@example.org")
    eve = scene.service.browser()
    await eve.sign_in("eve@example.org")
    await told(eve, uid("weekly of Eve"), BEGIN | {"called": "Eve"})
    return eve


@pytest.fixture
async def scene(database: str) -> AsyncIterator[Scene]:
    async with open_service(database) as service:
        await service.person()
        anna = service.browser()
        await anna.sign_in()
        pool = await open_worker_pool(database, 1)
        scene = Scene(service, anna, weekly_emails(service, pool, service.mailer))
        await scene.tell(BEGIN)
        yield scene
        pool.terminate()


def weekly_emails(service: RunningService, pool: Any, mailer: EmailSender) -> WeeklyEmailJob:
    journeys = service.app.state.services.journeys
    return WeeklyEmailJob(pool, service.accounts, journeys, mailer, origin=PUBLIC, now=service.clock)


def at(day: int, hour: int) -> datetime:
    """An hour in Oslo, on a day of June."""
    return datetime(2026, 6, day, hour - 2, tzinfo=UTC)


async def test_nobody_gets_it_unasked(scene: Scene) -> None:
    assert await scene.letters_at(at(1, 23)) == []
    assert "Send me the question" in (await scene.anna.get(f"{AT}/agenda")).text


async def test_it_comes_at_the_hour_that_was_picked_once_a_week(scene: Scene) -> None:
    await scene.ask(weekday=3, hour=9)

    assert await scene.letters_at(at(3, 8)) == []
    [letter] = await scene.letters_at(at(3, 9))
    assert await scene.letters_at(at(3, 10)) == []
    assert await scene.letters_at(at(4, 9)) == []
    assert len(await scene.letters_at(at(10, 9))) == 1
    assert letter.to == "anna@example.org"
    assert f"{PUBLIC}{AT}/week" in letter.plain
    assert "find out this week" in letter.plain
    assert "Wednesday at 09:00" in (await scene.anna.get(f"{AT}/agenda")).text


async def test_an_hour_that_is_over_when_it_is_asked_for_is_the_next_weeks(scene: Scene) -> None:
    await scene.ask(weekday=1, hour=14)

    assert await scene.letters_at(at(1, 15)) == []
    assert len(await scene.letters_at(at(8, 14))) == 1


async def test_a_day_that_went_by_is_not_made_good(scene: Scene) -> None:
    await scene.ask(weekday=3, hour=9)

    assert await scene.letters_at(at(4, 9)) == []


async def test_another_time_on_the_day_it_came_does_not_bring_a_second(scene: Scene) -> None:
    await scene.ask(weekday=3, hour=9)
    assert len(await scene.letters_at(at(3, 9))) == 1

    await scene.ask(weekday=3, hour=11)

    assert await scene.letters_at(at(3, 11)) == []


async def test_the_question_follows_the_week(scene: Scene) -> None:
    await scene.ask(weekday=3, hour=9)
    await scene.tell(PLAN | {"planned_for": "2026-06-04"})
    [planned] = await scene.letters_at(at(3, 9))

    await scene.tell(
        {"type": "RunExperiment", "experiment_id": STEP} | {"happened_on": "2026-06-03"},
        {"type": "ConcludeExperiment", "experiment_id": STEP, "conclusion": "Nights are long."}
        | {"happened_on": "2026-06-03"},
    )
    await scene.ask(weekday=4, hour=9)
    [run] = await scene.letters_at(at(4, 9))

    assert "The step you planned" in planned.plain
    assert "What did you learn" in run.plain


async def test_a_week_of_rest_is_left_in_peace(scene: Scene) -> None:
    await scene.ask(weekday=3, hour=9)
    await scene.tell({"type": "DeclareRest", "monday": "2026-06-01", "reason": "holiday"})

    assert await scene.letters_at(at(3, 9)) == []


NO: list[dict[str, Any]] = [
    PLAN | {"kind": "application", "role_id": str(uid("nurse"))},
    {"type": "RunExperiment", "experiment_id": STEP},
    {"type": "RecordAnswer", "experiment_id": STEP, "answer": "rejected_unseen"},
]
NURSE: dict[str, Any] = {
    "type": "DiscoverRole",
    "role_id": str(uid("nurse")),
    "title": "nurse",
    "distance": "near",
}


async def test_nothing_comes_within_two_days_of_a_no(scene: Scene) -> None:
    """A no at two in the afternoon on Monday, in Oslo."""
    scene.service.clock.now = MONDAY_NOON
    await scene.tell(NURSE, *NO)
    sent = list[int]()
    for weekday, hour in ((1, 15), (3, 13), (3, 14), (4, 9)):
        await scene.ask(weekday, hour)
        sent.append(len(await scene.letters_at(at(weekday, hour))))

    assert sent == [0, 0, 0, 1]


async def test_after_the_ending_none_comes(scene: Scene) -> None:
    await scene.ask(weekday=3, hour=9)
    await scene.tell({"type": "RecordEnding", "ending": "new_work"})

    assert await scene.letters_at(at(3, 9)) == []


async def test_two_processes_send_it_once(scene: Scene) -> None:
    await scene.ask(weekday=3, hour=9)
    scene.service.clock.now = at(3, 9)
    await scene.lists_are_up_to_date()
    pool = scene.service.app.state.services.worker_pool
    other = weekly_emails(scene.service, pool, scene.service.mailer)

    sent = await asyncio.gather(scene.rounds.run_once(), other.run_once())

    assert sum(sent) == 1


CHANGED: dict[str, dict[str, Any]] = {
    "a week off": {"type": "DeclareRest", "monday": "2026-06-01"},
    "an ending": {"type": "RecordEnding", "ending": "new_work"},
}


@pytest.mark.parametrize("what", ["nothing", "unsubscribed", *CHANGED])
async def test_what_changed_after_it_was_claimed_counts(scene: Scene, what: str) -> None:
    """Two are claimed together. While the first is being sent, the other's reader changes something."""
    journeys = {JOURNEY: scene.anna, uid("weekly of Eve"): await eve_of(scene)}
    for journey_id, reader in journeys.items():
        await reader.post(f"/journeys/{journey_id}/agenda/weekly", weekday="3", hour="9")

    class Changing:
        sent: list[str] = []

        async def send(self, letter: Email) -> None:
            self.sent.append(letter.to)
            if len(self.sent) > 1:
                return
            journey_id, reader = next(
                (one, reader) for one, reader in journeys.items() if str(one) not in letter.plain
            )
            if what == "unsubscribed":
                await reader.post(f"/journeys/{journey_id}/agenda/weekly/off")
            elif what in CHANGED:
                await told(reader, journey_id, CHANGED[what])

    changing = Changing()
    scene.rounds = weekly_emails(scene.service, scene.service.app.state.services.worker_pool, changing)

    await scene.letters_at(at(3, 9))

    assert len(changing.sent) == (2 if what == "nothing" else 1)


async def test_it_is_switched_off(scene: Scene) -> None:
    await scene.ask(weekday=3, hour=9)
    await scene.anna.post(f"{AT}/agenda/weekly/off")

    assert await scene.letters_at(at(3, 9)) == []
    assert "Send me the question" in (await scene.anna.get(f"{AT}/agenda")).text


async def test_a_restricted_journey_gets_none(scene: Scene) -> None:
    await scene.ask(weekday=3, hour=9)
    restrictions: Restrictions = scene.service.app.state.services.accounts.authorizer.restrictions
    await restrictions.place(scene.service.tenant_id, JOURNEY, uuid4(), "client", "wish")

    assert await scene.letters_at(at(3, 9)) == []


async def test_it_ends_with_the_account(scene: Scene) -> None:
    await scene.ask(weekday=3, hour=9)
    people = await scene.service.accounts.list_people(scene.service.by())
    (person,) = (one for one in people if one.email == "anna@example.org")
    await scene.service.accounts.disable(scene.service.by(), person.person_id)

    assert await scene.letters_at(at(3, 9)) == []


async def test_a_letter_the_server_does_not_take_is_not_tried_for_ever(scene: Scene) -> None:
    class Broken:
        tries = 0

        async def send(self, letter: Email) -> None:
            self.tries += 1
            raise MailNotSent("no")

    broken = Broken()
    pool = scene.service.app.state.services.worker_pool
    scene.rounds = weekly_emails(scene.service, pool, broken)
    await scene.ask(weekday=3, hour=9)

    await scene.letters_at(at(3, 9))
    await scene.letters_at(at(3, 10))

    assert broken.tries == 1


class Answering:
    """A mail server that answers as it is told, and then takes everything."""

    def __init__(self, *answers: Exception) -> None:
        self._answers = list(answers)
        self.tries = 0

    async def send(self, _: Email) -> None:
        self.tries += 1
        if self._answers:
            raise self._answers.pop(0)


def answered_by(scene: Scene, *answers: Exception) -> Answering:
    server = Answering(*answers)
    scene.rounds = weekly_emails(scene.service, scene.service.app.state.services.worker_pool, server)
    return server


async def states(scene: Scene) -> list[tuple[str, int]]:
    pool = scene.service.app.state.services.worker_pool
    return [(one.state, one.tries) for one in await unsent_weekly_emails(pool)]


async def changed(scene: Scene, assignment: str) -> None:
    await scene.service.app.state.services.worker_pool.execute(f"update weekly_letters set {assignment}")


async def test_what_a_server_does_not_take_now_goes_later_that_day_and_not_the_next(scene: Scene) -> None:
    not_now = MailNotSent("later", may_go_later=True)
    server = answered_by(scene, not_now, not_now, not_now)
    await scene.ask(weekday=3, hour=9)
    await scene.letters_at(at(3, 9))
    await scene.letters_at(at(3, 9))
    assert (server.tries, await states(scene)) == (1, [("waiting", 1)])

    await changed(scene, "next_try_at = clock_timestamp()")
    await scene.letters_at(at(3, 10))
    assert (server.tries, await states(scene)) == (2, [("waiting", 2)])
    await changed(scene, "next_try_at = clock_timestamp()")
    await scene.letters_at(at(4, 10))
    assert server.tries == 2
    await scene.letters_at(at(3, 11))
    await changed(scene, "next_try_at = clock_timestamp()")
    await scene.letters_at(at(3, 12))

    assert (server.tries, await states(scene)) == (4, [])


async def test_the_pauses_between_tries_grow_up_to_an_hour(scene: Scene) -> None:
    answered_by(scene, *(MailNotSent("later", may_go_later=True) for _ in range(9)))
    await scene.ask(weekday=3, hour=9)
    pauses = []
    for _ in range(9):
        await scene.letters_at(at(3, 9))
        pool = scene.service.app.state.services.worker_pool
        left = "select extract(epoch from next_try_at - clock_timestamp())::float8 from weekly_letters"
        pauses.append(round(await pool.fetchval(left) / 60))
        await changed(scene, "next_try_at = clock_timestamp()")

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


async def test_what_may_have_gone_is_listed_and_never_sent_again(scene: Scene) -> None:
    server = answered_by(scene, DeliveryUnknown("lost"))
    await scene.ask(weekday=3, hour=9)
    for hour in (9, 10, 11):
        await scene.letters_at(at(3, hour))

    assert (server.tries, await states(scene)) == (1, [("doubtful", 1)])
    pool = scene.service.app.state.services.worker_pool
    assert await acknowledge_unsent(pool, [uuid4()]) == 0
    assert await acknowledge_unsent(pool, [JOURNEY]) == 1
    assert await states(scene) == []


async def test_what_a_process_had_claimed_when_it_ended_is_doubtful(scene: Scene) -> None:
    server = answered_by(scene)
    await scene.ask(weekday=3, hour=9)
    await scene.lists_are_up_to_date()
    pool = scene.service.app.state.services.worker_pool
    [_] = await claim_weekly_emails(pool, "Europe/Oslo", at(3, 9).astimezone(ZoneInfo("Europe/Oslo")), 10)
    await scene.letters_at(at(3, 10))
    assert await states(scene) == []
    await changed(scene, "outcome_at = clock_timestamp() - interval '6 minutes'")
    await scene.letters_at(at(3, 11))

    assert (server.tries, await states(scene)) == (0, [("doubtful", 0)])


async def test_a_process_that_stood_still_since_its_claim_sends_nothing(scene: Scene) -> None:
    await scene.ask(weekday=3, hour=9)
    await scene.lists_are_up_to_date()
    pool = scene.service.app.state.services.worker_pool
    there = at(3, 9).astimezone(ZoneInfo("Europe/Oslo"))
    [claimed] = await claim_weekly_emails(pool, "Europe/Oslo", there, 10)
    async with hold_weekly_email(pool, claimed) as held:
        assert held.is_wanted
    await changed(scene, "outcome_at = clock_timestamp() - interval '3 minutes'")

    async with hold_weekly_email(pool, claimed) as held:
        assert not held.is_wanted


async def test_without_a_mail_server_it_says_so(scene: Scene) -> None:
    scene.service.without_a_mail_server()

    shown = await scene.anna.get(f"{AT}/agenda")
    await scene.ask(weekday=3, hour=9)

    assert "no mail server" in shown.text
    assert "Send me the question" not in shown.text


async def test_only_its_client_asks_for_it(scene: Scene) -> None:
    await scene.service.person("eve@example.org")
    eve = scene.service.browser()
    await eve.sign_in("eve@example.org")

    answers = [
        await eve.post(f"{AT}/agenda/weekly", weekday="3", hour="9"),
        await eve.post(f"{AT}/agenda/weekly/off"),
    ]

    assert [one.status_code for one in answers] == [404, 404]


async def test_what_is_no_time_is_not_taken(scene: Scene) -> None:
    for weekday, hour in (("8", "9"), ("3", "24"), ("", ""), ("x", "y")):
        await scene.anna.post(f"{AT}/agenda/weekly", weekday=weekday, hour=hour)

    assert "Send me the question" in (await scene.anna.get(f"{AT}/agenda")).text


async def the_letter(scene: Scene) -> Email:
    await scene.ask(1, 15)
    (letter,) = await scene.letters_at(datetime(2026, 6, 1, 13, 5, tzinfo=UTC))
    return letter


async def test_a_mail_program_switches_it_off_by_one_request_without_signing_in(scene: Scene) -> None:
    """RFC 8058: a POST from anywhere, without cookies, proved by nothing but its address."""
    address = str((await the_letter(scene)).unsubscribe).removeprefix(PUBLIC)
    provider = scene.service.browser()
    answers = [
        await provider.send(address, {"List-Unsubscribe": "One-Click"}, {"origin": "https://mail.example"})
        for _ in range(2)
    ]
    later = await scene.letters_at(datetime(2026, 6, 8, 13, 5, tzinfo=UTC))

    assert [one.status_code for one in answers] == [200, 200]
    assert later == []


async def test_opening_the_address_switches_nothing_off(scene: Scene) -> None:
    address = str((await the_letter(scene)).unsubscribe).removeprefix(PUBLIC)
    opened = await scene.service.browser().get(address)
    later = await scene.letters_at(datetime(2026, 6, 8, 13, 5, tzinfo=UTC))

    assert f'action="{address}"' in opened.text
    assert len(later) == 1


async def test_an_address_that_was_not_made_here_switches_nothing_off(scene: Scene) -> None:
    address = str((await the_letter(scene)).unsubscribe).removeprefix(PUBLIC)
    forged = [
        address[:-8] + "AAAAAAAA",
        address[:20] + ("A" if address[20] != "A" else "B") + address[21:],
        "/unsubscribe/x",
    ]
    answers = [await scene.service.browser().send(one, {}, {}) for one in forged]
    later = await scene.letters_at(datetime(2026, 6, 8, 13, 5, tzinfo=UTC))

    assert [one.status_code for one in answers] == [404] * 3
    assert len(later) == 1

"""What time does to a journey by itself: each thing on its own day, and once."""

from datetime import date, timedelta
from typing import cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.aggregate import INITIAL, Journey, evolve
from domain.journey.clock import due_commands
from domain.journey.commands.answers import NoteFollowUpDue, RecordSilence
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.commands.consents import ExpireConsent, GiveConsent, WithdrawConsent
from domain.journey.commands.endings import RecordEnding
from domain.journey.commands.refusals import ExpireKeptOnFile, KeepOnFile
from domain.journey.commands.sight import ExpireSight, GrantSight, WithdrawSight
from domain.journey.commands.weeks import TurnWeek
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand, decide
from tests.domain.journeys import (
    APPLIED,
    LETTER,
    MONDAY,
    answer,
    day,
    follow_up,
    plan,
    run,
    start,
    uid,
)
from tests.domain.scenario import LONG_AFTER
from tests.histories import History, histories
from tests.projections.worked_cases import entries_of, read

COACH, READ = uid("coach"), uid("consent")
long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def journey_after(*commands: UserCommand) -> Journey:
    journey = INITIAL
    for command in commands:
        journey = after(journey, decide(journey, command, LONG_AFTER))
    return journey


def after(journey: Journey, events: list[AnyJourneyEvent]) -> Journey:
    for event in events:
        journey = evolve(journey, event)
    return journey


def turned(journey: Journey, today: date) -> Journey:
    """The journey after everything time did to it."""
    for command in due_commands(journey, today):
        journey = after(journey, decide(journey, command, today))
    return journey


def of(kind: type[ClockCommand], commands: list[ClockCommand]) -> list[ClockCommand]:
    return [one for one in commands if isinstance(one, kind)]


def monday(number: int) -> date:
    return MONDAY + timedelta(weeks=number)


class TestWeeks:
    def test_a_week_turns_on_its_monday_and_not_before(self) -> None:
        journey = journey_after(start())

        assert due_commands(journey, monday(1) - timedelta(days=1)) == []
        assert due_commands(journey, monday(1)) == [TurnWeek(happened_on=monday(1), monday=monday(1))]

    def test_the_week_of_the_start_does_not_turn(self) -> None:
        assert due_commands(journey_after(start(happened_on=MONDAY)), MONDAY) == []

    def test_missed_weeks_are_made_good_each_on_its_own_day(self) -> None:
        found = due_commands(journey_after(start()), monday(3))

        assert found == [TurnWeek(happened_on=monday(n), monday=monday(n)) for n in (1, 2, 3)]

    def test_a_journey_in_which_nothing_is_told_falls_asleep_and_wakes_up(self) -> None:
        asleep = due_commands(journey_after(start()), monday(20))
        awake = due_commands(journey_after(*APPLIED, plan(happened_on=monday(20))), monday(20))

        assert [one.happened_on for one in asleep] == [monday(n) for n in (1, 2, 3, 4)]
        assert monday(20) in [one.happened_on for one in of(TurnWeek, awake)]

    def test_no_week_turns_after_the_ending(self) -> None:
        journey = journey_after(start(), RecordEnding(happened_on=monday(2), ending="new_work"))

        assert [one.happened_on for one in due_commands(journey, monday(4))] == [monday(1), monday(2)]


class TestSilence:
    def test_an_approach_is_closed_by_28_days_of_silence_on_the_28th(self) -> None:
        journey = journey_after(*APPLIED)
        closed = RecordSilence(happened_on=day(30), experiment_id=LETTER)

        assert of(RecordSilence, due_commands(journey, day(29))) == []
        assert of(RecordSilence, due_commands(journey, day(45))) == [closed]

    def test_an_answer_in_time_or_late_leaves_no_silence(self) -> None:
        assert (
            of(RecordSilence, due_commands(journey_after(*APPLIED, answer(happened_on=day(40))), day(45)))
            == []
        )

    def test_silence_that_was_told_already_is_not_told_again(self) -> None:
        journey = journey_after(*APPLIED, RecordSilence(happened_on=day(33), experiment_id=LETTER))

        assert of(RecordSilence, due_commands(journey, day(60))) == []

    def test_a_talk_waits_for_no_answer(self) -> None:
        assert of(RecordSilence, due_commands(journey_after(*APPLIED[:2], plan(), run()), day(60))) == []


class TestFollowUps:
    def test_a_day_to_ring_again_falls_due(self) -> None:
        journey = journey_after(*APPLIED, answer(answer="rejected_unseen"), follow_up())
        fell_due = NoteFollowUpDue(happened_on=day(30), follow_up_id=uid("knock"))

        assert of(NoteFollowUpDue, due_commands(journey, day(29))) == []
        assert of(NoteFollowUpDue, due_commands(journey, day(31))) == [fell_due]

    def test_who_rang_before_is_not_reminded(self) -> None:
        rang = (
            plan(experiment_id=uid("ring"), kind="follow_up", refers_to=LETTER, happened_on=day(20)),
            run(experiment_id=uid("ring"), happened_on=day(21)),
        )
        journey = journey_after(*APPLIED, answer(answer="rejected_unseen"), follow_up(), *rang)

        assert of(NoteFollowUpDue, due_commands(journey, day(40))) == []


class TestExpiries:
    def test_papers_are_kept_through_their_last_day(self) -> None:
        journey = journey_after(*APPLIED, KeepOnFile(happened_on=day(9), experiment_id=LETTER, until=day(20)))
        expired = ExpireKeptOnFile(happened_on=day(21), experiment_id=LETTER)

        assert of(ExpireKeptOnFile, due_commands(journey, day(20))) == []
        assert of(ExpireKeptOnFile, due_commands(journey, day(25))) == [expired]

    def test_sight_ends_after_its_last_day_unless_it_was_withdrawn(self) -> None:
        grant = GrantSight(
            happened_on=day(1), reader_id=COACH, reader="coach", name="Ingrid", scope="profile", until=day(9)
        )
        withdrawn = WithdrawSight(happened_on=day(5), reader_id=COACH)

        assert of(ExpireSight, due_commands(journey_after(start(), grant), day(9))) == []
        assert of(ExpireSight, due_commands(journey_after(start(), grant), day(12))) == [
            ExpireSight(happened_on=day(10), reader_id=COACH)
        ]
        assert of(ExpireSight, due_commands(journey_after(start(), grant, withdrawn), day(12))) == []

    def test_a_consent_ends_after_its_last_day_unless_it_was_withdrawn(self) -> None:
        given_ = GiveConsent(happened_on=day(1), consent_id=READ, purpose="research", wording=2, until=day(9))
        withdrawn = WithdrawConsent(happened_on=day(5), consent_id=READ)

        assert of(ExpireConsent, due_commands(journey_after(start(), given_), day(12))) == [
            ExpireConsent(happened_on=day(10), consent_id=READ)
        ]
        assert of(ExpireConsent, due_commands(journey_after(start(), given_, withdrawn), day(12))) == []


@given(histories(), st.integers(0, 120))
@long_histories
def test_what_time_did_it_does_not_do_again_and_never_refuses(history: History, later: int) -> None:
    today = history.today + timedelta(days=later)
    journey = turned(history.journey, today)

    assert due_commands(journey, today) == []


@given(histories(), st.integers(0, 60), st.integers(0, 60))
@long_histories
def test_looking_daily_or_once_after_a_stop_comes_to_the_same(
    history: History, first: int, second: int
) -> None:
    between = history.today + timedelta(days=first)
    today = between + timedelta(days=second)

    daily = turned(turned(history.journey, between), today)
    late = turned(history.journey, today)

    assert sorted(map(repr, daily.effective_events().values())) == sorted(
        map(repr, late.effective_events().values())
    )


def test_an_import_that_records_its_silences_gets_no_second_one() -> None:
    """In case 2 the application a14 is closed by a20."""
    entries = entries_of(read(2))
    journey = after(INITIAL, [cast("AnyJourneyEvent", entry.event) for entry in entries])
    last = max(entry.event.happened_on for entry in entries)

    assert journey.answers.silent
    assert of(RecordSilence, due_commands(journey, last)) == []

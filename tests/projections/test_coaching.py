"""The coaching: coach and stance, talks and notes, agreements, alerts and how soon a contact followed, and every journey."""

from datetime import date, timedelta
from statistics import median
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.journey.commands.agreements import AnswerChallenge, MakeCommitment, SetChallenge, SettleCommitment
from domain.journey.commands.alerts import AcknowledgeAlert, CloseAlert, OpenAlert, SnoozeAlert
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.commands.coaches import AssignCoach, SetStance
from domain.journey.commands.experiment_outcomes import NextStepInput
from domain.journey.commands.notes import ShareNote, WriteNote
from domain.journey.commands.pulses import RateEnergy, RateTrust
from domain.journey.commands.quests import DeclineQuest, OfferQuest, TakeQuest
from domain.journey.commands.weeks import DeclareRest
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.alerts import AlertOpened
from domain.vocabulary import Stance, StuckRule
from projections.coaching.projection import COACHING
from projections.coaching.questions import STANCE_QUESTIONS
from projections.coaching.state import CoachingEvent, CoachingState
from projections.coaching.view import (
    AlertView,
    ChallengeView,
    CheckInView,
    CoachFoundRole,
    Coaching,
    CoachingQuest,
    CoachPeriod,
    CommitmentView,
    NoteView,
    Pulse,
    client_coaching,
)
from projections.fold import fold, fold_more
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from tests.domain.journeys import MEETING, RISK, check_in, day, discover, start, uid
from tests.domain.scenario import decide_commands
from tests.message_decoding import decode_message
from tests.projections.arbitrary_events import DAYS, arbitrary_events
from tests.projections.small_games import entries
from tests.projections.worked_cases import entries_of, evening, read

STANCES: tuple[Stance, ...] = get_args(Stance)


def view_of(events: list[AnyJourneyEvent], on: date) -> Coaching:
    return COACHING.view(fold(COACHING, entries(events)), on, DEFAULT_PARAMETERS)


def coaching(*told: UserCommand | ClockCommand, on: int = 300) -> Coaching:
    """The coaching of a journey that was started, on a day of it."""
    return view_of(decide_commands((start(), *told)), day(on))


def assign(who: str, on: int, **told: Any) -> AssignCoach:
    return AssignCoach(happened_on=day(on), **{"coach_id": uid(who), "name": who, **told})


def spoke(on: int) -> UserCommand:
    return check_in(happened_on=day(on), check_in_id=uid(f"talk on {on}"))


def opened(rule: StuckRule, on: int, since: int | None = None) -> OpenAlert:
    return OpenAlert(happened_on=day(on), rule=rule, since=day(on if since is None else since))


def closed(rule: StuckRule, on: int) -> CloseAlert:
    return CloseAlert(happened_on=day(on), rule=rule)


def snooze(rule: StuckRule, on: int, until: int) -> SnoozeAlert:
    return SnoozeAlert(happened_on=day(on), rule=rule, until=day(until))


def acknowledge(rule: StuckRule, on: int, move: str | None = None) -> AcknowledgeAlert:
    return AcknowledgeAlert(happened_on=day(on), rule=rule, move=move)


# The coach and the stance.


def test_another_coach_takes_over_on_a_day() -> None:
    told = (assign("Bo", 1), assign("Ida", 9))
    before, after = coaching(*told, on=8), coaching(*told, on=9)

    assert before.coach == CoachPeriod(coach_id=uid("Bo"), name="Bo", since=day(1), until=None)
    assert before.earlier_coaches == ()
    assert after.coach == CoachPeriod(coach_id=uid("Ida"), name="Ida", since=day(9), until=None)
    assert after.earlier_coaches == (CoachPeriod(coach_id=uid("Bo"), name="Bo", since=day(1), until=day(9)),)


def test_a_coach_with_another_name_is_the_same_coach() -> None:
    shown = coaching(assign("Bo", 1), assign("Bo", 5, name="Bo Berg"))

    assert shown.coach == CoachPeriod(coach_id=uid("Bo"), name="Bo Berg", since=day(1), until=None)
    assert shown.earlier_coaches == ()


def test_nobody_coaches_until_somebody_was_chosen() -> None:
    shown = coaching()

    assert (shown.coach, shown.earlier_coaches, shown.stance) == (None, (), None)


@pytest.mark.parametrize("stance", STANCES)
def test_every_stance_asks_three_questions_of_its_own(stance: Stance) -> None:
    shown = coaching(SetStance(happened_on=day(2), stance=stance)).stance
    others = {code for one in STANCES if one != stance for code, _ in STANCE_QUESTIONS[one]}

    assert shown is not None
    assert (shown.stance, shown.since) == (stance, day(2))
    assert tuple((one.code, one.text) for one in shown.questions) == STANCE_QUESTIONS[stance]
    assert len({one.code for one in shown.questions} - others) == 3
    assert all(one.text.endswith("?") for one in shown.questions)


# Talks and notes.


def test_a_check_in_shows_what_came_of_it() -> None:
    talk = check_in(
        minutes=45, conclusion="two talks", next_step=NextStepInput(what="ring Anouk", due=day(12))
    )

    assert coaching(talk).check_ins == (
        CheckInView(
            check_in_id=MEETING,
            on=day(5),
            minutes=45,
            conclusion="two talks",
            next_step="ring Anouk",
            next_step_due=day(12),
        ),
    )


def test_days_since_contact_count_from_the_start_until_there_was_one() -> None:
    told = (spoke(5), spoke(3))
    days = {on: coaching(*told, on=on) for on in (2, 3, 5, 9)}

    assert [one.days_since_contact for one in days.values()] == [2, 0, 0, 4]
    assert [one.last_contact for one in days.values()] == [None, day(3), day(5), day(5)]
    assert coaching(on=-1).days_since_contact is None


def test_a_note_is_the_coach_s_own_until_it_is_shared() -> None:
    told = (
        WriteNote(happened_on=day(2), note_id=uid("own"), text="tired"),
        WriteNote(happened_on=day(3), note_id=uid("open"), text="well done", shared=True),
        ShareNote(happened_on=day(6), note_id=uid("own")),
    )
    before, after = coaching(*told, on=5), coaching(*told, on=6)

    assert before.notes == (
        NoteView(note_id=uid("own"), on=day(2), text="tired", shared_since=None),
        NoteView(note_id=uid("open"), on=day(3), text="well done", shared_since=day(3)),
    )
    assert after.notes[0].shared_since == day(6)


def test_a_client_reads_no_private_note_and_no_alert() -> None:
    told = (
        WriteNote(happened_on=day(2), note_id=uid("own"), text="tired"),
        WriteNote(happened_on=day(3), note_id=uid("open"), text="well done", shared=True),
        opened("silence", 9),
        spoke(10),
    )
    shown = coaching(*told)
    read_by_client = client_coaching(shown)

    assert [one.text for one in read_by_client.notes] == ["well done"]
    assert (read_by_client.alerts, read_by_client.to_show) == ((), ())
    assert read_by_client.median_days_to_contact is None
    assert read_by_client.check_ins == shown.check_ins


def test_only_what_the_coach_came_upon_is_the_coach_s_discovery() -> None:
    told = (discover(), discover(happened_on=day(4), role_id=RISK, title="risk manager", found="coach"))

    assert coaching(*told).discoveries == (
        CoachFoundRole(role_id=RISK, title="risk manager", distance="near", on=day(4)),
    )


def test_trust_and_energy_go_by_day() -> None:
    told = (
        RateTrust(happened_on=day(6), rating=7),
        RateTrust(happened_on=day(2), rating=4),
        RateEnergy(happened_on=day(3), rating=5),
    )
    shown = coaching(*told, on=6)

    assert shown.trust == (Pulse(on=day(2), rating=4), Pulse(on=day(6), rating=7))
    assert shown.energy == (Pulse(on=day(3), rating=5),)


# Agreements.


def commitment(*told: UserCommand, on: int) -> CommitmentView:
    promise = MakeCommitment(
        happened_on=day(2), commitment_id=uid("promise"), what="ring two people", due=day(9)
    )
    (only,) = coaching(promise, *told, on=on).commitments
    return only


def settle(on: int, *, kept: bool) -> SettleCommitment:
    return SettleCommitment(happened_on=day(on), commitment_id=uid("promise"), kept=kept)


def test_a_commitment_is_open_then_overdue_then_settled() -> None:
    told = (settle(12, kept=False), settle(13, kept=True))
    stands = {on: commitment(*told, on=on) for on in (9, 10, 12, 13)}

    assert [one.stands for one in stands.values()] == ["open", "overdue", "let_go", "kept"]
    assert [one.settled_on for one in stands.values()] == [None, None, day(12), day(13)]
    assert stands[9].due == day(9)
    assert stands[9].made_on == day(2)


def test_a_challenge_shows_the_last_answer_to_it() -> None:
    def answer(on: int, said: Any) -> AnswerChallenge:
        return AnswerChallenge(happened_on=day(on), challenge_id=uid("dare"), answer=said)

    dare = SetChallenge(happened_on=day(2), challenge_id=uid("dare"), what="ring the no")
    told = (dare, answer(3, "declined"), answer(5, "accepted"))
    answers = [coaching(*told, on=on).challenges[0] for on in (2, 3, 5)]

    assert [(one.answer, one.since) for one in answers] == [
        (None, None),
        ("declined", day(3)),
        ("accepted", day(5)),
    ]
    assert answers[0] == ChallengeView(
        challenge_id=uid("dare"), what="ring the no", set_on=day(2), due=None, answer=None, since=None
    )


def test_a_quest_stands_as_it_was_left() -> None:
    told = (
        OfferQuest(happened_on=day(1), quest="ring_the_no"),
        OfferQuest(happened_on=day(1), quest="first_light"),
        TakeQuest(happened_on=day(3), quest="ring_the_no"),
        DeclineQuest(happened_on=day(4), quest="first_light"),
    )

    assert coaching(*told, on=3).quests == (
        CoachingQuest(quest="ring_the_no", stage="taken", since=day(3)),
        CoachingQuest(quest="first_light", stage="offered", since=day(1)),
    )
    assert coaching(*told, on=4).quests[1] == CoachingQuest(
        quest="first_light", stage="declined", since=day(4)
    )


# Alerts.


def test_an_alert_shows_what_was_done_about_it() -> None:
    told = (opened("silence", 10, since=9), acknowledge("silence", 11, "rang"), spoke(12))

    assert coaching(*told).alerts == (
        AlertView(
            rule="silence",
            to="coach",
            since=day(9),
            opened_on=day(10),
            closed_on=None,
            acknowledged_on=day(11),
            move="rang",
            snoozed_until=None,
            contact_on=day(12),
            days_to_contact=2,
            shown=True,
        ),
    )


def test_an_alert_is_shown_while_it_is_open() -> None:
    told = (opened("tunnel", 10), opened("silence", 11), closed("tunnel", 14))
    shown = {on: coaching(*told, on=on).to_show for on in (9, 10, 13, 14)}

    assert list(shown.values()) == [(), ("tunnel",), ("tunnel", "silence"), ("silence",)]


def test_in_a_week_off_no_alert_is_shown_and_each_stays_as_it_is() -> None:
    # 26 January is a Monday, the twelfth day.
    rest = DeclareRest(happened_on=day(11), monday=day(12))
    told = (opened("tunnel", 10), rest)
    shown = [coaching(*told, on=on) for on in (11, 12, 18, 19)]

    assert [one.to_show for one in shown] == [("tunnel",), (), (), ("tunnel",)]
    assert {(one.closed_on, one.snoozed_until) for each in shown for one in each.alerts} == {(None, None)}


def test_a_snoozed_alert_comes_back_the_day_after() -> None:
    told = (opened("tunnel", 10), snooze("tunnel", 11, until=15))
    shown = {on: coaching(*told, on=on).to_show for on in (10, 11, 15, 16)}

    assert list(shown.values()) == [("tunnel",), (), (), ("tunnel",)]


def test_a_new_opening_knows_nothing_of_the_old_one_s_pause_and_move() -> None:
    told = (
        opened("tunnel", 10),
        acknowledge("tunnel", 11, "asked"),
        snooze("tunnel", 11, until=30),
        closed("tunnel", 14),
        opened("tunnel", 20),
    )
    first, second = coaching(*told, on=20).alerts

    assert (first.closed_on, first.move, first.snoozed_until, first.shown) == (
        day(14),
        "asked",
        day(30),
        False,
    )
    assert (second.opened_on, second.move, second.snoozed_until, second.shown) == (day(20), None, None, True)


def test_a_move_on_the_day_the_rule_began_to_hold_counts_for_that_opening() -> None:
    told = (opened("silence", 12, since=9), acknowledge("silence", 10, "rang"))
    (shown,) = coaching(*told).alerts

    assert (shown.acknowledged_on, shown.move) == (day(10), "rang")


def test_the_coach_s_own_silence_goes_to_the_manager() -> None:
    shown = coaching(opened("coach_silent", 14), opened("silence", 14))

    assert [(one.rule, one.to) for one in shown.alerts] == [("coach_silent", "manager"), ("silence", "coach")]


def test_contact_counts_from_the_day_of_the_opening() -> None:
    told = (spoke(9), opened("silence", 10), opened("tunnel", 12), spoke(12), spoke(15))
    shown = coaching(*told)

    assert [one.days_to_contact for one in shown.alerts] == [2, 0]
    assert shown.median_days_to_contact == 1
    assert [one.contact_on for one in coaching(*told, on=11).alerts] == [None]
    assert coaching(*told, on=11).median_days_to_contact is None


@pytest.mark.parametrize("number", [1, 2])
def test_in_the_worked_cases_client_and_coach_spoke(number: int) -> None:
    case = read(number)
    sessions = [one for one in case.actions if one.kind == "coach_session"]
    shown = COACHING.view(fold(COACHING, entries_of(case)), evening(number, 12), DEFAULT_PARAMETERS)

    assert [one.on for one in shown.check_ins] == [one.date for one in sessions]
    assert shown.last_contact == max(one.date for one in sessions)
    assert shown.alerts == ()


# What holds of every journey.

facts = arbitrary_events(get_args(CoachingEvent)[1:])


@given(facts, st.integers(0, 40), DAYS)
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(
    told: list[AnyJourneyEvent], cut: int, on: date
) -> None:
    log = entries(told)
    kept = msgspec.json.decode(msgspec.json.encode(fold(COACHING, log[:cut])), type=CoachingState)
    again = fold_more(COACHING, kept, log[cut:])

    assert fold(COACHING, log) == again
    assert view_of(told, on) == COACHING.view(again, on, DEFAULT_PARAMETERS)


@given(facts, DAYS)
def test_the_coaching_at_a_date_depends_only_on_what_is_dated_up_to_it(
    told: list[AnyJourneyEvent], on: date
) -> None:
    assert view_of(told, on) == view_of([one for one in told if one.happened_on <= on], on)


@given(facts, DAYS)
def test_every_opening_is_kept_and_each_rule_shown_once(told: list[AnyJourneyEvent], on: date) -> None:
    shown = view_of(told, on)
    openings = [one.rule for one in told if isinstance(one, AlertOpened) and one.happened_on <= on]
    days = [one.days_to_contact for one in shown.alerts if one.days_to_contact is not None]

    assert sorted(one.rule for one in shown.alerts) == sorted(openings)
    assert len(set(shown.to_show)) == len(shown.to_show)
    assert all(one >= 0 for one in days)
    assert shown.median_days_to_contact == (median(days) if days else None)


@given(facts, DAYS)
def test_a_contact_that_followed_an_alert_stays_the_one_that_followed(
    told: list[AnyJourneyEvent], on: date
) -> None:
    today, later = view_of(told, on), view_of(told, on + timedelta(days=10))
    followed = {one.opened_on: one.contact_on for one in later.alerts}

    assert all(one.contact_on in (None, followed[one.opened_on]) for one in today.alerts)


@given(facts, DAYS)
def test_a_coaching_can_be_sent(told: list[AnyJourneyEvent], on: date) -> None:
    shown = view_of(told, on)

    assert shown == msgspec.json.decode(
        msgspec.json.encode(shown, enc_hook=str), type=Coaching, dec_hook=decode_message
    )

"""Sight: who may see what, what the client agreed to, how each ended, and every journey."""

from datetime import date, timedelta
from typing import Any, get_args

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from domain.journey.commands.catalogue import ClockCommand
from domain.journey.commands.consents import ExpireConsent, GiveConsent, WithdrawConsent
from domain.journey.commands.sight import ExpireSight, GrantSight, WithdrawSight
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.sight import SightGranted
from projections.fold import fold, fold_more
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.sight.projection import SIGHT
from projections.sight.state import SightOrConsentEvent, SightState
from projections.sight.view import ConsentView, Sight, SightView
from tests.domain.journeys import day, start, uid
from tests.domain.scenario import decide_commands
from tests.projections.arbitrary_events import DAYS, arbitrary_events
from tests.projections.small_games import LONG_AFTER, entries
from tests.projections.worked_cases import entries_of, evening, read

KARIN = uid("Karin")


def view_of(events: list[AnyJourneyEvent], on: date) -> Sight:
    return SIGHT.view(fold(SIGHT, entries(events)), on, DEFAULT_PARAMETERS)


def sight(*told: UserCommand | ClockCommand, on: date = LONG_AFTER) -> Sight:
    return view_of(decide_commands(told), on)


def grant(on: int = 1, **told: Any) -> GrantSight:
    plain = {"reader_id": KARIN, "reader": "ally", "name": "Karin", "scope": "profile"}
    return GrantSight(happened_on=day(on), **{**plain, **told})


def consent(on: int = 1, **told: Any) -> GiveConsent:
    plain = {"consent_id": uid("study"), "purpose": "research", "wording": 2}
    return GiveConsent(happened_on=day(on), **{**plain, **told})


def karin(*told: UserCommand | ClockCommand, on: int) -> list[SightView]:
    """What became of everything granted to Karin, what holds first."""
    shown = sight(start(), *told, on=day(on))
    return [*shown.readers, *shown.former]


# Readers.


def test_nobody_sees_anything_until_it_is_granted() -> None:
    told = (start(), grant(on=1))

    assert sight(*told, on=day(0)).readers == ()
    assert sight(*told, on=day(1)).readers == (
        SightView(
            reader_id=KARIN,
            reader="ally",
            name="Karin",
            scope="profile",
            since=day(1),
            until=None,
            ended_on=None,
            how=None,
        ),
    )


def test_a_withdrawal_holds_at_once() -> None:
    told = (grant(on=1), WithdrawSight(happened_on=day(5), reader_id=KARIN))
    (before,), (after,) = karin(*told, on=4), karin(*told, on=5)

    assert (before.ended_on, before.how) == (None, None)
    assert (after.ended_on, after.how) == (day(5), "withdrawn")
    assert sight(start(), *told, on=day(5)).readers == ()


def test_a_grant_ends_after_its_day_even_if_the_clock_has_not_noted_it() -> None:
    told = (start(), grant(until=day(5)))

    assert [one.reader_id for one in sight(*told, on=day(5)).readers] == [KARIN]
    assert sight(*told, on=day(6)).readers == ()
    assert [(one.ended_on, one.how) for one in sight(*told, on=day(6)).former] == [(day(6), "date_passed")]


def test_the_clock_s_note_changes_the_word_not_the_day() -> None:
    told = (grant(until=day(5)), ExpireSight(happened_on=day(8), reader_id=KARIN))

    assert [(one.ended_on, one.how) for one in karin(*told, on=7)] == [(day(6), "date_passed")]
    assert [(one.ended_on, one.how) for one in karin(*told, on=8)] == [(day(6), "expired")]


def test_what_had_ended_by_its_date_cannot_be_withdrawn_later() -> None:
    told = (grant(until=day(5)), WithdrawSight(happened_on=day(8), reader_id=KARIN))

    assert [(one.ended_on, one.how) for one in karin(*told, on=9)] == [(day(6), "date_passed")]


def test_a_later_grant_replaces_the_earlier_one() -> None:
    told = (grant(scope="profile"), grant(on=4, scope="everything"))
    now, before = karin(*told, on=4)

    assert (now.scope, now.since, now.how) == ("everything", day(4), None)
    assert (before.scope, before.ended_on, before.how) == ("profile", day(4), "replaced")


def test_what_was_withdrawn_can_be_granted_again() -> None:
    told = (grant(), WithdrawSight(happened_on=day(5), reader_id=KARIN), grant(on=5))
    now, before = karin(*told, on=5)

    assert (now.since, now.how, before.how) == (day(5), None, "withdrawn")


def test_one_reader_s_end_is_not_another_s() -> None:
    told = (
        start(),
        grant(),
        grant(on=2, reader_id=uid("city"), reader="payer", name="City", scope="progress"),
        WithdrawSight(happened_on=day(3), reader_id=KARIN),
    )
    shown = sight(*told)

    assert [one.name for one in shown.readers] == ["City"]
    assert [one.name for one in shown.former] == ["Karin"]


# Consents.


def test_a_consent_names_its_purpose_and_the_version_of_the_words() -> None:
    shown = sight(start(), consent(study_id=uid("cohort"), until=day(90)), on=day(1))

    assert shown.consents == (
        ConsentView(
            consent_id=uid("study"),
            purpose="research",
            wording=2,
            study_id=uid("cohort"),
            since=day(1),
            until=day(90),
            ended_on=None,
            how=None,
        ),
    )


def test_a_consent_ends_by_withdrawal_by_the_clock_or_by_its_date() -> None:
    told = (
        start(),
        consent(consent_id=uid("a")),
        consent(consent_id=uid("b"), until=day(5)),
        consent(consent_id=uid("c"), until=day(7)),
        WithdrawConsent(happened_on=day(3), consent_id=uid("a")),
        ExpireConsent(happened_on=day(6), consent_id=uid("b")),
    )
    shown = sight(*told, on=day(8))

    assert shown.consents == ()
    assert [(one.consent_id, one.ended_on, one.how) for one in shown.former_consents] == [
        (uid("a"), day(3), "withdrawn"),
        (uid("b"), day(6), "expired"),
        (uid("c"), day(8), "date_passed"),
    ]


def test_agreeing_again_is_a_new_consent() -> None:
    told = (
        start(),
        consent(),
        WithdrawConsent(happened_on=day(3), consent_id=uid("study")),
        consent(on=4, consent_id=uid("again"), wording=3),
    )
    shown = sight(*told)

    assert [(one.consent_id, one.wording) for one in shown.consents] == [(uid("again"), 3)]
    assert [one.how for one in shown.former_consents] == ["withdrawn"]


def test_in_the_worked_cases_nobody_was_granted_anything() -> None:
    for number in (1, 2):
        shown = SIGHT.view(fold(SIGHT, entries_of(read(number))), evening(number, 12), DEFAULT_PARAMETERS)

        assert (shown.readers, shown.former, shown.consents) == ((), (), ())


# What holds of every journey.

facts = arbitrary_events(get_args(SightOrConsentEvent))


@given(facts, st.integers(0, 40), DAYS)
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(
    told: list[AnyJourneyEvent], cut: int, on: date
) -> None:
    log = entries(told)
    kept = msgspec.json.decode(msgspec.json.encode(fold(SIGHT, log[:cut])), type=SightState)
    again = fold_more(SIGHT, kept, log[cut:])

    assert fold(SIGHT, log) == again
    assert view_of(told, on) == SIGHT.view(again, on, DEFAULT_PARAMETERS)


@given(facts, DAYS)
def test_sight_at_a_date_depends_only_on_what_is_dated_up_to_it(
    told: list[AnyJourneyEvent], on: date
) -> None:
    assert view_of(told, on) == view_of([one for one in told if one.happened_on <= on], on)


@given(facts, DAYS)
def test_every_grant_holds_or_has_ended_once(told: list[AnyJourneyEvent], on: date) -> None:
    shown = view_of(told, on)
    granted = [one for one in told if isinstance(one, SightGranted) and one.happened_on <= on]

    assert len(shown.readers) + len(shown.former) == len(granted)
    assert len({one.reader_id for one in shown.readers}) == len(shown.readers)


@given(facts, DAYS)
def test_nothing_in_force_is_past_its_day_and_nothing_ended_ends_later(
    told: list[AnyJourneyEvent], on: date
) -> None:
    shown = view_of(told, on)
    held = [(one.since, one.until or on) for one in shown.readers]
    held += [(one.since, one.until or on) for one in shown.consents]
    gone = [(one.ended_on, one.how) for one in shown.former]
    gone += [(one.ended_on, one.how) for one in shown.former_consents]

    assert all(since <= on <= until for since, until in held)
    assert all(ended_on and ended_on <= on and how for ended_on, how in gone)


@given(facts, DAYS)
def test_what_has_ended_never_comes_back_by_itself(told: list[AnyJourneyEvent], on: date) -> None:
    today = view_of(told, on)
    so_far = [one for one in told if one.happened_on <= on]
    tomorrow = view_of(so_far, on + timedelta(days=1))

    assert {one.reader_id for one in tomorrow.readers} <= {one.reader_id for one in today.readers}
    assert {one.consent_id for one in tomorrow.consents} <= {one.consent_id for one in today.consents}


@given(facts, DAYS)
def test_sight_can_be_sent(told: list[AnyJourneyEvent], on: date) -> None:
    shown = view_of(told, on)

    assert shown == msgspec.json.decode(msgspec.json.encode(shown), type=Sight)

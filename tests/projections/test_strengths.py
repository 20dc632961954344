"""Strengths: who saw them, who bears them out, what tests and stories add; the cases, and every journey."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.assessments import AssessedStrengthInput, NoteAssessment
from domain.journey.commands.evidence import StrengthInput
from domain.journey.commands.stories import RecordStory
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.assessments import AssessedStrength, AssessmentNoted
from domain.journey.events.evidence import StrengthObserved
from domain.journey.events.network import ContactAdded
from domain.journey.events.stories import StoryRecorded
from domain.vocabulary import Witness
from projections.fold import fold, fold_more
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.strengths.projection import STRENGTHS
from projections.strengths.state import StrengthsState
from projections.strengths.view import Strengths, StrengthView
from tests.domain.journeys import ABOUT_TEACHING, ANOUK, contact, day, learn, plan, run, uid
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import LONG_AFTER, entries
from tests.projections.worked_cases import CASES, entries_of, evening, read, step, told

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 120).map(lambda ahead: SET_OUT + timedelta(days=ahead))

PATIENCE, BO = uid("patience"), uid("bo")


def view_of(events: list[AnyJourneyEvent], on: date) -> Strengths:
    return STRENGTHS.view(fold(STRENGTHS, entries(events)), on, DEFAULT_PARAMETERS)


def events_of(*told: UserCommand) -> list[AnyJourneyEvent]:
    return decide_commands(told)


def strengths(*told: UserCommand, on: date = LONG_AFTER) -> Strengths:
    return view_of(events_of(*ABOUT_TEACHING, *told), on)


def the_strength(*told: UserCommand, on: date = LONG_AFTER) -> StrengthView:
    (only,) = strengths(*told, on=on).strengths
    return only


def seen(
    name: str,
    on: int,
    witness: Witness = "contact",
    *,
    who: UUID | None = ANOUK,
    hidden: bool = False,
    wording: str = "patience",
) -> tuple[UserCommand, ...]:
    """A talk in which the strength was seen."""
    somebody = contact(contact_id=who, name="Anouk" if who == ANOUK else "Bo") if who else None
    saw = StrengthInput(strength_id=PATIENCE, wording=wording, hidden=hidden, witness=witness)
    return (
        plan(experiment_id=uid(name), happened_on=day(on), contact=somebody),
        run(experiment_id=uid(name), happened_on=day(on)),
        learn(from_step=uid(name), happened_on=day(on), strengths=(saw,)),
    )


def an_assessment() -> NoteAssessment:
    return NoteAssessment(
        happened_on=day(3),
        assessment_id=uid("test"),
        instrument="a test",
        strengths=(AssessedStrengthInput(strength_id=PATIENCE, wording="patience"),),
    )


# Who saw it.


def test_an_observation_says_who_saw_it_and_in_which_step() -> None:
    (seen_once,) = the_strength(*seen("first", 2)).observations

    assert (seen_once.witness, seen_once.contact_id, seen_once.contact) == ("contact", ANOUK, "Anouk")
    assert (seen_once.on, seen_once.source, seen_once.source_id) == (day(2), "experiment", uid("first"))


def test_a_strength_is_there_from_the_day_it_was_seen() -> None:
    told = seen("first", 2)

    assert strengths(*told, on=day(1)).strengths == ()
    assert the_strength(*told, on=day(2)).wording == "patience"


@pytest.mark.parametrize(
    ("witness", "hidden", "side"),
    [
        ("contact", True, "hidden"),
        ("coach", True, "hidden"),
        ("contact", False, "own"),
        ("self", False, "own"),
        ("self", True, "own"),
    ],
)
def test_what_the_client_saw_is_her_own_and_what_others_saw_first_was_hidden(
    witness: Witness, hidden: bool, side: str
) -> None:
    strength = the_strength(*seen("first", 2, witness, hidden=hidden))

    assert (strength.side, strength.hidden) == (side, hidden)


def test_a_hidden_strength_stays_one_that_others_saw_first_and_becomes_evident() -> None:
    told = (*seen("first", 2, hidden=True), *seen("second", 5, "self"))

    assert (the_strength(*told, on=day(4)).side, the_strength(*told, on=day(4)).evident_on) == (
        "hidden",
        None,
    )
    assert (the_strength(*told).side, the_strength(*told).evident_on) == ("hidden", day(5))


def test_the_first_observation_is_the_earliest_not_the_one_told_first() -> None:
    told = (*seen("late", 5, "self", wording="calm"), *seen("early", 2, hidden=True))
    strength = the_strength(*told)

    assert (strength.side, strength.wording) == ("hidden", "calm")


# The second witness.


@pytest.mark.parametrize(
    ("first", "second"),
    [("self", "contact"), ("contact", "self"), ("contact", "coach"), ("coach", "self")],
)
def test_a_witness_of_another_kind_confirms(first: Witness, second: Witness) -> None:
    told = (*seen("first", 2, first), *seen("second", 5, second))
    strength = the_strength(*told)

    assert not the_strength(*told, on=day(4)).confirmed
    assert (strength.confirmed, strength.confirmed_on) == (True, day(5))
    assert strength.confirmed_by == strength.observations[1]


def test_another_contact_confirms() -> None:
    confirmed_by = the_strength(*seen("first", 2), *seen("second", 5, who=BO)).confirmed_by

    assert confirmed_by is not None
    assert (confirmed_by.contact_id, confirmed_by.contact) == (BO, "Bo")


@pytest.mark.parametrize("witness", ["self", "contact", "coach"])
def test_the_same_witness_twice_confirms_nothing(witness: Witness) -> None:
    strength = the_strength(*seen("first", 2, witness), *seen("second", 5, witness))

    assert (len(strength.observations), strength.confirmed, strength.confirmed_by) == (2, False, None)


def test_the_same_contact_twice_in_one_step_confirms_nothing() -> None:
    again = StrengthInput(strength_id=PATIENCE, wording="great patience", witness="contact")
    strength = the_strength(*seen("first", 2), learn(from_step=uid("first"), strengths=(again,)))

    assert (len(strength.observations), strength.confirmed) == (2, False)


def test_a_contact_nobody_can_name_may_be_the_same_one() -> None:
    assert not the_strength(*seen("first", 2, who=None), *seen("second", 5)).confirmed


def test_two_known_contacts_confirm_after_one_nobody_can_name() -> None:
    strength = the_strength(*seen("first", 2, who=None), *seen("second", 5), *seen("third", 8, who=BO))

    assert strength.confirmed_on == day(8)


def test_the_first_who_confirms_is_the_one_who_is_named() -> None:
    strength = the_strength(
        *seen("first", 2), *seen("third", 8, "coach"), *seen("second", 5, who=BO), *seen("again", 4)
    )

    assert strength.confirmed_on == day(5)


def test_a_witness_whose_name_is_forgotten_is_still_a_witness() -> None:
    told = events_of(*ABOUT_TEACHING, *seen("first", 2), *seen("second", 5, who=BO))
    (strength,) = view_of([one for one in told if not isinstance(one, ContactAdded)], LONG_AFTER).strengths

    assert strength.confirmed
    assert [one.contact for one in strength.observations] == [None, None]


# Tests and stories.


def test_a_test_is_listed_apart_and_confirms_nothing() -> None:
    shown = strengths(*seen("first", 2), an_assessment())
    (weak,) = shown.tested

    assert not shown.strengths[0].confirmed
    assert (weak.strength_id, weak.instrument, weak.on, weak.observed) == (PATIENCE, "a test", day(3), True)


def test_what_only_a_test_says_is_no_strength_yet() -> None:
    shown = strengths(an_assessment())

    assert shown.strengths == ()
    assert [one.observed for one in shown.tested] == [False]


def test_what_a_test_says_was_observed_when_someone_saw_it_in_the_same_words() -> None:
    shown = strengths(an_assessment(), *seen_as("another id", "Patience.", 4, who=BO))

    assert [one.observed for one in shown.tested] == [True]


def test_a_strength_names_the_stories_that_show_it() -> None:
    story = RecordStory(
        happened_on=day(6), story_id=uid("story"), title="the fire", story="...", strength_ids=(PATIENCE,)
    )
    told = (*seen("first", 2), story)

    assert the_strength(*told, on=day(5)).stories == ()
    assert [(one.title, one.on) for one in the_strength(*told).stories] == [("the fire", day(6))]


# The worked cases.


@cache
def in_the_end(number: int) -> Strengths:
    return STRENGTHS.view(fold(STRENGTHS, entries_of(read(number))), evening(number, 12), DEFAULT_PARAMETERS)


@pytest.mark.parametrize("number", CASES)
def test_the_hidden_strengths_of_the_cases(number: int) -> None:
    hidden = sorted(one.wording for one in in_the_end(number).strengths if one.side == "hidden")

    assert told(number)["expected"]["hidden_strengths"] == hidden


def test_two_strengths_of_case_1_have_a_second_witness() -> None:
    confirmed = {one.wording: one for one in in_the_end(1).strengths if one.confirmed}
    named = {one.wording: one.confirmed_by and one.confirmed_by.contact for one in confirmed.values()}

    assert named == {
        "tells a story people remember": "Mirjam",
        "asks the question nobody asks": "Karlijn and team",
    }
    assert [one.confirmed_on for one in confirmed.values()] == [date(2026, 3, 31), date(2026, 3, 2)]


def test_one_strength_of_case_2_has_a_second_witness_and_one_was_seen_twice_by_the_same_man() -> None:
    shown = {one.wording: one for one in in_the_end(2).strengths}
    calm, explains = shown["stays calm when it beeps"], shown["explains machines to worried people"]

    assert (calm.confirmed, calm.confirmed_by and calm.confirmed_by.source_id) == (True, step(2, "a17"))
    assert (explains.confirmed, len(explains.observations)) == (False, 2)


# What holds of every journey.


def enriched(history: History) -> list[AnyJourneyEvent]:
    """A journey with tests and stories about what was seen in it."""
    return [more for event in history.events for more in (event, *_after(event))]


def _after(event: AnyJourneyEvent) -> Iterator[AnyJourneyEvent]:
    if not isinstance(event, StrengthObserved):
        return
    chance = Random(f"{event}")
    on = event.happened_on + timedelta(days=chance.randint(0, 20))
    found = AssessedStrength(strength_id=event.strength_id, wording=event.wording)
    name = uid(f"{event}")
    if chance.random() < 0.5:
        yield AssessmentNoted(happened_on=on, assessment_id=name, instrument="a test", strengths=(found,))
    if chance.random() < 0.5:
        yield StoryRecorded(
            happened_on=on, story_id=name, title="a story", story="...", strength_ids=(event.strength_id,)
        )


@given(histories(), st.integers(0, 200), days)
@long_histories
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(history: History, cut: int, on: date) -> None:
    told = entries(enriched(history))
    whole, kept = fold(STRENGTHS, told), fold(STRENGTHS, told[:cut])
    stored = msgspec.json.decode(msgspec.json.encode(kept), type=StrengthsState)

    assert whole == fold_more(STRENGTHS, kept, told[cut:])
    assert STRENGTHS.view(whole, on, DEFAULT_PARAMETERS) == STRENGTHS.view(
        fold_more(STRENGTHS, stored, told[cut:]), on, DEFAULT_PARAMETERS
    )


@given(histories(), days)
@long_histories
def test_the_strengths_at_a_date_depend_only_on_what_is_dated_up_to_it(history: History, on: date) -> None:
    told = enriched(history)
    up_to_it = [event for event in told if event.happened_on <= on]

    assert view_of(told, on) == view_of(up_to_it, on)


@given(histories(), days)
@long_histories
def test_tests_and_stories_move_no_confirmation(history: History, on: date) -> None:
    bare = {one.strength_id: one.confirmed_on for one in view_of(list(history.events), on).strengths}
    rich = {one.strength_id: one.confirmed_on for one in view_of(enriched(history), on).strengths}

    assert bare == rich


@given(histories(), days)
@long_histories
def test_what_is_confirmed_stays_so_and_has_two_witnesses(history: History, on: date) -> None:
    told = list(history.events)
    today = {one.strength_id: one for one in view_of(told, on).strengths if one.confirmed}
    later = {one.strength_id: one for one in view_of(told, on + timedelta(days=30)).strengths}

    for strength_id, strength in today.items():
        witnesses = {(one.witness, one.contact_id) for one in strength.observations}

        assert len(witnesses) > 1
        assert later[strength_id].confirmed_on == strength.confirmed_on


# The same words.


def seen_as(strength_id: str, wording: str, on: int, *, who: UUID = ANOUK) -> tuple[UserCommand, ...]:
    """A talk in which a strength was recorded under an id of its own."""
    somebody = contact(contact_id=who, name="Anouk" if who == ANOUK else "Bo")
    saw = StrengthInput(strength_id=uid(strength_id), wording=wording, witness="contact")
    step_id = uid(f"step {strength_id} {on}")
    return (
        plan(experiment_id=step_id, happened_on=day(on), contact=somebody),
        run(experiment_id=step_id, happened_on=day(on)),
        learn(from_step=step_id, happened_on=day(on), strengths=(saw,)),
    )


@pytest.mark.parametrize("again", ["Stays calm", " stays  calm. ", "STAYS CALM!"])
def test_the_same_words_are_one_strength_that_a_second_person_confirms(again: str) -> None:
    strength = the_strength(*seen_as("one", "Stays calm", 2), *seen_as("other", again, 5, who=BO))

    assert [one.contact for one in strength.observations] == ["Anouk", "Bo"]
    assert strength.confirmed_on == day(5)


def test_a_strength_that_was_said_in_the_words_of_two_makes_them_one() -> None:
    told = (*seen_as("one", "calm", 2), *seen_as("other", "patience", 3), *seen_as("other", "Calm", 5))
    strength = the_strength(*told)

    assert (strength.strength_id, len(strength.observations)) == (uid("one"), 3)
    assert len(strengths(*told, on=day(4)).strengths) == 2


def test_stories_and_tests_of_either_id_are_of_the_one_strength() -> None:
    story = RecordStory(
        happened_on=day(6), story_id=uid("s"), title="t", story="s", strength_ids=(uid("other"),)
    )
    test = NoteAssessment(
        happened_on=day(6),
        assessment_id=uid("test"),
        instrument="a test",
        strengths=(AssessedStrengthInput(strength_id=uid("other"), wording="calm"),),
    )
    told = strengths(*seen_as("one", "calm", 2), *seen_as("other", "Calm.", 5, who=BO), story, test)

    assert [one.title for one in told.strengths[0].stories] == ["t"]
    assert told.tested[0].observed

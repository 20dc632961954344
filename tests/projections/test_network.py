"""The network: people, channels, answers and feedback, each rule by itself, the cases, and every journey."""

from datetime import date, timedelta
from functools import cache
from typing import Any, get_args
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.journey.commands.allies import InviteAlly, MakeIntroduction
from domain.journey.commands.feedback import FourPointsInput
from domain.journey.commands.market import NoteLead
from domain.journey.commands.network import AddContact, EmployerInput
from domain.journey.commands.pitches import MakeVisible, NotePapersSent, RevisePitch, TryPitch
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.network import ContactAdded, ContactAddedV1
from domain.vocabulary import KINDS_WITHOUT_CONTACT, MEETING_KINDS, Channel, ExperimentKind
from projections.fold import fold, fold_more
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.network.projection import NETWORK
from projections.network.state import NetworkState
from projections.network.view import (
    AllyView,
    ApproachCounts,
    ContactView,
    FeedbackQuality,
    Network,
    UnmetContactView,
    Visibility,
)
from tests.domain.journeys import (
    ABOUT_TEACHING,
    ANOUK,
    APPLIED,
    HOSPITAL,
    TALK,
    TALKED,
    TEACHER,
    answer,
    ask_why,
    cancel,
    contact,
    day,
    drop,
    hear_why,
    plan,
    refuse,
    run,
    silence,
    start,
    uid,
)
from tests.domain.scenario import decide_commands
from tests.histories import SET_OUT, History, histories
from tests.projections.small_games import LONG_AFTER, entries
from tests.projections.worked_cases import CASES, entries_of, evening, read

long_histories = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
days = st.integers(0, 120).map(lambda ahead: SET_OUT + timedelta(days=ahead))

WORDS = (
    "waiting",
    "invited",
    "second_round",
    "called_back",
    "offer",
    "unseen",
    "close",
    "not_close",
    "silence",
    "would_not_meet",
)


def view_of(events: list[AnyJourneyEvent], on: date) -> Network:
    return NETWORK.view(fold(NETWORK, entries(events)), on, DEFAULT_PARAMETERS)


def events_of(*told: UserCommand) -> list[AnyJourneyEvent]:
    return decide_commands(told)


def network(*told: UserCommand, on: date = LONG_AFTER) -> Network:
    return view_of(events_of(*told), on)


def talk(name: str, on: int, **told: Any) -> tuple[UserCommand, UserCommand]:
    """A conversation, planned and run on one day."""
    return (
        plan(experiment_id=uid(name), happened_on=day(on), **told),
        run(experiment_id=uid(name), happened_on=day(on)),
    )


def again(**told: Any) -> Any:
    return contact(name=None, **told)


def met(*told: UserCommand, on: date = LONG_AFTER) -> ContactView:
    """The one person who was met."""
    (only,) = network(*ABOUT_TEACHING, *told, on=on).contacts
    return only


def fate(*told: UserCommand, on: date = LONG_AFTER) -> dict[str, int]:
    """What became of the approaches, without what became of none."""
    shown: ApproachCounts = network(*told, on=on).approaches
    return {word: count for word in WORDS if (count := getattr(shown, word))}


# People.


def test_a_person_is_met_from_the_day_the_step_took_place() -> None:
    told = (*ABOUT_TEACHING, plan(contact=contact()), run())

    assert network(*told, on=day(1)).contacts == ()
    assert [one.name for one in network(*told, on=day(2)).contacts] == ["Anouk"]


@pytest.mark.parametrize("outcome", [cancel(), refuse(), drop()])
def test_whoever_called_it_off_was_not_met(outcome: UserCommand) -> None:
    assert network(*ABOUT_TEACHING, plan(contact=contact()), outcome).contacts == ()


@pytest.mark.parametrize("kind", sorted(set(get_args(ExperimentKind)) - KINDS_WITHOUT_CONTACT))
def test_whoever_was_only_written_to_or_called_was_not_met(kind: ExperimentKind) -> None:
    told = (plan(kind=kind, contact=contact(can_hire=True)), run())
    shown = network(*ABOUT_TEACHING, *told)

    assert [one.met for one in shown.contacts] == ([1] if kind in MEETING_KINDS else [])
    assert [one.can_hire for one in shown.unmet] == ([] if kind in MEETING_KINDS else [True])
    if kind not in MEETING_KINDS:
        assert (met(*told, *talk("next", 5, contact=again())).met) == 1


def test_a_person_is_shown_with_relation_and_employer() -> None:
    known = contact(relation="nurse", employer=EmployerInput(employer_id=HOSPITAL, name="hospital"))
    anouk = met(*talk("first", 2, contact=known))

    assert (anouk.contact_id, anouk.name, anouk.relation) == (ANOUK, "Anouk", "nurse")
    assert (anouk.employer_id, anouk.employer) == (HOSPITAL, "hospital")


def test_the_strongest_tie_and_the_latest_are_told_apart() -> None:
    told = (
        *talk("first", 2, contact=contact(tie="weak")),
        *talk("second", 5, contact=again(tie="strong")),
        *talk("third", 8, contact=again(tie="medium")),
    )

    assert (met(*told).strongest_tie, met(*told).latest_tie) == ("strong", "medium")
    assert (met(*told, on=day(4)).strongest_tie, met(*told, on=day(4)).latest_tie) == ("weak", "weak")


def test_a_meeting_that_was_told_late_is_not_the_latest() -> None:
    told = (
        *talk("first", 2, contact=contact(tie="weak")),
        *talk("third", 8, contact=again(tie="medium")),
        *talk("second", 5, contact=again(tie="strong")),
    )

    assert (met(*told).latest_tie, met(*told).last_met, met(*told).met) == ("medium", day(8), 3)


def test_one_step_says_that_somebody_is_in_the_role_or_can_hire() -> None:
    told = (
        *talk("first", 2, contact=contact(in_role=True)),
        *talk("second", 5, contact=again(can_hire=True)),
    )

    assert (met(*told, on=day(4)).in_role, met(*told, on=day(4)).can_hire) == (True, False)
    assert (met(*told).in_role, met(*told).can_hire) == (True, True)


def test_the_channel_is_that_of_the_first_step_with_somebody() -> None:
    told = (
        *talk("first", 2, contact=contact(), channel="introduced"),
        *talk("second", 5, contact=again(), channel="network"),
    )

    assert met(*told).channel == "introduced"


def test_a_person_whose_name_is_gone_is_still_somebody_who_was_met() -> None:
    told = events_of(*ABOUT_TEACHING, plan(contact=contact()), run())
    (nobody,) = view_of([one for one in told if not isinstance(one, ContactAdded)], LONG_AFTER).contacts

    assert (nobody.contact_id, nobody.name, nobody.employer) == (ANOUK, None, None)


def test_those_met_last_stand_first() -> None:
    told = (
        *talk("first", 2, contact=contact()),
        *talk("second", 5, contact=contact(contact_id=uid("bram"), name="Bram")),
    )

    assert [one.name for one in network(*ABOUT_TEACHING, *told).contacts] == ["Bram", "Anouk"]


# Channels and employers.


def shares(shown: Network) -> list[tuple[str, int]]:
    return [(one.channel, one.steps) for one in shown.channels.channels]


def test_every_step_counts_under_its_channel_on_its_day() -> None:
    told = (
        *ABOUT_TEACHING,
        *talk("first", 2, channel="cold"),
        *talk("second", 3, channel="advert"),
        *talk("third", 4, channel="advert"),
        *talk("fourth", 5),
    )
    shown = network(*told)

    assert shares(shown) == [("advert", 2), ("cold", 1)]
    assert [one.share for one in shown.channels.channels] == pytest.approx([2 / 3, 1 / 3])
    assert (shown.channels.steps, shown.channels.unnamed) == (4, 1)
    assert shares(network(*told, on=day(3))) == [("advert", 1), ("cold", 1)]


def test_each_channel_says_what_it_led_to() -> None:
    told = (
        *ABOUT_TEACHING,
        *talk("first", 2, channel="introduced"),
        *talk("second", 3, channel="introduced", kind="job_shadow"),
        plan(experiment_id=uid("off"), happened_on=day(3), channel="introduced"),
        cancel(experiment_id=uid("off"), happened_on=day(3)),
        *talk("letter", 4, channel="advert", kind="application"),
        *talk("other letter", 4, channel="advert", kind="application"),
        NoteLead(happened_on=day(4), lead_id=uid("lead"), what="a vacancy", channel="introduced"),
        answer(experiment_id=uid("letter"), happened_on=day(8)),
        answer(experiment_id=uid("letter"), happened_on=day(9), answer="offer"),
        answer(experiment_id=uid("other letter"), happened_on=day(9), answer="rejected_unseen"),
    )

    def led_to(on: date) -> dict[str, tuple[int, int, int]]:
        found = network(*told, on=on).channels.channels
        return {one.channel: (one.talks, one.leads, one.invited) for one in found}

    assert led_to(day(9)) == {"introduced": (2, 1, 0), "advert": (0, 0, 1)}
    assert led_to(day(7)) == {"introduced": (2, 1, 0), "advert": (0, 0, 0)}


@pytest.mark.parametrize(
    ("outcome", "counted"), [(cancel(), [("cold", 1)]), (refuse(), [("cold", 1)]), (drop(), [])]
)
def test_a_step_called_off_counts_but_a_plan_taken_back_does_not(
    outcome: UserCommand, counted: list[tuple[str, int]]
) -> None:
    assert shares(network(*ABOUT_TEACHING, plan(channel="cold"), outcome)) == counted


def test_an_employer_counts_once_however_often_a_step_led_there() -> None:
    hospital = EmployerInput(employer_id=HOSPITAL, name="hospital")
    told = (
        *ABOUT_TEACHING,
        *talk("first", 2, contact=contact(employer=hospital)),
        *talk("second", 3, contact=again()),
        *talk("third", 4, employer=EmployerInput(employer_id=uid("school"), name="school")),
        plan(employer=EmployerInput(employer_id=uid("insurer"), name="insurer")),
    )

    assert [network(*told, on=day(ahead)).employers for ahead in (1, 2, 3, 4)] == [0, 1, 1, 2]


def test_a_step_leads_to_the_employer_of_whom_it_is_with() -> None:
    hospital = EmployerInput(employer_id=HOSPITAL, name="hospital")
    told = (
        *ABOUT_TEACHING,
        plan(contact=contact(employer=hospital)),
        drop(),
        *talk("second", 3, contact=again()),
    )

    assert [network(*told, on=day(ahead)).employers for ahead in (2, 3)] == [0, 1]


# Answers.


@pytest.mark.parametrize("said", ["invited", "second_round", "called_back", "offer"])
def test_a_good_answer_counts_as_what_it_is(said: str) -> None:
    assert fate(*APPLIED, answer(answer=said)) == {said: 1}


@pytest.mark.parametrize(
    ("said", "close", "counted"),
    [
        ("rejected_unseen", None, "unseen"),
        ("rejected_after_interview", True, "close"),
        ("rejected_after_interview", False, "not_close"),
    ],
)
def test_unseen_differs_from_not_chosen(said: str, close: bool | None, counted: str) -> None:
    assert fate(*APPLIED, answer(answer=said, close=close)) == {counted: 1}


def test_an_application_waits_until_the_silence_is_noted() -> None:
    assert fate(*APPLIED, silence(), on=day(29)) == {"waiting": 1}
    assert fate(*APPLIED, silence(), on=day(30)) == {"silence": 1}


def test_the_last_word_counts_by_its_day() -> None:
    refused = answer(answer="rejected_after_interview", close=True, happened_on=day(20))

    assert fate(*APPLIED, refused, answer()) == {"close": 1}
    assert fate(*APPLIED, refused, answer(), on=day(19)) == {"invited": 1}


def test_an_answer_after_the_silence_takes_its_place() -> None:
    late = answer(answer="rejected_unseen", happened_on=day(40))

    assert fate(*APPLIED, silence(), late) == {"unseen": 1}


def test_a_talk_is_no_approach_until_it_gets_an_answer() -> None:
    assert fate(*TALKED) == {}
    assert fate(*TALKED, answer(experiment_id=TALK, answer="called_back")) == {"called_back": 1}


def test_a_step_that_was_refused_counts_by_itself_and_one_that_was_called_off_does_not() -> None:
    assert fate(*ABOUT_TEACHING, plan(), refuse()) == {"would_not_meet": 1}
    assert fate(*ABOUT_TEACHING, plan(kind="interview"), cancel()) == {}


# Feedback.


@pytest.mark.parametrize(
    ("usable", "points"), [(True, FourPointsInput(competence="depth")), (False, FourPointsInput())]
)
def test_feedback_is_something_to_use_or_empty_phrases(usable: bool, points: FourPointsInput) -> None:
    heard = hear_why(usable=usable, points=points, happened_on=day(12))
    told = (*APPLIED, answer(answer="rejected_unseen"), ask_why(), heard)

    assert network(*told, on=day(9)).feedback == FeedbackQuality(asked=0, usable=0, empty=0)
    assert network(*told, on=day(11)).feedback == FeedbackQuality(asked=1, usable=0, empty=0)
    assert network(*told).feedback == FeedbackQuality(asked=1, usable=int(usable), empty=int(not usable))


# Those not met yet, allies and introductions.


def address(name: str, on: int = 1, **told: Any) -> AddContact:
    plain = {"happened_on": day(on), "contact_id": uid(name), "name": name.title(), "tie": "medium", **told}
    return AddContact(**plain)


def test_whoever_stands_in_the_address_book_is_shown_until_they_are_met() -> None:
    told = (*ABOUT_TEACHING, address("anouk"), *talk("first", 5, contact=again(tie="weak")))

    assert network(*told, on=day(4)).contacts == ()
    assert network(*told, on=day(4)).unmet == (
        UnmetContactView(
            contact_id=ANOUK,
            name="Anouk",
            relation=None,
            employer_id=None,
            employer=None,
            tie="medium",
            in_role=False,
            can_hire=False,
            added_on=day(1),
            source="own",
            source_id=None,
        ),
    )
    assert network(*told, on=day(5)).unmet == ()
    assert (met(*told[2:]).latest_tie, met(*told[2:]).source, met(*told[2:]).added_on) == (
        "weak",
        "own",
        day(1),
    )


def test_whoever_came_along_with_a_step_that_was_called_off_is_known_and_not_met() -> None:
    (anouk,) = network(*ABOUT_TEACHING, plan(contact=contact()), cancel()).unmet

    assert (anouk.tie, anouk.source, anouk.source_id) == ("strong", "experiment", TALK)


def test_of_those_not_met_the_closest_stands_first() -> None:
    told = (
        start(),
        address("bram", tie="weak"),
        address("coby", tie="strong"),
        address("dirk", tie="strong"),
    )
    first, second, third = (one.name for one in network(*told).unmet)

    assert {first, second} == {"Coby", "Dirk"}
    assert third == "Bram"


def test_a_contact_of_the_first_form_has_no_tie_until_they_are_met() -> None:
    old = ContactAddedV1(happened_on=day(1), contact_id=ANOUK, name="Anouk").upcast()
    events = events_of(*ABOUT_TEACHING, plan(contact=contact()), run())
    told = [old if isinstance(one, ContactAdded) else one for one in events]

    assert [one.tie for one in view_of(told, day(1)).unmet] == [None]
    assert [one.latest_tie for one in view_of(told, day(2)).contacts] == ["strong"]


def test_an_ally_has_the_latest_card_and_the_day_they_were_first_asked() -> None:
    told = (
        start(),
        address("anouk"),
        InviteAlly(happened_on=day(2), contact_id=ANOUK, how_to_help="listen"),
        InviteAlly(happened_on=day(9), contact_id=ANOUK, how_to_help="ask nothing on Sundays"),
    )

    assert network(*told, on=day(1)).allies == ()
    assert network(*told, on=day(8)).allies == (
        AllyView(contact_id=ANOUK, name="Anouk", how_to_help="listen", on=day(2), since=day(2)),
    )
    assert [(one.how_to_help, one.on, one.since) for one in network(*told).allies] == [
        ("ask nothing on Sundays", day(9), day(2))
    ]


def test_introductions_name_both_sides() -> None:
    told = (
        start(),
        address("anouk"),
        address("bram"),
        introduce("alone", 3, ANOUK),
        introduce("both", 5, ANOUK, to_contact_id=uid("bram"), note="over coffee"),
    )

    assert [(one.contact, one.to_contact, one.note) for one in network(*told).introductions] == [
        ("Anouk", "Bram", "over coffee"),
        ("Anouk", None, None),
    ]
    assert len(network(*told, on=day(4)).introductions) == 1


def introduce(name: str, on: int, contact_id: UUID, **told: Any) -> MakeIntroduction:
    return MakeIntroduction(happened_on=day(on), introduction_id=uid(name), contact_id=contact_id, **told)


# Leads.


def lead(name: str, on: int, channel: Channel, **told: Any) -> NoteLead:
    return NoteLead(happened_on=day(on), lead_id=uid(name), channel=channel, what=name, **told)


def test_a_lead_is_shown_with_who_told_it_and_where_it_is() -> None:
    hospital = EmployerInput(employer_id=HOSPITAL, name="hospital")
    told = (
        *ABOUT_TEACHING,
        address("anouk"),
        lead("a ward for lessons", 3, "network", role_id=TEACHER, contact_id=ANOUK, employer=hospital),
        lead("an advert", 4, "advert"),
    )
    latest, first = network(*told).leads

    assert (latest.what, latest.contact, latest.employer, latest.role_id) == ("an advert", None, None, None)
    assert (first.on, first.channel, first.what) == (day(3), "network", "a ward for lessons")
    assert (first.contact, first.employer, first.role_id) == ("Anouk", "hospital", TEACHER)
    assert len(network(*told, on=day(3)).leads) == 1


def test_the_channel_mix_is_of_steps_and_leads_together() -> None:
    told = (
        *ABOUT_TEACHING,
        *talk("first", 2, channel="cold"),
        *talk("second", 3, channel="advert"),
        lead("one", 3, "network"),
        lead("two", 4, "advert"),
    )
    mix = network(*told).channels

    assert [(one.channel, one.steps, one.leads, one.share) for one in mix.channels] == [
        ("advert", 1, 1, 0.5),
        ("network", 0, 1, 0.25),
        ("cold", 1, 0, 0.25),
    ]
    assert (mix.steps, mix.unnamed, mix.leads) == (2, 0, 2)


# Being seen, and pitches.


def noticed(name: str, on: int, to: str) -> MakeVisible:
    return MakeVisible(happened_on=day(on), experiment_id=uid(name), to=to)


def test_exploring_and_being_seen_mix() -> None:
    told = (
        *ABOUT_TEACHING,
        *talk("first", 2),
        *talk("second", 3),
        *talk("third", 3),
        plan(experiment_id=uid("fourth")),
        refuse(experiment_id=uid("fourth"), happened_on=day(4)),
        noticed("first", 2, "the head of school"),
        noticed("first", 6, "her deputy"),
        noticed("second", 3, "a recruiter"),
    )
    shown = network(*told).visibility

    assert (shown.steps, shown.visible, shown.share) == (4, 2, 0.5)
    assert [one.to for one in shown.seen_by] == ["her deputy", "a recruiter", "the head of school"]
    assert network(*told, on=day(2)).visibility.share == 1
    assert network(*told, on=day(1)).visibility == Visibility(steps=0, visible=0, share=None, seen_by=())


FIRST = RevisePitch(happened_on=day(1), pitch_id=uid("first pitch"), wording="I care")
SECOND = RevisePitch(
    happened_on=day(1), pitch_id=uid("second pitch"), wording="I teach wards", follows=uid("first pitch")
)


def letter(name: str, on: int, pitch: str | None) -> tuple[UserCommand, ...]:
    papers = NotePapersSent(
        happened_on=day(on), experiment_id=uid(name), pitch_id=uid(pitch) if pitch else None, cv="short"
    )
    return (*talk(name, on, kind="application"), papers)


def test_each_version_of_the_pitch_is_shown_with_what_came_of_it() -> None:
    told = (
        *ABOUT_TEACHING,
        FIRST,
        SECOND,
        *letter("a", 2, "first pitch"),
        *letter("b", 3, "first pitch"),
        *letter("c", 4, "second pitch"),
        *letter("d", 4, None),
        answer(experiment_id=uid("a"), answer="rejected_unseen"),
        answer(experiment_id=uid("b"), happened_on=day(9)),
        answer(experiment_id=uid("b"), happened_on=day(20), answer="offer"),
        answer(experiment_id=uid("d")),
    )
    second, first = network(*told).pitches

    assert (first.wording, first.since, first.sent, first.invited) == ("I care", day(1), 2, 1)
    assert (second.follows, second.sent, second.invited) == (uid("first pitch"), 1, 0)
    assert [one.invited for one in network(*told, on=day(8)).pitches] == [0, 0]
    assert network(*told, on=day(0)).pitches == ()


def test_how_a_pitch_landed_is_the_mean_of_the_steps_it_was_tried_in() -> None:
    told = (
        *ABOUT_TEACHING,
        FIRST,
        SECOND,
        *talk("one", 2),
        *talk("two", 3),
        TryPitch(happened_on=day(2), experiment_id=uid("one"), pitch_id=uid("first pitch"), landed=8),
        TryPitch(happened_on=day(3), experiment_id=uid("two"), pitch_id=uid("first pitch"), landed=5),
    )
    second, first = network(*told).pitches

    assert (first.tried, first.landed) == (2, 6.5)
    assert (second.tried, second.landed) == (0, None)
    assert network(*told, on=day(2)).pitches[1].landed == 8


# The worked cases.


@cache
def in_week(number: int, week: int) -> Network:
    return NETWORK.view(fold(NETWORK, entries_of(read(number))), evening(number, week), DEFAULT_PARAMETERS)


def test_the_channel_mix_of_case_1() -> None:
    shown = in_week(1, 12)

    assert (shown.channels.steps, shown.channels.unnamed, shown.employers) == (20, 0, 9)
    assert shares(shown) == [
        ("introduced", 7),
        ("advert", 5),
        ("network", 3),
        ("cold", 2),
        ("phone", 1),
        ("catalogue", 1),
        ("called_back", 1),
    ]


def test_the_risk_manager_of_case_1_was_met_twice_and_called_once() -> None:
    hugo = next(one for one in in_week(1, 12).contacts if one.name == "Hugo")

    assert (hugo.met, hugo.last_met, hugo.channel) == (2, date(2026, 2, 10), "introduced")
    assert (hugo.in_role, hugo.can_hire, hugo.strongest_tie) == (True, False, "weak")
    assert hugo.employer == "large teaching hospital (fictional)"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (1, {"invited": 2, "close": 1, "unseen": 1, "called_back": 1, "second_round": 1, "waiting": 0}),
        (2, {"invited": 1, "close": 1, "silence": 1, "would_not_meet": 1, "waiting": 0}),
    ],
)
def test_the_answers_of_the_cases(number: int, expected: dict[str, int]) -> None:
    shown = in_week(number, 12).approaches

    assert {word: getattr(shown, word) for word in expected} == expected
    assert shown.made == sum(expected.values())


def test_the_feedback_of_the_cases() -> None:
    quality = [in_week(number, 12).feedback for number in CASES]

    assert [one.asked for one in quality] == [2, 1]
    assert [(one.usable, one.empty) for one in quality] == [(1, 1), (1, 0)]


# What holds of every journey.


@given(histories(), st.integers(0, 200), days)
@long_histories
def test_a_fold_taken_up_again_is_the_fold_of_the_whole(history: History, cut: int, on: date) -> None:
    told = history.entries()
    whole, kept = fold(NETWORK, told), fold(NETWORK, told[:cut])
    stored = msgspec.json.decode(msgspec.json.encode(kept), type=NetworkState)

    assert whole == fold_more(NETWORK, kept, told[cut:])
    assert NETWORK.view(whole, on, DEFAULT_PARAMETERS) == NETWORK.view(
        fold_more(NETWORK, stored, told[cut:]), on, DEFAULT_PARAMETERS
    )


@given(histories(), days)
@long_histories
def test_the_network_at_a_date_depends_only_on_what_is_dated_up_to_it(history: History, on: date) -> None:
    up_to_it = [event for event in history.events if event.happened_on <= on]

    assert view_of(list(history.events), on) == view_of(up_to_it, on)


@given(histories(), days)
@long_histories
def test_the_parts_add_up_to_the_whole(history: History, on: date) -> None:
    shown = view_of(list(history.events), on)
    run_so_far = [one for one in history.events if isinstance(one, ExperimentRun) and one.happened_on <= on]
    mix, quality = shown.channels, shown.feedback

    assert mix.steps == mix.unnamed + sum(one.steps for one in mix.channels)
    assert sum(one.share for one in mix.channels) == pytest.approx(1 if mix.channels else 0)
    assert shown.approaches.made == sum(getattr(shown.approaches, word) for word in WORDS)
    assert quality.usable + quality.empty <= quality.asked
    assert sum(one.met for one in shown.contacts) <= len(run_so_far)
    assert all(one.last_met <= on for one in shown.contacts)
    assert mix.leads == sum(one.leads for one in mix.channels) == len(shown.leads)
    assert {one.contact_id for one in shown.contacts}.isdisjoint(one.contact_id for one in shown.unmet)
    assert shown.visibility.visible <= shown.visibility.steps == mix.steps
    assert all(one.invited <= one.sent for one in shown.pitches)
    assert all(one.since <= one.on <= on for one in shown.allies)

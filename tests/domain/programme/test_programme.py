"""A programme: given earlier commands, when a command is decided, then these events, nothing, or an error."""

from datetime import date
from typing import Any, get_args

import msgspec
import pytest

from domain.errors import DomainError, InvalidOperation, InvalidValue, UnknownProgramme
from domain.programme.aggregate import INITIAL, Programme, evolve
from domain.programme.commands import (
    AdjustProgramme,
    ChooseQuests,
    EndEnrolment,
    EnrolJourney,
    JoinAsCoach,
    LeaveAsCoach,
    OpenProgramme,
    ProgrammeCommand,
    SetStanceQuestions,
)
from domain.programme.decide import decide
from domain.programme.events import (
    CoachJoined,
    CoachLeft,
    EnrolmentEnded,
    JourneyEnrolled,
    ProgrammeAdjusted,
    ProgrammeEvent,
    ProgrammeOpened,
    QuestsChosen,
    StanceQuestionsSet,
)
from tests.domain.journeys import day, uid
from tests.domain.scenario import LONG_AFTER

INGRID, SVEN = uid("Ingrid"), uid("Sven")
MARLOES, ANS = uid("Marloes"), uid("Ans")


def opening(**fields: Any) -> OpenProgramme:
    plain: dict[str, Any] = {
        "happened_on": day(0),
        "name": "Second career",
        "tracks": ("preventive", "curative"),
        "languages": ("nl", "en"),
        "time_zone": "Europe/Amsterdam",
    }
    return OpenProgramme(**(plain | fields))


def adjusted(**fields: Any) -> ProgrammeAdjusted:
    plain: dict[str, Any] = {
        "happened_on": day(5),
        "name": "Second career",
        "tracks": ("preventive", "curative"),
        "languages": ("nl", "en"),
        "game": True,
    }
    return ProgrammeAdjusted(**(plain | fields))


JOINED = JoinAsCoach(happened_on=day(1), coach_id=INGRID, name="Ingrid")
ENROLLED = EnrolJourney(happened_on=day(2), journey_id=MARLOES)
ENDED = EndEnrolment(happened_on=day(9), journey_id=MARLOES, ending="new_work")
QUESTIONS = SetStanceQuestions(happened_on=day(1), stance="coach", questions=("What surprised you?",))
QUESTS = ChooseQuests(happened_on=day(1), quests=("first_light", "ask_the_odds"))

EVERY: tuple[ProgrammeCommand, ...] = (
    opening(),
    AdjustProgramme(happened_on=day(5), game=False),
    QUESTIONS,
    QUESTS,
    JOINED,
    LeaveAsCoach(happened_on=day(3), coach_id=INGRID),
    ENROLLED,
    ENDED,
)
"""One of each command, in a legal order."""


def given(*earlier: ProgrammeCommand) -> Programme:
    """A programme after these commands, in order."""
    programme = INITIAL
    for command in earlier:
        programme = after(programme, decide(programme, command, LONG_AFTER))
    return programme


def after(programme: Programme, events: list[ProgrammeEvent]) -> Programme:
    for event in events:
        programme = evolve(programme, event)
    return programme


def when(programme: Programme, command: ProgrammeCommand, today: date = LONG_AFTER) -> list[ProgrammeEvent]:
    return decide(programme, command, today)


def refused(
    programme: Programme, command: ProgrammeCommand, today: date = LONG_AFTER
) -> tuple[type[DomainError], str, str]:
    """The kind of a refusal, its field, and what is allowed instead."""
    with pytest.raises(DomainError) as refusal:
        decide(programme, command, today)
    assert refusal.value.message.endswith(".")
    return type(refusal.value), refusal.value.field, refusal.value.allowed


def test_every_command_is_among_the_examples() -> None:
    assert {type(one) for one in EVERY} == set(get_args(ProgrammeCommand))


def test_every_command_told_twice_is_already_so() -> None:
    numbered = [(place, command) for place, command in enumerate(EVERY, 1)]
    assert [[] for _ in numbered] == [when(given(*EVERY[:place]), command) for place, command in numbered]


def test_every_fact_comes_back_as_it_was_stored() -> None:
    programme, events = INITIAL, list[ProgrammeEvent]()
    for command in EVERY:
        produced = decide(programme, command, LONG_AFTER)
        programme, events = after(programme, produced), events + produced

    assert {type(event) for event in events} == set(get_args(ProgrammeEvent))
    assert events == [
        msgspec.json.decode(msgspec.json.encode(event), type=ProgrammeEvent) for event in events
    ]


def test_nothing_is_told_of_a_programme_that_did_not_open() -> None:
    refusals = [refused(INITIAL, command) for command in EVERY[1:]]

    assert refusals == [(UnknownProgramme, "", "OpenProgramme first")] * 7


def test_nothing_is_told_of_a_day_before_it_opened_or_after_today() -> None:
    early, late = (JoinAsCoach(happened_on=day(ahead), coach_id=INGRID, name="Ingrid") for ahead in (-1, 3))

    assert refused(given(opening()), early) == (InvalidValue, "happened_on", f"{day(0)} or later")
    assert refused(given(opening()), late, day(2)) == (InvalidValue, "happened_on", f"{day(2)} or earlier")
    assert refused(INITIAL, opening(), day(-1)) == (InvalidValue, "happened_on", f"{day(-1)} or earlier")


def test_it_opens_with_each_track_and_language_once() -> None:
    command = opening(tracks=("curative", "preventive", "curative"), languages=("nl", "nl"), game=False)
    expected = ProgrammeOpened(
        happened_on=day(0),
        name="Second career",
        tracks=("curative", "preventive"),
        languages=("nl",),
        time_zone="Europe/Amsterdam",
        game=False,
    )
    assert [expected] == when(INITIAL, command)


def test_it_opens_only_once() -> None:
    refusal = refused(given(opening()), opening(name="Another"))

    assert refusal == (InvalidOperation, "", "another programme id, or AdjustProgramme")


def test_an_adjustment_tells_the_whole_offer() -> None:
    once = AdjustProgramme(happened_on=day(5), name="Third career", tracks=("curative",))
    again = AdjustProgramme(happened_on=day(6), game=False)
    programme = given(opening(), once)

    assert [adjusted(name="Third career", tracks=("curative",))] == when(given(opening()), once)
    assert [adjusted(happened_on=day(6), name="Third career", tracks=("curative",), game=False)] == when(
        programme, again
    )
    assert programme.current_offer.name == "Third career"


def test_an_adjustment_to_what_it_is_already_changes_nothing() -> None:
    command = AdjustProgramme(happened_on=day(5), name="Second career", game=True)

    assert when(given(opening()), command) == []


def test_an_adjustment_of_nothing_or_of_the_past_is_refused() -> None:
    programme = given(opening(), AdjustProgramme(happened_on=day(5), game=False))
    nothing = AdjustProgramme(happened_on=day(6))
    past = AdjustProgramme(happened_on=day(4), game=True)

    assert refused(programme, nothing) == (InvalidValue, "name", "name, tracks, languages or game")
    assert refused(programme, past) == (InvalidOperation, "happened_on", f"{day(5)} or later")


def test_each_stance_has_questions_of_its_own() -> None:
    other = SetStanceQuestions(happened_on=day(2), stance="marketer", questions=("Who asked?", "Who asked?"))
    programme = given(opening(), QUESTIONS)

    assert [StanceQuestionsSet(happened_on=day(2), stance="marketer", questions=("Who asked?",))] == when(
        programme, other
    )
    assert set(given(opening(), QUESTIONS, other).questions) == {"coach", "marketer"}


def test_questions_of_an_earlier_day_replace_none() -> None:
    earlier = SetStanceQuestions(happened_on=day(0), stance="coach", questions=("What now?",))

    refusal = refused(given(opening(), QUESTIONS), earlier)

    assert refusal == (InvalidOperation, "happened_on", f"{day(1)} or later")


def test_no_quests_is_a_choice_too() -> None:
    none = ChooseQuests(happened_on=day(3), quests=())

    assert [QuestsChosen(happened_on=day(3), quests=())] == when(given(opening(), QUESTS), none)
    assert [QuestsChosen(happened_on=day(3), quests=())] == when(given(opening()), none)
    assert refused(given(opening(), none), QUESTS) == (InvalidOperation, "happened_on", f"{day(3)} or later")


def test_a_coach_joins_leaves_and_comes_back() -> None:
    leaves = LeaveAsCoach(happened_on=day(3), coach_id=INGRID)
    returns = JoinAsCoach(happened_on=day(8), coach_id=INGRID, name="Ingrid B.")
    programme = given(opening(), JOINED)

    assert [CoachJoined(happened_on=day(1), coach_id=INGRID, name="Ingrid")] == when(given(opening()), JOINED)
    assert [CoachLeft(happened_on=day(3), coach_id=INGRID)] == when(programme, leaves)
    assert [CoachJoined(happened_on=day(8), coach_id=INGRID, name="Ingrid B.")] == when(
        given(opening(), JOINED, leaves), returns
    )


def test_two_coaches_do_not_share_an_id() -> None:
    other = JoinAsCoach(happened_on=day(2), coach_id=INGRID, name="Sven")

    assert refused(given(opening(), JOINED), other) == (InvalidOperation, "coach_id", "a new id")


def test_nobody_leaves_before_joining_and_who_is_not_there_has_left() -> None:
    early = LeaveAsCoach(happened_on=day(0), coach_id=INGRID)
    stranger = LeaveAsCoach(happened_on=day(2), coach_id=SVEN)

    assert refused(given(opening(), JOINED), early) == (InvalidValue, "happened_on", f"{day(1)} or later")
    assert when(given(opening(), JOINED), stranger) == []


def test_a_journey_is_enrolled_with_a_coach_or_without() -> None:
    coached = EnrolJourney(happened_on=day(2), journey_id=ANS, coach_id=INGRID)
    programme = given(opening(), JOINED)

    assert [JourneyEnrolled(happened_on=day(2), journey_id=MARLOES)] == when(programme, ENROLLED)
    assert [JourneyEnrolled(happened_on=day(2), journey_id=ANS, coach_id=INGRID)] == when(programme, coached)


def test_only_a_coach_who_is_there_can_be_named() -> None:
    command = EnrolJourney(happened_on=day(4), journey_id=MARLOES, coach_id=INGRID)
    gone = given(opening(), JOINED, LeaveAsCoach(happened_on=day(3), coach_id=INGRID))

    expected = (InvalidOperation, "coach_id", "the id of a coach in the programme")
    assert [expected] * 2 == [refused(programme, command) for programme in (given(opening()), gone)]


def test_an_enrolment_ends_with_the_ending_or_without() -> None:
    programme = given(opening(), ENROLLED)
    quietly = EndEnrolment(happened_on=day(9), journey_id=MARLOES)

    assert [EnrolmentEnded(happened_on=day(9), journey_id=MARLOES, ending="new_work")] == when(
        programme, ENDED
    )
    assert [EnrolmentEnded(happened_on=day(9), journey_id=MARLOES)] == when(programme, quietly)
    assert when(given(opening(), ENROLLED, ENDED), quietly) == []


def test_only_what_was_enrolled_can_end_and_not_before_it_was() -> None:
    stranger = EndEnrolment(happened_on=day(9), journey_id=ANS)
    early = EndEnrolment(happened_on=day(1), journey_id=MARLOES)
    programme = given(opening(), ENROLLED)

    assert refused(programme, stranger) == (
        InvalidOperation,
        "journey_id",
        "the id of a journey in the programme",
    )
    assert refused(programme, early) == (InvalidValue, "happened_on", f"{day(2)} or later")


def test_a_journey_may_come_back_after_its_part_ended() -> None:
    programme = given(opening(), ENROLLED, ENDED)
    back = EnrolJourney(happened_on=day(12), journey_id=MARLOES)
    early = EnrolJourney(happened_on=day(8), journey_id=MARLOES)
    returned = given(opening(), ENROLLED, ENDED, back)

    assert [JourneyEnrolled(happened_on=day(12), journey_id=MARLOES)] == when(programme, back)
    assert refused(programme, early) == (InvalidValue, "happened_on", f"{day(9)} or later")
    assert (set(returned.enrolled), returned.ended, returned.since) == ({MARLOES}, {}, {MARLOES: day(2)})

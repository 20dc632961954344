"""Deputies: proposed by the coach, agreed to by the client, over by themselves, and never seeing more than the coach."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given as given_random
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.errors import InvalidOperation, InvalidValue
from domain.event import AuthoredEvent
from domain.journey.aggregate import Journey, evolve_all
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.deputies import LONGEST_COVER, AnswerDeputy, EndDeputy, ProposeDeputy
from domain.journey.commands.sight import ExpireSight, GrantSight, WithdrawSight
from domain.journey.decide import UserCommand, decide
from domain.journey.deputies import (
    agreed_covers,
    awaits_answer,
    cover_by,
    deputy_scope,
    granted_scope,
    open_covers,
    written_as_deputy,
)
from domain.journey.events.deputies import (
    SCOPE_ORDER,
    DeputyAnswered,
    DeputyAnswerLapsed,
    DeputyEnded,
    DeputyProposed,
)
from domain.vocabulary import SightScope
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.sight.projection import SIGHT
from projections.sight.view import DeputyView
from tests.domain.journeys import day, start, uid
from tests.domain.more_journeys import ON, STRANGER, later_than
from tests.domain.scenario import LONG_AFTER, given, journey_after
from tests.histories import History, histories, histories_with_deputies
from tests.projections.small_games import entries

INGRID, SANNE, COVER = uid("ingrid"), uid("sanne"), uid("holiday")
FIRST, LAST = day(20), day(34)
COACH = AssignCoach(happened_on=ON, coach_id=INGRID, name="Ingrid")


def sees(scope: SightScope = "everything", **fields: Any) -> GrantSight:
    return GrantSight(
        **{
            "happened_on": ON,
            "reader_id": INGRID,
            "reader": "coach",
            "name": "Ingrid",
            "scope": scope,
            **fields,
        }
    )


def propose(**fields: Any) -> ProposeDeputy:
    plain = {"happened_on": ON, "cover_id": COVER, "deputy_id": SANNE, "name": "Sanne"}
    return ProposeDeputy(**{**plain, "first_day": FIRST, "last_day": LAST, **fields})


def proposed(**fields: Any) -> DeputyProposed:
    plain = {"happened_on": ON, "cover_id": COVER, "deputy_id": SANNE, "name": "Sanne"}
    days = {"first_day": FIRST, "last_day": LAST}
    return DeputyProposed(**{**plain, **days, "coach_id": INGRID, "coach_name": "Ingrid", **fields})


READ = {"deputy_id": SANNE, "name": "Sanne", "first_day": FIRST, "last_day": LAST}
"""What the question says whom it is about, and when."""


def agree(scope: SightScope | None = "everything", on: date = ON, **fields: Any) -> AnswerDeputy:
    return AnswerDeputy(
        **{"happened_on": on, "cover_id": COVER, "agreed": True, "scope": scope, **READ, **fields}
    )


def decline(on: date = ON) -> AnswerDeputy:
    return AnswerDeputy(happened_on=on, cover_id=COVER, agreed=False)


def answered(**fields: Any) -> DeputyAnswered:
    plain = {"happened_on": ON, "cover_id": COVER, "agreed": True, "scope": "everything"}
    plain |= {"deputy_id": SANNE, "name": "Sanne"}
    return DeputyAnswered(**{**plain, "first_day": FIRST, "last_day": LAST, **fields})


CHANGED: dict[str, Any] = {
    "deputy_id": uid("piet"),
    "name": "Piet",
    "first_day": day(10),
    "last_day": day(50),
}
END = EndDeputy(happened_on=day(25), cover_id=COVER)


def seen_by_day(*commands: UserCommand) -> dict[int, SightScope]:
    """What Sanne sees on which day of the journey."""
    journey = journey_after(start(), COACH, *commands)
    seen = {number: deputy_scope(journey, SANNE, day(number)) for number in range(1, 60)}
    return {number: scope for number, scope in seen.items() if scope}


def test_a_coach_proposes_a_deputy() -> None:
    given(start(), COACH).when(propose()).then(proposed())


def test_the_same_proposal_again_is_already_so() -> None:
    given(start(), COACH, propose()).when(propose()).then_nothing()


def test_a_proposal_needs_a_coach() -> None:
    given(start()).when(propose()).then_refused(InvalidOperation, field="", allowed="AssignCoach first")


def test_nobody_stands_in_for_themselves() -> None:
    given(start(), COACH).when(propose(deputy_id=INGRID)).then_refused(
        InvalidOperation, field="deputy_id", allowed="the id of another coach"
    )


@pytest.mark.parametrize(
    ("fields", "field", "allowed"),
    [
        ({"last_day": day(19)}, "last_day", later_than(FIRST)),
        ({"first_day": day(1), "last_day": day(2)}, "last_day", later_than(ON)),
        (
            {"last_day": FIRST + LONGEST_COVER + timedelta(days=1)},
            "last_day",
            f"{FIRST + LONGEST_COVER} or earlier",
        ),
    ],
)
def test_the_days_are_in_order_ahead_and_not_for_ever(
    fields: dict[str, Any], field: str, allowed: str
) -> None:
    given(start(), COACH).when(propose(**fields)).then_refused(InvalidValue, field=field, allowed=allowed)


OTHER = {"cover_id": uid("another holiday"), "deputy_id": uid("piet"), "name": "Piet"}


def test_two_deputies_never_share_a_day() -> None:
    given(start(), COACH, propose()).when(propose(**OTHER, first_day=LAST, last_day=day(50))).then_refused(
        InvalidOperation, field="first_day", allowed="other days, or EndDeputy first"
    )


@pytest.mark.parametrize("before", [END, decline()])
def test_after_a_no_or_an_end_another_is_proposed(before: UserCommand) -> None:
    on = before.happened_on
    given(start(), COACH, sees(), propose(), before).when(propose(**OTHER, happened_on=on)).then(
        proposed(**OTHER, happened_on=on)
    )


def _holiday(number: int) -> ProposeDeputy:
    """One of many, each on a day of its own."""
    return propose(cover_id=uid(f"holiday {number}"), first_day=day(20 + number), last_day=day(20 + number))


def test_few_questions_wait_for_a_client_at_a_time() -> None:
    many, one_more = [_holiday(number) for number in range(5)], _holiday(5)
    ended = EndDeputy(happened_on=ON, cover_id=many[0].cover_id)
    declined = AnswerDeputy(happened_on=ON, cover_id=many[1].cover_id, agreed=False)

    given(start(), COACH, *many).when(one_more).then_refused(
        InvalidOperation, field="", allowed="AnswerDeputy"
    )
    given(start(), COACH, *many).when(many[0]).then_nothing()
    for before in (ended, declined):
        assert len(list(open_covers(journey_after(start(), COACH, *many, before, one_more), ON))) >= 5


def test_a_client_agrees() -> None:
    given(start(), COACH, sees(), propose()).when(agree()).then(answered())
    given(start(), COACH, sees(), propose(), agree()).when(agree()).then_nothing()


def test_a_no_is_never_a_problem() -> None:
    given(start(), COACH, propose()).when(decline()).then(answered(agreed=False, scope=None))


def test_an_answer_may_be_changed_either_way() -> None:
    given(start(), COACH, sees(), propose(), agree()).when(decline(day(5))).then(
        answered(happened_on=day(5), agreed=False, scope=None)
    )
    given(start(), COACH, sees(), propose(), decline()).when(agree("progress", day(5))).then(
        answered(happened_on=day(5), scope="progress")
    )


@pytest.mark.parametrize("scope", ["everything", None])
def test_a_deputy_is_shown_at_most_what_the_coach_sees(scope: SightScope | None) -> None:
    allowed = "profile" if scope else "everything, profile or progress"
    given(start(), COACH, sees("profile"), propose()).when(agree(scope)).then_refused(
        InvalidOperation, field="scope", allowed=allowed
    )


def test_a_deputy_is_shown_nothing_where_the_coach_sees_nothing() -> None:
    given(start(), COACH, propose()).when(agree("progress")).then_refused(
        InvalidOperation, field="scope", allowed="GrantSight first"
    )


def test_no_answer_before_the_question_or_after_the_days() -> None:
    given(start(), COACH, sees(), propose()).when(agree(on=day(2))).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(ON)
    )
    given(start(), COACH, sees(), propose()).when(agree(on=day(35))).then_refused(
        InvalidOperation, field="cover_id", allowed="days that are still open"
    )


@pytest.mark.parametrize("field", READ)
def test_a_yes_is_one_to_the_question_that_stands_now(field: str) -> None:
    unsaid: dict[str, Any] = {field: None}
    changed = start(), COACH, sees(), propose(**{field: CHANGED[field]})

    given(*changed).when(agree()).then_refused(
        InvalidOperation, field="cover_id", allowed="what the question says now"
    )
    given(*changed).when(agree(**unsaid)).then_refused(
        InvalidOperation,
        field="deputy_id",
        allowed="deputy_id, name, first_day and last_day, as the question says them",
    )
    given(*changed).when(agree(**{field: CHANGED[field]})).then(answered(**{field: CHANGED[field]}))
    given(*changed).when(decline()).then(answered(agreed=False, scope=None, **{field: CHANGED[field]}))


@pytest.mark.parametrize("command", [agree(), decline(), END])
def test_a_deputy_nobody_proposed_is_not_answered_or_ended(command: UserCommand) -> None:
    given(start(), COACH).when(command).then_refused(
        InvalidOperation, field="cover_id", allowed="the id of a deputy's days"
    )


def test_a_deputy_is_ended_once() -> None:
    given(start(), COACH, propose()).when(END).then(DeputyEnded(happened_on=day(25), cover_id=COVER))
    given(start(), COACH, propose(), END).when(END).then_nothing()


def test_what_the_client_ends_stays_ended_whatever_the_coach_takes_back() -> None:
    coach, client = INGRID, uid("elin")
    journey = journey_after(start(), COACH, sees(), propose(), agree())
    journey = _after(journey, END, by=coach)
    number = len(journey.authored_events)
    journey = _after(journey, END, by=client)
    assert _after(journey, END, by=client) == journey

    journey = _after(journey, RetractEntry(happened_on=day(25), number=number), by=coach)

    assert COVER in journey.deputies.ended
    assert deputy_scope(journey, SANNE, day(25)) is None


def test_a_deputy_sees_from_the_first_day_to_the_last() -> None:
    assert seen_by_day(sees(), propose()) == {}
    assert seen_by_day(sees(), propose(), decline()) == {}
    assert seen_by_day(sees(), propose(), agree()) == dict.fromkeys(range(20, 35), "everything")
    assert seen_by_day(sees(), propose(), agree(), END) == {}
    assert seen_by_day(sees(), propose(), agree("progress")) == dict.fromkeys(range(20, 35), "progress")


def test_a_deputy_loses_with_the_coach() -> None:
    withdrawn = WithdrawSight(happened_on=day(21), reader_id=INGRID)
    another = AssignCoach(happened_on=day(21), coach_id=uid("piet"), name="Piet")

    assert seen_by_day(sees(), propose(), agree(), withdrawn) == {}
    assert seen_by_day(sees(), propose(), agree(), another) == {}
    assert set(seen_by_day(sees(), propose(), agree(), sees("progress", happened_on=day(21))).values()) == {
        "progress"
    }
    assert max(seen_by_day(sees(until=day(22)), propose(), agree())) == 22


@pytest.mark.parametrize("end", [WithdrawSight, ExpireSight])
def test_a_yes_does_not_come_back_with_the_coachs_sight(end: type[WithdrawSight | ExpireSight]) -> None:
    granted = sees(until=day(20)) if end is ExpireSight else sees()
    ended = end(happened_on=day(21), reader_id=INGRID)
    again = sees(happened_on=day(22))
    journey = journey_after(start(), COACH, granted, propose(), agree(), ended, again)

    (cover,) = open_covers(journey, day(25))
    assert awaits_answer(cover)
    assert deputy_scope(journey, SANNE, day(25)) is None
    assert _view(journey, day(25)).agreed is None
    assert deputy_scope(_after(journey, agree(on=day(23))), SANNE, day(25)) == "everything"


def test_a_no_is_not_asked_about_again_with_the_coachs_sight() -> None:
    withdrawn = WithdrawSight(happened_on=day(21), reader_id=INGRID)
    journey = journey_after(
        start(), COACH, sees(), propose(), decline(), withdrawn, sees(happened_on=day(22))
    )

    assert not any(map(awaits_answer, open_covers(journey, day(25))))


def test_the_view_of_sight_says_what_a_deputy_sees_on_that_day() -> None:
    less = journey_after(start(), COACH, sees(), propose(), agree(), sees("progress", happened_on=day(21)))
    over = journey_after(start(), COACH, sees(until=day(22)), propose(), agree())

    assert [_view(less, day(number)).scope for number in (20, 21)] == ["everything", "progress"]
    assert [_view(over, day(number)).scope for number in (22, 23)] == ["everything", None]


def _view(journey: Journey, on: date) -> DeputyView:
    told = entries([event for _, event in journey.numbered_events()])
    (found,) = SIGHT.view(fold(SIGHT, told), on, DEFAULT_PARAMETERS).deputies
    return found


@pytest.mark.parametrize(
    "fields",
    [
        {"deputy_id": uid("piet"), "name": "Piet"},
        {"last_day": day(50)},
        {"first_day": day(10)},
        {"name": "Piet"},
    ],
)
def test_a_corrected_proposal_is_asked_about_anew(fields: dict[str, Any]) -> None:
    commands = start(), COACH, sees(), propose(), agree()
    journey = evolve_all(journey_after(*commands), [])
    (number,) = (number for number, event in journey.numbered_events() if isinstance(event, DeputyProposed))
    correction = CorrectEntry(happened_on=day(5), number=number, restated=propose(**fields))
    journey = _after(journey, correction)

    (cover,) = open_covers(journey, day(25))
    assert awaits_answer(cover)
    assert all(cover_by(journey, one, day(25)) is None for one in (SANNE, uid("piet")))


HELD: tuple[UserCommand, ...] = (COACH, sees(), propose(), agree())
OTHER_COACH = AssignCoach(happened_on=day(22), coach_id=uid("piet"), name="Piet")


def _retract(number: int, on: int) -> RetractEntry:
    return RetractEntry(happened_on=day(on), number=number)


def _count(*commands: UserCommand) -> int:
    """The number of the last entry after these commands."""
    return len(journey_after(start(), *HELD, *commands).authored_events)


_PROPOSAL = len(journey_after(start(), COACH, sees(), propose()).authored_events)
_ENDED = _count(END)
_WITHDRAWN = _count(WithdrawSight(happened_on=day(21), reader_id=INGRID))
_ELSE_PROPOSED = CorrectEntry(happened_on=day(21), number=_PROPOSAL, restated=propose(last_day=day(40)))

INTERRUPTIONS: dict[str, tuple[UserCommand, ...]] = {
    "an end is taken back": (END, _retract(_ENDED, 26)),
    "an end is taken back, again": (
        END,
        _retract(_ENDED, 26),
        agree(on=day(26)),
        END,
        _retract(_ENDED + 4, 27),
    ),
    "the proposal is withdrawn, and that taken back": (_retract(_PROPOSAL, 21), _retract(_ENDED, 22)),
    "the proposal is corrected, and that taken back": (_ELSE_PROPOSED, _retract(_ENDED, 22)),
    "the proposal is corrected, and corrected back": (
        _ELSE_PROPOSED,
        CorrectEntry(happened_on=day(22), number=_PROPOSAL, restated=propose()),
    ),
    "the first coach comes back": (OTHER_COACH, replace(COACH, happened_on=day(23))),
    "another coach is taken back": (OTHER_COACH, _retract(_ENDED, 23)),
    "a stop of sharing is taken back": (
        WithdrawSight(happened_on=day(21), reader_id=INGRID),
        _retract(_WITHDRAWN, 22),
    ),
    "an end and another coach are taken back": (
        END,
        replace(OTHER_COACH, happened_on=day(25)),
        _retract(_ENDED, 26),
        _retract(_ENDED + 1, 26),
    ),
}


@pytest.mark.parametrize("interruption", INTERRUPTIONS.values(), ids=INTERRUPTIONS)
def test_a_yes_never_begins_to_count_again_without_the_client(interruption: tuple[UserCommand, ...]) -> None:
    journey = journey_after(start(), *HELD, *interruption)

    (cover,) = open_covers(journey, day(27))
    assert awaits_answer(cover)
    assert deputy_scope(journey, SANNE, day(27)) is None
    assert _view(journey, day(27)).agreed is None
    assert deputy_scope(_after(journey, agree(on=day(27))), SANNE, day(27)) == "everything"


def test_a_yes_does_not_come_back_with_sight_that_ran_out_unnoticed() -> None:
    journey = journey_after(start(), COACH, sees(until=day(21)), propose(), agree())
    told = decide(journey, sees(happened_on=day(20)), day(25), None)

    assert DeputyAnswerLapsed(happened_on=day(20), cover_id=COVER) in told


def test_that_a_client_is_asked_again_is_not_taken_back() -> None:
    interrupted = INTERRUPTIONS["an end is taken back"]
    number = _count(*interrupted)
    given(start(), *HELD, *interrupted).when(_retract(number, 27)).then_refused(
        InvalidOperation, field="number", allowed="AnswerDeputy"
    )


def test_the_client_answers_after_being_asked_again() -> None:
    interrupted = INTERRUPTIONS["an end is taken back"]
    given(start(), *HELD, *interrupted).when(agree(on=day(25))).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(day(26))
    )


@given_random(histories_with_deputies())
def test_a_yes_begins_to_count_by_an_answer_and_by_nothing_else(history: History) -> None:
    journey, number = Journey(), 0
    for decision in history.decisions:
        before, number = journey, number + len(decision.events)
        journey = evolve_all(Journey(), history.journey.authored_events[:number])
        said = decision.command
        said = said.restated if isinstance(said, CorrectEntry) else said
        if not isinstance(said, AnswerDeputy):
            on = decision.decided_on
            assert agreed_covers(journey, on) <= agreed_covers(before, on)


def test_with_a_withdrawn_proposal_goes_what_was_said_about_it() -> None:
    journey = journey_after(start(), COACH, sees(), propose(), agree())
    (number,) = (number for number, event in journey.numbered_events() if isinstance(event, DeputyProposed))

    assert not _after(journey, RetractEntry(happened_on=day(5), number=number)).deputies.covers


@given_random(histories_with_deputies())
def test_who_wrote_as_a_deputy_is_whoever_was_one_then(history: History) -> None:
    """Nothing that is recorded afterwards makes a note of before readable, or takes away one of then."""
    authored = [
        AuthoredEvent(one.event, uid("sanne") if number % 2 else INGRID)
        for number, one in enumerate(history.journey.authored_events, 1)
    ]
    journey = replace(history.journey, authored_events=tuple(authored))
    for number, entry in enumerate(authored, 1):
        then = evolve_all(Journey(), authored[: number - 1])
        on = entry.event.happened_on
        sees = bool(entry.by and deputy_scope(then, entry.by, on))

        assert (written_as_deputy(journey, number) is not None) == sees


@given_random(histories(), st.sampled_from([uid("sanne"), STRANGER]))
def test_whoever_stands_in_sees_no_more_than_the_coach_and_the_client_say(
    history: History, somebody: Any
) -> None:
    journey = history.journey
    for on in (history.today, history.today + timedelta(days=7)):
        for cover in journey.deputies.covers.values():
            scope = deputy_scope(journey, cover.proposed.deputy_id, on)
            if scope is None:
                continue
            assigned = journey.coaches.assigned
            of_coach = granted_scope(journey, assigned.coach_id, on) if assigned else None
            said = cover_by(journey, cover.proposed.deputy_id, on)
            assert of_coach
            assert said
            assert said.answer
            assert said.answer.agreed
            assert said.answer.scope
            assert SCOPE_ORDER.index(scope) <= SCOPE_ORDER.index(of_coach)
            assert SCOPE_ORDER.index(scope) <= SCOPE_ORDER.index(said.answer.scope)
            assert said.proposed.first_day <= on <= said.proposed.last_day
        assert deputy_scope(journey, somebody, on) is None


def _after(journey: Journey, command: UserCommand, by: UUID | None = None) -> Journey:
    events = decide(journey, command, LONG_AFTER, by)
    return evolve_all(journey, [AuthoredEvent(event, by) for event in events])

"""Correcting and retracting entries: what it means, what follows, and what is refused."""

from operator import is_
from typing import get_args
from uuid import UUID

import pytest
from msgspec.structs import replace

from domain.errors import DomainError, InvalidOperation, InvalidValue
from domain.journey.aggregate import INITIAL, Journey, evolve
from domain.journey.commands.answers import NoteFollowUpDue
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.evidence import LearningInput, OddsSignalInput, StrengthInput
from domain.journey.commands.network import AddContact, EmployerInput
from domain.journey.commands.refusals import ExpireKeptOnFile, KeepOnFile
from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.decide import UserCommand, decide
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.evidence import Source
from domain.journey.events.experiments import ExperimentRun
from domain.journey.events.network import ContactAdded, EmployerNamed
from domain.journey.events.roles import RoleDiscovered
from domain.messages import Message
from tests.domain import journeys as j
from tests.domain.scenario import LONG_AFTER, given

NOW = j.day(50)
OTHER = UUID(int=7)
EMPLOYER = EmployerInput(employer_id=j.HOSPITAL, name="the hospital")


def correct(number: int, restated: UserCommand) -> CorrectEntry:
    return CorrectEntry(happened_on=NOW, number=number, restated=restated)  # type: ignore[arg-type]


def retract(number: int) -> RetractEntry:
    return RetractEntry(happened_on=NOW, number=number)


def corrected(number: int, event: JourneyEvent, along: int = 0) -> EntryCorrected:
    return EntryCorrected(happened_on=NOW, number=number, fact=event, along=along)


def retracted(number: int) -> EntryRetracted:
    return EntryRetracted(happened_on=NOW, number=number)


def journey_after(*earlier: UserCommand | ClockCommand) -> Journey:
    """The journey after these commands."""
    journey = INITIAL
    for one in earlier:
        for event in decide(journey, one, LONG_AFTER):
            journey = evolve(journey, event)
    return journey


def effective(journey: Journey) -> list[JourneyEvent]:
    return list(journey.effective_events().values())


RATED = (*j.TALKED, j.learn(appeal=7))
"""Start 1, role 2, plan 3, run 4, rating 5."""

ANSWERED = (*j.APPLIED, j.answer(also_heard=("referral",)))
"""Start 1, role 2, plan 3, run 4, answer 5, referral 6, invited 7."""

TWO_ROLES = (j.start(), j.discover(), j.discover(role_id=j.RISK, title="risk manager"))


def said_again(
    *told: UserCommand | ClockCommand, number: int, otherwise: UserCommand, first: UserCommand
) -> None:
    """An entry is corrected and then says again what it said first: all is as it was, in the same order."""
    before = journey_after(*told)
    after = before
    for restated in (otherwise, first):
        for event in decide(after, correct(number, restated), NOW):
            after = evolve(after, event)
        assert is_(restated, first) or effective(after) != effective(before)

    assert [*after.effective_events().items()] == [*before.effective_events().items()]


class TestSayingAgainWhatWasSaidFirst:
    def test_what_came_with_an_answer_is_back_in_its_place(self) -> None:
        first = j.answer(also_heard=("referral", "asked_for_cv"))
        told = (*j.APPLIED, first, j.discover(role_id=j.RISK, title="risk manager"))

        said_again(*told, number=5, otherwise=j.answer(), first=first)

    def test_a_role_that_was_heard_of_later_stays_on_its_day_when_the_step_moves_there_and_back(self) -> None:
        heard_of = j.discover(
            role_id=j.RISK, title="risk manager", found="experiment", found_in=j.TALK, happened_on=j.day(4)
        )
        told = (*j.TALKED, j.learn(appeal=7), heard_of)

        said_again(*told, number=4, otherwise=j.run(happened_on=j.day(4)), first=j.run())

    def test_a_follow_up_that_fell_due_has_done_so_again(self) -> None:
        first = j.follow_up(due=j.day(12))
        due = NoteFollowUpDue(happened_on=j.day(12), follow_up_id=first.follow_up_id)

        told = (*j.APPLIED, first)
        said_again(*told, due, number=5, otherwise=j.follow_up(due=j.day(40)), first=first)

    def test_what_the_entry_does_not_refer_to_is_an_entry_of_its_own(self) -> None:
        journey = journey_after(
            j.start(),
            AddContact(happened_on=j.day(0), contact_id=j.ANOUK, name="Anouk", tie="weak", employer=EMPLOYER),
        )
        other = AddContact(
            happened_on=j.day(0), contact_id=OTHER, name="Anouk", tie="weak", employer=EMPLOYER
        )
        named = next(n for n, one in journey.effective_events().items() if isinstance(one, EmployerNamed))

        with pytest.raises(InvalidOperation, match="a separate entry"):
            decide(journey, correct(named, other), NOW)

    def test_a_correction_that_brought_something_back_can_be_withdrawn(self) -> None:
        first = j.answer(also_heard=("referral",))
        journey = journey_after(*j.APPLIED, first)
        # The correction is entry 8, with what it withdraws; saying it again is entry 10.
        for command in (correct(5, j.answer()), correct(5, first), retract(10)):
            for event in decide(journey, command, NOW):
                journey = evolve(journey, event)

        assert effective(journey) == effective(journey_after(*j.APPLIED, j.answer()))


class TestCorrecting:
    def test_the_entry_says_what_it_should_have_said(self) -> None:
        hours = ExperimentRun(happened_on=j.day(2), experiment_id=j.TALK, hours=3)

        given(*j.TALKED).when(correct(4, j.run(hours=3))).then(corrected(4, hours))

    def test_saying_the_same_is_already_so(self) -> None:
        given(*j.TALKED).when(correct(4, j.run())).then_nothing()

    def test_saying_it_twice_is_already_so(self) -> None:
        given(*j.TALKED, correct(4, j.run(hours=3))).when(correct(4, j.run(hours=3))).then_nothing()

    def test_the_last_of_two_corrections_holds(self) -> None:
        twice = journey_after(*j.TALKED, correct(4, j.run(hours=3)), correct(4, j.run(hours=5)))

        assert ExperimentRun(happened_on=j.day(2), experiment_id=j.TALK, hours=5) in effective(twice)

    def test_a_correction_that_is_taken_back_leaves_the_one_before(self) -> None:
        journey = journey_after(*j.TALKED, correct(4, j.run(hours=3)), correct(4, j.run(hours=5)), retract(6))

        assert ExperimentRun(happened_on=j.day(2), experiment_id=j.TALK, hours=3) in effective(journey)

    def test_later_decisions_go_by_the_correction(self) -> None:
        given(*j.TALKED, correct(4, j.run(happened_on=j.day(4)))).when(
            j.conclude(happened_on=j.day(3))
        ).then_refused(InvalidValue, field="happened_on", allowed=f"{j.day(4)} or later")


class TestWhatFollows:
    def test_evidence_is_about_the_role_the_step_really_had(self) -> None:
        given(*TWO_ROLES, j.plan(), j.run(), j.learn(appeal=7)).when(correct(4, j.plan(role_id=j.RISK))).then(
            corrected(4, j.planned(role_id=j.RISK), along=1), corrected(6, j.rated(role_id=j.RISK))
        )

    def test_evidence_about_another_role_stays_there(self) -> None:
        other = j.learn(odds=(OddsSignalInput(signal="referral", role_id=j.RISK),))
        given(*TWO_ROLES, j.plan(), j.run(), other).when(
            correct(4, j.plan(role_id=None, kind="reflection"))
        ).then(corrected(4, j.planned(role_id=None, kind="reflection")))

    def test_evidence_needs_a_role_to_be_about(self) -> None:
        given(*RATED).when(correct(3, j.plan(role_id=None, kind="reflection"))).then_refused(
            InvalidOperation, field="restated/role_id", allowed="a role, or withdraw what was learned first"
        )

    def test_two_signals_that_become_one_are_one(self) -> None:
        both = j.learn(
            odds=(OddsSignalInput(signal="referral"), OddsSignalInput(signal="referral", role_id=j.RISK))
        )
        given(*TWO_ROLES, j.plan(), j.run(), both).when(correct(4, j.plan(role_id=j.RISK))).then(
            corrected(4, j.planned(role_id=j.RISK), along=1), retracted(6)
        )

    def test_evidence_is_dated_by_the_day_the_step_really_was(self) -> None:
        moved = ExperimentRun(happened_on=j.day(5), experiment_id=j.TALK)
        given(*RATED).when(correct(4, j.run(happened_on=j.day(5)))).then(
            corrected(4, moved, along=1), corrected(5, j.rated(happened_on=j.day(5)))
        )

    def test_a_check_in_takes_its_evidence_along(self) -> None:
        learned = LearningInput(strengths=(StrengthInput(strength_id=j.PEACE, wording="calm"),))
        journey = journey_after(
            j.start(), j.check_in(learned=learned), correct(2, j.check_in(happened_on=j.day(7)))
        )

        assert {event.happened_on for event in effective(journey)} == {j.SET_OUT, j.day(7)}

    def test_a_starting_appeal_is_dated_by_the_discovery(self) -> None:
        imagined = j.discover(starting_appeal=6)
        later = replace(imagined, happened_on=j.day(3))

        assert {
            event.happened_on for event in effective(journey_after(j.start(), imagined, correct(2, later)))
        } == {
            j.SET_OUT,
            j.day(3),
        }

    def test_whom_a_plan_named_is_dated_by_the_plan(self) -> None:
        plan = j.plan(contact=j.contact())
        journey = journey_after(*j.ABOUT_TEACHING, plan, correct(4, replace(plan, happened_on=j.day(3))))

        assert [event.happened_on for event in effective(journey)][2:] == [j.day(3), j.day(3)]

    def test_an_answer_takes_its_signals_along(self) -> None:
        offered = AnswerReceived(happened_on=j.day(9), experiment_id=j.LETTER, answer="offer")
        given(*ANSWERED).when(correct(5, j.answer(answer="offer"))).then(
            corrected(5, offered, along=2),
            corrected(6, j.heard("offer", **FROM_ANSWER)),
            retracted(7),
        )

    def test_a_signal_of_an_answer_may_be_added(self) -> None:
        given(*j.APPLIED, j.answer()).when(correct(5, j.answer(also_heard=("referral",)))).then(
            corrected(5, j.answered(), along=1), j.heard("referral", **FROM_ANSWER)
        )

    def test_two_answers_of_one_day_keep_their_own_signals(self) -> None:
        journey = journey_after(*j.APPLIED, j.answer(), j.answer(answer="called_back"), retract(5))

        assert effective(journey)[4:] == [
            AnswerReceived(happened_on=j.day(9), experiment_id=j.LETTER, answer="called_back"),
            j.heard("called_back", **FROM_ANSWER),
        ]

    def test_somebody_named_by_the_way_comes_along(self) -> None:
        meeting = j.contact()
        named = ContactAdded(
            happened_on=j.day(1), contact_id=j.ANOUK, name="Anouk", tie="strong", source=j.FROM_TALK
        )
        journey = journey_after(*j.TALKED)
        first, *along = decide(journey, correct(3, j.plan(contact=meeting)), NOW)

        assert isinstance(first, EntryCorrected)
        assert (first.number, first.along, along) == (3, 1, [named])

    def test_a_name_that_fell_out_comes_back_as_it_was(self) -> None:
        plan, other = j.plan(contact=j.contact()), j.plan(contact=j.contact(contact_id=OTHER, name="Bo"))
        before = journey_after(*j.ABOUT_TEACHING, plan, j.run())

        after = journey_after(*j.ABOUT_TEACHING, plan, j.run(), correct(4, other), correct(4, plan))

        assert effective(after) == effective(before)

    def test_a_name_that_fell_out_and_was_told_anew_stands_once(self) -> None:
        plan, other = j.plan(contact=j.contact()), j.plan(contact=j.contact(contact_id=OTHER, name="Bo"))
        again = j.write(happened_on=j.day(4), contact=j.contact())
        journey = journey_after(*j.ABOUT_TEACHING, plan, correct(4, other), again)
        named = [
            event for event in effective(journey) if isinstance(event, ContactAdded) and event.name == "Anouk"
        ]

        assert [one.source for one in named] == [j.FROM_LETTER]

    def test_what_the_clock_noted_of_a_day_that_moved_is_taken_back(self) -> None:
        noted = NoteFollowUpDue(happened_on=j.day(30), follow_up_id=j.uid("knock"))
        journey = journey_after(*j.APPLIED, j.follow_up(), noted, correct(5, j.follow_up(due=j.day(40))))

        assert journey.answers.fell_due == frozenset()


FROM_ANSWER = {"happened_on": j.day(9), "source": j.FROM_LETTER, "answer_to": j.LETTER}


class TestRetracting:
    def test_an_experiment_goes_with_all_that_came_of_it(self) -> None:
        plan = j.plan(role_id=None, new_role=j.new_role(), contact=j.contact(employer=EMPLOYER))
        journey = journey_after(
            j.start(), plan, j.run(), j.conclude(learned=LearningInput(appeal=9)), retract(5)
        )

        assert effective(journey) == [j.journey_started()]

    def test_what_something_else_uses_stays_as_the_clients_own(self) -> None:
        plan = j.plan(role_id=None, new_role=j.new_role())
        journey = journey_after(j.start(), plan, j.write(role_id=j.RISK), retract(3))
        sources = [event.source for event in effective(journey) if isinstance(event, RoleDiscovered)]

        assert sources == [Source(kind="own")]

    def test_a_repeat_is_already_so(self) -> None:
        given(*RATED, retract(4)).when(retract(4)).then_nothing()

    def test_what_is_gone_with_another_entry_is_already_gone(self) -> None:
        given(*RATED, retract(4)).when(retract(5)).then_nothing()

    def test_a_role_with_steps_about_it_cannot_go(self) -> None:
        given(*j.TALKED).when(retract(2)).then_refused(
            InvalidOperation, field="number", allowed="to withdraw entry 3 first"
        )

    def test_a_step_that_another_refers_to_cannot_go(self) -> None:
        given(*j.TALKED, j.write(refers_to=j.TALK)).when(retract(3)).then_refused(
            InvalidOperation, field="number", allowed="to withdraw entry 5 first"
        )

    def test_the_start_cannot_go(self) -> None:
        given(j.start()).when(retract(1)).then_refused(
            InvalidOperation, field="number", allowed="a later entry"
        )

    def test_a_retraction_can_be_undone(self) -> None:
        undone = journey_after(*RATED, retract(3), retract(6))

        assert effective(undone) == effective(journey_after(*RATED))

    def test_a_retraction_is_not_undone_once_the_thing_is_told_anew(self) -> None:
        given(*RATED, retract(5), j.learn(appeal=4)).when(retract(6)).then_refused(
            InvalidOperation, field="number", allowed="to withdraw entry 7 first"
        )

    def test_the_same_told_anew_does_not_bring_back_what_hung_on_the_first(self) -> None:
        journey = journey_after(*ANSWERED, retract(3), j.write(), j.send())

        assert [type(event).__name__ for event in effective(journey)] == [
            "JourneyStarted",
            "RoleDiscovered",
            "ExperimentPlanned",
            "ExperimentRun",
        ]

    def test_papers_told_of_anew_do_not_bring_back_what_the_clock_noted(self) -> None:
        kept = KeepOnFile(happened_on=j.day(5), experiment_id=j.LETTER, until=j.day(6))
        again = replace(kept, happened_on=j.day(8), until=j.day(20))
        ended = ExpireKeptOnFile(happened_on=j.day(7), experiment_id=j.LETTER)
        journey = journey_after(*j.APPLIED, kept, ended, again, retract(5))

        assert journey.refusals.expired == {}


class TestRefusals:
    @pytest.mark.parametrize("command", [correct(9, j.run()), retract(9)])
    def test_an_entry_that_is_not_there(self, command: UserCommand) -> None:
        given(*j.TALKED).when(command).then_refused(InvalidOperation, field="number", allowed="1 to 4")

    def test_a_retracted_entry_cannot_be_corrected(self) -> None:
        given(*RATED, retract(3)).when(correct(4, j.run(hours=2))).then_refused(
            InvalidOperation, field="number", allowed="an entry that records a fact and was not withdrawn"
        )

    def test_another_kind_of_thing(self) -> None:
        given(*j.TALKED).when(correct(4, j.cancel())).then_refused(
            InvalidOperation, field="restated", allowed="a command for this one entry"
        )

    @pytest.mark.parametrize(("number", "restated"), [(1, j.discover()), (2, j.start(called="Ans"))])
    def test_the_start_is_only_said_as_a_start(self, number: int, restated: UserCommand) -> None:
        given(*j.TALKED).when(correct(number, restated)).then_refused(
            InvalidOperation, field="restated", allowed="a command for this one entry"
        )

    def test_another_id(self) -> None:
        given(*j.TALKED).when(correct(2, j.discover(role_id=j.RISK))).then_refused(
            InvalidOperation, field="restated", allowed="the same id"
        )

    def test_what_was_named_only_later(self) -> None:
        given(*j.TALKED, j.discover(role_id=j.RISK, title="risk")).when(
            correct(3, j.plan(role_id=j.RISK))
        ).then_refused(InvalidOperation, field="role_id", allowed="the id of a role on the list")

    def test_several_signals_at_once(self) -> None:
        both = j.learn(odds=(OddsSignalInput(signal="referral"), OddsSignalInput(signal="asked_for_cv")))
        given(*j.TALKED, both).when(correct(5, both)).then_refused(
            InvalidOperation, field="restated", allowed="a command for this one entry"
        )

    def test_other_evidence_with_a_conclusion(self) -> None:
        concluded = j.conclude(learned=LearningInput(odds=(OddsSignalInput(signal="referral"),)))
        otherwise = j.conclude(learned=LearningInput(odds=(OddsSignalInput(signal="asked_for_cv"),)))
        given(*j.TALKED, concluded).when(correct(6, otherwise)).then_refused(
            InvalidOperation,
            field="restated",
            allowed="what this entry records; correct the other one separately",
        )

    def test_a_start_after_what_was_told(self) -> None:
        given(*j.TALKED).when(correct(1, j.start(happened_on=j.day(1)))).then_refused(
            InvalidOperation, field="number", allowed=f"a date up to {j.SET_OUT}"
        )

    def test_a_step_after_its_conclusion(self) -> None:
        given(*j.TALKED, j.conclude()).when(correct(4, j.run(happened_on=j.day(9)))).then_refused(
            InvalidOperation, field="number", allowed=f"a date up to {j.day(3)}, or correct entry 5 first"
        )

    def test_a_day_to_come(self) -> None:
        given(*j.TALKED).when(correct(4, j.run(happened_on=j.day(9))), today=NOW).then(
            corrected(4, ExperimentRun(happened_on=j.day(9), experiment_id=j.TALK))
        )
        given(*j.TALKED).when(correct(4, j.run(happened_on=NOW.replace(year=2027))), today=NOW).then_refused(
            InvalidValue, field="happened_on", allowed=f"{NOW} or earlier"
        )

    def test_what_was_so_before(self) -> None:
        given(*j.ABOUT_TEACHING, j.judge(), j.judge(happened_on=j.day(4), distance="far")).when(
            correct(4, j.judge(happened_on=j.day(4)))
        ).then_refused(InvalidOperation, field="restated", allowed="to withdraw the entry")

    def test_nothing_is_corrected_before_the_start(self) -> None:
        with pytest.raises(DomainError):
            decide(INITIAL, retract(1), NOW)

    @pytest.mark.parametrize("command", [correct(2, j.run(hours=3)), retract(2)])
    def test_others_words_stay_theirs(self, command: UserCommand) -> None:
        journey = evolve(evolve(INITIAL, j.journey_started(), OTHER), j.role_discovered(), OTHER)

        with pytest.raises(InvalidOperation, match="Someone else made this entry"):
            decide(journey, command, NOW, UUID(int=8))


def test_every_kind_of_entry_has_words_for_a_sentence() -> None:
    assert [kind.__name__ for kind in get_args(JourneyEvent) if not isinstance(kind.label, Message)] == []

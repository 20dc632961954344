"""The ending of a track: recorded once, and further steps stay allowed after it."""

from datetime import date
from typing import get_args

import msgspec
import pytest

from domain.errors import InvalidOperation
from domain.journey.commands.endings import RecordEnding
from domain.journey.decide import UserCommand
from domain.journey.events.endings import EndingRecorded
from domain.vocabulary import Ending
from tests.domain.journeys import ABOUT_TEACHING, day, plan, planned, start
from tests.domain.scenario import given

LAST = day(90)
STEPS = "any other step; steps stay open after the end"


def end(ending: Ending = "new_work", note: str | None = None, on: date = LAST) -> RecordEnding:
    return RecordEnding(happened_on=on, ending=ending, note=note)


def ended(ending: Ending = "new_work", note: str | None = None, on: date = LAST) -> EndingRecorded:
    return EndingRecorded(happened_on=on, ending=ending, note=note)


@pytest.mark.parametrize("ending", get_args(Ending))
def test_a_track_ends_in_one_of_several_ways(ending: Ending) -> None:
    given(start()).when(end(ending)).then(ended(ending))


def test_a_note_says_more_of_the_ending() -> None:
    given(start()).when(end("own_business", "a bakery")).then(ended("own_business", "a bakery"))


def test_the_same_ending_again_is_already_so() -> None:
    given(start(), end(note="at last")).when(end(note="at last", on=day(91))).then_nothing()


def test_an_ending_is_not_overwritten() -> None:
    given(start(), end()).when(end("rest", on=day(91))).then_refused(
        InvalidOperation, field="ending", allowed=STEPS
    )


@pytest.mark.parametrize("note", [None, "after all"])
def test_the_note_of_an_ending_is_not_overwritten(note: str | None) -> None:
    given(start(), end(note="at last")).when(end(note=note)).then_refused(
        InvalidOperation, field="ending", allowed=STEPS
    )


@pytest.mark.parametrize("ending", get_args(Ending))
def test_further_steps_stay_allowed_after_an_ending(ending: Ending) -> None:
    given(*ABOUT_TEACHING, end(ending)).when(plan(happened_on=day(100))).then(planned(happened_on=day(100)))


def test_an_ending_may_be_told_after_later_steps() -> None:
    given(*ABOUT_TEACHING, plan(happened_on=day(100))).when(end()).then(ended())


def test_an_ending_nobody_named_is_refused_before_it_is_decided() -> None:
    sent = b'{"type": "RecordEnding", "happened_on": "2026-04-14", "ending": "won the lottery"}'

    with pytest.raises(msgspec.ValidationError, match="ending"):
        msgspec.json.decode(sent, type=UserCommand)

"""Pitches: versions, which one went out, how it landed, and to whom a step made the client visible."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.pitches import MakeVisible, NotePapersSent, RevisePitch, TryPitch
from domain.journey.decide import UserCommand
from domain.journey.events.pitches import ApplicationSent, MadeVisible, PitchRevised, PitchTried
from tests.domain.journeys import (
    ABOUT_TEACHING,
    LETTER,
    SET_OUT,
    cancel,
    day,
    drop,
    refuse,
    send,
    start,
    uid,
    write,
)
from tests.domain.more_journeys import ON, STRANGER, as_sent, later_than
from tests.domain.scenario import given

FIRST, SECOND = uid("first pitch"), uid("second pitch")
A_PITCH = "the id of a pitch"
NOTED = "another step, or a correction"


def revise(**fields: Any) -> RevisePitch:
    return RevisePitch(**{"happened_on": day(1), "pitch_id": FIRST, "wording": "I make it clear", **fields})


def revised(**fields: Any) -> PitchRevised:
    return PitchRevised(**{"happened_on": day(1), "pitch_id": FIRST, "wording": "I make it clear", **fields})


def papers(**fields: Any) -> NotePapersSent:
    return NotePapersSent(**{"happened_on": day(2), "experiment_id": LETTER, "pitch_id": FIRST, **fields})


def papers_sent(**fields: Any) -> ApplicationSent:
    return ApplicationSent(**{"happened_on": day(2), "experiment_id": LETTER, "pitch_id": FIRST, **fields})


def attempt(**fields: Any) -> TryPitch:
    plain = {"happened_on": day(2), "experiment_id": LETTER, "pitch_id": FIRST, "landed": 7}
    return TryPitch(**{**plain, **fields})


def tried(**fields: Any) -> PitchTried:
    plain = {"happened_on": day(2), "experiment_id": LETTER, "pitch_id": FIRST, "landed": 7}
    return PitchTried(**{**plain, **fields})


def show(**fields: Any) -> MakeVisible:
    return MakeVisible(**{"happened_on": day(2), "experiment_id": LETTER, "to": "the team lead", **fields})


PITCHING = (*ABOUT_TEACHING, revise(), write(), send())
Of = Callable[..., NotePapersSent | TryPitch | MakeVisible]
each = pytest.mark.parametrize("of", [papers, attempt, show])
with_pitch = pytest.mark.parametrize("of", [papers, attempt])


def test_a_pitch_is_written() -> None:
    given(start()).when(revise()).then(revised())


def test_a_version_follows_an_earlier_one() -> None:
    given(start(), revise()).when(revise(pitch_id=SECOND, follows=FIRST)).then(
        revised(pitch_id=SECOND, follows=FIRST)
    )


def test_the_same_version_again_is_already_so() -> None:
    given(start(), revise()).when(revise()).then_nothing()


@pytest.mark.parametrize("fields", [{"wording": "I calm things down"}, {"follows": FIRST}])
def test_another_version_needs_an_id_of_its_own(fields: dict[str, Any]) -> None:
    given(start(), revise()).when(revise(**fields)).then_refused(
        InvalidOperation, field="pitch_id", allowed="a new id"
    )


@pytest.mark.parametrize("follows", [STRANGER, SECOND])
def test_a_version_follows_one_that_was_written(follows: object) -> None:
    given(start(), revise()).when(revise(pitch_id=SECOND, follows=follows)).then_refused(
        InvalidOperation, field="follows", allowed=A_PITCH
    )


def test_a_version_is_not_older_than_the_one_it_follows() -> None:
    given(start(), revise()).when(revise(pitch_id=SECOND, follows=FIRST, happened_on=SET_OUT)).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(day(1))
    )


def test_a_pitch_has_words() -> None:
    with pytest.raises(msgspec.ValidationError, match="wording"):
        as_sent(revise(wording=""))


@pytest.mark.parametrize(
    "fields", [{"cv": None}, {"cv": "two pages"}, {"pitch_id": None, "cv": "two pages"}], ids=repr
)
def test_what_went_out_is_noted(fields: dict[str, Any]) -> None:
    given(*PITCHING).when(papers(**fields)).then(papers_sent(**fields))


def test_what_went_out_is_a_pitch_or_a_cv() -> None:
    given(*PITCHING).when(papers(pitch_id=None)).then_refused(
        InvalidValue, field="pitch_id", allowed="pitch_id, cv or both"
    )


def test_how_a_pitch_landed_is_noted() -> None:
    given(*PITCHING).when(attempt(happened_on=day(3))).then(tried(happened_on=day(3)))


@pytest.mark.parametrize("landed", [-1, 11])
def test_a_pitch_lands_between_0_and_10(landed: int) -> None:
    with pytest.raises(msgspec.ValidationError, match="landed"):
        as_sent(attempt(landed=landed))


def test_a_step_makes_visible() -> None:
    given(*PITCHING).when(show()).then(
        MadeVisible(happened_on=day(2), experiment_id=LETTER, to="the team lead")
    )


def test_a_step_may_make_visible_to_more_than_one() -> None:
    given(*PITCHING, show()).when(show(to="the director")).then(
        MadeVisible(happened_on=day(2), experiment_id=LETTER, to="the director")
    )


def test_visible_to_the_same_again_is_already_so() -> None:
    given(*PITCHING, show()).when(show(happened_on=day(9))).then_nothing()


@with_pitch
def test_the_same_again_is_already_so(of: Of) -> None:
    given(*PITCHING, of()).when(of()).then_nothing()


@pytest.mark.parametrize(
    ("earlier", "other"),
    [
        (papers(), papers(cv="two pages")),
        (attempt(), attempt(landed=8)),
        (attempt(), attempt(happened_on=day(3))),
    ],
)
def test_what_was_noted_of_a_step_is_not_overwritten(earlier: UserCommand, other: UserCommand) -> None:
    given(*PITCHING, earlier).when(other).then_refused(InvalidOperation, field="experiment_id", allowed=NOTED)


@with_pitch
def test_only_a_pitch_that_was_written_goes_out(of: Of) -> None:
    given(*PITCHING).when(of(pitch_id=STRANGER)).then_refused(
        InvalidOperation, field="pitch_id", allowed=A_PITCH
    )


@with_pitch
def test_a_pitch_does_not_go_out_before_it_was_written(of: Of) -> None:
    given(*PITCHING, revise(pitch_id=SECOND, happened_on=day(3))).when(
        of(pitch_id=SECOND, happened_on=ON)
    ).then_refused(InvalidOperation, field="pitch_id", allowed=f"a pitch of {day(2)} or earlier")


@each
def test_nothing_is_noted_of_a_step_before_its_day(of: Of) -> None:
    given(*PITCHING).when(of(happened_on=day(1))).then_refused(
        InvalidValue, field="happened_on", allowed=later_than(day(2))
    )


@each
@pytest.mark.parametrize(
    ("so_far", "allowed"),
    [
        ((), "the id of a planned step"),
        ((write(),), "a step that took place, or was cancelled or declined"),
        ((write(), drop(experiment_id=LETTER)), "a step that took place, or was cancelled or declined"),
        ((write(), cancel(experiment_id=LETTER)), "a step that took place"),
        ((write(), refuse(experiment_id=LETTER)), "a step that took place"),
    ],
    ids=["unknown", "planned", "dropped", "cancelled", "refused"],
)
def test_a_step_took_place(of: Of, so_far: tuple[UserCommand, ...], allowed: str) -> None:
    given(*ABOUT_TEACHING, revise(), *so_far).when(of()).then_refused(
        InvalidOperation, field="experiment_id", allowed=allowed
    )

"""The course: the track, the phase in the foreground, the plan fitted to the person, the game on or off."""

from datetime import date
from typing import Any, get_args

import msgspec
import pytest

from domain.errors import InvalidOperation, InvalidValue
from domain.journey.commands.course import AdjustPlan, ChangeTimeZone, EmphasisePhase, SetTrack, SwitchGame
from domain.journey.decide import UserCommand
from domain.journey.events.course import (
    GameSwitched,
    PhaseEmphasised,
    PlanAdjusted,
    TimeZoneChanged,
    TrackSet,
)
from domain.vocabulary import Phase, Track
from tests.domain.journeys import ABOUT_TEACHING, day, plan, planned, start
from tests.domain.more_journeys import ON, as_sent, later_than
from tests.domain.scenario import given

LATER = day(9)


def track(track: Track = "curative", on: date = ON) -> SetTrack:
    return SetTrack(happened_on=on, track=track)


def phase(phase: Phase = "vision", on: date = ON) -> EmphasisePhase:
    return EmphasisePhase(happened_on=on, phase=phase)


def adjust(on: date = ON, **fields: Any) -> AdjustPlan:
    return AdjustPlan(happened_on=on, **fields)


def adjusted(on: date = ON, **fields: Any) -> PlanAdjusted:
    return PlanAdjusted(**{"happened_on": on, "weekly_goal": 2, "locale": "nl-NL", **fields})


def moved_to(zone: str, on: date = ON) -> ChangeTimeZone:
    return ChangeTimeZone(happened_on=on, time_zone=zone)


def switch(to: bool, on: date = ON) -> SwitchGame:
    return SwitchGame(happened_on=on, on=to)


def switched(to: bool, on: date = ON) -> GameSwitched:
    return GameSwitched(happened_on=on, on=to)


def test_a_client_may_live_in_another_time_zone_from_now_on() -> None:
    given(start()).when(moved_to("Asia/Tokyo")).then(TimeZoneChanged(happened_on=ON, time_zone="Asia/Tokyo"))


def test_the_time_zone_of_the_start_is_already_so() -> None:
    given(start(time_zone="Asia/Tokyo")).when(moved_to("Asia/Tokyo")).then_nothing()


def test_who_came_back_from_the_east_may_say_so_on_the_day_before() -> None:
    given(start(), moved_to("Asia/Tokyo", LATER)).when(moved_to("Europe/Oslo", ON)).then(
        TimeZoneChanged(happened_on=ON, time_zone="Europe/Oslo")
    )


@pytest.mark.parametrize("other", ["curative", "re_integration"])
def test_a_journey_goes_on_along_another_track(other: Track) -> None:
    given(start()).when(track(other)).then(TrackSet(happened_on=ON, track=other))


def test_the_track_of_the_start_is_already_so() -> None:
    given(start()).when(track("preventive")).then_nothing()


def test_the_same_track_again_is_already_so() -> None:
    given(start(), track()).when(track(on=LATER)).then_nothing()


def test_a_journey_may_return_to_the_track_of_the_start() -> None:
    given(start(), track()).when(track("preventive", LATER)).then(
        TrackSet(happened_on=LATER, track="preventive")
    )


@pytest.mark.parametrize("emphasised", get_args(Phase))
def test_any_phase_may_come_first(emphasised: Phase) -> None:
    given(start()).when(phase(emphasised)).then(PhaseEmphasised(happened_on=ON, phase=emphasised))


def test_the_same_phase_again_is_already_so() -> None:
    given(start(), phase()).when(phase(on=LATER)).then_nothing()


def test_coming_back_to_a_phase_is_a_loop() -> None:
    given(start(), phase(), phase("self", day(5))).when(phase(on=LATER)).then(
        PhaseEmphasised(happened_on=LATER, phase="vision")
    )


@pytest.mark.parametrize("emphasised", get_args(Phase))
def test_a_phase_is_never_a_gate(emphasised: Phase) -> None:
    given(*ABOUT_TEACHING, phase(emphasised)).when(plan(happened_on=LATER)).then(planned(happened_on=LATER))


@pytest.mark.parametrize(
    "fields",
    [
        {"weekly_goal": 3},
        {"programme_end": day(60)},
        {"programme_end": ON},
        {"locale": "sv"},
        {"ask_trust": False},
    ],
)
def test_an_adjustment_tells_the_whole_plan(fields: dict[str, Any]) -> None:
    given(start()).when(adjust(**fields)).then(adjusted(**fields))


def test_what_an_adjustment_leaves_out_stays_as_it_was() -> None:
    given(start(programme_end=day(50)), adjust(weekly_goal=3)).when(adjust(LATER, locale="nb-NO")).then(
        adjusted(LATER, weekly_goal=3, programme_end=day(50), locale="nb-NO")
    )


def test_an_adjustment_to_what_is_so_changes_nothing() -> None:
    given(start(), adjust(weekly_goal=3)).when(adjust(LATER, weekly_goal=3, locale="nl-NL")).then_nothing()


def test_an_adjustment_to_the_plan_of_the_start_changes_nothing() -> None:
    given(start()).when(adjust(weekly_goal=2)).then_nothing()


def test_an_adjustment_adjusts_something() -> None:
    given(start()).when(adjust()).then_refused(
        InvalidValue, field="weekly_goal", allowed="weekly_goal, programme_end, locale or ask_trust"
    )


def test_a_programme_does_not_end_in_the_past() -> None:
    given(start()).when(adjust(programme_end=day(3))).then_refused(
        InvalidValue, field="programme_end", allowed=later_than(ON)
    )


@pytest.mark.parametrize("fields", [{"weekly_goal": 0}, {"weekly_goal": 4}, {"locale": "Dutch"}])
def test_a_plan_stays_within_what_is_bearable_and_readable(fields: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError, match=next(iter(fields))):
        as_sent(adjust(**fields))


def test_the_game_is_switched_off() -> None:
    given(start()).when(switch(False)).then(switched(False))


def test_a_journey_begins_with_the_game_on() -> None:
    given(start()).when(switch(True)).then_nothing()


def test_the_game_off_again_is_already_so() -> None:
    given(start(), switch(False)).when(switch(False, LATER)).then_nothing()


def test_the_game_is_switched_on_again() -> None:
    given(start(), switch(False)).when(switch(True, LATER)).then(switched(True, LATER))


@pytest.mark.parametrize(
    ("earlier", "other"),
    [
        (track(on=LATER), track("re_integration")),
        (phase(on=LATER), phase("self")),
        (adjust(LATER, weekly_goal=3), adjust(weekly_goal=1)),
        (switch(False, LATER), switch(True)),
    ],
    ids=["track", "phase", "plan", "game"],
)
def test_an_earlier_day_does_not_change_what_was_set_later(earlier: UserCommand, other: UserCommand) -> None:
    given(start(), earlier).when(other).then_refused(
        InvalidOperation, field="happened_on", allowed=later_than(LATER)
    )

"""The course of a journey: its track, the phase in the foreground, the plan it follows, its time zone, and whether it is a game."""

from datetime import date
from typing import Annotated

from msgspec import Meta

from domain.command import ADDED_LATER, Command, TimeZoneName
from domain.decision_rules import record_change, require_not_past
from domain.errors import InvalidValue
from domain.journey.aggregate import Journey
from domain.journey.commands.handlers import CommandHandlers
from domain.journey.events.catalogue import JourneyEvent
from domain.journey.events.course import (
    GameSwitched,
    PhaseEmphasised,
    PlanAdjusted,
    TimeZoneChanged,
    TrackSet,
)
from domain.vocabulary import MAX_WEEKLY_GOAL, Phase, Track


class SetTrack(Command, frozen=True, kw_only=True, tag="SetTrack"):
    """Move the journey to another track."""

    track: Track


class EmphasisePhase(Command, frozen=True, kw_only=True, tag="EmphasisePhase"):
    """Put a phase in the foreground."""

    phase: Phase


class AdjustPlan(Command, frozen=True, kw_only=True, tag="AdjustPlan"):
    """Change the plan. Fields that are left out stay as they are."""

    weekly_goal: Annotated[int, Meta(ge=1, le=MAX_WEEKLY_GOAL)] | None = None
    programme_end: date | None = None
    locale: Annotated[str, Meta(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] | None = None
    ask_trust: Annotated[bool | None, ADDED_LATER] = None


class ChangeTimeZone(Command, frozen=True, kw_only=True, tag="ChangeTimeZone"):
    """Change the time zone in which the journey's days begin, from now on."""

    time_zone: TimeZoneName


class SwitchGame(Command, frozen=True, kw_only=True, tag="SwitchGame"):
    """Switch the game on or off."""

    on: bool


def handle_set_track(journey: Journey, command: SetTrack) -> list[JourneyEvent]:
    """Sets the track. Returns no event if it is the present one."""
    started = journey.started.event
    latest = journey.course.track or TrackSet(happened_on=started.happened_on, track=started.track)
    return record_change(
        latest,
        TrackSet(happened_on=command.happened_on, track=command.track),
        "The track was last changed on %(day)s. Use that date or later.",
    )


def handle_emphasise_phase(journey: Journey, command: EmphasisePhase) -> list[JourneyEvent]:
    """Emphasises a phase. Returns no event if it is the present one; any phase may return."""
    event = PhaseEmphasised(happened_on=command.happened_on, phase=command.phase)
    return record_change(
        journey.course.phase, event, "The phase was last changed on %(day)s. Use that date or later."
    )


def handle_adjust_plan(journey: Journey, command: AdjustPlan) -> list[JourneyEvent]:
    """Adjusts at least one part of the plan; the event holds the whole plan from then on."""
    changes = command.weekly_goal, command.programme_end, command.locale, command.ask_trust
    if all(one is None for one in changes):
        raise InvalidValue(
            "Nothing would change.",
            field="weekly_goal",
            allowed="weekly_goal, programme_end, locale or ask_trust",
        )
    require_not_past(command.programme_end, command.happened_on, field="programme_end")
    started = journey.started.event
    latest = journey.course.plan or PlanAdjusted(
        happened_on=started.happened_on,
        weekly_goal=started.weekly_goal,
        programme_end=started.programme_end,
        locale=started.locale,
    )
    event = PlanAdjusted(
        happened_on=command.happened_on,
        weekly_goal=command.weekly_goal or latest.weekly_goal,
        programme_end=command.programme_end or latest.programme_end,
        locale=command.locale or latest.locale,
        ask_trust=latest.ask_trust if command.ask_trust is None else command.ask_trust,
    )
    return record_change(latest, event, "The plan was last changed on %(day)s. Use that date or later.")


def handle_change_time_zone(journey: Journey, command: ChangeTimeZone) -> list[JourneyEvent]:
    """Changes the time zone. Returns no event if it is the present one."""
    # Where it has become later there, it may still be the day before here: the one told last counts.
    if command.time_zone == journey.time_zone:
        return []
    return [TimeZoneChanged(happened_on=command.happened_on, time_zone=command.time_zone)]


def handle_switch_game(journey: Journey, command: SwitchGame) -> list[JourneyEvent]:
    """Switches the game on or off. It is on when a journey starts."""
    latest = journey.course.game or GameSwitched(happened_on=journey.started.event.happened_on, on=True)
    return record_change(
        latest,
        GameSwitched(happened_on=command.happened_on, on=command.on),
        "The game was last switched on or off on %(day)s. Use that date or later.",
    )


HANDLERS: CommandHandlers = {
    SetTrack: handle_set_track,
    EmphasisePhase: handle_emphasise_phase,
    AdjustPlan: handle_adjust_plan,
    ChangeTimeZone: handle_change_time_zone,
    SwitchGame: handle_switch_game,
}

"""Coaches and stances, check-ins and notes, and the ratings of trust and energy."""

from datetime import date
from uuid import UUID

from msgspec.structs import replace

from domain.journey.events.check_ins import CheckInHeld
from domain.journey.events.coaches import CoachAssigned, CoachStanceSet
from domain.journey.events.notes import NoteShared, NoteWritten
from domain.journey.events.pulses import EnergyRated, TrustRated
from domain.journey.events.roles import RoleDiscovered
from domain.journey.events.start import JourneyStarted
from projections.coaching.questions import STANCE_QUESTIONS
from projections.coaching.state import CoachingState
from projections.coaching.view import (
    CheckInView,
    CoachFoundRole,
    CoachPeriod,
    NoteView,
    Pulse,
    StanceQuestion,
    StanceView,
)


def coach_views(history: CoachingState) -> list[CoachPeriod]:
    """The coaches in turn. Renaming a coach does not start a new period."""
    turns = list[CoachPeriod]()
    for one in history.events_of(CoachAssigned):
        if turns and turns[-1].coach_id == one.coach_id:
            turns[-1] = replace(turns[-1], name=one.name)
            continue
        if turns:
            turns[-1] = replace(turns[-1], until=one.happened_on)
        turns.append(CoachPeriod(coach_id=one.coach_id, name=one.name, since=one.happened_on, until=None))
    return turns


def stance_view(history: CoachingState) -> StanceView | None:
    """The coach's present stance and its questions."""
    latest: CoachStanceSet | None = None
    for one in history.events_of(CoachStanceSet):
        if latest is None or latest.stance != one.stance:
            latest = one
    if latest is None:
        return None
    questions = tuple(StanceQuestion(code=code, text=text) for code, text in STANCE_QUESTIONS[latest.stance])
    return StanceView(stance=latest.stance, since=latest.happened_on, questions=questions)


def check_in_views(history: CoachingState) -> tuple[CheckInView, ...]:
    """The check-ins, by day."""
    return tuple(
        CheckInView(
            check_in_id=one.check_in_id,
            on=one.happened_on,
            minutes=one.minutes,
            conclusion=one.conclusion,
            next_step=one.next_step.what if one.next_step else None,
            next_step_due=one.next_step.due if one.next_step else None,
        )
        for one in history.events_of(CheckInHeld)
    )


def days_since_contact(history: CoachingState, contacts: list[date], on: date) -> int | None:
    """Days since the last check-in, or since the start if there was none."""
    started = [one.happened_on for one in history.events_of(JourneyStarted)]
    latest = [*started, *contacts][-1:]
    return (on - latest[0]).days if latest else None


def note_views(history: CoachingState) -> tuple[NoteView, ...]:
    """The coach's notes, by day, each with the day it was shared."""
    shared: dict[UUID, date] = {}
    for one in history.events_of(NoteShared):
        shared.setdefault(one.note_id, one.happened_on)
    return tuple(
        NoteView(
            note_id=one.note_id,
            on=one.happened_on,
            text=one.text,
            shared_since=one.happened_on if one.shared else shared.get(one.note_id),
        )
        for one in history.events_of(NoteWritten)
    )


def trust_pulses(history: CoachingState) -> tuple[Pulse, ...]:
    """The client's ratings of trust in the coaching, by day."""
    return tuple(Pulse(on=one.happened_on, rating=one.rating) for one in history.events_of(TrustRated))


def energy_pulses(history: CoachingState) -> tuple[Pulse, ...]:
    """The client's ratings of energy, by day."""
    return tuple(Pulse(on=one.happened_on, rating=one.rating) for one in history.events_of(EnergyRated))


def coach_found_roles(history: CoachingState) -> tuple[CoachFoundRole, ...]:
    """The roles that the coach discovered, by day."""
    return tuple(
        CoachFoundRole(role_id=one.role_id, title=one.title, distance=one.distance, on=one.happened_on)
        for one in history.events_of(RoleDiscovered)
        if one.source.kind == "coach"
    )

"""The two worked cases, told and folded, with the figures they expect."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID

import msgspec

from domain.history import RecordedEvent
from domain.journey.aggregate import INITIAL, evolve
from domain.journey.decide import decide
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.profile.projection import PROFILE
from projections.profile.state import ProfileState
from projections.profile.view import Profile, RoleView
from service.importing.case_actions import CaseIds, case_journey_id
from service.importing.case_commands import case_commands
from service.importing.case_format import CaseFile

CASES = (1, 2)
WEEKS = range(1, 13)


@cache
def told(number: int) -> Any:
    """A case's file as it stands: its events, and under `expected` the acceptance figures."""
    return msgspec.json.decode(raw(number))


def raw(number: int) -> bytes:
    return (files("service") / "demo" / "cases" / f"case_{number}.json").read_bytes()


@cache
def read(number: int) -> CaseFile:
    return msgspec.json.decode(raw(number), type=CaseFile)


def entries_of(case: CaseFile) -> list[RecordedEvent]:
    """A case lived day by day: every command decided on its own day."""
    journey, entries = INITIAL, list[RecordedEvent]()
    for one in case_commands(case):
        today = one.command.happened_on
        for event in decide(journey, one.command, today):
            journey = evolve(journey, event)
            entry = RecordedEvent(
                position=len(entries) + 1,
                journey_id=case_journey_id(case),
                number=len(entries) + 1,
                recorded_at=datetime.combine(today, time(12), tzinfo=UTC),
                event=event,
            )
            entries.append(entry)
    return entries


@cache
def folded(number: int) -> ProfileState:
    return fold(PROFILE, entries_of(read(number)))


def evening(number: int, week: int) -> date:
    """The last day of a week of the case: `start + 7 n - 1` days."""
    return read(number).client.start_date + timedelta(days=7 * week - 1)


@cache
def profile(number: int, on: date) -> Profile:
    return PROFILE.view(folded(number), on, DEFAULT_PARAMETERS)


def in_week(number: int, week: int) -> Profile:
    return profile(number, evening(number, week))


def every_day(number: int, since: date) -> list[Profile]:
    last = evening(number, WEEKS[-1])
    return [profile(number, since + timedelta(days=ahead)) for ahead in range((last - since).days + 1)]


def role(shown: Profile, title: str) -> RoleView:
    return next(one for one in shown.roles if one.title == title)


def leader(shown: Profile) -> str:
    """The role that has most of the attention."""
    return shown.roles[0].title


def step(number: int, action: str) -> UUID:
    """The id of an action of the case."""
    return CaseIds(read(number)).id_for("action", action)

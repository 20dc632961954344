"""Coming back after a refusal: days to ask why, the knock after three weeks, and papers kept on file."""

from datetime import date, timedelta

from msgspec import Struct

from domain.journey.events.answers import FollowUpPlanned
from domain.journey.events.experiments import (
    ExperimentOutcome,
    ExperimentPlanned,
    ExperimentRun,
)
from domain.journey.events.feedback import FeedbackReceived, FeedbackRequested
from domain.journey.events.refusals import KeptOnFile
from projections.approaches.threads import ApproachThread

DAYS_TO_ASK_WHY = 3
"""Working days, Monday to Friday, in which to ask why (product, idea 42)."""


class PapersOnFile(Struct, frozen=True, kw_only=True):
    """The last agreement on how long the employer keeps the papers."""

    since: date
    until: date | None
    """The last day, when one was said."""
    taken_back: bool
    """True if a later answer said that they are not kept."""

    def are_kept_on(self, on: date) -> bool:
        """True if the papers are kept on that day."""
        return not self.taken_back and (self.until is None or on <= self.until)


def last_day_to_ask(refused_on: date) -> date:
    """Three working days after a refusal. A follow-up after that counts as a knock, not as asking why."""
    return working_day_after(refused_on, DAYS_TO_ASK_WHY)


def working_day_after(day: date, count: int) -> date:
    """So many working days, Monday to Friday, after a day."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def knocked_on(thread: ApproachThread, after: date) -> date | None:
    """The day of the first follow-up that counts as a knock, after a day; None if there is none."""
    calls = {one.experiment_id for one in thread.events_of(ExperimentPlanned) if one.kind == "follow_up"}
    calls -= {one.experiment_id for one in thread.events_of(FeedbackRequested)}
    days = (one.happened_on for one in thread.events_of(ExperimentRun) if one.experiment_id in calls)
    return next((day for day in days if day > after), None)


def planned_knock_on(thread: ApproachThread, after: date) -> date | None:
    """The day to come back that was set last and lies after a day, in an open plan or by itself."""
    ended = {one.experiment_id for one in thread.events if isinstance(one, ExperimentOutcome)}
    days = [
        one.planned_for if isinstance(one, ExperimentPlanned) else one.due
        for one in thread.events
        if isinstance(one, FollowUpPlanned)
        or (isinstance(one, ExperimentPlanned) and one.kind == "follow_up" and one.experiment_id not in ended)
    ]
    return next((day for day in reversed(days) if day and day > after), None)


def papers_on_file(thread: ApproachThread) -> PapersOnFile | None:
    """The last agreement on keeping the papers; None if there is none."""
    dated = thread.events_of(KeptOnFile)
    feedback = [one for one in thread.events_of(FeedbackReceived) if one.kept_on_file is not None]
    signals = [one for one in thread.signals if one.signal == "resource_bank"]
    yes = [one.happened_on for one in (*dated, *signals)]
    yes += [one.happened_on for one in feedback if one.kept_on_file]
    if not yes:
        return None
    return PapersOnFile(
        since=min(yes),
        until=dated[-1].until if dated else None,
        taken_back=any(one.happened_on > max(yes) for one in feedback if not one.kept_on_file),
    )

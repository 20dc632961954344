"""What time does in a journey by itself, where it is due."""

from collections.abc import Iterator
from datetime import timedelta

from domain.journey.commands.alerts import CloseAlert, OpenAlert
from domain.journey.commands.answers import NoteFollowUpDue
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.commands.consents import AssignArm, ExpireConsent
from domain.journey.commands.refusals import ExpireKeptOnFile
from domain.journey.commands.sight import ExpireSight
from domain.journey.commands.weeks import TurnWeek
from domain.journey.events.sight import SightGranted
from domain.journey.events.weeks import monday_of
from tests.random_journeys.random_journey import RULES, JourneyDraft


def strike(draft: JourneyDraft) -> ClockCommand | None:
    """The clock notes one of the things that are due."""
    due = list(_due(draft))
    return draft.one_of(due) if due else None


def watch(draft: JourneyDraft) -> ClockCommand:
    """A stuck rule begins to hold, or holds no longer."""
    rules = sorted(draft.journey.alerts.open)
    if rules and draft.happens(0.4):
        return CloseAlert(happened_on=draft.today, rule=draft.one_of(rules))
    since = max(draft.began(), draft.today - timedelta(days=draft.chance.randint(0, 9)))
    return OpenAlert(happened_on=draft.today, rule=draft.one_of(RULES), since=since)


def _due(draft: JourneyDraft) -> Iterator[ClockCommand]:
    journey, today = draft.journey, draft.today
    monday, turned = monday_of(today), journey.weeks.turned
    if turned is None or turned < monday:
        yield TurnWeek(happened_on=today, monday=monday)
    for follow_up_id, planned in journey.answers.follow_ups.items():
        if planned.due <= today and follow_up_id not in journey.answers.fell_due:
            yield NoteFollowUpDue(happened_on=today, follow_up_id=follow_up_id)
    for experiment_id, kept in journey.refusals.kept.items():
        if kept.until < today and journey.refusals.expired.get(experiment_id) != kept.until:
            yield ExpireKeptOnFile(happened_on=today, experiment_id=experiment_id)
    for reader_id, granted in journey.sight.items():
        if isinstance(granted, SightGranted) and granted.until and granted.until < today:
            yield ExpireSight(happened_on=today, reader_id=reader_id)
    for consent_id, given in journey.consents.given.items():
        if given.until and given.until < today and consent_id not in journey.consents.ended:
            yield ExpireConsent(happened_on=today, consent_id=consent_id)
        if given.study_id and given.study_id not in journey.consents.arms:
            yield AssignArm(
                happened_on=today, consent_id=consent_id, study_id=given.study_id, arm="b", draw="by_person"
            )

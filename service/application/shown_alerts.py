"""The alerts that somebody is shown: those that hold, but for a week off."""

from datetime import date

from domain.journey.events.weeks import monday_of
from projections.alerts.projection import ALERTS, has_week_off
from projections.alerts.view import Alert
from service.application.folded_journey import FoldedJourney


def shown_alerts(folded: FoldedJourney, on: date | None = None) -> tuple[Alert, ...]:
    """The alerts of a day, today by default; none in a week off. `ALERTS` must have been loaded."""
    day = on or folded.today
    if day == folded.today:
        is_off = monday_of(day) in folded.journey.weeks.rests
    else:
        is_off = has_week_off(folded.state(ALERTS), day)
    return () if is_off else folded.view(ALERTS, on=day)

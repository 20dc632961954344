"""The alerts that somebody is shown: those that hold, but for a week off."""

from datetime import date

from projections.alerts.projection import ALERTS, has_week_off
from projections.alerts.view import Alert
from service.application.folded_journey import FoldedJourney


def shown_alerts(folded: FoldedJourney, on: date | None = None) -> tuple[Alert, ...]:
    """The alerts of a day, today by default; none in a week off. `ALERTS` must have been loaded."""
    day = on or folded.today
    return () if has_week_off(folded.state(ALERTS), day) else folded.view(ALERTS, on=day)

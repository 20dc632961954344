"""The projection of the alerts."""

from collections.abc import Iterator
from datetime import date, timedelta

from domain.journey.events.weeks import monday_of
from domain.vocabulary import StuckRule
from projections.alerts.rulebook import RULEBOOK, AlertRule
from projections.alerts.state import INITIAL, AlertsState, evolve
from projections.alerts.thresholds import ALERT_THRESHOLDS, AlertThresholds
from projections.alerts.timeline import JourneyTimeline, had_ended, journey_timeline
from projections.alerts.view import Alert
from projections.fold import Projection
from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters

_DAY = timedelta(days=1)


def view(
    state: AlertsState,
    on: date,
    parameters: Parameters = DEFAULT_PARAMETERS,
    rules: AlertThresholds = ALERT_THRESHOLDS,
) -> tuple[Alert, ...]:
    """The alerts of a day, most pressing first; none before the start. Events after that day are ignored."""
    started = state.learning.started
    if started is None:
        return ()
    past = journey_timeline(state, started, parameters, rules)
    return _alerts(past, on, {})


def alerts_by_day(
    state: AlertsState,
    first: date,
    last: date,
    parameters: Parameters = DEFAULT_PARAMETERS,
    rules: AlertThresholds = ALERT_THRESHOLDS,
) -> Iterator[tuple[date, tuple[Alert, ...]]]:
    """Yields each day from `first` to `last` with its alerts. Many days cost little more than one."""
    started = state.learning.started
    past = journey_timeline(state, started, parameters, rules) if started else None
    since: dict[StuckRule, date] = {}
    on = first
    while on <= last:
        alerts = _alerts(past, on, since) if past else ()
        yield on, alerts
        since = {alert.rule: alert.since for alert in alerts}
        on += _DAY


def has_week_off(state: AlertsState, on: date) -> bool:
    """True in a week off. Then nobody is shown an alert, and those that are open stay so."""
    monday = monday_of(on)
    return any(one.monday == monday and one.happened_on <= on for one in state.learning.rests)


def _holds(rule: AlertRule, past: JourneyTimeline, on: date) -> bool:
    if on < past.started.happened_on or (had_ended(past, on) and not rule.after_an_ending):
        return False
    return rule.holds(past, on)


def _alerts(past: JourneyTimeline, on: date, before: dict[StuckRule, date]) -> tuple[Alert, ...]:
    """The alerts of a day.

    `before` has the rules that held the day before, with the day since when they hold.
    """
    return tuple(
        Alert(
            rule=rule.name,
            since=before.get(rule.name) or _since(rule, past, on),
            to=rule.to,
            reason=rule.why(past, on),
            brief=rule.brief(past, on),
            move=rule.move,
            short_move=rule.short_move,
        )
        for rule in RULEBOOK
        if _holds(rule, past, on)
    )


def _since(rule: AlertRule, past: JourneyTimeline, on: date) -> date:
    while _holds(rule, past, on - _DAY):
        on -= _DAY
    return on


ALERTS: Projection[AlertsState, tuple[Alert, ...]] = Projection(
    name="alerts", version=11, initial=INITIAL, evolve=evolve, view=view
)

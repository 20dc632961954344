"""Who of a coach's simulated clients needs her on a day, and why: from the projections alone, without the desk.

    python -m benchmarks.monday [--clients 60] [--seed 1] [--on 2026-11-30]

They are those of `soundings demo --clients 60 --seed 1` on that day (today, if none is named). The groups and the reasons follow the
specification of the desk, not its code, so that what the desk shows can be held against them.
"""

import argparse
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import cast
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.event import AuthoredEvent
from domain.history import RecordedEvent, apply_corrections
from domain.journey.aggregate import INITIAL, Journey, evolve_all
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.events.weeks import monday_of, week_number
from domain.vocabulary import SightScope, StuckRule
from projections.alerts.projection import ALERTS
from projections.alerts.view import Alert
from projections.fold import fold
from projections.learning_model.parameters import DEFAULT_PARAMETERS
from projections.news.projection import NEWS
from service.cli.demo import WEEKS
from service.clock import DEFAULT_TIME_ZONES, today_in, utc_now
from service.demo.people import TOLD_FOR_SANNE
from service.event_store.replay import reduced_gc
from service.research.simulation.history import simulate_history

GROUPS: Mapping[str, tuple[str, ...]] = {
    "care_first": ("worse_than_feared", "trust_low", "no_after_interview"),
    "out_of_touch": ("silence", "no_session"),
    "stuck": (
        "refusals_without_asking",
        "steps_without_learning",
        "tunnel",
        "plans_without_steps",
        "too_hopeful",
        "scatter",
    ),
    "ending": ("programme_ending", "after_care"),
    "news_only": (),
    "on_track": (),
}
SEEN_BY_ALL: frozenset[StuckRule] = frozenset({"silence", "no_session", "programme_ending"})
"""The rules that a coach sees to whom only the progress is shown."""
NEWS_SINCE = timedelta(days=7)


class Standing(Struct, frozen=True, kw_only=True):
    """Where a client stands on a day."""

    called: str
    week: int
    scope: SightScope
    group: str
    reasons: tuple[str, ...]
    news: tuple[str, ...]
    resting: bool


def standing(entries: tuple[RecordedEvent, ...], coach_id: UUID, on: date) -> Standing:
    """Where a client stands, from the history."""
    events = [AuthoredEvent(cast("AnyJourneyEvent", one.event), one.actor_id) for one in entries]
    journey = evolve_all(INITIAL, events)
    history = apply_corrections(entries)
    granted = journey.sight[coach_id]
    scope: SightScope = getattr(granted, "scope", "progress")
    resting = monday_of(on) in journey.weeks.rests
    alerts = ALERTS.view(fold(ALERTS, history), on, DEFAULT_PARAMETERS)
    reasons = [
        one.rule
        for one in alerts
        if one.to == "coach"
        and (scope == "everything" or one.rule in SEEN_BY_ALL)
        and not _answered(journey, one, on)
    ]
    held: list[str] = [*reasons, *_after_care(journey, on, scope)]
    news = [
        one.kind
        for one in NEWS.view(fold(NEWS, history), on, DEFAULT_PARAMETERS).items
        if one.on > on - NEWS_SINCE
    ]
    group = next((name for name, rules in GROUPS.items() if not set(held).isdisjoint(rules)), None)
    group = "on_track" if resting else group or ("news_only" if news else "on_track")
    return Standing(
        called=journey.started.event.called,
        week=week_number(journey.started.event.happened_on, on),
        scope=scope,
        group=group,
        reasons=() if resting else tuple(held),
        news=tuple(dict.fromkeys(news)),
        resting=resting,
    )


def _answered(journey: Journey, alert: Alert, on: date) -> bool:
    """Whether the coach dealt with an alert since it opened, or it is snoozed."""
    opened = journey.alerts.open.get(alert.rule)
    if opened is None or alert.since > opened.happened_on:
        return False
    snoozed = journey.alerts.snoozed.get(alert.rule)
    if snoozed is not None:
        return on <= snoozed.until
    return alert.rule in journey.alerts.acknowledged


def _after_care(journey: Journey, on: date, scope: SightScope) -> tuple[str, ...]:
    """The question of aftercare that waits for an answer."""
    endings = journey.endings
    due = any(key not in endings.settled and one.due <= on for key, one in endings.after_care.items())
    return ("after_care",) if endings.recorded and due and scope == "everything" else ()


def monday(seed: int, clients: int, on: date) -> list[Standing]:
    """All simulated clients of the coach on a day, those first who need her most."""
    found: list[Standing] = []
    with reduced_gc():
        for number in range(1, clients - TOLD_FOR_SANNE + 1):
            history = simulate_history(seed, number, weeks=WEEKS, until=on, staggered=True)
            # The demo records the whole past on that day: care after a no counts from the day it was recorded.
            noon = datetime.combine(on, time(12), tzinfo=UTC)
            entries = tuple(replace(one, recorded_at=noon) for one in history.entries)
            found.append(standing(entries, history.people.coach_id, on))
    return sorted(found, key=lambda one: (list(GROUPS).index(one.group), one.called))


def earliest_today() -> date:
    """Today where it becomes so last: the day on which the demo's histories end."""
    return min(today_in(zone, utc_now()) for zone in DEFAULT_TIME_ZONES.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on", type=date.fromisoformat)
    asked = parser.parse_args()
    found = monday(asked.seed, asked.clients, asked.on or earliest_today())
    for one in found:
        why = "week off" if one.resting else ", ".join(one.reasons)
        print(
            f"{one.group:13} {one.called:24} week {one.week:2}  {one.scope:10}  {why or '-'}"
            + (f"  [{', '.join(one.news)}]" if one.news else "")
        )
    print(", ".join(f"{count} {group}" for group, count in Counter(one.group for one in found).items()))


if __name__ == "__main__":
    main()

"""Totals over journeys, as they may be told: see `disclosure`."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

from msgspec import Struct

from domain.text import name_key
from domain.vocabulary import Ending, Track
from projections.totals.contribution import FIRST_EXPERIMENT_WITHIN, EmployerApproach, JourneyContribution
from projections.totals.disclosure import (
    GROUP_SIZE,
    is_small,
    rounded,
    rounded_groups,
    rounded_share,
    shown_groups,
    telling_share,
)

COACH_SILENT_AFTER_DAYS = 14
"""Days without a contact after which a coach counts as silent."""


class ProgrammeStartSpeed(Struct, frozen=True, kw_only=True):
    """How soon after the start the first step took place."""

    within_a_week: float | None
    """Share of the journeys that are a week old or more, or ended sooner."""
    median_days: float | None
    """Over those that had one."""


class AlertResponse(Struct, frozen=True, kw_only=True):
    """How soon after an alert client and coach spoke."""

    alerts: int
    """Those a contact followed, and those that wait for one."""
    median_days: float | None
    waiting: int | None
    """Alerts that hold, with no contact since."""


class EmployerManners(Struct, frozen=True, kw_only=True):
    """How an employer replies, over approaches from at least five journeys."""

    employer: str
    approaches: int
    answered: float | None
    """Share of those that are not waiting; None of fewer than twenty, of which rounded numbers tell none."""
    invited: float | None
    silent: float | None
    median_days: float | None
    """Until the first answer; None where fewer than five journeys had one."""
    feedback_asked: int
    feedback_usable: int


class Totals(Struct, frozen=True, kw_only=True):
    """The totals of a programme, in whole groups of five journeys. Numbers are rounded to fives.

    Null, or missing from a table, means too few to be shown.
    """

    journeys: int | None
    """Those that have started, whether they go on or ended."""
    ended: int | None
    steps_a_week: float | None
    """Mean over journeys."""
    tracks: dict[Track, int]
    endings: dict[Ending, int]
    start: ProgrammeStartSpeed | None
    contact: AlertResponse | None
    coach_silent: int | None
    """Journeys that go on, whose coach was not heard of for two weeks."""
    employers: tuple[EmployerManners, ...]


EMPTY_TOTALS = Totals(
    journeys=None,
    ended=None,
    steps_a_week=None,
    tracks={},
    endings={},
    start=None,
    contact=None,
    coach_silent=None,
    employers=(),
)

COACH_SILENT, COACH_HEARD = "silent", "heard"
"""Journeys that go on, by whether their coach was heard of."""


class EndingCounts(Struct, frozen=True, kw_only=True):
    """How many journeys ended, by ending, and how many go on with a silent coach. None where too few."""

    endings: dict[Ending, int]
    ended: int | None
    silent: int | None


def compute_totals(shares: Iterable[JourneyContribution]) -> Totals:
    """Computes the totals of the journeys that have started."""
    started = [one for one in shares if one.started]
    if len(started) < GROUP_SIZE:
        return EMPTY_TOTALS
    standing = _standing(started)
    return Totals(
        journeys=rounded(len(started)),
        ended=standing.ended,
        steps_a_week=sum(_pace(one) for one in started) / len(started),
        tracks=rounded_groups(Counter(one.track for one in started if one.track)),
        endings=standing.endings,
        start=_start(started),
        contact=_contact(started),
        coach_silent=standing.silent,
        employers=_manners(started),
    )


def _standing(shares: Sequence[JourneyContribution]) -> EndingCounts:
    """How the journeys ended or go on. One table, because each part could be computed from the others."""
    endings: Counter[Ending] = Counter(one.ending for one in shares if one.ending)
    going_on = [one for one in shares if not one.ending]
    silent = sum(one.days_without_contact >= COACH_SILENT_AFTER_DAYS for one in going_on)
    cells: dict[str, int] = {COACH_SILENT: silent, COACH_HEARD: len(going_on) - silent}
    shown = shown_groups(cells | dict(endings))
    shown_endings: dict[Ending, int] = {
        ending: count for ending, count in sorted(endings.items()) if ending in shown
    }
    hidden_of_ended = endings.total() - sum(shown_endings.values())
    hidden_of_rest = len(going_on) - shown.get(COACH_SILENT, 0) - shown.get(COACH_HEARD, 0)
    return EndingCounts(
        endings={ending: rounded(count) for ending, count in shown_endings.items()},
        ended=None if is_small(hidden_of_ended) or is_small(hidden_of_rest) else rounded(endings.total()),
        silent=rounded(silent) if silent == 0 or COACH_SILENT in shown else None,
    )


def _pace(share: JourneyContribution) -> float:
    return share.steps / max(1.0, share.days_on_the_way / 7)


def _start(shares: Sequence[JourneyContribution]) -> ProgrammeStartSpeed | None:
    old = [one for one in shares if one.ending or one.days_on_the_way >= FIRST_EXPERIMENT_WITHIN.days]
    if len(old) < GROUP_SIZE:
        return None
    days = [one.days_to_first_step for one in old if one.days_to_first_step is not None]
    soon = sum(one <= FIRST_EXPERIMENT_WITHIN.days for one in days)
    return ProgrammeStartSpeed(
        within_a_week=None if is_small(soon) or is_small(len(old) - soon) else rounded_share(soon, len(old)),
        median_days=float(median(days)) if len(days) >= GROUP_SIZE else None,
    )


def _contact(shares: Sequence[JourneyContribution]) -> AlertResponse | None:
    concerned = [one for one in shares if one.days_to_contact or one.open_alerts]
    if len(concerned) < GROUP_SIZE:
        return None
    met = [one for one in concerned if one.days_to_contact]
    wait = [one for one in concerned if one.open_alerts]
    days = [day for one in met for day in one.days_to_contact]
    waiting = sum(len(one.open_alerts) for one in wait)
    return AlertResponse(
        alerts=rounded(len(days) + waiting),
        median_days=float(median(days)) if len(met) >= GROUP_SIZE else None,
        waiting=None if is_small(len(wait)) or is_small(len(met)) else rounded(waiting),
    )


def _manners(shares: Sequence[JourneyContribution]) -> tuple[EmployerManners, ...]:
    """Employers by name. Names that count as the same are the same employer."""
    cases: defaultdict[str, list[tuple[int, EmployerApproach]]] = defaultdict(list)
    for journey, share in enumerate(shares):
        for approach in share.approaches:
            cases[name_key(approach.employer)].append((journey, approach))
    manners = [_manner(some) for some in cases.values() if _journeys(some) >= GROUP_SIZE]
    return tuple(sorted(manners, key=lambda one: (-one.approaches, one.employer)))


def _manner(numbered: Sequence[tuple[int, EmployerApproach]]) -> EmployerManners:
    cases = [one for _, one in numbered]
    settled = [one for one in cases if one.came != "waiting"]
    days = [one.days for one in settled if one.days is not None]
    has_days = _journeys([one for one in numbered if one[1].days is not None]) >= GROUP_SIZE
    names = Counter(one.employer for one in cases)
    return EmployerManners(
        employer=min(names, key=lambda name: (-names[name], name)),
        approaches=rounded(len(cases)),
        answered=telling_share(sum(one.came != "silence" for one in settled), len(settled)),
        invited=telling_share(sum(one.came == "invited" for one in settled), len(settled)),
        silent=telling_share(sum(one.came == "silence" for one in settled), len(settled)),
        median_days=float(median(days)) if has_days else None,
        feedback_asked=rounded(sum(one.asked for one in cases)),
        feedback_usable=rounded(sum(one.usable for one in cases)),
    )


def _journeys(cases: Sequence[tuple[int, EmployerApproach]]) -> int:
    return len({journey for journey, _ in cases})

"""Totals over journeys.

Figures of fewer than five journeys, and employers with fewer than five cases, are hidden.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from statistics import median
from typing import TypeVar

from msgspec import Struct

from domain.text import name_key
from domain.vocabulary import Ending, Track
from projections.totals.contribution import FIRST_EXPERIMENT_WITHIN, EmployerApproach, JourneyContribution

LARGEST_HIDDEN_GROUP = 4
"""The largest group that is not shown."""

MIN_EMPLOYER_CASES = 5
"""Approaches at an employer from which its manners are shown."""

COACH_SILENT_AFTER_DAYS = 14
"""Days without a contact after which a coach counts as silent."""

K = TypeVar("K", bound=Hashable)


class ProgrammeStartSpeed(Struct, frozen=True, kw_only=True):
    """How soon after the start the first experiment was run."""

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
    """How an employer answers, over at least five approaches from at least five journeys."""

    employer: str
    approaches: int
    answered: float
    """Share of those that are not waiting."""
    invited: float
    silent: float
    median_days: float | None
    """Until the first answer."""
    feedback_asked: int
    feedback_usable: int


class Totals(Struct, frozen=True, kw_only=True):
    """The totals of a programme. None, or missing from a table, means too few to be shown."""

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
    if len(started) <= LARGEST_HIDDEN_GROUP:
        return EMPTY_TOTALS
    standing = _standing(started)
    return Totals(
        journeys=len(started),
        ended=standing.ended,
        steps_a_week=sum(_pace(one) for one in started) / len(started),
        tracks=shown_groups(Counter(one.track for one in started if one.track)),
        endings=standing.endings,
        start=_start(started),
        contact=_contact(started),
        coach_silent=standing.silent,
        employers=_manners(started),
    )


def _few(count: int) -> bool:
    """True for one to four: too few to be shown. Zero, and five or more, are safe."""
    return 0 < count <= LARGEST_HIDDEN_GROUP


def shown_groups(counts: Mapping[K, int]) -> dict[K, int]:
    """The groups that can be shown.

    With the small ones, the next smallest are hidden until five journeys are: else the sum would give the
    small ones away.
    """
    rising = sorted((key for key in counts if counts[key]), key=lambda key: (counts[key], str(key)))
    hidden = [key for key in rising if _few(counts[key])]
    while hidden and _few(sum(counts[key] for key in hidden)) and len(hidden) < len(rising):
        hidden.append(rising[len(hidden)])
    return {key: counts[key] for key in sorted(rising, key=str) if key not in hidden}


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
        endings=shown_endings,
        ended=None if _few(hidden_of_ended) or _few(hidden_of_rest) else endings.total(),
        silent=silent if silent == 0 or COACH_SILENT in shown else None,
    )


def _pace(share: JourneyContribution) -> float:
    return share.steps / max(1.0, share.days_on_the_way / 7)


def _start(shares: Sequence[JourneyContribution]) -> ProgrammeStartSpeed | None:
    old = [one for one in shares if one.ending or one.days_on_the_way >= FIRST_EXPERIMENT_WITHIN.days]
    if len(old) <= LARGEST_HIDDEN_GROUP:
        return None
    days = [one.days_to_first_step for one in old if one.days_to_first_step is not None]
    soon = sum(one <= FIRST_EXPERIMENT_WITHIN.days for one in days)
    return ProgrammeStartSpeed(
        within_a_week=None if _few(soon) or _few(len(old) - soon) else soon / len(old),
        median_days=median(days) if len(days) > LARGEST_HIDDEN_GROUP else None,
    )


def _contact(shares: Sequence[JourneyContribution]) -> AlertResponse | None:
    concerned = [one for one in shares if one.days_to_contact or one.open_alerts]
    if len(concerned) <= LARGEST_HIDDEN_GROUP:
        return None
    met = [one for one in concerned if one.days_to_contact]
    wait = [one for one in concerned if one.open_alerts]
    days = [day for one in met for day in one.days_to_contact]
    waiting = sum(len(one.open_alerts) for one in wait)
    return AlertResponse(
        alerts=len(days) + waiting,
        median_days=median(days) if len(met) > LARGEST_HIDDEN_GROUP else None,
        waiting=None if _few(len(wait)) or _few(len(met)) else waiting,
    )


def _manners(shares: Sequence[JourneyContribution]) -> tuple[EmployerManners, ...]:
    """Employers by name. Names that count as the same are the same employer."""
    cases: defaultdict[str, list[EmployerApproach]] = defaultdict(list)
    journeys: Counter[str] = Counter()
    for share in shares:
        for approach in share.approaches:
            cases[name_key(approach.employer)].append(approach)
        journeys.update({name_key(approach.employer) for approach in share.approaches})
    shown_endings = [
        _manner(some)
        for name, some in cases.items()
        if len(some) >= MIN_EMPLOYER_CASES and journeys[name] > LARGEST_HIDDEN_GROUP
    ]
    return tuple(sorted(shown_endings, key=lambda one: (-one.approaches, one.employer)))


def _manner(cases: Sequence[EmployerApproach]) -> EmployerManners:
    settled = [one for one in cases if one.came != "waiting"]
    days = [one.days for one in settled if one.days is not None]
    names = Counter(one.employer for one in cases)
    return EmployerManners(
        employer=min(names, key=lambda name: (-names[name], name)),
        approaches=len(cases),
        answered=_part(sum(one.came != "silence" for one in settled), len(settled)),
        invited=_part(sum(one.came == "invited" for one in settled), len(settled)),
        silent=_part(sum(one.came == "silence" for one in settled), len(settled)),
        median_days=median(days) if days else None,
        feedback_asked=sum(one.asked for one in cases),
        feedback_usable=sum(one.usable for one in cases),
    )


def _part(part: int, whole: int) -> float:
    return part / whole if whole else 0.0

"""Totals over journeys. A figure about fewer than five journeys is not told, nor an employer with fewer than five cases."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import TypeVar

from msgspec import Struct

from domain.vocabulary import Ending, Track
from projections.totals.share import LATE, Approach, Share

MOST_HIDDEN = 4
"""The largest group that is not told."""

FEWEST_CASES = 5
"""Approaches at an employer from which its manners are told."""

SILENT_AFTER = 14
"""Days without a contact after which a coach counts as silent."""

K = TypeVar("K", bound=str)


class StartSpeed(Struct, frozen=True, kw_only=True):
    """How soon the first experiment took place."""

    within_a_week: float | None
    """Share of the journeys that are a week old or more, or ended sooner."""
    median_days: float | None
    """Over those that had one."""


class Contact(Struct, frozen=True, kw_only=True):
    """How soon coaches came after an alert."""

    alerts: int
    """Those a contact followed, and those that wait for one."""
    median_days: float | None
    waiting: int | None
    """Alerts that hold, with no contact since."""


class Manners(Struct, frozen=True, kw_only=True):
    """How an employer answers, over five approaches or more, made in five journeys or more."""

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
    """A programme in figures. None, or missing from a table, means: too few to be told."""

    journeys: int | None
    """Those that have started, whether they go on or ended."""
    ended: int | None
    steps_a_week: float | None
    """Mean over journeys."""
    tracks: dict[Track, int]
    endings: dict[Ending, int]
    start: StartSpeed | None
    contact: Contact | None
    coach_silent: int | None
    """Journeys that go on, whose coach was not heard of for two weeks."""
    employers: tuple[Manners, ...]


NOTHING_TOLD = Totals(
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

SILENT, HEARD = "silent", "heard"
"""Journeys that go on, by whether their coach was heard of."""


class Standing(Struct, frozen=True, kw_only=True):
    """How many ended, and how; and of how many that go on the coach was silent. None where too few would show."""

    endings: dict[Ending, int]
    ended: int | None
    silent: int | None


def totals(shares: Iterable[Share]) -> Totals:
    """The totals of the journeys that have started."""
    started = [one for one in shares if one.started]
    if len(started) <= MOST_HIDDEN:
        return NOTHING_TOLD
    standing = _standing(started)
    return Totals(
        journeys=len(started),
        ended=standing.ended,
        steps_a_week=sum(_pace(one) for one in started) / len(started),
        tracks=_shown(Counter(one.track for one in started if one.track)),
        endings=standing.endings,
        start=_start(started),
        contact=_contact(started),
        coach_silent=standing.silent,
        employers=_manners(started),
    )


def _few(count: int) -> bool:
    """Nobody is safe to tell of, and so are five or more; one to four are not."""
    return 0 < count <= MOST_HIDDEN


def _shown(counts: Mapping[K, int]) -> dict[K, int]:
    """The groups that can be told.

    With the small ones, the next smallest are hidden until five journeys are: else the sum would give the small ones away.
    """
    rising = sorted((key for key in counts if counts[key]), key=lambda key: (counts[key], key))
    hidden = [key for key in rising if _few(counts[key])]
    while hidden and _few(sum(counts[key] for key in hidden)) and len(hidden) < len(rising):
        hidden.append(rising[len(hidden)])
    return {key: counts[key] for key in sorted(rising) if key not in hidden}


def _standing(shares: Sequence[Share]) -> Standing:
    """How the journeys ended or go on: one table, because each part of it can be reckoned from the others."""
    endings: Counter[Ending] = Counter(one.ending for one in shares if one.ending)
    going_on = [one for one in shares if not one.ending]
    silent = sum(one.days_without_contact >= SILENT_AFTER for one in going_on)
    cells: dict[str, int] = {SILENT: silent, HEARD: len(going_on) - silent}
    shown = _shown(cells | dict(endings))
    told: dict[Ending, int] = {ending: count for ending, count in sorted(endings.items()) if ending in shown}
    hidden_of_ended = endings.total() - sum(told.values())
    hidden_of_rest = len(going_on) - shown.get(SILENT, 0) - shown.get(HEARD, 0)
    return Standing(
        endings=told,
        ended=None if _few(hidden_of_ended) or _few(hidden_of_rest) else endings.total(),
        silent=silent if silent == 0 or SILENT in shown else None,
    )


def _pace(share: Share) -> float:
    return share.steps / max(1.0, share.days_on_the_way / 7)


def _start(shares: Sequence[Share]) -> StartSpeed | None:
    old = [one for one in shares if one.ending or one.days_on_the_way >= LATE.days]
    if len(old) <= MOST_HIDDEN:
        return None
    days = [one.days_to_first_step for one in old if one.days_to_first_step is not None]
    soon = sum(one <= LATE.days for one in days)
    return StartSpeed(
        within_a_week=None if _few(soon) or _few(len(old) - soon) else soon / len(old),
        median_days=median(days) if len(days) > MOST_HIDDEN else None,
    )


def _contact(shares: Sequence[Share]) -> Contact | None:
    concerned = [one for one in shares if one.days_to_contact or one.open_alerts]
    if len(concerned) <= MOST_HIDDEN:
        return None
    met = [one for one in concerned if one.days_to_contact]
    wait = [one for one in concerned if one.open_alerts]
    days = [day for one in met for day in one.days_to_contact]
    waiting = sum(len(one.open_alerts) for one in wait)
    return Contact(
        alerts=len(days) + waiting,
        median_days=median(days) if len(met) > MOST_HIDDEN else None,
        waiting=None if _few(len(wait)) or _few(len(met)) else waiting,
    )


def _manners(shares: Sequence[Share]) -> tuple[Manners, ...]:
    """Employers by name, as the journeys write it; the same name in other letters is the same employer."""
    cases: defaultdict[str, list[Approach]] = defaultdict(list)
    journeys: Counter[str] = Counter()
    for share in shares:
        for approach in share.approaches:
            cases[_spelt(approach.employer)].append(approach)
        journeys.update({_spelt(approach.employer) for approach in share.approaches})
    told = [
        _manner(some)
        for name, some in cases.items()
        if len(some) >= FEWEST_CASES and journeys[name] > MOST_HIDDEN
    ]
    return tuple(sorted(told, key=lambda one: (-one.approaches, one.employer)))


def _spelt(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).split()).casefold()


def _manner(cases: Sequence[Approach]) -> Manners:
    settled = [one for one in cases if one.came != "waiting"]
    days = [one.days for one in settled if one.days is not None]
    names = Counter(one.employer for one in cases)
    return Manners(
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

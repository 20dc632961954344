"""The strengths and gaps known at a date, each with everything that was seen of it, by day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import GapFound, StrengthObserved


class KnownStrength(Struct, frozen=True):
    """A strength and its observations, by day; on one day in the order of recording. The last gives the wording."""

    observations: Sequence[StrengthObserved]

    @property
    def strength_id(self) -> UUID:
        return self.observations[0].strength_id

    @property
    def wording(self) -> str:
        return self.observations[-1].wording


class KnownGap(Struct, frozen=True):
    """A gap and its findings, by day; on one day in the order of recording. The last says what the gap is."""

    findings: Sequence[GapFound]

    @property
    def gap_id(self) -> UUID:
        return self.findings[0].gap_id

    @property
    def wording(self) -> str:
        return self.findings[-1].wording

    @property
    def closable(self) -> bool:
        return self.findings[-1].closable

    @property
    def found_on(self) -> date:
        return self.findings[0].happened_on

    @property
    def role_ids(self) -> tuple[UUID, ...]:
        """The roles that ask for what is missing, in the order in which they were heard to."""
        return tuple(dict.fromkeys(one.role_id for one in self.findings if one.role_id))


def strengths_on(observed: Iterable[StrengthObserved], on: date) -> list[KnownStrength]:
    """The strengths at a date, in the order they were first seen."""
    by_strength = defaultdict[UUID, list[StrengthObserved]](list)
    for one in sorted(observed, key=lambda one: one.happened_on):
        if one.happened_on <= on:
            by_strength[one.strength_id].append(one)
    return [KnownStrength(observations) for observations in by_strength.values()]


def gaps_on(found: Iterable[GapFound], on: date) -> list[KnownGap]:
    """The gaps at a date, in the order they were first found."""
    by_gap = defaultdict[UUID, list[GapFound]](list)
    for one in sorted(found, key=lambda one: one.happened_on):
        if one.happened_on <= on:
            by_gap[one.gap_id].append(one)
    return [KnownGap(findings) for findings in by_gap.values()]

"""The strengths and gaps known at a date, each with everything that was seen of it, by day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import GapFound, StrengthObserved
from domain.redacted import is_readable
from domain.text import words_key


class KnownStrength(Struct, frozen=True):
    """A strength and its observations, by day; on one day in the order of recording. The last gives the wording.

    What is seen in the same words is the same strength, whichever id it was recorded under.
    """

    observations: Sequence[StrengthObserved]

    @property
    def strength_id(self) -> UUID:
        return self.observations[0].strength_id

    @property
    def strength_ids(self) -> frozenset[UUID]:
        """Every id it was recorded under."""
        return frozenset(one.strength_id for one in self.observations)

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
    seen = sorted((one for one in observed if one.happened_on <= on), key=lambda one: one.happened_on)
    return [KnownStrength(observations) for observations in by_words(seen)]


def by_words(observed: Sequence[StrengthObserved]) -> Iterable[Sequence[StrengthObserved]]:
    """The observations of each strength, in the order given: those of one id, and those in the same words."""
    same: dict[UUID | str, UUID | str] = {}

    def first(key: UUID | str) -> UUID | str:
        while key in same:
            key = same[key]
        return key

    for one in observed:
        if is_readable(one.wording):
            words, strength_id = first(words_key(one.wording)), first(one.strength_id)
            if words != strength_id:
                same[words] = strength_id
    strengths = defaultdict[UUID | str, list[StrengthObserved]](list)
    for one in observed:
        strengths[first(one.strength_id)].append(one)
    return strengths.values()


def gaps_on(found: Iterable[GapFound], on: date) -> list[KnownGap]:
    """The gaps at a date, in the order they were first found."""
    by_gap = defaultdict[UUID, list[GapFound]](list)
    for one in sorted(found, key=lambda one: one.happened_on):
        if one.happened_on <= on:
            by_gap[one.gap_id].append(one)
    return [KnownGap(findings) for findings in by_gap.values()]

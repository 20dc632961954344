"""Journeys nobody lived, for laws and for loads: valid histories, the same for the same choices.

`sample_journey(seed)` is one long journey; `histories()` lets Hypothesis choose (and shrink) short ones.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from hypothesis import strategies as st
from msgspec import Struct

from domain.history import RecordedEvent
from domain.journey.aggregate import Journey
from domain.journey.commands.catalogue import ClockCommand
from domain.journey.corrections.events import AnyJourneyEvent
from domain.journey.decide import UserCommand
from tests.random_journeys.course import start
from tests.random_journeys.random_journey import (
    SAYINGS,
    SET_OUT,
    Chances,
    DecidedCommand,
    JourneyDraft,
    actor_of,
)
from tests.random_journeys.turns import TURNS, WITH_CORRECTIONS, WITH_DEPUTIES

__all__ = [
    "SAYINGS",
    "SEEDS",
    "SET_OUT",
    "DecidedCommand",
    "History",
    "histories",
    "histories_with_deputies",
    "interleaved",
    "sample_journey",
]

SEEDS = st.integers(0, 2**32 - 1)


class History(Struct, frozen=True):
    """A journey as its commands, its events and its entries; `journey` is the state after all of it."""

    journey_id: UUID
    decisions: tuple[DecidedCommand, ...]
    journey: Journey

    @property
    def today(self) -> date:
        """The last day anything was told."""
        return self.decisions[-1].decided_on

    @property
    def actor(self) -> UUID:
        """Who told all of it."""
        return actor_of(self.journey_id)

    @property
    def commands(self) -> tuple[UserCommand | ClockCommand, ...]:
        return tuple(decision.command for decision in self.decisions)

    @property
    def events(self) -> tuple[AnyJourneyEvent, ...]:
        return tuple(event for decision in self.decisions for event in decision.events)

    def entries(self, *, after: int = 0) -> list[RecordedEvent]:
        """The events as a log would hold them, above a position."""
        entries: list[RecordedEvent] = []
        for place, decision in enumerate(self.decisions, 1):
            for event in decision.events:
                number = len(entries) + 1
                noon = datetime.combine(decision.decided_on, time(12), tzinfo=UTC)
                entry = RecordedEvent(
                    position=after + number,
                    journey_id=self.journey_id,
                    number=number,
                    recorded_at=noon + timedelta(milliseconds=number),
                    actor_id=self.actor,
                    command_id=uuid5(self.journey_id, f"command {place}"),
                    event=event,
                )
                entries.append(entry)
        return entries


def sample_journey(
    seed: int,
    events: int = 500,
    *,
    corrections: bool = False,
    deputies: bool = False,
    set_out: date = SET_OUT,
) -> History:
    """A long journey of about so many events (a few more): 500 are some seven months."""
    chances = WITH_DEPUTIES if deputies else WITH_CORRECTIONS if corrections else TURNS
    draft = _begun(seed, uuid5(NAMESPACE_URL, f"soundings:sample:{seed}"), set_out)
    while draft.event_count < events:
        _go_on(draft, chances)
    return _history(draft)


def histories(most: int = 60, *, corrections: bool = False) -> st.SearchStrategy[History]:
    """Journeys of up to `most` turns, a few events each: Hypothesis chooses the seed and shortens what fails."""
    # Choosing every choice instead would favour the simplest, and hardly any experiment would be run.
    chances = WITH_CORRECTIONS if corrections else TURNS
    return st.builds(_lived, SEEDS, st.integers(0, most), st.just(chances))


def histories_with_deputies() -> st.SearchStrategy[History]:
    """Like `histories` with corrections, about coaches, what they see, and who stands in for them above all."""
    return st.builds(_lived, SEEDS, st.integers(20, 80), st.just(WITH_DEPUTIES))


def _lived(seed: int, turns: int, chances: Chances) -> History:
    draft = _begun(seed, uuid5(NAMESPACE_URL, "soundings:lived"))
    for _ in range(turns):
        _go_on(draft, chances)
    return _history(draft)


def _begun(seed: int, journey_id: UUID, set_out: date = SET_OUT) -> JourneyDraft:
    draft = JourneyDraft(Random(seed), journey_id, set_out)
    draft.tell(start(draft))
    return draft


def _go_on(draft: JourneyDraft, chances: Chances) -> None:
    turn = draft.chance.choices(list(chances), weights=list(chances.values()))[0]
    if command := turn(draft):
        draft.tell(command)


def _history(draft: JourneyDraft) -> History:
    return History(journey_id=draft.id, decisions=tuple(draft.decisions), journey=draft.journey)


def interleaved(chance: Random, told: Sequence[Sequence[RecordedEvent]]) -> Iterator[RecordedEvent]:
    """Several journeys' entries as one log would hold them: each in its own order, mixed at will."""
    waiting = [list(reversed(entries)) for entries in told if entries]
    while waiting:
        entries = chance.choice(waiting)
        yield entries.pop()
        waiting = [one for one in waiting if one]

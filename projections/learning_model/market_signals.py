"""Which facts about the market count on a day: a newer edition from the same source replaces the older one."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from msgspec.structs import replace

from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.market import MarketSignalNoted
from domain.redacted import is_readable
from domain.text import words_key
from domain.vocabulary import MarketSignal
from projections.learning_model.state import LearningState

_OF_VACANCIES: frozenset[MarketSignal] = frozenset({"vacancies_many", "vacancies_none"})
_EDITION = re.compile(r"\b(?:(?:19|20)\d\d|[qkt][1-4])\b")
"""The year or quarter of an edition; other figures, such as those of a region or an address, tell publications apart."""


def publication(noted: MarketSignalNoted) -> str:
    """What was published, whatever the year or quarter of its edition."""
    if not is_readable(noted.source):
        return str(noted.signal_id)
    return " ".join(_EDITION.sub(" ", words_key(noted.source)).split()) or words_key(noted.source)


def replaced_from(state: LearningState) -> Mapping[UUID, date]:
    """The day from which a fact no longer counts, by its id, for those that were replaced.

    What a publication says of vacancies stands beside what it says of growth, and an outlook of the atlas beside what the
    client found herself. An older edition that is noted after the newer one never counts.
    """
    found: dict[UUID, date] = {}
    for oldest_first in _editions(state):
        for place, noted in enumerate(oldest_first[:-1], start=1):
            newer = min(one.happened_on for one in oldest_first[place:])
            found[noted.signal_id] = max(noted.happened_on, newer)
    return found


def _editions(state: LearningState) -> list[list[MarketSignalNoted]]:
    """The editions of each publication about a role, the oldest first."""
    editions = defaultdict[tuple[UUID, str, bool, bool], list[MarketSignalNoted]](list)
    for noted in state.market:
        editions[noted.role_id, publication(noted), noted.signal in _OF_VACANCIES, noted.weak].append(noted)
    return [sorted(of_one, key=lambda one: one.published) for of_one in editions.values()]


def edition_before(state: LearningState) -> Mapping[UUID, UUID]:
    """The edition that would count instead on the day a newer one was noted, by the id of the newer; both by id."""
    found: dict[UUID, UUID] = {}
    for oldest_first in _editions(state):
        for place, noted in enumerate(oldest_first):
            older = [one for one in oldest_first[:place] if one.happened_on <= noted.happened_on]
            if older and all(one.happened_on > noted.happened_on for one in oldest_first[place + 1 :]):
                found[noted.signal_id] = older[-1].signal_id
    return found


def without_fact(state: LearningState, signal_id: UUID) -> LearningState:
    """The state had a fact not been noted: an edition that it replaced counts again."""
    return replace(
        state,
        market=tuple(one for one in state.market if one.signal_id != signal_id),
        signals=tuple(one for one in state.signals if one.source.id != signal_id),
    )


def heard_by(state: LearningState, on: date) -> list[OddsSignalHeard]:
    """The signals that count on a day, in the order of recording."""
    replaced = replaced_from(state)
    return [one for one in state.signals if one.happened_on <= on < counts_until(one, replaced)]


def counts_until(heard: OddsSignalHeard, replaced: Mapping[UUID, date]) -> date:
    """The day from which a signal no longer counts; the last of all days if it is not replaced."""
    signal_id = heard.source.id if heard.source.kind == "market" else None
    return replaced.get(signal_id, date.max) if signal_id else date.max

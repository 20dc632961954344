"""Which facts about the market count on a day: a newer edition from the same source replaces the older one."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
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
_Noted = list[MarketSignalNoted]


def publication(noted: MarketSignalNoted) -> str:
    """What was published, whatever the year or quarter of its edition."""
    return publication_of(noted.source) if is_readable(noted.source) else str(noted.signal_id)


def publication_of(source: str) -> str:
    """The name of a source without the year or quarter of its edition, unless that is all there is."""
    return " ".join(_EDITION.sub(" ", words_key(source)).split()) or words_key(source)


def replaced_from(state: LearningState) -> Mapping[UUID, date]:
    """The day from which a fact no longer counts, by its id, for those that were replaced.

    What a publication says of vacancies stands beside what it says of growth. An older edition that is noted after the
    newer one never counts. An outlook of the atlas stands beside what the client found herself, and counts once for a role,
    whatever its region: the one that was counted last replaces all of the one before.
    """
    return {
        noted.signal_id: max(noted.happened_on, min(one.happened_on for one in newer))
        for noted, newer in _with_newer(state)
        if newer
    }


def edition_before(state: LearningState) -> Mapping[UUID, tuple[UUID, ...]]:
    """What would count again without a newer fact on the day it was noted, by the id of the newer; all by id."""
    found = defaultdict[UUID, tuple[UUID, ...]](tuple)
    for noted, newer in _with_newer(state):
        by_day = sorted(newer, key=lambda one: one.happened_on)
        first, second = [*by_day, None, None][:2]
        alone = first and (second is None or second.happened_on > first.happened_on)
        if first and alone and noted.happened_on <= first.happened_on:
            found[first.signal_id] += (noted.signal_id,)
    return found


def _with_newer(state: LearningState) -> Iterator[tuple[MarketSignalNoted, list[MarketSignalNoted]]]:
    """Every fact with those that replace it."""
    found, outlooks = defaultdict[tuple[UUID, str, bool], _Noted](list), defaultdict[UUID, _Noted](list)
    for noted in state.market:
        if noted.weak:
            outlooks[noted.role_id].append(noted)
        else:
            found[noted.role_id, publication(noted), noted.signal in _OF_VACANCIES].append(noted)
    for editions in found.values():
        oldest_first = sorted(editions, key=lambda one: one.published)
        for place, noted in enumerate(oldest_first, start=1):
            yield noted, oldest_first[place:]
    for counted in outlooks.values():
        in_turn = sorted(counted, key=lambda one: one.happened_on)
        for place, noted in enumerate(in_turn, start=1):
            yield noted, [one for one in in_turn[place:] if not _says_beside(one, noted)]


def _says_beside(one: MarketSignalNoted, other: MarketSignalNoted) -> bool:
    """Whether one outlook says both: the one of the openings, the other of the demand."""
    same = one.published == other.published and _said_by(one) == _said_by(other)
    return same and (one.signal in _OF_VACANCIES) != (other.signal in _OF_VACANCIES)


def _said_by(noted: MarketSignalNoted) -> str:
    """Who published an outlook of the atlas, of what; of deleted words nothing is told apart."""
    return words_key(noted.source) if is_readable(noted.source) else ""


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

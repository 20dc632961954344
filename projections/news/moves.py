"""Big moves: entries without which a role's potential would differ much on their own day, or another role would come first.

An entry is what the story of a role tells as one: a step with what was heard on its day, one reply to it, a session or a fact
about the market. The figures are those of the story, at a fraction of their cost.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.journey.events.evidence import AppealRated, OddsSignalHeard
from domain.journey.events.roles import RoleReopened
from projections.learning_model.entry_origins import OriginKind, origin_of
from projections.learning_model.evidence_index import EvidenceIndex, build_evidence_index
from projections.learning_model.evidence_sums import EvidenceSums, evidence_sums, own_sums, promise_from
from projections.learning_model.first_place import NewFirst, new_first
from projections.learning_model.market_signals import without_fact
from projections.learning_model.parameters import Parameters
from projections.learning_model.potential_order import printed_change
from projections.learning_model.role_beliefs import distance_on, standing_on
from projections.learning_model.state import LearningState
from projections.learning_model.wording import round_half_up
from projections.news.state import NewsEntry
from projections.news.view import NewsItem

BIG_FROM = 8
"""Points of printed potential."""

Evidence = AppealRated | OddsSignalHeard


class Cause(Struct, frozen=True):
    """What a piece of evidence came of, and the day on which the story of its role tells it."""

    kind: OriginKind
    source_id: UUID
    on: date


def big_moves(
    state: LearningState, entries: Sequence[NewsEntry], on: date, parameters: Parameters
) -> Iterator[NewsItem]:
    """The big moves by the evidence of these entries, each at the place of the last of its evidence.

    Of the roles that are active on a day; the figures are those of each entry's own day.
    """
    causes = dict[Cause, NewsEntry]()
    for entry in entries:
        if isinstance(entry.event, Evidence) and entry.event.role_id in state.roles:
            cause = _cause(state, entry.event)
            if cause and cause.on <= on:
                causes[cause] = entry
    if causes:
        potentials = _Potentials(state, parameters, {on, *(cause.on for cause in causes)})
        active = potentials.on(on)
        for cause, last in causes.items():
            yield from (one for one in _moves(potentials, cause, last) if one.role_id in active)


def _cause(state: LearningState, evidence: Evidence) -> Cause | None:
    """What evidence came of; None of what was noted by itself. What brought a role is the step that did."""
    kind, source_id, on = origin_of(state, evidence)
    return Cause("step" if kind == "added" else kind, source_id, on) if source_id else None


def _moves(potentials: "_Potentials", cause: Cause, last: NewsEntry) -> Iterator[NewsItem]:
    now, before = potentials.on(cause.on), potentials.without(cause)
    if len(before) == len(now) and not any(printed_change(before[one], now[one]) for one in now):
        return
    first = new_first(before, now)
    for role_id in now:
        leads = first is not None and first.role_id == role_id
        change = printed_change(before[role_id], now[role_id]) if role_id in before else 0
        if leads or abs(change) >= BIG_FROM:
            yield NewsItem(
                kind="big_move",
                on=cause.on,
                number=last.number,
                position=last.position,
                role_id=role_id,
                role=potentials.title(role_id),
                experiment_id=cause.source_id if cause.source_id in potentials.state.steps else None,
                before=round_half_up(before[role_id]) if change else None,
                after=round_half_up(now[role_id]) if change or role_id not in before else None,
                leads=leads,
                level_with=_level_with(potentials, first) if leads else None,
            )


def _level_with(potentials: "_Potentials", first: NewFirst | None) -> str | None:
    return potentials.title(first.level_with) if first and first.level_with else None


class _Potentials:
    """The potential of every active role on some days, with and without an entry."""

    def __init__(self, state: LearningState, parameters: Parameters, days: Iterable[date]) -> None:
        self.state = state
        self._parameters = parameters
        self._index = build_evidence_index(state, parameters)
        days = sorted(days)
        self._sums = {
            role_id: dict(zip(days, evidence_sums(self._index, page, days), strict=True))
            for role_id, page in self._index.pages.items()
        }
        self._own = {role_id: own_sums(self._index, role_id) for role_id in self._index.pages}
        self._potentials: dict[date, Mapping[UUID, float]] = {}
        self._without_fact: dict[UUID, EvidenceIndex] = {}
        self._published = {one.signal_id for one in state.market}
        self._numbers = defaultdict[Cause | None, defaultdict[UUID, list[int]]](lambda: defaultdict(list))
        """The numbers, in the index, of the evidence that came of an entry, by the role that it is about."""
        evidence: tuple[Evidence, ...] = (*state.ratings, *state.signals)
        for number, one in enumerate(evidence):
            if one.role_id in state.roles:
                self._numbers[_cause(state, one)][one.role_id].append(number)

    def title(self, role_id: UUID) -> str:
        return self.state.roles[role_id].discovered.title

    def on(self, day: date) -> Mapping[UUID, float]:
        """The potentials at the end of a day."""
        if day not in self._potentials:
            self._potentials[day] = {
                role_id: self._promise(role_id, self._sums[role_id][day], day)
                for role_id, page in self._index.pages.items()
                if page.events.discovered.happened_on <= day
                and isinstance(standing_on(page.events, day), RoleReopened | None)
            }
        return self._potentials[day]

    def without(self, cause: Cause) -> Mapping[UUID, float]:
        """The potentials at the end of an entry's day without it: roles that it brought are left out."""
        about = self._numbers[cause]
        return {
            role_id: self._promise(role_id, self._left(role_id, cause), cause.on) if role_id in about else now
            for role_id, now in self.on(cause.on).items()
            if not self._brought(role_id, cause)
        }

    def _left(self, role_id: UUID, cause: Cause) -> EvidenceSums:
        """The sums of a role at the end of an entry's day without it. Without a fact the one that it replaced counts again."""
        if cause.kind == "market" and cause.source_id in self._published:
            bare = self._index_without(cause.source_id)
            return next(evidence_sums(bare, bare.pages[role_id], [cause.on]))
        sums, own = self._sums[role_id][cause.on], self._own[role_id]
        for number in self._numbers[cause][role_id]:
            sums = sums.without(own.get(number, EvidenceSums()))
        return sums

    def _index_without(self, signal_id: UUID) -> EvidenceIndex:
        if signal_id not in self._without_fact:
            bare = build_evidence_index(without_fact(self.state, signal_id), self._parameters)
            self._without_fact[signal_id] = bare
        return self._without_fact[signal_id]

    def _promise(self, role_id: UUID, sums: EvidenceSums, day: date) -> float:
        return promise_from(sums, distance_on(self._index.pages[role_id].events, day), self._parameters)

    def _brought(self, role_id: UUID, cause: Cause) -> bool:
        page = self._index.pages[role_id]
        return page.brought_by == cause.source_id and page.events.discovered.happened_on == cause.on

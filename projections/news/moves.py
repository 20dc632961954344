"""Big moves: entries without which a role's potential would differ much on the same day, or another role would come first.

An entry is a step with all that came of it, one reply to it, a session or a fact about the market. The figures are those of
`reveal_step`, `reveal_reply` and `market_effects_on_role`, at a fraction of their cost.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from uuid import UUID

from domain.journey.events.evidence import AppealRated, OddsSignalHeard
from domain.journey.events.roles import RoleReopened
from projections.learning_model.evidence_index import build_evidence_index
from projections.learning_model.first_place import NewFirst, new_first
from projections.learning_model.market_signals import without_fact
from projections.learning_model.parameters import Parameters
from projections.learning_model.potential_order import printed_change
from projections.learning_model.role_beliefs import standing_on
from projections.learning_model.state import LearningState, steps_behind
from projections.learning_model.wording import round_half_up
from projections.news.state import NewsEntry
from projections.news.view import NewsItem

BIG_FROM = 8
"""Points of printed potential."""

Evidence = AppealRated | OddsSignalHeard
Cause = tuple[UUID, date | None]
"""A step, a session or a fact about the market by its id; with a day, the reply to a step that came on it."""

_NONE = frozenset[int]()
_NO_ROLES = frozenset[UUID]()


def big_moves(
    state: LearningState, entries: Sequence[NewsEntry], on: date, parameters: Parameters
) -> Iterator[NewsItem]:
    """The big moves by the evidence of these entries, each at the place of the last of its evidence, as seen on a day."""
    causes = dict[Cause, NewsEntry]()
    for entry in entries:
        if isinstance(entry.event, Evidence) and entry.event.role_id in state.roles:
            causes.update(dict.fromkeys(_causes(state, entry.event), entry))
    if causes:
        potentials = _Potentials(state, on, parameters)
        for cause, last in causes.items():
            yield from _moves(potentials, cause, last)


def _causes(state: LearningState, evidence: Evidence) -> Iterator[Cause]:
    """What a piece of evidence came of: the reply it came with, or else the steps behind it."""
    if isinstance(evidence, OddsSignalHeard) and evidence.answer_to:
        yield evidence.answer_to, evidence.happened_on
    else:
        yield from ((one, None) for one in steps_behind(state, evidence) if one)


def _moves(potentials: "_Potentials", cause: Cause, last: NewsEntry) -> Iterator[NewsItem]:
    now, before = potentials.now, potentials.without(cause)
    first = new_first(before, now)
    for role_id in now:
        leads = first is not None and first.role_id == role_id
        change = printed_change(before[role_id], now[role_id]) if role_id in before else 0
        if leads or abs(change) >= BIG_FROM:
            yield NewsItem(
                kind="big_move",
                on=last.event.happened_on,
                number=last.number,
                position=last.position,
                role_id=role_id,
                role=potentials.title(role_id),
                experiment_id=cause[0] if cause[0] in potentials.state.steps else None,
                before=round_half_up(before[role_id]) if change else None,
                after=round_half_up(now[role_id]) if change or role_id not in before else None,
                leads=leads,
                level_with=_level_with(potentials, first) if leads else None,
            )


def _level_with(potentials: "_Potentials", first: NewFirst | None) -> str | None:
    return potentials.title(first.level_with) if first and first.level_with else None


class _Potentials:
    """The potential of every active role on a day, with and without an entry."""

    def __init__(self, state: LearningState, on: date, parameters: Parameters) -> None:
        self.state = state
        self._on, self._parameters = on, parameters
        self._index = build_evidence_index(state, parameters)
        self.now = {
            role_id: self._index.promise_on(role_id, on)
            for role_id, page in self._index.pages.items()
            if page.events.discovered.happened_on <= on
            and isinstance(standing_on(page.events, on), RoleReopened | None)
        }

    def title(self, role_id: UUID) -> str:
        return self.state.roles[role_id].discovered.title

    def without(self, cause: Cause) -> Mapping[UUID, float]:
        """The potentials without an entry: roles that it brought are left out."""
        source, day = cause
        if any(one.signal_id == source for one in self.state.market):
            bare, left_out = build_evidence_index(without_fact(self.state, source), self._parameters), _NONE
        else:
            bare, left_out = self._index, self._numbers(source, day)
        moved = self._index.roles.get(source, _NO_ROLES)
        return {
            role_id: bare.promise_on(role_id, self._on, left_out) if role_id in moved else now
            for role_id, now in self.now.items()
            if day or self._index.pages[role_id].brought_by != source
        }

    def _numbers(self, source: UUID, day: date | None) -> frozenset[int]:
        """The numbers, in the index, of the evidence that came of a step, or with the reply to it on a day."""
        found = frozenset(self._index.evidence_by_experiment.get(source, _NONE))
        return found if day is None else found & self._with_replies[day]

    @cached_property
    def _with_replies(self) -> Mapping[date, set[int]]:
        """The numbers of the evidence that came with any reply, by day."""
        found = defaultdict[date, set[int]](set)
        for number, one in enumerate(self.state.signals, len(self.state.ratings)):
            if one.answer_to:
                found[one.happened_on].add(number)
        return found

"""The projection of the gaps."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from domain.journey.events.evidence import GapFound
from domain.journey.events.gaps import GapClosed, GapDecided
from domain.vocabulary import GapDecision, OddsSignal
from projections.as_of import as_of, in_day_order
from projections.fold import Projection
from projections.gaps.possible_gaps import possible_gaps
from projections.gaps.state import INITIAL, GapsState, evolve
from projections.gaps.view import GapFinding, GapRole, Gaps, GapView, RoleRequirements
from projections.learning_model.parameters import Parameters
from projections.learning_model.strengths_and_gaps import KnownGap, gaps_on

SETTLING_DECISIONS: frozenset[GapDecision] = frozenset({"go_round", "live_with"})
"""Decisions after which a gap is not open any more, though it is there."""

GapActions = Sequence[GapDecided | GapClosed]


def view(state: GapsState, on: date, _parameters: Parameters) -> Gaps:
    """The gaps at a date. Events after that date are ignored."""
    known = in_day_order(as_of(state, on))
    gaps = _gaps(known, on)
    return Gaps(
        on=on,
        gaps=tuple(sorted(gaps, key=lambda one: not one.open)),
        roles=_roles(known, gaps),
        possible=possible_gaps(known),
    )


def _gaps(state: GapsState, on: date) -> list[GapView]:
    handled: defaultdict[UUID, list[GapDecided | GapClosed]] = defaultdict(list)
    for act in state.handled:
        handled[act.gap_id].append(act)
    return [_gap(state, gap, handled.get(gap.gap_id, ())) for gap in gaps_on(state.found, on)]


def _gap(state: GapsState, gap: KnownGap, handled: GapActions) -> GapView:
    decided = next((one for one in reversed(handled) if isinstance(one, GapDecided)), None)
    closed_on = _closed_on(handled)
    decision = decided.decision if decided else None
    return GapView(
        gap_id=gap.gap_id,
        wording=gap.wording,
        closable=gap.closable,
        roles=tuple(_role(state, key) for key in gap.role_ids),
        found_on=gap.found_on,
        times=len(gap.findings),
        found=tuple(_finding(one) for one in gap.findings),
        decision=decision,
        how=decided.how if decided else None,
        due=decided.due if decided else None,
        decided_on=decided.happened_on if decided else None,
        closed_on=closed_on,
        missed_since=closed_on is not None and gap.findings[-1].happened_on > closed_on,
        open=closed_on is None and decision not in SETTLING_DECISIONS,
    )


def _closed_on(handled: GapActions) -> date | None:
    """The day the gap was closed; None if it is open. A decision after the closing opens it again."""
    closed_on: date | None = None
    for one in handled:
        closed_on = None if isinstance(one, GapDecided) else closed_on or one.happened_on
    return closed_on


def _finding(found: GapFound) -> GapFinding:
    return GapFinding(
        on=found.happened_on, source=found.source.kind, source_id=found.source.id, role_id=found.role_id
    )


def _role(state: GapsState, role_id: UUID) -> GapRole:
    role = state.roles.get(role_id)
    return GapRole(role_id=role_id, title=role.title if role else None)


def _roles(state: GapsState, gaps: Sequence[GapView]) -> tuple[RoleRequirements, ...]:
    heard: Counter[tuple[UUID, OddsSignal]] = Counter((one.role_id, one.signal) for one in state.heard)
    open_gaps: defaultdict[UUID, list[UUID]] = defaultdict(list)
    for gap in gaps:
        for role in gap.roles:
            open_gaps[role.role_id] += [gap.gap_id] * gap.open
    asking = dict.fromkeys([*open_gaps, *(role_id for role_id, _ in heard)])
    views = [_requirements(state, role_id, heard, open_gaps.get(role_id, ())) for role_id in asking]
    return tuple(sorted(views, key=lambda one: -len(one.open_gaps)))


def _requirements(
    state: GapsState, role_id: UUID, heard: Mapping[tuple[UUID, OddsSignal], int], open_gaps: Sequence[UUID]
) -> RoleRequirements:
    return RoleRequirements(
        role_id=role_id,
        role=_role(state, role_id).title,
        met=heard.get((role_id, "requirement_met"), 0),
        missing=heard.get((role_id, "requirement_missing"), 0),
        open_gaps=tuple(open_gaps),
    )


GAPS: Projection[GapsState, Gaps] = Projection(
    name="gaps", version=2, initial=INITIAL, evolve=evolve, view=view
)

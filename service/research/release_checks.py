"""What there is against letting an analysis out, and what of one may be seen before."""

import asyncio
from collections.abc import Sequence
from importlib import import_module
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from service.research.analysis.releases import KnownSet, ReleasableOutput
from service.research.storage.analyses import Analysis, AnalysisStore

RULES_OF_SPECIFICATIONS = frozenset({"kind", "groups", "many_cells", "degrees_of_freedom"})
"""Rules that nobody's own data decide about."""
ERASED = "somebody in it was erased since it was computed: run it again"
LEFT = "somebody in it left the study since it was computed: run it again"
NEAR_TO_OTHERS = (
    "with what another study let out about the same columns, fewer than ten people could be told apart: "
    "the two are about nearly the same people"
)


async def objection_to(
    store: AnalysisStore,
    tenant_id: UUID,
    analysis: Analysis,
    released: Sequence[Analysis],
    here: frozenset[str],
) -> str | None:
    """Why it may not be let out after all that was, with those who take part now; None if it may."""
    ledger: Any = import_module("service.research.analysis.ledger")
    own = (await store.sets_of(tenant_id, [analysis]))[analysis.analysis_id]
    if any(one.gone for one in own):
        return ERASED
    if not {owner for one in own for owner in one.members.values()} <= here:
        return LEFT
    earlier = await store.sets_of(tenant_id, [one for one in released if one.study_id == analysis.study_id])
    known = [one for each in earlier.values() for one in each]
    reason: str | None = await asyncio.to_thread(ledger.singled_out, known, own)
    others = [one for one in released if one.study_id != analysis.study_id]
    return reason or await _near_to_others(store, tenant_id, analysis, own, others)


async def _near_to_others(
    store: AnalysisStore,
    tenant_id: UUID,
    analysis: Analysis,
    own: Sequence[KnownSet],
    others: Sequence[Analysis],
) -> str | None:
    """Why it may not be let out beside what other studies let out about the same columns; None if it may."""
    compared: Any = import_module("service.research.analysis.other_studies")
    columns = await asyncio.to_thread(compared.columns_of, analysis.specification)
    near = [
        one for one in others if columns & await asyncio.to_thread(compared.columns_of, one.specification)
    ]
    sets = await store.sets_of(tenant_id, near)
    table = compared.table_of(analysis.specification)
    if any(compared.differs_by_few(table, own, sets[one.analysis_id]) for one in near):
        return NEAR_TO_OTHERS
    return None


def without_figures(analysis: Analysis) -> Analysis:
    """The analysis as whoever asked may see it: figures, and what the rules say of its data, only once it is released.

    Before, a rule that is met or not tells of somebody. What is wrong with the specification is said at once; of an analysis
    of one output that the rules refuse, the rules are named.
    """
    if analysis.state == "released":
        return analysis
    alone = analysis.state == "refused" and analysis.decided_by is None and len(analysis.outputs) == 1
    return replace(analysis, outputs=tuple(_before_release(one, alone) for one in analysis.outputs))


def _before_release(output: ReleasableOutput, is_named: bool) -> ReleasableOutput:
    shown = tuple(one for one in output.findings if is_named or one.rule in RULES_OF_SPECIFICATIONS)
    return replace(output, lines=(), findings=shown, status="refused" if shown or is_named else "suppressed")

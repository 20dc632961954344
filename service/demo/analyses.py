"""Analyses of the demo's study, where enough clients take part: one that was let out, and one that waits for a second person."""

from typing import Any
from uuid import UUID

import msgspec

from service.research.analyses import Analyses
from service.research.tools import has_research_tools

FEWEST_CLIENTS = 20
"""With fewer than so many simulated ones, nothing may be let out of their study."""
TAKE_PART: dict[str, Any] = {
    "title": "How many take part",
    "table": "participants",
    "derive": {"everybody": "weeks >= 0"},
    "outputs": [{"type": "table", "name": "people", "rows": "everybody"}],
}
WEEKS: dict[str, Any] = {
    "title": "How many weeks a journey lasts",
    "table": "participants",
    "outputs": [{"type": "mean", "name": "weeks", "of": "weeks"}],
}


async def show_analyses(
    analyses: Analyses, tenant_id: UUID, study_id: UUID, *, researcher_id: UUID, admin_id: UUID
) -> None:
    """Computes one and lets it out, and leaves another to the service; nothing if there is one, or without the research tools."""
    if not has_research_tools() or await analyses.of_study(tenant_id, study_id):
        return
    first = await analyses.run(tenant_id, study_id, msgspec.json.encode(TAKE_PART), by=researcher_id)
    if first.state == "waiting":
        await analyses.release(tenant_id, first.analysis_id, by=admin_id)
    await analyses.ask(tenant_id, study_id, msgspec.json.encode(WEEKS), by=researcher_id)

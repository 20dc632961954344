"""Every projection of a journey by its name: what can be replayed, and of what an archive holds a view."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from projections import (
    agenda,
    alerts,
    caseload,
    coaching,
    course,
    difference,
    doors,
    game,
    gaps,
    network,
    portrait,
    profile,
    refusals,
    strengths,
    totals,
    weeks,
)
from projections.fold import Projection
from projections.sight.view import SIGHT

PROJECTIONS: Mapping[str, Projection[Any, Any]] = MappingProxyType(
    {
        one.name: one
        for one in (
            agenda.AGENDA,
            alerts.ALERTS,
            caseload.CASELOAD,
            coaching.COACHING,
            course.COURSE,
            difference.DIFFERENCE,
            doors.DOORS,
            game.GAME,
            gaps.GAPS,
            network.NETWORK,
            portrait.PORTRAIT,
            profile.PROFILE,
            refusals.REFUSALS,
            SIGHT,
            strengths.STRENGTHS,
            totals.JOURNEY_CONTRIBUTION,
            weeks.WEEKS,
        )
    }
)

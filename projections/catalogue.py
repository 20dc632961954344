"""Every projection of a journey by its name: what can be replayed, and what an archive chooses its views from."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from projections.agenda.projection import AGENDA
from projections.alerts.projection import ALERTS
from projections.caseload.projection import CASELOAD
from projections.claims.projection import CLAIMS
from projections.coaching.projection import COACHING
from projections.course.projection import COURSE
from projections.difference.projection import DIFFERENCE
from projections.doors.projection import DOORS
from projections.fold import Projection
from projections.game.projection import GAME
from projections.gaps.projection import GAPS
from projections.network.projection import NETWORK
from projections.news.projection import NEWS
from projections.pitches.projection import PITCHES
from projections.portrait.projection import PORTRAIT
from projections.profile.projection import PROFILE
from projections.refusals.projection import REFUSALS
from projections.role_story.projection import ROLE_STORY
from projections.sight.projection import SIGHT
from projections.skills.projection import SKILLS
from projections.strengths.projection import STRENGTHS
from projections.timeline.projection import TIMELINE
from projections.totals.projection import JOURNEY_CONTRIBUTION
from projections.weeks.projection import WEEKS

PROJECTIONS: Mapping[str, Projection[Any, Any]] = MappingProxyType(
    {
        one.name: one
        for one in (
            AGENDA,
            ALERTS,
            CASELOAD,
            CLAIMS,
            COACHING,
            COURSE,
            DIFFERENCE,
            DOORS,
            GAME,
            GAPS,
            NETWORK,
            NEWS,
            PITCHES,
            PORTRAIT,
            PROFILE,
            REFUSALS,
            ROLE_STORY,
            SIGHT,
            SKILLS,
            STRENGTHS,
            TIMELINE,
            JOURNEY_CONTRIBUTION,
            WEEKS,
        )
    }
)

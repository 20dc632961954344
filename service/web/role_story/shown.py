"""The page of a role, as much of it as its reader sees."""

from datetime import timedelta
from uuid import UUID

from projections.claims.projection import CLAIMS
from projections.gaps.projection import GAPS
from projections.profile.projection import PROFILE
from projections.refusals.projection import REFUSALS
from projections.role_story.projection import role_story
from service.application.folded_journey import FoldedJourney
from service.authorization import field_filters
from service.authorization.access_rules import AccessLevel
from service.authorization.policy import level_covers
from service.localization.gettext_noop import gettext_noop
from service.web.journey_weeks import DAY_PROJECTIONS, SelectedDay
from service.web.role_story.page import StoryPage, build_story_page

STORY_PROJECTIONS = (PROFILE, CLAIMS, GAPS, REFUSALS, *DAY_PROJECTIONS)
MARKET_FACT_FRESH_FOR = timedelta(weeks=13)
"""After so long a fact about the market is said to be old."""
NO_SUCH_ROLE_TITLE = gettext_noop("Role not found")


def find_role_page(
    folded: FoldedJourney, looked: SelectedDay, role_id: UUID, *, level: AccessLevel, own: bool
) -> StoryPage | None:
    """The page of a role on a day; None if it was not on the list by then. `STORY_PROJECTIONS` must have been loaded."""
    profile = field_filters.filter_profile(folded.view(PROFILE, on=looked.on), level)
    claims = field_filters.filter_claims(folded.view(CLAIMS, on=looked.on), level)
    role = next((one for one in profile.roles if one.role_id == role_id), None)
    claimed = next((one for one in claims.roles if one.role_id == role_id), None)
    story = role_story(folded.state(PROFILE), role_id, looked.on)
    if role is None or claimed is None or story is None:
        return None
    return build_story_page(
        folded.journey,
        looked,
        role=role,
        story=field_filters.filter_role_story(story, level),
        claims=claimed,
        gaps=folded.view(GAPS, on=looked.on),
        own=own,
        sees_entries=level_covers(level, "read_doors"),
    )

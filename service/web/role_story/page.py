"""What the page of one role shows: its story, what is claimed about it, and what to ask next."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import ExperimentStage
from domain.messages import Message
from projections.claims.beliefs import beliefs_to_test
from projections.claims.view import ClaimName, RoleClaims
from projections.gaps.view import Gaps
from projections.profile.view import RoleView
from projections.role_story.view import RoleStory, StoryEntry
from projections.role_story.wording import (
    figures_in_words,
    is_imagined,
    place_phrase,
    standing_move,
    words_alone,
)
from service.localization.gettext_noop import gettext_noop
from service.web.journey_weeks import SelectedDay
from service.web.role_and_contact_forms import contact_names
from service.web.role_story.chart import StoryChart, build_story_chart
from service.web.role_story.claims import ShownClaim, build_role_claims

NEXT_QUESTIONS: Mapping[ClaimName, str] = MappingProxyType(
    {
        "newcomers_welcome": gettext_noop("Ask someone who hires for it: are newcomers welcome?"),
        "has_what_is_asked": gettext_noop("Ask someone who hires for it: what do you look for first?"),
        "employers_respond": gettext_noop("Ask someone who hires for it: what makes you reply?"),
        "there_is_work": gettext_noop("Ask someone in the trade: is there more of this work, or less?"),
        "would_like_it": gettext_noop("Ask someone who does it: what is a normal day like?"),
    }
)
"""What to ask about the claim with the fewest sources."""


class StoryLine(Struct, frozen=True, kw_only=True):
    """An entry of the story, with the names it stands for."""

    entry: StoryEntry
    is_most: bool
    """Whether the headline tells of it."""
    who: str | None
    organisation: str | None
    address: str | None
    """Where the step is; None where there is none, or the reader does not see it."""
    published: str | None
    """Who published it."""
    ended: ExperimentStage | None
    """How a step ended that did not take place."""


class StoryPage(Struct, frozen=True, kw_only=True):
    """The page of a role on a day."""

    looked: SelectedDay
    role: RoleView
    story: RoleStory
    place: Message | None
    """Its place among the active roles; None if it is parked or ruled out."""
    words: Message
    """Appeal and chances, in words with their figures."""
    words_alone: Message
    """The same without figures."""
    chart: StoryChart
    lines: tuple[StoryLine, ...]
    imagined: bool
    """Whether nothing was heard of it yet."""
    claims: tuple[ShownClaim, ...]
    ask: ClaimName | None
    """The claim with the fewest sources; None if each has enough."""
    question: str
    """What to ask about it, in English."""
    sees_entries: bool
    """Whether the reader sees what the entries are, and not only what they moved."""


def build_story_page(
    journey: Journey,
    looked: SelectedDay,
    *,
    role: RoleView,
    story: RoleStory,
    claims: RoleClaims,
    gaps: Gaps,
    own: bool,
    sees_entries: bool,
) -> StoryPage:
    """The page; everything in it is what its reader may see."""
    names = contact_names(journey)
    most = standing_move(story.entries, story.figures.promise)
    published = {one.signal_id: one.source for one in role.market}
    beliefs = beliefs_to_test(claims) if role.standing == "in_play" else ()
    ask = beliefs[0].claim if beliefs else None
    return StoryPage(
        looked=looked,
        role=role,
        story=story,
        place=place_phrase(story),
        words=figures_in_words(story.figures),
        words_alone=words_alone(story.figures),
        chart=build_story_chart(story),
        lines=tuple(
            StoryLine(
                entry=one,
                is_most=one is most,
                who=names.get(one.contact_id) if one.contact_id else None,
                organisation=_organisation(journey, one.experiment_id) if one.kind == "reply" else None,
                address=f"experiments/{one.experiment_id}" if one.experiment_id else None,
                published=published.get(one.signal_id) if one.signal_id else None,
                ended=_not_taken(journey, one),
            )
            for one in story.entries
        ),
        imagined=is_imagined(story.entries),
        claims=build_role_claims(claims, role, gaps, journey, own=own),
        ask=ask,
        question=NEXT_QUESTIONS[ask] if ask else "",
        sees_entries=sees_entries,
    )


def _not_taken(journey: Journey, entry: StoryEntry) -> ExperimentStage | None:
    """How a step ended, if it did not take place; None where the reader does not see which step it was."""
    step = journey.experiments.get(entry.experiment_id) if entry.experiment_id else None
    return step.stage if step and entry.kind == "step" and step.stage in {"cancelled", "refused"} else None


def _organisation(journey: Journey, step_id: UUID | None) -> str | None:
    """Who was asked in a step."""
    step = journey.experiments.get(step_id) if step_id else None
    employer_id = step.planned.employer_id if step else None
    return journey.network.employers.get(employer_id) if employer_id else None

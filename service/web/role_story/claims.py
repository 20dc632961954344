"""What is claimed about a role, for its page: who agrees and contradicts, and what a next step could test."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.messages import Message
from domain.vocabulary import ExperimentKind
from projections.claims.beliefs import is_open
from projections.claims.projection import tell_gaps_once
from projections.claims.view import ClaimName, ClaimSource, RoleClaims
from projections.gaps.view import Gaps, GapView
from projections.profile.view import RoleView
from service.localization.gettext_noop import gettext_noop
from service.web.role_and_contact_forms import contact_names

MAX_SOURCES = 3
"""Sources that stand open; the others unfold."""
CLAIM_TITLES: Mapping[ClaimName, str] = MappingProxyType(
    {
        "newcomers_welcome": gettext_noop("Newcomers are welcome"),
        "has_what_is_asked": gettext_noop("You have what they ask for"),
        "employers_respond": gettext_noop("Employers respond"),
        "there_is_work": gettext_noop("There is work"),
        "would_like_it": gettext_noop("You would like it"),
    }
)
CLAIM_TITLES_OF_CLIENT: Mapping[ClaimName, str] = MappingProxyType(
    {
        **CLAIM_TITLES,
        "has_what_is_asked": gettext_noop("They have what is asked for"),
        "would_like_it": gettext_noop("They would like it"),
    }
)
"""For who reads about a client."""


class ShownSource(Struct, frozen=True, kw_only=True):
    """What somebody said of a claim, and where."""

    heard: ClaimSource
    who: str | None
    """The person, or what was published; None if only the step is known."""
    organisation: str | None
    kind: ExperimentKind | None
    """Of the step it was heard in, or that was answered."""


class ShownClaim(Struct, frozen=True, kw_only=True):
    """A claim with its sources, the latest first."""

    claim: ClaimName
    title: str
    words: Message
    sources: Sequence[ShownSource]
    gaps: Sequence[GapView]
    """What is missing for this role."""
    is_open: bool
    """Whether a next step could still test it."""


def build_role_claims(
    claims: RoleClaims, role: RoleView, gaps: Gaps, journey: Journey, *, own: bool
) -> tuple[ShownClaim, ...]:
    """The claims about a role, in the words for its client or for a coach."""
    claims = tell_gaps_once(claims, {gap.gap_id: gap.wording for gap in gaps.gaps})
    titles = CLAIM_TITLES if own else CLAIM_TITLES_OF_CLIENT
    people, published = contact_names(journey), {one.signal_id: one.source for one in role.market}

    def named(one: ClaimSource) -> ShownSource:
        step = journey.experiments.get(one.experiment_id) if one.experiment_id else None
        person = people.get(one.contact_id) if one.contact_id else None
        paper = published.get(one.market_signal_id) if one.market_signal_id else None
        return ShownSource(
            heard=one,
            who=person or paper,
            organisation=journey.network.employers.get(one.employer_id) if one.employer_id else None,
            kind=step.planned.kind if step else None,
        )

    return tuple(
        ShownClaim(
            claim=one.claim,
            title=titles[one.claim],
            words=one.words,
            sources=tuple(map(named, one.sources)),
            gaps=tuple(gap for gap in gaps.gaps if gap.gap_id in one.gap_ids),
            is_open=is_open(one),
        )
        for one in claims.claims
    )

"""The page that plans a step: what to believe and guess before it, and what was decided after the last no."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from domain.text import same_name
from projections.claims.beliefs import MAX_BELIEFS, belief_of, beliefs_to_test
from projections.claims.projection import CLAIM_NAMES, CLAIMS
from projections.claims.view import ClaimName, Claims
from service.application.folded_journey import FoldedJourney
from service.localization.message_translation import translate_message
from service.localization.translator import Translator
from service.web.form_data import FormData
from service.web.known_employer import KnownEmployer, find_known_employer
from service.web.people.introduced import IntroducedContact, find_introduced
from service.web.refusals.kept_changes import KeptChange, kept_changes

PROJECTIONS = (CLAIMS,)
OPEN_FOR_ANY_ROLE: tuple[ClaimName, ...] = ("newcomers_welcome", "has_what_is_asked", "would_like_it")
"""What nobody has said anything about while it is not known which role a step is about."""


class PlanPage(Struct, frozen=True, kw_only=True):
    """The page. It shows none of the model's figures: a guess must not be a copy of them."""

    about: UUID | None
    """The step that this one follows up."""
    guesses: bool
    """Whether to ask for a guess: not while following up a no."""
    beliefs: Sequence[tuple[str, str]]
    """At most three that can be tested with one tap: the claim each is about, and its words."""
    last_change: str | None
    """What was decided after the last no for the role."""
    other_changes: Sequence[KeptChange]
    """The same for other roles, as another one may be typed."""
    game: bool
    introduced: IntroducedContact | None
    """Whom the form names, where a contact named them before."""
    employer: KnownEmployer | None
    """What she knows of the organisation that the form names."""


def build_plan_page(folded: FoldedJourney, form: FormData, translator: Translator) -> PlanPage:
    """The page for what the form says so far."""
    journey, role = folded.journey, form.first("role").strip()
    named = form.first("about")
    about = next((key for key in journey.experiments if str(key) == named), None)
    changes, switch = kept_changes(journey), journey.course.game
    return PlanPage(
        about=about,
        guesses=about is None or not journey.answers.refused_on(about),
        beliefs=_beliefs(folded.view(CLAIMS), role, form.first("belief"), translator),
        last_change=next((one.change for one in changes if same_name(one.role, role)), None),
        other_changes=[one for one in changes if not same_name(one.role, role)],
        game=switch is None or switch.on,
        introduced=find_introduced(journey, form.first("who")),
        employer=find_known_employer(journey, form.first("employer"), translator),
    )


def _beliefs(claims: Claims, role: str, asked: str, translator: Translator) -> Sequence[tuple[str, str]]:
    """Those of the role's open claims; the one that was asked for is among them."""
    known = next((one for one in claims.roles if same_name(one.title, role)), None)
    offered = list(beliefs_to_test(known) if known else map(belief_of, OPEN_FOR_ANY_ROLE))
    for claim in CLAIM_NAMES:
        if claim == asked and claim not in [one.claim for one in offered]:
            offered[MAX_BELIEFS - 1 :] = [belief_of(claim)]
    return [(one.claim, translate_message(translator, one.text)) for one in offered]

"""What a week could let go of: a role that was suggested again and again, or leads to little; a belief that did not hold up."""

from collections.abc import Iterator
from itertools import islice
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.evidence import Source
from domain.journey.events.insights import InsightNamed
from domain.journey.events.roles import RoleParked
from domain.messages import translatable_plural
from projections.learning_model.surprises import BeliefSurprise, Surprises
from projections.phrases import REACH_PHRASES, number_in_words
from projections.profile.view import Profile, RoleView
from service.localization.code_labels import APPEAL, DISTANCES
from service.localization.message_translation import translate_message
from service.localization.quotation import unquoted
from service.localization.translator import Translator

MAX_CANDIDATES = 2


class RoleToPark(Struct, frozen=True, kw_only=True):
    """A role, and why it could be parked."""

    role_id: UUID
    title: str
    reason: str

    @property
    def code(self) -> str:
        """What it is called in the form."""
        return f"park.{self.role_id}"


class BeliefToDrop(Struct, frozen=True, kw_only=True):
    """A belief that did not hold up in a step."""

    experiment_id: UUID
    belief: str

    @property
    def code(self) -> str:
        """What it is called in the form."""
        return f"belief.{self.experiment_id}"


LetGo = RoleToPark | BeliefToDrop


def let_go_candidates(profile: Profile, found: Surprises, translator: Translator) -> tuple[LetGo, ...]:
    """Two things at most, a role before a belief; two of a kind only where there is nothing of the other."""
    roles: list[LetGo] = list(_roles(profile, translator))
    beliefs: list[LetGo] = [
        BeliefToDrop(experiment_id=one.experiment_id, belief=one.belief)
        for one in found.found
        if isinstance(one, BeliefSurprise)
    ]
    return tuple(islice((*roles[:1], *beliefs[:1], *roles[1:], *beliefs[1:]), MAX_CANDIDATES))


def let_go_with(journey: Journey, review: int, translator: Translator) -> str:
    """What was let go of when a week was closed, by the number of its review: that entry follows on the review."""
    events = journey.effective_events()
    match events.get(review + 1):
        case RoleParked(role_id=role_id, happened_on=on) if on == events[review].happened_on:
            return translator.gettext("You parked %(role)s.") % {"role": journey.roles[role_id].title}
        case InsightNamed(source=Source(kind="experiment", id=step_id), happened_on=on) if (
            on == events[review].happened_on and step_id
        ):
            belief = journey.experiments[step_id].planned.hypothesis
            return translator.gettext("You let go of a belief: “%(belief)s”") % {
                "belief": unquoted(belief or "")
            }
        case _:
            return ""


def _roles(profile: Profile, translator: Translator) -> Iterator[RoleToPark]:
    """Roles that were suggested for weeks and never tried; else the last of several, if there is a reason."""
    active = [one for one in profile.roles if one.standing == "in_play"]
    untried = [one for one in active if "test_or_park" in one.asks]
    for one in untried:
        suggested = translatable_plural(
            "suggested once, never tried",
            "suggested %(times)s times, never tried",
            one.offered,
            times=number_in_words(one.offered),
        )
        yield _to_park(one, translate_message(translator, suggested))
    last = active[-1] if len(active) > 1 else None
    if last and last not in untried and (reasons := list(_reasons(last, translator))):
        yield _to_park(last, ", ".join(reasons))


def _to_park(role: RoleView, reason: str) -> RoleToPark:
    return RoleToPark(role_id=role.role_id, title=role.title, reason=reason)


def _reasons(role: RoleView, translator: Translator) -> Iterator[str]:
    if role.distance == "licence":
        yield translator.gettext(DISTANCES["licence"])
    if role.appeal_word in ("disliked", "lukewarm"):
        yield translator.gettext(APPEAL[role.appeal_word])
    if role.reach_word in ("unlikely", "hard"):
        yield translate_message(translator, REACH_PHRASES[role.reach_word])

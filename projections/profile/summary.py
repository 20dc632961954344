"""What a coach reads: the profile in sentences, words before numbers."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.messages import Figure, Listing, Sentence, Share, counted_sentence, sentence
from projections.learning_model.focus import Quadrant
from projections.learning_model.wording import ENGLISH, whole
from projections.phrases import TRIES, about, capital
from projections.profile.view import Profile, RoleView, SuggestionView

LEVEL = 2.0
"""Two promises this close, in points, count as level."""

_QUADRANT: Mapping[Quadrant, Sentence] = MappingProxyType(
    {
        "fog": sentence("Little of the market met and no clear favourite yet: go and meet more of it."),
        "tunnel": sentence(
            "A clear favourite, but little of the market met: one look to the side costs little."
        ),
        "exploring": sentence("Widely met and still open: the field may narrow now."),
        "sharp": sentence("Widely met and clearly focused."),
    }
)


def finding(profile: Profile) -> Sentence:
    """The one thing to know, as a headline."""
    leading = [role for role in profile.roles if role.standing == "in_play"][:2]
    if not leading:
        return sentence("No role in play yet: the next conversation can bring one.")
    first = leading[0]
    role, appeal, tries = capital(first.title), ENGLISH[first.appeal_word], TRIES[first.reach_word]
    if len(leading) == 1:
        return sentence(
            "%(role)s is the one role in play: %(appeal)s, and %(tries)s.",
            role=role,
            appeal=appeal,
            tries=tries,
        )
    if first.promise - leading[1].promise < LEVEL:
        return sentence("%(role)s and %(other)s are level at the top.", role=role, other=leading[1].title)
    return sentence("%(role)s leads: %(appeal)s, and %(tries)s.", role=role, appeal=appeal, tries=tries)


def sentences(profile: Profile) -> tuple[Sentence, ...]:
    """The profile as a coach would tell it, one idea a sentence."""
    return tuple(
        one
        for one in (
            _choosing(profile),
            *(_role(role) for role in profile.roles if role.standing == "in_play" and role.met),
            _unmet(profile),
            *(_laid_aside(role) for role in profile.roles if role.standing != "in_play"),
            _criteria(profile),
            _hidden_strengths(profile),
            _dread(profile),
            *(_next(profile, suggestion) for suggestion in profile.suggestions[:1]),
        )
        if one
    )


def _choosing(profile: Profile) -> Sentence | None:
    if not profile.scope.in_play:
        return None
    between, quadrant = about(profile.focus.effective_roles), _QUADRANT[profile.focus.quadrant]
    if between == about(1):
        return sentence("Effectively settled on one role. %(quadrant)s", quadrant=quadrant)
    return sentence(
        "Effectively choosing between %(between)s roles. %(quadrant)s", between=between, quadrant=quadrant
    )


def _role(role: RoleView) -> Sentence:
    return sentence(
        "%(role)s: %(word)s (%(appeal)s\u00a0±\u00a0%(spread)s), %(tries)s (%(reach)s).",
        role=capital(role.title),
        word=ENGLISH[role.appeal_word],
        appeal=whole(role.appeal),
        spread=whole(role.spread),
        tries=TRIES[role.reach_word],
        reach=Share(role.reach),
    )


def _unmet(profile: Profile) -> Sentence | None:
    unmet = [role.title for role in profile.roles if role.standing == "in_play" and not role.met]
    return sentence("Never tested: %(roles)s; test or park.", roles=Listing(unmet)) if unmet else None


def _laid_aside(role: RoleView) -> Sentence:
    if role.standing == "parked":
        return sentence("Parked: %(role)s (%(reason)s).", role=role.title, reason=role.reason or "")
    return sentence("Blocked: %(role)s (%(reason)s).", role=role.title, reason=role.reason or "")


def _criteria(profile: Profile) -> Sentence | None:
    traded = [one.wording for one in profile.criteria if one.traded]
    if len(traded) < 3:
        return None
    return sentence(
        "What weighs most: %(most)s. Hardly matters: %(least)s.", most=Listing(traded[:2]), least=traded[-1]
    )


def _hidden_strengths(profile: Profile) -> Sentence | None:
    hidden = [one.wording for one in profile.strengths if one.hidden]
    if not hidden:
        return None
    return sentence("Others saw what was not on the list: %(strengths)s.", strengths=Listing(hidden))


def _dread(profile: Profile) -> Sentence | None:
    before, after = profile.forecasts.dread_before, profile.forecasts.dread_after
    if before is None or after is None:
        return None
    return counted_sentence(
        "Dread was %(before)s beforehand and %(after)s afterwards, in %(count)s step.",
        "Dread was %(before)s beforehand and %(after)s afterwards, on average of %(count)s steps.",
        profile.forecasts.dread_rated,
        before=Figure(before, 1),
        after=Figure(after, 1),
    )


def _next(profile: Profile, suggestion: SuggestionView) -> Sentence:
    title = next(role.title for role in profile.roles if role.role_id == suggestion.role_id)
    match suggestion.kind:
        case "conversation":
            return sentence(
                "Next: talk with somebody about %(role)s. %(why)s", role=title, why=suggestion.why
            )
        case "job_shadow":
            return sentence("Next: walk along for a day as %(role)s. %(why)s", role=title, why=suggestion.why)
        case "application":
            return sentence("Next: apply once as %(role)s. %(why)s", role=title, why=suggestion.why)

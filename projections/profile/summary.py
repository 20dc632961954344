"""The profile in sentences for a coach: words before numbers."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from domain.messages import (
    JoinedList,
    Message,
    Percentage,
    RoundedNumber,
    capitalize_first,
    translatable,
    translatable_plural,
)
from projections.learning_model.focus import Quadrant
from projections.learning_model.potential_order import printed_change
from projections.learning_model.wording import ENGLISH_WORDS, round_half_up
from projections.phrases import REACH_PHRASES, approximate_number
from projections.profile.view import LowerRung, Profile, RoleView, SuggestionView

_QUADRANT: Mapping[Quadrant, Message] = MappingProxyType(
    {
        "fog": translatable("The search is narrow, with no clear favourite yet. Go and meet more people."),
        "tunnel": translatable("A clear favourite, in a narrow search. Looking at one more costs little."),
        "exploring": translatable("The search is broad, and still open. It may be time to narrow down."),
        "sharp": translatable("The search is broad, with a clear favourite."),
    }
)


def profile_headline(profile: Profile) -> Message:
    """The most important finding, as a headline."""
    leading = [role for role in profile.roles if role.standing == "in_play"][:2]
    if not leading:
        return translatable("No active role yet. The next conversation could bring one.")
    first = leading[0]
    role, appeal, chances = (
        capitalize_first(first.title),
        ENGLISH_WORDS[first.appeal_word],
        REACH_PHRASES[first.reach_word],
    )
    if len(leading) == 1:
        return translatable(
            "%(role)s is the only active role: %(appeal)s, with %(chances)s.",
            role=role,
            appeal=appeal,
            chances=chances,
        )
    if not printed_change(leading[1].promise, first.promise):
        return translatable("%(role)s and %(other)s are level at the top.", role=role, other=leading[1].title)
    return translatable(
        "%(role)s leads: %(appeal)s, with %(chances)s.", role=role, appeal=appeal, chances=chances
    )


def profile_sentences(profile: Profile, *, in_words: bool = False) -> tuple[Message, ...]:
    """The profile in sentences, one idea each; `in_words` leaves out the figures of roles."""
    role_phrase = _role_in_words if in_words else _role
    return tuple(
        one
        for one in (
            _choosing(profile),
            *(role_phrase(role) for role in profile.roles if role.standing == "in_play" and role.met),
            _unmet(profile),
            *(_laid_aside(role) for role in profile.roles if role.standing != "in_play"),
            _criteria(profile),
            _hidden_strengths(profile),
            _dread(profile),
            *(one for suggestion in profile.suggestions[:1] for one in _next_step(profile, suggestion)),
        )
        if one
    )


def _choosing(profile: Profile) -> Message | None:
    if not profile.scope.in_play:
        return None
    if profile.focus.quadrant is None:
        return translatable("Too little was tried to say how broad or how settled the search is.")
    between, quadrant = approximate_number(profile.focus.effective_roles), _QUADRANT[profile.focus.quadrant]
    if between == approximate_number(1):
        return translatable("In effect settled on one role. %(quadrant)s", quadrant=quadrant)
    return translatable(
        "In effect choosing between %(between)s roles. %(quadrant)s", between=between, quadrant=quadrant
    )


def _role(role: RoleView) -> Message:
    return translatable(
        "%(role)s: %(word)s (%(appeal)s\u00a0±\u00a0%(spread)s), %(chances)s (%(reach)s).",
        role=capitalize_first(role.title),
        word=ENGLISH_WORDS[role.appeal_word],
        appeal=round_half_up(role.appeal),
        spread=round_half_up(role.spread),
        chances=REACH_PHRASES[role.reach_word],
        reach=Percentage(role.reach),
    )


def _role_in_words(role: RoleView) -> Message:
    return translatable(
        "%(role)s: %(word)s, %(chances)s.",
        role=capitalize_first(role.title),
        word=ENGLISH_WORDS[role.appeal_word],
        chances=REACH_PHRASES[role.reach_word],
    )


def _unmet(profile: Profile) -> Message | None:
    """The roles to try; the work that she does or did is none of them."""
    unmet = [
        role.title
        for role in profile.roles
        if role.standing == "in_play" and not role.met and role.distance != "same"
    ]
    return translatable("Not tried yet: %(roles)s. Try or park.", roles=JoinedList(unmet)) if unmet else None


def _laid_aside(role: RoleView) -> Message:
    if role.standing == "parked" and not role.reason:
        return translatable("Let go: %(role)s.", role=role.title)
    if role.standing == "parked":
        return translatable("Parked: %(role)s (%(reason)s).", role=role.title, reason=role.reason or "")
    return translatable("Ruled out: %(role)s (%(reason)s).", role=role.title, reason=role.reason or "")


def _criteria(profile: Profile) -> Message | None:
    traded = [one.wording for one in profile.criteria if one.traded]
    if len(traded) < 3:
        return None
    return translatable(
        "Matters most: %(most)s. Hardly matters: %(least)s.",
        most=JoinedList(traded[:2]),
        least=traded[-1],
    )


def _hidden_strengths(profile: Profile) -> Message | None:
    hidden = [one.wording for one in profile.strengths if one.hidden]
    if not hidden:
        return None
    return translatable(
        "Others saw strengths that were not on the list: %(strengths)s.", strengths=JoinedList(hidden)
    )


def _dread(profile: Profile) -> Message | None:
    before, after = profile.forecasts.dread_before, profile.forecasts.dread_after
    if before is None or after is None:
        return None
    return translatable_plural(
        "Dread was %(before)s before and %(after)s after, in %(count)s step.",
        "Dread was %(before)s before and %(after)s after, on average over %(count)s steps.",
        profile.forecasts.dread_rated,
        before=RoundedNumber(before, 1),
        after=RoundedNumber(after, 1),
    )


def _next_step(profile: Profile, suggestion: SuggestionView) -> Iterator[Message | None]:
    yield _next(profile, suggestion)
    yield _lower_rung(suggestion.lower)
    if profile.suggestion_order and profile.suggestion_order.changed:
        yield translatable("It comes first because of last week's conclusion.")


def _lower_rung(lower: LowerRung | None) -> Message | None:
    if lower is None:
        return None
    dreads = {"dread": round_half_up(lower.dread), "instead": round_half_up(lower.instead_of)}
    if lower.rung == "strong_tie_talk":
        return translatable(
            "One rung lower: a conversation with someone they know well, dreaded at about %(dread)s instead of %(instead)s.",
            **dreads,
        )
    return translatable(
        "One rung lower: a conversation, dreaded at about %(dread)s instead of %(instead)s.", **dreads
    )


def _next(profile: Profile, suggestion: SuggestionView) -> Message:
    title = next(role.title for role in profile.roles if role.role_id == suggestion.role_id)
    match suggestion.kind:
        case "conversation":
            return translatable(
                "Next: talk to someone about %(role)s. %(why)s", role=title, why=suggestion.why
            )
        case "job_shadow":
            return translatable(
                "Next: spend a day shadowing as %(role)s. %(why)s", role=title, why=suggestion.why
            )
        case "application":
            return translatable(
                "Next: apply for one job as %(role)s. %(why)s", role=title, why=suggestion.why
            )

"""What a coach reads: the profile in sentences, words before numbers. English; other languages say whole sentences too."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from projections.focus import Quadrant
from projections.profile.view import Profile, RoleView, SuggestionView
from projections.suggestions import SuggestedKind
from projections.wording import ENGLISH, ReachWord, whole

LEVEL = 2.0
"""Two promises this close, in points, count as level."""

_TRIES: Mapping[ReachWord, str] = MappingProxyType(
    {
        "unlikely": "five tries would hardly bring an invitation",
        "hard": "five tries might bring an invitation",
        "reachable": "five tries may well bring an invitation",
        "likely": "five tries would likely bring an invitation",
        "very_likely": "five tries would very likely bring an invitation",
    }
)
_QUADRANT: Mapping[Quadrant, str] = MappingProxyType(
    {
        "fog": "Little of the market met and no clear favourite yet: go and meet more of it.",
        "tunnel": "A clear favourite, but little of the market met: one look to the side costs little.",
        "exploring": "Widely met and still open: the field may narrow now.",
        "sharp": "Widely met and clearly focused.",
    }
)
_TRY: Mapping[SuggestedKind, str] = MappingProxyType(
    {
        "conversation": "talk with somebody about",
        "job_shadow": "walk along for a day as",
        "application": "apply once as",
    }
)
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def finding(profile: Profile) -> str:
    """The one thing to know, as a headline."""
    leading = [role for role in profile.roles if role.standing == "in_play"][:2]
    if not leading:
        return "No role in play yet: the next conversation can bring one."
    first = leading[0]
    belief = f"{_liked(first)}, and {_TRIES[first.reach_word]}."
    if len(leading) == 1:
        return f"{_capital(first.title)} is the one role in play: {belief}"
    if first.promise - leading[1].promise < LEVEL:
        return f"{_capital(first.title)} and {leading[1].title} are level at the top."
    return f"{_capital(first.title)} leads: {belief}"


def sentences(profile: Profile) -> tuple[str, ...]:
    """The profile as a coach would tell it, one idea a sentence."""
    return tuple(
        sentence
        for sentence in (
            _choosing(profile),
            *(_role(role) for role in profile.roles if role.standing == "in_play" and role.met),
            _unmet(profile),
            *(_laid_aside(role) for role in profile.roles if role.standing != "in_play"),
            _criteria(profile),
            _hidden_strengths(profile),
            _dread(profile),
            *(_next(profile, suggestion) for suggestion in profile.suggestions[:1]),
        )
        if sentence
    )


def _choosing(profile: Profile) -> str:
    if not profile.scope.in_play:
        return ""
    between = _about(profile.focus.effective_roles)
    choosing = (
        "Effectively settled on one role."
        if between == "one"
        else f"Effectively choosing between {between} roles."
    )
    return f"{choosing} {_QUADRANT[profile.focus.quadrant]}"


def _about(count: float) -> str:
    """About how many, in words: 2.5 reads two or three."""
    below = min(math.floor(count), len(_NUMBERS) - 2)
    rest = count - below
    if rest < 0.3:
        return _NUMBERS[below]
    if rest > 0.7:
        return _NUMBERS[below + 1]
    return f"{_NUMBERS[below]} or {_NUMBERS[below + 1]}"


def _role(role: RoleView) -> str:
    number = f"{whole(role.appeal)}\u00a0±\u00a0{whole(role.spread)}"
    return f"{_capital(role.title)}: {_liked(role)} ({number}), {_TRIES[role.reach_word]} ({whole(100 * role.reach)}\u00a0%)."


def _liked(role: RoleView) -> str:
    return ENGLISH[role.appeal_word]


def _unmet(profile: Profile) -> str:
    unmet = [role.title for role in profile.roles if role.standing == "in_play" and not role.met]
    if not unmet:
        return ""
    return f"Never tested: {_listed(unmet)}; test or park."


def _laid_aside(role: RoleView) -> str:
    standing = "Parked" if role.standing == "parked" else "Blocked"
    return f"{standing}: {role.title} ({role.reason})."


def _criteria(profile: Profile) -> str:
    traded = [one.wording for one in profile.criteria if one.traded]
    if len(traded) < 3:
        return ""
    return f"What weighs most: {_listed(traded[:2])}. Hardly matters: {traded[-1]}."


def _hidden_strengths(profile: Profile) -> str:
    hidden = [one.wording for one in profile.strengths if one.hidden]
    return f"Others saw what was not on the list: {_listed(hidden)}." if hidden else ""


def _dread(profile: Profile) -> str:
    before, after = profile.forecasts.dread_before, profile.forecasts.dread_after
    if before is None or after is None:
        return ""
    return f"Dread was {before:.1f} beforehand and {after:.1f} afterwards, on average of {profile.forecasts.dread_rated} steps."


def _next(profile: Profile, suggestion: SuggestionView) -> str:
    title = next(role.title for role in profile.roles if role.role_id == suggestion.role_id)
    return f"Next: {_TRY[suggestion.kind]} {title}. {suggestion.why}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

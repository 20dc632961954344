"""The one place that decides who may do what: a pure function of who asks, what for, and what is known of it.

A journey belongs to its client. She sees all of it but what is the coach's own, and only she lets others see it. Her
coach sees as much as she granted. Everybody else sees nothing, unless the glass is broken: with a reason, for some hours,
and in her sight.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal, cast, get_args
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import SightScope
from service.accounts.caller import AccountRole, Caller
from service.authorization.actions import (
    IN_PERSON_ACTIONS,
    Action,
    OrganisationAction,
    ReadAction,
    WriteAction,
)
from service.authorization.reasons import DENIAL_MESSAGES, AuthorizationReason

AccessLevel = Literal["nothing", "counts", "progress", "profile", "everything", "own", "whole"]
"""How much of a journey is seen: nothing; sums only; what the client granted; the client's own view; all there is."""

TokenScope = Literal["read", "tell", "lead", "people"]
"""What an API token may be limited to: reading, telling in journeys, leading programmes, managing people."""

LEVELS_IN_ORDER: tuple[AccessLevel, ...] = get_args(AccessLevel)

MINIMUM_LEVEL: Mapping[ReadAction, AccessLevel] = MappingProxyType(
    {
        "read_line": "progress",
        "read_course": "progress",
        "read_weeks": "progress",
        "read_profile": "profile",
        "read_moves": "profile",
        "read_suggestions": "profile",
        "read_difference": "profile",
        "read_strengths": "profile",
        "read_gaps": "profile",
        "read_network": "profile",
        "read_agenda": "everything",
        "read_refusals": "everything",
        "read_doors": "everything",
        "read_portrait": "everything",
        "read_coaching": "everything",
        "read_sight": "everything",
        "read_events": "everything",
        "read_alerts": "everything",
        "read_page": "everything",
        "read_pulses": "everything",
        "read_special": "everything",
        "read_notes_private": "everything",
        "read_game": "own",
        "read_access_log": "own",
        "export": "own",
    }
)
"""How much one must see of a journey for this."""

COACH_ONLY: frozenset[ReadAction] = frozenset({"read_alerts", "read_notes_private"})
"""What the client does not see of her own journey."""

ALLOWED_ROLES: Mapping[OrganisationAction, frozenset[AccountRole]] = MappingProxyType(
    {
        "list_journeys": frozenset[AccountRole](get_args(AccountRole)),
        "read_desk": frozenset[AccountRole]({"coach"}),
        "read_programmes": frozenset[AccountRole]({"manager", "coach", "admin"}),
        "read_totals": frozenset[AccountRole]({"manager"}),
        "manage_programme": frozenset[AccountRole]({"manager"}),
        "manage_people": frozenset[AccountRole]({"admin"}),
        "manage_retention": frozenset[AccountRole]({"admin"}),
    }
)
ALLOWED_REASONS: Mapping[WriteAction, frozenset[AuthorizationReason]] = MappingProxyType(
    {
        "start_journey": frozenset[AuthorizationReason]({"own_journey"}),
        "tell_own": frozenset[AuthorizationReason]({"own_journey"}),
        "tell_together": frozenset[AuthorizationReason]({"own_journey", "assigned_coach"}),
        "tell_coaching": frozenset[AuthorizationReason]({"assigned_coach"}),
        "grant": frozenset[AuthorizationReason]({"own_journey"}),
        "withdraw": frozenset[AuthorizationReason]({"own_journey"}),
        "correct_entry": frozenset[AuthorizationReason]({"own_journey", "assigned_coach"}),
        "forget_contact": frozenset[AuthorizationReason]({"own_journey"}),
        "erase": frozenset[AuthorizationReason]({"own_journey"}),
    }
)


ALLOWED_WHEN_RESTRICTED: frozenset[Action] = frozenset({"withdraw", "forget_contact", "erase"})
"""What its client does in a restricted journey: consent is withdrawn at any time (GDPR 7.3)."""


class JourneyAttributes(Struct, frozen=True, kw_only=True):
    """What is known of a journey, as far as it bears on who may see it."""

    tenant_id: UUID
    begun: bool = True
    """Is there such a journey in the organisation?"""
    client_id: UUID | None = None
    coach_id: UUID | None = None
    granted: SightScope | None = None
    """The sight in force today that the client granted to this caller as a coach."""
    ended: bool = False
    restricted: bool = False
    """Its use was stopped: nobody but its client reads it, and nothing is told in it but what she withdraws."""
    glass_broken: bool = False
    """This caller gave a reason to look, and the hours have not passed."""


class AuthorizationDecision(Struct, frozen=True, kw_only=True):
    """Whether something may be done, why, and how much of the journey is seen. Who sees nothing is not told it exists."""

    allowed: bool
    why: AuthorizationReason
    level: AccessLevel = "nothing"
    role: AccountRole | None = None
    """In which role."""

    @property
    def message(self) -> str:
        """The refusal in words."""
        return DENIAL_MESSAGES.get(self.why, DENIAL_MESSAGES["not_yours"])


DENIED_UNSEEN = AuthorizationDecision(allowed=False, why="unseen")
ALLOWED_LOCALLY = AuthorizationDecision(allowed=True, why="local", level="whole")


def authorize(caller: Caller, act: Action, about: JourneyAttributes) -> AuthorizationDecision:
    """Whether this caller may do this to what is known of a journey, or in the organisation."""
    if caller.way == "local":
        return ALLOWED_LOCALLY
    if about.tenant_id != caller.tenant_id:
        return DENIED_UNSEEN
    if act in ALLOWED_ROLES:
        return _in_organisation(caller, act)
    if act == "start_journey" and not about.begun:
        return _beginning(caller)
    return _on_a_journey(caller, act, about)


def level_covers(level: AccessLevel, act: Action) -> bool:
    """Whether who sees this much of a journey also sees this of it."""
    if level == "own" and act in COACH_ONLY:
        return False
    return LEVELS_IN_ORDER.index(level) >= LEVELS_IN_ORDER.index(MINIMUM_LEVEL[cast("ReadAction", act)])


def token_scope_of(act: Action) -> TokenScope | None:
    """What a token must have been made for; None for what no token may do."""
    match act:
        case _ if act in IN_PERSON_ACTIONS:
            return None
        case "manage_people" | "manage_retention":
            return "people"
        case "manage_programme":
            return "lead"
        case "start_journey" | "tell_own" | "tell_together" | "tell_coaching" | "correct_entry":
            return "tell"
        case _:
            return "read"


def _within_token(caller: Caller, act: Action) -> bool:
    return caller.way != "api" or token_scope_of(act) in caller.scopes


def _in_organisation(caller: Caller, act: Action) -> AuthorizationDecision:
    if not (held := sorted(ALLOWED_ROLES[cast("OrganisationAction", act)] & caller.roles)):
        return AuthorizationDecision(allowed=False, why="role_missing")
    if not _within_token(caller, act):
        return AuthorizationDecision(allowed=False, why="not_by_token")
    return AuthorizationDecision(allowed=True, why="by_role", level="counts", role=held[0])


def _beginning(caller: Caller) -> AuthorizationDecision:
    if "client" not in caller.roles:
        return DENIED_UNSEEN
    if not _within_token(caller, "start_journey"):
        return AuthorizationDecision(allowed=False, why="not_by_token", level="own", role="client")
    return AuthorizationDecision(allowed=True, why="own_journey", level="own", role="client")


def _on_a_journey(caller: Caller, act: Action, about: JourneyAttributes) -> AuthorizationDecision:
    standings = list(_standings(caller, about))
    if act in ("restrict", "read_restriction", "redact_entry"):
        return _hers_or_on_her_behalf(caller, act, about, standings)
    if about.restricted and standings and not _open_to(standings[0], act):
        return _refused(standings[0], "restricted")
    if act == "break_glass":
        return _breaking(caller, about, standings)
    if not standings:
        return DENIED_UNSEEN
    if not _within_token(caller, act):
        return _refused(standings[0], "not_by_token")
    found = [_judged(standing, act) for standing in standings]
    return next((one for one in found if one.allowed), found[0])


def _standings(caller: Caller, about: JourneyAttributes) -> Iterator[AuthorizationDecision]:
    """As what this caller sees the journey; the client only ever as its client."""
    if about.client_id == caller.person_id:
        if "client" in caller.roles:
            yield AuthorizationDecision(allowed=True, why="own_journey", level="own", role="client")
        return
    if not about.begun:
        return
    if "coach" in caller.roles and about.coach_id == caller.person_id and about.granted:
        yield AuthorizationDecision(allowed=True, why="assigned_coach", level=about.granted, role="coach")
    if about.glass_broken and (role := _glass_role(caller)):
        yield AuthorizationDecision(allowed=True, why="break_glass", level="everything", role=role)


def _open_to(standing: AuthorizationDecision, act: Action) -> bool:
    """Whether this may be done in a restricted journey: its client reads it, withdraws what she granted, and is forgotten."""
    return standing.why == "own_journey" and (act in MINIMUM_LEVEL or act in ALLOWED_WHEN_RESTRICTED)


def _hers_or_on_her_behalf(
    caller: Caller, act: Action, about: JourneyAttributes, standings: list[AuthorizationDecision]
) -> AuthorizationDecision:
    """To stop its use, or to have a wrong value overwritten, is for its client, and for an admin whom she asked."""
    first = standings[0] if standings else DENIED_UNSEEN
    if first.why != "own_journey" and "admin" in caller.roles and about.begun:
        first = AuthorizationDecision(allowed=True, why="by_role", level="counts", role="admin")
    if first.why not in ("own_journey", "by_role"):
        return first if first is DENIED_UNSEEN else _refused(first, "not_yours")
    return first if _within_token(caller, act) else _refused(first, "not_by_token")


def _judged(standing: AuthorizationDecision, act: Action) -> AuthorizationDecision:
    if act in MINIMUM_LEVEL:
        return standing if level_covers(standing.level, act) else _refused(standing, _whose(act))
    return (
        standing
        if standing.why in ALLOWED_REASONS[cast("WriteAction", act)]
        else _refused(standing, "not_yours")
    )


def _refused(standing: AuthorizationDecision, why: AuthorizationReason) -> AuthorizationDecision:
    return AuthorizationDecision(allowed=False, why=why, level=standing.level, role=standing.role)


def _whose(act: Action) -> AuthorizationReason:
    """Why a look is refused: it is never this reader's, or was not granted."""
    return "not_granted" if level_covers("own", act) and level_covers("everything", act) else "not_yours"


def _breaking(
    caller: Caller, about: JourneyAttributes, standings: list[AuthorizationDecision]
) -> AuthorizationDecision:
    """To break the glass takes a person, not a program; and a journey that goes on."""
    for one in standings:
        if one.level in {"everything", "own"}:
            return AuthorizationDecision(allowed=False, why="seen_already", level=one.level, role=one.role)
    role = _glass_role(caller)
    if role is None or not about.begun or about.ended or not _within_token(caller, "break_glass"):
        return DENIED_UNSEEN
    return AuthorizationDecision(allowed=True, why="break_glass", level="everything", role=role)


def _glass_role(caller: Caller) -> AccountRole | None:
    return "coach" if "coach" in caller.roles else "admin" if "admin" in caller.roles else None

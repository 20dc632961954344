"""The access policy: a pure function of the caller, the action and the journey's attributes.

A journey belongs to its client. She sees all of it except the coach's own notes and alerts, and only she
grants sight. Her coach sees as much as she granted; a deputy, whom she agreed to, as much as she said, on the days she
agreed to. Everybody else sees nothing unless they break the glass:
with a reason, for some hours, and recorded for her to see.
"""

from collections.abc import Iterator
from typing import cast
from uuid import UUID

from msgspec import Struct

from domain.vocabulary import SightScope
from service.accounts.caller import AccountRole, Caller
from service.authorization.access_rules import (
    ALLOWED_REASONS,
    ALLOWED_ROLES,
    ALLOWED_WHEN_RESTRICTED,
    COACH_ONLY,
    LEVELS_IN_ORDER,
    MINIMUM_LEVEL,
    AccessLevel,
    TokenScope,
)
from service.authorization.actions import (
    LOOKING_ACTIONS,
    Action,
    OrganisationAction,
    ReadAction,
    WriteAction,
)
from service.authorization.reasons import DENIAL_MESSAGES, AuthorizationReason


class JourneyAttributes(Struct, frozen=True, kw_only=True):
    """The attributes of a journey that bear on who may do what with it."""

    tenant_id: UUID
    exists: bool = True
    """Whether the journey exists in this organisation."""
    client_id: UUID | None = None
    coach_id: UUID | None = None
    granted: SightScope | None = None
    """The sight that the client grants this caller, as a coach, today."""
    deputised: SightScope | None = None
    """What this caller may see as the deputy of the coach today."""
    ended: bool = False
    restricted: bool = False
    """Processing is restricted: only the client reads it, and only what she withdraws can be recorded."""
    glass_broken: bool = False
    """Whether this caller broke the glass and its hours have not passed."""


class AuthorizationDecision(Struct, frozen=True, kw_only=True):
    """Whether an action is allowed, why, and how much is visible.

    At level `nothing` the journey must seem not to exist.
    """

    allowed: bool
    why: AuthorizationReason
    level: AccessLevel = "nothing"
    role: AccountRole | None = None
    """The role in which it is allowed."""

    @property
    def message(self) -> str:
        """The reason for a denial, as a sentence."""
        return DENIAL_MESSAGES.get(self.why, DENIAL_MESSAGES["not_yours"])


DENIED_UNSEEN = AuthorizationDecision(allowed=False, why="unseen")
ALLOWED_LOCALLY = AuthorizationDecision(allowed=True, why="local", level="whole")


def authorize(caller: Caller, action: Action, about: JourneyAttributes) -> AuthorizationDecision:
    """Decides whether the caller may do this with a journey of these attributes, or in the organisation."""
    if caller.way == "local":
        return ALLOWED_LOCALLY
    if about.tenant_id != caller.tenant_id:
        return DENIED_UNSEEN
    if action in ALLOWED_ROLES:
        return _decide_in_organisation(caller, action)
    if action == "start_journey" and not about.exists:
        return _decide_start(caller)
    return _decide_on_journey(caller, action, about)


def level_covers(level: AccessLevel, action: Action) -> bool:
    """Whether a level of access includes a read action."""
    if level == "own" and action in COACH_ONLY:
        return False
    return LEVELS_IN_ORDER.index(level) >= LEVELS_IN_ORDER.index(MINIMUM_LEVEL[cast("ReadAction", action)])


def token_scope_of(action: Action) -> TokenScope | None:
    """The scope that a token needs for an action; None for what no token may do, which is whatever is named nowhere."""
    match action:
        case _ if action in LOOKING_ACTIONS:
            return "read"
        case "manage_people" | "manage_retention":
            return "people"
        case "manage_programme":
            return "lead"
        case (
            "start_journey"
            | "record_own"
            | "record_shared"
            | "record_coaching"
            | "propose_deputy"
            | "end_deputy"
            | "correct_entry"
            | "manage_studies"
        ):
            return "tell"
        case _:
            return None


def _token_allows(caller: Caller, action: Action) -> bool:
    return caller.way != "api" or token_scope_of(action) in caller.scopes


def _decide_in_organisation(caller: Caller, action: Action) -> AuthorizationDecision:
    if not (held := sorted(ALLOWED_ROLES[cast("OrganisationAction", action)] & caller.roles)):
        return AuthorizationDecision(allowed=False, why="role_missing")
    if not _token_allows(caller, action):
        return AuthorizationDecision(allowed=False, why="not_by_token")
    return AuthorizationDecision(allowed=True, why="by_role", level="counts", role=held[0])


def _decide_start(caller: Caller) -> AuthorizationDecision:
    if "client" not in caller.roles:
        return DENIED_UNSEEN
    if not _token_allows(caller, "start_journey"):
        return AuthorizationDecision(allowed=False, why="not_by_token", level="own", role="client")
    return AuthorizationDecision(allowed=True, why="own_journey", level="own", role="client")


def _decide_on_journey(caller: Caller, action: Action, about: JourneyAttributes) -> AuthorizationDecision:
    relations = list(_relations(caller, about))
    if action in ("restrict", "read_restriction", "redact_entry"):
        return _decide_for_client(caller, action, about, relations)
    if about.restricted and relations and not _allows_when_restricted(relations[0], action):
        return _deny(relations[0], "restricted")
    if action == "break_glass":
        return _decide_breaking_glass(caller, about, relations)
    if not relations:
        return DENIED_UNSEEN
    if not _token_allows(caller, action):
        return _deny(relations[0], "not_by_token")
    decisions = [_decide(relation, action) for relation in relations]
    return next((one for one in decisions if one.allowed), decisions[0])


def _relations(caller: Caller, about: JourneyAttributes) -> Iterator[AuthorizationDecision]:
    """The ways in which this caller is related to the journey; a client only ever as its client."""
    if about.client_id == caller.person_id:
        if "client" in caller.roles:
            yield AuthorizationDecision(allowed=True, why="own_journey", level="own", role="client")
        return
    if not about.exists:
        return
    if "coach" in caller.roles and about.coach_id == caller.person_id and about.granted:
        yield AuthorizationDecision(allowed=True, why="assigned_coach", level=about.granted, role="coach")
    if "coach" in caller.roles and about.coach_id != caller.person_id and about.deputised:
        yield AuthorizationDecision(allowed=True, why="deputy", level=about.deputised, role="coach")
    if about.glass_broken and (role := _glass_role(caller)):
        yield AuthorizationDecision(allowed=True, why="break_glass", level="everything", role=role)


def _allows_when_restricted(relation: AuthorizationDecision, action: Action) -> bool:
    """Whether a restricted journey allows this: its client reads it,
    withdraws what she granted, and has data erased.
    """
    return relation.why == "own_journey" and (action in MINIMUM_LEVEL or action in ALLOWED_WHEN_RESTRICTED)


def _decide_for_client(
    caller: Caller, action: Action, about: JourneyAttributes, relations: list[AuthorizationDecision]
) -> AuthorizationDecision:
    """Restriction and redaction are for the client, and for an administrator whom she asked."""
    relation = relations[0] if relations else DENIED_UNSEEN
    if relation.why != "own_journey" and "admin" in caller.roles and about.exists:
        relation = AuthorizationDecision(allowed=True, why="by_role", level="counts", role="admin")
    if relation.why not in ("own_journey", "by_role"):
        return relation if relation is DENIED_UNSEEN else _deny(relation, "not_yours")
    return relation if _token_allows(caller, action) else _deny(relation, "not_by_token")


def _decide(relation: AuthorizationDecision, action: Action) -> AuthorizationDecision:
    if action in MINIMUM_LEVEL:
        return relation if level_covers(relation.level, action) else _deny(relation, _denial_reason(action))
    return (
        relation
        if relation.why in ALLOWED_REASONS[cast("WriteAction", action)]
        else _deny(relation, "not_yours")
    )


def _deny(relation: AuthorizationDecision, why: AuthorizationReason) -> AuthorizationDecision:
    return AuthorizationDecision(allowed=False, why=why, level=relation.level, role=relation.role)


def _denial_reason(action: Action) -> AuthorizationReason:
    """The reason of a denied read: it is never for this reader, or sight was not granted."""
    return (
        "not_granted" if level_covers("own", action) and level_covers("everything", action) else "not_yours"
    )


def _decide_breaking_glass(
    caller: Caller, about: JourneyAttributes, relations: list[AuthorizationDecision]
) -> AuthorizationDecision:
    """Breaking the glass needs a person rather than a token, and a journey that has not ended."""
    for one in relations:
        if one.level in {"everything", "own"}:
            return AuthorizationDecision(allowed=False, why="seen_already", level=one.level, role=one.role)
    role = _glass_role(caller)
    if role is None or not about.exists or about.ended or not _token_allows(caller, "break_glass"):
        return DENIED_UNSEEN
    return AuthorizationDecision(allowed=True, why="break_glass", level="everything", role=role)


def _glass_role(caller: Caller) -> AccountRole | None:
    return "coach" if "coach" in caller.roles else "admin" if "admin" in caller.roles else None

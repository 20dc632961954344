"""The tables of the access policy: which level each read needs, and which roles and relations allow the rest."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from service.accounts.caller import AccountRole
from service.authorization.actions import Action, OrganisationAction, ReadAction, WriteAction
from service.authorization.reasons import AuthorizationReason

AccessLevel = Literal["nothing", "counts", "progress", "profile", "everything", "own", "whole"]
"""How much of a journey is visible: nothing; totals only; what the client granted (progress, profile,
everything); the client's own view; all there is.
"""

TokenScope = Literal["read", "tell", "lead", "people"]
"""What an API token may be limited to: reading, recording in journeys,
leading programmes, managing people.
"""

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
"""The level of access that each read action needs."""

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
        "read_studies": frozenset[AccountRole]({"researcher", "admin"}),
        "manage_studies": frozenset[AccountRole]({"researcher", "admin"}),
        "approve_studies": frozenset[AccountRole]({"admin"}),
        "release_results": frozenset[AccountRole]({"researcher", "admin"}),
        "export_studies": frozenset[AccountRole]({"researcher"}),
    }
)
ALLOWED_REASONS: Mapping[WriteAction, frozenset[AuthorizationReason]] = MappingProxyType(
    {
        "start_journey": frozenset[AuthorizationReason]({"own_journey"}),
        "record_own": frozenset[AuthorizationReason]({"own_journey"}),
        "record_shared": frozenset[AuthorizationReason]({"own_journey", "assigned_coach", "deputy"}),
        "record_coaching": frozenset[AuthorizationReason]({"assigned_coach", "deputy"}),
        "propose_deputy": frozenset[AuthorizationReason]({"assigned_coach"}),
        "end_deputy": frozenset[AuthorizationReason]({"own_journey", "assigned_coach", "deputy"}),
        "grant": frozenset[AuthorizationReason]({"own_journey"}),
        "withdraw": frozenset[AuthorizationReason]({"own_journey"}),
        "correct_entry": frozenset[AuthorizationReason]({"own_journey", "assigned_coach", "deputy"}),
        "forget_contact": frozenset[AuthorizationReason]({"own_journey"}),
        "erase": frozenset[AuthorizationReason]({"own_journey"}),
    }
)


ALLOWED_WHEN_RESTRICTED: frozenset[Action] = frozenset({"withdraw", "end_deputy", "forget_contact", "erase"})
"""What the client can do in a restricted journey: consent can be withdrawn at any time (GDPR 7.3)."""

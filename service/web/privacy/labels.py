"""Labels of accesses to a journey, and of the grounds for a restriction."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.vocabulary import SightScope
from service.accounts.caller import AccountRole
from service.authorization.actions import Action
from service.authorization.reasons import AuthorizationReason
from service.authorization.restrictions import RestrictionGround
from service.localization.gettext_noop import gettext_noop

YOUR_PROFILE = gettext_noop("your profile")
YOUR_PROGRESS = gettext_noop("how far you are")
YOUR_REFUSALS = gettext_noop("your rejections")
USE_RESTRICTED = gettext_noop("whether its use is stopped")
SOMETHING_OF_IT = gettext_noop("part of it")

READ_PARTS: Mapping[Action, str] = MappingProxyType(
    {
        "read_line": YOUR_PROGRESS,
        "read_course": YOUR_PROGRESS,
        "read_weeks": gettext_noop("your weeks"),
        "read_profile": YOUR_PROFILE,
        "read_moves": YOUR_PROFILE,
        "read_suggestions": YOUR_PROFILE,
        "read_difference": YOUR_PROFILE,
        "read_strengths": gettext_noop("your strengths"),
        "read_gaps": gettext_noop("your gaps"),
        "read_network": gettext_noop("the people you met"),
        "read_agenda": gettext_noop("your to-do list"),
        "read_refusals": YOUR_REFUSALS,
        "read_doors": YOUR_REFUSALS,
        "read_portrait": gettext_noop("what you wrote about yourself"),
        "read_coaching": gettext_noop("what you agreed on with your coach"),
        "read_sight": gettext_noop("who sees what"),
        "read_events": gettext_noop("the whole history"),
        "read_alerts": gettext_noop("where you may need help"),
        "read_page": gettext_noop("the About you page"),
        "read_pulses": gettext_noop("your energy and trust"),
        "read_special": gettext_noop("anything about health"),
        "read_notes_private": gettext_noop("the coach's own notes"),
        "export": gettext_noop("everything, downloaded"),
        "restrict": USE_RESTRICTED,
        "read_restriction": USE_RESTRICTED,
        "redact_entry": gettext_noop("a wrong value, to overwrite it"),
        "export_studies": gettext_noop("your part in a study, downloaded without your name"),
    }
)
"""What was read, as part of an enumeration of one visit: coarser than `ACTION_LABELS` of the archive, which lists every access."""
ACCESS_GROUNDS: Mapping[AuthorizationReason, str] = MappingProxyType(
    {
        "own_journey": gettext_noop("It was you."),
        "assigned_coach": gettext_noop("You shared it with your coach."),
        "deputy": gettext_noop("They stood in for your coach, and you agreed."),
        "break_glass": gettext_noop("You had not shared it with them. They gave a reason."),
        "by_role": gettext_noop("It is part of their job here."),
    }
)
"""By which right."""
ROLES: Mapping[AccountRole, str] = MappingProxyType(
    {
        "client": gettext_noop("client"),
        "coach": gettext_noop("coach"),
        "manager": gettext_noop("manager"),
        "researcher": gettext_noop("researcher"),
        "admin": gettext_noop("administrator"),
    }
)
RESTRICTION_GROUNDS: Mapping[RestrictionGround, str] = MappingProxyType(
    {
        "wish": gettext_noop("No particular reason"),
        "accuracy": gettext_noop("Something in it is wrong"),
        "unlawful": gettext_noop("It should not have been kept"),
        "claims": gettext_noop("I need it for a claim"),
        "objection": gettext_noop("I object to how it is used"),
    }
)
"""Why the use of a journey is stopped, as its client says it."""
SIGHT_SCOPES: Mapping[SightScope, str] = MappingProxyType(
    {
        "everything": gettext_noop("Everything you recorded, except private writing"),
        "profile": gettext_noop("Your search profile: roles, strengths, gaps and people you met"),
        "progress": gettext_noop("Only whether there is progress: your weeks and number of steps"),
    }
)
"""What is seen in each scope."""
LESS_SIGHT: Mapping[SightScope, str] = MappingProxyType(
    {
        "everything": gettext_noop("Yes, everything"),
        "profile": gettext_noop("Yes, my profile"),
        "progress": gettext_noop("Yes, my progress"),
    }
)
"""What the client may say yes to when a deputy is to see less than the coach."""
ERASE_WORD = gettext_noop("erase")
"""What is typed by who wants her journey to be erased."""

"""What is said of looks at a journey, and of the grounds on which its use is stopped."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.vocabulary import SightScope
from service.accounts.caller import Role
from service.authorization.actions import Act
from service.authorization.reasons import Why
from service.authorization.restrictions import Ground
from service.localization.gettext_noop import marked

PROFILE = marked("your profile")
COURSE = marked("how far you are")
REFUSALS = marked("your refusals")
RESTRICTION = marked("whether its use is stopped")
SOMETHING = marked("something of it")

LOOKED_AT: Mapping[Act, str] = MappingProxyType(
    {
        "read_line": COURSE,
        "read_course": COURSE,
        "read_weeks": marked("your weeks"),
        "read_profile": PROFILE,
        "read_moves": PROFILE,
        "read_suggestions": PROFILE,
        "read_difference": PROFILE,
        "read_strengths": marked("your strengths"),
        "read_gaps": marked("your gaps"),
        "read_network": marked("the people you met"),
        "read_agenda": marked("your agenda"),
        "read_refusals": REFUSALS,
        "read_doors": REFUSALS,
        "read_portrait": marked("what you told of yourself"),
        "read_coaching": marked("what you agreed on with your coach"),
        "read_sight": marked("who sees what"),
        "read_events": marked("the whole history"),
        "read_alerts": marked("where you may need help"),
        "read_page": marked("the page about you"),
        "read_pulses": marked("your energy and trust"),
        "read_special": marked("what may be about health"),
        "read_notes_private": marked("the coach's own notes"),
        "export": marked("everything, taken out"),
        "restrict": RESTRICTION,
        "read_restriction": RESTRICTION,
        "redact_entry": marked("a wrong value, to overwrite it"),
    }
)
"""What somebody looked at, as it stands in a row of several."""
WHY: Mapping[Why, str] = MappingProxyType(
    {
        "own_journey": marked("It was you."),
        "assigned_coach": marked("You let your coach see it."),
        "break_glass": marked("You had not let them: they gave a reason."),
        "by_role": marked("It is part of their work here."),
    }
)
"""By which right."""
ROLES: Mapping[Role, str] = MappingProxyType(
    {
        "client": marked("client"),
        "coach": marked("coach"),
        "manager": marked("manager"),
        "researcher": marked("researcher"),
        "admin": marked("administrator"),
    }
)
GROUNDS: Mapping[Ground, str] = MappingProxyType(
    {
        "wish": marked("I want it so"),
        "accuracy": marked("Something in it is not right"),
        "unlawful": marked("It should not have been kept"),
        "claims": marked("I need it for a claim"),
        "objection": marked("I object to how it is used"),
    }
)
"""Why the use of a journey is stopped, as its client says it."""
SHOWN: Mapping[SightScope, str] = MappingProxyType(
    {
        "everything": marked("Everything you told, but what you wrote for yourself"),
        "profile": marked("Your search profile: roles, strengths, gaps and people you met"),
        "progress": marked("Only that there is progress: your weeks and how many steps"),
    }
)
"""What is seen in each scope."""
WORD = marked("erase")
"""What is typed by who wants her journey to be erased."""

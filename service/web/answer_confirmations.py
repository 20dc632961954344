"""What an answer is confirmed with that one tap gives, on whichever page it is given: each answer has its own sentence."""

from collections.abc import Mapping
from types import MappingProxyType

from service.localization.gettext_noop import gettext_noop

CHALLENGE_CONFIRMATIONS: Mapping[str, str] = MappingProxyType(
    {
        "accepted": gettext_noop("Challenge accepted. Say here when you have done it."),
        "declined": gettext_noop("Challenge declined. Saying no costs nothing."),
        "met": gettext_noop("Challenge done. You took it on, and you did it."),
    }
)
COMMITMENT_CONFIRMATIONS: Mapping[str, str] = MappingProxyType(
    {
        "yes": gettext_noop("You kept it. It is off your to-do list."),
        "no": gettext_noop("You dropped it. It is off your to-do list, and that is fine."),
    }
)
VERDICT_CONFIRMATIONS: Mapping[str, str] = MappingProxyType(
    {
        "held_up": gettext_noop("Saved. What you believed held up."),
        "did_not": gettext_noop("Saved. What you believed did not hold up."),
        "cannot_tell": gettext_noop("Saved. You cannot tell yet, and you can say it later."),
    }
)
LEFT_FOR_TODAY = gettext_noop("Left for today. It can wait until tomorrow.")
CONTINUED = gettext_noop("You go on. You can stop whenever you like.")
"""The two ways on after a no."""

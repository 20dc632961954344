"""What the pages of the week call things."""

from collections.abc import Mapping
from types import MappingProxyType

from projections.learning_model.ladder import RungName
from service.localization.gettext_noop import gettext_noop

LOWER_RUNGS: Mapping[RungName, str] = MappingProxyType(
    {
        "strong_tie_talk": gettext_noop("Talk about it with someone you know well."),
        "weak_tie_talk": gettext_noop("Have a conversation that someone introduces you to."),
        "shadow": gettext_noop("Spend some hours with someone at work."),
        "feedback_call": gettext_noop("Call someone you have spoken to before."),
        "cold_call": gettext_noop("Call someone you do not know yet."),
    }
)
"""A step on a rung of the ladder of dread, offered in place of a higher one."""
FIRST_CHOICES: Mapping[str, str] = MappingProxyType(
    {
        "hirer": gettext_noop("Someone who hires"),
        "new_role": gettext_noop("A kind of work I do not know"),
        "usual": gettext_noop("The usual order"),
    }
)
"""What comes first next week, besides the role that leads."""
FIRST_CHOSEN: Mapping[str, str] = MappingProxyType(
    {
        "hirer": gettext_noop("Someone who hires comes first next week."),
        "new_role": gettext_noop("A kind of work you do not know comes first next week."),
        "usual": gettext_noop("Next week has the usual order."),
    }
)
"""The same once it was chosen."""

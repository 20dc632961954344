"""What the agenda calls the kinds of things that are due."""

from collections.abc import Mapping
from types import MappingProxyType

from projections.agenda.view import AgendaItemKind
from service.localization.gettext_noop import gettext_noop

ITEM_HEADINGS: Mapping[AgendaItemKind, str] = MappingProxyType(
    {
        "planned": gettext_noop("A step you planned"),
        "next_step": gettext_noop("Your next step"),
        "follow_up": gettext_noop("Follow up"),
        "silence": gettext_noop("Still no reply"),
        "knock": gettext_noop("Get back in touch"),
        "ask_why": gettext_noop("Ask for feedback"),
        "may_i_ring": gettext_noop("Ask whether you may call afterwards"),
        "kept_on_file": gettext_noop("Last day they keep your details"),
        "commitment": gettext_noop("You said you would"),
        "challenge": gettext_noop("A challenge you accepted"),
        "goal": gettext_noop("Your goal"),
        "gap": gettext_noop("A gap to close"),
        "after_care": gettext_noop("Aftercare"),
        "close_week": gettext_noop("Close the week"),
    }
)


KINDS_IN_OWN_WORDS: frozenset[AgendaItemKind] = frozenset(
    {"next_step", "follow_up", "commitment", "challenge", "goal", "gap", "after_care"}
)
"""Kinds of which `what` is in somebody's own words; of the others the head and the step say all."""

"""What the agenda calls the kinds of things that are due."""

from collections.abc import Mapping
from types import MappingProxyType

from projections.agenda.view import AgendaItemKind
from service.localization.gettext_noop import gettext_noop

ITEM_HEADINGS: Mapping[AgendaItemKind, str] = MappingProxyType(
    {
        "planned": gettext_noop("A step you planned"),
        "next_step": gettext_noop("What was to come next"),
        "follow_up": gettext_noop("Come back to it"),
        "silence": gettext_noop("Still no answer"),
        "knock": gettext_noop("Knock again"),
        "ask_why": gettext_noop("Ask what decided it"),
        "may_i_ring": gettext_noop("Ask whether you may ring afterwards"),
        "kept_on_file": gettext_noop("They keep your papers until then"),
        "commitment": gettext_noop("You promised"),
        "challenge": gettext_noop("A challenge you took on"),
        "goal": gettext_noop("A goal of yours"),
        "gap": gettext_noop("A gap to close"),
        "after_care": gettext_noop("Care afterwards"),
        "close_week": gettext_noop("Close the week"),
    }
)


KINDS_IN_OWN_WORDS: frozenset[AgendaItemKind] = frozenset(
    {"next_step", "follow_up", "commitment", "challenge", "goal", "gap", "after_care"}
)
"""Kinds of which `what` is in somebody's own words; of the others the head and the step say all."""

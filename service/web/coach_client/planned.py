"""What a client has planned, and what is overdue, as far as the reader may see it: the client's own agenda, for the coach."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from domain.messages import capitalize_first
from projections.agenda.projection import AGENDA
from projections.agenda.view import AgendaItem, AgendaItemKind
from service.localization.code_labels import KINDS
from service.localization.message_translation import translate_message
from service.localization.translator import Translator
from service.web.coach_client.client_context import ClientContext
from service.web.role_and_contact_forms import contact_names

SHOWN: frozenset[AgendaItemKind] = frozenset(
    {"planned", "next_step", "follow_up", "goal", "gap", "after_care"}
)
"""Agreements with the coach and what follows a no have places of their own; the rest is what the client is asked to do."""


class PlannedLine(Struct, frozen=True, kw_only=True):
    """One thing with a date."""

    due: date
    overdue: bool
    text: str


def planned_lines(client: ClientContext, translator: Translator) -> tuple[PlannedLine, ...]:
    """What has a date, the nearest to today first; nothing for who does not see it. `AGENDA` must have been loaded."""
    if not client.sees("read_agenda"):
        return ()
    items = [one for one in client.folded.view(AGENDA).items if one.kind in SHOWN]
    return tuple(
        PlannedLine(due=one.due, overdue=one.days < 0, text=_text(one, client, translator))
        for one in sorted(items, key=lambda one: (abs(one.days), one.due))
    )


def _text(item: AgendaItem, client: ClientContext, translator: Translator) -> str:
    return " · ".join(capitalize_first(one) for one in _parts(item, client, translator) if one)


def _parts(item: AgendaItem, client: ClientContext, translator: Translator) -> Iterator[str]:
    step = client.journey.experiments.get(item.experiment_id) if item.experiment_id else None
    if item.kind == "planned" and item.step and step:
        yield translator.gettext(KINDS[item.step])
        yield item.role or ""
        meeting = step.planned.meeting
        yield contact_names(client.journey).get(meeting.contact_id, "") if meeting else ""
        yield step.planned.what or ""
    else:
        yield translate_message(translator, item.what)
        yield item.role or ""

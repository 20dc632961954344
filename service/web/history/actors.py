"""The names of those who recorded entries, for one reader."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from domain.journey.aggregate import Journey
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.system_ids import CLOCK_ACTOR
from service.web.page_context import PageContext

YOU = gettext_noop("You")
BY_THE_CALENDAR = gettext_noop("Recorded automatically by date")
SOMEBODY_ELSE = gettext_noop("Someone else")


async def actor_names(
    context: PageContext, journey: Journey, people: Iterable[UUID | None]
) -> Mapping[UUID | None, str]:
    """Names by person: "You" for the reader, the client's own, a coach's, or the calendar's for the clock."""
    translator, caller = current_translator(), context.caller
    names: dict[UUID | None, str] = dict.fromkeys(people, translator.gettext(SOMEBODY_ELSE))
    others = [one for one in names if one and one not in (caller.person_id, CLOCK_ACTOR)]
    if first := journey.authored_events[0].by:
        names[first] = journey.started.event.called
    if context.rights:
        accounts = await context.rights.clients.names_of(caller.tenant_id, others)
        names.update(accounts.items())
    return names | {
        caller.person_id: translator.gettext(YOU),
        CLOCK_ACTOR: translator.gettext(BY_THE_CALENDAR),
    }

"""The names of those who recorded entries, for one reader."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from domain.journey.aggregate import Journey
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.system_ids import CLOCK_ACTOR
from service.web.page_context import PageContext

YOU = gettext_noop("You")
BY_THE_CALENDAR = gettext_noop("Told by the calendar")
SOMEBODY_ELSE = gettext_noop("Somebody else")


async def actor_names(
    context: PageContext, journey: Journey, people: Iterable[UUID | None]
) -> Mapping[UUID | None, str]:
    """Names by person: "You" for the reader, the client's own, a coach's, or the calendar's for the clock."""
    translator, wanted = current_translator(), set(people)
    caller = context.caller
    found: dict[UUID | None, str] = dict.fromkeys(wanted, translator.gettext(SOMEBODY_ELSE))
    if first := journey.authored_events[0].by:
        found[first] = journey.started.event.called
    if context.rights:
        others = [one for one in wanted if one and one not in (caller.person_id, CLOCK_ACTOR)]
        named = await context.rights.clients.names_of(caller.tenant_id, others)
        found.update(named.items())
    return found | {
        caller.person_id: translator.gettext(YOU),
        CLOCK_ACTOR: translator.gettext(BY_THE_CALENDAR),
    }

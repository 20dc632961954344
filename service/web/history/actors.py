"""Who told an entry, as a reader would call them."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from domain.journey.aggregate import Journey
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.processes.scheduler import CLOCK_ACTOR
from service.web.page_context import Visit

YOU = marked("You")
TIME = marked("Told by the calendar")
SOMEBODY = marked("Somebody else")


async def tellers(visit: Visit, journey: Journey, people: Iterable[UUID | None]) -> Mapping[UUID | None, str]:
    """Names for those who told something: the reader, the client, their coach, or the calendar."""
    words, wanted = spoken(), set(people)
    caller = visit.caller
    found: dict[UUID | None, str] = dict.fromkeys(wanted, words.gettext(SOMEBODY))
    if first := journey.lines[0].by:
        found[first] = journey.started.fact.called
    if visit.rights:
        others = [one for one in wanted if one and one not in (caller.person_id, CLOCK_ACTOR)]
        named = await visit.rights.clients.name_of(caller.tenant_id, others)
        found.update(named.items())
    return found | {caller.person_id: words.gettext(YOU), CLOCK_ACTOR: words.gettext(TIME)}

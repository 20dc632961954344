"""Looking before and after: which texts are a client's alone, and whether any of them, or a row, is still to be found."""

from collections.abc import Iterable
from contextlib import aclosing

from service.accounts import people
from service.accounts.ground import Ground, Seals
from service.event_store.mapper import JourneyMapper
from service.personal_data.erasure import queries
from service.personal_data.erasure.canaries import Canaries, Canary, Search, canaries_of, personal_texts
from service.personal_data.erasure.context import Premises
from service.personal_data.erasure.ledger import Whose
from service.personal_data.erasure.table_scan import Subject, remaining, texts_elsewhere


class StillThere(Exception):
    """Something of what was to be erased was found; it is not done."""


async def subject_of_erasure(at: Premises, whose: Whose) -> Subject:
    """A journey with those who are known for its sake only."""
    known = await queries.people_of(at.pool, whose.tenant_id, whose.journey_id)
    return Subject(whose.tenant_id, whose.journey_id, known)


async def own_canaries(at: Premises, subject: Subject, known_as: Iterable[str]) -> Canaries:
    """Texts that nobody else in the organisation shares; what others wrote, too, proves nothing when it is found."""
    canaries = canaries_of([*known_as, *await _own_texts(at, subject)])
    return canaries.without(await _found(at, subject, canaries))


async def verify(at: Premises, subject: Subject, canaries: Canaries | None) -> int:
    """Look for whatever may be left; how many texts were looked for. Raises `StillThere`, without telling them."""
    if left := await remaining(at.pool, subject):
        raise StillThere(f"rows of the journey are left in {', '.join(sorted(left))}; run the command again")
    if canaries is None or not canaries.texts:
        return 0
    if found := await _found(at, subject, canaries):
        places = ", ".join(sorted(set(found.values())))
        raise StillThere(
            f"{len(found)} of its texts are left in {places}; it is not done until they are gone"
        )
    return len(canaries.texts)


async def _own_texts(at: Premises, subject: Subject) -> list[str]:
    events = await at.log.stream(subject.journey_id, tenant_id=subject.tenant_id)
    entries = await JourneyMapper(sealing=at.sealing).opened(events)
    texts = [text for entry in entries for text in personal_texts(entry.event)]
    if at.vault and subject.people:
        ground = Ground(pool=at.pool, seals=Seals(at.vault), now=at.now)
        for person in await people.read(ground, subject.tenant_id, subject.people):
            texts += [text for text in (person.name, person.email) if text]
    return texts


async def _found(at: Premises, subject: Subject, canaries: Canaries) -> dict[Canary, str]:
    """Which of the texts stand in somebody else's rows, each with a table."""
    search, found = Search(canaries), dict[Canary, str]()
    if not canaries.texts:
        return found
    async with aclosing(texts_elsewhere(at.pool, subject)) as texts:
        async for table, row in texts:
            for text in row:
                found |= dict.fromkeys(search.hits(text), table)
    return found

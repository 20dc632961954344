"""Verification of an erasure: searches for rows left over and for texts that only this client wrote."""

from collections.abc import Iterable
from contextlib import aclosing

from service.accounts import people
from service.accounts.context import AccountsContext
from service.accounts.personal_data_sealer import PersonalDataSealer
from service.event_store.mapper import EventMapper
from service.personal_data.erasure import queries
from service.personal_data.erasure.canaries import (
    Canaries,
    Canary,
    CanarySearch,
    make_canaries,
    personal_texts,
)
from service.personal_data.erasure.context import ErasureContext
from service.personal_data.erasure.disk_report import ErasureIncomplete
from service.personal_data.erasure.ledger import ErasureTarget
from service.personal_data.erasure.table_scan import (
    DataSubject,
    count_remaining_rows,
    iterate_other_texts,
    iterate_reference_texts,
)


async def load_data_subject(at: ErasureContext, whose: ErasureTarget) -> DataSubject:
    """Loads a journey and the people known only because of it."""
    known = await queries.people_of_journey(at.pool, whose.tenant_id, whose.journey_id)
    return DataSubject(whose.tenant_id, whose.journey_id, known)


async def unique_canaries(at: ErasureContext, subject: DataSubject, known_as: Iterable[str]) -> Canaries:
    """Canaries of texts that nobody else in the organisation wrote, and that are no words of the atlas.

    Finding others would prove nothing.
    """
    canaries = make_canaries([*known_as, *await _own_texts(at, subject)])
    mine = canaries.without(await _found(at, subject, canaries))
    return mine.without(await _words_of_reference(at, mine))


async def verify_erased(at: ErasureContext, subject: DataSubject, canaries: Canaries | None) -> int:
    """Searches for rows and texts left over.

    Returns the number of texts. Raises `ErasureIncomplete` without the texts.
    """
    if left := await count_remaining_rows(at.pool, subject):
        raise ErasureIncomplete(
            f"rows of the journey are left in {', '.join(sorted(left))}; run the command again"
        )
    if canaries is None or not canaries.texts:
        return 0
    if found := await _found(at, subject, canaries):
        places = ", ".join(sorted(set(found.values())))
        raise ErasureIncomplete(f"{len(found)} of its texts are left in {places}; run the command again")
    return len(canaries.texts)


async def _own_texts(at: ErasureContext, subject: DataSubject) -> list[str]:
    events = await at.log.read_stream(subject.journey_id, tenant_id=subject.tenant_id)
    entries = await EventMapper(sealing=at.sealer).open_rows(events)
    texts = [text for entry in entries for text in personal_texts(entry.event)]
    if at.vault and subject.people:
        ground = AccountsContext(pool=at.pool, seals=PersonalDataSealer(at.vault), now=at.now)
        for person in await people.load_people(ground, subject.tenant_id, subject.people):
            texts += [text for text in (person.name, person.email) if text]
    return texts


async def _found(at: ErasureContext, subject: DataSubject, canaries: Canaries) -> dict[Canary, str]:
    """The canaries found in other rows, each with a table."""
    search, found = CanarySearch(canaries), dict[Canary, str]()
    if not canaries.texts:
        return found
    async with aclosing(iterate_other_texts(at.pool, subject)) as texts:
        async for table, row in texts:
            for text in row:
                found |= dict.fromkeys(search.find(text), table)
    return found


async def _words_of_reference(at: ErasureContext, canaries: Canaries) -> set[Canary]:
    """The canaries that stand in the public reference data: whoever chose a role there uses its words."""
    search, found = CanarySearch(canaries), set[Canary]()
    if not canaries.texts:
        return found
    async with aclosing(iterate_reference_texts(at.pool)) as texts:
        async for row in texts:
            for text in row:
                found.update(search.find(text))
    return found

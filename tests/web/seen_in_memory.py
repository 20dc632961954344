"""What coaches have seen, kept in memory: the same contract as the table's."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from service.read_models.seen_news import SeenUpTo


class _Kept(Struct, frozen=True):
    seen: SeenUpTo
    marking: UUID | None = None
    before: SeenUpTo | None = None
    number_before: int = 0


class SeenInMemory:
    """What `SeenNews` keeps in its table, of journeys of any organisation."""

    def __init__(self) -> None:
        self._kept: dict[tuple[UUID, UUID, UUID], _Kept] = {}

    async def seen_by(
        self, tenant_id: UUID, coach_id: UUID, journeys: Iterable[UUID]
    ) -> dict[UUID, SeenUpTo]:
        found = {one: self._kept.get((tenant_id, coach_id, one)) for one in journeys}
        return {journey_id: one.seen for journey_id, one in found.items() if one}

    async def note(
        self,
        tenant_id: UUID,
        coach_id: UUID,
        journey_id: UUID,
        number: int,
        at: datetime,
        *,
        day_began: datetime,
    ) -> int:
        key = tenant_id, coach_id, journey_id
        if (known := self._kept.get(key)) is None:
            self._kept[key] = _Kept(SeenUpTo(number, at))
            return 0
        seen = known.seen
        number_before = seen.number if known.marking or seen.at < day_began else known.number_before
        self._kept[key] = _Kept(
            SeenUpTo(max(seen.number, number), max(seen.at, at)), number_before=number_before
        )
        return number_before

    async def mark(
        self, tenant_id: UUID, coach_id: UUID, numbers: Mapping[UUID, int], at: datetime, marking: UUID
    ) -> None:
        for journey_id, number in numbers.items():
            key = tenant_id, coach_id, journey_id
            known = self._kept.get(key)
            if known and known.marking == marking:
                continue
            before = known.seen if known else None
            self._kept[key] = _Kept(
                SeenUpTo(max(before.number if before else 0, number), at), marking, before
            )

    async def is_marked(self, tenant_id: UUID, coach_id: UUID, marking: UUID) -> bool:
        return any(
            key[:2] == (tenant_id, coach_id) and one.marking == marking for key, one in self._kept.items()
        )

    async def undo(self, tenant_id: UUID, coach_id: UUID, marking: UUID) -> None:
        for key, one in list(self._kept.items()):
            if key[:2] != (tenant_id, coach_id) or one.marking != marking:
                continue
            if one.before:
                self._kept[key] = _Kept(one.before, number_before=one.before.number)
            else:
                del self._kept[key]

"""The caseload, as one caller may see it."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from msgspec import Struct

from projections.caseload.state import CaseloadEntry
from service.authorization.actions import Action
from service.authorization.authorizer import Authorizer, decide_without_accounts
from service.authorization.caseload_access import CaseloadAccess
from service.authorization.desk_entries import (
    AuthorizedCaseloadEntry,
)
from service.authorization.policy import AuthorizationDecision
from service.postgres.connections import tenant_tx
from service.read_models.caseload import UnknownCaseloadCursor, decode_caseload_entry

if TYPE_CHECKING:
    from service.postgres.connections import Pool


SELECT_LINES = "select line::text from journeys where tenant_id = $1 and journey_id = any($2::uuid[])"


class AuthorizedCaseloadPage(Struct, frozen=True):
    """A page of caseload entries, and the cursor of the next page; None on the last."""

    cases: list[AuthorizedCaseloadEntry]
    next: str | None


class AuthorizedCaseload(CaseloadAccess):
    """The caseload that a caller may see. Without an authorizer (no accounts) it is the whole one."""

    async def page(
        self, cursor: str | None, limit: int, action: Action = "read_line"
    ) -> AuthorizedCaseloadPage:
        """A page of the journeys of which the caller may see this much, the newest start first.

        Raises `UnknownCaseloadCursor`, `Forbidden`.
        """
        self._allowed("list_journeys")
        if self._rights is None:
            level = decide_without_accounts(self._caller, action).level
            found = await self._case_list.page(cursor, limit, tenant_id=self._caller.tenant_id)
            return AuthorizedCaseloadPage(
                [AuthorizedCaseloadEntry(case, level) for case in found.cases], found.next
            )
        first = _read_cursor(cursor) if cursor else None
        cases = await self._candidates(self._rights)
        journeys = await self._journeys.get_many(
            (one.journey_id for one in cases), tenant_id=self._caller.tenant_id
        )
        judged = await self._authorize(self._rights, cases, journeys, action)
        judged.sort(key=lambda one: _place(one[0]))
        behind = [one for one in judged if first is None or _place(one[0]) > first]
        shown = self._record(self._rights, behind[:limit], action)
        return AuthorizedCaseloadPage(shown, _cursor(shown[-1].case) if len(behind) > limit else None)

    async def _candidates(self, rights: Authorizer) -> list[CaseloadEntry]:
        """All journeys that the caller might see: as client, as coach or deputy, and by breaking the glass."""
        tenant_id, me, roles = self._caller.tenant_id, self._caller.person_id, self._caller.roles
        ids = set(await rights.clients.journeys_of(self._caller)) if "client" in roles else set[UUID]()
        if roles & {"coach", "admin"}:
            ids |= set(await rights.glass.journeys_of(self._caller))
        cases = await _lines(rights.pool, tenant_id, ids) if ids else []
        if "coach" in roles:
            coached = await self._case_list.desk(
                me, ended=True, tenant_id=tenant_id, deputy_until=self._earliest_day()
            )
            cases += [case for case in coached if case.journey_id not in ids]
        return cases

    def _record(
        self,
        rights: Authorizer,
        judged: Iterable[tuple[CaseloadEntry, AuthorizationDecision]],
        action: Action,
    ) -> list[AuthorizedCaseloadEntry]:
        shown: list[AuthorizedCaseloadEntry] = []
        for case, decision in judged:
            rights.record_access(self._caller, action, case.journey_id, decision)
            shown.append(AuthorizedCaseloadEntry(case, decision.level))
        return shown


async def _lines(pool: "Pool", tenant_id: UUID, journeys: Iterable[UUID]) -> list[CaseloadEntry]:
    async with tenant_tx(pool, tenant_id) as connection:
        rows = await connection.fetch(SELECT_LINES, tenant_id, list(journeys))
    return [decode_caseload_entry(row["line"]) for row in rows]


def _place(case: CaseloadEntry) -> tuple[int, str]:
    return -case.started_on.toordinal(), str(case.journey_id)


def _cursor(case: CaseloadEntry) -> str:
    return f"{case.started_on}.{case.journey_id}"


def _read_cursor(cursor: str) -> tuple[int, str]:
    started_on, _, journey_id = cursor.partition(".")
    try:
        return -date.fromisoformat(started_on).toordinal(), str(UUID(journey_id))
    except ValueError:
        raise UnknownCaseloadCursor(cursor) from None

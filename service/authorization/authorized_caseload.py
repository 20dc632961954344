"""The caseload and the coach's desk, as one caller may see them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.journey.aggregate import Journey
from projections.alerts.projection import ALERTS
from projections.caseload.state import CaseloadEntry
from projections.fold import Projection
from projections.news.projection import NEWS
from service.accounts.caller import Caller
from service.application.desk import DeskRow, is_current, may_be_asked_after
from service.application.desk_news import NewsSince, number_seen
from service.application.desk_order import sort_rows
from service.application.journeys import NO_MORE, Journeys, MoreProjections
from service.authorization.actions import Action
from service.authorization.authorizer import Authorizer, decide_without_accounts
from service.authorization.desk_entries import (
    AuthorizedCaseloadEntry,
    DeskEntries,
    DeskEntry,
    DeskJourney,
    desk_row,
    is_loaded,
)
from service.authorization.errors import Forbidden
from service.authorization.policy import AuthorizationDecision, JourneyAttributes, authorize
from service.postgres.connections import tenant_tx
from service.read_models.caseload import Caseload, UnknownCaseloadCursor, decode_caseload_entry
from service.read_models.seen_news import SeenNews

if TYPE_CHECKING:
    from service.postgres.connections import Pool


SELECT_LINES = "select line::text from journeys where tenant_id = $1 and journey_id = any($2::uuid[])"


class AuthorizedCaseloadPage(Struct, frozen=True):
    """A page of caseload entries, and the cursor of the next page; None on the last."""

    cases: list[AuthorizedCaseloadEntry]
    next: str | None


class AuthorizedCaseload:
    """The caseload that a caller may see. Without an authorizer (no accounts) it is the whole one."""

    def __init__(
        self,
        caller: Caller,
        case_list: Caseload,
        journeys: Journeys,
        rights: Authorizer | None,
        seen_news: SeenNews,
    ) -> None:
        self._seen_news = seen_news
        self._caller = caller
        self._case_list = case_list
        self._journeys = journeys
        self._rights = rights

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

    async def desk(
        self, coach_id: UUID | None, *, ended: bool, news_since: NewsSince = "look"
    ) -> list[DeskRow]:
        """The desk of a coach, with the alerts and the news that the caller may see, the most pressing first.

        Raises `Forbidden`.
        """
        found = await self.desk_entries(coach_id, ended=ended, news_since=news_since)
        return sort_rows(map(desk_row, found.entries))

    async def desk_entries(
        self,
        coach_id: UUID | None,
        *,
        ended: bool,
        news_since: NewsSince = "look",
        more: MoreProjections = NO_MORE,
    ) -> DeskEntries:
        """What the rows of a coach's desk are made from, by `desk_row`, some with more projections loaded.

        Ended journeys only with `ended`, those in `more`, and while something asks for the coach. Raises `Forbidden`.
        """
        me = self._caller.person_id
        judged = await self._judged_desk(coach_id, NEWS, ended=ended, past=True, more=more)
        ids = [one.case.journey_id for one, _ in judged]
        seen = await self._seen_news.seen_by(self._caller.tenant_id, me, ids) if ids else {}
        entries: list[DeskEntry] = []
        for one, decision in judged:
            entry = DeskEntry(one.case, one.level, one.folded, seen.get(one.case.journey_id), me, news_since)
            if (
                one.case.ending is None
                or ended
                or one.case.journey_id in more
                or (is_loaded(one) and is_current(desk_row(entry)))
            ):
                self._record_desk(one, decision)
                entries.append(entry)
        return DeskEntries(entries, sum(one.case.ending is not None for one, _ in judged))

    async def mark_seen(self, position: int, marking: UUID, at: datetime) -> None:
        """Marks as seen what the caller's desk showed of the log up to a position. Raises `Forbidden`."""
        found = await self.desk_entries(None, ended=False)
        numbers = {one.case.journey_id: number_seen(one.folded, position) for one in found.entries}
        await self._seen_news.mark(self._caller.tenant_id, self._caller.person_id, numbers, at, marking)

    async def is_marked_seen(self, marking: UUID) -> bool:
        """Whether the caller marked something as seen under this id that can be undone."""
        return await self._seen_news.is_marked(self._caller.tenant_id, self._caller.person_id, marking)

    async def undo_mark_seen(self, marking: UUID) -> None:
        """Brings back what the caller had seen before they marked it all as seen. Raises `Forbidden`."""
        self._allowed("read_desk")
        await self._seen_news.undo(self._caller.tenant_id, self._caller.person_id, marking)

    async def current_journeys(self) -> list[DeskJourney]:
        """The journeys on the caller's desk that have not ended, with `ALERTS` loaded. Raises `Forbidden`."""
        judged = await self._judged_desk(None, ended=False, past=False)
        for one, decision in judged:
            self._record_desk(one, decision)
        return [one for one, _ in judged]

    async def _judged_desk(
        self,
        coach_id: UUID | None,
        *projections: Projection[Any, Any],
        ended: bool,
        past: bool,
        more: MoreProjections = NO_MORE,
    ) -> list[tuple[DeskJourney, AuthorizationDecision]]:
        """The journeys of a coach that the caller may see, with `ALERTS` and these projections loaded; ended ones only with `past`.

        Of those that ended they are loaded only with `ended`, or where something may ask for the coach. For some journeys, `more` has further projections.
        """
        tenant_id, me = self._caller.tenant_id, self._caller.person_id
        own = self._allowed("read_desk")
        if self._rights is None:
            decide_without_accounts(self._caller, "read_desk")
        elif coach_id in {None, me}:
            coach_id = me
        else:
            return []
        cases = await self._case_list.desk(
            coach_id, ended=past, tenant_id=tenant_id, deputy_until=self._earliest_day()
        )
        cases = [one for one in cases if past or one.ending is None]
        wanted = {
            one.journey_id: (ALERTS, *projections, *more.get(one.journey_id, ()))
            for one in cases
            if one.ending is None
            or ended
            or one.journey_id in more
            or may_be_asked_after(one, self._earliest_day())
        }
        folded = await self._journeys.load_many(
            (one.journey_id for one in cases), more=wanted, tenant_id=tenant_id
        )
        cases = [case for case in cases if case.journey_id in folded]
        journeys = {one: known.journey for one, known in folded.items()}
        if self._rights is None:
            hers = [(_with_name(case, journeys[case.journey_id]), own) for case in cases]
        else:
            judged = await self._authorize(self._rights, cases, journeys, "read_line")
            hers = [one for one in judged if one[1].why in {"assigned_coach", "deputy"}]
        return [
            (DeskJourney(case, decision.level, folded[case.journey_id]), decision) for case, decision in hers
        ]

    def _record_desk(self, one: DeskJourney, decision: AuthorizationDecision) -> None:
        if self._rights is not None:
            self._rights.record_access(self._caller, "read_desk", one.case.journey_id, decision)

    def require_desk(self) -> None:
        """Raises `Forbidden` for who has no desk."""
        self._allowed("read_desk")

    def _allowed(self, action: Action) -> AuthorizationDecision:
        decision = authorize(self._caller, action, JourneyAttributes(tenant_id=self._caller.tenant_id))
        if not decision.allowed:
            raise Forbidden(decision)
        return decision

    def _earliest_day(self) -> date:
        """The day that it still is somewhere on earth."""
        return self._journeys.utc_date() - timedelta(days=1)

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

    async def _authorize(
        self,
        rights: Authorizer,
        cases: Sequence[CaseloadEntry],
        journeys: Mapping[UUID, Journey],
        action: Action,
    ) -> list[tuple[CaseloadEntry, AuthorizationDecision]]:
        """The entries that the caller may see, with the client's name from the journey:
        the stored entry may lack it.
        """
        seen = await rights.attributes_of_many(self._caller, journeys)
        judged: list[tuple[CaseloadEntry, AuthorizationDecision]] = []
        for case in cases:
            if about := seen.get(case.journey_id):
                decision = authorize(self._caller, action, about)
                if decision.allowed:
                    judged.append((_with_name(case, journeys[case.journey_id]), decision))
        return judged

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


def _with_name(case: CaseloadEntry, journey: Journey) -> CaseloadEntry:
    return replace(case, called=journey.started.event.called)


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

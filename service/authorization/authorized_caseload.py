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
from service.application.desk import DeskRow, build_desk_row, due_after_care
from service.application.desk_news import NewsSince, new_items, number_seen
from service.application.desk_order import sort_rows
from service.application.folded_journey import FoldedJourney
from service.application.journeys import NO_MORE, Journeys, MoreProjections
from service.authorization.access_rules import AccessLevel
from service.authorization.actions import Action
from service.authorization.authorizer import Authorizer, decide_without_accounts
from service.authorization.errors import Forbidden
from service.authorization.field_filters import filter_news, visible_rules
from service.authorization.policy import AuthorizationDecision, JourneyAttributes, authorize, level_covers
from service.clock import stored_time_zone
from service.postgres.connections import tenant_tx
from service.read_models.caseload import Caseload, UnknownCaseloadCursor, decode_caseload_entry
from service.read_models.seen_news import SeenNews, SeenUpTo

if TYPE_CHECKING:
    from service.postgres.connections import Pool


SELECT_LINES = "select line::text from journeys where tenant_id = $1 and journey_id = any($2::uuid[])"


class AuthorizedCaseloadEntry(Struct, frozen=True):
    """A caseload entry, and how much of its journey the caller sees."""

    case: CaseloadEntry
    level: AccessLevel


class DeskJourney(AuthorizedCaseloadEntry, frozen=True):
    """A caseload entry on a coach's desk, with the journey and its alerts."""

    folded: FoldedJourney


class DeskEntry(DeskJourney, frozen=True):
    """A journey on a coach's desk, and what its row is made with."""

    seen: SeenUpTo | None
    coach_id: UUID
    news_since: NewsSince


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
        return sort_rows(map(desk_row, await self.desk_entries(coach_id, ended=ended, news_since=news_since)))

    async def desk_entries(
        self,
        coach_id: UUID | None,
        *,
        ended: bool,
        news_since: NewsSince = "look",
        more: MoreProjections = NO_MORE,
    ) -> list[DeskEntry]:
        """What the rows of a coach's desk are made from, by `desk_row`, some with more projections loaded.

        Raises `Forbidden`.
        """
        me = self._caller.person_id
        journeys = await self.desk_journeys(coach_id, NEWS, ended=ended, more=more)
        ids = [one.case.journey_id for one in journeys]
        seen = await self._seen_news.seen_by(self._caller.tenant_id, me, ids) if ids else {}
        return [
            DeskEntry(one.case, one.level, one.folded, seen.get(one.case.journey_id), me, news_since)
            for one in journeys
        ]

    async def mark_seen(self, position: int, marking: UUID, at: datetime) -> None:
        """Marks as seen what the caller's desk showed of the log up to a position. Raises `Forbidden`."""
        journeys = await self.desk_journeys(None, NEWS, ended=False)
        numbers = {one.case.journey_id: number_seen(one.folded, position) for one in journeys}
        await self._seen_news.mark(self._caller.tenant_id, self._caller.person_id, numbers, at, marking)

    async def is_marked_seen(self, marking: UUID) -> bool:
        """Whether the caller marked something as seen under this id that can be undone."""
        return await self._seen_news.is_marked(self._caller.tenant_id, self._caller.person_id, marking)

    async def undo_mark_seen(self, marking: UUID) -> None:
        """Brings back what the caller had seen before they marked it all as seen. Raises `Forbidden`."""
        self._allowed("read_desk")
        await self._seen_news.undo(self._caller.tenant_id, self._caller.person_id, marking)

    async def desk_journeys(
        self,
        coach_id: UUID | None,
        *projections: Projection[Any, Any],
        ended: bool,
        more: MoreProjections = NO_MORE,
    ) -> list[DeskJourney]:
        """The journeys of a coach that the caller may see, with `ALERTS` and these projections loaded.

        For some of them, `more` has further projections. Ended ones only with `ended`, or while aftercare is due. Raises `Forbidden`.
        """
        tenant_id, me = self._caller.tenant_id, self._caller.person_id
        decision = self._allowed("read_desk")
        if self._rights is None:
            decide_without_accounts(self._caller, "read_desk")
        elif coach_id in {None, me}:
            coach_id = me
        else:
            return []
        cases = await self._case_list.desk(
            coach_id, ended=ended, tenant_id=tenant_id, deputy_until=self._earliest_day()
        )
        folded = await self._journeys.load_many(
            (one.journey_id for one in cases), ALERTS, *projections, more=more, tenant_id=tenant_id
        )
        cases = [
            case
            for case in cases
            if case.journey_id in folded
            and (ended or case.ending is None or _is_cared_for(folded[case.journey_id]))
        ]
        if self._rights is None:
            entries = [
                AuthorizedCaseloadEntry(_with_name(case, folded[case.journey_id].journey), decision.level)
                for case in cases
            ]
        else:
            journeys = {one: known.journey for one, known in folded.items()}
            judged = await self._authorize(self._rights, cases, journeys, "read_line")
            hers = [one for one in judged if one[1].why in {"assigned_coach", "deputy"}]
            entries = self._record(self._rights, hers, "read_desk")
        return [DeskJourney(one.case, one.level, folded[one.case.journey_id]) for one in entries]

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


def _is_cared_for(folded: FoldedJourney) -> bool:
    return bool(due_after_care(folded.journey, folded.today))


def desk_row(entry: DeskEntry) -> DeskRow:
    """The row of a journey, as much of it as its reader may see."""
    news = new_items(entry.folded, entry.coach_id, entry.seen, entry.news_since)
    zone = stored_time_zone(entry.folded.journey.time_zone)
    with_pulses = level_covers(entry.level, "read_pulses")
    return build_desk_row(
        entry.case,
        entry.folded,
        rules=visible_rules(entry.level),
        with_pulses=with_pulses,
        with_after_care=level_covers(entry.level, "read_portrait"),
        news=filter_news(news, entry.level),
        looked_at=entry.seen.at.astimezone(zone) if entry.seen else None,
        reader_id=entry.coach_id,
    )


def _cursor(case: CaseloadEntry) -> str:
    return f"{case.started_on}.{case.journey_id}"


def _read_cursor(cursor: str) -> tuple[int, str]:
    started_on, _, journey_id = cursor.partition(".")
    try:
        return -date.fromisoformat(started_on).toordinal(), str(UUID(journey_id))
    except ValueError:
        raise UnknownCaseloadCursor(cursor) from None

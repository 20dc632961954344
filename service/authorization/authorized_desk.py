"""The coach's desk, as one caller may see it."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from projections.alerts.projection import ALERTS
from projections.fold import Projection
from projections.news.projection import NEWS
from service.accounts.caller import Caller
from service.application.desk import DeskRow, is_current, may_be_asked_after
from service.application.desk_news import NewsSince, number_seen
from service.application.desk_order import sort_rows
from service.application.journeys import NO_MORE, Journeys, MoreProjections
from service.authorization.authorizer import Authorizer, decide_without_accounts
from service.authorization.caseload_access import CaseloadAccess, with_name
from service.authorization.desk_entries import (
    DeskEntries,
    DeskEntry,
    DeskJourney,
    desk_row,
    is_loaded,
)
from service.authorization.policy import AuthorizationDecision
from service.read_models.caseload import MOST_OF_ALL, Caseload
from service.read_models.seen_news import SeenNews

if TYPE_CHECKING:
    pass


class AuthorizedDesk(CaseloadAccess):
    """The desk that a caller may see. Without an authorizer (no accounts) it is everybody's."""

    def __init__(
        self,
        caller: Caller,
        case_list: Caseload,
        journeys: Journeys,
        rights: Authorizer | None,
        seen_news: SeenNews,
    ) -> None:
        super().__init__(caller, case_list, journeys, rights)
        self._seen_news = seen_news

    async def rows(
        self, coach_id: UUID | None, *, ended: bool, news_since: NewsSince = "look"
    ) -> list[DeskRow]:
        """The desk of a coach, with the alerts and the news that the caller may see, the most pressing first.

        Raises `Forbidden`.
        """
        found = await self.entries(coach_id, ended=ended, news_since=news_since)
        return sort_rows(map(desk_row, found.entries))

    async def entries(
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
        cut = self._rights is None and coach_id is None and len(judged) >= MOST_OF_ALL
        ended_ones = sum(one.case.ending is not None for one, _ in judged)
        return DeskEntries(entries, ended_ones, MOST_OF_ALL if cut else None)

    async def mark_seen(self, position: int, marking: UUID, at: datetime) -> None:
        """Marks as seen what the caller's desk showed of the log up to a position. Raises `Forbidden`."""
        found = await self.entries(None, ended=False)
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
            hers = [(with_name(case, journeys[case.journey_id]), own) for case in cases]
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

"""The journeys as one caller may see them: whoever has only this cannot look past the policy."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from domain.errors import UnknownJourney
from domain.history import RecordedEvent
from domain.journey.aggregate import Journey
from domain.journey.commands.start import StartJourney
from projections.fold import Projection
from service.accounts.caller import Caller
from service.application.command_batch import CommandBatch
from service.application.folded_journey import FoldedJourney
from service.application.implied_commands import implied_commands
from service.application.journeys import Journeys
from service.authorization.access_log import AccessRecordPage
from service.authorization.actions import Action
from service.authorization.authorized_journey import AuthorizedJourney as Folded
from service.authorization.authorized_journey import authorized_journey
from service.authorization.authorizer import Authorizer, decide_without_accounts
from service.authorization.errors import Forbidden
from service.authorization.policy import AccessLevel, AuthorizationDecision
from service.event_store.log import CommandResult, EventLog
from service.event_store.stream_id import stream_id
from service.personal_data.archive.archive_material import ArchiveMaterial, collect_archive_material

S = TypeVar("S")
V = TypeVar("V")

DENIED_ALREADY_VISIBLE = AuthorizationDecision(allowed=False, why="seen_already", level="whole")


class AuthorizedJourney:
    """One journey, and how much of it is seen."""

    def __init__(self, journeys: Journeys, caller: Caller, journey_id: UUID, level: AccessLevel) -> None:
        self.level: AccessLevel = level
        self.reader = caller.person_id
        self._journeys = journeys
        self._tenant_id = caller.tenant_id
        self._journey_id = journey_id

    async def get(self) -> Journey:
        """As decisions see it now."""
        return await self._journeys.get(self._journey_id, tenant_id=self._tenant_id)

    async def recorded_events(self, *, after: int = 0) -> Sequence[RecordedEvent]:
        """Its history above a number, in order."""
        return await self._journeys.recorded_events(self._journey_id, after=after, tenant_id=self._tenant_id)

    async def fold(self, projection: Projection[Any, Any]) -> FoldedJourney:
        """Folded up to now."""
        return await self._journeys.load(self._journey_id, projection, tenant_id=self._tenant_id)

    async def view(
        self, projection: Projection[S, V], *, on: date | None = None, known_at: date | None = None
    ) -> V:
        """What a projection shows of it on a day, as it was known at the end of a day."""
        return await self._journeys.view(
            projection, self._journey_id, on=on, known_at=known_at, tenant_id=self._tenant_id
        )


class AuthorizedJourneys:
    """Every journey that a caller may see or tell something of; without rights, on one's own machine, all of them."""

    def __init__(self, caller: Caller, journeys: Journeys, rights: Authorizer | None) -> None:
        self._caller = caller
        self._journeys = journeys
        self._rights = rights

    @property
    def log(self) -> EventLog:
        """The log, to ask how far it is."""
        return self._journeys.log

    async def open_journey(self, act: Action, journey_id: UUID) -> AuthorizedJourney:
        """A journey to look at for this; the look is noted. Raises `UnknownJourney`, `Forbidden`."""
        rights = self._rights
        verdict = (
            await rights.authorize_read(self._caller, act, journey_id)
            if rights
            else decide_without_accounts(self._caller, act)
        )
        return AuthorizedJourney(self._journeys, self._caller, journey_id, verdict.level)

    async def load(
        self,
        act: Action,
        journey_id: UUID,
        *projections: Projection[Any, Any],
        events_after: int | None = None,
    ) -> Folded:
        """A journey and some projections of it, out of one read, for this act; the access is recorded.

        With `events_after` also its events above that number. Raises `UnknownJourney`, `Forbidden`.
        """
        return await self.load_fullest((act,), journey_id, *projections, events_after=events_after)

    async def load_fullest(
        self,
        acts: Sequence[Action],
        journey_id: UUID,
        *projections: Projection[Any, Any],
        events_after: int | None = None,
    ) -> Folded:
        """The same for the first of these acts that was granted; the fullest comes first."""
        try:
            folded = await self._journeys.load(
                journey_id, *projections, events_after=events_after, tenant_id=self._caller.tenant_id
            )
        except UnknownJourney:
            # Who may not look at a journey learns no more of one that does not exist.
            await self._decide(acts, journey_id)
            raise
        decision = await self._decide(acts, journey_id, folded.journey)
        return authorized_journey(folded, decision.level, self._caller.person_id)

    async def _decide(
        self, acts: Sequence[Action], journey_id: UUID, journey: Journey | None = None
    ) -> AuthorizationDecision:
        if self._rights is None:
            return decide_without_accounts(self._caller, acts[0])
        return await self._rights.authorize_fullest_read(self._caller, acts, journey_id, journey)

    async def submit(self, journey_id: UUID, batch: CommandBatch) -> CommandResult:
        """Executes a batch in the caller's name. Raises `Forbidden` and what `CommandHandler.execute` raises."""
        if self._rights:
            await self._rights.authorize_commands(self._caller, journey_id, batch.commands)
        else:
            decide_without_accounts(self._caller, "tell_own")
        stream = stream_id(self._caller.tenant_id, journey_id)
        executed = await self._journeys.commands.execute(
            stream, [batch], self._caller.person_id, implied_commands(self._journeys, stream)
        )
        if self._rights and any(isinstance(one, StartJourney) for one in batch.commands):
            await self._rights.journey_started(self._caller, journey_id)
        return executed.results[batch.command_id]

    async def access_records(self, journey_id: UUID, cursor: str | None, limit: int) -> AccessRecordPage:
        """Who looked at a journey, the latest first; nobody is noted on one's own machine. Raises `UnknownAccessCursor`."""
        await self.load("read_access_log", journey_id)
        if self._rights is None:
            return AccessRecordPage([], None)
        return await self._rights.access_log.page(self._caller.tenant_id, journey_id, cursor, limit)

    async def archive_material(self, journey_id: UUID) -> ArchiveMaterial:
        """Everything that is kept about a journey and its client, for her archive. Raises `UnknownJourney`, `Forbidden`."""
        folded, rights = await self.load("export", journey_id, events_after=0), self._rights
        entries = folded.events
        if rights is None:
            return ArchiveMaterial(journey_id=journey_id, entries=tuple(entries))
        return await collect_archive_material(
            rights.access_log, rights.clients, self._caller.tenant_id, journey_id, entries
        )

    async def break_glass(self, journey_id: UUID, reason: str) -> datetime:
        """Look without having been granted it, and say why. Until when. Raises `UnknownJourney`, `Forbidden`."""
        if self._rights is None:
            decide_without_accounts(self._caller, "break_glass")
            await self._journeys.get(journey_id, tenant_id=self._caller.tenant_id)
            raise Forbidden(DENIED_ALREADY_VISIBLE)
        return await self._rights.break_glass(self._caller, journey_id, reason)

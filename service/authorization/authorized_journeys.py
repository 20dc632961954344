"""Journeys as one caller may see them: the policy is asked before a journey is read or changed.

What is loaded is whole. What its reader may not see of a view is removed by `field_filters`, where it is shown.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from domain.aggregate import CommandBatch
from domain.command import Command
from domain.errors import UnknownJourney
from domain.journey.aggregate import Journey
from domain.journey.commands.start import StartJourney
from projections.fold import Projection
from service.accounts.caller import Caller
from service.application.aggregates import stream_id
from service.application.folded_journey import FoldedJourney
from service.application.implied_commands import IMPLYING, implied_commands
from service.application.journeys import Journeys
from service.application.long_work import ROW
from service.application.studies import Studies
from service.application.study_consents import CONSENTING, StudyConsents, names_study
from service.authorization.access_log import AccessRecordPage
from service.authorization.access_rules import AccessLevel
from service.authorization.actions import Action
from service.authorization.authorizer import Authorizer, decide_without_accounts
from service.authorization.checked_commands import needs_check
from service.authorization.errors import Forbidden
from service.authorization.policy import AuthorizationDecision, level_covers
from service.event_store.log import CommandResult


class AuthorizedJourney(FoldedJourney, frozen=True, kw_only=True):
    """A folded journey, and how much of it its reader may see."""

    level: AccessLevel
    reader_id: UUID

    @property
    def own(self) -> bool:
        """Whether its reader is its client, or there are no accounts and anybody may be."""
        return self.level in {"own", "whole"}

    def shows(self, action: Action) -> bool:
        """Whether the reader sees enough of the journey for an action."""
        return level_covers(self.level, action)


def authorized_journey(folded: FoldedJourney, level: AccessLevel, reader_id: UUID) -> AuthorizedJourney:
    """A folded journey with its reader's level of access."""
    return AuthorizedJourney(
        journey_id=folded.journey_id,
        journey=folded.journey,
        version=folded.version,
        today=folded.today,
        projections=folded.projections,
        events=folded.events,
        level=level,
        reader_id=reader_id,
    )


T = TypeVar("T")
V = TypeVar("V")

DENIED_ALREADY_VISIBLE = AuthorizationDecision(allowed=False, why="seen_already", level="whole")


class AuthorizedJourneys:
    """The journeys that a caller may see or change, during one request.

    Without an authorizer (no accounts) these are all; without studies consents to them are not checked.
    """

    def __init__(
        self,
        caller: Caller,
        journeys: Journeys,
        rights: Authorizer | None,
        studies: Studies | None = None,
    ) -> None:
        self._studies = studies
        self._caller = caller
        self._journeys = journeys
        self._rights = rights
        self._recorded = set[tuple[UUID, Action]]()
        """The accesses that were recorded: a page that is loaded again for its errors is one access."""

    async def head(self) -> int:
        """The highest position in the log."""
        return await self._journeys.log.head()

    async def wait_for(self, position: int, within: float) -> bool:
        """Waits until the log has reached a position; False after `within` seconds."""
        return await self._journeys.log.wait_for(position, within)

    async def load(
        self,
        action: Action,
        journey_id: UUID,
        *projections: Projection[Any, Any],
        events_after: int | None = None,
    ) -> AuthorizedJourney:
        """Loads a journey with projections for an action, and records the access.

        With `events_after` also its events above that number. Raises `UnknownJourney`, `Forbidden`.
        """
        return await self.load_fullest((action,), journey_id, *projections, events_after=events_after)

    async def load_fullest(
        self,
        actions: Sequence[Action],
        journey_id: UUID,
        *projections: Projection[Any, Any],
        events_after: int | None = None,
    ) -> AuthorizedJourney:
        """Like `load`, for the first of these actions that is allowed;
        the one that shows most comes first.
        """
        try:
            read = await self._journeys.read(
                journey_id, *projections, events_after=events_after, tenant_id=self._caller.tenant_id
            )
        except UnknownJourney:
            # The answer must not tell a journey that does not exist from one that the caller may not see.
            await self._authorize(actions, journey_id)
            raise
        decision = await self._authorize(actions, journey_id, read.journey)
        return authorized_journey(
            await self._journeys.fold(read, *projections), decision.level, self._caller.person_id
        )

    async def run_long(self, folded: FoldedJourney, work: Callable[[], T]) -> T:
        """Runs work on a journey beside the event loop if the journey is long."""
        return await self._journeys.long_work.run(folded.version, work)

    async def run_long_list(self, rows: int, work: Callable[[], T]) -> T:
        """Runs work on so many journeys beside the event loop if they are many."""
        return await self._journeys.long_work.run((rows + 1) * ROW, work)

    async def view(self, folded: FoldedJourney, projection: Projection[Any, V], on: date) -> V:
        """A projection's view of a day; beside the event loop if the journey is long."""
        return await self.run_long(folded, partial(folded.view, projection, on=on))

    async def _authorize(
        self, actions: Sequence[Action], journey_id: UUID, journey: Journey | None = None
    ) -> AuthorizationDecision:
        """Decides on a read, and records the access."""
        action, decision = await self._decide(actions, journey_id, journey)
        if self._rights and (journey_id, action) not in self._recorded:
            self._rights.record_access(self._caller, action, journey_id, decision)
            self._recorded.add((journey_id, action))
        return decision

    async def _decide(
        self, actions: Sequence[Action], journey_id: UUID, journey: Journey | None = None
    ) -> tuple[Action, AuthorizationDecision]:
        if self._rights is None:
            return actions[0], decide_without_accounts(self._caller, actions[0])
        return await self._rights.decide_read(self._caller, actions, journey_id, journey)

    async def submit(self, journey_id: UUID, batch: CommandBatch) -> CommandResult:
        """Executes a batch in the caller's name. Raises `Forbidden` and what `CommandHandler.execute` raises."""
        stream = stream_id(self._caller.tenant_id, journey_id)
        implying = any(isinstance(one, IMPLYING) for one in batch.commands)
        complete = implied_commands(self._journeys, stream) if implying else None
        if self._rights:
            authorized = await self._rights.authorize_commands(self._caller, journey_id, batch.commands)
            if authorized.begins:
                await self._rights.link_client(self._caller, journey_id)
            if any(map(needs_check, batch.commands)):
                checks = self._rights.command_checks(self._caller, journey_id, authorized.level)
                complete = checks.before(complete)
        else:
            decide_without_accounts(self._caller, "record_own")
        consenting = [one for one in batch.commands if isinstance(one, CONSENTING)]
        if self._studies and any(map(names_study, consenting)):
            complete = StudyConsents(self._studies, stream).before(complete)
        executed = await self._journeys.commands.execute(stream, [batch], self._caller.person_id, complete)
        if self._rights and any(isinstance(one, StartJourney) for one in batch.commands):
            await self._rights.journey_started(self._caller, journey_id)
        return executed.results[batch.command_id]

    async def check(self, journey_id: UUID, command: Command, level: AccessLevel) -> None:
        """Checks a command of who sees this much as `submit` does, before it is decided. Raises `DomainError`."""
        if self._rights:
            await self._rights.command_checks(self._caller, journey_id, level).check(command)

    async def recorded_result(self, journey_id: UUID, batch: CommandBatch) -> CommandResult | None:
        """The result of a batch of the caller's that was recorded before.

        Raises `CommandIdTaken`, `UnknownJourney`, `Forbidden`.
        """
        await self._decide(("read_line",), journey_id)
        stream = stream_id(self._caller.tenant_id, journey_id)
        found = await self._journeys.commands.recorded_results(stream, [batch], self._caller.person_id)
        return found.get(batch.command_id)

    async def access_records(
        self, folded: AuthorizedJourney, cursor: str | None, limit: int
    ) -> AccessRecordPage:
        """A page of the access log of a journey that was loaded for `read_access_log`, the latest first.

        It is empty without accounts. Raises `UnknownAccessCursor`.
        """
        if self._rights is None:
            return AccessRecordPage([], None)
        return await self._rights.access_log.page(self._caller.tenant_id, folded.journey_id, cursor, limit)

    async def break_glass(self, journey_id: UUID, reason: str) -> datetime:
        """Gives access without sight, for a reason; returns until when.

        Raises `UnknownJourney`, `Forbidden`.
        """
        if self._rights is None:
            decide_without_accounts(self._caller, "break_glass")
            await self._journeys.get(journey_id, tenant_id=self._caller.tenant_id)
            raise Forbidden(DENIED_ALREADY_VISIBLE)
        return await self._rights.break_glass(self._caller, journey_id, reason)

"""Applies the policy: collects a journey's attributes, decides, and records reads in the access log."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from cachetools import LRUCache
from msgspec.structs import replace

from domain.command import Command
from domain.errors import UnknownJourney
from domain.journey.aggregate import Journey
from domain.journey.commands.corrections import CorrectEntry, RetractEntry
from domain.journey.commands.start import StartJourney
from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.deputies import deputy_scope, granted_scope
from service.accounts.caller import Caller
from service.accounts.errors import JourneyTaken
from service.application.aggregates import journey_not_found, today_of
from service.application.coach_assignment import CoachAssigner
from service.application.journeys import Journeys
from service.authorization.access_log import AccessLog, AccessRecord
from service.authorization.access_rules import LEVELS_IN_ORDER, AccessLevel
from service.authorization.actions import ACTION_OF_COMMAND, IN_PERSON_EVENTS, Action, WriteAction
from service.authorization.break_glass import BreakGlass
from service.authorization.break_glass_reasons import BreakGlassReasons
from service.authorization.checked_commands import CommandChecks
from service.authorization.client_directory import ClientDirectory
from service.authorization.errors import Forbidden
from service.authorization.policy import AuthorizationDecision, JourneyAttributes, authorize
from service.authorization.restrictions import Restrictions
from service.clock import Clock
from service.encryption.vault import Vault

if TYPE_CHECKING:
    from service.postgres.connections import Pool

CACHED_CLIENTS = 10_000
OnJourneyStarted = Callable[[Caller, UUID], Awaitable[None]]
"""A callback that runs after a client has started a journey."""

NO_TENANT = UUID(int=2**128 - 1)
"""An id that no organisation has."""
ANONYMOUS_CALLER = Caller(tenant_id=NO_TENANT, person_id=NO_TENANT, roles=frozenset(), way="browser")
"""The caller of addresses that need no sign-in, such as health checks."""


class AuthorizedCommands(NamedTuple):
    """Commands that a caller may give."""

    begins: bool
    """Whether there is no journey yet, so that they start it."""
    level: AccessLevel
    """How much of the journey the caller sees."""


class Authorizer:
    """Decides what a caller may do with the journeys of their organisation."""

    def __init__(
        self,
        journeys: Journeys,
        clients: ClientDirectory,
        pool: "Pool",
        *,
        now: Clock,
        on_started: OnJourneyStarted | None = None,
        vault: Vault | None = None,
    ) -> None:
        reasons = BreakGlassReasons(vault) if vault else None
        self.access_log = AccessLog(pool, reasons=reasons, names=clients.names_of)
        self.glass = BreakGlass(pool, now=now, reasons=reasons)
        self.restrictions = Restrictions(pool, now=now)
        self.clients = clients
        self.pool = pool
        self._journeys = journeys
        self._now = now
        self._on_started = on_started
        self._links: LRUCache[bytes, UUID] = LRUCache(CACHED_CLIENTS)

    async def authorize_read(self, caller: Caller, action: Action, journey_id: UUID) -> AuthorizationDecision:
        """Authorizes reading a journey and writes the access log.

        Raises `UnknownJourney` where the caller may not know that it exists, else `Forbidden`.
        """
        _, decision = await self.decide_read(caller, (action,), journey_id)
        self.record_access(caller, action, journey_id, decision)
        return decision

    async def decide_read(
        self, caller: Caller, actions: Sequence[Action], journey_id: UUID, journey: Journey | None = None
    ) -> tuple[Action, AuthorizationDecision]:
        """The first action that is allowed, and why; the one that shows most comes first.

        A `journey` that was loaded is not read again. Raises `UnknownJourney`, `Forbidden`.
        """
        about = await self.attributes_of(caller, journey_id, journey)
        decided: list[tuple[Action, AuthorizationDecision]] = [
            (action, authorize(caller, action, about)) for action in actions
        ]
        action, decision = next((one for one in decided if one[1].why != "not_granted"), decided[-1])
        return action, require_allowed(decision)

    def record_access(
        self, caller: Caller, action: Action, journey_id: UUID, decision: AuthorizationDecision
    ) -> None:
        """Records a read for the client to see.

        Her own reads are not recorded, except exports of everything.
        """
        if decision.role is None or (decision.why == "own_journey" and action != "export"):
            return
        look = AccessRecord(
            tenant_id=caller.tenant_id,
            journey_id=journey_id,
            at=self._now(),
            actor_id=caller.person_id,
            role=decision.role,
            act=action,
            why=decision.why,
        )
        self.access_log.record(look)

    async def authorize_commands(
        self, caller: Caller, journey_id: UUID, commands: Sequence[Command]
    ) -> AuthorizedCommands:
        """Authorizes commands on a journey.

        Raises `UnknownJourney`, `Forbidden`.
        """
        about = await self.attributes_of(caller, journey_id)
        begins, level = not about.exists, LEVELS_IN_ORDER[0]
        if about.client_id == caller.person_id and not begins:
            # Not needed to read her own journey, and it costs a round trip.
            about = replace(
                about, restricted=await self.restrictions.is_restricted(caller.tenant_id, journey_id)
            )
        # Only of a token is it asked what an entry tells that is taken back: it costs reading the journey.
        by_token = caller.way == "api" and any(isinstance(one, RetractEntry) for one in commands)
        journey = await self._journeys.get(journey_id, tenant_id=caller.tenant_id) if by_token else None
        for number, command in enumerate(commands):
            for action in _actions_of(command, journey):
                level = require_allowed(authorize(caller, action, about), number).level
            if isinstance(command, StartJourney):
                about = replace(about, exists=True, client_id=caller.person_id)
        return AuthorizedCommands(begins, level)

    def command_checks(self, caller: Caller, journey_id: UUID, level: AccessLevel) -> CommandChecks:
        """What the commands of a caller who sees this much need besides the right to give them."""
        return CommandChecks(self.clients, caller.tenant_id, journey_id, level)

    async def link_client(self, caller: Caller, journey_id: UUID) -> None:
        """Makes whoever starts a journey its client, before any event is recorded.

        Of two who start it at once, one is rejected: raises `UnknownJourney`.
        """
        try:
            await self.clients.link_journey(caller.tenant_id, journey_id, caller.person_id)
        except JourneyTaken:
            raise journey_not_found() from None

    async def journey_started(self, caller: Caller, journey_id: UUID) -> None:
        """Calls back after the caller has started a journey."""
        if self._on_started:
            await self._on_started(caller, journey_id)

    def coach_assigner(self, caller: Caller) -> CoachAssigner:
        """Assigns coaches to journeys in the name of a caller who is an administrator."""
        return CoachAssigner(caller, self._journeys)

    async def break_glass(self, caller: Caller, journey_id: UUID, reason: str) -> datetime:
        """Gives access without sight, for a reason; returns until when.

        Raises `UnknownJourney`, `Forbidden`.
        """
        decision = require_allowed(
            authorize(caller, "break_glass", await self.attributes_of(caller, journey_id))
        )
        if decision.role is None:
            raise Forbidden(AuthorizationDecision(allowed=False, why="seen_already", level=decision.level))
        return await self.glass.grant_access(caller, decision.role, journey_id, reason)

    async def attributes_of(
        self, caller: Caller, journey_id: UUID, journey: Journey | None = None
    ) -> JourneyAttributes:
        """The attributes of a journey that the policy needs for this caller;
        a loaded `journey` is not read again.
        """
        client_id = await self._client_of(caller.tenant_id, journey_id)
        if client_id is not None and client_id == caller.person_id:
            return JourneyAttributes(tenant_id=caller.tenant_id, client_id=client_id)
        try:
            journey = journey or await self._journeys.get(journey_id, tenant_id=caller.tenant_id)
        except UnknownJourney:
            return JourneyAttributes(tenant_id=caller.tenant_id, exists=False, client_id=client_id)
        restricted = await self.restrictions.is_restricted(caller.tenant_id, journey_id)
        about = self._attributes(caller, journey, client_id, restricted=restricted)
        if caller.roles.isdisjoint({"coach", "admin"}) or authorize(caller, "read_events", about).allowed:
            return about
        return replace(about, glass_broken=await self.glass.is_active(caller, journey_id))

    async def attributes_of_many(
        self, caller: Caller, journeys: Mapping[UUID, Journey]
    ) -> dict[UUID, JourneyAttributes]:
        """The attributes of several loaded journeys, in one query."""
        clients = await self.clients.clients_of(caller.tenant_id, journeys)
        restricted = await self.restrictions.restricted_among(caller.tenant_id, journeys)
        staff = not caller.roles.isdisjoint({"coach", "admin"})
        broken = set(await self.glass.journeys_of(caller)) if staff else set[UUID]()
        return {
            one: replace(
                self._attributes(caller, journey, clients.get(one), restricted=one in restricted),
                glass_broken=one in broken,
            )
            for one, journey in journeys.items()
        }

    async def attributes_of_some(self, caller: Caller, ids: Iterable[UUID]) -> dict[UUID, JourneyAttributes]:
        """The attributes of several journeys, which are loaded first;
        those that do not exist are left out.
        """
        return await self.attributes_of_many(
            caller, await self._journeys.get_many(ids, tenant_id=caller.tenant_id)
        )

    def _attributes(
        self, caller: Caller, journey: Journey, client_id: UUID | None, *, restricted: bool
    ) -> JourneyAttributes:
        return JourneyAttributes(
            tenant_id=caller.tenant_id,
            client_id=client_id,
            coach_id=journey.coaches.assigned.coach_id if journey.coaches.assigned else None,
            granted=granted_scope(journey, caller.person_id, self._today(journey)),
            deputised=deputy_scope(journey, caller.person_id, self._today(journey)),
            ended=journey.endings.recorded is not None,
            restricted=restricted,
        )

    def _today(self, journey: Journey) -> date:
        return today_of(journey, self._now())

    async def _client_of(self, tenant_id: UUID, journey_id: UUID) -> UUID | None:
        key = tenant_id.bytes + journey_id.bytes
        if known := self._links.get(key):
            return known
        found = await self.clients.client_of(tenant_id, journey_id)
        if found is not None:
            self._links[key] = found
        return found


def _actions_of(command: Command, journey: Journey | None) -> tuple[WriteAction, ...]:
    """The actions that a command needs: a correction also those of the command it restates, or of what it takes back."""
    action = ACTION_OF_COMMAND[type(command)]
    if isinstance(command, CorrectEntry):
        return action, ACTION_OF_COMMAND[type(command.restated)]
    if isinstance(command, RetractEntry) and journey and _tells_in_person(journey, command.number):
        return action, "grant"
    return (action,)


def _tells_in_person(journey: Journey, number: int) -> bool:
    """Whether an entry tells what only a person may, or corrects or takes back one that does."""
    entries = dict(journey.numbered_events())
    event = entries.get(number)
    while isinstance(event, EntryCorrected | EntryRetracted):
        event = entries.get(event.number)
    return isinstance(event, IN_PERSON_EVENTS)


def require_allowed(decision: AuthorizationDecision, command: int | None = None) -> AuthorizationDecision:
    """Returns a decision that allows.

    Raises `UnknownJourney` if nothing of the journey is visible, else `Forbidden`.
    """
    if decision.allowed:
        return decision
    if decision.level == "nothing":
        raise journey_not_found()
    raise Forbidden(decision, command)


def decide_without_accounts(caller: Caller, action: Action) -> AuthorizationDecision:
    """The decision without an authorizer: everything for the local caller, nothing for others.

    Raises `UnknownJourney`.
    """
    return require_allowed(authorize(caller, action, JourneyAttributes(tenant_id=NO_TENANT, exists=False)))

"""What commands need besides the right to give them: a deputy is a coach of the organisation; an alert, a quest or a question of aftercare is one that the actor sees."""

from uuid import UUID

from msgspec.structs import replace

from domain.aggregate import CommandBatch
from domain.command import Command
from domain.decision_rules import unknown_reference
from domain.errors import DomainError, InvalidOperation
from domain.journey.aggregate import Journey
from domain.journey.commands.alerts import AcknowledgeAlert, SnoozeAlert, alert_not_open
from domain.journey.commands.corrections import CorrectEntry
from domain.journey.commands.deputies import ProposeDeputy
from domain.journey.commands.endings import SettleAfterCare
from domain.journey.commands.quests import OfferQuest
from service.application.batch_results import BatchCompletion
from service.authorization.access_rules import AccessLevel
from service.authorization.client_directory import ClientDirectory
from service.authorization.field_filters import visible_rules
from service.authorization.policy import level_covers

CHECKED = AcknowledgeAlert | OfferQuest | ProposeDeputy | SettleAfterCare | SnoozeAlert


def needs_check(command: Command) -> bool:
    """Whether a command is checked here, itself or as what a correction restates."""
    return isinstance(_restated(command), CHECKED)


class CommandChecks:
    """Checks what one caller tells about one journey, and calls each deputy as the register does."""

    def __init__(
        self, clients: ClientDirectory, tenant_id: UUID, journey_id: UUID, level: AccessLevel
    ) -> None:
        self._clients = clients
        self._tenant_id = tenant_id
        self._journey_id = journey_id
        self._level: AccessLevel = level

    def before(self, complete: BatchCompletion[Journey] | None) -> BatchCompletion[Journey]:
        """Checks a batch before it is completed: what was recorded earlier is not checked again."""

        async def check_and_complete(journey: Journey, batch: CommandBatch) -> CommandBatch:
            checked = await self._checked_batch(batch)
            return await complete(journey, checked) if complete else checked

        return check_and_complete

    async def _checked_batch(self, batch: CommandBatch) -> CommandBatch:
        commands: list[Command] = []
        for place, command in enumerate(batch.commands):
            try:
                commands.append(await self.check(command))
            except DomainError as error:
                error.command = place
                raise
        return replace(batch, commands=tuple(commands))

    async def check(self, command: Command) -> Command:
        """The command as it is recorded. Raises `DomainError` if it may not be."""
        match command:
            case CorrectEntry():
                restated = await self.check(command.restated)
                return replace(command, restated=restated)
            case ProposeDeputy():
                return replace(command, name=await self._deputy_name(command.deputy_id))
            case AcknowledgeAlert() | SnoozeAlert() if command.rule not in visible_rules(self._level):
                raise alert_not_open()
            case OfferQuest() if not level_covers(self._level, "read_coaching"):
                # Whether anything is recorded would tell what the client does in the game.
                raise InvalidOperation(
                    "Your client does not share what a quest builds on.",
                    field="quest",
                    allowed="a client who shares everything",
                )
            case SettleAfterCare() if not level_covers(self._level, "read_portrait"):
                raise unknown_reference("after-care plan", field="after_care_id")
            case _:
                return command

    async def _deputy_name(self, deputy_id: UUID) -> str:
        name = await self._clients.coach_name(self._tenant_id, deputy_id)
        if name is None or deputy_id == await self._clients.client_of(self._tenant_id, self._journey_id):
            raise InvalidOperation(
                "Choose who stands in.", field="deputy_id", allowed="the id of another coach"
            )
        return name


def _restated(command: Command) -> Command:
    return command.restated if isinstance(command, CorrectEntry) else command

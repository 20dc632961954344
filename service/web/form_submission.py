"""Submits forms: parses their fields to commands, executes these, and puts errors beside the fields they concern."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from litestar.exceptions import NotFoundException
from msgspec import Struct

from domain.aggregate import CommandBatch
from domain.command import Command
from domain.errors import DomainError, InvalidOperation, UnknownJourney
from domain.journey.aggregate import Journey
from domain.journey.decide import UserCommand
from service.application.batch_results import CommandIdTaken
from service.application.folded_journey import FoldedJourney
from service.authorization.errors import Forbidden
from service.event_store.errors import UnknownOutcome, VersionConflict
from service.event_store.log import CommandResult
from service.http.dependencies import AnyRequest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.message_translation import translate_message
from service.postgres.errors import Overloaded, StoreUnavailable
from service.web.form_data import FORM_ERROR, FormData
from service.web.page_context import PageContext, set_entries_recorded
from service.web.stale_form import changes_since_opened, refuse_if_reworded

ALREADY_SUBMITTED = gettext_noop(
    "This form was already saved and then changed. What you saved before is kept. Save again to add this too."
)
SERVICE_BUSY = gettext_noop("The service is busy. Nothing you typed is lost. Save again in a moment.")

FormFields = Mapping[str, str]
"""Fields of a form by fields of its commands, as paths without positions such as `learned/odds`."""
FieldLocator = Callable[[int, str], str]
"""The field of a form for a command (by its position in the batch) and the path of one of its fields."""


class FormContext(Struct, frozen=True, kw_only=True):
    """The journey that a form is about, and the item of it that the address names, such as an experiment."""

    folded: FoldedJourney
    item_id: UUID | None = None

    @property
    def journey(self) -> Journey:
        """The aggregate as it was loaded."""
        return self.folded.journey

    @property
    def today(self) -> date:
        """The date where the client is."""
        return self.folded.today

    def item(self, form: FormData, field: str) -> UUID:
        """The id of the item in the address, else of the one that a required field of the form names."""
        return self.item_id or form.uuid(field, needed=True) or form.command_id


C = TypeVar("C")
"""What a form needs to know, such as a `FormContext`."""
J = TypeVar("J", bound=FormContext)


class CommandExecutor(Protocol):
    """Executes batches in the caller's name, on journeys or on programmes."""

    async def submit(self, target_id: UUID, batch: CommandBatch, /) -> CommandResult:
        """Executes a batch, once. Raises what `CommandHandler.execute` raises, and `Forbidden`."""
        ...

    async def recorded_result(self, target_id: UUID, batch: CommandBatch, /) -> CommandResult | None:
        """The result of a batch that was executed before. Raises `CommandIdTaken`, `Forbidden`."""
        ...


class Form(Struct, Generic[C], frozen=True, kw_only=True):
    """One form of a page: its parser, its confirmation, and the form's names for fields of commands."""

    parse: Callable[[FormData, C], Sequence[Command]]
    """Parses the form to commands. They count when it has no errors; without both there is no such item."""
    confirmation: str = ""
    """A message."""
    confirmed_as: str = ""
    """The name of the confirmation in an address, where it is not that of the form."""
    button_field: str = ""
    """The field whose buttons do different things."""
    confirmations: Mapping[str, str] = {}
    """What each of these buttons is confirmed with, by the value it sends; the messages in place of `confirmation`."""
    fields: FormFields | Callable[[FormData, int], FormFields] = {}
    """Where the form calls a field otherwise than the command does; perhaps by the command's position in the batch."""

    def confirmation_name(self, name: str, form: FormData) -> str:
        """The name of the confirmation in an address, for what was sent."""
        sent = form.first(self.button_field)
        return f"{name}-{sent}" if sent in self.confirmations else self.confirmed_as or name

    def confirmations_by_name(self, name: str) -> dict[str, str]:
        """Its messages by their names in an address."""
        by_value = {f"{name}-{sent}": text for sent, text in self.confirmations.items()}
        return by_value | {self.confirmed_as or name: self.confirmation}

    def locate(self, form: FormData, command: int, path: str) -> str:
        """The form's field for the path of a command's field; an error without a field is one of the whole form."""
        fields = self.fields(form, command) if callable(self.fields) else self.fields
        return locate_field(fields, form, path)


Forms = Mapping[str, Form[FormContext]]
"""The forms of a page by the part of the address that names them."""


def locate_field(fields: FormFields, form: FormData, path: str) -> str:
    """The field of a form that stands for the longest part of a path; the form's own field of that name otherwise."""
    parts = [part for part in path.split("/") if not part.isdecimal()]
    for end in range(len(parts), 0, -1):
        if (found := fields.get("/".join(parts[:end]))) is not None:
            return found
    return parts[0] if form.includes(parts[0]) else FORM_ERROR


def field_by_name(_command: int, path: str) -> str:
    """The field of a form whose fields are called like those of its commands."""
    return path.partition("/")[0]


async def submit_form(
    context: PageContext, about: J, forms: Mapping[str, Form[J]], name: str, form: FormData
) -> CommandResult | None:
    """Executes what one of the forms about a journey means, once; None when it is rejected: its `errors` say why.

    Where the page was stale, the form's `changes` say what changed since it was opened.
    Raises `NotFoundException` when there is no such form, or nothing for it to do.
    """
    if (asked := forms.get(name)) is None:
        raise NotFoundException
    journey_id = about.folded.journey_id
    check = partial(refuse_if_reworded, form, about.journey)
    result = await execute_form(asked, about, form, context.journeys, journey_id, check=check)
    return await _submitted(context, journey_id, form, result)


async def execute_form(
    asked: Form[C],
    about: C,
    form: FormData,
    executor: CommandExecutor,
    target_id: UUID,
    *,
    check: Callable[[Sequence[Command]], None] | None = None,
) -> CommandResult | None:
    """Executes what a form means, as `submit_form` does, on a journey or a programme."""
    commands = asked.parse(form, about)
    if check:
        check(commands)
    batch = form_batch(form, commands)
    if commands and not form.errors:
        return await report_failure(form, executor.submit(target_id, batch), partial(asked.locate, form))
    if recorded := await _recorded_result(executor, target_id, batch):
        # It was accepted once; only since then it lacks something, such as a day that lies ahead.
        form.errors.clear()
    elif not form.errors:
        raise NotFoundException
    return recorded


async def submit_commands(
    context: PageContext,
    journey_id: UUID,
    form: FormData,
    *commands: UserCommand,
    where: FieldLocator = field_by_name,
) -> CommandResult | None:
    """Executes the commands of a form that is in no table of forms; for the rest see `submit_form`."""
    submitting = context.journeys.submit(journey_id, form_batch(form, commands))
    result = await report_failure(form, submitting, where)
    return await _submitted(context, journey_id, form, result)


def form_batch(form: FormData, commands: Sequence[Command]) -> CommandBatch:
    """The commands of a form, known by what was filled in: they hold more than that, such as today's date."""
    return CommandBatch.of(form.command_id, commands, form.submission, formerly=[commands])


async def _recorded_result(
    executor: CommandExecutor, target_id: UUID, batch: CommandBatch
) -> CommandResult | None:
    try:
        return await executor.recorded_result(target_id, batch)
    except (CommandIdTaken, UnknownJourney):
        # A journey that this form would begin is not there yet.
        return None


async def _submitted(
    context: PageContext, journey_id: UUID, form: FormData, result: CommandResult | None
) -> CommandResult | None:
    if result:
        set_entries_recorded(result.version)
    if form.stale:
        form.changes = await changes_since_opened(context, journey_id, form)
    return result


async def report_failure(
    form: FormData, execution: Awaitable[CommandResult], where: FieldLocator = field_by_name
) -> CommandResult | None:
    """The result of an execution; None when it fails, with an error in the form. Raises `UnknownJourney`."""
    try:
        return await execution
    except UnknownJourney:
        raise
    except DomainError as error:
        form.stale = isinstance(error, InvalidOperation)
        form.add_error(
            where(error.command, error.field), translate_message(current_translator(), error.message)
        )
    except Forbidden as error:
        form.add_error(FORM_ERROR, current_translator().gettext(str(error)))
    except CommandIdTaken:
        form.renew_command_id()
        form.add_error(FORM_ERROR, current_translator().gettext(ALREADY_SUBMITTED))
    except (Overloaded, StoreUnavailable, UnknownOutcome, VersionConflict):
        form.add_error(FORM_ERROR, current_translator().gettext(SERVICE_BUSY))
        form.busy = True
    return None


def confirmation_text(
    request: AnyRequest, forms: Mapping[str, Form[Any]], others: Mapping[str, str] | None = None
) -> str:
    """The confirmation on top of a page after a form's redirect, by `told` in the address; empty otherwise.

    A sentence in `others` stands in place of the form's own.
    """
    asked = request.query_params.get("told", "")
    known: dict[str, str] = {}
    for name, one in forms.items():
        known |= one.confirmations_by_name(name)
    known |= others or {}
    found = known.get(asked)
    return current_translator().gettext(found) if found else ""

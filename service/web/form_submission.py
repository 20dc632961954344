"""From a form to what is told: commands under the form's id, and what is refused said beside the field it concerns."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from uuid import UUID

from domain.errors import DomainError, InvalidOperation, UnknownJourney
from domain.journey.decide import UserCommand
from service.application.command_handler import CommandIdTaken
from service.authorization.errors import Forbidden
from service.event_store.errors import UnknownOutcome, VersionConflict
from service.event_store.log import CommandResult
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.message_translation import translate_message as said
from service.postgres.errors import Overloaded, StoreUnavailable
from service.web.form_data import FORM_ERROR, FormData
from service.web.page_context import PageContext
from service.web.stale_form import changes_since_opened

FieldLocator = Callable[[int, str], str]
"""The name of the form's field for a command (by its place) and the path of a field in it, such as `learned/odds/0`."""

ALREADY_SUBMITTED = gettext_noop(
    "This form was saved before, and then changed. What was saved stands; save again to tell this as well."
)
SERVICE_BUSY = gettext_noop("The service is busy. Nothing you typed is lost: save again in a moment.")


def field_by_name(_command: int, field: str) -> str:
    """Where forms call their fields as the commands do."""
    return field.partition("/")[0]


async def submit_form(
    context: PageContext,
    journey_id: UUID,
    form: FormData,
    *commands: UserCommand,
    where: FieldLocator = field_by_name,
    sent: object | None = None,
) -> CommandResult | None:
    """Record what a form means, once; None when it is refused: the answers' `problems` then say why.

    Where a page was stale, they say what was told since it was opened.
        Raises `UnknownJourney` for who may not know the journey.
    """
    receipt = await report_failure(form, context.submit(journey_id, form, *commands, sent=sent), where)
    if receipt is None and form.stale:
        form.changes = await changes_since_opened(context, journey_id, form)
    return receipt


async def report_failure(
    form: FormData, recording: Awaitable[CommandResult], where: FieldLocator = field_by_name
) -> CommandResult | None:
    """What is being recorded of a form; None when it is refused. Raises `UnknownJourney`."""
    try:
        return await recording
    except UnknownJourney:
        raise
    except DomainError as refusal:
        form.stale = isinstance(refusal, InvalidOperation)
        form.add_error(where(refusal.command, refusal.field), said(current_translator(), refusal.message))
    except Forbidden as refusal:
        form.add_error(FORM_ERROR, current_translator().gettext(str(refusal)))
    except CommandIdTaken:
        form.renew_command_id()
        form.add_error(FORM_ERROR, current_translator().gettext(ALREADY_SUBMITTED))
    except (Overloaded, StoreUnavailable, UnknownOutcome, VersionConflict):
        form.add_error(FORM_ERROR, current_translator().gettext(SERVICE_BUSY))
        form.status = HTTPStatus.SERVICE_UNAVAILABLE
    return None

"""From a form to what is told: commands under the form's id, and what is refused said beside the field it concerns."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from uuid import UUID

from domain.errors import DomainError, IllegalStep, UnknownJourney
from domain.journey.decide import Command
from service.application.command_batch import CommandIdTaken
from service.authorization.errors import Forbidden
from service.event_store.log import Busy, Conflict, Receipt, Unavailable, UnknownOutcome
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.localization.message_translation import told as said
from service.web.form_data import WHOLE, Answers
from service.web.page_context import Visit
from service.web.stale_form import meanwhile

Where = Callable[[int, str], str]
"""The name of the form's field for a command (by its place) and the path of a field in it, such as `learned/odds/0`."""

TOLD_BEFORE = marked(
    "This form was saved before, and then changed. What was saved stands; save again to tell this as well."
)
NOT_NOW = marked("The service is busy. Nothing you typed is lost: save again in a moment.")


def by_its_name(_command: int, field: str) -> str:
    """Where forms call their fields as the commands do."""
    return field.partition("/")[0]


async def told(
    visit: Visit, journey_id: UUID, answers: Answers, *commands: Command, where: Where = by_its_name
) -> Receipt | None:
    """Record what a form means, once; None when it is refused: the answers' `problems` then say why.

    Where a page was stale, they say what was told since it was opened.
        Raises `UnknownJourney` for who may not know the journey.
    """
    receipt = await heard(answers, visit.tell(journey_id, answers, *commands), where)
    if receipt is None and answers.stale:
        answers.meanwhile = await meanwhile(visit, journey_id, answers)
    return receipt


async def heard(
    answers: Answers, recording: Awaitable[Receipt], where: Where = by_its_name
) -> Receipt | None:
    """What is being recorded of a form; None when it is refused. Raises `UnknownJourney`."""
    try:
        return await recording
    except UnknownJourney:
        raise
    except DomainError as refusal:
        answers.stale = isinstance(refusal, IllegalStep)
        answers.complain(where(refusal.command, refusal.field), said(spoken(), refusal.message))
    except Forbidden as refusal:
        answers.complain(WHOLE, spoken().gettext(str(refusal)))
    except CommandIdTaken:
        answers.begin_anew()
        answers.complain(WHOLE, spoken().gettext(TOLD_BEFORE))
    except (Busy, Unavailable, UnknownOutcome, Conflict):
        answers.complain(WHOLE, spoken().gettext(NOT_NOW))
        answers.status = HTTPStatus.SERVICE_UNAVAILABLE
    return None

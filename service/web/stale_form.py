"""What changed since a page was opened, for a form that meets a journey which is not what the page showed any more."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from domain.command import Command
from domain.errors import UnknownJourney
from domain.journey.aggregate import Journey
from domain.journey.commands.agreements import AnswerChallenge, SettleCommitment
from domain.journey.commands.endings import SettleAfterCare
from domain.journey.commands.gaps import DecideGap
from domain.journey.commands.roles import KeepRole, PassRole
from domain.journey.corrections.answered_questions import questions_reworded_since
from domain.journey.events.weeks import WeekTurned
from service.authorization import history_filter
from service.authorization.errors import Forbidden
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData, parse_number
from service.web.history.event_sentences import EventSentence
from service.web.history.page import HistoryFormatter
from service.web.page_context import PageContext

REPLACED = gettext_noop("This was saved in another window meanwhile. Save again to replace it.")
REWORDED = gettext_noop("This question has changed. Read it again.")
QUESTION_OF_ANSWER: Mapping[type[Command], str] = MappingProxyType(
    {
        AnswerChallenge: "challenge",
        SettleCommitment: "commitment",
        SettleAfterCare: "after_care",
        KeepRole: "role",
        PassRole: "role",
        DecideGap: "gap",
    }
)
"""What each of these answers; a deputy is named by the answer itself."""
MAX_CHANGES = 5
"""The latest changes that are named; the history has the rest."""


def refuse_if_replaced(form: FormData, journey: Journey, kind: type, field: str) -> None:
    """An error beside a field if what the form replaces as a whole was itself replaced since the page was opened."""
    opened_at = parse_number(form.first("seen"))
    if opened_at is not None and any(
        isinstance(one.event, kind) for one in journey.authored_events[opened_at:]
    ):
        form.stale = True
        form.add_error(field, current_translator().gettext(REPLACED))


def refuse_if_reworded(form: FormData, journey: Journey, commands: Iterable[Command]) -> None:
    """An error of the form if what it answers was given other words since the page was opened."""
    opened_at = parse_number(form.first("seen"))
    answered = {
        (noun, getattr(one, f"{noun}_id"))
        for one in commands
        for kind, noun in QUESTION_OF_ANSWER.items()
        if isinstance(one, kind)
    }
    if opened_at is None or not answered:
        return
    entries = dict(journey.numbered_events())
    if not answered.isdisjoint(questions_reworded_since(entries, journey.effective_events(), opened_at)):
        form.stale = True
        form.add_error(FORM_ERROR, current_translator().gettext(REWORDED))


async def changes_since_opened(
    context: PageContext, journey_id: UUID, form: FormData
) -> tuple[EventSentence, ...]:
    """The latest events since the page with this form was opened, as far as its reader may see them."""
    opened_at = parse_number(form.first("seen"))
    if opened_at is None:
        return ()
    try:
        folded = await context.load("read_events", journey_id, events_after=opened_at)
    except (UnknownJourney, Forbidden):
        return ()
    withheld = history_filter.withheld_history(folded.journey, folded.level, folded.reader_id, folded.today)
    news = [one for one in withheld.apply(folded.events) if not isinstance(one.event, WeekTurned)]
    lines = HistoryFormatter(folded.journey, folded.reader_id, withheld).lines(news[-MAX_CHANGES:])
    return tuple(line.description for line in lines)

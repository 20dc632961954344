"""What changed since a page was opened, for a form that meets a journey which is not what the page showed any more."""

from uuid import UUID

from domain.errors import UnknownJourney
from domain.journey.aggregate import Journey
from domain.journey.events.weeks import WeekTurned
from service.authorization import history_filter
from service.authorization.errors import Forbidden
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData, parse_number
from service.web.history.event_sentences import EventSentence
from service.web.history.page import HistoryFormatter
from service.web.page_context import PageContext

REPLACED = gettext_noop("This was saved in another window meanwhile. Save again to replace it.")
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

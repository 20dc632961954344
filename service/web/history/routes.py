"""The whole history, the newest entry first."""

from uuid import UUID

from litestar import get
from litestar.params import FromPath
from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.weeks import WeekTurned
from service.authorization import history_filter
from service.http.dependencies import AnyRequest
from service.web.form_data import parse_number
from service.web.history.actors import actor_names
from service.web.history.page import HistoryFormatter, HistoryLine
from service.web.page_context import PageContextDependency
from service.web.rendering import HtmlResponse, render_page

ENTRIES_PER_PAGE = 50


class HistoryPage(Struct, frozen=True, kw_only=True):
    """One page of it."""

    lines: tuple[HistoryLine, ...]
    total: int
    newest: bool
    earlier: int | None
    """The number to go on before; None at the beginning."""


@get("/journeys/{journey_id:uuid}/history", name="history")
async def history_page(
    request: AnyRequest, context: PageContextDependency, journey_id: FromPath[UUID]
) -> HtmlResponse:
    """Every entry in words, a page at a time."""
    folded = await context.load("read_events", journey_id, events_after=0)
    journey = folded.journey
    before = _before(request.query_params.get("before", ""), folded.version)

    def build() -> HistoryPage:
        all_numbers = _entry_numbers(journey)
        page_numbers = [number for number in all_numbers if number < before][-ENTRIES_PER_PAGE:]
        first = page_numbers[0] if page_numbers else 1
        numbers = set(page_numbers)
        events = [one for one in folded.events if one.number in numbers]
        withheld = history_filter.withheld_history(journey, folded.level, folded.reader_id, folded.today)
        formatter = HistoryFormatter(journey, folded.reader_id, withheld)
        return HistoryPage(
            lines=tuple(formatter.lines(reversed(withheld.apply(events)))),
            total=len(all_numbers),
            newest=before > folded.version,
            earlier=first if all_numbers and all_numbers[0] < first else None,
        )

    page = await context.beside_loop(folded, build)
    who = await actor_names(context, journey, (one.by for one in page.lines))
    return await context.beside_loop(
        folded,
        lambda: render_page(
            "history/history.html",
            layout=context.client_layout(folded, "more"),
            at=f"/journeys/{journey_id}",
            page=page,
            who=who,
        ),
    )


def _entry_numbers(journey: Journey) -> list[int]:
    """The numbers of all events but those that only begin a week, which they do by themselves."""
    return [
        number
        for number, authored in enumerate(journey.authored_events, 1)
        if not isinstance(authored.event, WeekTurned)
    ]


def _before(text: str, total: int) -> int:
    number = parse_number(text)
    return total + 1 if number is None else min(max(2, number), total + 1)


HANDLERS = (history_page,)

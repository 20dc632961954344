"""The desk: who needs the coach and why, and what can be done about it where it stands."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from litestar import get, post
from litestar.exceptions import NotFoundException

from domain.journey.commands.corrections import RetractEntry
from projections.game.projection import GAME
from projections.game.view import Game
from service.application.desk_groups import GROUPS
from service.application.journeys import MoreProjections
from service.authorization.desk_entries import DeskEntries, DeskEntry, desk_row
from service.authorization.policy import level_covers
from service.http.dependencies import AnyRequest, ProgressDependency
from service.localization.current_translator import current_translator
from service.read_models.progress import PAGE_WAIT_SECONDS
from service.web.coach_client.labels import QUEST_WAITS
from service.web.desk import labels
from service.web.desk.filters import DeskFilters, parse_filters
from service.web.desk.forms import DESK_FORMS
from service.web.desk.labels import DeskTab
from service.web.desk.page import build_desk_page
from service.web.desk.panel import DeskPanel, build_panel
from service.web.desk.receipt import UNDONE, build_receipt, entries_to_undo
from service.web.form_data import FormData, parse_number, read_form
from service.web.form_submission import FormContext, submit_commands, submit_form
from service.web.page_context import MOST_DIGITS, PageContext, PageContextDependency
from service.web.rendering import HtmlResponse, redirect_to, render_page

ACTS: Mapping[str, tuple[str, DeskTab]] = MappingProxyType(
    {
        "/desk/session": ("session", "session"),
        "/desk/challenge": ("challenge", "challenge"),
        "/desk/quest": ("quest", "quest"),
        "/desk/message": ("message", "message"),
        "/desk/after-care": ("heard", "after_care"),
        "/desk/after-care/asked": ("asked", "after_care"),
        "/desk/snooze": ("aside", "snooze"),
        "/desk/acknowledge": ("seen", "done"),
    }
)
"""The form that is sent to each address, and the tab on which it stands."""


@get("/desk", name="desk")
async def desk(request: AnyRequest, context: PageContextDependency) -> HtmlResponse:
    """Who needs me, why, and what I can do."""
    # A script takes the panel of a row, and nothing else, out of the page.
    fragment = "hx-request" in request.headers
    return await _shown(context, dict(request.query_params), FormData(), fragment=fragment)


@post(list(ACTS), name="desk_act")
async def act(
    progress: ProgressDependency, request: AnyRequest, context: PageContextDependency
) -> HtmlResponse:
    """Record from a row what was done for a client."""
    form_name, tab = ACTS[request.url.path]
    form = await read_form(request)
    journey_id = form.uuid("journey_id", needed=True)
    if journey_id:
        about = FormContext(folded=await context.load_as_coach(journey_id))
        if recorded := await submit_form(context, about, DESK_FORMS, form_name, form):
            await progress.wait_for(recorded.position, PAGE_WAIT_SECONDS)
            entry = str(recorded.version) if recorded.events else ""
            return _back(form, done=form_name, row=str(journey_id), entry=entry)
    return await _shown(context, _asked(form) | {"open": str(journey_id or ""), "tab": tab}, form)


@post("/desk/undo", name="desk_undo")
async def undo(
    progress: ProgressDependency, request: AnyRequest, context: PageContextDependency
) -> HtmlResponse:
    """Withdraw what was just recorded from a row."""
    form = await read_form(request)
    journey_id, entry = form.uuid("journey_id"), parse_number(form.first("entry"))
    if journey_id is None or entry is None:
        raise NotFoundException
    folded = await context.load_as_coach(journey_id)
    commands = [
        RetractEntry(happened_on=folded.today, number=one) for one in entries_to_undo(folded.journey, entry)
    ]
    if not commands:
        raise NotFoundException
    if recorded := await submit_commands(context, journey_id, form, *commands):
        await progress.wait_for(recorded.position, PAGE_WAIT_SECONDS)
        return _back(form, done=UNDONE, row=str(journey_id))
    return await _shown(context, _asked(form), form)


@post("/desk/seen", name="desk_seen")
async def mark_seen(request: AnyRequest, context: PageContextDependency) -> HtmlResponse:
    """Mark what the desk showed as seen."""
    form = await read_form(request)
    position = parse_number(form.first("position"), digits=MOST_DIGITS)
    if position is None:
        raise NotFoundException
    await context.desk.mark_seen(position, form.command_id, context.moment)
    return redirect_to(f"/desk{parse_filters(_asked(form)).query(marking=str(form.command_id))}#receipt")


@post("/desk/unseen", name="desk_unseen")
async def undo_mark_seen(request: AnyRequest, context: PageContextDependency) -> HtmlResponse:
    """Bring back what had been seen before."""
    form = await read_form(request)
    if marking := form.uuid("marking", needed=True):
        await context.desk.undo_mark_seen(marking)
        return redirect_to(f"/desk{parse_filters(_asked(form)).query()}")
    return await _shown(context, _asked(form), form)


def _back(form: FormData, **receipt: str) -> HtmlResponse:
    """Back to the desk as it was asked for, with the receipt where the row stood."""
    place, group = parse_number(form.first("place")) or 0, form.first("from")
    receipt |= {"place": str(place), "from": group if group in GROUPS else ""}
    return redirect_to(f"/desk{parse_filters(_asked(form)).query(**receipt)}#receipt")


def _asked(form: FormData) -> dict[str, str]:
    """What the desk was asked for when the form was sent; the form's own rule is another."""
    return {name: form.first(name) for name in ("show", "news", "name", "sort", "since", "every")} | {
        "rule": form.first("only")
    }


async def _shown(
    context: PageContext, asked: Mapping[str, str], form: FormData, *, fragment: bool = False
) -> HtmlResponse:
    filters = parse_filters(asked)
    ids = FormData(asked.items())
    opening, marking = ids.uuid("open"), ids.uuid("marking")
    done = ids.uuid("row")
    more: MoreProjections = ({done: ()} if done else {}) | ({opening: (GAME,)} if opening else {})
    found = await context.desk.entries(
        None,
        ended=filters.show == "ended",
        news_since=filters.since,
        more=more,
    )
    entries = found.entries
    opened = next((one for one in entries if one.case.journey_id == opening), None)
    game = opened.folded.view(GAME) if opened and level_covers(opened.level, "read_coaching") else None
    if marking and not await context.desk.is_marked_seen(marking):
        marking = None
    return await context.list_beside_loop(
        len(entries),
        lambda: _page(
            context,
            found,
            filters,
            asked,
            form,
            opened=opened,
            game=game,
            marking=marking,
            fragment=fragment,
        ),
    )


def _page(
    context: PageContext,
    found: DeskEntries,
    filters: DeskFilters,
    asked: Mapping[str, str],
    form: FormData,
    *,
    opened: DeskEntry | None,
    game: Game | None,
    marking: UUID | None,
    fragment: bool,
) -> HtmlResponse:
    translator = current_translator()
    entries = found.entries
    rows = {entry.case.journey_id: desk_row(entry) for entry in entries}
    journeys = {one.case.journey_id: one.folded.journey for one in entries}
    panel: DeskPanel | None = None
    if opened:
        row = rows[opened.case.journey_id]
        panel = build_panel(opened, row, asked.get("tab", ""), game=game, translator=translator)
    return render_page(
        "desk/desk.html",
        status=form.status,
        layout=context.staff_layout("desk"),
        page=build_desk_page(
            list(rows.values()),
            filters,
            translator=translator,
            ended=found.ended,
            most=found.most,
            panel=panel,
            receipt=build_receipt(
                asked, rows.values(), journeys, translator, reader_id=context.caller.person_id
            ),
            levels={one.case.journey_id: one.level for one in entries},
            panel_only=panel is not None and fragment,
        ),
        form=form,
        marking=marking,
        desk_labels=labels,
        quest_waits=QUEST_WAITS,
    )


HANDLERS = (desk, act, undo, mark_seen, undo_mark_seen)

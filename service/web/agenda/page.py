"""The agenda as a page: what is overdue, what this week asks, what comes later; each with the action that settles it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.weeks import monday_of
from projections.agenda.projection import AGENDA
from projections.agenda.view import AgendaItem, AgendaItemKind
from projections.refusals.projection import REFUSALS
from service.application.folded_journey import FoldedJourney
from service.localization.translator import Translator
from service.web.role_and_contact_forms import contact_names

PROJECTIONS = (AGENDA, REFUSALS)

AgendaAction = Literal[
    "log_plan",
    "log_next",
    "follow_up",
    "refusal",
    "ring",
    "settle",
    "challenge",
    "goal",
    "gap",
    "week",
    "care",
    "none",
]


ACTION_BY_KIND: Mapping[AgendaItemKind, AgendaAction] = MappingProxyType(
    {
        "planned": "log_plan",
        "next_step": "log_next",
        "follow_up": "follow_up",
        "silence": "refusal",
        "knock": "refusal",
        "ask_why": "refusal",
        "may_i_ring": "ring",
        "kept_on_file": "refusal",
        "commitment": "settle",
        "challenge": "challenge",
        "goal": "goal",
        "gap": "gap",
        "after_care": "care",
        "close_week": "week",
    }
)
"""How each kind of thing is settled."""


class TodoItem(Struct, frozen=True, kw_only=True):
    """One thing that is due."""

    item: AgendaItem
    action: AgendaAction
    who: str | None
    """The person of the step it comes from."""
    words: str | None
    """What exactly is planned, in the client's own words."""


class AgendaPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    overdue: tuple[TodoItem, ...]
    this_week: tuple[TodoItem, ...]
    later: tuple[TodoItem, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is due at all."""
        return not (self.overdue or self.this_week or self.later)


def build_agenda_page(folded: FoldedJourney, translator: Translator) -> AgendaPage:
    """What is due as of today, first things first."""
    journey, agenda = folded.journey, folded.view(AGENDA)
    sunday = monday_of(agenda.on) + timedelta(days=6)
    people = contact_names(journey)
    todos = [_todo(journey, one, people) for one in agenda.items]
    overdue = tuple(_between(todos, date.min, agenda.on - timedelta(days=1)))
    this_week = tuple(_between(todos, agenda.on, sunday))
    return AgendaPage(
        finding=overdue_sentence(agenda.items, translator)
        or _finding(len(this_week), len(todos), translator),
        overdue=overdue,
        this_week=this_week,
        later=tuple(_between(todos, sunday + timedelta(days=1), date.max)),
    )


def _between(todos: Iterable[TodoItem], first: date, last: date) -> list[TodoItem]:
    return [one for one in todos if first <= one.item.due <= last]


def _todo(journey: Journey, item: AgendaItem, people: Mapping[UUID, str]) -> TodoItem:
    step = journey.experiments.get(item.experiment_id) if item.experiment_id else None
    meeting = step.planned.meeting if step else None
    who = people.get(meeting.contact_id) if meeting else None
    action = ACTION_BY_KIND[item.kind]
    if action == "refusal" and (step is None or step.stage != "run"):
        action = "none"
    words = step.planned.what if step and item.kind == "planned" else None
    return TodoItem(item=item, action=action, who=who, words=words)


def overdue_sentence(items: Iterable[AgendaItem], translator: Translator) -> str:
    """How much is overdue; empty if nothing is."""
    overdue = sum(one.days < 0 for one in items)
    text = translator.ngettext("One thing is overdue.", "%(count)s things are overdue.", overdue)
    return text % {"count": translator.number(overdue)} if overdue else ""


def _finding(this_week: int, all_: int, translator: Translator) -> str:
    if this_week:
        text = translator.ngettext(
            "One thing is due this week.", "%(count)s things are due this week.", this_week
        )
        return text % {"count": translator.number(this_week)}
    if all_:
        return translator.gettext("Nothing is due this week.")
    return translator.gettext("Nothing is due.")

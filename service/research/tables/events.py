"""The table of events: everything public or structural that was recorded, corrected, one row an event."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.event import Event
from domain.journey.events.evidence import Source
from domain.journey.events.network import Meeting
from service.research.tables.coding import Coder, CodeTable
from service.research.tables.columns import Column, Row, Table
from service.research.tables.event_fields import FieldPlan, coded_fields, field_plans
from service.research.tables.folded_history import FoldedHistory
from service.research.tables.labels import AUTHOR_LABELS, EVENT_CODE_LABELS, EVENT_TYPE_LABELS
from service.research.tables.shared_columns import NUMBER, PSEUDONYM, code_column

EVENTS = Table(
    name="events",
    meaning=(
        "One row for each event of a participant, with corrections applied and what was withdrawn left out. "
        "What was personal, such as names and texts, is left out."
    ),
    key=("pseudonym", "number"),
    columns=(
        PSEUDONYM,
        NUMBER,
        Column(name="type", kind="string", meaning="What kind of event it is.", labels=EVENT_TYPE_LABELS),
        Column(name="day", kind="integer", meaning="The study day on which it happened."),
        Column(
            name="recorded_day",
            kind="integer",
            meaning="The study day on which it was recorded, in the client's time zone; later than `day` if it was reported late.",
        ),
        Column(
            name="week",
            kind="integer",
            meaning="The participant's own week in which it happened: 0 is the calendar week of the start; below 0 before it.",
        ),
        Column(name="author", kind="string", meaning="Who recorded it.", labels=AUTHOR_LABELS),
        Column(name="corrected", kind="boolean", meaning="Whether a later correction changed what it says."),
        code_column("experiment", "The step that it is about or comes from."),
        code_column("role", "The role that it is about."),
        code_column("contact", "The contact that it is about, or whom the step is with."),
        code_column("employer", "The employer that it is about."),
        code_column("coach", "The coach that it names."),
        Column(
            name="kind",
            kind="string",
            meaning="The main code of the event: of a step its kind, of a signal or a reply what was heard, of a quest which one.",
            labels=EVENT_CODE_LABELS,
            optional=True,
        ),
        Column(
            name="rating",
            kind="integer",
            meaning="A rating, 0 to 10: of a role, of energy, of trust, or of how a pitch went down.",
            optional=True,
        ),
        Column(
            name="dread_before",
            kind="integer",
            meaning="How much the client dreaded a step when it was planned, 0 to 10.",
            optional=True,
        ),
        Column(
            name="dread_after",
            kind="integer",
            meaning="How bad it was, as rated afterwards, 0 to 10.",
            optional=True,
        ),
        Column(
            name="fields",
            kind="string",
            meaning="The other public and structural fields as a JSON object with sorted names: ids as codes, dates as study days.",
        ),
    ),
)

_KIND_FIELDS = (
    *("kind", "signal", "answer", "quest", "rule", "verdict", "ending", "phase", "stance", "track"),
    *("standing", "decision", "channel", "via", "scope", "theme", "witness", "purpose", "distance"),
)
"""The field that is the main code of an event: the first of these that it has."""
_RATINGS = ("rating", "landed")
_IDS = {
    "experiment": ("experiment_id",),
    "role": ("role_id", "first_role_id"),
    "contact": ("contact_id",),
    "employer": ("employer_id",),
    "coach": ("coach_id",),
}


class EventPlan(Struct, frozen=True, kw_only=True):
    """Which fields of a class of events stand in which columns; None where it has no such field."""

    type: str
    experiment: str | None
    role: str | None
    contact: str | None
    employer: str | None
    coach: str | None
    kind: str | None
    rating: str | None
    has_source: bool
    is_plan: bool
    dread_after: bool
    rest: Mapping[str, FieldPlan]


@cache
def event_plan(event: type[Event]) -> EventPlan:
    """The plan of a class of events."""
    fields = field_plans(event)

    def first(names: tuple[str, ...]) -> str | None:
        return next((name for name in names if name in fields), None)

    ids = {column: first(names) for column, names in _IDS.items()}
    kind, rating = first(_KIND_FIELDS), first(_RATINGS)
    used = {*ids.values(), kind, rating, "happened_on", "dread_before", "dread_after"}
    return EventPlan(
        type=event.__name__,
        **ids,
        kind=kind,
        rating=rating,
        has_source="source" in fields,
        is_plan="meeting" in fields,
        dread_after="dread_after" in fields,
        rest={name: plan for name, plan in sorted(fields.items()) if name not in used},
    )


def event_rows(folded: FoldedHistory) -> Iterator[Row]:
    """The rows of a history."""
    history, coder = folded.history, folded.coder
    days, weeks, authors, codes = coder.days, coder.weeks, folded.authors, coder.codes
    roles, employers, coaches = codes["role"], codes["employer"], codes["coach"]
    recorded_on, changed, pseudonym = folded.recorded_on, folded.corrected, history.pseudonym
    encode = msgspec.json.Encoder(order="sorted").encode
    for entry in history.entries:
        event: Any = entry.event
        number, plan, on = entry.number, event_plan(entry.event.__class__), event.happened_on
        fields = coded_fields(event, plan.rest, coder)
        yield (
            pseudonym,
            number,
            plan.type,
            days[on],
            days[recorded_on[number]],
            weeks[on],
            authors[number],
            number in changed,
            _experiment(event, plan, coder),
            _code(event, plan.role, roles) if plan.role else None,
            _contact(event, plan, coder),
            _code(event, plan.employer, employers) if plan.employer else None,
            _code(event, plan.coach, coaches) if plan.coach else None,
            getattr(event, plan.kind) if plan.kind else None,
            getattr(event, plan.rating) if plan.rating else None,
            event.dread_before if plan.is_plan else None,
            event.dread_after if plan.dread_after else None,
            encode(fields).decode() if fields else "{}",
        )


def _code(event: Any, field: str, codes: CodeTable) -> str | None:
    id_: UUID | None = getattr(event, field)
    return codes[id_] if id_ is not None else None


def _experiment(event: Any, plan: EventPlan, coder: Coder) -> str | None:
    if plan.experiment:
        return _code(event, plan.experiment, coder.codes["experiment"])
    if not plan.has_source:
        return None
    source: Source = event.source
    return coder.code("experiment", source.id) if source.kind == "experiment" else None


def _contact(event: Any, plan: EventPlan, coder: Coder) -> str | None:
    if not plan.is_plan:
        return _code(event, plan.contact, coder.codes["contact"]) if plan.contact else None
    meeting: Meeting | None = event.meeting
    return coder.code("contact", meeting.contact_id) if meeting else None

"""The table of experiments: each step from its plan to its conclusion, in one row."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.history import RecordedEvent
from domain.journey.events.answers import INVITING_ANSWERS, AnswerReceived
from domain.journey.events.evidence import AppealRated
from domain.journey.events.experiments import (
    ExperimentCancelled,
    ExperimentDropped,
    ExperimentOutcome,
    ExperimentPlanned,
    ExperimentRefused,
    ExperimentRun,
    ExperimentStage,
)
from domain.vocabulary import TestedAspect
from projections.learning_model.state import StepEvents
from service.research.tables.columns import CellValue, Column, Row, Table
from service.research.tables.folded_history import FoldedHistory, round_figure
from service.research.tables.labels import (
    ANSWER_LABELS,
    CHANNEL_LABELS,
    FEAR_LABELS,
    FIVE_TRIES_LABELS,
    STAGES,
    STEP_KINDS,
    TIE_LABELS,
    VERDICT_LABELS,
)
from service.research.tables.shared_columns import (
    ISCO,
    NUMBER,
    PSEUDONYM,
    WEEK,
    code_column,
    count_column,
    day_column,
    flag_column,
    integer_column,
    missing_column,
    number_column,
)

_ASPECTS: tuple[TestedAspect, ...] = ("appeal", "odds", "tradeoffs", "strengths", "gaps")

EXPERIMENTS = Table(
    name="experiments",
    meaning="One row for each step, an experiment on the market: its plan, what was guessed, its outcome and what came of it.",
    key=("pseudonym", "number"),
    columns=(
        PSEUDONYM,
        NUMBER,
        code_column("experiment", "The step.", optional=False),
        Column(name="kind", kind="string", meaning="What kind of step it is.", labels=STEP_KINDS),
        code_column("role", "The role that it is about."),
        ISCO,
        code_column("contact", "Whom it is with."),
        Column(
            name="tie",
            kind="string",
            meaning="How well the client knew the contact then.",
            labels=TIE_LABELS,
            optional=True,
        ),
        flag_column("in_role", "Whether the contact does the work of the role.", optional=True),
        flag_column("can_hire", "Whether the contact hires for the role.", optional=True),
        code_column("employer", "The employer."),
        Column(
            name="channel",
            kind="string",
            meaning="How the client came to it.",
            labels=CHANNEL_LABELS,
            optional=True,
        ),
        code_column(
            "refers_to", "The step that it goes back to, such as the application behind an interview."
        ),
        *(
            flag_column(f"tests_{one}", f"Whether it was to find out about {label}.")
            for one, label in zip(
                _ASPECTS,
                ("appeal", "the chances", "what matters more", "strengths", "what is missing"),
                strict=True,
            )
        ),
        flag_column("has_belief", "Whether a belief to test was written down."),
        flag_column("has_when", "Whether it was planned when it takes place."),
        flag_column("has_fear", "Whether a fear was written down."),
        day_column("planned_day", "on which it was planned."),
        day_column("planned_for_day", "for which it was planned.", optional=True),
        integer_column(
            "forecast_appeal", "How much it would be liked, as guessed before, 0 to 10.", optional=True
        ),
        number_column(
            "forecast_invited",
            "The chance that an application leads to an interview, as guessed before, 0 to 1.",
            optional=True,
        ),
        Column(
            name="forecast_five_tries",
            kind="string",
            meaning="Whether five tries for the role would lead to an interview, as guessed before.",
            labels=FIVE_TRIES_LABELS,
            optional=True,
        ),
        integer_column("dread_before", "How much it was dreaded before, 0 to 10.", optional=True),
        Column(name="stage", kind="string", meaning="What became of it.", labels=STAGES),
        day_column(
            "outcome_day", "on which it took place, was called off, refused or dropped.", optional=True
        ),
        Column(name="week", kind="integer", meaning=f"{WEEK.meaning} That of the outcome.", optional=True),
        day_column("recorded_day", "on which the outcome was recorded.", optional=True),
        number_column("hours", "How many hours it took, where hours count.", optional=True),
        integer_column("dread_after", "How bad it was, 0 to 10.", optional=True),
        Column(
            name="fear",
            kind="string",
            meaning="What became of what was feared.",
            labels=FEAR_LABELS,
            optional=True,
        ),
        integer_column(
            "rating",
            "How much the client would like the work, as first rated after it, 0 to 10.",
            optional=True,
        ),
        Column(
            name="verdict",
            kind="string",
            meaning="What it showed of the belief it was to test, as last judged.",
            labels=VERDICT_LABELS,
            optional=True,
        ),
        day_column("concluded_day", "on which the client drew a conclusion.", optional=True),
        Column(
            name="answer",
            kind="string",
            meaning="The last reply to it by the end of the export.",
            labels={**ANSWER_LABELS, "no_reply": "No reply in 28 days"},
            optional=True,
        ),
        day_column("answer_day", "of that reply.", optional=True),
        flag_column(
            "invited",
            "Whether any reply was an invitation or an offer; empty while there is no reply.",
            optional=True,
        ),
        count_column("signals", "Signals about the chances of a role that came of it."),
        count_column("points", "Points it earned in the game."),
        missing_column(
            {
                "open": "It was planned and nothing was reported of it yet.",
                "dropped": "The client dropped it: it has no outcome.",
                "called_off": "The other side called it off or refused: it did not take place.",
            }
        ),
    ),
)


class _Step(Struct, frozen=True, kw_only=True):
    """What the entries say of one step beside what the profile keeps."""

    stage: ExperimentStage
    outcome: RecordedEvent | None
    rating: int | None
    signals: int


_OUTCOMES: dict[type, ExperimentStage] = {
    ExperimentRun: "run",
    ExperimentCancelled: "cancelled",
    ExperimentRefused: "refused",
    ExperimentDropped: "dropped",
}
_MISSING: dict[ExperimentStage, str | None] = {
    "planned": "open",
    "run": None,
    "cancelled": "called_off",
    "refused": "called_off",
    "dropped": "dropped",
}


def experiment_rows(folded: FoldedHistory) -> Iterator[Row]:
    """The rows of a history."""
    outcomes = _outcomes(folded)
    ratings, signals = _ratings(folded), folded.signals_by_step
    for entry, planned in folded.events_of(ExperimentPlanned):
        key = planned.experiment_id
        outcome = outcomes.get(key)
        stage = _OUTCOMES[outcome.event.__class__] if outcome else "planned"
        step = _Step(stage=stage, outcome=outcome, rating=ratings.get(key), signals=signals[key])
        events = folded.profile.steps[key]
        yield (
            folded.history.pseudonym,
            entry.number,
            *_plan_cells(folded, events.planned),
            *_outcome_cells(folded, events, step),
        )


def _outcomes(folded: FoldedHistory) -> dict[UUID, RecordedEvent]:
    """The entry that says what became of each step."""
    return {
        entry.event.experiment_id: entry
        for kind in _OUTCOMES
        for entry in folded.by_class.get(kind, ())
        if isinstance(entry.event, ExperimentOutcome)
    }


def _ratings(folded: FoldedHistory) -> dict[UUID, int]:
    """The first rating after each step."""
    found = dict[UUID, int]()
    for _, rated in folded.events_of(AppealRated):
        if rated.source.id and rated.happened_on <= folded.history.last_on:
            found.setdefault(rated.source.id, rated.rating)
    return found


def _plan_cells(folded: FoldedHistory, plan: ExperimentPlanned) -> Iterator[CellValue]:
    coder, meeting, forecast = folded.coder, plan.meeting, plan.forecast
    yield coder.codes["experiment"][plan.experiment_id]
    yield plan.kind
    yield from folded.role_cells(plan.role_id)
    yield coder.code("contact", meeting.contact_id) if meeting else None
    yield meeting.tie if meeting else None
    yield meeting.in_role if meeting else None
    yield meeting.can_hire if meeting else None
    yield coder.code("employer", plan.employer_id)
    yield plan.channel
    yield coder.code("experiment", plan.refers_to)
    yield from (one in plan.tests for one in _ASPECTS)
    yield plan.hypothesis is not None
    yield plan.plan is not None
    yield plan.feared is not None
    yield coder.days[plan.happened_on]
    yield coder.day(plan.planned_for)
    yield forecast.appeal if forecast else None
    yield round_figure(forecast.invited) if forecast else None
    yield forecast.five_tries if forecast else None
    yield plan.dread_before


def _outcome_cells(folded: FoldedHistory, events: StepEvents, step: _Step) -> Iterator[CellValue]:
    coder, outcome, last = folded.coder, step.outcome, folded.history.last_on
    happened = events.happened
    points = folded.points.get(events.planned.experiment_id)
    yield step.stage
    yield coder.days[outcome.event.happened_on] if outcome else None
    yield coder.weeks[outcome.event.happened_on] if outcome else None
    yield coder.days[folded.recorded_on[outcome.number]] if outcome else None
    yield round_figure(happened.hours) if isinstance(happened, ExperimentRun) else None
    yield happened.dread_after if happened else None
    yield happened.fear if isinstance(happened, ExperimentRun) else None
    yield step.rating
    yield next((one.verdict for one in reversed(events.judged) if one.happened_on <= last), None)
    yield coder.day(events.concluded.happened_on) if events.concluded else None
    yield from _answer_cells(folded, events, last)
    yield step.signals
    yield points.points if points else 0
    yield _MISSING[step.stage]


def _answer_cells(folded: FoldedHistory, events: StepEvents, last: date) -> Iterator[CellValue]:
    known = sorted(
        (one for one in events.answers if one.happened_on <= last), key=lambda one: one.happened_on
    )
    latest = known[-1] if known else None
    answers = [one.answer for one in known if isinstance(one, AnswerReceived)]
    yield (latest.answer if isinstance(latest, AnswerReceived) else "no_reply") if latest else None
    yield folded.coder.days[latest.happened_on] if latest else None
    yield any(one in INVITING_ANSWERS for one in answers) if known else None

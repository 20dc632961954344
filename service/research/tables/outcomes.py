"""The table of outcomes: replies to approaches, offers, and how the search ended."""

from collections.abc import Iterator
from datetime import date
from operator import itemgetter
from uuid import UUID

from domain.history import RecordedEvent
from domain.journey.events.answers import AnswerReceived, SilenceElapsed
from domain.journey.events.course import TrackSet
from domain.journey.events.endings import EndingRecorded
from domain.journey.events.experiments import role_followed_up
from domain.journey.events.offers import OfferDeclined
from domain.vocabulary import Track
from projections.course.endings import GOOD_ENDINGS
from service.research.tables.columns import CellValue, Column, Row, Table
from service.research.tables.folded_history import FoldedHistory
from service.research.tables.labels import (
    ANSWER_LABELS,
    CHANNEL_LABELS,
    ENDING_LABELS,
    STEP_KINDS,
    labels_of,
)
from service.research.tables.shared_columns import (
    ARM,
    ISCO,
    NUMBER,
    PSEUDONYM,
    WEEK,
    code_column,
    day_column,
    flag_column,
    integer_column,
)

OUTCOMES = Table(
    name="outcomes",
    meaning="One row for each reply to an approach, each silence of 28 days, each offer that was declined, and each ending.",
    key=("pseudonym", "number"),
    columns=(
        PSEUDONYM,
        ARM,
        NUMBER,
        day_column("day", "on which it happened."),
        WEEK,
        Column(
            name="kind",
            kind="string",
            meaning="What came.",
            labels=labels_of(
                {
                    **ANSWER_LABELS,
                    "no_reply": "No reply in 28 days",
                    "offer_declined": "The client declined an offer",
                    "ending": "The journey ended",
                }
            ),
        ),
        Column(name="ending", kind="string", meaning="How it ended.", labels=ENDING_LABELS, optional=True),
        flag_column(
            "good", "Of an ending, whether it is among the good ones of the track of that day.", optional=True
        ),
        flag_column("close", "Of a rejection after an interview, whether it was close.", optional=True),
        flag_column(
            "counts",
            "Whether it is news: false for a reply that only says again what was known of the same step.",
        ),
        code_column("experiment", "The step that it is about."),
        Column(
            name="step_kind", kind="string", meaning="The kind of the step.", labels=STEP_KINDS, optional=True
        ),
        code_column("role", "The role of the step, or of the step that it goes back to."),
        ISCO,
        code_column("employer", "The employer of the step."),
        Column(
            name="channel",
            kind="string",
            meaning="How the client came to the step.",
            labels=CHANNEL_LABELS,
            optional=True,
        ),
        integer_column("days_since_step", "Days from the step to it.", optional=True),
    ),
)


def outcome_rows(folded: FoldedHistory) -> Iterator[Row]:
    """The rows of a history."""
    tracks = list[tuple[date, Track]]([(folded.started.happened_on, folded.started.track)])
    tracks.extend((event.happened_on, event.track) for _, event in folded.events_of(TrackSet))
    tracks.sort(key=itemgetter(0))
    for entry, answer in folded.events_of(AnswerReceived):
        counts, about = folded.counts(answer), answer.experiment_id
        yield _row(folded, entry, answer.answer, about, close=answer.close, counts=counts)
    for entry, silence in folded.events_of(SilenceElapsed):
        yield _row(folded, entry, "no_reply", silence.experiment_id)
    for entry, declined in folded.events_of(OfferDeclined):
        yield _row(folded, entry, "offer_declined", declined.experiment_id)
    for entry, ended in folded.events_of(EndingRecorded):
        good = ended.ending in GOOD_ENDINGS[_track_on(tracks, ended.happened_on)]
        yield _row(folded, entry, "ending", None, ending=ended.ending, good=good)


def _track_on(tracks: list[tuple[date, Track]], on: date) -> Track:
    track = tracks[0][1]
    for since, one in tracks:
        if since <= on:
            track = one
    return track


def _row(
    folded: FoldedHistory,
    entry: RecordedEvent,
    kind: str,
    experiment_id: UUID | None,
    *,
    ending: str | None = None,
    good: bool | None = None,
    close: bool | None = None,
    counts: bool = True,
) -> Row:
    on = entry.event.happened_on
    return (
        folded.history.pseudonym,
        folded.history.arm,
        entry.number,
        folded.coder.days[on],
        folded.coder.weeks[on],
        kind,
        ending,
        good,
        close,
        counts,
        *_step_cells(folded, experiment_id, on),
    )


def _step_cells(folded: FoldedHistory, experiment_id: UUID | None, on: date) -> tuple[CellValue, ...]:
    step = folded.profile.steps.get(experiment_id) if experiment_id else None
    if step is None:
        return (folded.coder.code("experiment", experiment_id), *([None] * 6))
    plan, happened_on = step.planned, step.happened_on()
    return (
        folded.coder.codes["experiment"][plan.experiment_id],
        plan.kind,
        *folded.role_cells(plan.role_id or role_followed_up(plan, folded.plans)),
        folded.coder.code("employer", plan.employer_id),
        plan.channel,
        (on - happened_on).days if happened_on else None,
    )

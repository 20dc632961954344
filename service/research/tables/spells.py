"""The table of spells: each search from its start to its end, for durations."""

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from domain.journey.clock import DORMANT_AFTER
from domain.journey.events.answers import AnswerReceived
from domain.journey.events.course import TrackSet
from domain.journey.events.endings import EndingRecorded
from domain.journey.events.experiments import ExperimentRun
from domain.vocabulary import ExperimentKind
from service.research.tables.columns import Column, Row, Table
from service.research.tables.folded_history import FoldedHistory
from service.research.tables.labels import ENDING_LABELS, TRACK_LABELS, labels_of
from service.research.tables.shared_columns import ARM, PSEUDONYM, day_column, flag_column, integer_column

SPELLS = Table(
    name="spells",
    meaning=(
        "One row for each search: from the start, or from a move to another track after an ending, to its exit. Only who was still "
        "there could agree to the study: what came before `entry_day` is seen of those only who had not left by then (left "
        "truncation). Who withdrew is not in the export at all."
    ),
    key=("pseudonym", "spell"),
    columns=(
        PSEUDONYM,
        ARM,
        integer_column("spell", "The number of the search, from 1."),
        Column(name="track", kind="string", meaning="The track at its start.", labels=TRACK_LABELS),
        day_column("origin_day", "on which it started: time counts from here."),
        day_column(
            "entry_day",
            "from which it is under observation: that of agreeing to the study, or of the start if that is later.",
        ),
        day_column("exit_day", "of its exit, or the last day of the export."),
        flag_column(
            "exited", "Whether the exit was seen; false if the search still went on (right censored)."
        ),
        Column(
            name="cause",
            kind="string",
            meaning="What ended it, as far as it is known.",
            labels=labels_of(
                {
                    **ENDING_LABELS,
                    "programme_end": "The last day of the programme passed without an ending",
                    "drop_out": "No entry by the client for four weeks or more, up to the end of the export or the programme; "
                    "the exit is the day of the last entry",
                    "censored": "It still went on",
                }
            ),
        ),
        integer_column("duration", "Days from the origin to the exit."),
        day_column("last_entry_day", "of the last entry by the client in it.", optional=True),
        *(
            integer_column(
                f"days_to_{name}",
                f"Days from the origin to the first {label}; empty if there was none.",
                optional=True,
            )
            for name, label in (
                ("step", "step"),
                ("conversation", "conversation"),
                ("application", "application"),
                ("invitation", "invitation"),
                ("interview", "interview"),
                ("offer", "job offer"),
            )
        ),
    ),
)


class _Spell(Struct, frozen=True, kw_only=True):
    """The days of one search."""

    origin: date
    track: str
    before: date
    """The day on which the next one starts."""
    ended: EndingRecorded | None


def spell_rows(folded: FoldedHistory) -> Iterator[Row]:
    """The rows of a history."""
    history, days = folded.history, folded.coder.days
    for number, spell in enumerate(_spells(folded), 1):
        last_entry = _last_entry(folded, spell)
        exit_on, cause = _exit(folded, spell, last_entry)
        yield (
            history.pseudonym,
            history.arm,
            number,
            spell.track,
            days[spell.origin],
            days[max(spell.origin, history.agreed_on)],
            days[exit_on],
            cause != "censored",
            cause,
            (exit_on - spell.origin).days,
            folded.coder.day(last_entry),
            *_days_to(folded, spell),
        )


def _spells(folded: FoldedHistory) -> Iterator[_Spell]:
    """The searches: another one starts with a move to another track after an ending."""
    endings = sorted((one for _, one in folded.events_of(EndingRecorded)), key=lambda one: one.happened_on)
    moves = sorted((one for _, one in folded.events_of(TrackSet)), key=lambda one: one.happened_on)
    origin, track = folded.started.happened_on, folded.started.track
    while True:
        ended = next((one for one in endings if one.happened_on >= origin), None)
        again = next((one for one in moves if ended and one.happened_on > ended.happened_on), None)
        until = again.happened_on if again else date.max
        yield _Spell(origin=origin, track=track, before=until, ended=ended)
        if again is None:
            return
        origin, track = again.happened_on, again.track


def _last_entry(folded: FoldedHistory, spell: _Spell) -> date | None:
    days = (
        entry.event.happened_on
        for entry in folded.history.entries
        if folded.authors[entry.number] == "client" and spell.origin <= entry.event.happened_on < spell.before
    )
    return max(days, default=None)


def _exit(folded: FoldedHistory, spell: _Spell, last_entry: date | None) -> tuple[date, str]:
    """The day and the cause of the exit."""
    if spell.ended:
        return spell.ended.happened_on, spell.ended.ending
    last = folded.history.last_on
    end = folded.programme_end
    until = min(last, end) if end else last
    if last_entry and last_entry + DORMANT_AFTER < until:
        return last_entry, "drop_out"
    if end and spell.origin <= end < last:
        return end, "programme_end"
    return max(spell.origin, last), "censored"


def _days_to(folded: FoldedHistory, spell: _Spell) -> Iterator[int | None]:
    """Days to the first of each."""

    def first(days: Iterator[date]) -> int | None:
        inside = min((on for on in days if spell.origin <= on < spell.before), default=None)
        return (inside - spell.origin).days if inside else None

    def runs(kind: ExperimentKind | None = None) -> Iterator[date]:
        for _, event in folded.events_of(ExperimentRun):
            if kind in {None, folded.plans[event.experiment_id].kind}:
                yield event.happened_on

    def answers(answer: str) -> Iterator[date]:
        return (event.happened_on for _, event in folded.events_of(AnswerReceived) if event.answer == answer)

    yield first(runs())
    yield first(runs("conversation"))
    yield first(runs("application"))
    yield first(answers("invited"))
    yield first(runs("interview"))
    yield first(answers("offer"))

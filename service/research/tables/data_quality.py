"""The table of data quality: how complete and how prompt each participant's history is."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from domain.journey.corrections.events import EntryCorrected, EntryRetracted
from domain.journey.events.erasure import ContactForgotten
from domain.journey.events.experiments import ExperimentPlanned
from service.research.tables.columns import Row, Table
from service.research.tables.folded_history import FoldedHistory, round_figure
from service.research.tables.shared_columns import PSEUDONYM, count_column, integer_column, number_column
from service.research.tables.week_counts import counted_weeks

LATE_AFTER = 2
"""Days after which an entry counts as reported late."""

DATA_QUALITY = Table(
    name="data_quality",
    meaning="One row for each participant: how much of their history was corrected, reported late or not reported.",
    key=("pseudonym",),
    columns=(
        PSEUDONYM,
        count_column("recorded", "Entries as they were recorded, corrections and withdrawals among them."),
        count_column("events", "Events with corrections applied, as in `events`."),
        count_column("by_client", "Of these, recorded by the client."),
        count_column("by_coach", "Of these, recorded by a coach."),
        count_column("by_service", "Of these, recorded by the service itself."),
        count_column("corrections", "Entries that corrected another."),
        count_column("withdrawals", "Entries that withdrew another."),
        count_column("corrected", "Events that say something else than was recorded first."),
        count_column(
            "withdrawn", "Entries that no longer count, because they or what they rested on were withdrawn."
        ),
        count_column("contacts_forgotten", "Contacts whose name was forgotten."),
        count_column(
            "late", f"Events of people that were recorded more than {LATE_AFTER} days after they happened."
        ),
        number_column(
            "median_lag",
            "The median of days from an event of a person to its record; empty without one.",
            optional=True,
        ),
        integer_column(
            "longest_lag",
            "The most days from an event of a person to its record; empty without one.",
            optional=True,
        ),
        count_column("weeks", "Weeks in `person_week`."),
        count_column("weeks_reported", "Of these, weeks of which something is known."),
        count_column("gaps", "Runs of weeks in between of which nothing is known."),
        count_column("longest_gap", "The most weeks of one such run."),
        count_column("longest_silence", "The most days between two entries of the client."),
        count_column("outside", "Events that happened before the first or after the last of the weeks."),
        count_column("steps_open", "Planned steps of which nothing was reported."),
    ),
)


def quality_rows(folded: FoldedHistory) -> Iterator[Row]:
    """The one row of a history."""
    history = folded.history
    recorded = [entry.event.__class__ for entry in history.recorded]
    authors = [folded.authors[entry.number] for entry in history.entries]
    corrections, withdrawals = recorded.count(EntryCorrected), recorded.count(EntryRetracted)
    forgotten = recorded.count(ContactForgotten)
    gone = len(recorded) - corrections - withdrawals - forgotten - len(history.entries)
    lags = _lags(folded)
    yield (
        history.pseudonym,
        len(recorded),
        len(history.entries),
        authors.count("client"),
        authors.count("coach"),
        authors.count("service"),
        corrections,
        withdrawals,
        len(folded.corrected),
        gone,
        forgotten,
        sum(lag > LATE_AFTER for lag in lags),
        round_figure(median(lags)) if lags else None,
        max(lags, default=None),
        *_week_cells(folded),
        _open_steps(folded),
    )


def _lags(folded: FoldedHistory) -> list[int]:
    return [
        (folded.recorded_on[entry.number] - entry.event.happened_on).days
        for entry in folded.history.entries
        if folded.authors[entry.number] != "service"
    ]


def _week_cells(folded: FoldedHistory) -> Iterator[int]:
    """The cells from the number of weeks to the events outside of them."""
    counted = folded.once(counted_weeks)
    known = [week.number for week in folded.weeks if week.number in counted and counted[week.number].reported]
    runs = [after - before - 1 for before, after in pairwise(known) if after > before + 1]
    client = sorted(
        entry.event.happened_on
        for entry in folded.history.entries
        if folded.authors[entry.number] == "client"
    )
    yield len(folded.weeks)
    yield len(known)
    yield len(runs)
    yield max(runs, default=0)
    yield _longest(client)
    covered = {week.number for week in folded.weeks}
    yield sum(week.entries for number, week in counted.items() if number not in covered)


def _longest(days: Sequence[date]) -> int:
    return max(((after - before).days for before, after in pairwise(days)), default=0)


def _open_steps(folded: FoldedHistory) -> int:
    steps = folded.profile.steps
    plans = (steps[event.experiment_id] for _, event in folded.events_of(ExperimentPlanned))
    return sum(not one.happened and not one.dropped for one in plans)

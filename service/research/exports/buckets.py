"""The histories and tables of one bucket: a pure task for any executor whose workers see the folder."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

from msgspec import Struct

from domain.history import RecordedEvent, apply_corrections
from domain.journey.events.weeks import monday_of
from projections.learning_model.parameters import Parameters
from service.event_store.line_reader import LineReader
from service.event_store.replay import reduced_gc
from service.research.exports.histories import BucketHistories, BucketParticipant, RawBucket, write_histories
from service.research.exports.journey_lines import parts_of
from service.research.exports.layout import table_path
from service.research.exports.manifest import ExportedFile
from service.research.exports.parquet import TableColumns, write_table
from service.research.exports.pseudonymising import EPOCH
from service.research.tables import TABLES, ResearchHistory, Row, Table, chosen_tables, is_whole, rows_of

CODE_LETTERS = 16


class BucketTask(Struct, frozen=True, kw_only=True):
    """Which tables of which bucket are made, and with which numbers of the learning model."""

    folder: str
    study_id: UUID
    """As the export codes it."""
    histories: BucketHistories | RawBucket
    """Written already, or still to be."""
    tables: tuple[str, ...]
    variables: tuple[str, ...]
    """Those of the study: which columns the tables have."""
    parameters: Parameters


class BucketFiles(Struct, frozen=True, kw_only=True):
    """The histories of a bucket, and its tables."""

    histories: BucketHistories
    tables: tuple[ExportedFile, ...]


def write_bucket(task: BucketTask) -> BucketFiles:
    """Writes the tables of a bucket, and before them its histories. The same task always gives the same bytes."""
    histories = (
        task.histories if isinstance(task.histories, BucketHistories) else write_histories(task.histories)
    )
    folder, bucket = Path(task.folder), histories.bucket
    chosen = chosen_tables(task.variables)
    columns = {name: TableColumns(chosen[name]) for name in task.tables}
    in_order = {name: _picker(chosen[name]) for name in task.tables}
    with reduced_gc():
        lines = (folder / histories.file.path).read_bytes()
        for history in research_histories(lines, histories.participants, task.study_id):
            for name, rows in rows_of(history, task.parameters, only=task.tables).items():
                columns[name].add(map(in_order[name], rows))
    files = [write_table(folder, table_path(name, bucket), one) for name, one in columns.items()]
    return BucketFiles(histories=histories, tables=tuple(files))


def _picker(table: Table) -> Callable[[Row], Row]:
    """Takes the columns of a table out of a whole row."""
    if is_whole(table):
        return lambda row: row
    places = [TABLES[table.name].column_names.index(one) for one in table.column_names]
    return lambda row: tuple([row[one] for one in places])


def research_histories(
    lines: bytes, participants: Iterable[BucketParticipant], study_id: UUID
) -> Iterator[ResearchHistory]:
    """The histories of a bucket as its tables need them. Ids and dates in them are those of the export already."""
    reader, known = LineReader(), {one.pseudonym: one for one in participants}
    for journey_id, own in parts_of(lines):
        yield _research_history(known[UUID(journey_id).hex], reader.read(own), study_id)


def _research_history(
    one: BucketParticipant, recorded: list[RecordedEvent], study_id: UUID
) -> ResearchHistory:
    entries = apply_corrections(recorded)
    first = monday_of(min((entry.event.happened_on for entry in entries), default=one.agreed_on))
    return ResearchHistory(
        pseudonym=one.pseudonym,
        arm=one.arm,
        agreed_on=one.agreed_on,
        study_id=study_id,
        recorded=recorded,
        entries=entries,
        last_on=one.last_on,
        day=study_day,
        week=lambda on: (on - first).days // 7,
        coded=code_of,
        isco=occupation_of,
    )


def study_day(on: date) -> int:
    """The study day of a date of an export."""
    return (on - EPOCH).days


def code_of(_: str, one: UUID) -> str:
    """The code of an id of an export, which is a code of the study itself."""
    return one.hex[:CODE_LETTERS]


def occupation_of(shown: str) -> str | None:
    """The digits of an occupation that may be shown; they are all that an export has."""
    return shown or None

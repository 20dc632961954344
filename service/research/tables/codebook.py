"""The codebook of an export: a row for every column of every table, as Markdown."""

from collections.abc import Iterable, Iterator

from service.research.tables.columns import Column, Table

_INTRODUCTION = """\
## How to read the tables

Every table has one row for what its first sentence says, and the columns below. What a participant wrote, names, and the ids
and dates of the service are in none of them.

- **Participants** have a pseudonym that is made for this study alone. Two studies cannot be joined by it.
- **Study days** count from the Monday of the week in which the study starts, which is day 0. All days of a participant are
  shifted by the same number of whole weeks, from 26 back to 26 ahead: weekdays and the days between two events are right, the
  calendar is not, and days of two participants cannot be compared. Whoever knows the day of the export can still work out the
  calendar of a participant who took part until then. Where a format asks for a time, as OCEL does, study day 0
  is 2000-01-03, and every time is midnight in UTC.
- **Weeks** go from Monday to Sunday and are the participant's own: week 0 is that in which the journey started.
- **Codes** stand for roles, steps, contacts, employers and coaches. A code is the same in every table of an export.
- **Occupations** are ISCO-08 codes, with as many of their 4 digits as at least 5 participants of the export share. Skills have
  codes like other ids: which skill it is would say too much of a rare role.
- **Missing values** are empty. Where the reason matters, a column `missing` says it. A count that a client would have told is
  missing, and not 0, in a week of which nothing is known; what a coach or the service recorded in such a week is counted.
- **Corrections** are applied: the tables say what holds now. What was withdrawn is in none of them; `data_quality` counts it.
- **Figures** of the model are those of the service's own pages on the same day, rounded to 9 decimals. One exception: a newer
  edition of a publication about the market takes the place of the older one, which is seen by its name; where texts are not
  opened for an export, both count.
- Who agreed to something else, or to research in general, is not in an export: only who agreed to this study is.
"""


def codebook(tables: Iterable[Table]) -> str:
    """The codebook of these tables, under headings of the second rank."""
    return "\n".join([_INTRODUCTION, *(line for table in tables for line in _table_lines(table))])


def _table_lines(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield table.meaning
    yield ""
    yield f"Key: {', '.join(f'`{one}`' for one in table.key)}."
    yield ""
    yield "| column | type | meaning | codes |"
    yield "|---|---|---|---|"
    yield from (_column_line(column) for column in table.columns)
    yield ""


def _column_line(column: Column) -> str:
    codes = {**column.labels, **column.missing}
    listed = "; ".join(f"`{code}`: {label}" for code, label in codes.items())
    kind = f"{column.kind}, may be empty" if column.optional else column.kind
    return f"| `{column.name}` | {kind} | {column.meaning} | {listed} |"

"""Releases of other studies of the organisation: the same people take part in several, and figures of two can be subtracted as well.

Members are compared across studies as people, since pseudonyms and codes are of one study. In tables with one row for a person each
set is compared with each; in the others all people of an analysis, because the sets of two weeks differ by a few people as a rule.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from service.research.analysis.faults import SpecificationError
from service.research.analysis.ledger import FEWEST_PEOPLE
from service.research.analysis.named_variables import read_expressions
from service.research.analysis.releases import KnownSet
from service.research.analysis.specification import read_specification
from service.research.tables import TABLES

ONE_ROW_EACH = frozenset({"participants", "spells"})
"""Tables whose rows are people, or nearly so."""
_COLUMN = re.compile(r'"(\w+)"\."(\w+)"')


def columns_of(specification: str) -> frozenset[tuple[str, str]]:
    """The columns that an analysis reads, keys left out; none of one that cannot be read any more."""
    try:
        named, conditions = read_expressions(read_specification(specification.encode()))
    except SpecificationError:
        return frozenset()
    found = {pair for one in (*named.values(), *conditions) for pair in _COLUMN.findall(one.sql)}
    return frozenset((table, column) for table, column in found if column not in TABLES[table].key)


def table_of(specification: str) -> str:
    """The table that an analysis is about."""
    return read_specification(specification.encode()).table


def differs_by_few(table: str, own: Sequence[KnownSet], other: Sequence[KnownSet]) -> bool:
    """Whether the people behind two analyses differ, but by fewer than ten."""
    pairs = ((one, each) for one in _groups(table, own) for each in _groups(table, other))
    return any(0 < len(one ^ each) < FEWEST_PEOPLE for one, each in pairs)


def _groups(table: str, sets: Sequence[KnownSet]) -> Iterator[frozenset[str]]:
    if table in ONE_ROW_EACH:
        yield from {_people([one]) for one in sets}
    else:
        yield _people(sets)


def _people(sets: Iterable[KnownSet]) -> frozenset[str]:
    return frozenset(owner for one in sets for owner in one.members.values())

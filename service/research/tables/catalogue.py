"""The tables of an export, and the rows of one participant."""

from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter
from types import MappingProxyType

from projections.learning_model.parameters import DEFAULT_PARAMETERS, Parameters
from service.research.tables.advice import ADVICE, advice_rows
from service.research.tables.columns import Row, Table
from service.research.tables.consent_periods import CONSENT_PERIODS, consent_rows
from service.research.tables.data_quality import DATA_QUALITY, quality_rows
from service.research.tables.events import EVENTS, event_rows
from service.research.tables.experiments import EXPERIMENTS, experiment_rows
from service.research.tables.folded_history import FoldedHistory
from service.research.tables.forecasts import FORECASTS, forecast_rows
from service.research.tables.history import ResearchHistory
from service.research.tables.outcomes import OUTCOMES, outcome_rows
from service.research.tables.participants import PARTICIPANTS, participant_rows
from service.research.tables.person_week import PERSON_WEEK, person_week_rows
from service.research.tables.roles_weekly import ROLES_WEEKLY, role_week_rows
from service.research.tables.spells import SPELLS, spell_rows

_ROWS: tuple[tuple[Table, Callable[[FoldedHistory], Iterable[Row]]], ...] = (
    (EVENTS, event_rows),
    (PARTICIPANTS, participant_rows),
    (EXPERIMENTS, experiment_rows),
    (PERSON_WEEK, person_week_rows),
    (SPELLS, spell_rows),
    (ROLES_WEEKLY, role_week_rows),
    (FORECASTS, forecast_rows),
    (OUTCOMES, outcome_rows),
    (ADVICE, advice_rows),
    (CONSENT_PERIODS, consent_rows),
    (DATA_QUALITY, quality_rows),
)

TABLES: Mapping[str, Table] = MappingProxyType({table.name: table for table, _ in _ROWS})
"""Every table by its name."""


def rows_of(
    history: ResearchHistory,
    parameters: Parameters = DEFAULT_PARAMETERS,
    *,
    only: Iterable[str] | None = None,
) -> dict[str, list[Row]]:
    """The rows of one participant in each table, sorted by its key; of `only` some tables, if they are named."""
    folded, wanted = FoldedHistory(history, parameters), set(TABLES if only is None else only)
    return {table.name: _sorted(table, rows(folded)) for table, rows in _ROWS if table.name in wanted}


def _sorted(table: Table, rows: Iterable[Row]) -> list[Row]:
    key = itemgetter(*map(table.column_names.index, table.key))
    return sorted(rows, key=key)

"""What the newest look at the rules of the live data found, whichever process made it."""

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from service.operations.findings import CheckFinding
from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

OVERDUE_SECONDS = 3600.0
"""The rules are looked at every quarter of an hour; after an hour without, something is wrong."""
SELECT_NEWEST = """
select extract(epoch from clock_timestamp() - at)::float8 as age, rules, findings::text as findings
from invariant_runs order by at desc limit 1
"""


class InvariantRun(Struct, frozen=True, kw_only=True):
    """One look at all rules."""

    age: float
    """Seconds since it ended, by the clock of the database."""
    rules: int
    findings: tuple[CheckFinding, ...]

    @property
    def is_overdue(self) -> bool:
        """Whether another one should have followed long ago."""
        return self.age > OVERDUE_SECONDS


async def newest_run(pool: "WorkerPool") -> InvariantRun | None:
    """The newest run; None if there was none yet. Raises `StoreError` if the database does not answer."""
    with translate_driver_errors():
        row = await pool.fetchrow(SELECT_NEWEST)
    if row is None:
        return None
    findings = msgspec.json.decode(row["findings"], type=tuple[CheckFinding, ...])
    return InvariantRun(age=row["age"], rules=row["rules"], findings=findings)

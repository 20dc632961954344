"""Looks at the rules of the live data again and again, and keeps what was found."""

import logging
from typing import TYPE_CHECKING

import msgspec

from service.operations.invariants.check import InvariantReport, check_invariants
from service.operations.log_check.keys import FindKeyrings
from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

INSERT = "insert into invariant_runs (rules, findings) values ($1, $2)"
DELETE_OLD = "delete from invariant_runs where at < (select at from invariant_runs order by at desc offset 999 limit 1)"
SELECT_RECENT = (
    "select exists (select from invariant_runs where at > clock_timestamp() - interval '10 minutes')"
)

log = logging.getLogger(__name__)


class InvariantJob:
    """Runs the rules, unless another process has just done so, and says in the log what does not hold."""

    def __init__(self, dsn: str, pool: "WorkerPool", keyrings: FindKeyrings) -> None:
        self._dsn = dsn
        self._pool = pool
        self._keyrings = keyrings

    async def run_once(self) -> InvariantReport | None:
        """Runs them; None if that was done a moment ago."""
        with translate_driver_errors():
            if await self._pool.fetchval(SELECT_RECENT):
                return None
            report = await check_invariants(self._dsn, self._keyrings)
            await self._pool.execute(INSERT, report.rules, msgspec.json.encode(report.findings).decode())
            await self._pool.execute(DELETE_OLD)
        for one in report.findings:
            log.error("invariants: %s: %s (%s times). %s", one.rule, one.what, one.count, one.do)
        return report

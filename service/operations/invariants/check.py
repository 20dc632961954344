"""`check_invariants`: all rules, one after another; one that fails is told of and holds up no other."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from service.operations.findings import CheckFinding, Findings
from service.operations.invariants.replayed import check_read_models
from service.operations.invariants.rules import ERASED, RULES, SELECT_TABLES
from service.operations.log_check.events import EventCheck
from service.operations.log_check.keys import FindKeyrings, sealer_to_check
from service.operations.log_check.structure import check_rule
from service.postgres.connections import as_owner, translate_driver_errors
from service.postgres.errors import StoreError

if TYPE_CHECKING:
    from service.postgres.connections import Connection

APPLICATION = "soundings invariants"
RECENT = 5000
"""So many of the last events are read and decrypted."""
SELECT_AFTER = "select greatest(coalesce(max(notification_id), 0) - $1, 0) from stored_events"

Check = Callable[[], Awaitable[None]]


class InvariantReport(Struct, frozen=True, kw_only=True):
    """What the rules found."""

    rules: int
    findings: tuple[CheckFinding, ...]


async def check_invariants(dsn: str, keyrings: FindKeyrings) -> InvariantReport:
    """Runs every rule from one snapshot. Changes nothing, and takes no lock that anybody waits for."""
    findings = Findings()
    with translate_driver_errors():
        async with (
            sealer_to_check(dsn, keyrings, findings) as sealer,
            as_owner(dsn, APPLICATION) as connection,
        ):
            await connection.execute("set role soundings_worker; set statement_timeout = '60s'")
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                checks: dict[str, Check] = {
                    one.rule: partial(check_rule, connection, one, findings) for one in RULES
                }
                checks[ERASED.rule] = partial(_check_erased, connection, findings)
                checks["read models"] = partial(check_read_models, connection, findings)
                checks["recent events"] = partial(_check_recent, connection, EventCheck(findings, sealer))
                for rule, check in checks.items():
                    await _run(connection, rule, check, findings)
    return InvariantReport(rules=len(checks), findings=tuple(findings))


async def _run(connection: "Connection", rule: str, check: Check, findings: Findings) -> None:
    try:
        # In a transaction within, so that the failure of one rule does not end the other rules.
        with translate_driver_errors():
            async with connection.transaction():
                await check()
    except StoreError as failure:
        findings.add(
            rule, "the rule could not be run", "Run it again; if it fails again, see why", str(failure)
        )


async def _check_erased(connection: "Connection", findings: Findings) -> None:
    for (table,) in await connection.fetch(SELECT_TABLES):
        await check_rule(connection, replace(ERASED, query=ERASED.query.replace("TABLE", table)), findings)


async def _check_recent(connection: "Connection", events: EventCheck) -> None:
    await events.run(connection, after=await connection.fetchval(SELECT_AFTER, RECENT))

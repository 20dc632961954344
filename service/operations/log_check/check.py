"""`check_log`: the whole log from one snapshot, while the service goes on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from msgspec import Struct

from service.operations.findings import CheckFinding, Findings
from service.operations.log_check.events import RESTORE_ROW, EventCheck
from service.operations.log_check.keys import FindKeyrings, sealer_to_check
from service.operations.log_check.structure import RULES, check_rule
from service.postgres.connections import as_owner, translate_driver_errors
from service.postgres.errors import StoreError

if TYPE_CHECKING:
    from service.postgres.connections import Connection

APPLICATION = "soundings log verify"
COUNT = "select count(*) from stored_events"
HEAD = "select coalesce(max(notification_id), 0) from stored_events"
LAST_DRAWN = "select last_value from stored_events_notification_id_seq"


class LogCheck(Struct, frozen=True, kw_only=True):
    """What a check of the log found."""

    events: int
    sealed: int
    """Events with encrypted texts."""
    destroyed: int
    """Of these, events whose keys were destroyed on purpose, as by an erasure."""
    opened: bool
    """Whether encrypted texts were tried; not without a keyring."""
    findings: tuple[CheckFinding, ...]

    @property
    def is_whole(self) -> bool:
        return not self.findings


async def check_log(
    dsn: str,
    keyrings: FindKeyrings,
    *,
    begin: Callable[[int], None] = lambda _: None,
    advance: Callable[[int], None] = lambda _: None,
) -> LogCheck:
    """Checks everything that is in the log now. `begin` is told how many events there are, `advance` how many more are done.

    Changes nothing, and takes no lock that anybody waits for.
    """
    findings = Findings()
    with translate_driver_errors():
        async with (
            sealer_to_check(dsn, keyrings, findings) as sealer,
            as_owner(dsn, APPLICATION) as connection,
        ):
            events = EventCheck(findings, sealer)
            await connection.execute("set role soundings_worker")
            async with connection.transaction(isolation="repeatable_read", readonly=True):
                begin(await connection.fetchval(COUNT))
                for one in RULES:
                    await check_rule(connection, one, findings)
                await _check_events(connection, events, findings, advance)
                head: int = await connection.fetchval(HEAD)
            # Only the owner may look into the sequence. It is not part of a snapshot: meanwhile it can only have grown.
            await connection.execute("reset role")
            await _check_sequence(connection, head, findings)
    return LogCheck(
        events=events.events,
        sealed=events.sealed,
        destroyed=events.destroyed,
        opened=sealer is not None,
        findings=tuple(findings),
    )


async def _check_events(
    connection: "Connection", events: EventCheck, findings: Findings, advance: Callable[[int], None]
) -> None:
    try:
        # In a transaction of its own within, so that what cannot be copied does not end the other one.
        async with connection.transaction():
            await events.run(connection, advance)
    except StoreError as failure:
        findings.add(
            "forms",
            "a stored state is no text at all, so that nothing after it could be read",
            RESTORE_ROW,
            str(failure),
        )


async def _check_sequence(connection: "Connection", head: int, findings: Findings) -> None:
    drawn: int = await connection.fetchval(LAST_DRAWN)
    if drawn < head:
        findings.add(
            "ids",
            "the next event would get the id of one that is there",
            "Run `select setval('stored_events_notification_id_seq', max(notification_id)) from stored_events`",
            f"last drawn {drawn}, last used {head}",
        )

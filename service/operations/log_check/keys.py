"""The keys that a check decrypts with; a keyring that is missing or another one is a finding, too."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from service.encryption.keyring import InvalidKeyring, KeyringSource
from service.encryption.keyring_check import is_sealed, require_fitting_keyring
from service.encryption.postgres import PostgresVault
from service.event_store.event_sealer import EventSealer
from service.operations.findings import Findings
from service.postgres.connections import open_pool, open_worker_pool

FindKeyrings = Callable[[], KeyringSource]

LONG = 600.0
"""Seconds for which keys that were loaded are not looked up again: what is destroyed meanwhile is still opened, and shown to nobody."""


@asynccontextmanager
async def sealer_to_check(
    dsn: str, keyrings: FindKeyrings, findings: Findings
) -> AsyncGenerator[EventSealer | None]:
    """What opens encrypted texts; None where there are none, and where the keyring does not fit."""
    workers = await open_worker_pool(dsn, 1)
    pool = await open_pool(dsn, 1)
    try:
        if not await is_sealed(workers):
            yield None
            return
        try:
            source = keyrings()
            await require_fitting_keyring(workers, source())
        except InvalidKeyring as fault:
            findings.add(
                "keyring",
                f"encrypted texts could not be checked: {fault}",
                "Then run this again",
            )
            yield None
            return
        yield EventSealer(PostgresVault(pool, source, look_again=LONG))
    finally:
        pool.terminate()
        workers.terminate()

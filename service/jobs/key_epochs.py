"""Destroys the keys of epochs whose grace period has passed: from then on copies from before their turn are of no use."""

import logging
import os
from typing import TYPE_CHECKING

from service.encryption.epochs import destroy_due_epochs
from service.encryption.keyring import KeyringFile

if TYPE_CHECKING:
    from service.postgres.connections import WorkerPool

log = logging.getLogger(__name__)


class KeyEpochJob:
    """Destroys what is due in a keyring that is a file which this process may replace; others are their operators'."""

    def __init__(self, pool: "WorkerPool", keyring: KeyringFile) -> None:
        self._pool = pool
        self._keyring = keyring

    async def run_once(self) -> None:
        """Destroys the keys that are due."""
        if os.access(self._keyring.path.parent, os.W_OK):
            for epoch in await destroy_due_epochs(self._pool, self._keyring):
                log.info("keys: epoch %s is destroyed", epoch)

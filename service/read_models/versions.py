"""Which version of the read models there is: it stands in the name of their checkpoint."""

from typing import TYPE_CHECKING

from msgspec import Struct

from projections.caseload.projection import CASELOAD
from service.postgres.connections import translate_driver_errors

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection, WorkerPool

TABLES_VERSION = 2
"""Of what else is kept here: since 2, consents to research in general stand in `study_consents`, too."""

PROJECTION_NAME = f"{CASELOAD.name}.{CASELOAD.version}.{TABLES_VERSION}"
"""Of the checkpoint: with a new version of the fold, or of the tables, all of them are made anew beside those that are read."""

ANY_VERSION = f"{CASELOAD.name}.%"
"""The names of the checkpoints of all versions, as a pattern."""

SELECT = "select application_name, notification_id from notification_tracking where application_name like $1"
SELECT_POSITION = "select max(notification_id) from notification_tracking where application_name like $1"


class LiveReadModels(Struct, frozen=True):
    """The checkpoint of the read models that pages show."""

    name: str
    position: int

    @property
    def version(self) -> tuple[int, ...]:
        """Its version, which can be compared."""
        return version_of(self.name)

    @property
    def is_older(self) -> bool:
        """Whether this code has a newer version."""
        return self.version < version_of(PROJECTION_NAME)

    @property
    def is_newer(self) -> bool:
        """Whether newer code made them."""
        return self.version > version_of(PROJECTION_NAME)


def version_of(name: str) -> tuple[int, ...]:
    """The version in the name of a checkpoint; what is no number counts as 0."""
    return tuple(int(part) if part.isdecimal() else 0 for part in name.split(".")[1:])


async def live_read_models(database: "PooledConnection | WorkerPool") -> LiveReadModels | None:
    """The newest there are; None before there are any. Raises `StoreError`."""
    with translate_driver_errors():
        rows = await database.fetch(SELECT, ANY_VERSION)
    found = [LiveReadModels(row["application_name"], row["notification_id"]) for row in rows]
    return max(found, key=lambda one: one.version, default=None)


async def live_position(database: "WorkerPool") -> int | None:
    """The log position that the read models have reached; None before there are any. Raises `StoreError`."""
    with translate_driver_errors():
        position: int | None = await database.fetchval(SELECT_POSITION, ANY_VERSION)
    return position

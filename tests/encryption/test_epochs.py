"""Key-encryption keys are exchanged under a running service, and an old one goes when nothing needs it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import UUID, uuid4

import pytest

from domain.sensitivity import C2
from service.encryption.epoch_status import epoch_statuses
from service.encryption.epochs import (
    EpochInUse,
    RewrapResult,
    add_epoch,
    destroy_due_epochs,
    destroy_epoch,
    rewrap_keys,
)
from service.encryption.keyring import InvalidKeyring, KeyringFile
from service.encryption.postgres import PostgresVault
from service.encryption.vault import KeyUnavailable
from service.jobs.key_epochs import KeyEpochJob

if TYPE_CHECKING:
    from service.postgres.connections import Pool, WorkerPool

TENANTS = [UUID(int=1), UUID(int=2)]
PEOPLE = [uuid4() for _ in range(20)]
PLACE = b"here"


class Killed(Exception):
    """The process ended here."""


@pytest.fixture
def file(tmp_path: Path) -> KeyringFile:
    file = KeyringFile(tmp_path / "keyring.json")
    file.create()
    return file


async def all_sealed(vault: PostgresVault) -> dict[tuple[UUID, UUID], bytes]:
    """A sealed text of each of 20 people in two organisations: 80 keys."""
    for tenant_id in TENANTS:
        await vault.load_keys(tenant_id, PEOPLE, create=True)
    return {
        (tenant_id, one): vault.seal(tenant_id, one, C2, one.bytes, bound_to=PLACE)
        for tenant_id in TENANTS
        for one in PEOPLE
    }


async def all_open(vault: PostgresVault, sealed: dict[tuple[UUID, UUID], bytes]) -> bool:
    for tenant_id in TENANTS:
        await vault.load_keys(tenant_id, PEOPLE)
    return all(
        vault.open(tenant_id, one, C2, what, bound_to=PLACE) == one.bytes
        for (tenant_id, one), what in sealed.items()
    )


# ASVS 11.2.2
async def test_all_keys_are_wrapped_anew_and_open_what_they_sealed(
    pool: "Pool", worker_pool: "WorkerPool", file: KeyringFile
) -> None:
    sealed = await all_sealed(PostgresVault(pool, file))
    heard: list[tuple[int, int]] = []

    assert add_epoch(file) == 2
    done = await rewrap_keys(worker_pool, file, batch=15, progress=lambda *told: heard.append(told))
    await destroy_epoch(worker_pool, file, 1)

    assert done == RewrapResult(epoch=2, keys=80)
    assert heard == [(15, 25), (30, 10), (40, 0), (55, 25), (70, 10), (80, 0)]
    assert set(json.loads(file.path.read_bytes())) == {"secret", "2"}
    assert await all_open(PostgresVault(pool, file), sealed)


async def test_after_a_kill_between_two_batches_another_run_finishes(
    pool: "Pool", worker_pool: "WorkerPool", file: KeyringFile
) -> None:
    sealed = await all_sealed(PostgresVault(pool, file))
    add_epoch(file)

    def die(done: int, _left: int) -> None:
        if done == 30:
            raise Killed

    with pytest.raises(Killed):
        await rewrap_keys(worker_pool, file, batch=15, progress=die)
    assert await all_open(PostgresVault(pool, file), sealed)
    with pytest.raises(EpochInUse, match="50 data keys"):
        await destroy_epoch(worker_pool, file, 1)
    rest = await rewrap_keys(worker_pool, file, batch=15)
    await destroy_epoch(worker_pool, file, 1)

    assert rest == RewrapResult(epoch=2, keys=50)
    assert await all_open(PostgresVault(pool, file), sealed)


async def test_a_second_run_finds_nothing_to_do(
    pool: "Pool", worker_pool: "WorkerPool", file: KeyringFile
) -> None:
    await all_sealed(PostgresVault(pool, file))
    add_epoch(file)
    await rewrap_keys(worker_pool, file)

    assert await rewrap_keys(worker_pool, file) == RewrapResult(epoch=2, keys=0)


async def test_a_running_service_takes_up_a_new_epoch(
    pool: "Pool", worker_pool: "WorkerPool", file: KeyringFile
) -> None:
    vault = PostgresVault(pool, file, look_again=0)
    sealed = await all_sealed(vault)
    add_epoch(file)
    await rewrap_keys(worker_pool, file)
    await destroy_epoch(worker_pool, file, 1)

    await vault.load_keys(TENANTS[0], [somebody := uuid4()], create=True)
    epoch = await worker_pool.fetchval(
        "select distinct epoch from subject_keys where subject_id = $1", somebody
    )

    assert epoch == 2
    assert await all_open(vault, sealed)


async def test_a_key_that_was_destroyed_is_not_wrapped_anew(
    pool: "Pool", worker_pool: "WorkerPool", file: KeyringFile
) -> None:
    vault = PostgresVault(pool, file)
    await all_sealed(vault)
    await vault.destroy(TENANTS[0], PEOPLE[:5])
    add_epoch(file)

    assert await rewrap_keys(worker_pool, file) == RewrapResult(epoch=2, keys=70)


async def test_nothing_more_is_wrapped_under_an_epoch_that_goes(
    pool: "Pool", worker_pool: "WorkerPool", file: KeyringFile
) -> None:
    behind = file()
    await all_sealed(PostgresVault(pool, file))
    add_epoch(file)
    await rewrap_keys(worker_pool, file)
    late = PostgresVault(pool, lambda: behind)

    await late.load_keys(TENANTS[0], [somebody := uuid4()], create=True)

    with pytest.raises(KeyUnavailable):
        late.seal(TENANTS[0], somebody, C2, b"x", bound_to=PLACE)


async def test_the_newest_epoch_is_never_destroyed(worker_pool: "WorkerPool", file: KeyringFile) -> None:
    with pytest.raises(EpochInUse, match="newest"):
        await destroy_epoch(worker_pool, file, 1)


async def test_who_sees_one_organisation_only_destroys_no_epoch(
    pool: "Pool", worker_pool: "WorkerPool", file: KeyringFile
) -> None:
    await all_sealed(PostgresVault(pool, file))
    add_epoch(file)

    with pytest.raises(EpochInUse):
        await destroy_epoch(cast("WorkerPool", pool), file, 1)
    assert 1 in file().keys


async def test_a_destruction_that_was_cut_short_is_finished(
    pool: "Pool", worker_pool: "WorkerPool", file: KeyringFile
) -> None:
    await all_sealed(PostgresVault(pool, file))
    add_epoch(file)
    await rewrap_keys(worker_pool, file)
    both = file()
    await destroy_epoch(worker_pool, file, 1)
    file.replace(both)

    await destroy_epoch(worker_pool, file, 1)

    assert set(file().keys) == {2}


async def test_a_keyring_in_the_environment_is_left_to_the_operator(
    pool: "Pool", worker_pool: "WorkerPool", file: KeyringFile
) -> None:
    await all_sealed(PostgresVault(pool, file))
    keyring = file().with_new_epoch()
    await rewrap_keys(worker_pool, lambda: keyring)

    with pytest.raises(InvalidKeyring, match="remove it from"):
        await destroy_epoch(worker_pool, lambda: keyring, 1)
    await destroy_epoch(worker_pool, lambda: keyring.without_epoch(1), 1)


async def test_keys_are_not_wrapped_under_a_strangers_epoch(
    pool: "Pool", worker_pool: "WorkerPool", file: KeyringFile
) -> None:
    await all_sealed(PostgresVault(pool, file))
    ours, theirs = file().with_new_epoch(), file().with_new_epoch()
    await rewrap_keys(worker_pool, lambda: ours)

    with pytest.raises(InvalidKeyring, match="another key"):
        await rewrap_keys(worker_pool, lambda: theirs)


async def test_an_epoch_goes_when_its_days_have_passed_and_not_before(
    pool: "Pool", worker_pool: "WorkerPool", file: KeyringFile
) -> None:
    sealed = await all_sealed(PostgresVault(pool, file))
    add_epoch(file)
    await rewrap_keys(worker_pool, file, grace=timedelta(days=35))
    job = KeyEpochJob(worker_pool, file)
    await job.run_once()
    [before, _] = await epoch_statuses(worker_pool, file())
    await worker_pool.execute("update kek_epochs set destroy_after = destroy_after - interval '36 days'")
    await job.run_once()
    [after, newest] = await epoch_statuses(worker_pool, file())

    assert before.destroy_after
    assert timedelta(days=34) < before.destroy_after - datetime.now(UTC) < timedelta(days=36)
    assert (before.state, before.in_keyring) == ("retired", True)
    assert (after.state, after.in_keyring) == ("destroyed", False)
    assert (newest.state, newest.destroy_after) == ("current", None)
    assert await destroy_due_epochs(worker_pool, file) == []
    assert await all_open(PostgresVault(pool, file), sealed)

"""Who was in which set behind a figure of an analysis, sealed under the key of each journey."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.sensitivity import C2
from service.encryption.data_keys import TamperedCiphertext, sealed_version
from service.encryption.vault import KeyUnavailable, Renewal, Seals, Vault
from service.research.analysis.releases import KnownSet

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

SELECT_OF_JOURNEY = (
    "select analysis_id, sealed from analysis_members where tenant_id = $1 and journey_id = $2 for update"
)
UPDATE = """
update analysis_members set sealed = $4 where tenant_id = $1 and analysis_id = $2 and journey_id = $3
"""

_MEMBERS = msgspec.msgpack.Decoder(dict[int, list[int]])


class SetSize(Struct, frozen=True, array_like=True):
    """A set behind a figure: its space, and of how many people it was."""

    space: str
    people: int


class MemberRow(Struct, frozen=True):
    """A row of the table of members."""

    analysis_id: UUID
    journey_id: UUID
    sealed: bytes


def sizes_of(sets: Sequence[KnownSet]) -> tuple[SetSize, ...]:
    """Of how many people each set is."""
    return tuple(SetSize(one.space, len(set(one.members.values()))) for one in sets)


def by_owner(sets: Sequence[KnownSet]) -> dict[str, dict[int, list[int]]]:
    """By owner: for each set in which somebody is, by its place, the digests of what is theirs."""
    found: dict[str, dict[int, list[int]]] = {}
    for place, one in enumerate(sets):
        for member, owner in one.members.items():
            found.setdefault(owner, {}).setdefault(place, []).append(member)
    return found


class MembershipSealer:
    """Seals and opens; without a vault nothing is sealed."""

    def __init__(self, vault: Vault | None) -> None:
        self._vault = vault

    async def seal(
        self, tenant_id: UUID, analysis_id: UUID, members: Mapping[UUID, Mapping[int, Sequence[int]]]
    ) -> list[MemberRow]:
        """The rows to store. Must run outside of a transaction. Raises `KeyUnavailable`."""
        if self._vault:
            await self._vault.load_keys(tenant_id, members, create=True)
        rows: list[MemberRow] = []
        for journey_id, own in members.items():
            plain = msgspec.msgpack.encode(own)
            sealed = (
                self._vault.seal(tenant_id, journey_id, C2, plain, bound_to=_place(analysis_id))
                if self._vault
                else plain
            )
            rows.append(MemberRow(analysis_id, journey_id, sealed))
        return rows

    async def open_sets(
        self, tenant_id: UUID, sizes: Mapping[UUID, Sequence[SetSize]], rows: Iterable[MemberRow]
    ) -> dict[UUID, list[KnownSet]]:
        """By analysis its sets. Whoever was erased, or cannot be opened now, counts as gone. Must run outside of a transaction."""
        some = list(rows)
        if self._vault:
            versions = {one.journey_id: sealed_version(one.sealed) for one in some}
            await self._vault.load_keys(tenant_id, versions, versions=versions)
        members = {key: [dict[int, str]() for _ in each] for key, each in sizes.items()}
        for one in some:
            plain = _opened(self._vault, tenant_id, one) if self._vault else one.sealed
            for place, digests in _MEMBERS.decode(plain).items() if plain else ():
                members[one.analysis_id][place].update(dict.fromkeys(digests, one.journey_id.hex))
        return {
            key: [_set(size, own) for size, own in zip(each, members[key], strict=True)]
            for key, each in sizes.items()
        }


def _set(size: SetSize, members: Mapping[int, str]) -> KnownSet:
    return KnownSet(space=size.space, members=members, gone=max(0, size.people - len(set(members.values()))))


def _opened(keys: Seals, tenant_id: UUID, row: MemberRow) -> bytes | None:
    try:
        return keys.open(tenant_id, row.journey_id, C2, row.sealed, bound_to=_place(row.analysis_id))
    except (KeyUnavailable, TamperedCiphertext):
        return None


async def reseal_memberships(
    connection: "PooledConnection", tenant_id: UUID, journey_id: UUID, keys: Renewal
) -> None:
    """Seals all memberships of a journey under its new keys, in the transaction that exchanges them."""
    for analysis_id, sealed in await connection.fetch(SELECT_OF_JOURNEY, tenant_id, journey_id):
        plain = _opened(keys, tenant_id, MemberRow(analysis_id, journey_id, sealed))
        if plain is not None:
            anew = keys.seal(tenant_id, journey_id, C2, plain, bound_to=_place(analysis_id))
            await connection.execute(UPDATE, tenant_id, analysis_id, journey_id, anew)


def _place(analysis_id: UUID) -> bytes:
    return b"analysis_members" + analysis_id.bytes

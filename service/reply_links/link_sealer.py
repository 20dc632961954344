"""Seals what a link shows, and what came back by it, under the key of the client's journey."""

from typing import TYPE_CHECKING, Literal
from uuid import UUID

import msgspec

from domain.sensitivity import C3
from service.encryption.data_keys import TamperedCiphertext, sealed_version
from service.encryption.vault import KeyUnavailable, Renewal, Seals, Vault
from service.postgres.errors import StoreUnavailable
from service.reply_links.links import LinkText, UnreadableReply
from service.reply_links.replies import LinkReply, decode_reply, encode_reply

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

SealedField = Literal["shown", "reply"]

SELECT_SEALED = (
    "select link_id, shown, reply from reply_links where tenant_id = $1 and journey_id = $2 for update"
)
LOCK_CLIENT = "select from clients where tenant_id = $1 and journey_id = $2 for update"
UPDATE_SEALED = "update reply_links set shown = $3, reply = $4 where tenant_id = $1 and link_id = $2"

_TEXT = msgspec.json.Decoder(LinkText)


class LinkSealer:
    """Seals and opens; each text opens only as that field of the link it was sealed for."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def load_keys(self, tenant_id: UUID, journey_id: UUID) -> None:
        """Loads the journey's keys, or makes them; must run outside of a transaction."""
        await self._vault.load_keys(tenant_id, [journey_id], create=True)

    def seal_text(self, tenant_id: UUID, journey_id: UUID, link_id: UUID, text: LinkText) -> bytes:
        """Seals what the page of a link shows. Raises `StoreUnavailable`."""
        return self._seal(tenant_id, journey_id, _place(link_id, "shown"), msgspec.json.encode(text))

    def seal_reply(self, tenant_id: UUID, journey_id: UUID, link_id: UUID, reply: LinkReply) -> bytes:
        """Seals a reply. Raises `StoreUnavailable`."""
        return self._seal(tenant_id, journey_id, _place(link_id, "reply"), encode_reply(reply))

    async def open_text(
        self, tenant_id: UUID, journey_id: UUID, link_id: UUID, sealed: bytes
    ) -> LinkText | None:
        """What the page of a link shows; None if it cannot be opened."""
        plain = await self._open(tenant_id, journey_id, _place(link_id, "shown"), sealed)
        return None if plain is None else _TEXT.decode(plain)

    async def open_reply(self, tenant_id: UUID, journey_id: UUID, link_id: UUID, sealed: bytes) -> LinkReply:
        """A reply. Raises `UnreadableReply`."""
        plain = await self._open(tenant_id, journey_id, _place(link_id, "reply"), sealed)
        try:
            return decode_reply(plain or b"")
        except msgspec.DecodeError:
            # Not chained: the failure quotes what they wrote.
            raise UnreadableReply from None

    def drop_cached_keys(self) -> None:
        """Lets go of all keys at hand, so that they are loaded again."""
        self._vault.drop_cached()

    def _seal(self, tenant_id: UUID, journey_id: UUID, place: bytes, plain: bytes) -> bytes:
        try:
            return self._vault.seal(tenant_id, journey_id, C3, plain, bound_to=place)
        except KeyUnavailable as failure:
            raise StoreUnavailable(f"what is personal cannot be sealed now: {failure}") from failure

    async def _open(self, tenant_id: UUID, journey_id: UUID, place: bytes, sealed: bytes) -> bytes | None:
        """What was sealed; None if its key is gone or it was altered. Must run outside of a transaction."""
        await self._vault.load_keys(tenant_id, [journey_id], versions={journey_id: sealed_version(sealed)})
        return _opened(self._vault, tenant_id, journey_id, place, sealed)


def _opened(keys: Seals, tenant_id: UUID, journey_id: UUID, place: bytes, sealed: bytes) -> bytes | None:
    try:
        return keys.open(tenant_id, journey_id, C3, sealed, bound_to=place)
    except (KeyUnavailable, TamperedCiphertext):
        return None


async def reseal_replies(
    connection: "PooledConnection", tenant_id: UUID, journey_id: UUID, keys: Renewal
) -> None:
    """Seals all links of a journey under its client's new keys, in the transaction that exchanges them.

    What cannot be opened stays as it is.
    """

    def anew(link_id: UUID, field: SealedField, sealed: bytes | None) -> bytes | None:
        place = _place(link_id, field)
        plain = _opened(keys, tenant_id, journey_id, place, sealed) if sealed else None
        return sealed if plain is None else keys.seal(tenant_id, journey_id, C3, plain, bound_to=place)

    # A link that is being made is there before, or finds its key exchanged.
    await connection.execute(LOCK_CLIENT, tenant_id, journey_id)
    for link_id, shown, reply in await connection.fetch(SELECT_SEALED, tenant_id, journey_id):
        values = (anew(link_id, "shown", shown), anew(link_id, "reply", reply))
        await connection.execute(UPDATE_SEALED, tenant_id, link_id, *values)


def _place(link_id: UUID, field: SealedField) -> bytes:
    return f"reply_links.{field}".encode() + link_id.bytes

"""Password rules and hashing: Argon2id, two at a time, with a short queue."""

import asyncio
import base64
import secrets
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from domain.messages import translatable
from service.accounts.errors import InvalidPassword, Throttled

if TYPE_CHECKING:
    from service.postgres.connections import PooledConnection

MIN_LENGTH, MAX_LENGTH = 8, 128

MEMORY_KIB, PASSES, LANES = 46 * 1024, 2, 1
"""OWASP's second choice of parameters for Argon2id; each running hash takes 46 MiB."""

MAX_CONCURRENT = 2
MAX_QUEUED = 64
"""Hashes that may wait: about four seconds of work. More are rejected with `Throttled`."""
RESERVED = 32
"""Places behind these for attempts from known devices, which strangers cannot take."""

PRODUCT_WORDS = ("soundings", "market soundings", "marketsoundings", "coach", "coaching", "journey")
COMMON_PASSWORDS = frozenset(
    line
    for line in (files("service.accounts") / "common_passwords.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("# ")
)

SELECT = "select hash from passwords where tenant_id = $1 and person_id = $2"
UPSERT = """
insert into passwords (tenant_id, person_id, hash, set_at) values ($1, $2, $3, $4)
on conflict (tenant_id, person_id) do update set hash = excluded.hash, set_at = excluded.set_at
"""
REHASH = "update passwords set hash = $4 where tenant_id = $1 and person_id = $2 and hash = $3"

T = TypeVar("T")


def make_argon2id_hasher() -> PasswordHasher:
    """An Argon2id hasher with this service's parameters."""
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)


class PasswordHashPool:
    """Hashes and verifies passwords in threads, at most `MAX_CONCURRENT` at a time."""

    def __init__(self, hasher: PasswordHasher | None = None, *, waiting: int = MAX_QUEUED) -> None:
        self._hasher = hasher or make_argon2id_hasher()
        # The threads are the semaphore: a cancelled caller must not free a slot whose memory is still in use.
        self._threads = ThreadPoolExecutor(MAX_CONCURRENT, thread_name_prefix="passwords")
        self._room = MAX_CONCURRENT + waiting
        self._inside = 0
        self.nobodys = _dummy_hash(self._hasher)
        """A hash that no password matches and that costs as much to verify as any other."""

    async def hash(self, password: str) -> str:
        """Hashes a password. Raises `Throttled` when too many wait."""
        return await self._run_in_thread(lambda: self._hasher.hash(_encode(password)))

    async def verify(self, password: str, hashes: Sequence[str], *, known: bool = False) -> list[bool]:
        """Whether the password matches each of the hashes; all are tried.

        Raises `Throttled` when too many wait; attempts from a `known` device have places of their own.
        """
        more = RESERVED if known else 0
        return await self._run_in_thread(lambda: [self._fits(password, one) for one in hashes], more)

    def needs_rehash(self, kept: str) -> bool:
        """Whether a hash was made with other parameters than the present ones."""
        return self._hasher.check_needs_rehash(kept)

    def close(self) -> None:
        """Stops the threads."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _fits(self, password: str, kept: str) -> bool:
        try:
            # Longer than any allowed password, however its characters are composed; the rest need not be hashed.
            return self._hasher.verify(kept, _encode(password[: 4 * MAX_LENGTH]))
        except VerificationError:
            return False

    async def _run_in_thread(self, work: Callable[[], T], more: int = 0) -> T:
        if self._inside >= self._room + more:
            raise Throttled(timedelta(seconds=5))
        loop = asyncio.get_running_loop()
        self._inside += 1
        turn = self._threads.submit(work)
        turn.add_done_callback(lambda _: loop.call_soon_threadsafe(self._leave))
        return await asyncio.wrap_future(turn)

    def _leave(self) -> None:
        self._inside -= 1


def check_password(password: str, words: Sequence[str]) -> None:
    """Raises `InvalidPassword` if a password is too short, too long, common, or made of the given words."""
    plain = _normalize(password)
    if not MIN_LENGTH <= len(plain) <= MAX_LENGTH:
        raise InvalidPassword(
            translatable(
                "Choose a password of %(shortest)s to %(longest)s characters. A sentence works well.",
                shortest=MIN_LENGTH,
                longest=MAX_LENGTH,
            )
        )
    if plain.lower() in COMMON_PASSWORDS:
        raise InvalidPassword(translatable("This password is too common. Choose another one."))
    if _consists_of(plain, words):
        raise InvalidPassword(translatable("Do not use your own name or your organisation's as a password."))


def _consists_of(plain: str, words: Sequence[str]) -> bool:
    """Whether little is left of a password once these words, digits and punctuation are removed."""
    rest = "".join(letter for letter in plain.lower() if letter.isalpha())
    left = rest
    for word in sorted({"".join(filter(str.isalpha, word.lower())) for word in words}, key=len, reverse=True):
        if len(word) >= 4:
            left = left.replace(word, "")
    return left != rest and len(left) < 4


def _normalize(password: str) -> str:
    """Normalizes Unicode, so that the same password typed
    on two keyboards is equal (NIST SP 800-63B, 3.1.1.2).
    """
    return unicodedata.normalize("NFC", password)


def _encode(password: str) -> bytes:
    return _normalize(password).encode(errors="surrogatepass")


def _dummy_hash(hasher: PasswordHasher) -> str:
    def part(length: int) -> str:
        return base64.b64encode(secrets.token_bytes(length)).decode().rstrip("=")

    costs = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${costs}${part(hasher.salt_len)}${part(hasher.hash_len)}"


async def fetch_password_hash(connection: "PooledConnection", tenant_id: UUID, person_id: UUID) -> str | None:
    """The hash of a person's password, if they have one."""
    found: str | None = await connection.fetchval(SELECT, tenant_id, person_id)
    return found


async def save_password_hash(
    connection: "PooledConnection", tenant_id: UUID, person_id: UUID, kept: str, at: datetime
) -> None:
    """Stores the hash of a person's password."""
    await connection.execute(UPSERT, tenant_id, person_id, kept, at)


async def replace_password_hash(
    connection: "PooledConnection", tenant_id: UUID, person_id: UUID, old: str, new: str
) -> None:
    """Replaces a hash by one of the same password with present parameters,
    unless it was changed meanwhile.
    """
    await connection.execute(REHASH, tenant_id, person_id, old, new)

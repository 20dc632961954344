"""Secrets that people and programs carry: 256 random bits, of which only a hash is kept."""

import hashlib
import hmac
import secrets

SECRET_BYTES = 32
"""How many random bytes a secret has."""

MAX_SECRET_LENGTH = 200
"""Characters beyond which a text is no secret of ours, and is not worth hashing."""


def new_secret(prefix: str = "") -> str:
    """A secret nobody can guess, in letters that can stand in a URL or a cookie."""
    return prefix + secrets.token_urlsafe(SECRET_BYTES)


def hash_secret(secret: str) -> bytes:
    """What is kept of a secret. So many random bits need no salt and no slow hash."""
    return hashlib.sha256(secret[:MAX_SECRET_LENGTH].encode(errors="surrogatepass")).digest()


def hashes_equal(one: bytes, other: bytes) -> bool:
    """Whether two hashes are equal, in the same time wherever they differ."""
    return hmac.compare_digest(one, other)

"""Verifies the ID tokens of identity providers: signature, issuer, audience, nonce and age."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import msgspec
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError, UnsupportedAlgorithmError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from joserfc.jwt import JWTClaimsRegistry
from msgspec import Meta, Struct

from service.accounts.authentication_result import AuthenticationFailed

ALGORITHMS = frozenset({"RS256", "ES256", "PS256", "EdDSA"})
LEEWAY = timedelta(minutes=1)
"""How far a provider's clock may differ from ours."""
MAX_TOKEN_AGE = timedelta(minutes=10)
"""A token older than this was not issued for this sign-in."""


UnixSeconds = Annotated[float, Meta(ge=0, le=99_999_999_999)]
"""Seconds since 1970, up to the largest that fits a date."""

AsciiClaim = Annotated[str, Meta(pattern=r"\A[ -~]{1,255}\Z")]
"""At most 255 ASCII characters, as OpenID Connect Core 1.0 demands of `sub`."""


class IdToken(Struct, frozen=True, kw_only=True):
    """The claims that are used. E-mail address and name are not among them: they do not identify anybody."""

    sub: AsciiClaim
    aud: str | list[str]
    iat: UnixSeconds
    nonce: str
    azp: str | None = None
    acr: AsciiClaim | None = None
    amr: Annotated[list[AsciiClaim], Meta(max_length=50)] | None = None
    auth_time: UnixSeconds | None = None

    @property
    def authenticated_at(self) -> datetime | None:
        """When the person authenticated at the provider, if the token says so."""
        return None if self.auth_time is None else datetime.fromtimestamp(self.auth_time, UTC)


class UnknownSigningKey(Exception):
    """Raised when a token names a key that its issuer has not published."""


class _Signatures(JWSRegistry):
    """Accepts `ALGORITHMS` only, and ignores unknown headers, as RFC 7515 demands."""

    def get_alg(self, name: str) -> Any:
        if name not in ALGORITHMS:
            raise UnsupportedAlgorithmError
        # The library warns that EdDSA has two new names; providers still use the old one.
        return self.algorithms[name]


SIGNATURE_REGISTRY = _Signatures(strict_check_header=False)


def verify_id_token(
    token: str, keys: KeySet, *, issuer: str, client_id: str, nonce: str, now: datetime
) -> IdToken:
    """The claims of a token that this issuer signed for this client and this sign-in.

    Raises `UnknownSigningKey` for a key that may have been published since, otherwise `AuthenticationFailed`.
    """
    try:
        decoded = jwt.decode(token, keys, registry=SIGNATURE_REGISTRY)
        _registry(issuer, client_id, now).validate(decoded.claims)
        claims = msgspec.convert(decoded.claims, IdToken)
    except InvalidKeyIdError as failure:
        raise UnknownSigningKey from failure
    except JoseError as failure:
        raise AuthenticationFailed("token", str(failure)) from failure
    except Exception as failure:  # Any error of a decoder means that the token is invalid.
        raise AuthenticationFailed("token", type(failure).__name__) from failure
    _check(claims, client_id, nonce, now)
    return claims


def require_strength(claims: IdToken, *, acr: Sequence[str], amr: Sequence[str]) -> None:
    """Raises `AuthenticationFailed` unless the token states one of `acr` (if any) and all of `amr`."""
    if acr and claims.acr not in acr:
        raise AuthenticationFailed("strength", "acr")
    if missing := set(amr) - set(claims.amr or ()):
        raise AuthenticationFailed("strength", f"amr without {', '.join(sorted(missing))}")


def require_recent_authentication(claims: IdToken, max_age: timedelta, now: datetime) -> None:
    """Raises `AuthenticationFailed` unless the person authenticated at the provider within `max_age`."""
    if claims.authenticated_at is None or claims.authenticated_at < now - max_age - LEEWAY:
        raise AuthenticationFailed("strength", "auth_time")


def _registry(issuer: str, client_id: str, now: datetime) -> JWTClaimsRegistry:
    return JWTClaimsRegistry(
        now=int(now.timestamp()),
        leeway=int(LEEWAY.total_seconds()),
        iss={"essential": True, "value": issuer},
        sub={"essential": True},
        aud={"essential": True, "value": client_id},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True},
    )


def _check(claims: IdToken, client_id: str, nonce: str, now: datetime) -> None:
    """Checks the claims that the library leaves to its caller."""
    if claims.nonce != nonce:
        raise AuthenticationFailed("token", "nonce")
    if claims.azp not in (None, client_id) or (
        claims.aud not in (client_id, [client_id]) and claims.azp is None
    ):
        raise AuthenticationFailed("token", "azp")
    if claims.iat < (now - MAX_TOKEN_AGE).timestamp():
        raise AuthenticationFailed("token", "iat")

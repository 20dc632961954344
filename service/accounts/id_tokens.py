"""What an identity provider says in its ID token, once the token is known to be its own, fresh, and for us."""

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
"""How far a provider's clock may be from ours."""
MAX_TOKEN_AGE = timedelta(minutes=10)
"""The age at which a token was not made for this sign-in."""


UnixSeconds = Annotated[float, Meta(ge=0, le=99_999_999_999)]
"""Since 1970, within what a date can be."""

AsciiClaim = Annotated[str, Meta(pattern=r"\A[ -~]{1,255}\Z")]
"""OpenID Connect asks for ASCII, and for no more than 255 of it."""


class IdToken(Struct, frozen=True, kw_only=True):
    """The claims that are used. No e-mail address, no name: they say nothing about who it is."""

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
        """When the person showed the provider who they are, if it tells."""
        return None if self.auth_time is None else datetime.fromtimestamp(self.auth_time, UTC)


class UnknownSigningKey(Exception):
    """The token names a key that is not among those its issuer published."""


class _Signatures(JWSRegistry):
    """The algorithms we take, whatever the library would; headers it does not know are ignored, as RFC 7515 has it."""

    def get_alg(self, name: str) -> Any:
        if name not in ALGORITHMS:
            raise UnsupportedAlgorithmError
        # Without its warning that EdDSA has two new names: providers still use the old one.
        return self.algorithms[name]


SIGNATURE_REGISTRY = _Signatures(strict_check_header=False)


def verify_id_token(
    token: str, keys: KeySet, *, issuer: str, client_id: str, nonce: str, now: datetime
) -> IdToken:
    """The claims of a token that this issuer signed for this client and this visit.

    Raises `UnknownSigningKey` for a key that may have been published since, `AuthenticationFailed` for all else.
    """
    try:
        decoded = jwt.decode(token, keys, registry=SIGNATURE_REGISTRY)
        _registry(issuer, client_id, now).validate(decoded.claims)
        claims = msgspec.convert(decoded.claims, IdToken)
    except InvalidKeyIdError as failure:
        raise UnknownSigningKey from failure
    except JoseError as failure:
        raise AuthenticationFailed("token", str(failure)) from failure
    except Exception as failure:  # Whatever a token makes a decoder stumble over, it proves nothing.
        raise AuthenticationFailed("token", type(failure).__name__) from failure
    _check(claims, client_id, nonce, now)
    return claims


def require_strength(claims: IdToken, *, acr: Sequence[str], amr: Sequence[str]) -> None:
    """Whether the person was asked for as much as this organisation wants: one of `acr`, and all of `amr`."""
    if acr and claims.acr not in acr:
        raise AuthenticationFailed("strength", "acr")
    if missing := set(amr) - set(claims.amr or ()):
        raise AuthenticationFailed("strength", f"amr without {', '.join(sorted(missing))}")


def require_recent_authentication(claims: IdToken, max_age: timedelta, now: datetime) -> None:
    """Whether the person showed who they are lately enough, and not only long ago to the provider."""
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
    """What the library leaves to its user."""
    if claims.nonce != nonce:
        raise AuthenticationFailed("token", "nonce")
    if claims.azp not in (None, client_id) or (
        claims.aud not in (client_id, [client_id]) and claims.azp is None
    ):
        raise AuthenticationFailed("token", "azp")
    if claims.iat < (now - MAX_TOKEN_AGE).timestamp():
        raise AuthenticationFailed("token", "iat")

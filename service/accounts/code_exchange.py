"""Exchanges an authorization code for an ID token at the provider (OpenID Connect Core 3.1.3)."""

import msgspec
from msgspec import Struct

from service.accounts.authentication_result import AuthenticationFailed
from service.accounts.identity_providers import IdentityProvider
from service.accounts.provider_http import OK, ProviderHttpClient, ProviderUnavailable
from service.accounts.provider_metadata import ProviderMetadata
from service.outside_json import decode_json


class _Tokens(Struct, frozen=True):
    """The token response. Only the ID token is used: there is nothing to fetch with the access token."""

    id_token: str


class _TokenError(Struct, frozen=True):
    error: str = ""


async def exchange_code(
    http: ProviderHttpClient,
    provider: IdentityProvider,
    described: ProviderMetadata,
    *,
    secret: str,
    code: str,
    verifier: str,
    redirect_uri: str,
) -> str:
    """Returns the provider's ID token, not verified yet.

    Raises `AuthenticationFailed`, `ProviderUnavailable`.
    """
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "code_verifier": verifier,
    }
    answer = await http.post(
        described.token_endpoint,
        form,
        client_id=provider.client_id,
        secret=secret,
        in_form=described.secret_in_form,
    )
    if answer.status == OK:
        return _id_token(answer.body)
    error = _error(answer.body)
    if error == "invalid_grant":
        raise AuthenticationFailed("code", error)
    raise ProviderUnavailable(f"{described.token_endpoint} answered with {answer.status} {error}")


def _id_token(body: bytes) -> str:
    try:
        return decode_json(body, _Tokens).id_token
    except msgspec.DecodeError as failure:
        raise AuthenticationFailed("token", "there was none") from failure


def _error(body: bytes) -> str:
    try:
        return decode_json(body, _TokenError).error[:100]
    except msgspec.DecodeError:
        return ""

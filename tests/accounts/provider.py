"""Identity providers in software, with real keys: discovery, authorize, token and keys, behind one small ASGI app."""

import asyncio
import base64
import gzip
import hashlib
import json
import warnings
from collections import Counter
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit
from uuid import uuid4

import httpx
from joserfc import jwt
from joserfc.jwk import ECKey, Key, OctKey, OKPKey, RSAKey
from joserfc.jws import JWSRegistry

from tests.accounts.neighbours import HandClock

MISSING = object()
"""In place of a claim: leave it out."""

Message = MutableMapping[str, Any]
Reply = tuple[int, dict[str, str], bytes]

RSA_KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
OTHER_RSA_KEY = RSAKey.generate_key(2048, {"kid": "second", "use": "sig"})
EC_KEY = ECKey.generate_key("P-256", {"kid": "curve"})
ED_KEY = OKPKey.generate_key("Ed25519", {"kid": "edwards"})


def signed(alg: str, claims: dict[str, Any], key: Key | None, **header: object) -> str:
    """A token, signed or not."""
    head = {"alg": alg, **({"kid": key.kid} if key and key.kid else {}), **header}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        registry = JWSRegistry(algorithms=[alg], strict_check_header=False)
        return jwt.encode(head, dict(claims), key or OctKey.generate_key(), registry=registry)


@dataclass
class Grant:
    """What a code was given out for."""

    client_id: str
    redirect_uri: str
    challenge: str
    nonce: str
    subject: str


@dataclass
class Provider:
    """One identity provider, honest until it is told otherwise."""

    now: HandClock
    issuer: str = "https://login.harbour.example"
    secret: str = "s3cret & more"
    subject: str = "subject-1"
    """Who is signed in there."""
    alg: str = "RS256"
    key: Key = field(default_factory=lambda: RSA_KEY)
    published: list[Any] = field(default_factory=lambda: [RSA_KEY.as_dict(private=False)])
    described: dict[str, Any] = field(default_factory=dict)
    """What the discovery document says differently."""
    claims: dict[str, Any] = field(default_factory=dict)
    """What the ID token says differently."""
    header: dict[str, Any] = field(default_factory=dict)
    forge: Callable[[dict[str, Any]], str] | None = None
    """What to hand out in place of a token, from its claims."""
    replies: dict[str, Reply] = field(default_factory=dict)
    """What a path answers in place of what it should."""
    pause: float = 0.0
    tells_issuer: bool = False
    """Whether it names itself when it sends people back (RFC 9207)."""
    grants: dict[str, Grant] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)

    async def reply(self, path: str, query: dict[str, str], form: dict[str, str], auth: str) -> Reply:
        self.asked[path] += 1
        await asyncio.sleep(self.pause)
        if path in self.replies:
            return self.replies[path]
        match path:
            case "/.well-known/openid-configuration":
                return _json(200, self.document())
            case "/authorize":
                return 302, {"location": self.authorize(query)}, b""
            case "/token":
                return self.token(form, auth)
            case "/jwks":
                return _json(200, {"keys": self.published})
        return _json(404, {})

    def document(self) -> dict[str, Any]:
        found = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": self.tells_issuer,
            "response_types_supported": ["code"],
        }
        return found | self.described

    def authorize(self, query: dict[str, str]) -> str:
        assert query["response_type"] == "code"
        assert query["scope"].split() == ["openid"]
        assert query["code_challenge_method"] == "S256"
        code = uuid4().hex
        self.grants[code] = Grant(
            query["client_id"],
            query["redirect_uri"],
            query["code_challenge"],
            query["nonce"],
            self.subject,
        )
        told = {"code": code, "state": query["state"]} | ({"iss": self.issuer} if self.tells_issuer else {})
        return f"{query['redirect_uri']}?{urlencode(told)}"

    def token(self, form: dict[str, str], auth: str) -> Reply:
        client_id, secret = _client(form, auth)
        if secret != self.secret:
            return _json(401, {"error": "invalid_client"})
        grant = self.grants.pop(form["code"], None)
        verifier = form["code_verifier"].encode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=").decode()
        if grant is None or (grant.client_id, grant.redirect_uri, grant.challenge) != (
            client_id,
            form["redirect_uri"],
            challenge,
        ):
            return _json(400, {"error": "invalid_grant"})
        told = {"access_token": "unused", "token_type": "Bearer", "id_token": self.id_token(grant)}
        return _json(200, told)

    def id_token(self, grant: Grant) -> str:
        moment = int(self.now().timestamp())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "sub": grant.subject,
            "aud": grant.client_id,
            "iat": moment,
            "exp": moment + 300,
            "nonce": grant.nonce,
            "email": "ada@harbour.example",
            "email_verified": True,
        }
        claims = {name: value for name, value in (claims | self.claims).items() if value is not MISSING}
        return self.forge(claims) if self.forge else signed(self.alg, claims, self.key, **self.header)


@dataclass
class Internet:
    """Providers by the name of their host."""

    providers: dict[str, Provider] = field(default_factory=dict)

    def add(self, provider: Provider) -> Provider:
        self.providers[str(urlsplit(provider.issuer).hostname)] = provider
        return provider

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.ASGITransport(self))

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        provider = self.providers[headers["host"].partition(":")[0]]
        form = (await receive())["body"].decode()
        path = scope["path"].removeprefix(urlsplit(provider.issuer).path.rstrip("/"))
        status, told, body = await provider.reply(
            path, _pairs(scope["query_string"].decode()), _pairs(form), headers.get("authorization", "")
        )
        raw = [(name.encode(), value.encode()) for name, value in told.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": body})


def compressed(told: object) -> Reply:
    """An answer that nobody asked to be compressed."""
    return 200, {"content-encoding": "gzip"}, gzip.compress(json.dumps(told).encode())


def _json(status: int, told: object) -> Reply:
    return status, {"content-type": "application/json"}, json.dumps(told).encode()


def _pairs(text: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(text).items()}


def _client(form: dict[str, str], auth: str) -> tuple[str, str]:
    if not auth:
        return form["client_id"], form["client_secret"]
    name, _, secret = base64.b64decode(auth.removeprefix("Basic ")).decode().partition(":")
    return unquote_plus(name), unquote_plus(secret)

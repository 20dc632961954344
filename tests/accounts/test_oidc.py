"""Signing in at one's organisation, against a provider with real keys; and every way in which it could be fooled."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc.jwk import Key

from service.accounts.authentication_result import AuthenticationFailed, AuthenticationResult
from service.accounts.caller import Caller
from service.accounts.identities import IdentityTaken, ProviderIdentity, UnlinkedIdentity
from service.accounts.identity_providers import IdentityProvider, InvalidProvider, UnknownProvider
from service.accounts.oidc_client import OidcClient
from service.accounts.passkey_store import LastSignInPasskey
from service.accounts.passkeys import Passkeys
from service.accounts.provider_http import ProviderUnavailable, open_http_client
from service.accounts.provider_metadata import MAX_CACHED_PROVIDERS
from service.encryption.memory import MemoryVault
from service.postgres.connections import tenant_tx
from tests.accounts.authenticator import Authenticator
from tests.accounts.neighbours import HandClock, Neighbours, shared_pool
from tests.accounts.provider import (
    EC_KEY,
    ED_KEY,
    MISSING,
    OTHER_RSA_KEY,
    RSA_KEY,
    Internet,
    Provider,
    Reply,
    compressed,
    signed,
)
from tests.databases import Databases

if TYPE_CHECKING:
    from service.postgres.connections import Pool

HERE = "https://soundings.example"
BACK = f"{HERE}/sign-in/back"
BROWSER = "the-secret-of-this-browser-0123"
OTHER_BROWSER = "the-secret-of-another-browser-9"
CLIENT = "client one"

Came = AuthenticationResult | UnlinkedIdentity


class Hall:
    """An organisation with a provider, and a browser that goes there and back."""

    def __init__(self, pool: "Pool") -> None:
        self.pool = pool
        self.now = HandClock()
        self.neighbours = Neighbours(pool, self.now)
        self.internet = Internet()
        self.http = self.internet.client()
        self.vault = MemoryVault()
        self.oidc = self.service()
        self.provider = self.internet.add(Provider(self.now))
        self.tenant_id = UUID(int=0)
        self.known: IdentityProvider | None = None

    def service(self, *, redirect_uri: str = BACK, patience: float = 10.0) -> OidcClient:
        return OidcClient(
            self.pool,
            self.vault,
            redirect_uri=redirect_uri,
            now=self.now,
            http=self.http,
            patience=patience,
        )

    async def register(
        self,
        tenant_id: UUID,
        provider: Provider,
        acr: tuple[str, ...] = (),
        amr: tuple[str, ...] = (),
    ) -> IdentityProvider:
        return await self.oidc.providers.add(
            tenant_id,
            called="Harbour",
            issuer=provider.issuer,
            client_id=CLIENT,
            client_secret=provider.secret,
            acr=acr,
            amr=amr,
        )

    async def begin(
        self, known: IdentityProvider | None = None, browser: str = BROWSER, **more: Any
    ) -> dict[str, str]:
        """Go there, be sent back: what stands in the address one is sent back to."""
        known = known or self.known
        assert known
        address = await self.oidc.authorization_url(known.tenant_id, known.provider_id, browser, **more)
        back = (await self.http.get(address)).headers["location"]
        assert back.startswith(BACK)
        return pairs(back)

    async def visit(self, known: IdentityProvider | None = None, **more: Any) -> Came:
        return await self.oidc.handle_callback(BROWSER, **await self.begin(known, **more))

    async def settle(self, known: IdentityProvider | None = None) -> Caller:
        """Somebody who is linked to whoever is signed in at the provider."""
        known = known or self.known
        assert known
        person = await self.neighbours.person(known.tenant_id)
        newcomer = await self.visit(known, person_id=person.person_id)
        assert isinstance(newcomer, UnlinkedIdentity)
        await self.oidc.link_identity(newcomer, person.person_id)
        return person

    async def reason(self, **more: Any) -> str:
        """Why a visit is refused."""
        with pytest.raises(AuthenticationFailed) as refused:
            await self.visit(**more)
        return refused.value.reason


@pytest.fixture(scope="module")
async def pool(databases: Databases) -> "AsyncIterator[Pool]":
    async with shared_pool(databases) as pool:
        yield pool


@pytest.fixture
async def hall(pool: "Pool") -> AsyncIterator[Hall]:
    hall = Hall(pool)
    hall.tenant_id = await hall.neighbours.organisation()
    hall.known = await hall.register(hall.tenant_id, hall.provider)
    yield hall
    await hall.http.aclose()


def pairs(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def who(came: Came) -> UUID | None:
    return came.person_id if isinstance(came, AuthenticationResult) else None


async def test_somebody_invited_is_linked_and_then_found_again(hall: Hall) -> None:
    person, invitation_id = await hall.neighbours.person(hall.tenant_id), uuid4()

    first = await hall.visit(person_id=person.person_id, invitation_id=invitation_id)
    assert isinstance(first, UnlinkedIdentity)
    assert (first.person_id, first.invitation_id) == (person.person_id, invitation_id)
    linked = await hall.oidc.link_identity(first, person.person_id)
    hall.now.pass_by(days=3)
    later = await hall.visit()

    expected = AuthenticationResult(
        tenant_id=hall.tenant_id,
        person_id=person.person_id,
        method="oidc",
        amr=(),
        strong=False,
        proved_at=hall.now(),
    )
    assert expected == later
    assert linked.person_id == person.person_id


async def test_nobody_comes_in_without_an_invitation(hall: Hall) -> None:
    # ASVS 6.8.1
    for _ in range(2):
        came = await hall.visit()
        assert isinstance(came, UnlinkedIdentity)
        assert (came.person_id, came.invitation_id) == (None, None)


async def test_the_visit_asks_for_as_little_as_it_needs(hall: Hall) -> None:
    assert hall.known
    address = await hall.oidc.authorization_url(hall.tenant_id, hall.known.provider_id, BROWSER)

    asked = pairs(address)
    assert address.startswith(f"{hall.provider.issuer}/authorize?")
    assert asked.keys() == {
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
    }
    assert (asked["scope"], asked["code_challenge_method"]) == ("openid", "S256")
    assert (asked["client_id"], asked["redirect_uri"]) == (CLIENT, BACK)


async def test_no_two_visits_share_a_secret_and_none_is_kept(hall: Hall) -> None:
    # ASVS 10.1.2
    assert hall.known
    asked = [
        pairs(await hall.oidc.authorization_url(hall.tenant_id, hall.known.provider_id, BROWSER))
        for _ in range(2)
    ]

    secrets = [one[name] for one in asked for name in ("state", "nonce", "code_challenge")]
    assert len(set(secrets)) == 6
    # What anybody in between may see is not what the code is redeemed with.
    seen = {
        _encoded(hashlib.sha256(one[name].encode()).digest()) for one in asked for name in ("state", "nonce")
    }
    assert not seen & {one["code_challenge"] for one in asked}
    async with tenant_tx(hall.pool, hall.tenant_id) as connection:
        rows = await connection.fetch("select ceremonies::text from ceremonies")
    kept = " ".join(row[0] for row in rows)
    raw = [base64.urlsafe_b64decode(one + "==").hex() for one in secrets]
    assert len(rows) == 2
    assert not [one for one in (*secrets, *raw, BROWSER, BROWSER.encode().hex()) if one in kept]


async def test_an_endpoint_with_a_query_of_its_own_keeps_it(hall: Hall) -> None:
    hall.provider.described["authorization_endpoint"] = f"{hall.provider.issuer}/authorize?tenant=7"

    assert hall.known
    address = await hall.oidc.authorization_url(hall.tenant_id, hall.known.provider_id, BROWSER)

    assert pairs(address)["tenant"] == "7"
    assert pairs(address)["client_id"] == CLIENT


# Who it is: issuer and subject, in one organisation.


async def test_who_it_is_depends_on_the_subject_and_never_on_an_address(hall: Hall) -> None:
    # ASVS 6.8.1, 10.5.2
    person = await hall.settle()
    hall.provider.claims = {"email": "another@harbour.example", "name": "Another", "preferred_username": "x"}
    assert who(await hall.visit()) == person.person_id

    hall.provider.claims = {}
    hall.provider.subject = "subject-2"

    assert who(await hall.visit()) is None


async def test_the_same_subject_at_two_providers_is_two_people(hall: Hall) -> None:
    # ASVS 6.8.1
    other = await hall.register(
        hall.tenant_id, hall.internet.add(Provider(hall.now, "https://id.pier.example"))
    )
    person = await hall.settle()

    assert who(await hall.visit(other)) is None
    second = await hall.settle(other)
    assert who(await hall.visit(other)) == second.person_id
    assert who(await hall.visit()) == person.person_id


async def test_the_same_account_in_two_organisations_is_two_people(hall: Hall) -> None:
    # ASVS 6.8.1
    other = await hall.register(await hall.neighbours.organisation(), hall.provider)
    person = await hall.settle()

    assert who(await hall.visit(other)) is None
    second = await hall.settle(other)
    seen = await hall.visit(other)
    assert isinstance(seen, AuthenticationResult)
    assert (seen.tenant_id, seen.person_id) == (second.tenant_id, second.person_id)
    assert who(await hall.visit()) == person.person_id


async def test_a_provider_cannot_speak_for_another_issuer(hall: Hall) -> None:
    # ASVS 6.8.1: with its own true key, about a subject of somebody else.
    await hall.settle()
    rogue = hall.internet.add(Provider(hall.now, "https://rogue.example", key=OTHER_RSA_KEY))
    rogue.published = [OTHER_RSA_KEY.as_dict(private=False)]
    rogue.claims = {"iss": hall.provider.issuer}

    assert await hall.reason(known=await hall.register(hall.tenant_id, rogue)) == "token"


async def test_nobody_is_recognised_across_organisations_or_issuers(hall: Hall) -> None:
    other = hall.internet.add(Provider(hall.now, "https://id.pier.example"))
    places = [
        await hall.register(hall.tenant_id, other),
        await hall.register(await hall.neighbours.organisation(), hall.provider),
        await hall.register(await hall.neighbours.organisation(), other),
    ]

    came = [await hall.visit(), *[await hall.visit(place) for place in places]]

    assert len({one.identity.subject for one in came if isinstance(one, UnlinkedIdentity)}) == 4


async def test_what_the_issuer_calls_somebody_is_not_kept(hall: Hall) -> None:
    hall.provider.subject = "19121212-1212"
    await hall.settle()

    async with tenant_tx(hall.pool, hall.tenant_id) as connection:
        kept = await connection.fetchval("select identities::text from identities")
    assert "1212" not in kept
    assert b"19121212-1212".hex() not in kept


async def test_an_identity_of_somebody_else_is_not_taken_over(hall: Hall) -> None:
    person = await hall.settle()
    other = await hall.neighbours.person(hall.tenant_id)

    with pytest.raises(IdentityTaken):
        await hall.visit(person_id=other.person_id)
    assert who(await hall.visit(person_id=person.person_id)) == person.person_id


async def test_a_newcomer_is_linked_to_whom_the_visit_was_for_and_to_nobody_twice(hall: Hall) -> None:
    person, other = [await hall.neighbours.person(hall.tenant_id) for _ in range(2)]
    meant, free = await hall.visit(person_id=person.person_id), await hall.visit()
    assert isinstance(meant, UnlinkedIdentity)
    assert isinstance(free, UnlinkedIdentity)

    with pytest.raises(IdentityTaken):
        await hall.oidc.link_identity(meant, other.person_id)
    for _ in range(2):
        assert (await hall.oidc.link_identity(meant, person.person_id)).person_id == person.person_id
    with pytest.raises(IdentityTaken):
        await hall.oidc.link_identity(free, other.person_id)


async def test_a_person_who_is_removed_leaves_no_identity(hall: Hall) -> None:
    person = await hall.settle()

    await hall.neighbours.remove(person)

    assert who(await hall.visit()) is None


async def test_a_passkey_may_go_while_there_is_an_identity_and_its_provider(hall: Hall) -> None:
    person = await hall.settle()
    passkeys = Passkeys(hall.pool, hall.vault, rp_id="soundings.example", origin=HERE, now=hall.now)
    options = await passkeys.registration_options(person, BROWSER, account="Ada")
    one = await passkeys.register(person, BROWSER, Authenticator(HERE).create(options), called="Phone")
    assert hall.known

    await hall.oidc.providers.remove(hall.tenant_id, hall.known.provider_id)
    with pytest.raises(LastSignInPasskey):
        await passkeys.remove(person, one.passkey_id)
    hall.known = await hall.register(hall.tenant_id, hall.provider)
    await passkeys.remove(person, one.passkey_id)

    assert who(await hall.visit()) == person.person_id


# The token.


@pytest.mark.parametrize(
    ("alg", "key"), [("RS256", RSA_KEY), ("PS256", RSA_KEY), ("ES256", EC_KEY), ("EdDSA", ED_KEY)]
)
async def test_a_token_signed_with_an_allowed_algorithm_is_taken(hall: Hall, alg: str, key: Key) -> None:
    # ASVS 6.8.2
    person = await hall.settle()
    hall.now.pass_by(hours=1)
    hall.provider.alg, hall.provider.key = alg, key
    hall.provider.published = [key.as_dict(private=False)]

    assert who(await hall.visit()) == person.person_id


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _two_parts(header: dict[str, Any], claims: dict[str, Any]) -> str:
    return ".".join(_encoded(json.dumps(one).encode()) for one in (header, claims))


def _unsigned(claims: dict[str, Any]) -> str:
    return _two_parts({"alg": "none", "kid": "first"}, claims) + "."


def _with_secret(secret: bytes) -> Callable[[dict[str, Any]], str]:
    def forge(claims: dict[str, Any]) -> str:
        text = _two_parts({"alg": "HS256", "kid": "first"}, claims)
        return f"{text}.{_encoded(hmac.digest(secret, text.encode(), 'sha256'))}"

    return forge


def _by_hand(claims: dict[str, Any], **header: Any) -> str:
    """Signed by the issuer, whatever a careful library would say of it."""
    text = _two_parts({"alg": "RS256", "kid": "first"} | header, claims)
    return f"{text}.{_rsa_signature(RSA_KEY.private_key, text)}"


def _rsa_signature(key: RSAPrivateKey | None, text: str) -> str:
    assert key
    return _encoded(key.sign(text.encode(), PKCS1v15(), SHA256()))


def _tampered(claims: dict[str, Any]) -> str:
    head, _, signature = signed("RS256", claims, RSA_KEY).split(".")
    other = _encoded(json.dumps(claims | {"sub": "victim"}).encode())
    return f"{head}.{other}.{signature}"


def _own_key(claims: dict[str, Any]) -> str:
    """Signed with a key that came along in the header."""
    return signed("RS256", claims, OTHER_RSA_KEY, kid="first", jwk=OTHER_RSA_KEY.as_dict(private=False))


FORGED: dict[str, Callable[[dict[str, Any]], str]] = {
    "not signed": _unsigned,
    "signed with the client's secret": _with_secret(b"s3cret & more, padded to be long enough"),
    "signed with the public key as a secret": _with_secret(RSA_KEY.as_pem(private=False)),
    "signed with another algorithm": lambda claims: signed("RS512", claims, RSA_KEY),
    "signed with another key": lambda claims: signed("RS256", claims, OTHER_RSA_KEY, kid="first"),
    "signed with a key it brings along": _own_key,
    "changed after it was signed": _tampered,
    "without its signature": lambda claims: signed("RS256", claims, RSA_KEY).rpartition(".")[0] + ".",
    "in two parts": lambda claims: signed("RS256", claims, RSA_KEY).rpartition(".")[0],
    "with a demand nobody understands": lambda claims: _by_hand(claims, crit=["new"], new=1),
    "no token": lambda _: "nothing",
    "empty": lambda _: "",
    "nested": lambda _: f"{_encoded(b'[' * 90_000)}.e30.e30",
    "with letters that are none": lambda claims: _by_hand(claims | {"sub": "\ud800"}),
    "with a list of claims": lambda claims: _by_hand(claims | {"sub": [claims["sub"]]}),
}


@pytest.mark.parametrize("kind", FORGED)
async def test_a_token_that_is_not_the_issuers_own_is_refused(hall: Hall, kind: str) -> None:
    # ASVS 6.8.2
    await hall.settle()
    hall.provider.forge = FORGED[kind]

    assert await hall.reason() == "token"


async def test_a_token_made_by_hand_is_taken_when_it_is_right(hall: Hall) -> None:
    """So that those above are refused for what is wrong with them."""
    person = await hall.settle()
    hall.provider.forge = _by_hand

    assert who(await hall.visit()) == person.person_id


async def test_a_token_is_required(hall: Hall) -> None:
    hall.provider.replies["/token"] = (200, {}, b'{"access_token": "x", "token_type": "Bearer"}')

    assert await hall.reason() == "token"


MOMENT = int(HandClock().at.timestamp())

WRONG: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://login.harbour.example/"},
    "no issuer": {"iss": MISSING},
    "for another client": {"aud": "somebody else"},
    "for another client, by way of this one": {"aud": "somebody else", "azp": CLIENT},
    "for nobody": {"aud": MISSING},
    "for several, and not telling whose": {"aud": [CLIENT, "somebody else"]},
    "authorised for another": {"azp": "somebody else"},
    "of another visit": {"nonce": "another"},
    "of no visit": {"nonce": MISSING},
    "of a list of visits": {"nonce": ["another"]},
    "expired": {"exp": MOMENT - 61},
    "never expiring": {"exp": MISSING},
    "expiring at no time": {"exp": "tomorrow"},
    "expiring at infinity": {"exp": float("inf")},
    "of no age": {"iat": MISSING},
    "old": {"iat": MOMENT - 601, "exp": MOMENT + 1},
    "of the future": {"iat": MOMENT + 61},
    "not valid yet": {"nbf": MOMENT + 61},
    "about nobody": {"sub": MISSING},
    "about an empty name": {"sub": ""},
    "about a number": {"sub": 1},
    "about a very long name": {"sub": "x" * 256},
    "with a way that is none": {"amr": ["pwd", ""]},
    "with a level that is none": {"acr": 3},
    "of a time before time": {"auth_time": 1e300},
}


@pytest.mark.parametrize("kind", WRONG)
async def test_a_token_that_is_not_for_this_visit_is_refused(hall: Hall, kind: str) -> None:
    # ASVS 6.8.2, 10.5.1, 10.5.4
    await hall.settle()
    hall.provider.claims = WRONG[kind]

    assert await hall.reason() == "token"


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": [CLIENT]},
        {"aud": [CLIENT, "somebody else"], "azp": CLIENT},
        {"azp": CLIENT},
        {"exp": MOMENT - 59},
        {"iat": MOMENT + 59},
        {"iat": MOMENT + 0.5, "nbf": MOMENT},
    ],
)
async def test_what_the_standard_leaves_open_is_taken(hall: Hall, claims: dict[str, Any]) -> None:
    person = await hall.settle()
    hall.provider.claims = claims
    hall.provider.header = {"x-vendor": "7"}

    assert who(await hall.visit()) == person.person_id


# How well it was proven.


@pytest.mark.parametrize(
    ("told", "taken"),
    [
        ({"acr": "high", "amr": ["mfa", "hwk", "pin"]}, True),
        ({"acr": "substantial", "amr": ["mfa", "hwk"]}, True),
        ({"acr": "low", "amr": ["mfa", "hwk"]}, False),
        ({"acr": "high", "amr": ["mfa"]}, False),
        ({"acr": "high"}, False),
        ({"amr": ["mfa", "hwk"]}, False),
        ({}, False),
    ],
)
async def test_an_organisation_can_demand_how_well_it_is_proven(
    hall: Hall, told: dict[str, Any], taken: bool
) -> None:
    # ASVS 6.8.4
    strict = hall.internet.add(Provider(hall.now, "https://strict.example"))
    known = await hall.register(hall.tenant_id, strict, ("substantial", "high"), ("mfa", "hwk"))
    strict.claims = told

    asked = pairs(await hall.oidc.authorization_url(hall.tenant_id, known.provider_id, BROWSER))
    assert asked["acr_values"] == "substantial high"
    if taken:
        came = await hall.visit(known)
        assert isinstance(came, UnlinkedIdentity)
        assert came.identity.strong
        assert (came.identity.acr, list(came.identity.amr)) == (told["acr"], told["amr"])
    else:
        assert await hall.reason(known=known) == "strength"


async def test_what_was_not_demanded_is_strong_only_if_it_says_so(hall: Hall) -> None:
    # ASVS 6.8.4
    strong = []
    for told in ({}, {"amr": ["pwd"]}, {"amr": ["pwd", "mfa"]}, {"acr": "high"}):
        hall.provider.claims = told
        came = await hall.visit()
        assert isinstance(came, UnlinkedIdentity)
        strong.append(came.identity.strong)

    assert strong == [False, False, True, False]


async def test_who_proved_it_long_ago_is_asked_again_where_it_matters(hall: Hall) -> None:
    # ASVS 6.8.4
    person, span = await hall.settle(), timedelta(minutes=5)
    assert hall.known
    asked = pairs(
        await hall.oidc.authorization_url(hall.tenant_id, hall.known.provider_id, BROWSER, max_age=span)
    )
    assert asked["max_age"] == "300"

    assert await hall.reason(max_age=span) == "strength"
    hall.provider.claims = {"auth_time": MOMENT - 361}
    assert await hall.reason(max_age=span) == "strength"
    before = await hall.visit()
    hall.provider.claims = {"auth_time": MOMENT - 200}
    lately = await hall.visit(max_age=span)

    assert isinstance(before, AuthenticationResult)
    assert isinstance(lately, AuthenticationResult)
    assert before.proved_at == hall.now() - timedelta(seconds=361)
    assert lately.proved_at == hall.now() - timedelta(seconds=200)
    assert lately.proved_at.tzinfo == UTC
    assert lately.person_id == person.person_id


# The way there and back.


async def test_one_comes_back_once(hall: Hall) -> None:
    # ASVS 6.5.1
    back = await hall.begin()
    await hall.oidc.handle_callback(BROWSER, **back)

    with pytest.raises(AuthenticationFailed) as refused:
        await hall.oidc.handle_callback(BROWSER, **back)

    assert refused.value.reason == "state"


async def test_one_comes_back_within_ten_minutes(hall: Hall) -> None:
    # ASVS 6.5.5
    back, late = await hall.begin(), await hall.begin()
    hall.now.pass_by(minutes=9, seconds=59)
    await hall.oidc.handle_callback(BROWSER, **back)
    hall.now.pass_by(seconds=1)

    with pytest.raises(AuthenticationFailed) as refused:
        await hall.oidc.handle_callback(BROWSER, **late)

    assert refused.value.reason == "state"


async def test_one_comes_back_in_the_same_browser(hall: Hall) -> None:
    # ASVS 6.6.2, 10.1.2, 10.2.1: nobody is signed in to an account of whoever sent them a link.
    back = await hall.begin()

    for browser in (OTHER_BROWSER, ""):
        with pytest.raises(AuthenticationFailed) as refused:
            await hall.oidc.handle_callback(browser, **back)
        assert refused.value.reason == "state"
    assert isinstance(await hall.oidc.handle_callback(BROWSER, **back), UnlinkedIdentity)


async def test_a_code_of_another_visit_is_of_no_use(hall: Hall) -> None:
    # ASVS 10.1.2, 10.2.1: PKCE. A stolen code, put into a visit of one's own.
    stolen, own = await hall.begin(browser=OTHER_BROWSER), await hall.begin()

    with pytest.raises(AuthenticationFailed) as refused:
        await hall.oidc.handle_callback(BROWSER, **own | {"code": stolen["code"]})

    assert refused.value.reason == "code"


@pytest.mark.parametrize("state", ["", "x", "AAAA", "é", "A" * 64, "A" * 10_000, "%00"])
async def test_a_state_that_was_never_given_out_is_refused(hall: Hall, state: str) -> None:
    with pytest.raises(AuthenticationFailed) as refused:
        await hall.oidc.handle_callback(BROWSER, state=state, code="x")

    assert refused.value.reason == "state"


async def test_a_state_belongs_to_its_organisation(hall: Hall) -> None:
    back = await hall.begin()
    raw = base64.urlsafe_b64decode(back["state"] + "==")
    moved = base64.urlsafe_b64encode((await hall.neighbours.organisation()).bytes + raw[16:]).decode()

    with pytest.raises(AuthenticationFailed) as refused:
        await hall.oidc.handle_callback(BROWSER, **back | {"state": moved})

    assert refused.value.reason == "state"


async def test_who_says_no_at_the_provider_is_not_signed_in(hall: Hall) -> None:
    refusals = []
    for back in ({"error": "access_denied"}, {"error": "access_denied", "code": "x"}, {}, {"code": ""}):
        state = (await hall.begin())["state"]
        with pytest.raises(AuthenticationFailed) as refused:
            await hall.oidc.handle_callback(BROWSER, state=state, **back)
        refusals.append(refused.value.reason)

    assert refusals == ["declined"] * 4
    assert hall.provider.asked["/token"] == 0


async def test_an_answer_of_one_provider_is_not_taken_for_another_ones(hall: Hall) -> None:
    # ASVS 10.2.2
    back = await hall.begin()
    with pytest.raises(AuthenticationFailed):
        await hall.oidc.handle_callback(BROWSER, **back | {"iss": "https://rogue.example"})

    hall.provider.tells_issuer = True
    hall.now.pass_by(hours=1)
    silent = await hall.begin()
    del silent["iss"]
    with pytest.raises(AuthenticationFailed):
        await hall.oidc.handle_callback(BROWSER, **silent)

    assert hall.provider.asked["/token"] == 0
    assert isinstance(await hall.visit(), UnlinkedIdentity)


async def test_a_provider_that_was_removed_lets_nobody_in(hall: Hall) -> None:
    back = await hall.begin()
    assert hall.known
    await hall.oidc.providers.remove(hall.tenant_id, hall.known.provider_id)

    with pytest.raises(AuthenticationFailed):
        await hall.oidc.handle_callback(BROWSER, **back)
    with pytest.raises(UnknownProvider):
        await hall.begin()
    assert await hall.oidc.providers.list_for(hall.tenant_id) == []


# What a provider publishes.


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://rogue.example"},
        {"issuer": "https://login.harbour.example/"},
        {"issuer": MISSING},
        {"token_endpoint": "http://login.harbour.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": "http://localhost/jwks"},
        {"jwks_uri": "file:///etc/passwd"},
        {"jwks_uri": "https://user:word@login.harbour.example/jwks"},
        {"jwks_uri": "https://[broken/jwks"},
        {"code_challenge_methods_supported": ["plain"]},
    ],
)
async def test_a_discovery_document_that_is_not_right_is_not_followed(
    hall: Hall, described: dict[str, Any]
) -> None:
    # ASVS 10.5.3
    hall.provider.described = {name: value for name, value in described.items() if value is not MISSING}
    if MISSING in described.values():
        document = hall.provider.document()
        del document["issuer"]
        reply: Reply = (200, {}, json.dumps(document).encode())
        hall.provider.replies["/.well-known/openid-configuration"] = reply

    with pytest.raises(ProviderUnavailable):
        await hall.begin()
    assert set(hall.provider.asked) == {"/.well-known/openid-configuration"}


async def test_an_issuer_with_a_path_is_asked_below_it(hall: Hall) -> None:
    below = hall.internet.add(Provider(hall.now, "https://shared.example/realms/pier"))

    came = await hall.visit(await hall.register(hall.tenant_id, below))

    assert isinstance(came, UnlinkedIdentity)
    assert came.identity.issuer == "https://shared.example/realms/pier"


async def test_what_is_published_is_read_once_an_hour(hall: Hall) -> None:
    for _ in range(3):
        await hall.visit()
    assert hall.provider.asked["/.well-known/openid-configuration"] == hall.provider.asked["/jwks"] == 1

    hall.now.pass_by(hours=1)
    await hall.visit()

    assert hall.provider.asked["/.well-known/openid-configuration"] == hall.provider.asked["/jwks"] == 2


async def test_a_new_key_is_looked_for_once(hall: Hall) -> None:
    person = await hall.settle()
    hall.provider.key = OTHER_RSA_KEY
    hall.provider.published = [RSA_KEY.as_dict(private=False), OTHER_RSA_KEY.as_dict(private=False)]

    assert who(await hall.visit()) == person.person_id
    assert who(await hall.visit()) == person.person_id
    assert hall.provider.asked["/jwks"] == 2


async def test_an_unknown_key_is_not_looked_for_again_and_again(hall: Hall) -> None:
    await hall.settle()
    hall.provider.header = {"kid": "made up"}

    reasons = [await hall.reason() for _ in range(4)]
    assert reasons == ["token"] * 4
    assert hall.provider.asked["/jwks"] == 2
    hall.now.pass_by(minutes=1)
    await hall.reason()
    assert hall.provider.asked["/jwks"] == 3


async def test_a_key_that_was_withdrawn_signs_nobody_in(hall: Hall) -> None:
    await hall.settle()
    hall.provider.published = [OTHER_RSA_KEY.as_dict(private=False)]
    hall.now.pass_by(hours=1)

    assert await hall.reason() == "token"


async def test_keys_that_are_too_weak_or_not_for_this_are_left_out(hall: Hall) -> None:
    published: list[list[Any]] = [
        [],
        [RSA_KEY.as_dict(private=False) | {"use": "enc"}],
        [RSA_KEY.as_dict(private=True)],
        [{"kty": "oct", "kid": "first", "k": "AAAA"}],
        [{"kty": "RSA", "kid": "first"}],
        [{"kty": "AKP", "kid": "first"}],
    ]

    for keys in published:
        hall.provider.published = keys
        assert await hall.reason() == "token"
        hall.now.pass_by(hours=1)


async def test_a_key_that_can_be_broken_signs_nobody_in(hall: Hall) -> None:
    # ASVS 11.2.3
    await hall.settle()
    small = generate_private_key(65537, 1024)
    modulus = _encoded(small.public_key().public_numbers().n.to_bytes(128, "big"))
    hall.provider.published = [{"kty": "RSA", "kid": "small", "e": "AQAB", "n": modulus}]

    def forge(claims: dict[str, Any]) -> str:
        text = _two_parts({"alg": "RS256", "kid": "small"}, claims)
        return f"{text}.{_rsa_signature(small, text)}"

    hall.provider.forge = forge

    assert await hall.reason() == "token"


async def test_a_key_that_is_not_understood_does_not_spoil_the_others(hall: Hall) -> None:
    person = await hall.settle()
    hall.provider.published = [
        {"kty": "new", "kid": "first"},
        {"kty": "EC", "crv": "P-9", "x": "AA", "y": "AA"},
        {"kty": "RSA", "n": 5},
        RSA_KEY.as_dict(private=False),
    ]
    hall.now.pass_by(hours=1)

    assert who(await hall.visit()) == person.person_id


@pytest.mark.slow
async def test_no_more_is_kept_than_can_be_held(hall: Hall) -> None:
    for number in range(MAX_CACHED_PROVIDERS + 1):
        other = hall.internet.add(Provider(hall.now, f"https://login-{number}.example"))
        known = await hall.register(hall.tenant_id, other)
        await hall.oidc.authorization_url(hall.tenant_id, known.provider_id, BROWSER)
    first = hall.internet.providers["login-0.example"]
    last = hall.internet.providers[f"login-{MAX_CACHED_PROVIDERS}.example"]

    for known in await hall.oidc.providers.list_for(hall.tenant_id):
        if known.issuer in (first.issuer, last.issuer):
            await hall.oidc.authorization_url(hall.tenant_id, known.provider_id, BROWSER)

    assert first.asked["/.well-known/openid-configuration"] == 2
    assert last.asked["/.well-known/openid-configuration"] == 1


# When the provider does not answer.

MOVED: Reply = (302, {"location": "https://rogue.example/"}, b"")
DOWN: Reply = (503, {}, b"later")
LARGE: Reply = (200, {}, b'{"keys": [' + b" " * 300_000 + b"]}")


@pytest.mark.parametrize("reply", [MOVED, DOWN, LARGE, compressed({"keys": []}), (200, {}, b"<html>")])
@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/jwks"])
async def test_a_provider_out_of_order_is_told_as_such(hall: Hall, path: str, reply: Reply) -> None:
    hall.internet.add(Provider(hall.now, "https://rogue.example"))
    hall.provider.replies[path] = reply

    with pytest.raises(ProviderUnavailable):
        await hall.visit()
    assert not hall.internet.providers["rogue.example"].asked


@pytest.mark.parametrize(
    "reply", [MOVED, DOWN, LARGE, compressed({}), (401, {}, b'{"error": "invalid_client"}'), (400, {}, b"[]")]
)
async def test_a_token_endpoint_out_of_order_is_told_as_such(hall: Hall, reply: Reply) -> None:
    hall.provider.replies["/token"] = reply

    with pytest.raises(ProviderUnavailable):
        await hall.visit()


async def test_a_provider_that_takes_too_long_is_not_waited_for(hall: Hall) -> None:
    hall.provider.pause = 5
    hall.oidc = hall.service(patience=0.1)

    with pytest.raises(ProviderUnavailable):
        await hall.begin()


async def test_the_client_for_providers_keeps_nothing_and_follows_nothing() -> None:
    async with open_http_client() as client:
        request = httpx.Request("GET", "https://login.harbour.example/")
        response = httpx.Response(200, headers={"set-cookie": "a=b"}, request=request)
        client.cookies.extract_cookies(response)

        assert not client.cookies
        assert not client.follow_redirects
        assert client.timeout == httpx.Timeout(5.0)


# What an administrator sets up.


@pytest.mark.parametrize(
    "issuer",
    [
        "http://login.harbour.example",
        "http://localhost:9000",
        "https://login.harbour.example?x=1",
        "https://login.harbour.example#x",
        "https://a:b@login.harbour.example",
        "https://",
        "login.harbour.example",
        "ftp://login.harbour.example",
        "https://login.harbour.example:port",
        "https://login.harbour.example/\n",
        "https://login.harbour.example/" + "x" * 500,
        "",
    ],
)
async def test_an_issuer_is_an_https_address(hall: Hall, issuer: str) -> None:
    with pytest.raises(InvalidProvider):
        await hall.register(hall.tenant_id, Provider(hall.now, issuer))


async def test_a_service_at_this_machine_may_use_a_provider_at_this_machine(hall: Hall) -> None:
    hall.oidc = hall.service(redirect_uri="http://localhost:8000/sign-in/back")
    local = hall.internet.add(Provider(hall.now, "http://localhost:9000"))
    known = await hall.register(hall.tenant_id, local)

    address = await hall.oidc.authorization_url(hall.tenant_id, known.provider_id, BROWSER)
    back = pairs((await hall.http.get(address)).headers["location"])

    assert isinstance(await hall.oidc.handle_callback(BROWSER, **back), UnlinkedIdentity)
    with pytest.raises(InvalidProvider):
        await hall.register(hall.tenant_id, Provider(hall.now, "http://login.harbour.example"))


async def test_an_organisation_has_one_provider_for_an_issuer(hall: Hall) -> None:
    with pytest.raises(InvalidProvider):
        await hall.register(hall.tenant_id, hall.provider)
    assert await hall.oidc.providers.list_for(hall.tenant_id) == [hall.known]


async def test_the_provider_of_another_organisation_is_out_of_reach(hall: Hall) -> None:
    # ASVS 8.4.1
    neighbour = await hall.neighbours.organisation()
    assert hall.known

    assert await hall.oidc.providers.list_for(neighbour) == []
    for attempt in (
        hall.oidc.authorization_url(neighbour, hall.known.provider_id, BROWSER),
        hall.oidc.providers.remove(neighbour, hall.known.provider_id),
        hall.oidc.providers.change_secret(neighbour, hall.known.provider_id, "mine"),
    ):
        with pytest.raises(UnknownProvider):
            await attempt
    assert isinstance(await hall.visit(), UnlinkedIdentity)


async def test_a_secret_is_sealed_and_opens_for_its_own_provider_only(hall: Hall) -> None:
    # ASVS 13.3.1
    rogue = hall.internet.add(Provider(hall.now, "https://rogue.example"))
    async with tenant_tx(hall.pool, hall.tenant_id) as connection:
        kept = await connection.fetchval("select identity_providers::text from identity_providers")
        await connection.execute("update identity_providers set issuer = $1", rogue.issuer)

    assert hall.provider.secret not in kept
    assert hall.provider.secret.encode().hex() not in kept
    with pytest.raises(ProviderUnavailable):
        await hall.visit()
    assert rogue.asked["/token"] == 0


async def test_a_secret_can_be_changed(hall: Hall) -> None:
    hall.provider.secret = "another one"
    assert hall.known
    with pytest.raises(ProviderUnavailable):
        await hall.visit()

    await hall.oidc.providers.change_secret(hall.tenant_id, hall.known.provider_id, "another one")

    assert isinstance(await hall.visit(), UnlinkedIdentity)
    with pytest.raises(InvalidProvider):
        await hall.oidc.providers.change_secret(hall.tenant_id, hall.known.provider_id, "")


async def test_without_its_key_a_secret_is_shown_to_nobody(hall: Hall) -> None:
    assert hall.known
    await hall.vault.destroy(hall.tenant_id, [hall.known.provider_id])

    with pytest.raises(ProviderUnavailable):
        await hall.visit()
    assert hall.provider.asked["/token"] == 0


async def test_a_provider_that_wants_the_secret_in_the_form_gets_it_there(hall: Hall) -> None:
    hall.provider.described["token_endpoint_auth_methods_supported"] = ["client_secret_post"]

    assert isinstance(await hall.visit(), UnlinkedIdentity)


def test_a_newcomer_tells_no_name() -> None:
    assert "sub" not in ProviderIdentity.__struct_fields__
    assert "email" not in ProviderIdentity.__struct_fields__

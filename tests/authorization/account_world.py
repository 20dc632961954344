"""Everybody who has an account, in two organisations, each with a session of their own for every request."""

from typing import Any
from uuid import UUID, uuid4

import httpx

from service.accounts.authentication_result import AuthenticationResult
from service.accounts.caller import AccountRole, Caller
from service.accounts.session_tokens import NewSession
from service.accounts.throttle import AttemptSource
from tests.accounts.authenticator import Authenticator
from tests.api.described import Operation
from tests.authorization.account_matrix import Who
from tests.http.running_service import PUBLIC, Browser, RunningService

ROLES: dict[Who, AccountRole] = {
    "client": "client",
    "other_client": "client",
    "coach": "coach",
    "unproved_coach": "coach",
    "manager": "manager",
    "researcher": "researcher",
    "admin": "admin",
    "foreign_client": "client",
    "foreign_admin": "admin",
}
START = {
    "type": "StartJourney",
    "happened_on": "2026-05-01",
    "called": "Marloes",
    "track": "preventive",
    "locale": "nl",
    "time_zone": "Europe/Amsterdam",
}
BODIES: dict[str, Any] = {
    "post_sign_in": {"email": "nobody@example.org", "password": "not the one"},
    "post_sign_in_link": {"email": "nobody@example.org"},
    "post_sign_in_entry": {"link": "no link of ours"},
    "post_sign_in_passkey": {},
    "post_invitation": {"invitation": "none of ours"},
    "post_invitation_answer": {"invitation": "none of ours", "accept": False},
    "post_session_proof": {"password": "not the one"},
    "post_tokens": {"label": "notebook", "scopes": ["read"], "expires_at": "2026-06-20T12:00:00Z"},
    "put_password": {"password": "short"},
    "post_second_factor_confirmation": {"code": "000000"},
    "post_second_factor_removal": {"code": "000000"},
    "post_passkeys": {"called": "phone", "answer": {}},
    "patch_passkeys_one": {"called": "my old phone"},
    "post_people_roles": {"role": "coach"},
    "post_people_roles_removal": {"role": "client"},
    "post_people_taking_clients": {"takes": False},
    "post_invitations": {"email": "new@example.org", "role": "client", "locale": "nl"},
}
"""What is brought: good enough to be looked at by whoever may ask."""


class AccountWorld:
    """The service, and the people in it."""

    def __init__(self, service: RunningService) -> None:
        self.service = service
        self.people: dict[Who, tuple[UUID, UUID]] = {}
        self.journey_id = uuid4()
        """The client's."""

    async def peopled(self) -> "AccountWorld":
        """One of each, without passwords: each request begins a session by a proof."""
        theirs = await self.service.accounts.create_organisation("Southern Cross")
        for who, role in ROLES.items():
            tenant_id = theirs if who.startswith("foreign") else self.service.tenant_id
            self.people[who] = await self._joined(tenant_id, f"{who}@example.org", role)
        client = await self.browser("client")
        begun = {"command_id": str(uuid4()), "commands": [START]}
        answer = await client.json("POST", f"/journeys/{self.journey_id}/commands", begun)
        assert answer.status_code == 201, answer.text
        return self

    async def role_request(self) -> UUID:
        """A role that waits for a second administrator."""
        tenant_id, person_id = await self._joined(self.service.tenant_id, f"{uuid4()}@example.org", "admin")
        asking = Caller(tenant_id=tenant_id, person_id=person_id, roles=frozenset({"admin"}), way="browser")
        done = await self.service.accounts.grant_role(asking, await self.somebody(), "manager")
        assert done.request
        return done.request.request_id

    async def somebody(self) -> UUID:
        """A client of whom nothing has become yet."""
        return (await self._joined(self.service.tenant_id, f"{uuid4()}@example.org", "client"))[1]

    async def open_invitation(self) -> UUID:
        """An invitation that was not answered."""
        by = self.service.by()
        invited = await self.service.accounts.invite(by, f"{uuid4()}@example.org", "client", locale="en")
        found = await self.service.accounts.list_open_invitations(by)
        return next(one.invitation_id for one in found if one.person_id == invited.person_id)

    async def _joined(self, tenant_id: UUID, email: str, role: AccountRole) -> tuple[UUID, UUID]:
        by = Caller(
            tenant_id=tenant_id,
            person_id=self.service.by().person_id,
            roles=frozenset({"admin"}),
            way="local",
        )
        accounts = self.service.accounts
        secret = (await accounts.invite(by, email, role, locale="en")).link_secret
        consents = ["coaching"] if role == "client" else []
        person = await accounts.accept_invitation(secret, name="Somebody", consents=consents)  # type: ignore[arg-type]
        return person.tenant_id, person.person_id

    async def session(self, who: Who) -> NewSession:
        """A session that has just begun; strong for all but the coach who set up nothing."""
        tenant_id, person_id = self.people[who]
        proof = AuthenticationResult(
            tenant_id=tenant_id,
            person_id=person_id,
            method="oidc",
            amr=(),
            strong=who != "unproved_coach",
            proved_at=self.service.clock.now,
        )
        return await self.service.accounts.complete_sign_in(proof, source=AttemptSource("127.0.0.1"))

    async def browser(self, who: Who) -> Browser:
        """Somebody who has just come in."""
        browser, signed = self.service.browser(), await self.session(who)
        browser.http.cookies.set("__Host-soundings", signed.secret)
        me = await browser.get("/api/v1/session")
        browser.form_token = me.json()["form_token"]
        return browser

    async def passkey(self, browser: Browser) -> str:
        """The id of a passkey of somebody, which is made unless there is one."""
        there = (await browser.json("GET", "/passkeys")).json()["passkeys"]
        if there:
            return str(there[0]["passkey_id"])
        options = (await browser.json("POST", "/passkeys/options")).json()
        answer = Authenticator(PUBLIC).create(options)
        made = await browser.json("POST", "/passkeys", {"called": "phone", "answer": answer})
        assert made.status_code == 201, made.text
        return str(made.json()["passkey_id"])

    async def token(self, who: Who) -> str:
        """A program's token that may do everything a token can."""
        until = self.service.clock.now.replace(month=7)
        caller = (await self.session(who)).caller
        scopes = ("read", "tell", "lead", "people")
        return await self.service.accounts.create_api_token(caller, "notebook", scopes, until)

    async def asked(self, operation: Operation, who: Who) -> httpx.Response:
        """An operation, tried by somebody; on a session or passkey of the client where it is about one."""
        path = operation.path.removeprefix("/api/v1")
        if "{token_id}" in path:
            path = path.replace("{token_id}", str((await self.session("client")).caller.token_id))
        if "{passkey_id}" in path:
            path = path.replace("{passkey_id}", await self.passkey(await self.browser("client")))
        if "{person_id}" in path:
            path = path.replace("{person_id}", str(await self.somebody()))
        if "{invitation_id}" in path:
            path = path.replace("{invitation_id}", str(await self.open_invitation()))
        if "{request_id}" in path:
            path = path.replace("{request_id}", str(await self.role_request()))
        path = path.replace("{journey_id}", str(self.journey_id))
        method, body = operation.method.upper(), self._body(operation)
        if who == "program":
            headers = {"authorization": f"Bearer {await self.token('client')}", "sec-fetch-site": "none"}
            address = f"/api/v1{path}"
            return await self.service.browser().http.request(method, address, json=body, headers=headers)
        browser = self.service.browser() if who == "stranger" else await self.browser(who)
        return await browser.json(method, path, body)

    def _body(self, operation: Operation) -> Any:
        coach = {"coach_id": str(self.people["coach"][1])}
        match operation.name:
            case "post_people_coach":
                return coach
            case "post_journeys_coach":
                return coach | {"command_id": str(uuid4())}
            case name:
                return BODIES.get(name)

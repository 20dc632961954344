"""The middleware in front of the whole application: who is let in where, and what every answer tells a browser."""

import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from litestar.routes import HTTPRoute

from service.http.form_body import MAX_BYTES
from service.http.middleware import allows_anonymous
from service.http.responses import CONTENT_SECURITY_POLICY, GUEST_HEADERS, SECURITY_HEADERS
from service.postgres.errors import StoreUnavailable
from tests.api.client import refusal
from tests.http.running_service import PASSWORD, PUBLIC, RunningService, open_service
from tests.http.scopes import request
from tests.same_origin import SAME_ORIGIN

SOME_ID = "0198c0de-0000-7000-8000-000000000011"


@pytest.fixture(autouse=True)
def brief_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody here listens for a minute."""
    monkeypatch.setattr("service.web.live_updates.STREAM_SECONDS", 0.05)


@pytest.fixture
async def service(database: str) -> AsyncIterator[RunningService]:
    async with open_service(database) as service:
        yield service


def addresses(service: RunningService) -> list[tuple[str, str]]:
    """Every method and address that is served, with an id wherever one is asked for."""
    return [
        (method, filled(route))
        for route in service.app.routes
        if isinstance(route, HTTPRoute)
        for method in sorted(route.methods)
    ]


def filled(route: HTTPRoute) -> str:
    return "/".join(SOME_ID if part.startswith("{") else part for part in route.path_format.split("/"))


@pytest.mark.slow
async def test_whoever_has_not_signed_in_is_refused_everywhere_but_on_the_way_in(
    service: RunningService,
) -> None:
    # ASVS 6.3.4, 8.2.1, 8.3.1
    stranger = service.browser()
    let_in = set()
    for method, path in addresses(service):
        answer = await stranger.http.request(method, path, headers=SAME_ORIGIN)
        if answer.status_code == 401:
            assert refusal(answer) == (401, "not-signed-in", "")
            assert answer.headers["www-authenticate"].startswith("Bearer")
        elif answer.status_code == 303 and answer.headers["location"].startswith("/sign-in"):
            assert not answer.text
        else:
            let_in.add(path)

    assert len(addresses(service)) > 90
    assert all(allows_anonymous(path) for path in let_in)
    assert {path for path in let_in if path.startswith("/api")} == {
        "/api/v1/sign-in",
        "/api/v1/sign-in/link",
        "/api/v1/sign-in/entry",
        "/api/v1/sign-in/passkey",
        "/api/v1/sign-in/passkey/options",
        "/api/v1/invitation",
        "/api/v1/invitation/answer",
    }


@pytest.mark.parametrize("path", ["/nowhere", "//sign-in", "/sign-in/x", "/api/v1/nothing", "/admin/sign-in"])
async def test_not_even_what_is_not_there_is_told_to_strangers(service: RunningService, path: str) -> None:
    answer = await service.browser().get(path)

    assert answer.status_code in (401, 303)


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/", "/sign-in"),
        ("/account", "/sign-in?next=/account"),
        (f"/journeys/{SOME_ID}?on=2026-01-01", f"/sign-in?next=/journeys/{SOME_ID}%3Fon%3D2026-01-01"),
    ],
)
async def test_whoever_has_to_sign_in_first_is_led_back_afterwards(
    service: RunningService, path: str, location: str
) -> None:
    answer = await service.browser().get(path)

    assert (answer.status_code, answer.headers["location"]) == (303, location)


@pytest.mark.slow
async def test_every_answer_tells_the_browser_to_be_careful(service: RunningService) -> None:
    # ASVS 3.4.1 to 3.4.6, 3.4.8, 14.3.2
    await service.person()
    anna = service.browser()
    await anna.sign_in()
    seen = [
        (method, path, await who.http.request(method, path, headers=SAME_ORIGIN))
        for who in (anna, service.browser())
        for method, path in [*addresses(service), ("GET", "/nowhere"), ("BREW", "/"), ("GET", "/api/x")]
        if path not in ("/api/v1/session", "/sign-out") or method != "DELETE"
    ]

    for method, path, answer in seen:
        strict = path.startswith(("/a/", "/s/", "/replies/"))
        own = {"content-security-policy"} if strict or path.startswith("/schema") else set()
        own |= {"referrer-policy", "cache-control"}
        for name in SECURITY_HEADERS.keys() - own:
            assert answer.headers.get_list(name) == [SECURITY_HEADERS[name]], (method, path, name)
        for name, value in GUEST_HEADERS.items() if strict else ():
            assert answer.headers.get_list(name) == [value], (method, path, name)
        if not strict:
            assert answer.headers["content-security-policy"].startswith(CONTENT_SECURITY_POLICY)
        assert answer.headers["referrer-policy"] in ("no-referrer", "same-origin")
        assert answer.headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"
        assert answer.headers["cache-control"] == "no-store", (method, path)
        assert "server" not in answer.headers
        assert "unsafe-inline" not in answer.headers["content-security-policy"].partition("script-src")[2]


async def test_over_http_on_this_machine_nothing_is_said_of_https(service: RunningService) -> None:
    answer = await service.browser("http://localhost:8000").get("/sign-in")

    assert "strict-transport-security" not in answer.headers


async def test_files_that_never_change_may_be_kept(service: RunningService) -> None:
    page = await service.browser().get("/sign-in")
    style = page.text.partition('rel="stylesheet" href="')[2].partition('"')[0]

    assert (await service.browser().get(style)).headers["cache-control"].startswith("public")


async def test_the_description_has_an_exception_of_its_own_and_no_more(service: RunningService) -> None:
    answer = await service.browser().get("/schema")

    assert answer.headers["content-security-policy"] == (
        f"{CONTENT_SECURITY_POLICY}; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
    )


class TestChanges:
    @pytest.mark.parametrize(
        "headers",
        [
            {"sec-fetch-site": "cross-site"},
            {"sec-fetch-site": "same-site"},
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {},
        ],
    )
    async def test_a_foreign_page_changes_nothing(
        self, service: RunningService, headers: dict[str, str]
    ) -> None:
        # ASVS 3.5.1
        await service.person()
        anna = service.browser()
        await anna.sign_in()

        page = await anna.send("/sign-out", {}, headers)
        api = await anna.http.delete("/api/v1/session", headers=headers | {"x-form-token": anna.form_token})

        assert page.status_code == 403
        assert refusal(api) == (403, "cross-site", "")
        assert (await anna.get("/api/v1/session")).status_code == 200

    @pytest.mark.parametrize("headers", [{"origin": PUBLIC}, {"sec-fetch-site": "same-origin"}])
    async def test_a_page_of_ours_does(self, service: RunningService, headers: dict[str, str]) -> None:
        await service.person()
        anna = service.browser()
        await anna.sign_in()

        assert (await anna.send("/sign-out", {}, headers)).status_code == 303
        assert (await anna.get("/api/v1/session")).status_code == 401

    async def test_a_form_without_the_token_of_its_session_changes_nothing(
        self, service: RunningService
    ) -> None:
        await service.person()
        await service.person("bo@example.org")
        anna, bo = service.browser(), service.browser()
        await anna.sign_in()
        await bo.sign_in("bo@example.org")
        anna.form_token, own = "", anna.form_token

        for wrong in ("", "x", bo.form_token):
            page = await anna.post("/sign-out", form_token=wrong)
            api = await anna.http.delete("/api/v1/session", headers=SAME_ORIGIN | {"x-form-token": wrong})
            assert page.status_code == 403
            assert refusal(api) == (403, "cross-site", "")

        assert (await anna.post("/sign-out", form_token=own)).status_code == 303

    async def test_a_strangers_sign_in_form_must_be_ours_too(self, service: RunningService) -> None:
        await service.person()
        answer = await service.browser().send(
            "/sign-in", {"email": "anna@example.org"}, {"sec-fetch-site": "cross-site"}
        )

        assert answer.status_code == 403

    @pytest.mark.slow
    async def test_looking_changes_nothing(self, service: RunningService) -> None:
        # ASVS 3.5.3
        await service.person()
        anna = service.browser()
        await anna.sign_in()
        before = await anna.sessions()

        for _, path in {one for one in addresses(service) if one[0] == "GET"}:
            await anna.get(path)
            await anna.http.head(path)
        for path in ("/sign-out", "/account/revoke", "/account/tokens", "/enter", "/invitation/answer"):
            await anna.get(f"{path}?token_id={before[0]['token_id']}&form_token={anna.form_token}")

        assert await anna.sessions() == before

    async def test_a_form_beyond_the_limit_is_not_read(self, service: RunningService) -> None:
        # ASVS 5.1.x
        answer = await service.browser().post("/sign-in", email="a" * MAX_BYTES)
        told = await service.browser().http.post(
            "/api/v1/sign-in",
            content=b"a" * (MAX_BYTES + 1),
            headers=SAME_ORIGIN | {"content-type": "application/x-www-form-urlencoded"},
        )

        assert answer.status_code == 413
        assert refusal(told) == (413, "too-large", "")

    async def test_a_large_form_of_unannounced_length_is_not_read_to_its_end(
        self, service: RunningService
    ) -> None:
        sent = 0

        async def drops() -> AsyncIterator[bytes]:
            nonlocal sent
            for _ in range(1000):
                sent += 1
                yield b"a" * 1024

        answer = await service.browser().http.post(
            "/sign-in",
            content=drops(),
            headers=SAME_ORIGIN | {"content-type": "application/x-www-form-urlencoded"},
        )

        assert answer.status_code == 413


class TestTokensOfPrograms:
    async def make(self, service: RunningService) -> str:
        await service.person()
        anna = service.browser()
        await anna.sign_in()
        until = (service.clock.now + timedelta(days=30)).isoformat()
        answer = await anna.json(
            "POST", "/tokens", {"label": "notebook", "scopes": ["read"], "expires_at": until}
        )
        assert answer.status_code == 201, answer.text
        token: str = answer.json()["token"]
        return token

    async def test_a_program_shows_its_token_and_needs_no_page(self, service: RunningService) -> None:
        headers = {"authorization": f"Bearer {await self.make(service)}"}
        program = service.browser()

        seen = await program.http.get("/api/v1/session", headers=headers)
        cross = await program.http.post(
            "/api/v1/journeys/x/commands", json={}, headers=headers | {"sec-fetch-site": "cross-site"}
        )

        assert seen.status_code == 200
        assert cross.status_code == 404

    async def test_a_token_opens_no_page_and_no_account(self, service: RunningService) -> None:
        headers = {"authorization": f"Bearer {await self.make(service)}"}
        program = service.browser()

        assert (await program.http.get("/account", headers=headers)).status_code == 303
        assert refusal(await program.http.get("/api/v1/sessions", headers=headers)) == (
            403,
            "not-for-you",
            "",
        )
        assert (await program.http.delete("/api/v1/session", headers=headers)).status_code == 403

    async def test_a_token_is_no_cookie_and_a_cookie_no_token(self, service: RunningService) -> None:
        token = await self.make(service)
        anna = service.browser()
        await anna.sign_in()
        secret = anna.http.cookies["__Host-soundings"]

        by_cookie = await service.browser().get("/api/v1/session", cookie=f"__Host-soundings={token}")
        by_token = await service.browser().get("/api/v1/session", authorization=f"Bearer {secret}")

        assert (by_cookie.status_code, by_token.status_code) == (401, 401)

    async def test_a_wrong_token_beside_a_good_cookie_opens_nothing(self, service: RunningService) -> None:
        await service.person()
        anna = service.browser()
        await anna.sign_in()

        assert (await anna.get("/api/v1/session", authorization="Bearer snd_x")).status_code == 401


class TestWhatGoesWrong:
    async def test_a_database_that_is_away_is_said_so(
        self, service: RunningService, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def away(secret: str) -> None:
            raise StoreUnavailable("gone at 10.0.0.7")

        monkeypatch.setattr(service.accounts, "authenticate", away)
        page = await service.browser().get("/", cookie="__Host-soundings=x")
        api = await service.browser().get("/api/v1/desk", cookie="__Host-soundings=x")

        assert page.status_code == 503
        assert refusal(api) == (503, "busy", "")
        assert "10.0.0.7" not in page.text + api.text

    async def test_a_fault_at_the_door_is_noted_without_its_words(
        self, service: RunningService, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        # ASVS 16.2.5, 16.3.4, 16.5.1
        async def failing(secret: str) -> None:
            raise RuntimeError(f"cannot read {secret}")

        monkeypatch.setattr(service.accounts, "authenticate", failing)
        answer = await service.browser().get("/", cookie="__Host-soundings=canary")

        assert answer.status_code == 500
        assert "RuntimeError at " in caplog.text
        assert "canary" not in caplog.text + answer.text

    async def test_no_secret_is_ever_noted(
        self, service: RunningService, caplog: pytest.LogCaptureFixture
    ) -> None:
        # ASVS 14.2.1, 16.2.5
        anna = service.browser()
        with caplog.at_level(logging.DEBUG):
            invitation = await service.invite("anna@example.org")
            await anna.post("/invitation", invitation=invitation)
            await anna.post(
                "/invitation/answer",
                invitation=invitation,
                answer="accept",
                name="Anna Canary",
                password="canary password 12",
            )
            await anna.post("/sign-in/link", email="anna@example.org")
            (secret,) = await service.mailer.secrets()
            await anna.post("/enter", link=secret)
            await anna.sign_in(password="canary password 12")

        ours = "\n".join(
            one.getMessage()
            for one in caplog.records
            if not one.name.startswith(("httpx", "httpcore", "asyncio"))
        )
        assert "POST /enter" in ours
        for kept in (
            invitation,
            secret,
            "canary",
            "Canary",
            "anna@",
            anna.http.cookies.get("__Host-soundings") or "-",
        ):
            assert kept not in ours


async def test_where_nobody_signs_in_there_is_no_way_to(http_open: httpx.AsyncClient) -> None:
    answers = [await http_open.get(path) for path in ("/sign-in", "/account", "/api/v1/session")]

    assert [one.status_code for one in answers] == [404, 404, 404]


async def test_where_nobody_signs_in_a_foreign_page_changes_nothing(http_open: httpx.AsyncClient) -> None:
    send: dict[str, Any] = {"json": {}, "headers": {"sec-fetch-site": "cross-site"}}
    answer = await http_open.post(f"/api/v1/journeys/{SOME_ID}/commands", **send)

    assert refusal(answer) == (403, "cross-site", "")


async def test_a_form_that_did_not_arrive_whole_does_nothing(service: RunningService) -> None:
    await service.person()
    part = f"email=anna%40example.org&password={PASSWORD.replace(' ', '+')}".encode()
    arriving: list[Any] = [
        {"type": "http.request", "body": part, "more_body": True},
        {"type": "http.disconnect"},
    ]
    scope: Any = request(
        "POST",
        "/sign-in",
        host="soundings.example",
        sec_fetch_site="same-origin",
        content_type="application/x-www-form-urlencoded",
        content_length="1000",
    )
    answered: list[Any] = []

    async def receive() -> Any:
        return arriving.pop(0)

    async def send(message: Any) -> None:
        answered.append(message)

    await service.app(scope | {"query_string": b"", "raw_path": b"/sign-in", "root_path": ""}, receive, send)

    assert answered[0]["status"] == 400
    assert b"set-cookie" not in dict(answered[0]["headers"])

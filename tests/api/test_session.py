"""Signing in and out over the API, and looking after one's account."""

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from service.http import sign_in_link_email
from tests.api.client import allowed, refusal
from tests.http.running_service import PASSWORD, PUBLIC, Browser, RunningService, open_service
from tests.same_origin import SAME_ORIGIN

SIGN_IN = {"email": "anna@example.org", "password": PASSWORD}


@pytest.fixture
async def service(database: str) -> AsyncIterator[RunningService]:
    async with open_service(database) as service:
        await service.person()
        yield service


@pytest.fixture
async def anna(service: RunningService) -> Browser:
    anna = service.browser()
    assert (await anna.sign_in()).status_code == 200
    return anna


def cookie(answer: httpx.Response, name: str = "__Host-soundings") -> list[str]:
    """The attributes of a cookie, without its value."""
    (line,) = [one for one in answer.headers.get_list("set-cookie") if one.startswith(f"{name}=")]
    return line.split("; ")[1:]


class TestSigningIn:
    async def test_a_session_is_a_cookie_for_https_and_this_host_that_no_script_reads(
        self, service: RunningService
    ) -> None:
        # ASVS 3.3.1 to 3.3.4, 7.2.3
        answer = await service.browser().sign_in()

        assert cookie(answer) == ["Path=/", "Max-Age=7776000", "HttpOnly", "SameSite=Lax", "Secure"]
        assert len(answer.cookies["__Host-soundings"]) == 43
        assert answer.cookies["__Host-soundings"] not in answer.text

    async def test_on_this_machine_it_goes_without_https(self, service: RunningService) -> None:
        anna = service.browser("http://localhost")

        answer = await anna.sign_in()

        assert cookie(answer, "soundings") == ["Path=/", "Max-Age=7776000", "HttpOnly", "SameSite=Lax"]
        assert (await anna.get("/api/v1/session")).status_code == 200

    async def test_whoever_has_signed_in_hears_who_they_are(
        self, service: RunningService, anna: Browser
    ) -> None:
        me = (await anna.get("/api/v1/session")).json()

        assert me["tenant_id"] == str(service.tenant_id)
        assert me["roles"] == ["client"]
        assert (me["needs"], me["form_token"]) == ([], anna.form_token)

    async def test_a_known_and_an_unknown_address_get_the_same_answer(self, service: RunningService) -> None:
        # ASVS 6.3.8
        answers = [
            await service.browser().sign_in(email, "not the password")
            for email in ("anna@example.org", "nobody@example.org")
        ]

        assert [refusal(one) for one in answers] == [(403, "not-proved", "")] * 2
        assert len({one.content for one in answers}) == 1
        assert len({tuple(sorted(one.headers.items())) for one in answers}) == 1

    async def test_signing_in_anew_gives_a_new_secret_and_ends_the_old_session(self, anna: Browser) -> None:
        # ASVS 7.2.4
        old = anna.http.cookies["__Host-soundings"]

        await anna.sign_in()

        assert anna.http.cookies["__Host-soundings"] != old
        assert len(await anna.sessions()) == 1

    async def test_a_planted_session_is_not_taken_over(self, service: RunningService) -> None:
        # ASVS 7.2.4
        planted = "x" * 43
        victim = service.browser()
        victim.http.cookies.set("__Host-soundings", planted)

        await victim.sign_in()

        assert (
            await service.browser().get("/api/v1/session", cookie=f"__Host-soundings={planted}")
        ).status_code == 401

    async def test_a_code_is_asked_for_where_there_is_an_authenticator(
        self, service: RunningService, anna: Browser
    ) -> None:
        # ASVS 6.3.3, 6.5.1
        secret = await anna.set_up_totp()
        service.clock.on(minutes=1)
        again = service.browser()

        without = await again.sign_in()
        wrong = await again.sign_in(code="000000")
        right = await again.sign_in(code=anna.code(secret))
        twice = await service.browser().sign_in(code=anna.code(secret))

        assert [refusal(one) for one in (without, wrong, twice)] == [(403, "code-needed", "")] * 3
        assert right.status_code == 200

    async def test_accounts_in_two_organisations_are_told_apart(self, service: RunningService) -> None:
        other = RunningService(
            service.app, service.clock, await service.accounts.create_organisation("Southern Cross")
        )
        await other.person()

        which = await service.browser().sign_in()
        chosen = await service.browser().sign_in(organisation=str(other.tenant_id))

        assert refusal(which) == (409, "which-organisation", "#/organisation")
        assert {one["detail"] for one in which.json()["errors"]} == {"Northern Light", "Southern Cross"}
        assert chosen.json()["tenant_id"] == str(other.tenant_id)

    @pytest.mark.parametrize(
        "body", [{}, {"email": "a@b"}, SIGN_IN | {"remember": True}, SIGN_IN | {"email": 3}]
    )
    async def test_a_body_that_is_no_sign_in_is_refused(self, service: RunningService, body: object) -> None:
        answer = await service.browser().json("POST", "/sign-in", body)

        assert refusal(answer)[:2] == (422, "invalid-value")
        assert allowed(answer)


class TestGuessing:
    async def test_a_hundred_wrong_passwords_are_stopped_whatever_is_said_of_the_network(
        self, service: RunningService
    ) -> None:
        # ASVS 6.1.1, 6.3.1
        guesser = service.browser()
        answers = []
        for number in range(100):
            answer = await guesser.http.post(
                "/api/v1/sign-in",
                json=SIGN_IN | {"password": f"guess number {number}"},
                headers=SAME_ORIGIN | {"x-forwarded-for": f"203.0.113.{number}"},
            )
            answers.append(answer)

        assert [one.status_code for one in answers] == [403] * 10 + [429] * 90
        assert refusal(answers[-1]) == (429, "too-often", "")
        assert 0 < int(answers[-1].headers["retry-after"]) <= 15 * 60 + 1
        assert (await service.browser().sign_in()).status_code == 429

    async def test_many_addresses_from_one_network_are_stopped_whatever_is_said_of_it(
        self, service: RunningService
    ) -> None:
        # ASVS 6.3.1
        statuses = []
        for number in range(60):
            answer = await service.browser().http.post(
                "/api/v1/sign-in",
                json={"email": f"guess{number}@example.org", "password": "password number 1"},
                headers=SAME_ORIGIN
                | {"x-forwarded-for": f"203.0.113.{number}", "forwarded": f"for=203.0.113.{number}"},
            )
            statuses.append(answer.status_code)

        assert statuses == [403] * 50 + [429] * 10

    async def test_behind_a_proxy_of_ours_each_network_is_counted_by_itself(self, database: str) -> None:
        # ASVS 6.3.1
        async with open_service(database, trusted_proxies="127.0.0.0/8") as service:
            await service.person()
            answers = []
            for number in range(60):
                answer = await service.browser().http.post(
                    "/api/v1/sign-in",
                    json={"email": f"guess{number}@example.org", "password": "password number 1"},
                    headers=SAME_ORIGIN | {"x-forwarded-for": f"203.0.113.{number}"},
                )
                answers.append(answer.status_code)

        assert answers == [403] * 60


class TestSigningOut:
    async def test_the_old_cookie_is_dead_and_the_browser_forgets_us(
        self, service: RunningService, anna: Browser
    ) -> None:
        # ASVS 7.4.1, 14.3.1
        old = anna.http.cookies["__Host-soundings"]

        answer = await anna.json("DELETE", "/session")

        assert answer.status_code == 204
        assert answer.headers["clear-site-data"] == '"cache"'
        assert cookie(answer) == ["Path=/", "Max-Age=0", "HttpOnly", "SameSite=Lax", "Secure"]
        again = await service.browser().get("/api/v1/session", cookie=f"__Host-soundings={old}")
        assert again.status_code == 401

    async def test_another_browser_is_signed_out_from_here(
        self, service: RunningService, anna: Browser
    ) -> None:
        # ASVS 7.5.2
        other = service.browser()
        await other.sign_in()
        (theirs,) = [one["token_id"] for one in await anna.sessions() if not one["current"]]

        answer = await anna.json("DELETE", f"/sessions/{theirs}")

        assert answer.status_code == 204
        assert (await other.get("/api/v1/session")).status_code == 401
        assert (await anna.get("/api/v1/session")).status_code == 200

    async def test_nobody_signs_out_somebody_else(self, service: RunningService, anna: Browser) -> None:
        # ASVS 8.2.2
        await service.person("bo@example.org")
        bo = service.browser()
        await bo.sign_in("bo@example.org")
        (his,) = [one["token_id"] for one in await bo.sessions()]

        assert refusal(await anna.json("DELETE", f"/sessions/{his}")) == (404, "not-found", "")
        assert (await bo.get("/api/v1/session")).status_code == 200

    async def test_who_is_away_too_long_is_signed_out(self, service: RunningService, anna: Browser) -> None:
        # ASVS 7.3.1
        service.clock.on(days=15)

        assert (await anna.get("/api/v1/session")).status_code == 401


class TestLinks:
    async def test_a_link_opens_once_and_in_the_browser_that_asked(self, service: RunningService) -> None:
        # ASVS 6.5.1, 6.6.2
        asker, other = service.browser(), service.browser()
        await asker.json("POST", "/sign-in/link", {"email": "anna@example.org"})
        (secret,) = await service.mailer.secrets()

        elsewhere = await other.json("POST", "/sign-in/entry", {"link": secret})
        here = await asker.json("POST", "/sign-in/entry", {"link": secret})
        twice = await asker.json("POST", "/sign-in/entry", {"link": secret})

        assert refusal(elsewhere) == refusal(twice) == (403, "not-proved", "")
        assert here.status_code == 200
        assert (await asker.get("/api/v1/session")).status_code == 200

    async def test_a_link_ends_after_ten_minutes(self, service: RunningService) -> None:
        # ASVS 6.5.5
        asker = service.browser()
        await asker.json("POST", "/sign-in/link", {"email": "anna@example.org"})
        (secret,) = await service.mailer.secrets()
        service.clock.on(minutes=11)

        answer = await asker.json("POST", "/sign-in/entry", {"link": secret})

        assert refusal(answer) == (403, "not-proved", "")

    async def test_a_link_does_not_stand_in_for_the_code(
        self, service: RunningService, anna: Browser
    ) -> None:
        # ASVS 6.4.3
        totp = await anna.set_up_totp()
        service.clock.on(minutes=1)
        asker = service.browser()
        await asker.json("POST", "/sign-in/link", {"email": "anna@example.org"})
        (secret,) = await service.mailer.secrets()

        without = await asker.json("POST", "/sign-in/entry", {"link": secret})
        with_it = await asker.json("POST", "/sign-in/entry", {"link": secret, "code": anna.code(totp)})

        assert refusal(without) == (403, "code-needed", "")
        assert with_it.status_code == 200

    async def test_whether_there_is_somebody_cannot_be_told_from_the_answer(
        self, service: RunningService, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # ASVS 6.3.8
        monkeypatch.setattr(sign_in_link_email, "UNIFORM_DELAY_SECONDS", 0.3)
        answers = [
            await service.browser().json("POST", "/sign-in/link", {"email": email})
            for email in ("anna@example.org", "nobody@example.org")
        ]

        assert [one.status_code for one in answers] == [202, 202]
        assert [cookie(one, "__Host-soundings-browser") for one in answers] == [
            ["Path=/", "Max-Age=86400", "HttpOnly", "SameSite=Lax", "Secure"]
        ] * 2
        assert {len(one.cookies["__Host-soundings-browser"]) for one in answers} == {43}
        assert all(one.elapsed > timedelta(seconds=0.29) for one in answers)
        assert len(await service.mailer.secrets()) == 1

    async def test_the_secret_stands_where_no_server_sees_it(self, service: RunningService) -> None:
        # ASVS 14.2.1
        await service.browser().json("POST", "/sign-in/link", {"email": "anna@example.org"})
        (secret,) = await service.mailer.secrets()

        assert f"{PUBLIC}/enter#{secret}\n" in service.mailer.sent[0].plain


class TestInvitations:
    async def test_an_invitation_says_what_it_is_before_anything_is_kept(
        self, service: RunningService
    ) -> None:
        secret = await service.invite("bo@example.org")

        offer = (await service.browser().json("POST", "/invitation", {"invitation": secret})).json()

        assert (offer["organisation"], offer["role"], offer["known"]) == ("Northern Light", "client", False)
        assert (offer["purposes"], offer["consents"]) == (["coaching"], ["research", "contact_after"])

    async def test_who_accepts_is_in(self, service: RunningService) -> None:
        bo, secret = service.browser(), await service.invite("bo@example.org")

        yes = {"invitation": secret, "accept": True, "name": "Bo", "password": "another good one 5"}
        answer = await bo.json("POST", "/invitation/answer", yes | {"consents": ["research"]})
        twice = await service.browser().json("POST", "/invitation/answer", yes)

        assert answer.status_code == 200
        assert (await bo.get("/api/v1/session")).status_code == 200
        assert refusal(twice) == (410, "invitation-gone", "")

    async def test_a_weak_password_is_refused_and_the_invitation_stays(self, service: RunningService) -> None:
        # ASVS 6.2.4
        bo, secret = service.browser(), await service.invite("bo@example.org")

        yes = {"invitation": secret, "accept": True, "name": "Bo", "password": "password"}
        answer = await bo.json("POST", "/invitation/answer", yes)
        again = await bo.json("POST", "/invitation/answer", yes | {"password": "another good one 5"})

        assert refusal(answer) == (422, "invalid-value", "#/password")
        assert again.status_code == 200

    async def test_who_declines_is_forgotten(self, service: RunningService) -> None:
        bo, secret = service.browser(), await service.invite("bo@example.org")

        answer = await bo.json("POST", "/invitation/answer", {"invitation": secret, "accept": False})

        assert answer.status_code == 204
        assert refusal(await bo.json("POST", "/invitation", {"invitation": secret})) == (
            410,
            "invitation-gone",
            "",
        )


class TestOnesAccount:
    async def test_a_new_password_ends_every_other_session(
        self, service: RunningService, anna: Browser
    ) -> None:
        # ASVS 6.2.2, 7.4.3
        other = service.browser()
        await other.sign_in()
        new = {"password": "a quite different one 3", "current": PASSWORD}

        answer = await anna.json("PUT", "/password", new)

        assert answer.status_code == 200
        assert (await other.get("/api/v1/session")).status_code == 401
        assert (await anna.get("/api/v1/session")).status_code == 200
        assert (await service.browser().sign_in()).status_code == 403
        assert (await service.browser().sign_in(password=new["password"])).status_code == 200

    async def test_what_is_delicate_asks_for_a_fresh_proof(
        self, service: RunningService, anna: Browser
    ) -> None:
        # ASVS 7.5.1, 7.5.3
        service.clock.on(minutes=11)

        stale = await anna.json("POST", "/second-factor")
        proof = await anna.json("POST", "/session/proof", {"password": PASSWORD})
        anna.form_token = proof.json()["form_token"]
        fresh = await anna.json("POST", "/second-factor")

        assert refusal(stale) == (403, "prove-again", "")
        assert fresh.status_code == 200
        assert fresh.json()["uri"].startswith("otpauth://totp/Soundings:anna")

    async def test_a_wrong_code_sets_nothing_up(self, anna: Browser) -> None:
        await anna.json("POST", "/second-factor")

        answer = await anna.json("POST", "/second-factor/confirmation", {"code": "000000"})

        assert refusal(answer) == (422, "invalid-value", "#/code")

    async def test_staff_without_a_second_proof_have_no_role_yet(self, service: RunningService) -> None:
        # ASVS 6.3.3
        await service.person("coach@example.org", "coach")
        coach = service.browser()

        before = (await coach.sign_in("coach@example.org")).json()
        await coach.set_up_totp()
        after = (await coach.get("/api/v1/session")).json()

        assert (before["roles"], before["needs"]) == ([], ["set_up_second_factor"])
        assert (after["roles"], after["needs"]) == (["coach"], [])

    async def test_a_recovery_code_opens_once(self, service: RunningService, anna: Browser) -> None:
        # ASVS 6.5.1
        await anna.set_up_totp()
        codes = (await anna.json("POST", "/recovery-codes")).json()["codes"]

        once = await service.browser().sign_in(code=codes[0])
        twice = await service.browser().sign_in(code=codes[0])

        assert len(set(codes)) == 10
        assert (once.status_code, refusal(twice)[1]) == (200, "code-needed")

    async def test_an_authenticator_is_taken_away_with_a_code_of_it(
        self, service: RunningService, anna: Browser
    ) -> None:
        secret = await anna.set_up_totp()
        service.clock.on(minutes=1)

        wrong = await anna.json("POST", "/second-factor/removal", {"code": "000000"})
        right = await anna.json("POST", "/second-factor/removal", {"code": anna.code(secret)})

        assert refusal(wrong) == (422, "invalid-value", "#/code")
        assert right.status_code == 204
        assert (await service.browser().sign_in()).status_code == 200

    async def test_a_program_gets_a_token_that_is_shown_once_and_can_be_revoked(
        self, service: RunningService, anna: Browser
    ) -> None:
        until = (service.clock.now + timedelta(days=30)).isoformat()
        body = {"label": "notebook", "scopes": ["read"], "expires_at": until}

        made = (await anna.json("POST", "/tokens", body)).json()["token"]
        (listed,) = [one for one in await anna.sessions() if one["way"] == "api"]
        await anna.json("DELETE", f"/sessions/{listed['token_id']}")
        answer = await service.browser().get("/api/v1/journeys", authorization=f"Bearer {made}")

        assert made.startswith("snd_")
        assert (listed["label"], listed["scopes"]) == ("notebook", ["read"])
        assert answer.status_code == 401

    @pytest.mark.parametrize(
        "change", [{"scopes": []}, {"scopes": ["everything"]}, {"expires_at": "2026-07-01"}]
    )
    async def test_a_token_for_nothing_known_is_refused(
        self, anna: Browser, change: dict[str, object]
    ) -> None:
        body = {"label": "notebook", "scopes": ["read"], "expires_at": "2026-07-01T12:00:00Z"}

        assert refusal(await anna.json("POST", "/tokens", body | change))[:2] == (422, "invalid-value")


class TestPasskeys:
    async def test_a_page_gets_a_challenge_of_its_own_each_time(self, service: RunningService) -> None:
        browser = service.browser()

        first = await browser.json("POST", "/sign-in/passkey/options")
        second = await browser.json("POST", "/sign-in/passkey/options")

        assert first.json()["rpId"] == "soundings.example"
        assert first.json()["challenge"] != second.json()["challenge"]
        assert cookie(first, "__Host-soundings-browser")[2:] == ["HttpOnly", "SameSite=Lax", "Secure"]

    @pytest.mark.parametrize("answer", [{}, {"id": "x"}, [], {"response": {"clientDataJSON": "AA"}}])
    async def test_an_answer_that_proves_nothing_lets_nobody_in(
        self, service: RunningService, answer: object
    ) -> None:
        browser = service.browser()
        await browser.json("POST", "/sign-in/passkey/options")

        assert refusal(await browser.json("POST", "/sign-in/passkey", answer)) == (403, "not-proved", "")

    async def test_who_is_signed_in_may_add_one(self, anna: Browser) -> None:
        options = (await anna.json("POST", "/passkeys/options")).json()
        wrong = await anna.json("POST", "/passkeys", {"called": "phone", "answer": {}})

        assert options["user"]["name"] == "anna@example.org"
        assert refusal(wrong) == (403, "not-proved", "")
        assert (await anna.json("GET", "/passkeys")).json() == {"passkeys": []}

    async def test_adding_one_asks_for_a_fresh_proof(self, service: RunningService, anna: Browser) -> None:
        # ASVS 7.5.1
        service.clock.on(minutes=11)

        assert refusal(await anna.json("POST", "/passkeys/options")) == (403, "prove-again", "")

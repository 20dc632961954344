"""Signing in at one's organisation over pages, against a provider with real keys; and whoever should not get in by it."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import httpx
import pytest

from service.accounts.caller import AccountRole
from service.accounts.identity_providers import IdentityProvider
from service.accounts.oidc_client import OidcClient
from service.accounts.throttle import AttemptLimit
from tests.accounts.provider import Internet, Provider
from tests.http.running_service import PASSWORD, PUBLIC, Browser, RunningService, open_service
from tests.same_origin import SAME_ORIGIN

CROSS_SITE = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}
"""What a browser says of a way that began at the provider."""
GOOD = {"email": "anna@example.org", "password": PASSWORD}


class Town:
    """The service, with an organisation that has a provider elsewhere."""

    def __init__(
        self, service: RunningService, oidc: OidcClient, provider: Provider, internet: Internet
    ) -> None:
        self.service = service
        self.oidc = oidc
        self.provider = provider
        self.internet = internet

    async def registered(self, tenant_id: UUID | None = None) -> IdentityProvider:
        return await self.oidc.providers.add(
            tenant_id or self.service.tenant_id,
            called="Harbour",
            issuer=self.provider.issuer,
            client_id="soundings",
            client_secret=self.provider.secret,
        )

    async def leave(
        self, browser: Browser, known: IdentityProvider, path: str = "/sign-in/organisation", **form: str
    ) -> str:
        """Where the browser is led to."""
        place = {"tenant": str(known.tenant_id), "provider": str(known.provider_id)}
        answer = await browser.post(path, **place, **form)
        found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', answer.text)
        assert found, answer.text
        return unescape(found[1])

    async def sent_back(self, address: str) -> str:
        """Where the provider sends the browser, as a path of ours."""
        async with self.internet.client() as http:
            back: str = (await http.get(address)).headers["location"]
        assert back.startswith(f"{PUBLIC}/sign-in/back?")
        return back.removeprefix(PUBLIC)

    async def visit(
        self, browser: Browser, known: IdentityProvider, path: str = "/sign-in/organisation", **form: str
    ) -> httpx.Response:
        """There and back."""
        address = await self.leave(browser, known, path, **form)
        return await browser.http.get(await self.sent_back(address), headers=CROSS_SITE)

    async def settle(
        self, known: IdentityProvider, email: str = "kim@example.org", role: AccountRole = "client"
    ) -> Browser:
        """Somebody who has accepted an invitation with an account of the organisation."""
        kim, secret = self.service.browser(), await self.service.invite(email, role)
        answer = await self.visit(kim, known, "/invitation/organisation", invitation=secret, name="Kim")
        assert where(answer) in ("/", "/account")
        return kim


@pytest.fixture
async def town(database: str) -> AsyncIterator[Town]:
    internet = Internet()
    async with open_service(database, provider_http=internet.client()) as service:
        provider = internet.add(Provider(cast("Any", service.clock)))
        yield Town(service, service.app.state.services.accounts.oidc, provider, internet)


@pytest.fixture
async def known(town: Town) -> IdentityProvider:
    return await town.registered()


@pytest.fixture
async def anna(town: Town) -> Browser:
    """Somebody who signed in with a password."""
    await town.service.person()
    anna = town.service.browser()
    await anna.sign_in()
    return anna


def where(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def session_of(answer: httpx.Response) -> str:
    """The session's cookie, as it was set; empty when it was not."""
    found = [one for one in answer.headers.get_list("set-cookie") if one.startswith("__Host-soundings=")]
    return found[0] if found else ""


def query(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


class TestComingIn:
    async def test_who_accepts_with_an_account_of_the_organisation_signs_in_with_it_ever_after(
        self, town: Town, known: IdentityProvider
    ) -> None:
        # ASVS 6.8.1, 10.5.2
        first = await town.settle(known)
        again = town.service.browser()

        answer = await town.visit(again, known, next="/account?x=1")

        assert where(answer) == "/account?x=1"
        assert (await again.get("/account")).status_code == 200
        assert (await first.get("/account")).status_code == 200

    async def test_what_is_ticked_on_the_way_is_agreed_to(self, town: Town, known: IdentityProvider) -> None:
        kim, secret = town.service.browser(), await town.service.invite("kim@example.org")
        offer = await kim.post("/invitation", invitation=secret)

        answer = await town.visit(
            kim, known, "/invitation/organisation", invitation=secret, name="Kim", consent_research="on"
        )
        account = await kim.json("GET", "/session")

        assert 'formaction="/invitation/organisation"' in offer.text
        assert where(answer) == "/"
        assert account.json()["roles"] == ["client"]
        assert (await kim.post("/invitation", invitation=secret)).status_code == 422

    async def test_a_name_is_asked_for_before_anybody_leaves(
        self, town: Town, known: IdentityProvider
    ) -> None:
        secret = await town.service.invite("kim@example.org")

        answer = await town.service.browser().post(
            "/invitation/organisation", invitation=secret, name=" ", provider=str(known.provider_id)
        )

        assert answer.status_code == 422
        assert "Enter a name" in answer.text

    async def test_the_same_address_links_nothing(
        self, town: Town, known: IdentityProvider, anna: Browser
    ) -> None:
        # ASVS 6.8.1
        town.provider.claims["email"] = "anna@example.org"
        stranger = town.service.browser()

        answer = await town.visit(stranger, known)

        assert answer.status_code == 403
        assert "No account here is linked to this account with your organisation." in answer.text
        assert not session_of(answer)

    async def test_a_session_that_was_there_before_has_ended(
        self, town: Town, known: IdentityProvider, anna: Browser
    ) -> None:
        # ASVS 7.2.4
        await town.settle(known)
        old = anna.http.cookies["__Host-soundings"]

        answer = await town.visit(anna, known)

        assert "HttpOnly; SameSite=Lax; Secure" in session_of(answer)
        assert old not in session_of(answer)
        assert await town.service.accounts.authenticate(old) is None

    async def test_whose_account_was_closed_stays_out(self, town: Town, known: IdentityProvider) -> None:
        # ASVS 7.4.2
        kim = await town.settle(known)
        person_id = UUID((await kim.json("GET", "/session")).json()["person_id"])
        await town.service.accounts.disable(town.service.by(), person_id)

        answer = await town.visit(town.service.browser(), known)

        assert answer.status_code == 403
        assert not session_of(answer)


class TestTheWayBack:
    async def test_the_browser_is_tied_to_its_visit_by_a_cookie_that_comes_along(
        self, town: Town, known: IdentityProvider
    ) -> None:
        # ASVS 3.3.1, 10.1.2, 10.2.1
        place = {"tenant": str(known.tenant_id), "provider": str(known.provider_id)}
        answer = await town.service.browser().post("/sign-in/organisation", **place)
        (cookie,) = answer.headers.get_list("set-cookie")

        assert cookie.startswith("__Host-soundings-visit=")
        assert cookie.endswith("; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure")
        assert answer.headers["cache-control"] == "no-store"

    async def test_state_nonce_and_challenge_are_new_each_time(
        self, town: Town, known: IdentityProvider
    ) -> None:
        # ASVS 10.4.6, 10.5.1
        kim = town.service.browser()
        first, second = [query(await town.leave(kim, known)) for _ in range(2)]

        assert first["code_challenge_method"] == "S256"
        assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))

    async def test_a_state_counts_once(self, town: Town, known: IdentityProvider) -> None:
        await town.settle(known)
        kim = town.service.browser()
        back = await town.sent_back(await town.leave(kim, known))

        first = await kim.http.get(back, headers=CROSS_SITE)
        again = await kim.http.get(back, headers=CROSS_SITE)

        assert where(first) == "/"
        assert again.status_code == 403
        assert "We could not confirm it is you." in again.text
        assert not session_of(again)

    async def test_another_browser_gets_nowhere_with_it(self, town: Town, known: IdentityProvider) -> None:
        await town.settle(known)
        kim, other, third = (town.service.browser() for _ in range(3))
        back = await town.sent_back(await town.leave(kim, known))
        await town.leave(other, known)

        answers = [await one.http.get(back, headers=CROSS_SITE) for one in (other, third)]

        assert [one.status_code for one in answers] == [403, 403]
        assert not any(session_of(one) for one in answers)

    async def test_of_two_visits_in_one_browser_the_later_counts(
        self, town: Town, known: IdentityProvider
    ) -> None:
        await town.settle(known)
        kim = town.service.browser()
        earlier = await town.sent_back(await town.leave(kim, known, next="/account"))
        later = await town.sent_back(await town.leave(kim, known))

        assert (await kim.http.get(earlier, headers=CROSS_SITE)).status_code == 403
        assert where(await kim.http.get(later, headers=CROSS_SITE)) == "/"

    async def test_after_ten_minutes_one_begins_again(self, town: Town, known: IdentityProvider) -> None:
        await town.settle(known)
        kim = town.service.browser()
        back = await town.sent_back(await town.leave(kim, known))
        town.service.clock.on(minutes=11)

        assert (await kim.http.get(back, headers=CROSS_SITE)).status_code == 403

    @pytest.mark.parametrize("told", ["error=access_denied", "", "code=made-up", "code="])
    async def test_without_a_good_code_nobody_comes_in(
        self, town: Town, known: IdentityProvider, told: str
    ) -> None:
        kim = town.service.browser()
        state = query(await town.leave(kim, known))["state"]

        answer = await kim.http.get(f"/sign-in/back?state={state}&{told}", headers=CROSS_SITE)

        assert answer.status_code == 403
        assert 'href="/sign-in"' in answer.text

    @pytest.mark.parametrize("told", ["", "?state=%00&code=x", "?state=x", f"?state={'A' * 64}&code=x"])
    async def test_what_nobody_began_ends_on_a_page(
        self, town: Town, known: IdentityProvider, told: str
    ) -> None:
        kim = town.service.browser()
        await town.leave(kim, known)

        for browser in (kim, town.service.browser()):
            answer = await browser.http.get(f"/sign-in/back{told}", headers=CROSS_SITE)

            assert answer.status_code == 403

    async def test_a_network_sends_only_so_many_to_a_provider(
        self, town: Town, known: IdentityProvider, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # ASVS 2.4.1
        few = AttemptLimit(kind="visit", window=timedelta(minutes=15), per_network=2)
        monkeypatch.setattr("service.http.middleware.VISIT", few)
        place = {"tenant": str(known.tenant_id), "provider": str(known.provider_id)}

        answers = [await town.service.browser().post("/sign-in/organisation", **place) for _ in range(3)]

        assert [one.status_code for one in answers] == [200, 200, 429]
        assert int(answers[-1].headers["retry-after"]) > 0

    async def test_a_provider_that_is_away_is_said_to_be(self, town: Town, known: IdentityProvider) -> None:
        kim = town.service.browser()
        back = await town.sent_back(await town.leave(kim, known))
        town.provider.replies["/token"] = (500, {}, b"")

        answer = await kim.http.get(back, headers=CROSS_SITE)

        assert answer.status_code == 503
        assert "sign-in is not responding" in unescape(answer.text)

    async def test_only_the_way_back_comes_from_elsewhere(self, town: Town, known: IdentityProvider) -> None:
        # ASVS 3.5.1, 10.2.1
        place = {"tenant": str(known.tenant_id), "provider": str(known.provider_id)}
        kim = town.service.browser()

        foreign = await kim.send("/sign-in/organisation", place, CROSS_SITE)
        by_post = await kim.http.post("/sign-in/back", headers=SAME_ORIGIN)

        assert foreign.status_code == 403
        assert "set-cookie" not in foreign.headers
        assert by_post.status_code == 405


class TestTheSecondProof:
    async def test_staff_whose_provider_asks_for_one_proof_set_up_another(
        self, town: Town, known: IdentityProvider
    ) -> None:
        # ASVS 6.3.3
        coach = await town.settle(known, "coach@example.org", "coach")
        me = (await coach.json("GET", "/session")).json()
        coach.form_token = me["form_token"]

        await coach.set_up_totp()

        assert (me["roles"], me["needs"]) == ([], ["set_up_second_factor"])
        assert (await coach.json("GET", "/session")).json()["roles"] == ["coach"]

    async def test_staff_whose_provider_asks_for_two_have_their_roles(
        self, town: Town, known: IdentityProvider
    ) -> None:
        # ASVS 6.8.4
        town.provider.claims["amr"] = ["pwd", "mfa"]

        coach = await town.settle(known, "coach@example.org", "coach")

        assert (await coach.json("GET", "/session")).json()["roles"] == ["coach"]

    async def test_who_has_an_authenticator_is_asked_for_its_code(
        self, town: Town, known: IdentityProvider
    ) -> None:
        # ASVS 6.3.4
        coach = await town.settle(known, "coach@example.org", "coach")
        coach.form_token = (await coach.json("GET", "/session")).json()["form_token"]
        secret = await coach.set_up_totp()
        town.service.clock.on(minutes=1)
        again = town.service.browser()

        asked = await town.visit(again, known, next="/account")
        wrong = await again.post("/sign-in/organisation/code", step=step_of(asked), code="000000")
        other = await town.service.browser().post(
            "/sign-in/organisation/code", step=step_of(wrong), code=coach.code(secret)
        )
        right = await again.post("/sign-in/organisation/code", step=step_of(wrong), code=coach.code(secret))
        twice = await again.post("/sign-in/organisation/code", step=step_of(wrong), code=coach.code(secret))

        assert [one.status_code for one in (asked, wrong, other, twice)] == [422, 422, 403, 403]
        assert not any(session_of(one) for one in (asked, wrong, other, twice))
        assert "That code is wrong" in wrong.text
        assert where(right) == "/account"
        assert (await again.json("GET", "/session")).json()["roles"] == ["coach"]


def step_of(page: httpx.Response) -> str:
    found = re.search(r'name="step" value="([^"]+)"', page.text)
    assert found, page.text
    return unescape(found[1])


class TestOnesAccount:
    async def test_who_has_an_account_adds_the_organisations_to_it(
        self, town: Town, known: IdentityProvider, anna: Browser
    ) -> None:
        account = await anna.get("/account")

        linked = await town.visit(anna, known, "/account/organisation")
        signed_in = await town.visit(town.service.browser(), known)

        assert 'action="/account/organisation"' in account.text
        assert where(linked) == "/account"
        assert (
            "An account with your organisation is linked to this one: Harbour."
            in (await anna.get("/account")).text
        )
        assert where(signed_in) == "/"

    async def test_it_is_taken_away_again_and_opens_nothing_then(
        self, town: Town, known: IdentityProvider, anna: Browser
    ) -> None:
        await town.visit(anna, known, "/account/organisation")
        elsewhere = town.service.browser()
        await town.visit(elsewhere, known)

        taken = await anna.post("/account/organisation/unlink", provider=str(known.provider_id))
        again = await anna.post("/account/organisation/unlink", provider=str(known.provider_id))

        assert where(taken) == "/account?told=unlinked"
        assert "is no longer linked to yours" in (await anna.get("/account?told=unlinked")).text
        assert again.status_code == 422
        assert where(await elsewhere.get("/account")).startswith("/sign-in")
        assert (await town.visit(town.service.browser(), known)).status_code == 403

    async def test_the_only_way_in_is_not_taken_away(self, town: Town, known: IdentityProvider) -> None:
        kim = await town.settle(known)
        page = await kim.get("/account")
        kim.form_token = re.findall(r'name="form_token" value="([^"]+)"', page.text)[0]

        refused = await kim.post("/account/organisation/unlink", provider=str(known.provider_id))

        assert refused.status_code == 422
        assert "your only way to sign in" in refused.text
        assert where(await town.visit(town.service.browser(), known)) == "/"

    async def test_only_who_showed_lately_who_they_are_takes_one_away(
        self, town: Town, known: IdentityProvider, anna: Browser
    ) -> None:
        await town.visit(anna, known, "/account/organisation")
        town.service.clock.on(minutes=11)

        refused = await anna.post("/account/organisation/unlink", provider=str(known.provider_id))

        assert where(refused) == "/account/proof"

    async def test_when_a_provider_is_removed_whoever_could_come_in_by_it_is_signed_out(
        self, town: Town, known: IdentityProvider, anna: Browser
    ) -> None:
        await town.service.person("bo@example.org")
        bo = town.service.browser()
        await bo.sign_in("bo@example.org")
        kim = await town.settle(known)

        await town.oidc.providers.remove(town.service.tenant_id, known.provider_id)

        assert where(await kim.get("/account")).startswith("/sign-in")
        assert (await bo.get("/account")).status_code == 200

    async def test_only_who_showed_lately_who_they_are_adds_one(
        self, town: Town, known: IdentityProvider, anna: Browser
    ) -> None:
        # ASVS 7.5.1
        town.service.clock.on(minutes=9)
        back = await town.sent_back(await town.leave(anna, known, "/account/organisation"))
        town.service.clock.on(minutes=2)

        too_late = await anna.http.get(back, headers=CROSS_SITE)
        refused = await anna.post("/account/organisation", provider=str(known.provider_id))

        assert [where(too_late), where(refused)] == ["/account/proof", "/account/proof"]
        assert (await town.visit(town.service.browser(), known)).status_code == 403

    @pytest.mark.parametrize("linked", [False, True])
    async def test_nothing_is_added_to_whoever_signed_in_meanwhile(
        self, town: Town, known: IdentityProvider, anna: Browser, linked: bool
    ) -> None:
        await town.service.person("bo@example.org")
        if linked:
            await town.visit(anna, known, "/account/organisation")
            await town.visit(anna, known)
            anna.form_token = (await anna.json("GET", "/session")).json()["form_token"]
        back = await town.sent_back(await town.leave(anna, known, "/account/organisation"))
        await anna.sign_in("bo@example.org")

        answer = await anna.http.get(back, headers=CROSS_SITE)

        assert answer.status_code == 403
        assert "is linked to someone else here" in answer.text

    async def test_an_account_that_is_somebody_elses_is_not_taken(
        self, town: Town, known: IdentityProvider, anna: Browser
    ) -> None:
        await town.settle(known)

        answer = await town.visit(anna, known, "/account/organisation")

        assert answer.status_code == 403
        assert "is linked to someone else here" in answer.text

    async def test_a_foreign_page_adds_nothing(
        self, town: Town, known: IdentityProvider, anna: Browser
    ) -> None:
        # ASVS 3.5.1
        anna.form_token = ""

        answer = await anna.post("/account/organisation", provider=str(known.provider_id))

        assert answer.status_code == 403

    async def test_who_has_no_password_shows_again_at_the_organisation_who_they_are(
        self, town: Town, known: IdentityProvider
    ) -> None:
        # ASVS 7.5.1
        kim = await town.settle(known)
        kim.form_token = (await kim.json("GET", "/session")).json()["form_token"]
        town.service.clock.on(minutes=11)
        moment = int(town.service.clock.now.timestamp())
        page = await kim.get("/account/proof")

        address = await town.leave(kim, known, "/account/proof/organisation")
        town.provider.claims["auth_time"] = moment - 600
        old = await kim.http.get(await town.sent_back(address), headers=CROSS_SITE)
        town.provider.claims["auth_time"] = moment
        fresh = await town.visit(kim, known, "/account/proof/organisation")
        kim.form_token = (await kim.json("GET", "/session")).json()["form_token"]

        assert 'action="/account/proof"' not in page.text
        assert query(address)["max_age"] == "0"
        assert old.status_code == 403
        assert where(fresh) == "/account"
        assert (await kim.post("/account/second-factor")).status_code == 200


class TestWhatIsOffered:
    async def test_where_there_is_one_organisation_its_provider_is_offered(
        self, town: Town, known: IdentityProvider
    ) -> None:
        page = (await town.service.browser().get("/sign-in")).text

        assert "Go to Harbour" in page
        assert str(known.provider_id) in page

    async def test_where_there_are_several_nobody_learns_of_the_others(
        self, town: Town, known: IdentityProvider
    ) -> None:
        other = await town.service.accounts.create_organisation("Southern Cross")
        browser = town.service.browser()

        page = (await browser.get("/sign-in")).text
        own = await browser.get(f"/sign-in/organisation/{known.tenant_id}")
        nobody = [await browser.get(f"/sign-in/organisation/{one}") for one in (other, uuid4())]

        assert "Harbour" not in page
        assert "Go to Harbour" in own.text
        assert [one.status_code for one in nobody] == [404, 404]
        assert nobody[0].text.replace(str(other), "") == nobody[1].text.replace(nobody[1].url.path[22:], "")

    async def test_a_provider_of_another_organisation_is_none(
        self, town: Town, known: IdentityProvider
    ) -> None:
        other = await town.service.accounts.create_organisation("Southern Cross")
        browser = town.service.browser()

        answers = [
            await browser.post("/sign-in/organisation", tenant=str(one), provider=str(known.provider_id))
            for one in (other, uuid4(), "x")
        ]

        assert {one.status_code for one in answers} == {403}
        assert len({one.text for one in answers}) == 1

    async def test_by_another_name_of_this_machine_nothing_is_offered(
        self, town: Town, known: IdentityProvider
    ) -> None:
        # Nobody could be sent back there.
        page = (await town.service.browser("http://localhost").get("/sign-in")).text

        assert "Harbour" not in page
        assert "passkey.js" not in page

    async def test_a_name_of_a_provider_is_no_markup(self, town: Town) -> None:
        # ASVS 1.2.1
        town.provider.issuer = "https://login.harbour.example"
        await town.oidc.providers.add(
            town.service.tenant_id,
            called="<b>Quay</b>",
            issuer=town.provider.issuer,
            client_id="soundings",
            client_secret="secret",
        )

        assert "<b>Quay" not in (await town.service.browser().get("/sign-in")).text

"""Coming in, one's account and leaving, over pages that need no script."""

import re
from collections.abc import AsyncIterator
from html import unescape

import httpx
import pytest

from service.accounts.errors import SignInFailed
from service.localization.translator import translator_for
from tests.http.running_service import PASSWORD, Browser, RunningService, open_service
from tests.web.running_pages import without_at

GOOD = {"email": "anna@example.org", "password": PASSWORD}


@pytest.fixture
async def service(database: str) -> AsyncIterator[RunningService]:
    async with open_service(database) as service:
        await service.person()
        yield service


@pytest.fixture
async def anna(service: RunningService) -> Browser:
    anna = service.browser()
    assert (await anna.post("/sign-in", **GOOD)).status_code == 303
    anna.form_token = hidden(await anna.get("/account"), "form_token")
    return anna


def hidden(page: httpx.Response, name: str) -> str:
    """What a form of the page keeps under a name."""
    found = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', page.text)
    assert found, page.text
    return unescape(found[1])


def said(page: httpx.Response) -> str:
    """The sentence about what is wrong."""
    found = re.search(r'role="alert">([^<]*)<', page.text)
    return unescape(found[1]) if found else ""


def where(answer: httpx.Response) -> str:
    assert answer.status_code == 303, answer.text
    return without_at(answer.headers["location"])[0]


class TestSigningIn:
    async def test_who_signs_in_comes_to_where_they_wanted_to_go(self, service: RunningService) -> None:
        anna = service.browser()
        asked = where(await anna.get("/journeys/x?on=2026-01-01"))
        wanted = hidden(await anna.get(asked), "next")

        assert where(await anna.post("/sign-in", **GOOD, next=wanted)) == "/journeys/x?on=2026-01-01"

    @pytest.mark.parametrize(
        "wanted",
        [
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "javascript:x",
            "",
            "x",
        ],
    )
    async def test_nobody_is_sent_elsewhere(self, service: RunningService, wanted: str) -> None:
        # ASVS 3.7.2
        assert where(await service.browser().post("/sign-in", **GOOD, next=wanted)) == "/"

    async def test_a_known_and_an_unknown_address_get_the_same_page(self, service: RunningService) -> None:
        # ASVS 6.3.8
        emails = ("anna@example.org", "nobody@example.org", "no address")
        pages = [
            await service.browser().post("/sign-in", email=one, password="wrong one 9") for one in emails
        ]

        assert {one.status_code for one in pages} == {422}
        assert len({said(one) for one in pages}) == 1
        assert len({one.text.replace(email, "") for one, email in zip(pages, emails, strict=True)}) == 1

    async def test_a_password_never_comes_back(self, service: RunningService, anna: Browser) -> None:
        await anna.set_up_totp()
        wrong = await service.browser().post("/sign-in", email="anna@example.org", password="the wrong one")
        half = await service.browser().post("/sign-in", **GOOD)

        assert "the wrong one" not in wrong.text
        assert half.status_code == 422
        assert PASSWORD not in half.text

    async def test_the_code_comes_on_a_page_of_its_own(self, service: RunningService, anna: Browser) -> None:
        secret = await anna.set_up_totp()
        service.clock.on(minutes=1)
        again = service.browser()

        step = hidden(await again.post("/sign-in", **GOOD, next="/account"), "step")
        wrong = await again.post("/sign-in/code", step=step, code="000000")
        right = await again.post("/sign-in/code", step=hidden(wrong, "step"), code=anna.code(secret))

        assert said(wrong) == "That code is wrong or was used before."
        assert where(right) == "/account"

    async def test_a_step_of_another_browser_or_from_before_leads_back(
        self, service: RunningService, anna: Browser
    ) -> None:
        # ASVS 2.3.1
        secret = await anna.set_up_totp()
        mine, theirs = service.browser(), service.browser()
        step = hidden(await mine.post("/sign-in", **GOOD), "step")
        service.clock.on(minutes=11)

        for browser in (mine, theirs):
            answer = await browser.post("/sign-in/code", step=step, code=anna.code(secret))
            assert said(answer).endswith("Start again.")

    async def test_accounts_in_two_organisations_are_chosen_between(self, service: RunningService) -> None:
        other = RunningService(
            service.app, service.clock, await service.accounts.create_organisation("Southern Cross")
        )
        await other.person()
        anna = service.browser()

        which = await anna.post("/sign-in", **GOOD)
        answer = await anna.post("/sign-in/code", step=hidden(which, "step"), tenant=str(other.tenant_id))

        assert "Southern Cross" in which.text
        assert where(answer) == "/"

    async def test_too_many_attempts_are_told_to_wait(self, service: RunningService) -> None:
        # ASVS 6.3.1
        guesser = service.browser()
        wrong = {"email": "anna@example.org", "password": "wrong one 9"}
        answer = [await guesser.post("/sign-in", **wrong) for _ in range(11)][-1]

        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) > 0
        assert said(answer) == "Too many attempts. Wait a moment and try again."


class TestLinks:
    async def test_a_link_leads_to_a_button_and_the_button_in(self, service: RunningService) -> None:
        # ASVS 6.6.2
        anna = service.browser()
        asked = await anna.post("/sign-in/link", email="anna@example.org")
        (secret,) = await service.mailer.secrets()

        opened_twice = [await anna.get("/enter"), await anna.get("/enter")]
        entered = await anna.post("/enter", link=f" {secret} ")
        again = await anna.post("/enter", link=secret)

        assert "Check your email" in asked.text
        assert all("data-from-link" in page.text for page in opened_twice)
        assert where(entered) == "/"
        assert again.status_code == 422

    async def test_the_page_does_not_say_whether_there_is_somebody(self, service: RunningService) -> None:
        # ASVS 6.3.8
        emails = ("anna@example.org", "nobody@example.org")
        pages = [await service.browser().post("/sign-in/link", email=one) for one in emails]

        assert pages[0].text == pages[1].text
        assert pages[0].headers.keys() == pages[1].headers.keys()

    async def test_after_a_link_the_code_is_asked_for_where_there_is_one(
        self, service: RunningService, anna: Browser
    ) -> None:
        # ASVS 6.4.3
        totp = await anna.set_up_totp()
        service.clock.on(minutes=1)
        again = service.browser()
        await again.post("/sign-in/link", email="anna@example.org")
        (secret,) = await service.mailer.secrets()

        step = hidden(await again.post("/enter", link=secret), "step")

        assert secret not in step
        assert where(await again.post("/sign-in/code", step=step, code=anna.code(totp))) == "/"


class TestInvitations:
    async def test_who_is_invited_reads_first_and_then_accepts(self, service: RunningService) -> None:
        bo, secret = service.browser(), await service.invite("bo@example.org")

        page = await bo.get("/invitation")
        offer = await bo.post("/invitation", invitation=secret)
        yes = {
            "invitation": hidden(offer, "invitation"),
            "answer": "accept",
            "name": "Bo",
            "consent_research": "on",
        }
        weak = await bo.post("/invitation/answer", **yes, password="password")
        accepted = await bo.post("/invitation/answer", **yes, password="another good one 5")

        assert "Nothing is saved until you agree" in page.text
        assert "Northern Light invites you" in offer.text
        assert "checked" not in offer.text
        assert said(weak)
        assert 'name="consent_research" checked' in weak.text
        assert where(accepted) == "/"
        assert (await bo.get("/account")).status_code == 200

    async def test_who_declines_is_told_what_became_of_the_address(self, service: RunningService) -> None:
        bo, secret = service.browser(), await service.invite("bo@example.org")

        declined = await bo.post("/invitation/answer", invitation=secret, answer="decline")

        assert "Your address has been erased" in declined.text
        assert (await bo.post("/invitation", invitation=secret)).status_code == 422

    async def test_an_invitation_that_is_none_says_so(self, service: RunningService) -> None:
        answer = await service.browser().post("/invitation", invitation="x")

        assert said(answer) == "This invitation is no longer valid. Ask for a new one."


class TestOnesAccount:
    async def test_every_page_leads_to_the_account_once_there_is_one(
        self, service: RunningService, anna: Browser
    ) -> None:
        assert 'href="/account"' in (await anna.get("/start")).text
        assert 'href="/account"' not in (await service.browser().get("/sign-in")).text

    async def test_who_signs_out_is_out(self, service: RunningService, anna: Browser) -> None:
        # ASVS 7.4.1, 7.4.4
        old = anna.http.cookies["__Host-soundings"]

        answer = await anna.post("/sign-out")

        assert where(answer) == "/sign-in"
        assert answer.headers["clear-site-data"] == '"cache"'
        assert where(await service.browser().get("/account", cookie=f"__Host-soundings={old}")).startswith(
            "/sign-in"
        )

    async def test_another_browser_is_signed_out_from_here(
        self, service: RunningService, anna: Browser
    ) -> None:
        # ASVS 7.5.2
        other = service.browser()
        await other.post("/sign-in", **GOOD)

        token_id = hidden(await anna.get("/account"), "token_id")
        await anna.post("/account/revoke", token_id=token_id)

        assert (await other.get("/account")).status_code == 303
        assert (await anna.get("/account")).status_code == 200

    async def test_a_password_is_changed_with_the_one_there_was(
        self, service: RunningService, anna: Browser
    ) -> None:
        new = "a quite different one 3"
        wrong = await anna.post("/account/password", current="not it at all", password=new)
        right = await anna.post("/account/password", current=PASSWORD, password=new)

        assert said(wrong) == "That is not your current password."
        assert where(right) == "/account?told=password"
        assert (await anna.get("/account")).status_code == 200
        assert where(await service.browser().post("/sign-in", email="anna@example.org", password=new)) == "/"

    async def test_letters_come_in_the_language_that_was_chosen(
        self, service: RunningService, anna: Browser
    ) -> None:
        unknown = await anna.post("/account/language", locale="fr")
        chosen = where(await anna.post("/account/language", locale="sv"))
        account = await anna.get(chosen)
        caller = await service.accounts.authenticate(anna.http.cookies["__Host-soundings"])
        assert caller

        person = await service.accounts.get_person(caller.tenant_id, caller.person_id)

        assert unknown.status_code == 422
        assert said(unknown) == "Choose one of these."
        assert person.locale == "sv"
        assert '<html lang="sv">' in account.text
        assert 'value="sv" lang="sv" selected' in account.text

    @pytest.mark.parametrize(
        ("path", "form", "field"),
        [
            ("/account/password", {"current": PASSWORD, "password": "short"}, "password"),
            ("/account/password", {"current": "not it", "password": "a quite different one 3"}, "current"),
            ("/account/tokens", {"label": "notebook", "days": "30"}, "scopes"),
            ("/account/tokens", {"label": "notebook", "days": "soon", "read": "on"}, "days"),
        ],
    )
    async def test_what_is_wrong_stands_beside_its_field_and_the_summary_leads_there(
        self, anna: Browser, path: str, form: dict[str, str], field: str
    ) -> None:
        answer = await anna.post(path, **form)

        assert answer.status_code == 422
        assert f'href="#{field}"' in answer.text
        assert f'id="{field}-error" role="alert"' in answer.text

    async def test_what_is_refused_is_said_in_the_language_of_the_page(self, service: RunningService) -> None:
        guesser = service.browser()
        await guesser.post("/language", locale="nl", back="/sign-in")

        shown = await guesser.post("/sign-in", email="anna@example.org", password="wrong one 9")

        assert '<html lang="nl">' in shown.text
        assert said(shown) == translator_for("nl").gettext(str(SignInFailed()))

    async def test_what_is_delicate_asks_again_who_one_is(
        self, service: RunningService, anna: Browser
    ) -> None:
        # ASVS 7.5.1
        service.clock.on(minutes=11)

        assert where(await anna.post("/account/second-factor")) == "/account/proof"

        wrong = await anna.post("/account/proof", password="not it at all")
        right = await anna.post("/account/proof", password=PASSWORD)
        anna.form_token = hidden(await anna.get("/account"), "form_token")

        assert said(wrong) == "This is not your password."
        assert where(right) == "/account"
        assert (await anna.post("/account/second-factor")).status_code == 200

    async def test_an_authenticator_is_set_up_and_taken_away(
        self, service: RunningService, anna: Browser
    ) -> None:
        page = await anna.post("/account/second-factor")
        secret = re.findall(r'class="kept">([A-Z2-7]{32})<', page.text)[0]
        assert "otpauth://totp/Soundings" in page.text

        confirmed = where(await anna.post("/account/second-factor/confirm", code=anna.code(secret)))
        assert confirmed == "/account?told=authenticator"
        account = await anna.get("/account")
        anna.form_token = hidden(account, "form_token")
        codes = await anna.post("/account/recovery-codes")
        service.clock.on(minutes=1)
        removed = await anna.post("/account/second-factor/remove", code=anna.code(secret))

        assert "You are asked for a code from your authenticator app." in account.text
        assert len(re.findall(r'class="kept">[a-z2-7-]{19}<', codes.text)) == 10
        assert where(removed) == "/account"

    async def test_a_wrong_code_is_said_so(self, anna: Browser) -> None:
        await anna.post("/account/second-factor")

        answer = await anna.post("/account/second-factor/confirm", code="000000")

        assert answer.status_code == 422
        assert said(answer) == "That code is wrong or was used before."
        assert 'action="/account/second-factor/confirm"' in answer.text

    async def test_a_token_for_a_program_is_shown_once(self, anna: Browser) -> None:
        made = await anna.post("/account/tokens", label="notebook", read="on", days="30")
        account = await anna.get("/account")

        assert len(re.findall(r'class="kept">snd_[\w-]{43}<', made.text)) == 1
        assert "snd_" not in account.text
        assert "notebook" in account.text

    @pytest.mark.parametrize(
        "form", [{"days": "367", "read": "on"}, {"days": "0", "read": "on"}, {"days": "30"}, {}]
    )
    async def test_a_token_for_nothing_or_for_ever_is_none(self, anna: Browser, form: dict[str, str]) -> None:
        answer = await anna.post("/account/tokens", label="notebook", **form)

        assert answer.status_code == 422
        assert "snd_" not in answer.text


async def test_every_field_has_its_label_and_says_what_a_password_manager_may_fill_in(
    service: RunningService, anna: Browser
) -> None:
    # ASVS 6.2.7
    for browser, path in (
        *((service.browser(), one) for one in ("/sign-in", "/enter", "/invitation")),
        (anna, "/account"),
        (anna, "/account/proof"),
    ):
        page = (await browser.get(path)).text
        inputs = [one for one in re.findall(r"<input[^>]*>", page) if 'type="hidden"' not in one]
        ids = [re.search(r'id="([^"]+)"', one) for one in inputs]

        assert inputs
        assert all(one and f'for="{one[1]}"' in page for one in ids)
        assert all("autocomplete=" in one or 'type="checkbox"' in one for one in inputs)
        assert len({one[1] for one in ids if one}) == len(inputs)

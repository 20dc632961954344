"""The pages of reply links: answered without account and script, and telling nobody anything they were not sent."""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from service.accounts.login_lookup import new_secret
from service.accounts.throttle import REPLY
from service.authorization.restrictions import Restrictions
from service.reply_links.replies import MOST_WORDS, OrganisationReply, PointReply, SupporterReply
from tests.reply_links.conftest import Client, answered, replies_of
from tests.same_origin import SAME_ORIGIN

REASONS = {
    "heard_competence": "not_enough",
    "competence": "Two years of audits are asked for.",
    "on_file": "6",
    "may_call": "yes",
}
SEEN = {
    "strength": "Explains hard things",
    "seen_when": "When the boiler failed",
    "person": "Sigrid, plans energy",
}


def form_id(page: httpx.Response) -> str:
    found = re.search(r'name="command_id" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


async def test_an_organisation_answers_and_the_client_reads_it(elin: Client) -> None:
    guest, address = elin.service.browser(), f"/a/{await elin.create()}"

    page = await guest.get(address)
    sent = await guest.post(address, command_id=form_id(page), **REASONS)

    assert "Elin would like to hear your reasons." in page.text
    assert "quality coordinator" in page.text
    assert sent.headers["location"] == "/replies/sent"
    assert "Sent. Thank you." in (await guest.get("/replies/sent")).text
    assert await replies_of(elin) == [
        OrganisationReply(
            competence=PointReply(heard="not_enough", words="Two years of audits are asked for."),
            on_file=6,
            may_call=True,
        )
    ]
    assert not guest.http.cookies


async def test_a_supporter_answers(elin: Client) -> None:
    guest, address = elin.service.browser(), f"/s/{await elin.create(purpose='supporter')}"

    await guest.post(address, **SEEN)

    assert await replies_of(elin) == [
        SupporterReply(
            strength="Explains hard things",
            seen_when="When the boiler failed",
            person="Sigrid, plans energy",
        )
    ]


async def test_a_form_that_is_sent_twice_is_thanked_twice_and_kept_once(elin: Client) -> None:
    guest, address = elin.service.browser(), f"/a/{await elin.create()}"
    once = REASONS | {"command_id": str(uuid4())}

    answers = [await guest.post(address, **once) for _ in range(2)]
    another = await guest.post(address, **REASONS, command_id=str(uuid4()))

    assert [one.headers["location"] for one in answers] == ["/replies/sent"] * 2
    assert another.status_code == 404
    assert len(await replies_of(elin)) == 1


@pytest.mark.parametrize("change", [{"competence": "No, three years are."}, {"decline": "yes"}])
async def test_what_is_changed_after_sending_is_not_thanked_for(elin: Client, change: dict[str, str]) -> None:
    guest, address = elin.service.browser(), f"/a/{await elin.create()}"
    form = REASONS | {"command_id": str(uuid4())}
    await guest.post(address, **form)

    again = await guest.post(address, **form | change)

    assert again.status_code == 409
    assert "An answer was already sent." in again.text
    assert (REASONS | change)["competence"] in again.text
    assert address.rpartition("/")[2] not in again.text
    assert (await guest.post(address, **form)).headers["location"] == "/replies/sent"
    (kept,) = await replies_of(elin)
    assert isinstance(kept, OrganisationReply)
    assert kept.competence.words == REASONS["competence"]


async def test_declining_leaves_nothing_but_a_closed_link(elin: Client) -> None:
    guest, address = elin.service.browser(), f"/s/{await elin.create(purpose='supporter')}"

    declined = await guest.post(address, **SEEN, decline="yes")

    (link,) = await elin.links.list(elin.caller, elin.journey_id)
    assert declined.headers["location"] == "/replies/declined"
    assert (await guest.get(address)).status_code == 404
    assert link.state == "closed"
    assert link.replied_at is None
    assert await replies_of(elin) == []


async def test_declining_twice_is_thanked_twice(elin: Client) -> None:
    guest, address = elin.service.browser(), f"/s/{await elin.create(purpose='supporter')}"
    form = {"command_id": str(uuid4()), "decline": "yes"}

    answers = [await guest.post(address, **form) for _ in range(2)]

    assert [one.headers["location"] for one in answers] == ["/replies/declined"] * 2
    assert (await guest.post(address, **SEEN, command_id=form["command_id"])).status_code == 404


async def test_who_must_wait_sends_what_they_typed_with_one_button(elin: Client) -> None:
    guest, address = elin.service.browser(), f"/a/{await elin.create()}"
    for _ in range(REPLY.per_network):
        await guest.get(address)

    refused = await guest.post(address, **REASONS, command_id=str(uuid4()))

    assert refused.status_code == 429
    assert address.rpartition("/")[2] not in refused.text
    kept = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', refused.text))
    assert kept.items() >= REASONS.items()
    elin.service.clock.on(minutes=1)
    assert (await guest.post(address, **kept)).headers["location"] == "/replies/sent"


async def used(elin: Client) -> str:
    address = f"/a/{await elin.create()}"
    await answered(elin, address, REASONS)
    return address


async def withdrawn(elin: Client) -> str:
    address = f"/a/{await elin.create()}"
    (link,) = [one for one in await elin.links.list(elin.caller, elin.journey_id) if one.state == "open"]
    await elin.links.withdraw(elin.caller, elin.journey_id, link.link_id)
    return address


async def expired(elin: Client) -> str:
    address = f"/a/{await elin.create()}"
    elin.service.clock.on(days=21)
    return address


async def wrong(_: Client) -> str:
    return f"/a/{new_secret()}"


async def mistyped(_: Client) -> str:
    return "/a/x"


async def of_the_other_kind(elin: Client) -> str:
    return f"/s/{await elin.create()}"


async def restricted(elin: Client) -> str:
    address = f"/a/{await elin.create()}"
    rights = elin.service.app.state.services.accounts.authorizer
    assert isinstance(rights.restrictions, Restrictions)
    answer = await elin.browser.post(f"/journeys/{elin.journey_id}/data/restriction", ground="accuracy")
    assert await rights.restrictions.is_restricted(elin.caller.tenant_id, elin.journey_id), answer.text
    return address


CLOSED: list[Callable[[Client], Awaitable[str]]] = [
    used,
    withdrawn,
    expired,
    wrong,
    mistyped,
    of_the_other_kind,
    restricted,
]


@pytest.mark.parametrize("make", CLOSED, ids=lambda make: str(make.__name__))
async def test_what_cannot_be_answered_looks_the_same_byte_for_byte(
    elin: Client, make: Callable[[Client], Awaitable[str]]
) -> None:
    address = await make(elin)
    guest, unknown = elin.service.browser(), f"/a/{new_secret()}"

    for one, other in (
        (await guest.get(address), await guest.get(unknown)),
        (await guest.post(address, **REASONS), await guest.post(unknown, **REASONS)),
    ):
        assert one.status_code == other.status_code == 404
        assert one.content == other.content
        assert _headers(one) == _headers(other)


@pytest.mark.parametrize("make", [used, withdrawn, expired, mistyped], ids=lambda make: str(make.__name__))
async def test_what_cannot_be_answered_takes_the_same_work(
    elin: Client, make: Callable[[Client], Awaitable[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How long an answer takes tells nothing: the database is asked the same."""
    address, guest = await make(elin), elin.service.browser()
    asked: list[str] = []
    for method in ("execute", "fetch", "fetchrow", "fetchval"):
        monkeypatch.setattr(asyncpg.Connection, method, _noting(getattr(asyncpg.Connection, method), asked))

    found = []
    for path in (address, f"/a/{new_secret()}"):
        asked.clear()
        await guest.get(path)
        await guest.post(path, **REASONS)
        # Not what the service asks in the background.
        found.append([one for one in asked if re.search("reply|attempts|clients|restricted", one)])

    assert found[0] == found[1]
    assert any("find_reply_link" in one for one in found[0])


def _noting(method: Any, asked: list[str]) -> Any:
    async def noting(self: Any, query: str, *values: Any, **how: Any) -> Any:
        asked.append(query)
        return await method(self, query, *values, **how)

    return noting


def _headers(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name != "date"}


async def test_a_page_shows_nothing_but_a_first_name_and_a_job(elin: Client) -> None:
    address = f"/a/{await elin.create()}"

    page = await elin.service.browser().get(address)

    for word in (
        str(elin.journey_id),
        str(elin.caller.person_id),
        str(elin.caller.tenant_id),
        "Northern Light",
        "Anna",
        "elin@example.org",
    ):
        assert word not in page.text
    assert "<script" not in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert "noindex" in page.headers["x-robots-tag"]
    assert "script-src" not in page.headers["content-security-policy"]
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert "set-cookie" not in page.headers
    assert page.headers["cache-control"] == "no-store"


async def test_guesses_are_limited_by_network(elin: Client) -> None:
    guest, address = elin.service.browser(), f"/a/{await elin.create()}"
    answers = [await guest.get(f"/a/{new_secret()}") for _ in range(REPLY.per_network)]

    refused = await guest.get(address)

    assert {one.status_code for one in answers} == {404}
    assert refused.status_code == 429
    assert refused.headers["retry-after"] == "60"
    assert "Wait a minute and try again." in refused.text
    elin.service.clock.on(minutes=1)
    assert (await guest.get(address)).status_code == 200


@pytest.mark.parametrize(
    ("path", "fields", "sentence"),
    [
        ("a", {}, "Answer at least one question, or close the page."),
        ("a", {"competence": "x" * (MOST_WORDS + 1)}, "Use at most 500 characters."),
        ("a", {"heard_competence": "very"}, "Choose one of these."),
        ("s", {"strength": "Calm"}, "Say when you saw it. A sentence is enough."),
        ("s", {"seen_when": "In May"}, "Say which strength you saw."),
        ("s", {"why": "She knows many"}, "Say who it is."),
    ],
)
async def test_what_is_wrong_is_said_and_what_was_typed_stays(
    elin: Client, path: str, fields: dict[str, str], sentence: str
) -> None:
    secret = await elin.create(purpose="organisation" if path == "a" else "supporter")

    answer = await elin.service.browser().post(f"/{path}/{secret}", **fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert all(one in answer.text for one in fields.values() if one != "very")
    assert await replies_of(elin) == []
    assert (await elin.service.browser().get(f"/{path}/{secret}")).status_code == 200


async def test_what_commands_a_screen_is_taken_out_of_a_reply(elin: Client) -> None:
    odd = "a\u202ebc\x1b[31m\u2066d <b>https://evil.example</b>\nsecond line"

    await answered(elin, f"/a/{await elin.create()}", {"competence": odd})

    (reply,) = await replies_of(elin)
    assert isinstance(reply, OrganisationReply)
    assert reply.competence.words == "abc[31md <b>https://evil.example</b>\nsecond line"


async def test_a_browser_that_does_not_say_where_it_comes_from_may_answer(elin: Client) -> None:
    address = f"/a/{await elin.create()}"

    answer = await elin.service.browser().send(address, REASONS, {"origin": "null"})

    assert answer.headers["location"] == "/replies/sent"


@pytest.mark.parametrize("language", ["nl", "sv", "nb", "en"])
async def test_the_page_speaks_the_language_of_the_browser(elin: Client, language: str) -> None:
    page = await elin.service.browser().get(f"/a/{await elin.create()}", **{"accept-language": language})

    assert f'<html lang="{language}">' in page.text


@pytest.mark.parametrize("language", ["nl", "sv", "nb"])
async def test_a_language_that_is_chosen_stays_without_a_cookie(elin: Client, language: str) -> None:
    guest, address = elin.service.browser(), f"/a/{await elin.create()}"

    async def send(**form: str) -> httpx.Response:
        # As browsers send it that say nothing but that they do not tell.
        return await guest.send(address, form, {"origin": "null"})

    chosen = await send(speak=language, competence="Two years are asked for.")
    field = {"locale": language}
    wrong = await send(**field, competence="x" * 501)
    sent = await send(**field, competence="Two years are asked for.")
    done = await guest.get(sent.headers["location"])
    closed = await send(**field, competence="Two years are asked for.")

    assert f'name="locale" value="{language}"' in chosen.text
    assert "Two years are asked for." in chosen.text
    assert chosen.status_code == 200
    for page in (chosen, wrong, done, closed):
        assert f'<html lang="{language}">' in page.text
        assert "set-cookie" not in page.headers
    assert await replies_of(elin)


@pytest.mark.parametrize(
    "method", ["GET", "HEAD", "OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "BREW"]
)
@pytest.mark.parametrize("kind", ["a", "s"])
async def test_no_answer_and_no_line_of_the_log_tells_an_address(
    elin: Client, method: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    secret, guest = new_secret(), elin.service.browser()
    caplog.set_level("DEBUG")

    for path in (
        f"/{kind}/{secret}",
        f"/{kind}/{secret}/",
        f"/{kind}/{secret}/more",
        f"/{kind}/{secret}?locale=nl",
    ):
        answer = await guest.http.request(method, path, headers=SAME_ORIGIN)
        assert secret not in answer.text
        assert secret not in str(answer.headers)
        assert answer.headers["referrer-policy"] == "no-referrer"

    ours = [one.getMessage() for one in caplog.records if not one.name.startswith("httpx")]
    assert not [one for one in ours if secret in one]


async def test_nobody_gets_more_tries_by_being_known_on_more_devices(elin: Client) -> None:
    """Each sign-in makes a device known, and whoever has an account can sign in as often as they like."""
    assert elin.browser.http.cookies
    answers = [await elin.browser.get(f"/a/{new_secret()}") for _ in range(REPLY.per_network)]

    again = elin.service.browser()
    await again.sign_in("elin@example.org")

    assert {one.status_code for one in answers} == {404}
    assert (await again.get(f"/a/{new_secret()}")).status_code == 429
    assert (await elin.service.browser().get(f"/a/{new_secret()}")).status_code == 429


ODD_BODIES = {
    "no UTF-8": (b"competence=%ff%fe\xff", "application/x-www-form-urlencoded", 422),
    "half a character": (b"competence=%ED%A0%80", "application/x-www-form-urlencoded", 303),
    "nothing but controls": (b"competence=%00%1b%E2%80%AE", "application/x-www-form-urlencoded", 422),
    "nothing to see": (b"competence=%E2%80%8B%E2%81%A0", "application/x-www-form-urlencoded", 422),
    "many fields": (b"competence=a&" + b"x=1&" * 300, "application/x-www-form-urlencoded", 422),
    "too large": (b"competence=" + b"a" * 100_000, "application/x-www-form-urlencoded", 413),
    "the same field twice": (b"competence=first&competence=second", "application/x-www-form-urlencoded", 303),
    "JSON": (b'{"competence": "a"}', "application/json", 422),
    "a large file": (b"a" * 5_000_000, "application/octet-stream", 422),
    "no kind": (b"competence=a", "", 422),
}


@pytest.mark.parametrize("body", ODD_BODIES, ids=str)
async def test_odd_bodies_break_nothing(elin: Client, body: str) -> None:
    content, kind, status = ODD_BODIES[body]
    secret, guest = await elin.create(), elin.service.browser()

    answer = await guest.http.post(
        f"/a/{secret}", content=content, headers={"content-type": kind} if kind else {}
    )

    assert answer.status_code == status, answer.text
    assert len(await replies_of(elin)) == (status == 303)
    assert (await guest.get(f"/a/{secret}")).status_code == (404 if status == 303 else 200)


@pytest.mark.parametrize(
    "path", ["/a/%ff%fe", "/a/%ED%A0%80", "/a/" + "%F0%9F%98%80" * 500, "/s/%00", "/a/%2e%2e%2fx"]
)
async def test_odd_addresses_are_closed_links(elin: Client, path: str) -> None:
    for answer in (
        await elin.service.browser().get(path),
        await elin.service.browser().post(path, **REASONS),
    ):
        assert answer.status_code == 404, answer.text


async def test_a_form_of_one_link_is_no_receipt_at_another(elin: Client) -> None:
    first, second = [f"/a/{await elin.create()}" for _ in range(2)]
    form = REASONS | {"command_id": str(uuid4())}
    await answered(elin, first, form)

    sent = await elin.service.browser().post(second, **form)

    assert sent.headers["location"] == "/replies/sent"
    assert len(await replies_of(elin)) == 2

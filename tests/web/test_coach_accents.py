"""What coaches say about themselves stands beside them when a client chooses, and what fits the client's question comes first."""

import re
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.accounts.coaches import Coach
from service.web.privacy.coach_choice import ACCENTS, SIGNS, coach_cards
from tests.api.test_people import client_with_journey, me, service, staff, tell
from tests.http.running_service import Browser, RunningService
from tests.web.running_pages import Shown

__all__ = ["service"]

INGRID = Coach(coach_id=UUID(int=1), name="Ingrid", accents=("applying",), languages=("nl",), about="Calm.")
SANNE = Coach(coach_id=UUID(int=2), name="Sanne", accents=("network", "direction"))
PIET = Coach(coach_id=UUID(int=3), name="Piet")

coaches = st.lists(st.sampled_from([INGRID, SANNE, PIET]), unique=True)


async def sent(browser: Browser, path: str, **form: str | list[str]) -> Shown:
    answer = await browser.http.post(path, data={"form_token": browser.form_token, **form}, headers=SAME)
    assert answer.status_code == 303, answer.text
    return Shown.of(await browser.http.get(answer.headers["location"]))


SAME = {"sec-fetch-site": "same-origin", "origin": "https://soundings.example"}


@pytest.mark.parametrize(
    ("question", "first", "word"),
    [
        ("How do I build a network?", "Sanne", "network"),
        ("Hoe schrijf ik een sollicitatiebrief?", "Ingrid", "sollicitatiebrief"),
        ("Hur utökar jag mitt nätverk?", "Sanne", "nätverk"),
        ("Which work suits me?", "Sanne", "Which work"),
    ],
)
def test_who_fits_the_question_comes_first_and_the_page_says_why(
    question: str, first: str, word: str
) -> None:
    cards = coach_cards([PIET, INGRID, SANNE], question)

    assert cards[0].name == first
    assert cards[0].fits[0][1] == word


@given(
    coaches,
    st.one_of(st.none(), st.text(), st.sampled_from([one for all_ in SIGNS.values() for one in all_])),
)
def test_nobody_is_left_out_and_nobody_is_ranked(some: list[Coach], question: str | None) -> None:
    cards = coach_cards(some, question)
    order = [one.coach_id for one in some]

    assert sorted(one.coach_id for one in cards) == sorted(order)
    for group in ([one for one in cards if one.fits], [one for one in cards if not one.fits]):
        assert [one.coach_id for one in group] == [one for one in order if one in {c.coach_id for c in group}]
    assert [bool(one.fits) for one in cards] == sorted((bool(one.fits) for one in cards), reverse=True)


def test_without_a_question_they_stand_as_they_came() -> None:
    assert [one.name for one in coach_cards([PIET, INGRID, SANNE], None)] == ["Piet", "Ingrid", "Sanne"]


def test_every_accent_has_words_and_signs() -> None:
    assert set(ACCENTS) == set(SIGNS)


async def test_a_coach_says_it_on_the_account_and_the_client_reads_it_when_choosing(
    service: RunningService,
) -> None:
    coach = await staff(service, "ingrid@example.org", "coach")
    client, journey_id = await client_with_journey(service)
    agreed = {"type": "AgreeIntake", "happened_on": str(service.clock.now.date())}
    await tell(client, journey_id, {**agreed, "question": "How do I build a network?", "aim": "a talk"})

    own = await sent(
        coach,
        "/account/coaching",
        accents=["network", "applying"],
        languages=["nl", "sv"],
        about="I listen first.",
    )
    page = Shown.of(await client.get(f"/journeys/{journey_id}/data"))
    told = (await client.json("GET", f"/journeys/{journey_id}/coaches")).json()["coaches"]

    assert "Saved. Clients who choose a coach read it from now on." in own.text
    assert len(re.findall(r'name="(?:accents|languages)"[^>]* checked', own.html)) == 4
    assert "I listen first." in page.text
    assert "You wrote “network” as your question: network and conversations." in page.text
    assert told == [
        {
            "coach_id": await me(coach),
            "name": "Anna",
            "accents": ["network", "applying"],
            "languages": ["nl", "sv"],
            "about": "I listen first.",
        }
    ]


async def test_only_a_coach_has_accents(service: RunningService) -> None:
    client, _ = await client_with_journey(service)

    assert "What clients read about you" not in (await client.get("/account")).text
    assert (await client.post("/account/coaching", about="I am no coach.")).status_code == 403


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept_in_the_clear(
    service: RunningService,
) -> None:
    coach = await staff(service, "ingrid@example.org", "coach")
    wrong = await coach.post("/account/coaching", accents="juggling", about="x" * 201)
    await coach.post("/account/coaching", about="A sentence about me.")

    async with service.app.state.services.erasure.pool.acquire() as connection:
        stored = await connection.fetchval("select string_agg(p::text, '') from people p")

    assert wrong.status_code == 422
    assert {"Choose one of these.", "Use at most 200 characters."} <= set(
        re.findall(r">([^<>]+)<", wrong.text)
    )
    assert "A sentence about me." not in stored

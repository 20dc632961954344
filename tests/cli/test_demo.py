"""`soundings demo`: who can sign in as what, what each of them sees, and that nobody gets in by it anywhere else."""

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import asyncpg
import httpx
import pytest

from service.settings import InvalidSettings, Settings
from service.web.sign_in.demo_routes import DemoSignIn, new_guest
from tests.cli.command_line import run_here
from tests.demo import Demo, running_demo
from tests.http.running_service import open_service
from tests.same_origin import SAME_ORIGIN

ROLES = ["client"] * 4 + ["coach"] * 2 + ["manager", "researcher", "admin"]

pytestmark = pytest.mark.slow


def test_it_says_what_it_found_and_who_can_sign_in_as_what(demo: Demo) -> None:
    found = [line.partition(":")[0] for line in demo.printed[:4]]

    assert found == [
        "Marloes, after week 12",
        "Jonas, after week 12",
        "Ragnhild, after week 12",
        "Emma, after week 10",
    ]
    assert demo.roles == ROLES
    assert len(set(demo.links.values())) == len(ROLES)
    assert len(demo.printed) < 20


async def test_opening_a_link_signs_nobody_in_and_its_button_does_many_times(demo: Demo) -> None:
    async with httpx.AsyncClient() as browser:
        page = await browser.get(demo.links["Marloes"])

    assert "Sign in as Marloes, client" in page.text
    assert "set-cookie" not in page.headers
    assert await demo.journeys("Marloes") == await demo.journeys("Marloes") != {}


async def test_a_client_sees_her_own_journey_and_nobody_elses(demo: Demo) -> None:
    hers, his = await demo.journeys("Marloes"), await demo.journeys("Jonas")
    async with demo.as_("Marloes") as browser:
        own, other = await browser.get(f"{hers['Marloes']}/week"), await browser.get(his["Jonas"])

    assert await demo.first_page("Marloes") == f"{hers['Marloes']}/week"
    assert (list(hers), list(his)) == (["Marloes"], ["Jonas"])
    assert (own.status_code, other.status_code) == (200, 404)
    assert "Jonas" not in other.text


async def test_a_journey_that_ended_says_so_and_asks_how_it_is_going(demo: Demo) -> None:
    (at,) = (await demo.journeys("Emma")).values()
    async with demo.as_("Emma") as browser:
        week, ending, pitch = [
            (await browser.get(f"{at}/{page}")).text for page in ("week", "ending", "pitch")
        ]

    assert "Your journey ended with new work." in week
    assert "Is it what you expected?" in ending
    assert "How is it going?" in ending
    assert "lands best" not in pitch
    assert "tried once" in pitch


async def test_a_reply_waits_for_each_client_and_shows_nothing_before_it_is_opened(demo: Demo) -> None:
    for name in ("Marloes", "Jonas", "Ragnhild"):
        (at,) = (await demo.journeys(name)).values()
        async with demo.as_(name) as browser:
            agenda = await browser.get(f"{at}/agenda")
            waits = re.findall(rf'href="({at}/replies/[^"]+)"', agenda.text)
            assert len(waits) == 1, name
            assert (await browser.get(f"{waits[0]}/read")).status_code == 200


async def test_a_coach_sees_those_who_chose_her(demo: Demo) -> None:
    hers = await demo.journeys("Sanne Visser")
    theirs = (await demo.journeys("Ingrid Solberg"))["Ragnhild"]
    async with demo.as_("Sanne Visser") as browser:
        pages = [await browser.get(address, follow_redirects=True) for address in (*hers.values(), theirs)]
        desk = (await browser.get("/api/v1/desk")).json()

    assert await demo.first_page("Sanne Visser") == "/desk"
    assert set(hers) == {"Marloes", "Jonas"}
    assert [page.status_code for page in pages] == [200, 200, 404]
    assert {one["called"] for one in desk["rows"]} == {"Marloes", "Jonas"}


async def test_who_works_there_has_their_role_and_sees_no_journey(demo: Demo) -> None:
    for name, role, room in (
        ("Hanna Lindgren", "manager", "/programmes"),
        ("Pieter Bakker", "researcher", "/studies"),
        ("Astrid Dahl", "admin", "/people"),
    ):
        async with demo.as_(name) as browser:
            session = (await browser.get("/api/v1/session")).json()
            page = await browser.get(room)

        assert (session["roles"], session["needs"]) == ([role], [])
        assert page.status_code == 200
        assert await demo.first_page(name) == room
        assert await demo.journeys(name) == {}


async def test_the_way_to_all_of_them_stands_on_the_page_for_signing_in(demo: Demo) -> None:
    async with httpx.AsyncClient(base_url=demo.site) as browser:
        sign_in, everybody = await browser.get("/sign-in"), await browser.get("/demo")

    assert 'href="/demo"' in sign_in.text
    assert everybody.text.count('<form method="post" action="/demo/') == len(ROLES)


async def test_nobody_gets_in_from_elsewhere_or_by_guessing(demo: Demo) -> None:
    link = demo.links["Marloes"]
    async with httpx.AsyncClient() as browser:
        foreign = await browser.get(link, headers={"host": "soundings.example"})
        cross_site = await browser.post(link, headers={"sec-fetch-site": "cross-site"})
        guessed = await browser.post(f"{demo.site}/demo/guessed", headers=SAME_ORIGIN)

    assert [one.status_code for one in (foreign, cross_site, guessed)] == [421, 403, 404]
    assert not any("set-cookie" in one.headers for one in (foreign, cross_site, guessed))


def test_curl_signs_in_and_keeps_the_cookie(demo: Demo, tmp_path: Path) -> None:
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("no curl on this machine")
    jar, link = str(tmp_path / "jar"), demo.links["Ragnhild"]
    told = [curl, "--silent", "--cookie-jar", jar, "--cookie", jar]
    subprocess.run([*told, "--request", "POST", "--header", f"Origin: {demo.site}", link], check=True)
    told += ["--location", f"{demo.site}/api/v1/journeys"]
    answer = subprocess.run(told, capture_output=True, text=True, check=True).stdout

    assert [one["called"] for one in json.loads(answer)["journeys"]] == ["Ragnhild"]


async def test_what_is_personal_is_sealed_and_each_told_their_own(demo: Demo, demo_dsn: str) -> None:
    connection = await asyncpg.connect(demo_dsn)
    try:
        rows = await connection.fetch("select topic, state, actor_id, tenant_id from stored_events")
        people = await connection.fetch("select person_id from people")
    finally:
        await connection.close()
    begun = {row["actor_id"] for row in rows if row["topic"] == "JourneyStarted"}
    held = {row["actor_id"] for row in rows if row["topic"] == "CheckInHeld"}

    assert len({row["tenant_id"] for row in rows}) == 1
    assert (len(begun), len(held), begun & held) == (4, 2, set())
    assert begun | held <= {row["person_id"] for row in people}
    assert not any(
        name in row["state"] for row in rows for name in (b"Marloes", b"Jonas", b"Ragnhild", b"Emma")
    )


async def test_a_demo_that_is_started_again_finds_everybody_and_has_new_links(
    demo: Demo, demo_dsn: str
) -> None:
    before = await demo.journeys("Marloes")
    with running_demo("--database-url", demo_dsn) as again:
        after = await again.journeys("Marloes")
        async with httpx.AsyncClient(base_url=again.site) as browser:
            old = await browser.post(demo.links["Marloes"].removeprefix(demo.site), headers=SAME_ORIGIN)

    assert (after, again.roles) == (before, demo.roles)
    assert not set(again.links.values()) & set(demo.links.values())
    assert old.status_code == 404


def test_its_data_keys_and_ledger_go_with_it() -> None:
    # Not in pytest's own folder: another user, as whom the database runs for root, could not reach it.
    with tempfile.TemporaryDirectory() as temporary:
        Path(temporary).chmod(0o711)
        with running_demo(TMPDIR=temporary):
            (folder,) = Path(temporary).glob("soundings-demo-*")
            there = {path.name for path in folder.iterdir()}

        assert there >= {"database", "database-keyring.json"}
        assert list(Path(temporary).iterdir()) == []


@pytest.mark.parametrize("variable", ["SOUNDINGS_ENV=production", "SOUNDINGS_ACCES=open"])
def test_where_real_people_may_be_it_does_not_start(variable: str) -> None:
    name, _, value = variable.partition("=")
    told = run_here(
        *("demo", "--database-url", "postgresql://postgres@127.0.0.1:1/nowhere"),
        environment={"SOUNDINGS_ORIGIN": "https://soundings.example", name: value},
    )

    assert (told.returncode, told.stdout) == (1, "")
    assert len(told.stderr.splitlines()) == 1
    assert "127.0.0.1:1" not in told.stderr


@pytest.mark.parametrize(
    "settings",
    [
        Settings(access="open"),
        Settings(access="accounts", env="production", origin="https://localhost"),
        Settings(access="accounts", origin="https://soundings.example"),
        Settings(access="accounts", allowed_hosts="soundings.example"),
        Settings(access="accounts", trusted_proxies="10.0.0.0/8"),
    ],
)
def test_no_other_service_has_this_entrance(settings: Settings) -> None:
    with pytest.raises(InvalidSettings, match="this machine only"):
        DemoSignIn(()).router(settings)


async def test_outside_a_demo_its_addresses_are_nobodys(database: str) -> None:
    async with open_service(database) as service:
        stranger = service.browser()
        anna = new_guest("Anna", "client", service.tenant_id, service.tenant_id)
        answers = [await stranger.get("/demo"), await stranger.get(anna.path), await stranger.post(anna.path)]

        assert [one.status_code for one in answers] == [303] * 3
        assert {one.headers["location"].partition("?")[0] for one in answers} == {"/sign-in"}
        assert "/demo" not in (await stranger.get("/sign-in")).text

"""Names that an old log holds command nothing, turn nothing around and forge no row: on pages, in the feed, at the terminal."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from jinja2 import Environment

import service.web
from domain.text import displayed
from projections.agenda.projection import AGENDA
from service.cli.admin_reports import OrganisationReport, PersonReport
from service.cli.operator_commands import Report, print_report
from service.cli.providers import ProviderReport
from service.container import Services
from service.localization.jinja_translation import install_translator
from service.localization.translator import translator_for
from service.settings import Settings
from service.web.agenda.calendar_events import calendar_events
from service.web.agenda.calendar_file import render_icalendar
from tests.api.client import speaking_to
from tests.apps import running_app
from tests.broken_journeys import WHOLE, write
from tests.cli.command_line import run_here
from tests.databases import Databases
from tests.test_broken_journeys import NOON
from tests.web.walk import walked

TEXT = re.compile(
    rb'"(called|title|name|relation|wording|what|note|conclusion|dream|sketch|story|question|aim|reason|instrument|text)":"'
)
ODD = rb"Ka\u202eri\u001b[2J\u009b1A\n    9  2026-01-01  Forged\u2066 "
OLD = tuple(TEXT.sub(rb'"\1":"' + ODD.replace(b"\\", b"\\\\"), state) for state in WHOLE)
COMMANDING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067]")
TEXT_FIELD = re.compile(r"<textarea[^>]*>|<input[^>]*type=\"(?:text|search|\{\{ type \}\})\"[^>]*>")
NEVER_SEEN = 'autocomplete="username" readonly'


@pytest.fixture(scope="module")
async def old(databases: Databases) -> AsyncIterator[tuple[str, httpx.AsyncClient, Services, UUID]]:
    """A database with such a journey, its pages, and its id."""
    async with databases.borrowed() as dsn:
        settings = Settings(database_url=dsn, migrate=False, clock=False)
        async with running_app(settings, now=lambda: NOON) as app, speaking_to(app) as http:
            services: Services = app.state.services
            journey_id = await write(services.log, OLD)
            assert await services.projector.wait_for(await services.log.head(), 10)
            yield dsn, http, services, journey_id


Old = tuple[str, httpx.AsyncClient, Services, UUID]


@pytest.mark.slow
async def test_no_page_is_turned_around(old: Old) -> None:
    _, http, _, journey_id = old
    odd: list[str] = []

    async def look(address: str) -> tuple[int, str]:
        if str(journey_id) not in address:
            return 200, ""
        answer = await http.get(address, follow_redirects=True)
        odd.extend([address] if COMMANDING.search(answer.text) else [])
        return answer.status_code, answer.text

    found = await walked(look, f"/journeys/{journey_id}/week", f"/clients/{journey_id}")

    assert (len(found) > 30, odd) == (True, [])


@pytest.mark.parametrize("options", [[], ["--json"]])
@pytest.mark.parametrize("command", ["journeys", "events", "profile"])
def test_no_command_prints_what_the_terminal_would_obey(old: Old, command: str, options: list[str]) -> None:
    dsn, _, _, journey_id = old
    which = [] if command == "journeys" else [str(journey_id)]

    done = run_here(command, *which, *options, "--database-url", dsn)

    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u202e" in done.stdout
    assert COMMANDING.findall(done.stdout) == []
    assert not any(line.startswith("    9  2026-01-01  Forged") for line in done.stdout.splitlines())


async def test_the_feed_holds_none_of_it(old: Old) -> None:
    _, _, services, journey_id = old
    folded = await services.journeys.load(journey_id, AGENDA)
    events = calendar_events(folded, translator_for("en"), services.clock(), names=True, alarms="all")

    feed = render_icalendar(events, folded).decode()

    assert "Kari" in feed
    assert COMMANDING.findall(feed.replace("\r\n", "")) == []
    assert "\\n" not in feed


def test_a_name_from_right_to_left_leaves_the_sentence_as_it_is() -> None:
    environment = install_translator(Environment(autoescape=True), translator_for("en"))
    page = environment.from_string("<p>{{ name }}</p>{% trans %}{{ name }}, week 3{% endtrans %}")

    assert page.render(name="نسیم") == "<p>\u2068نسیم\u2069</p>\u2068نسیم\u2069, week 3"
    assert page.render(name="Åsa <b>") == "<p>Åsa &lt;b&gt;</p>Åsa &lt;b&gt;, week 3"
    assert displayed("Ka\u202eri\x1b\nÖ") == "Kari\nÖ"


def test_every_field_of_a_text_finds_its_direction() -> None:
    templates = Path(next(iter(service.web.__path__)), "templates").rglob("*.html")
    fields = [
        one
        for html in templates
        for one in TEXT_FIELD.findall(html.read_text("utf-8"))
        if NEVER_SEEN not in one
    ]

    assert len(fields) > 4
    assert [one for one in fields if 'dir="auto"' not in one] == []


def test_every_line_of_a_command_is_printed_in_one_place() -> None:
    commands = Path(service.web.__file__ or "").parents[1] / "cli"

    assert [one.name for one in commands.glob("*.py") if "click.echo" in one.read_text("utf-8")] == [
        "output.py"
    ]


ODD_NAME = "Ka\u202eri\x1b[2J\x9b1A\n00000000-0000-4000-8000-000000000000  Forged <a@b>: active"
REPORTS: tuple[Report, ...] = (
    PersonReport(
        person_id=UUID(int=1),
        name=ODD_NAME,
        email=ODD_NAME,
        roles=["coach"],
        invited_as=[],
        standing="active",
        second_proofs=[],
    ),
    OrganisationReport(organisation_id=UUID(int=1), name=ODD_NAME, created_at=NOON),
    ProviderReport(
        provider_id=UUID(int=1),
        called=ODD_NAME,
        issuer=ODD_NAME,
        client_id=ODD_NAME,
        acr=(ODD_NAME,),
        amr=(ODD_NAME,),
        sends_back_to="https://a.example",
        sign_in_at="https://a.example",
    ),
)


@pytest.mark.parametrize("report", REPORTS, ids=lambda one: type(one).__name__)
@pytest.mark.parametrize("as_json", [False, True])
def test_no_list_of_accounts_holds_a_forged_row(
    report: Report, as_json: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    print_report(report, as_json=as_json)

    printed = capsys.readouterr().out
    assert COMMANDING.findall(printed) == []
    assert not any(line.startswith("00000000-0000-4000-8000") for line in printed.splitlines())


def test_an_error_of_the_command_line_commands_no_terminal(tmp_path: Path) -> None:
    odd = tmp_path / "texts\x1b[2J\u202e\nError: forged"
    odd.write_bytes(b"\xff")

    done = run_here("verify", "--texts", odd)

    assert done.returncode == 1
    assert COMMANDING.findall(done.stderr) == []
    assert not any(line.startswith("Error: forged") for line in done.stderr.splitlines())

"""Each command of `soundings`, from outside: what it prints, and what it refuses in one line."""

import json
from pathlib import Path
from uuid import uuid4

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.slow

JOURNEY = "3f0a8f2e-0000-4000-8000-000000000001"
OTHER = "3f0a8f2e-0000-4000-8000-000000000002"
ROLE = "3f0a8f2e-0000-4000-8000-0000000000aa"


def start(journey: str = JOURNEY, **more: object) -> dict[str, object]:
    command = {
        "type": "StartJourney",
        "happened_on": "2026-01-12",
        "called": "Kari",
        "track": "curative",
        "locale": "nb-NO",
        "time_zone": "Europe/Oslo",
    }
    return {"journey_id": journey, "command": command | more}


def discover(journey: str = JOURNEY, **more: object) -> dict[str, object]:
    command = {
        "type": "DiscoverRole",
        "happened_on": "2026-01-13",
        "role_id": ROLE,
        "title": "lokfører",
        "distance": "near",
    }
    return {"journey_id": journey, "command": command | more}


def lines(path: Path, *told: dict[str, object] | str) -> Path:
    path.write_text("".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in told))
    return path


def test_every_command_says_what_it_is_for(soundings: Run) -> None:
    for command in (
        "demo",
        "serve",
        "import",
        "journeys",
        "profile",
        "events",
        "export",
        "replay",
        "migrate",
        "db",
    ):
        told = soundings(command, "--help")

        assert (told.returncode, told.stderr) == (0, "")
        assert told.stdout.startswith(f"Usage: soundings {command}")


def test_importing_a_case_again_adds_nothing(soundings: Run, cases: list[Path]) -> None:
    first = soundings("import", *cases)
    second = soundings("import", *cases, "--json")

    assert (first.returncode, first.stderr) == (0, "")
    assert "case_1.json: journey " in first.stdout
    assert [json.loads(line)["new"] for line in second.stdout.splitlines()] == [0, 0, 0]
    assert all(json.loads(line)["commands"] > 50 for line in second.stdout.splitlines())


def test_a_file_of_commands_that_grew_adds_only_what_is_new(soundings: Run, tmp_path: Path) -> None:
    file = tmp_path / "kari.jsonl"
    soundings("import", lines(file, start()))
    told = soundings("import", lines(file, start(), discover()))

    counts = "1 command recorded, 1 already there, 1 role linked to the atlas by name"
    assert told.stdout == f"kari.jsonl: journey {JOURNEY}: {counts}\n"


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (
            discover(distance="round the corner"),
            "kari.jsonl:2: Invalid enum value 'round the corner' at command.distance",
        ),
        (discover(colour="red"), "kari.jsonl:2: Object contains unknown field `colour` at command"),
        (
            discover(happened_on="2026-01-32"),
            "kari.jsonl:2: Invalid RFC3339 encoded date at command.happened_on",
        ),
        (
            discover(happened_on="2026-01-01"),
            "kari.jsonl:2 (happened_on): This is before the journey started.",
        ),
        (discover(starting_appeal=11), "kari.jsonl:2: Expected `int` <= 10 at command.starting_appeal"),
    ],
)
def test_a_broken_line_is_named_and_nothing_of_its_journey_is_kept(
    soundings: Run, tmp_path: Path, broken: dict[str, object], said: str
) -> None:
    told = soundings("import", lines(tmp_path / "kari.jsonl", start(), broken, start(OTHER)))
    kept = soundings("journeys")

    assert told.returncode == 1
    assert said in told.stderr
    assert "Traceback" not in told.stderr
    assert [line.split()[0] for line in kept.stdout.splitlines()] == [OTHER]


def test_a_line_without_a_journey_refuses_the_file(soundings: Run, tmp_path: Path) -> None:
    told = soundings("import", lines(tmp_path / "kari.jsonl", start(), "{"))

    assert told.returncode == 1
    assert told.stderr.startswith("soundings: kari.jsonl:2: Input data was truncated")
    assert soundings("journeys").stdout == ""


def test_a_broken_case_is_named_with_its_line_and_field(
    soundings: Run, cases: list[Path], tmp_path: Path
) -> None:
    text = cases[0].read_text()
    broken = tmp_path / "case.json"
    broken.write_text(text.replace('"dread_before": 7', '"dread_before": 17', 1))
    told = soundings("import", broken)

    line = text[: text.index('"id": "a06"')].count("\n") + 1
    assert told.returncode == 1
    assert told.stderr == f"soundings: case.json:{line}: Expected `int` <= 10 at actions[5].dread_before\n"


def test_a_step_that_is_not_allowed_is_named_with_its_action(
    soundings: Run, cases: list[Path], tmp_path: Path
) -> None:
    broken = tmp_path / "case.json"
    broken.write_text(cases[0].read_text().replace('"refers_to": "a14"', '"refers_to": "a21"', 1))
    told = soundings("import", broken)

    assert told.returncode == 1
    assert "action a16 (refers_to): This step was not planned." in told.stderr
    assert soundings("journeys").stdout == ""


def test_a_profile_reads_as_a_coach_would(soundings: Run, cases: list[Path]) -> None:
    journey = soundings("import", cases[0]).stdout.split()[2].rstrip(":")
    told = soundings("profile", journey, "--on", "2026-04-05")
    as_json = soundings("profile", journey, "--on", "2026-04-05", "--json")

    assert told.stdout.startswith(
        "Marloes, week 12, 2026-04-05, 20 steps\n\nRisk manager zorg leads: very appealing, "
    )
    assert json.loads(as_json.stdout)["focus"]["quadrant"] == "sharp"


def test_an_unknown_journey_is_one_line(soundings: Run) -> None:
    for command in ("profile", "events"):
        told = soundings(command, str(uuid4()))

        assert (told.returncode, told.stdout) == (1, "")
        assert told.stderr == "soundings: There is no such journey.\n"


def test_events_are_listed_in_order(soundings: Run, tmp_path: Path) -> None:
    soundings("import", lines(tmp_path / "kari.jsonl", start(), discover()))
    told = soundings("events", JOURNEY)
    as_json = soundings("events", JOURNEY, "--json")

    kinds = ["JourneyStarted", "RoleDiscovered", "RoleLinked"]
    assert [line.split()[2] for line in told.stdout.splitlines()] == kinds
    assert [json.loads(line)["number"] for line in as_json.stdout.splitlines()] == [1, 2, 3]


def test_live_as_of_today_and_the_replay_of_an_export_agree_digest_for_digest(
    soundings: Run, cases: list[Path], tmp_path: Path
) -> None:
    file, rows = tmp_path / "log.jsonl", tmp_path / "rows.jsonl"
    soundings("import", *cases)
    soundings("export", "--to", file)
    replayed = soundings("replay", file, "--on", "2026-05-01", "--to", rows, "--json")
    again = soundings("replay", file, "--on", "2026-05-01", "--json")
    live = soundings("replay", "--log", "--on", "2026-05-01", "--json")

    assert replayed.returncode == 0
    assert json.loads(replayed.stdout) == json.loads(again.stdout) == json.loads(live.stdout)
    for line in rows.read_text().splitlines():
        row = json.loads(line)
        shown = soundings("profile", row["journey_id"], "--on", "2026-05-01", "--json")
        assert rounded(json.loads(shown.stdout)) == row["view"]


def rounded(value: object) -> object:
    match value:
        case float():
            return round(value, 9)
        case dict():
            return {key: rounded(one) for key, one in value.items()}
        case list():
            return [rounded(one) for one in value]
        case _:
            return value


def test_a_replay_under_other_parameters_gives_other_rows(
    soundings: Run, cases: list[Path], tmp_path: Path
) -> None:
    file, other = tmp_path / "log.jsonl", tmp_path / "other.json"
    other.write_text('{"version": 2, "appeal": {"half_life": 13}}')
    soundings("import", cases[0])
    soundings("export", "--to", file)
    default = json.loads(soundings("replay", file, "--json").stdout)
    changed = json.loads(soundings("replay", file, "--parameters", other, "--json").stdout)

    assert default["events"] == changed["events"]
    assert default["sha256"] != changed["sha256"]
    assert changed["parameters"]["version"] == 2


def test_a_damaged_export_is_refused(soundings: Run, cases: list[Path], tmp_path: Path) -> None:
    file = tmp_path / "log.jsonl"
    soundings("import", cases[0])
    soundings("export", "--to", file)
    whole = file.read_text()
    file.write_text(whole.replace("Marloes", "Marlous", 1))
    changed = soundings("replay", file)
    (tmp_path / "log.jsonl.manifest.json").unlink()
    file.write_text(whole.replace('"rating":5', '"rating":"five"', 1))
    broken = soundings("replay", file)
    file.write_text("".join(whole.splitlines(keepends=True)[:3] + whole.splitlines(keepends=True)[4:]))
    gap = soundings("replay", file)

    assert (changed.returncode, broken.returncode, gap.returncode) == (1, 1, 1)
    assert "SHA-256 differs" in changed.stderr
    assert "log.jsonl:" in broken.stderr
    assert "the history is not complete" in gap.stderr


def test_bad_parameters_name_the_field(soundings: Run, cases: list[Path], tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text('{"odds": {"tries": "five"}}')
    told = soundings("replay", "--log", "--parameters", other)

    assert told.returncode == 1
    assert "$.odds.tries" in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_migrating_twice_is_harmless(soundings: Run) -> None:
    assert soundings("migrate").stdout == "the database is up to date\n"


def test_a_server_that_is_not_there_is_one_line(soundings: Run) -> None:
    told = soundings("journeys", "--database-url", "postgresql://postgres@127.0.0.1:1/nowhere")

    assert told.returncode == 1
    assert len(told.stderr.splitlines()) == 1
    assert "Traceback" not in told.stderr

"""`compose.yaml` and the Dockerfile: what they start is confined, watched, and set as the settings say."""

import re
from pathlib import Path
from typing import Any

import yaml

from service.settings import read_settings

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: one for name, one in SERVICES.items() if "build" in one}
DOCKERFILE = (ROOT / "Dockerfile").read_text()
GIVEN = {"SOUNDINGS_ORIGIN": "https://soundings.example"}


def filled(value: object) -> str:
    """A variable as compose fills it in: what is given, else its default."""
    return re.sub(
        r"\$\{(\w+)(?::-([^}]*)|:\?[^}]*)?\}", lambda one: GIVEN.get(one[1], one[2] or "x"), str(value)
    )


def test_what_is_ours_runs_confined_and_what_it_logs_has_a_limit() -> None:
    assert set(OURS) == {"migrate", "keys", "serve", "worker"}
    for one in OURS.values():
        assert one["read_only"] is True
        assert one["tmpfs"] == ["/tmp"]
        assert one["cap_drop"] == ["ALL"]
        assert one["security_opt"] == ["no-new-privileges:true"]
    for name, one in SERVICES.items():
        assert name == "copy" or {"max-size", "max-file"} <= set(one["logging"]["options"])


def test_what_runs_on_is_watched_and_has_time_to_end() -> None:
    for name in ("db", "serve"):
        assert SERVICES[name]["restart"] == "unless-stopped"
        assert {"test", "interval", "timeout", "retries"} <= set(SERVICES[name]["healthcheck"])
        assert SERVICES[name]["stop_grace_period"]


def test_its_settings_are_settings_and_fit_together() -> None:
    environment = {
        name: filled(value) for name, value in SERVICES["serve"]["environment"].items() if value is not None
    }
    settings = read_settings(environment)

    assert (settings.env, settings.access, settings.migrate) == ("production", "accounts", False)
    assert settings.ledger
    assert settings.exports
    passed_on = {name for name, value in SERVICES["serve"]["environment"].items() if value is None}
    assert {
        one.lower().removeprefix("soundings_") for one in passed_on if one.startswith("SOUNDINGS_")
    } <= set(settings.__struct_fields__)


def test_no_password_stands_in_an_address() -> None:
    for one in OURS.values():
        assert one["environment"]["DATABASE_URL"] == "postgresql://soundings@db/soundings"
        assert "PGPASSWORD" in one["environment"]


def test_every_folder_that_is_written_is_a_volume_whose_owner_is_not_root() -> None:
    mounted = {volume.partition(":")[2] for one in OURS.values() for volume in one.get("volumes", ())}
    made = re.search(r"install --directory --owner=soundings --mode=700 (.+)", DOCKERFILE)

    assert made
    assert mounted == set(made[1].split())
    assert {
        volume.partition(":")[0] for one in SERVICES.values() for volume in one.get("volumes", ())
    } == set(COMPOSE["volumes"])


def test_the_image_runs_as_an_ordinary_user() -> None:
    last_stage = DOCKERFILE.rpartition("\nFROM ")[2]

    assert "USER soundings" in last_stage
    assert "useradd --system" in last_stage


def test_what_works_by_itself_has_processes_of_its_own_of_which_one_stands_by() -> None:
    web, worker = SERVICES["serve"], SERVICES["worker"]

    assert (web["environment"]["SOUNDINGS_WORK"], worker["environment"]["SOUNDINGS_WORK"]) == (
        "elsewhere",
        "here",
    )
    assert worker["deploy"]["replicas"] == 2
    assert worker["environment"] | {"SOUNDINGS_WORK": "elsewhere"} == web["environment"]

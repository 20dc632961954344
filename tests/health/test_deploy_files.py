"""The files for Prometheus and Grafana: they can be read, and every metric in them exists."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml
from click import Context

from service.cli import soundings
from service.http.metrics import REQUEST_METRICS
from service.operations.metrics import METRICS
from service.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
KNOWN = {*METRICS, *REQUEST_METRICS, "soundings_http_request_duration_seconds_bucket"}
NAME = re.compile(r"\bsoundings_\w+")


def rules() -> list[dict[str, str]]:
    [group] = yaml.safe_load((DEPLOY / "alerts.yaml").read_text())["groups"]
    found: list[dict[str, str]] = group["rules"]
    return found


def expressions() -> Iterator[str]:
    yield from (one["expr"] for one in rules())
    board = json.loads((DEPLOY / "grafana-dashboard.json").read_text())
    yield from (target["expr"] for panel in board["panels"] for target in panel["targets"])


def test_every_metric_in_them_exists() -> None:
    named = {name for one in expressions() for name in NAME.findall(one)}

    assert named <= KNOWN
    assert named >= set(METRICS), "a metric that nobody looks at"


def test_each_expression_closes_what_it_opens() -> None:
    for one in expressions():
        assert all(one.count(a) == one.count(b) for a, b in ("()", "[]", "{}")), one


def test_the_panels_do_not_lie_over_each_other() -> None:
    panels = json.loads((DEPLOY / "grafana-dashboard.json").read_text())["panels"]

    assert len({(one["gridPos"]["x"], one["gridPos"]["y"]) for one in panels}) == len(panels)
    assert len({one["id"] for one in panels}) == len(panels)


def test_the_page_for_operators_says_what_each_alarm_means() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()

    assert [one["alert"] for one in rules() if f"`{one['alert']}`" not in page] == []
    assert all({"severity"} <= set(one["labels"]) and one["annotations"] for one in rules())


def test_the_page_for_operators_has_every_setting_and_only_commands_that_are_there() -> None:
    page = (ROOT / "docs" / "operations.md").read_text()
    settings = {f"SOUNDINGS_{one.upper()}" for one in Settings.__struct_fields__[1:]}
    commands = set(re.findall(r"(?:`with|`soundings) ([a-z-]+)", page))

    assert settings <= set(re.findall(r"SOUNDINGS_[A-Z_]+", page))
    assert commands <= set(soundings.list_commands(Context(soundings)))

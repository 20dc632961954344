"""The repository: whose names the packages are, and what an operator's files say."""

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import yaml
from click.testing import CliRunner

import domain
import projections
import service
from service.cli import soundings

ROOT = Path(__file__).parents[1]
FOLDERS = ("domain", "projections", "service", "tests", "benchmarks", "docs")
PLACEHOLDER = {"x", "PAGE"}
"""How `CONTRIBUTING.md` writes a name that is still to be chosen."""


def repository_files() -> Iterator[Path]:
    """The files that the documents speak of, and the documents."""
    yield from (path for path in ROOT.iterdir() if path.is_file())
    for folder in FOLDERS:
        yield from (path for path in (ROOT / folder).rglob("*") if path.is_file())


def test_the_three_package_names_are_ours_alone() -> None:
    claimed = packages_distributions()

    for package in (domain, projections, service):
        # An editable install, as in development, claims no names; nobody else may.
        assert claimed.get(package.__name__, ["market-soundings"]) == ["market-soundings"]
        assert Path(str(package.__file__)).parent == ROOT / package.__name__


def test_the_compose_file_starts_commands_that_exist() -> None:
    services = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]

    for name in ("migrate", "serve"):
        command, *options = services[name]["command"]
        told = CliRunner().invoke(soundings, [command, "--help"])
        assert told.exit_code == 0
        assert all(option in told.output for option in options if option.startswith("--"))
    assert services["serve"]["ports"] == ["127.0.0.1:8000:8000"]
    assert services["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}


def test_documents_name_files_that_exist() -> None:
    files = {path.relative_to(ROOT).as_posix() for path in repository_files()}

    for document in (ROOT / path for path in files if path.endswith(".md")):
        named = re.findall(r"`([\w./-]+\.(?:py|md|html|js|css|sql|toml|cfg|txt))`", document.read_text())
        lost = [
            one
            for one in named
            if not PLACEHOLDER.intersection(one.removesuffix(".py").split("/"))
            and not any(path == one or path.endswith(f"/{one}") for path in files)
        ]

        assert lost == [], document.relative_to(ROOT)


def test_the_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted((ROOT / "docs" / "decisions").glob("*.md"))]

    assert numbers == list(range(1, len(numbers) + 1))


def test_every_decision_names_the_test_or_contract_that_holds_it() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    names = {one["name"] for one in contracts}
    for path in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        text = path.read_text()
        files = re.findall(r"`(tests/[\w/]+\.py)`", text)
        tests, quoted = re.findall(r"`(test_\w+)`", text), re.findall(r'[Cc]ontract "([^"]+)"', text)
        defined = "".join((ROOT / one).read_text() for one in files)

        assert tests or quoted, path.name
        assert [one for one in tests if f"def {one}(" not in defined] == [], path.name
        assert set(quoted) <= names, path.name

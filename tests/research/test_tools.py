"""Without the extra `research` the service stays as light as it was, and says what is missing where it is needed."""

import subprocess
import sys
from pathlib import Path

HIDDEN = """
import sys
tools = ("dask", "distributed", "duckdb", "matplotlib", "pandas", "polars", "pyarrow", "pyreadstat", "scipy", "statsmodels")
sys.modules.update(dict.fromkeys(tools))
"""
IMPORT_ALL = """
from importlib import import_module
from pkgutil import walk_packages
import service
apart = ("service.research.", "service.cli.research.")
names = [one.name for one in walk_packages(service.__path__, "service.")]
for name in names:
    if not name.startswith(apart):
        import_module(name)
print(len(names))
"""
REPLAY = """
from service.web.journey_weeks import select_day
from service.web.replay.page import ReplayChoice, build_replay_page
from service.web.replay.source import simulated_history
history = simulated_history(12, "nb")
looked = select_day(history.folded.started_on, history.folded.today)
print(len(build_replay_page(history, looked, ReplayChoice()).lines))
"""
RUN = "from service.cli import main; sys.argv = ['soundings', *{arguments}]; main()"


def run_without_tools(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", HIDDEN + code], capture_output=True, text=True, check=False)


def test_the_service_and_its_commands_need_no_research_tool() -> None:
    answer = run_without_tools(IMPORT_ALL)

    assert answer.returncode == 0, answer.stderr
    assert int(answer.stdout) > 500


def test_a_simulated_history_is_replayed_without_them() -> None:
    answer = run_without_tools(REPLAY)

    assert answer.returncode == 0, answer.stderr
    assert int(answer.stdout) > 1


def test_help_lists_every_command_without_them() -> None:
    for arguments in (["--help"], ["research", "--help"]):
        answer = run_without_tools(RUN.format(arguments=arguments))

        assert answer.returncode == 0, answer.stderr
        assert "research" in answer.stdout


def test_a_command_that_needs_them_says_what_to_install(tmp_path: Path) -> None:
    for command in ("export", "dummy"):
        answer = run_without_tools(RUN.format(arguments=["research", command, "--to", str(tmp_path / "to")]))

        assert answer.returncode == 1
        assert answer.stderr == (
            "soundings: this needs the research tools: pip install 'market-soundings[research]'\n"
        )

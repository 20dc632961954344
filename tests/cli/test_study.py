"""`soundings research study`, from outside."""

import json
from pathlib import Path

import pytest

from service.api.examples import DRAFT_STUDY_EXAMPLE
from tests.cli.conftest import Run

pytestmark = pytest.mark.slow


def test_a_study_is_drafted_from_a_file_and_needs_somebody_else_to_approve_it(
    soundings: Run, tmp_path: Path
) -> None:
    file, broken = tmp_path / "study.json", tmp_path / "broken.json"
    file.write_text(json.dumps(DRAFT_STUDY_EXAMPLE["commands"][0]))
    broken.write_text("{}")
    soundings("admin", "create-organisation", "Second Career", "--admin", "ada@example.no")

    refused = soundings("research", "study", "draft", str(broken))
    drafted = json.loads(soundings("research", "study", "draft", str(file), "--json").stdout)
    study_id = drafted["study_id"]
    submitted = soundings("research", "study", "submit", study_id)
    approved = soundings("research", "study", "approve", study_id)
    listed = soundings("research", "study", "list")
    shown = soundings("research", "study", "show", study_id)

    assert (refused.returncode, "broken.json" in refused.stderr) == (1, True)
    assert submitted.stdout == f"{study_id} is now submitted\n"
    assert (approved.returncode, "someone else has to decide" in approved.stderr) == (1, True)
    assert "submitted" in listed.stdout
    assert "participants: asked too few, agree too few, withdrew too few" in shown.stdout

"""How an analysis reads on the command line."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from service.cli.research.analysis_report import described_analysis
from service.research.analysis.releases import Label, ReleasableOutput
from service.research.storage.analyses import Analysis


def test_tiny_p_values_are_no_zeros() -> None:
    lines: tuple[Mapping[str, Label], ...] = ({"term": "week", "p": 1.2e-9}, {"term": "weeks", "p": 0.0123})
    line = ReleasableOutput(name="line", type="ols", status="released", findings=(), lines=lines)
    told = Analysis(
        analysis_id=UUID(int=1),
        study_id=UUID(int=2),
        asked_by=UUID(int=3),
        asked_at=datetime(2026, 11, 2, tzinfo=UTC),
        position=1,
        specification="{}",
        outputs=(line,),
        sets=(),
        state="released",
    )

    assert [*described_analysis(told)][2:] == ["    term week, p < 0.001", "    term weeks, p 0.0123"]

"""Whatever says something of many journeys to somebody who may not see them passes through one method, and one module that rounds."""

import ast
from pathlib import Path

SERVICE = Path(__file__).parents[2] / "service"

OF_MANY = {"compute_totals", "JOURNEY_CONTRIBUTION", "form_groups", "rounded_groups"}
"""What sums are made of."""


def names_used(path: Path) -> set[str]:
    return {
        one.id for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(one, ast.Name)
    }


def test_totals_are_made_in_one_place() -> None:
    makers = {
        path.relative_to(SERVICE).as_posix() for path in SERVICE.rglob("*.py") if OF_MANY & names_used(path)
    }

    # The archive says only that it leaves them out.
    assert makers == {"authorization/authorized_programmes.py", "personal_data/archive/views.py"}

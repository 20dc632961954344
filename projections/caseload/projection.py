"""The projection of the caseload."""

from datetime import date

from projections.caseload.state import CaseloadState, evolve
from projections.fold import Projection
from projections.learning_model.parameters import Parameters


def view(case: CaseloadState, _on: date, _parameters: Parameters) -> CaseloadState:
    """The line as it is now, whatever the date."""
    return case


CASELOAD: Projection[CaseloadState, CaseloadState] = Projection(
    name="caseload", version=2, initial=None, evolve=evolve, view=view
)

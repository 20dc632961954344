"""How an analysis reads on the command line: figures only once they are released."""

from collections.abc import Iterator, Mapping

from service.research.analysis.releases import SMALLEST_P, Label
from service.research.storage.analyses import Analysis, AnalysisState

_STATES: Mapping[AnalysisState, str] = {
    "running": "is computed by the service",
    "failed": "could not be computed",
    "cancelled": "cancelled",
    "waiting": "waits for a second person: soundings research release {} --by EMAIL",
    "released": "released",
    "refused": "not released",
}


def described_analysis(analysis: Analysis) -> Iterator[str]:
    """A sentence a line."""
    state = _STATES[analysis.state].format(analysis.analysis_id)
    yield f"{analysis.analysis_id} of {analysis.asked_at:%Y-%m-%d %H:%M}: {state}"
    if analysis.reason:
        yield f"  {analysis.reason}"
    for output in analysis.outputs:
        yield f"  {output.name} ({output.type}): {_STATUSES[output.status]}"
        for finding in output.findings:
            yield f"    {finding.where}: {finding.why}"
        if analysis.state == "released":
            for line in output.lines:
                yield "    " + ", ".join(f"{name} {_figure(name, one)}" for name, one in line.items())


def _figure(name: str, value: Label) -> str:
    if name == "p" and isinstance(value, float) and value < SMALLEST_P:
        return f"< {SMALLEST_P}"
    return "all" if value is None else str(value)


_STATUSES = {
    "released": "all of it may be let out",
    "suppressed": "part of it may be let out",
    "refused": "none of it may be let out",
}

"""How an analysis reads on the command line: figures only once they are released."""

from collections.abc import Iterator, Mapping

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
                yield "    " + ", ".join(
                    f"{name} {'all' if one is None else one}" for name, one in line.items()
                )


_STATUSES = {
    "released": "all of it may be let out",
    "suppressed": "part of it may be let out",
    "refused": "none of it may be let out",
}

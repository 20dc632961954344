"""The view model of one analysis: what the rules say of each output, and its figures as tables and curves."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from uuid import UUID

from msgspec import Struct

from service.localization.gettext_noop import gettext_noop
from service.localization.translator import Translator
from service.research.analysis.faults import SpecificationError
from service.research.analysis.releases import SMALLEST_P, Finding, Label, ReleasableOutput
from service.research.analysis.specification import read_specification
from service.research.storage.analyses import Analysis, AnalysisState
from service.web.studies import analysis_labels as labels
from service.web.svg_paths import BOX_HEIGHT

ALL = gettext_noop("all")
YES = gettext_noop("yes")
NO = gettext_noop("no")
DIGITS = 3
MOST_DECIMALS = 6
BOX_WIDTH = 100.0


class Curve(Struct, frozen=True, kw_only=True):
    """A survival curve: its group in words, the share at its end, and the line in a box of 100 by 100."""

    group: str
    at_end: str
    path: str


class ReportedReason(Struct, frozen=True, kw_only=True):
    """Why something of an output is left out, and where, each place once."""

    sentence: str
    advice: str
    """What would help; empty where nothing does."""
    places: tuple[str, ...]


class OutputPart(Struct, frozen=True, kw_only=True):
    """An output on the page."""

    name: str
    kind: str
    status: str
    reasons: tuple[ReportedReason, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    curves: tuple[Curve, ...]


class AnalysisPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    title: str
    analysis: Analysis
    asked_by: str | None
    decided_by: str | None
    reason: str
    outputs: tuple[OutputPart, ...]
    progress: str
    """How far it is; empty once it is computed."""
    can_cancel: bool
    can_decide: bool
    is_own: bool
    """It waits, and the reader asked for it: somebody else has to decide."""
    objection: str
    """Why it would not be let out now; empty if it would, or if nobody asks."""


def build_analysis_page(
    analysis: Analysis,
    *,
    names: Mapping[UUID, str],
    can_cancel: bool,
    can_decide: bool,
    is_own: bool,
    objection: str | None,
    translator: Translator,
) -> AnalysisPage:
    """The page of an analysis, with the figures that it holds for this reader."""
    return AnalysisPage(
        finding=_finding(analysis, translator),
        title=title_of(analysis),
        analysis=analysis,
        asked_by=names.get(analysis.asked_by),
        decided_by=names.get(analysis.decided_by) if analysis.decided_by else None,
        reason=_reason(analysis, translator),
        outputs=tuple(_part(one, analysis.state, translator) for one in analysis.outputs),
        progress=labels.progress_in_words(analysis.progress, translator)
        if analysis.state == "running"
        else "",
        can_cancel=can_cancel,
        can_decide=can_decide,
        is_own=is_own and analysis.state == "waiting",
        objection=labels.reason_in_words(objection, translator) if objection else "",
    )


def title_of(analysis: Analysis) -> str:
    """Its title, or else the names of its outputs."""
    try:
        asked = read_specification(analysis.specification.encode())
    except SpecificationError:
        # It was read by a version that allowed it.
        return ", ".join(one.name for one in analysis.outputs)
    return asked.title.strip() or ", ".join(one.name for one in asked.outputs)


def _reason(analysis: Analysis, translator: Translator) -> str:
    if analysis.fault:
        return labels.fault_in_words(analysis.fault, translator)
    return labels.reason_in_words(analysis.reason, translator)


def _finding(analysis: Analysis, translator: Translator) -> str:
    match analysis.state:
        case "running":
            return translator.gettext("This analysis is being computed.")
        case "failed":
            return translator.gettext("This analysis could not be computed.")
        case "cancelled":
            return translator.gettext("This analysis was cancelled.")
        case "waiting":
            return translator.gettext("This analysis waits for a second person.")
        case "released":
            return translator.gettext("The results of this analysis were let out.")
        case "refused":
            return translator.gettext("This analysis was not let out.")


def _part(output: ReleasableOutput, state: AnalysisState, translator: Translator) -> OutputPart:
    statuses = labels.RELEASED_STATUSES if state == "released" else labels.OUTPUT_STATUSES
    names = list(dict.fromkeys(name for line in output.lines for name in line))
    return OutputPart(
        name=output.name,
        kind=translator.gettext(labels.OUTPUT_TYPES.get(output.type, output.type)),
        status=translator.gettext(statuses[output.status]),
        reasons=tuple(_reasons(output.findings, translator)),
        columns=tuple(translator.gettext(labels.COLUMNS.get(one, one)) for one in names),
        rows=tuple(tuple(_cell(one, line, translator) for one in names) for line in output.lines),
        curves=tuple(_curves(output.lines, translator)) if output.type == "kaplan_meier" else (),
    )


def _reasons(findings: Iterable[Finding], translator: Translator) -> Iterator[ReportedReason]:
    places: dict[tuple[str, str], dict[str, None]] = {}
    for one in findings:
        sentence = translator.gettext(labels.RULES[one.rule]) if one.rule in labels.RULES else one.why
        advice = translator.gettext(labels.ADVICE[one.rule]) if one.rule in labels.ADVICE else ""
        places.setdefault((sentence, advice), {})[one.where] = None
    for (sentence, advice), where in places.items():
        yield ReportedReason(sentence=sentence, advice=advice, places=tuple(where))


def _cell(name: str, line: Mapping[str, Label], translator: Translator) -> str:
    if name not in line or (name == "level" and line[name] is None):
        return ""
    value = line[name]
    if name == "p" and isinstance(value, float) and value < SMALLEST_P:
        return f"< {translator.number(SMALLEST_P, DIGITS)}"
    return shown_value(value, translator)


def shown_value(value: Label, translator: Translator) -> str:
    """A label or a figure in the reader's language, with three digits that count."""
    match value:
        case None:
            return translator.gettext(ALL)
        case bool():
            return translator.gettext(YES if value else NO)
        case str():
            return value
        case int():
            return translator.number(value)
        case float():
            return translator.number(value, _decimals(value))


def _decimals(figure: float) -> int:
    if figure == 0 or figure == int(figure):
        return 0
    return min(MOST_DECIMALS, max(0, DIGITS - 1 - math.floor(math.log10(abs(figure)))))


def _curves(lines: Sequence[Mapping[str, Label]], translator: Translator) -> Iterator[Curve]:
    longest = max((_figure(one["time"]) for one in lines), default=0.0) or 1.0
    for group, some in groupby(lines, _group):
        points = [(_figure(one["time"]) / longest, _figure(one["survival"])) for one in some]
        words = ", ".join(f"{name} {shown_value(value, translator)}" for name, value in group)
        yield Curve(group=words, at_end=translator.percent(points[-1][1]), path=step_path(points))


def _group(line: Mapping[str, Label]) -> tuple[tuple[str, Label], ...]:
    return tuple((name, one) for name, one in line.items() if name not in labels.COLUMNS)


def _figure(value: Label) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def step_path(points: Sequence[tuple[float, float]]) -> str:
    """Shares of 1 over parts of the time, as steps down."""
    first, *others = [(x * BOX_WIDTH, BOX_HEIGHT * (1 - y)) for x, y in points]
    steps = "".join(f"H{x:.1f}V{y:.1f}" for x, y in others)
    return f"M{first[0]:.1f} {first[1]:.1f}{steps}"

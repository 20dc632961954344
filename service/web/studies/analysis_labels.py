"""What the states of an analysis, its outputs and the rules for what is let out are called."""

from collections.abc import Mapping
from types import MappingProxyType

from service.localization.gettext_noop import gettext_noop
from service.localization.translator import Translator
from service.research.analyses import NOTHING_LEFT
from service.research.analysis.releases import Status
from service.research.faults import JOB_FAULTS, UNEXPECTED
from service.research.release_checks import ERASED, LEFT, NEAR_TO_OTHERS
from service.research.running_analyses import ALL_FAULTS
from service.research.storage.analyses import Analysis, AnalysisFault, AnalysisProgress, AnalysisState
from service.research.storage.jobs import Argument

ANALYSIS_STATES: Mapping[AnalysisState, str] = MappingProxyType(
    {
        "running": gettext_noop("being computed"),
        "failed": gettext_noop("could not be computed"),
        "cancelled": gettext_noop("cancelled"),
        "waiting": gettext_noop("waits for a second person"),
        "released": gettext_noop("let out"),
        "refused": gettext_noop("not let out"),
    }
)
OUTPUT_STATUSES: Mapping[Status, str] = MappingProxyType(
    {
        "released": gettext_noop("By the rules, all of it may be let out."),
        "suppressed": gettext_noop(
            "By the rules, what tells of fewer than ten people is left out of it, if anything does."
        ),
        "refused": gettext_noop("By the rules, nothing of it may be let out."),
    }
)
RELEASED_STATUSES: Mapping[Status, str] = MappingProxyType(
    {
        "released": gettext_noop("All of it was let out."),
        "suppressed": gettext_noop("A part of it was let out."),
        "refused": gettext_noop("Nothing of it was let out."),
    }
)
OUTPUT_TYPES: Mapping[str, str] = MappingProxyType(
    {
        "table": gettext_noop("table"),
        "mean": gettext_noop("mean"),
        "ols": gettext_noop("linear regression"),
        "logit": gettext_noop("logistic regression"),
        "kaplan_meier": gettext_noop("survival curve"),
        "cox": gettext_noop("hazard regression"),
    }
)
RULES: Mapping[str, str] = MappingProxyType(
    {
        "few_people": gettext_noop("Fewer than ten people are behind it."),
        "many_cells": gettext_noop("It has too many cells for the number of people in the study."),
        "dominance": gettext_noop("One or two people make up most of the total."),
        "hardly_varies": gettext_noop("Fewer than ten people differ from what nearly all have."),
        "all_alike": gettext_noop("All or nobody of a group is in this cell, so it tells of each of them."),
        "complementary": gettext_noop("A figure that is left out could be computed from it."),
        "differencing": gettext_noop(
            "Together with what is let out, now or before, fewer than ten people could be told apart."
        ),
        "few_steps": gettext_noop("Fewer than ten people make up what is left of the curve."),
        "kind": gettext_noop("This output needs another kind of variable here."),
        "groups": gettext_noop("This variable has too many values, or fractions, to make groups of."),
        "collinear": gettext_noop("One term follows from the others."),
        "degrees_of_freedom": gettext_noop("There are too few people for so many terms."),
        "leverage": gettext_noop("One person alone decides about a coefficient."),
        "saturated": gettext_noop("It foretells the outcome of someone with certainty."),
        "not_fitted": gettext_noop("It cannot be computed from these data."),
    }
)
"""Why something is left out, by the name of the rule."""
_FEWER_GROUPS = gettext_noop("Have fewer groups: join values, or leave a variable out.")
ADVICE: Mapping[str, str] = MappingProxyType(
    {
        "few_people": _FEWER_GROUPS,
        "many_cells": gettext_noop(
            "For each ten people there may be one cell. Join values, or leave a variable out."
        ),
        "dominance": gettext_noop("Ask for a share or a count in place of the amount."),
        "hardly_varies": gettext_noop("Ask for a variable in which more people differ."),
        "all_alike": _FEWER_GROUPS,
        "differencing": gettext_noop(
            "Use the same filters and groups as before, or wait until more people take part."
        ),
        "few_steps": gettext_noop("Count time in weeks or months, or have fewer groups."),
        "groups": gettext_noop("Derive a variable with few values first, such as three ranges."),
        "collinear": gettext_noop("Leave one of the terms out."),
        "degrees_of_freedom": gettext_noop("Have fewer terms."),
        "leverage": gettext_noop("Join rare values, or leave the term out."),
        "saturated": gettext_noop("Have fewer terms, or join rare values."),
    }
)
"""What a researcher can do about a rule."""
COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "people": gettext_noop("people"),
        "rows": gettext_noop("rows"),
        "mean": gettext_noop("mean"),
        "term": gettext_noop("term"),
        "level": gettext_noop("value"),
        "coefficient": gettext_noop("coefficient"),
        "standard_error": gettext_noop("standard error"),
        "p": gettext_noop("p-value"),
        "time": gettext_noop("time"),
        "survival": gettext_noop("share left"),
        "at_risk": gettext_noop("people left"),
    }
)
"""What the columns of an output are called, besides those that are variables."""
OBJECTIONS: Mapping[str, str] = MappingProxyType(
    {
        NOTHING_LEFT: OUTPUT_STATUSES["refused"],
        "with what is let out": RULES["differencing"],
        NEAR_TO_OTHERS: gettext_noop(
            "Another study let out results about the same columns and nearly the same people. Fewer than ten could be told apart."
        ),
        "too many combinations": gettext_noop(
            "What could be told from it together with what was let out before takes too long to compute."
        ),
        "too much was let out": gettext_noop(
            "So much of this study was let out already that no more can be."
        ),
        LEFT: gettext_noop("Someone in it has left the study since. Run the analysis again."),
        ERASED: gettext_noop("The data of someone in it were erased since. Run the analysis again."),
    }
)
"""What the service itself has against an analysis, by how its sentence begins."""


def reason_in_words(sentence: str, translator: Translator) -> str:
    """Why an analysis is not let out: the service's reasons in the reader's language, those of people as they wrote them."""
    known = next((text for start, text in OBJECTIONS.items() if sentence.startswith(start)), None)
    return translator.gettext(known) if known else sentence


def fault_in_words(fault: AnalysisFault, translator: Translator) -> str:
    """Why an analysis cannot be computed, in the reader's language, and where in its specification."""
    known = ALL_FAULTS.get(fault.code)
    sentence = translator.gettext(known or JOB_FAULTS[UNEXPECTED]) % _shown(fault.arguments, translator)
    return f"{fault.path}: {sentence}" if fault.path else sentence


def _shown(arguments: Mapping[str, Argument], translator: Translator) -> Mapping[str, str]:
    return {name: translator.number(one) if isinstance(one, int) else one for name, one in arguments.items()}


def progress_in_words(progress: AnalysisProgress, translator: Translator) -> str:
    """How far an analysis is."""
    if not progress.total:
        return translator.gettext("It waits for its turn, or has just begun.")
    share = translator.percent(min(1.0, progress.done / progress.total))
    return translator.gettext("%(share)s of the data are prepared.") % {"share": share}


def waiting_analyses_finding(analyses: list[Analysis], translator: Translator) -> str:
    """What stands first on the page of the analyses of a study."""
    waiting = sum(one.state == "waiting" for one in analyses)
    if waiting:
        text = translator.ngettext(
            "One analysis waits for a second person.",
            "%(count)s analyses wait for a second person.",
            waiting,
        )
        return text % {"count": translator.number(waiting)}
    if not analyses:
        return translator.gettext("Nothing has been analysed yet.")
    running = sum(one.state == "running" for one in analyses)
    if running:
        text = translator.ngettext(
            "One analysis is being computed.",
            "%(count)s analyses are being computed.",
            running,
        )
        return text % {"count": translator.number(running)}
    released = sum(one.state == "released" for one in analyses)
    if not released:
        return translator.gettext("Nothing has been let out yet.")
    text = translator.ngettext(
        "The results of one analysis were let out.",
        "The results of %(count)s analyses were let out.",
        released,
    )
    return text % {"count": translator.number(released)}

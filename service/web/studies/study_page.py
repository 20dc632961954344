"""The view model of one study: what it is, what was decided on it, and how many agreed."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.study.aggregate import ResultsSlice, Study
from domain.study.events import (
    ExtractApproved,
    ResearcherAdded,
    ResearcherRemoved,
    ResultsPublished,
    ResultsReturned,
    ResultsSummarised,
    StudyApproved,
    StudyClosed,
    StudyDrafted,
    StudyReturned,
    StudyRevised,
    StudySubmitted,
)
from projections.totals.disclosure import GROUP_SIZE
from service.application.studies import StudyAttrition, StudyDefinition
from service.localization.gettext_noop import gettext_noop
from service.localization.locales import LANGUAGE_NAMES
from service.localization.translator import Translator

NAMES_OF_EVENTS: Mapping[type, str] = {
    StudyDrafted: gettext_noop("Drafted"),
    StudyRevised: gettext_noop("Revised"),
    StudySubmitted: gettext_noop("Submitted"),
    StudyReturned: gettext_noop("Returned"),
    StudyApproved: gettext_noop("Approved"),
    ExtractApproved: gettext_noop("Approved for a file to leave"),
    StudyClosed: gettext_noop("Closed"),
    ResearcherAdded: gettext_noop("Researcher added"),
    ResearcherRemoved: gettext_noop("Researcher removed"),
    ResultsSummarised: gettext_noop("Summary of the results written"),
    ResultsReturned: gettext_noop("Summary of the results returned"),
    ResultsPublished: gettext_noop("Summary of the results published"),
}


class DecisionLine(Struct, frozen=True, kw_only=True):
    """One thing that was done to a study."""

    what: str
    """A message."""
    on: date
    by: str | None
    """None when the name is not known, or not known any more."""
    reason: str = ""


class StudyReader(Struct, frozen=True, kw_only=True):
    """What the reader of the page may do, and did."""

    manages: bool
    approves: bool
    leads: bool
    """They may say who works on it."""
    worked_on: bool
    """They drafted, revised or submitted it."""
    wrote_results: bool
    """They wrote the summary that waits."""


class StudyPage(Struct, frozen=True, kw_only=True):
    """The page."""

    finding: str
    study: StudyDefinition
    attrition: StudyAttrition
    decisions: tuple[DecisionLine, ...]
    programmes: tuple[tuple[UUID, str], ...]
    """The programmes whose clients are asked, by name."""
    can_change: bool
    can_submit: bool
    can_close: bool
    can_decide: bool
    """The reader may approve or return it."""
    can_let_leave: bool
    waits_for_others: bool
    """It waits, and the reader worked on it: somebody else has to decide."""
    leads: bool
    results: ResultsSlice
    can_summarise: bool
    can_publish: bool
    """A summary of the results waits, and the reader did not write it."""
    not_asked_in: tuple[str, ...]
    """The names of the languages of the service without a text for clients."""

    @property
    def fewest(self) -> int:
        """The smallest group that is shown."""
        return GROUP_SIZE


def build_study_page(
    study: Study,
    definition: StudyDefinition,
    attrition: StudyAttrition,
    *,
    names: Mapping[UUID, str],
    programmes: Mapping[UUID, str],
    reader: StudyReader,
    translator: Translator,
) -> StudyPage:
    """The page of one study for one reader."""
    waits = study.state == "submitted"
    asks_extract = definition.access == "extract" and study.state == "approved" and study.extract is None
    return StudyPage(
        finding=_finding(definition, attrition, translator),
        study=definition,
        attrition=attrition,
        decisions=tuple(_lines(study, names)),
        programmes=tuple((one, programmes.get(one, str(one))) for one in definition.programmes),
        can_change=reader.manages and study.state in {"draft", "submitted", "returned"},
        can_submit=reader.manages and study.state == "draft",
        can_close=reader.manages and study.state != "closed",
        can_decide=reader.approves and waits and not reader.worked_on,
        can_let_leave=reader.approves and asks_extract and not reader.worked_on,
        waits_for_others=reader.approves and waits and reader.worked_on,
        leads=reader.leads,
        results=study.results,
        can_summarise=reader.manages and study.approved is not None,
        can_publish=reader.approves and study.results.waiting is not None and not reader.wrote_results,
        not_asked_in=tuple(
            name for code, name in LANGUAGE_NAMES.items() if code not in definition.invitation
        ),
    )


def _lines(study: Study, names: Mapping[UUID, str]) -> Sequence[DecisionLine]:
    return [
        DecisionLine(
            what=NAMES_OF_EVENTS[type(one.event)],
            on=one.event.happened_on,
            by=names.get(one.by) if one.by else None,
            reason=one.event.reason if isinstance(one.event, StudyReturned | ResultsReturned) else "",
        )
        for one in reversed(study.decisions)
    ]


def _finding(study: StudyDefinition, attrition: StudyAttrition, translator: Translator) -> str:
    match study.state:
        case "draft":
            return translator.gettext("A draft. Nobody is asked yet.")
        case "submitted":
            return translator.gettext("This study waits for approval.")
        case "returned":
            return translator.gettext("This study was returned. Revise it, and submit it again.")
        case "closed":
            return translator.gettext("This study is closed.")
        case "approved":
            if attrition.agreed is None:
                return translator.gettext("Too few people to show how many have agreed.")
            text = translator.gettext("About %(count)s people have agreed.")
            return text % {"count": translator.number(attrition.agreed)}

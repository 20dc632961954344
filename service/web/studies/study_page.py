"""The view model of one study: what it is, what was decided on it, and how many agreed."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from msgspec import Struct

from domain.study.aggregate import Study
from domain.study.events import (
    ExtractApproved,
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
from service.localization.translator import Translator

NAMES_OF_EVENTS: Mapping[type, str] = {
    StudyDrafted: gettext_noop("Drafted"),
    StudyRevised: gettext_noop("Revised"),
    StudySubmitted: gettext_noop("Submitted"),
    StudyReturned: gettext_noop("Returned"),
    StudyApproved: gettext_noop("Approved"),
    ExtractApproved: gettext_noop("Approved for a file to leave"),
    StudyClosed: gettext_noop("Closed"),
}


class DecisionLine(Struct, frozen=True, kw_only=True):
    """One thing that was done to a study."""

    what: str
    """A message."""
    on: date
    by: str | None
    """None when the name is not known, or not known any more."""
    reason: str = ""


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
    manages: bool,
    approves: bool,
    worked_on: bool,
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
        can_change=manages and study.state in {"draft", "submitted", "returned"},
        can_submit=manages and study.state == "draft",
        can_close=manages and study.state != "closed",
        can_decide=approves and waits and not worked_on,
        can_let_leave=approves and asks_extract and not worked_on,
        waits_for_others=approves and waits and worked_on,
    )


def _lines(study: Study, names: Mapping[UUID, str]) -> Sequence[DecisionLine]:
    return [
        DecisionLine(
            what=NAMES_OF_EVENTS[type(one.event)],
            on=one.event.happened_on,
            by=names.get(one.by) if one.by else None,
            reason=one.event.reason if isinstance(one.event, StudyReturned) else "",
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
            if not attrition.agreed:
                return translator.gettext("Nobody has agreed yet.")
            text = translator.gettext("About %(count)s people have agreed.")
            return text % {"count": translator.number(attrition.agreed)}

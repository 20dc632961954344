"""The study aggregate: its state and how it evolves."""

from datetime import date
from typing import assert_never
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import UnknownStudy
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
    StudyEvent,
    StudyProtocol,
    StudyReturned,
    StudyRevised,
    StudySubmitted,
)
from domain.vocabulary import StudyState


class StudyDecision(Struct, frozen=True, kw_only=True):
    """What somebody did to a study that its history tells: an event without the protocol, and whose it was."""

    event: StudyEvent
    by: UUID | None


class ResultsSlice(Struct, frozen=True):
    """What came of a study, as it is told to those who took part."""

    revision: int = 0
    """How often the results were summarised."""
    waiting: ResultsSummarised | None = None
    """The summary that waits for somebody who did not write it."""
    returned: ResultsSummarised | None = None
    """The summary that was returned, until another one is written."""
    authors: frozenset[UUID] = frozenset()
    """Who wrote a summary since one was published last: none of them may publish it."""
    published: ResultsSummarised | None = None
    published_revision: int = 0
    published_on: date | None = None


class Study(Struct, frozen=True):
    """The study aggregate."""

    stated: StudyProtocol | None = None
    """The protocol as it is now."""
    revision: int = 0
    """How often the protocol was stated: the version of the wording that clients agree to."""
    state: StudyState = "draft"
    authors: frozenset[UUID] = frozenset()
    """Who drafted, revised or submitted it: none of them may approve it."""
    approved: StudyApproved | None = None
    extract: ExtractApproved | None = None
    closed: StudyClosed | None = None
    researchers: tuple[UUID, ...] = ()
    """Who works on it; the first, who drafted it at the beginning, leads it."""
    results: ResultsSlice = ResultsSlice()
    decisions: tuple[StudyDecision, ...] = ()
    """Everything that was done to it, in order."""

    @property
    def protocol(self) -> StudyProtocol:
        """The protocol. Raises `UnknownStudy` when there is none."""
        if self.stated is None:
            raise UnknownStudy("There is no such study.", allowed="DraftStudy first")
        return self.stated

    @property
    def latest_day(self) -> date:
        """The day of its latest event."""
        return self.decisions[-1].event.happened_on if self.decisions else date.min

    def is_open(self, on: date) -> bool:
        """Whether clients may agree to it on a day."""
        return self.state == "approved" and on <= self.protocol.ends_on


INITIAL = Study()


def evolve(study: Study, event: StudyEvent, by: UUID | None = None) -> Study:
    """Applies one event, by an actor, to a study."""
    study = replace(study, decisions=(*study.decisions, StudyDecision(event=event, by=by)))
    match event:
        case StudyDrafted() | StudyRevised():
            return replace(
                study,
                stated=event,
                revision=study.revision + 1,
                state="draft",
                authors=_with(study, by),
                researchers=study.researchers or _drafter(event, by),
            )
        case StudySubmitted():
            return replace(study, state="submitted", authors=_with(study, by))
        case StudyReturned():
            return replace(study, state="returned")
        case StudyApproved():
            return replace(study, state="approved", approved=event)
        case ExtractApproved():
            return replace(study, extract=event)
        case StudyClosed():
            return replace(study, state="closed", closed=event)
        case ResearcherAdded():
            return replace(study, researchers=(*study.researchers, event.researcher_id))
        case ResearcherRemoved():
            return replace(
                study, researchers=tuple(one for one in study.researchers if one != event.researcher_id)
            )
        case ResultsSummarised() | ResultsReturned() | ResultsPublished():
            return replace(study, results=_evolve_results(study.results, event, by))
        case _:
            assert_never(event)


def _evolve_results(
    results: ResultsSlice, event: ResultsSummarised | ResultsReturned | ResultsPublished, by: UUID | None
) -> ResultsSlice:
    match event:
        case ResultsSummarised():
            return replace(
                results,
                revision=results.revision + 1,
                waiting=event,
                returned=None,
                authors=results.authors | {by} if by else results.authors,
            )
        case ResultsReturned():
            return replace(results, waiting=None, returned=results.waiting)
        case ResultsPublished():
            return replace(
                results,
                waiting=None,
                authors=frozenset(),
                published=results.waiting,
                published_revision=event.revision,
                published_on=event.happened_on,
            )


def _with(study: Study, by: UUID | None) -> frozenset[UUID]:
    return study.authors | {by} if by else study.authors


def _drafter(event: StudyDrafted | StudyRevised, by: UUID | None) -> tuple[UUID, ...]:
    return (by,) if by and isinstance(event, StudyDrafted) else ()

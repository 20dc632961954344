"""The study aggregate: its state and how it evolves."""

from datetime import date
from typing import assert_never
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import UnknownStudy
from domain.study.events import (
    ExtractApproved,
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
                study, stated=event, revision=study.revision + 1, state="draft", authors=_with(study, by)
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
        case _:
            assert_never(event)


def _with(study: Study, by: UUID | None) -> frozenset[UUID]:
    return study.authors | {by} if by else study.authors

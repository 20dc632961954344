"""The events of a study: its protocol, who approved or returned it, its researchers, what came of it, and its close."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from uuid import UUID

from domain.event import Event, EventPart
from domain.sensitivity import C1, PersonalText, StructuralDate, StructuralId, StructuralInt
from domain.vocabulary import ArmDraw, Language, LegalGround, StudyAccess, Track


class Arm(EventPart, frozen=True, kw_only=True):
    """A group of a random assignment, with its share of the participants in percent."""

    name: Annotated[str, C1]
    """A code of small letters, digits and underscores: researchers see it, and no person is named by it."""
    share: StructuralInt


class StudyInvitation(EventPart, frozen=True, kw_only=True):
    """The text by which clients are asked, in one language."""

    language: Annotated[Language, C1]
    text: PersonalText


class StudyProtocolV1(Event, frozen=True, kw_only=True, tag="StudyProtocol"):
    """The first form of a protocol, which did not say its language: fields of events, and no event itself."""

    title: PersonalText
    question: PersonalText
    plan: PersonalText
    variables: Annotated[tuple[str, ...], C1]
    """Names of columns of an export, as `table.column`."""
    starts_on: StructuralDate
    ends_on: StructuralDate
    who: PersonalText
    tracks: Annotated[tuple[Track, ...], C1] = ()
    """Only clients on these tracks are asked; all if there are none."""
    programmes: Annotated[tuple[UUID, ...], C1] = ()
    """Only clients of these programmes are asked; all if there are none."""
    registry_id: PersonalText = ""
    legal_ground: Annotated[LegalGround, C1]
    access: Annotated[StudyAccess, C1] = "in_place"
    invitation: tuple[StudyInvitation, ...]
    arms: tuple[Arm, ...] = ()
    draw: Annotated[ArmDraw, C1] = "by_person"


class StudyProtocol(StudyProtocolV1, frozen=True, kw_only=True, tag="StudyProtocol.2"):
    """What a study asks, of whom, and with what: the fields of the events that state it. It is no event itself."""

    language: Annotated[Language | None, C1] = None
    """The language of its title and question; None where nobody said it."""


class StudyDrafted(StudyProtocol, frozen=True, kw_only=True, tag="StudyDrafted.2"):
    """A researcher drafted a study."""


class StudyRevised(StudyProtocol, frozen=True, kw_only=True, tag="StudyRevised.2"):
    """A draft was revised: the whole protocol as it is from then on."""


class StudyDraftedV1(StudyProtocolV1, frozen=True, kw_only=True, tag="StudyDrafted"):
    """The first form of StudyDrafted."""

    def upcast(self) -> StudyDrafted:
        """The second version, without a language."""
        return StudyDrafted(**{name: getattr(self, name) for name in self.__struct_fields__})


class StudyRevisedV1(StudyProtocolV1, frozen=True, kw_only=True, tag="StudyRevised"):
    """The first form of StudyRevised."""

    def upcast(self) -> StudyRevised:
        """The second version, without a language."""
        return StudyRevised(**{name: getattr(self, name) for name in self.__struct_fields__})


class StudySubmitted(Event, frozen=True, kw_only=True, tag="StudySubmitted"):
    """A draft was submitted for approval."""


class StudyReturned(Event, frozen=True, kw_only=True, tag="StudyReturned"):
    """A submitted study was returned to its researcher."""

    reason: PersonalText


class StudyApproved(Event, frozen=True, kw_only=True, tag="StudyApproved"):
    """A study was approved: its definition is published, and clients may agree to it."""

    seed: StructuralId
    """What arms are drawn from, together with the id of a journey."""


class ExtractApproved(Event, frozen=True, kw_only=True, tag="ExtractApproved"):
    """An export of the study may leave the organisation."""


class StudyClosed(Event, frozen=True, kw_only=True, tag="StudyClosed"):
    """The study was closed: nobody is asked any more, and nothing of it is exported."""


class ResearcherAdded(Event, frozen=True, kw_only=True, tag="ResearcherAdded"):
    """Somebody became a researcher of the study."""

    researcher_id: StructuralId


class ResearcherRemoved(Event, frozen=True, kw_only=True, tag="ResearcherRemoved"):
    """Somebody is no researcher of the study any more."""

    researcher_id: StructuralId


class StudySummary(EventPart, frozen=True, kw_only=True):
    """What came of a study, for those who took part in it, in one language."""

    language: Annotated[Language, C1]
    text: PersonalText


class ResultsSummarised(Event, frozen=True, kw_only=True, tag="ResultsSummarised"):
    """A researcher wrote what came of the study, for those who took part in it. Nobody reads it yet."""

    summaries: tuple[StudySummary, ...]


class ResultsReturned(Event, frozen=True, kw_only=True, tag="ResultsReturned"):
    """A summary was returned to its researcher."""

    reason: PersonalText


class ResultsPublished(Event, frozen=True, kw_only=True, tag="ResultsPublished"):
    """A summary was published: those who took part read it."""

    revision: StructuralInt
    """How often the results had been summarised: which summary it was."""


StudyEvent = (
    StudyDrafted
    | StudyRevised
    | StudySubmitted
    | StudyReturned
    | StudyApproved
    | ExtractApproved
    | StudyClosed
    | ResearcherAdded
    | ResearcherRemoved
    | ResultsSummarised
    | ResultsReturned
    | ResultsPublished
)
"""Every event of a study."""

StoredStudyEvent = StudyEvent | StudyDraftedV1 | StudyRevisedV1
"""Every event of a study, in any version that was ever stored."""

UPCASTS: Mapping[type, Callable[[Any], Any]] = {
    StudyDraftedV1: StudyDraftedV1.upcast,
    StudyRevisedV1: StudyRevisedV1.upcast,
}
"""From each old version to the next one."""

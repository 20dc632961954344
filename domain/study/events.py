"""The events of a study: its protocol, who approved or returned it, and its close."""

from typing import Annotated
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


class StudyProtocol(Event, frozen=True, kw_only=True, tag="StudyProtocol"):
    """What a study asks, of whom, and with what: the fields of the events that state it. It is no event itself."""

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


class StudyDrafted(StudyProtocol, frozen=True, kw_only=True, tag="StudyDrafted"):
    """A researcher drafted a study."""


class StudyRevised(StudyProtocol, frozen=True, kw_only=True, tag="StudyRevised"):
    """A draft was revised: the whole protocol as it is from then on."""


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


StudyEvent = (
    StudyDrafted
    | StudyRevised
    | StudySubmitted
    | StudyReturned
    | StudyApproved
    | ExtractApproved
    | StudyClosed
)
"""Every event of a study."""

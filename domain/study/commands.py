"""The commands of a study, their decisions, and the table of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from domain.allowed_dates import later_than
from domain.command import ADDED_LATER, Command, CommandPart, LongText, OptionalTitle, SentenceText, Title
from domain.decision_rules import require_not_before
from domain.errors import InvalidOperation, InvalidValue
from domain.normal_texts import same_content
from domain.study.aggregate import Study
from domain.study.events import (
    Arm,
    ExtractApproved,
    StudyApproved,
    StudyClosed,
    StudyDrafted,
    StudyEvent,
    StudyInvitation,
    StudyProtocol,
    StudyReturned,
    StudyRevised,
    StudySubmitted,
)
from domain.study.researchers import (
    AddResearcher,
    RemoveResearcher,
    handle_add_researcher,
    handle_remove_researcher,
)
from domain.study.results import (
    PublishResults,
    ReturnResults,
    SummariseResults,
    handle_publish_results,
    handle_return_results,
    handle_summarise_results,
)
from domain.vocabulary import ArmDraw, Language, LegalGround, StudyAccess, Track

MAX_SHARE = 100

VariableName = Annotated[
    str, Meta(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$", max_length=120, description="table.column")
]


class ArmShare(CommandPart, frozen=True, kw_only=True):
    """A group of a random assignment, with its share in percent; the first is the one that others are compared with."""

    name: Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
    share: Annotated[int, Meta(ge=1, le=99)]


class InvitationText(CommandPart, frozen=True, kw_only=True):
    """The text by which clients are asked, in one language."""

    language: Language
    text: LongText


class StudyStatement(Command, frozen=True, kw_only=True, tag="StudyStatement"):
    """The fields of the commands that state a protocol. It is no command itself."""

    title: Title
    question: SentenceText
    plan: LongText
    variables: Annotated[tuple[VariableName, ...], Meta(min_length=1, max_length=400)]
    starts_on: date
    ends_on: date
    who: SentenceText
    tracks: Annotated[tuple[Track, ...], Meta(max_length=3)] = ()
    programmes: Annotated[tuple[UUID, ...], Meta(max_length=50)] = ()
    registry_id: OptionalTitle = ""
    legal_ground: LegalGround
    access: StudyAccess = "in_place"
    invitation: Annotated[tuple[InvitationText, ...], Meta(min_length=1, max_length=4)]
    arms: Annotated[tuple[ArmShare, ...], Meta(max_length=8)] = ()
    draw: ArmDraw = "by_person"
    language: Annotated[Language | None, ADDED_LATER] = None
    """The language of the title and the question."""


class DraftStudy(StudyStatement, frozen=True, kw_only=True, tag="DraftStudy"):
    """Draft a study: its question, its plan, what it needs of whom, and the text by which clients are asked."""


class ReviseStudy(StudyStatement, frozen=True, kw_only=True, tag="ReviseStudy"):
    """State the whole protocol anew, before the study is approved. A submitted study becomes a draft again."""


class SubmitStudy(Command, frozen=True, kw_only=True, tag="SubmitStudy"):
    """Ask for approval."""


class ReturnStudy(Command, frozen=True, kw_only=True, tag="ReturnStudy"):
    """Return a submitted study with a reason."""

    reason: SentenceText


class ApproveStudy(Command, frozen=True, kw_only=True, tag="ApproveStudy"):
    """Approve a submitted study of somebody else: its definition is published, and clients may agree."""

    seed: UUID
    """A random id that arms are drawn from; it is recorded, so that every draw can be checked."""


class ApproveExtract(Command, frozen=True, kw_only=True, tag="ApproveExtract"):
    """Let an export of an approved study leave the organisation."""


class CloseStudy(Command, frozen=True, kw_only=True, tag="CloseStudy"):
    """Close a study: nobody is asked any more, and nothing of it is exported."""


StudyCommand = (
    DraftStudy
    | ReviseStudy
    | SubmitStudy
    | ReturnStudy
    | ApproveStudy
    | ApproveExtract
    | CloseStudy
    | AddResearcher
    | RemoveResearcher
    | SummariseResults
    | ReturnResults
    | PublishResults
)


def handle_draft_study(study: Study, command: DraftStudy, _by: UUID | None) -> list[StudyEvent]:
    """Drafts the study. Returns no event for the same draft again; another one raises `InvalidOperation`."""
    event = StudyDrafted(**_protocol(command))
    if study.stated is None:
        return [event]
    if same_content(study.decisions[0].event, event):
        return []
    raise InvalidOperation(
        "This id belongs to another study.", field="study_id", allowed="a new id, or ReviseStudy"
    )


def handle_revise_study(study: Study, command: ReviseStudy, _by: UUID | None) -> list[StudyEvent]:
    """States the protocol anew. Returns no event if it says the same, unless the study was returned: then it is a draft again."""
    if study.state in {"approved", "closed"}:
        raise InvalidOperation(
            "An approved study does not change: people agreed to it as it is. Draft a new one.",
            allowed="a study that is not approved yet",
        )
    event = StudyRevised(**_protocol(command))
    if study.state != "returned" and _says_the_same(study.protocol, event):
        return []
    return [event]


def handle_submit_study(study: Study, command: SubmitStudy, _by: UUID | None) -> list[StudyEvent]:
    """Submits a draft. Returns no event if it is submitted."""
    if study.state == "submitted":
        return []
    if study.state != "draft":
        raise InvalidOperation(
            "Only a draft can be submitted. Revise it first.", allowed="ReviseStudy, then SubmitStudy"
        )
    require_not_before(
        study.protocol.ends_on, command.happened_on, "This study ends before it could start.", field="ends_on"
    )
    return [StudySubmitted(happened_on=command.happened_on)]


def handle_return_study(study: Study, command: ReturnStudy, by: UUID | None) -> list[StudyEvent]:
    """Returns a submitted study."""
    _require_waiting(study)
    _require_other_eyes(study, by)
    return [StudyReturned(happened_on=command.happened_on, reason=command.reason)]


def handle_approve_study(study: Study, command: ApproveStudy, by: UUID | None) -> list[StudyEvent]:
    """Approves a submitted study. Returns no event if it is approved."""
    if study.state == "approved":
        return []
    _require_waiting(study)
    _require_other_eyes(study, by)
    return [StudyApproved(happened_on=command.happened_on, seed=command.seed)]


def handle_approve_extract(study: Study, command: ApproveExtract, by: UUID | None) -> list[StudyEvent]:
    """Approves that an export leaves. Returns no event if that was approved."""
    if study.extract:
        return []
    if study.state != "approved":
        raise InvalidOperation("This study is not approved.", allowed="an approved study")
    if study.protocol.access != "extract":
        raise InvalidOperation(
            "This study is analysed in place: nothing of it may be exported.",
            allowed="a study whose access is extract",
        )
    _require_other_eyes(study, by)
    return [ExtractApproved(happened_on=command.happened_on)]


def handle_close_study(study: Study, command: CloseStudy, _by: UUID | None) -> list[StudyEvent]:
    """Closes the study. Returns no event if it is closed."""
    return [] if study.closed else [StudyClosed(happened_on=command.happened_on)]


HANDLERS: Mapping[type[Command], Callable[[Study, Any, UUID | None], list[StudyEvent]]] = {
    DraftStudy: handle_draft_study,
    ReviseStudy: handle_revise_study,
    SubmitStudy: handle_submit_study,
    ReturnStudy: handle_return_study,
    ApproveStudy: handle_approve_study,
    ApproveExtract: handle_approve_extract,
    CloseStudy: handle_close_study,
    AddResearcher: handle_add_researcher,
    RemoveResearcher: handle_remove_researcher,
    SummariseResults: handle_summarise_results,
    ReturnResults: handle_return_results,
    PublishResults: handle_publish_results,
}


def _require_waiting(study: Study) -> None:
    if study.state != "submitted":
        raise InvalidOperation(
            "This study does not wait for approval.",
            allowed="a study that was submitted and not changed since",
        )


def _require_other_eyes(study: Study, by: UUID | None) -> None:
    if by is None or by in study.authors:
        raise InvalidOperation(
            "You worked on this study, so someone else has to decide.",
            allowed="a person who did not draft, revise or submit it",
        )


def _says_the_same(stated: StudyProtocol, event: StudyRevised) -> bool:
    before: dict[str, Any] = {**_fields_of(stated), "happened_on": event.happened_on}
    return same_content(StudyRevised(**before), event)


def _fields_of(event: StudyProtocol) -> dict[str, Any]:
    return {name: getattr(event, name) for name in event.__struct_fields__}


def _protocol(command: StudyStatement) -> dict[str, Any]:
    """The fields of the event. Raises `InvalidValue` for what contradicts itself."""
    if command.ends_on < command.starts_on:
        raise InvalidValue(
            "A study ends after it starts.", field="ends_on", allowed=later_than(command.starts_on)
        )
    _require_once((one.language for one in command.invitation), "invitation", "each language once")
    _require_once((one.name for one in command.arms), "arms", "each name once")
    _require_whole(command.arms)
    fields = {name: getattr(command, name) for name in command.__struct_fields__}
    return fields | {
        "variables": tuple(sorted(set(command.variables))),
        "tracks": tuple(dict.fromkeys(command.tracks)),
        "programmes": tuple(dict.fromkeys(command.programmes)),
        "invitation": tuple(
            StudyInvitation(language=one.language, text=one.text) for one in command.invitation
        ),
        "arms": tuple(Arm(name=one.name, share=one.share) for one in command.arms),
    }


def _require_once(names: Iterable[str], field: str, allowed: str) -> None:
    found = list(names)
    if len(set(found)) < len(found):
        raise InvalidValue("The same is named twice.", field=field, allowed=allowed)


def _require_whole(arms: Sequence[ArmShare]) -> None:
    if arms and sum(one.share for one in arms) != MAX_SHARE:
        raise InvalidValue(
            "The shares of all groups make up 100.", field="arms", allowed="shares of 100 in all"
        )

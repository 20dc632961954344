"""What a researcher and an administrator fill in about a study, as commands."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, get_args
from uuid import UUID

from msgspec import Struct

from domain.study.commands import (
    ApproveExtract,
    ApproveStudy,
    ArmShare,
    CloseStudy,
    DraftStudy,
    InvitationText,
    ReturnStudy,
    ReviseStudy,
    StudyCommand,
    SubmitStudy,
)
from domain.study.researchers import AddResearcher, RemoveResearcher
from domain.study.results import PublishResults, ReturnResults, SummariseResults, SummaryText
from domain.vocabulary import ArmDraw, Language, LegalGround, StudyAccess, Track
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form

ASK = {
    "title": gettext_noop("Give the study a title."),
    "question": gettext_noop("Write the question of the study."),
    "plan": gettext_noop("Write how the question will be answered."),
    "who": gettext_noop("Say who the study is about."),
}
VARIABLE_REQUIRED = gettext_noop("Tick at least one variable.")
INVITATION_REQUIRED = gettext_noop("Write the text by which clients are asked, in at least one language.")
ARMS_UNREADABLE = gettext_noop("Write a name and a share in percent on each line, such as early 50.")
SUMMARY_REQUIRED = gettext_noop("Write what came of the study.")
MOST_DIGITS = 6
REASON_REQUIRED = gettext_noop("Say what has to change.")

_ARM = re.compile(r"^([a-z][a-z0-9_]{0,39})[\s,:]+(\d{1,2})\s*%?$")


class StudyContext(Struct, frozen=True, kw_only=True):
    """What the forms of a study need to know: today, and what there is to choose from."""

    today: date
    variables: Sequence[str]
    programmes: Sequence[UUID]


def parse_draft(form: FormData, context: StudyContext) -> Sequence[StudyCommand]:
    """Draft a study."""
    return [DraftStudy(**_statement(form, context))]


def parse_revision(form: FormData, context: StudyContext) -> Sequence[StudyCommand]:
    """State it anew."""
    return [ReviseStudy(**_statement(form, context))]


def parse_submission(_form: FormData, context: StudyContext) -> Sequence[StudyCommand]:
    """Ask for approval."""
    return [SubmitStudy(happened_on=context.today)]


def parse_return(form: FormData, context: StudyContext) -> Sequence[StudyCommand]:
    """Return it with a reason."""
    asked = current_translator().gettext(REASON_REQUIRED)
    reason = form.text("reason", needed=asked, most=500)
    return [ReturnStudy(happened_on=context.today, reason=reason)] if reason else []


def parse_approval(form: FormData, context: StudyContext) -> Sequence[StudyCommand]:
    """Approve it. The seed of its arms is as random as the id of the form."""
    return [ApproveStudy(happened_on=context.today, seed=form.new_id("seed"))]


def parse_extract(_form: FormData, context: StudyContext) -> Sequence[StudyCommand]:
    """Let an export leave."""
    return [ApproveExtract(happened_on=context.today)]


def parse_close(_form: FormData, context: StudyContext) -> Sequence[StudyCommand]:
    """Close it."""
    return [CloseStudy(happened_on=context.today)]


def parse_researcher(form: FormData, context: StudyContext) -> Sequence[StudyCommand]:
    """Let a researcher work on it."""
    chosen = form.uuid("researcher_id", needed=True)
    return [AddResearcher(happened_on=context.today, researcher_id=chosen)] if chosen else []


def parse_removal(form: FormData, context: StudyContext) -> Sequence[StudyCommand]:
    """End a researcher's work on it."""
    chosen = form.uuid("researcher_id", needed=True)
    return [RemoveResearcher(happened_on=context.today, researcher_id=chosen)] if chosen else []


def parse_summary(form: FormData, context: StudyContext) -> Sequence[StudyCommand]:
    """Tell what came of it, in each language that was filled in."""
    summaries = tuple(
        SummaryText(language=language, text=text)
        for language in get_args(Language)
        if (text := form.text(f"summary-{language}", most=2000))
    )
    if not summaries:
        form.add_error(FORM_ERROR, current_translator().gettext(SUMMARY_REQUIRED))
    return [SummariseResults(happened_on=context.today, summaries=summaries)]


def parse_returned_summary(form: FormData, context: StudyContext) -> Sequence[StudyCommand]:
    """Return the summary with a reason."""
    asked = current_translator().gettext(REASON_REQUIRED)
    reason = form.text("reason", needed=asked, most=500)
    return [ReturnResults(happened_on=context.today, reason=reason)] if reason else []


def parse_publication(form: FormData, context: StudyContext) -> Sequence[StudyCommand]:
    """Publish the summary that was read."""
    read = form.first("revision")
    revision = int(read) if read.isascii() and read.isdecimal() and len(read) < MOST_DIGITS else 0
    return [PublishResults(happened_on=context.today, revision=max(revision, 1))]


def _statement(form: FormData, context: StudyContext) -> dict[str, Any]:
    translator = current_translator()
    texts = {
        name: form.text(name, needed=translator.gettext(asked), most=4000 if name == "plan" else 500) or ""
        for name, asked in ASK.items()
    }
    variables = form.choices("variables", context.variables)
    if not variables:
        form.add_error("variables", translator.gettext(VARIABLE_REQUIRED))
    invitation = tuple(
        InvitationText(language=language, text=text)
        for language in get_args(Language)
        if (text := form.text(f"invitation-{language}", most=4000))
    )
    if not invitation:
        form.add_error("invitation-en", translator.gettext(INVITATION_REQUIRED))
    return {
        "happened_on": context.today,
        **texts,
        "variables": tuple(variables),
        "starts_on": form.date("starts_on", context.today),
        "ends_on": form.date("ends_on", context.today + timedelta(days=364)),
        "tracks": tuple(form.choices("tracks", get_args(Track))),
        "programmes": tuple(
            UUID(one) for one in form.choices("programmes", list(map(str, context.programmes)))
        ),
        "registry_id": form.text("registry_id", most=200) or "",
        "legal_ground": form.choice("legal_ground", get_args(LegalGround)) or "consent",
        "access": form.choice("access", get_args(StudyAccess)) or "in_place",
        "invitation": invitation,
        "arms": _arms(form),
        "draw": form.choice("draw", get_args(ArmDraw)) or "by_person",
        "language": form.choice("language", get_args(Language)),
    }


def _arms(form: FormData) -> tuple[ArmShare, ...]:
    lines = [one.strip() for one in (form.text("arms") or "").splitlines() if one.strip()]
    found = [_ARM.match(one) for one in lines]
    shares = tuple(ArmShare(name=one[1], share=int(one[2])) for one in found if one and int(one[2]) > 0)
    if len(shares) < len(lines):
        form.add_error("arms", current_translator().gettext(ARMS_UNREADABLE))
        return ()
    return shares


_FIELDS = {"invitation": "invitation-en", "invitation/text": "invitation-en"}
STUDY_FORMS = {
    "draft": Form(
        parse=parse_draft, confirmation=gettext_noop("Drafted. Submit it when it is ready."), fields=_FIELDS
    ),
    "revise": Form(
        parse=parse_revision,
        confirmation=gettext_noop("Saved. Submit it when it is ready."),
        confirmed_as="revised",
        fields=_FIELDS,
    ),
    "submit": Form(
        parse=parse_submission,
        confirmation=gettext_noop("Submitted. An administrator who did not work on it decides."),
        confirmed_as="submitted",
    ),
    "return": Form(
        parse=parse_return,
        confirmation=gettext_noop("Returned with your reason."),
        confirmed_as="returned",
    ),
    "approve": Form(
        parse=parse_approval,
        confirmation=gettext_noop("Approved. Clients are asked on their privacy page."),
        confirmed_as="approved",
    ),
    "extract": Form(
        parse=parse_extract,
        confirmation=gettext_noop("Approved. A file of this study may leave."),
        confirmed_as="extract-approved",
    ),
    "close": Form(
        parse=parse_close,
        confirmation=gettext_noop("Closed. Nobody is asked any more."),
        confirmed_as="closed",
    ),
    "add-researcher": Form(
        parse=parse_researcher,
        confirmation=gettext_noop("Added. They can do everything a researcher does on this study."),
        confirmed_as="added",
    ),
    "remove-researcher": Form(
        parse=parse_removal,
        confirmation=gettext_noop("Removed. They see only its title and question now."),
        confirmed_as="removed",
    ),
    "summarise": Form(
        parse=parse_summary,
        confirmation=gettext_noop("Saved. An administrator who did not write it reads it first."),
        confirmed_as="summarised",
        fields={"summaries": FORM_ERROR, "summaries/text": FORM_ERROR},
    ),
    "return-summary": Form(
        parse=parse_returned_summary,
        confirmation=gettext_noop("Returned with your reason."),
        confirmed_as="summary-returned",
    ),
    "publish": Form(
        parse=parse_publication,
        confirmation=gettext_noop("Published. Those who took part can read it."),
        confirmed_as="published",
    ),
}
"""By the end of their address."""

"""What is recorded when the client keeps a reply: reasons with what to do about them, or a strength and a person."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import get_args
from uuid import UUID

from msgspec.structs import astuple

from domain.journey.aggregate import Journey
from domain.journey.commands.evidence import LearningInput, RecordEvidence, StrengthInput
from domain.journey.commands.feedback import (
    FourPointsInput,
    PointsHeardInput,
    ReceiveFeedback,
    RequestFeedback,
)
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.network import AddContact
from domain.journey.commands.refusals import AgreeFeedback, ConcludeRefusal, KeepOnFile
from domain.journey.decide import UserCommand
from domain.journey.events.feedback import FeedbackReceived
from domain.text import words_key
from domain.vocabulary import Tie
from service.clock import stored_time_zone
from service.localization.current_translator import current_translator
from service.localization.feedback_labels import FEEDBACK_POINTS, FeedbackPoint
from service.localization.gettext_noop import gettext_noop
from service.reply_links.links import ReplyLink
from service.reply_links.replies import LinkReply, OrganisationReply, SupporterReply
from service.web.form_data import FORM_ERROR, FormData
from service.web.people.forms import NAME_TAKEN, is_taken
from service.web.refusals.call_forms import in_months
from service.web.refusals.heard_points import (
    UsesOfPoints,
    learned_from,
    parse_uses,
    pitch_note,
    revised_pitch,
)
from service.web.refusals.labels import UseOfPoint
from service.web.reply_links.labels import PRAISE_USES, PRAISED_POINTS
from service.web.reply_links.link_subjects import find_subject
from service.web.role_and_contact_forms import parse_phone

KNEW_IT = ("knew", "new")
"""Whether the client had seen the strength herself."""
MOST_OF_A_GAP = 200
NOT_ON_FILE = gettext_noop("They do not keep your details on file.")
NO_CALL = gettext_noop("They would rather not be called.")
KNEW_REQUIRED = gettext_noop("Say whether you knew it.")
SUBJECT_GONE = gettext_noop(
    "The step or the person that this is about was withdrawn. Copy what you need, then delete it."
)


def keep_commands(
    form: FormData,
    link: ReplyLink,
    reply: LinkReply,
    journey: Journey,
    today: date,
    *,
    strengths: Mapping[UUID, str],
) -> Sequence[UserCommand]:
    """The commands that keep a reply, with the errors of the form in it; `strengths` are those known, by id.

    The same link is kept once, however often the form is sent.
    """
    form.command_id = link.link_id
    if find_subject(journey, link.purpose, link.about_id) is None:
        form.add_error(FORM_ERROR, current_translator().gettext(SUBJECT_GONE))
        return ()
    if isinstance(reply, OrganisationReply):
        return [*_reasons(form, link, reply, journey, today)]
    return [*_support(form, link, reply, today, strengths), *_introduction(form, link, reply, journey, today)]


def _reasons(
    form: FormData, link: ReplyLink, reply: OrganisationReply, journey: Journey, today: date
) -> Iterator[UserCommand]:
    approach_id = link.about_id
    heard = _as_heard(form, reply)
    uses: UsesOfPoints = {**parse_uses(heard), **_praised(form, reply)}
    answers = [*_answers(form, reply, journey, approach_id, today, note=pitch_note(heard, uses))]
    if answers and approach_id not in journey.feedback.requested:
        made_on = link.made_at.astimezone(stored_time_zone(journey.time_zone)).date()
        # Today at the latest: the clock may have been ahead when the link was made.
        asked_on = max(min(made_on, today), journey.experiments[approach_id].on)
        yield RequestFeedback(happened_on=asked_on, experiment_id=approach_id, channel="mail", via="link")
    yield from answers
    learned = learned_from(heard, uses, witness="contact")
    if learned != LearningInput():
        yield RecordEvidence(happened_on=today, experiment_id=approach_id, learned=learned)
    yield from revised_pitch(heard, journey, today)
    if change := form.text("change", most=500):
        yield ConcludeRefusal(happened_on=today, experiment_id=approach_id, change=change)
    form.errors.update(heard.errors)


def _answers(
    form: FormData,
    reply: OrganisationReply,
    journey: Journey,
    approach_id: UUID,
    today: date,
    *,
    note: str | None,
) -> Iterator[UserCommand]:
    """What they answered, as far as the journey does not say it already."""
    stands = journey.feedback.received.get(approach_id)
    is_news = reply.says_something and (stands is None or _says_otherwise(reply, stands))
    if is_news:
        yield ReceiveFeedback(
            happened_on=today,
            experiment_id=approach_id,
            usable=True,
            points=FourPointsInput(
                competence=reply.competence.words or None,
                requirements=reply.requirements.words or None,
                well_qualified=reply.well_qualified.words or None,
                self_presentation=reply.self_presentation.words or None,
            ),
            heard=PointsHeardInput(
                competence=reply.competence.heard,
                requirements=reply.requirements.heard,
                well_qualified=reply.well_qualified.heard,
                self_presentation=reply.self_presentation.heard,
            ),
            kept_on_file=None if reply.on_file is None else reply.on_file > 0,
            note=note,
            via="link",
        )
    wordings = dict[str, str]()
    # Feedback says it, too.
    on_file_known = is_news or (stands is not None and stands.kept_on_file is False)
    if reply.on_file == 0 and not on_file_known:
        wordings["on_file"] = current_translator().gettext(NOT_ON_FILE)
    until = in_months(today, reply.on_file) if reply.on_file else None
    kept = journey.refusals.kept.get(approach_id)
    if until and (kept is None or kept.until != until):
        yield KeepOnFile(happened_on=today, experiment_id=approach_id, until=until)
    if reply.may_call and approach_id not in journey.refusals.agreed:
        yield AgreeFeedback(happened_on=today, experiment_id=approach_id)
    if reply.may_call is False:
        wordings["may_call"] = current_translator().gettext(NO_CALL)
    known = {one.wording for one in journey.insights.values() if one.source.id == approach_id}
    for name, wording in wordings.items():
        if wording not in known:
            yield NameInsight(
                happened_on=today,
                insight_id=form.new_id(f"insight {name}"),
                wording=wording,
                found="experiment",
                found_in=approach_id,
            )


def _says_otherwise(reply: OrganisationReply, stands: FeedbackReceived) -> bool:
    """Whether they say something of the four points that the feedback so far does not say."""
    standing = astuple(stands.points), astuple(stands.heard)
    return any(
        (answer.heard and answer.heard != heard) or (answer.words and answer.words != words)
        for answer, words, heard in zip(reply.points, *standing, strict=True)
    )


def _praised(form: FormData, reply: OrganisationReply) -> dict[FeedbackPoint, UseOfPoint]:
    """What the client does with the points that were enough, in words."""
    found: dict[FeedbackPoint, UseOfPoint] = {}
    for point, answer in zip(FEEDBACK_POINTS, reply.points, strict=True):
        praised = answer.heard == "enough" and answer.words and point in PRAISED_POINTS
        if praised and (use := form.choice(f"use_{point}", PRAISE_USES)):
            found[point] = use
    return found


def _as_heard(form: FormData, reply: OrganisationReply) -> FormData:
    """The reply as the form of a call would have brought it, with what the client chose."""
    pairs = [(name, form.first(name)) for name in ("pitch", *(f"use_{point}" for point in FEEDBACK_POINTS))]
    for point, one in zip(FEEDBACK_POINTS, reply.points, strict=True):
        pairs += [(f"heard_{point}", one.heard or ""), (point, one.words[:MOST_OF_A_GAP])]
    heard = FormData(pairs)
    heard.command_id = form.command_id
    return heard


def _support(
    form: FormData, link: ReplyLink, reply: SupporterReply, today: date, strengths: Mapping[UUID, str]
) -> Iterator[UserCommand]:
    if reply.strength:
        in_her_words = known_strength(reply, strengths)
        known = in_her_words or form.uuid("same_as")
        wording = strengths.get(known) if known else None
        asked = current_translator().gettext(KNEW_REQUIRED)
        new = form.choice("knew", KNEW_IT, needed=not wording and asked) == "new"
        strength = StrengthInput(
            strength_id=known if known and wording else form.new_id("strength"),
            wording=wording or reply.strength,
            hidden=wording is None and new,
            witness="contact",
            contact_id=link.about_id,
            example=reply.seen_when if in_her_words else _moment(reply, known_as=wording),
        )
        yield RecordEvidence(happened_on=today, learned=LearningInput(strengths=(strength,)))


def _introduction(
    form: FormData, link: ReplyLink, reply: SupporterReply, journey: Journey, today: date
) -> Iterator[UserCommand]:
    if reply.person and form.first("add_person") == "yes":
        tie: Tie = "none"
        name = form.text("person_name", needed=True, most=200) or reply.person
        contact_id = form.new_id("person")
        if is_taken(journey, name, by=contact_id):
            form.add_error("person_name", current_translator().gettext(NAME_TAKEN))
        yield AddContact(
            happened_on=today,
            contact_id=contact_id,
            name=name,
            tie=form.choice("tie", get_args(Tie)) or tie,
            relation=form.text("person_relation", most=200),
            phone=parse_phone(form, "person_phone"),
            introduced_by=link.about_id,
            ask_first=reply.introduce == "ask_first",
        )


def known_strength(reply: LinkReply | None, strengths: Mapping[UUID, str]) -> UUID | None:
    """The strength that is known in the very words of a supporter, of those known by id."""
    seen = words_key(reply.strength) if isinstance(reply, SupporterReply) else ""
    return next((key for key, wording in strengths.items() if words_key(wording) == seen), None)


def _moment(reply: SupporterReply, *, known_as: str | None) -> str:
    """When it was seen; with how they say it, where the client has other words for it."""
    return f"{reply.strength}: {reply.seen_when}" if known_as else reply.seen_when

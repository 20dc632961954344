"""The two forms of reply links, read into replies. Texts lose what commands a screen; nothing else about them is changed."""

from typing import get_args

from domain.text import without_controls
from domain.vocabulary import PointHeard
from service.localization.current_translator import current_translator
from service.localization.feedback_labels import FEEDBACK_POINTS
from service.localization.gettext_noop import gettext_noop
from service.reply_links.replies import (
    MOST_IN_A_LINE,
    MOST_WORDS,
    IntroduceHow,
    MonthsOnFile,
    OrganisationReply,
    PointReply,
    SupporterReply,
)
from service.web.form_data import FORM_ERROR, TOO_LONG, FormData
from service.web.reply_links.labels import MAY_CALL, ON_FILE, OnFileChoice

NOTHING_ANSWERED = gettext_noop("Answer at least one question, or close the page.")
EXAMPLE_REQUIRED = gettext_noop("Say when you saw it. A sentence is enough.")
STRENGTH_REQUIRED = gettext_noop("Say which strength you saw.")
PERSON_REQUIRED = gettext_noop("Say who it is.")

LEFT_OUT = "left_out"
HEARD: tuple[PointHeard, ...] = ("enough", "not_enough")
MONTHS: dict[OnFileChoice, MonthsOnFile] = {"0": 0, "3": 3, "6": 6, "12": 12}


def parse_organisation_reply(form: FormData) -> OrganisationReply:
    """The reasons of an organisation, with the errors of the form in it."""
    points = {
        point: PointReply(heard=_heard(form, f"heard_{point}"), words=_text(form, point))
        for point in FEEDBACK_POINTS
    }
    on_file = form.choice("on_file", ON_FILE)
    may_call = form.choice("may_call", MAY_CALL)
    reply = OrganisationReply(
        competence=points["competence"],
        requirements=points["requirements"],
        well_qualified=points["well_qualified"],
        self_presentation=points["self_presentation"],
        on_file=MONTHS[on_file] if on_file else None,
        may_call=may_call == "yes" if may_call else None,
    )
    _require_an_answer(form, reply)
    return reply


def parse_supporter_reply(form: FormData) -> SupporterReply:
    """What a supporter has seen and whom they know, with the errors of the form in it."""
    reply = SupporterReply(
        strength=_text(form, "strength", MOST_IN_A_LINE),
        seen_when=_text(form, "seen_when"),
        person=_text(form, "person", MOST_IN_A_LINE),
        why=_text(form, "why"),
        introduce=form.choice("introduce", get_args(IntroduceHow)) or "ask_first",
    )
    if reply.strength and not reply.seen_when:
        form.add_error("seen_when", current_translator().gettext(EXAMPLE_REQUIRED))
    if reply.seen_when and not reply.strength:
        form.add_error("strength", current_translator().gettext(STRENGTH_REQUIRED))
    if reply.why and not reply.person:
        form.add_error("person", current_translator().gettext(PERSON_REQUIRED))
    _require_an_answer(form, reply)
    return reply


def _heard(form: FormData, name: str) -> PointHeard | None:
    chosen = form.choice(name, (*HEARD, LEFT_OUT))
    return next((one for one in HEARD if one == chosen), None)


def _text(form: FormData, name: str, most: int = MOST_WORDS) -> str:
    text = without_controls(form.text(name, most=most) or "")
    if len(text) > most:
        # Composed, a few signs are longer than they were typed.
        form.add_error(
            name, current_translator().gettext(TOO_LONG) % {"most": current_translator().number(most)}
        )
    return text


def _require_an_answer(form: FormData, reply: OrganisationReply | SupporterReply) -> None:
    if reply.is_empty() and not form.errors:
        form.add_error(FORM_ERROR, current_translator().gettext(NOTHING_ANSWERED))

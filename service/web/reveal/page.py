"""The page of what a step or the reply to it did, as plain values: which variant it is, its finding and its blocks."""

from datetime import date, timedelta
from typing import Literal
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.answers import REFUSAL_ANSWERS, AnswerReceived
from domain.journey.events.experiments import ExperimentRun
from domain.messages import Message
from domain.redacted import is_readable
from domain.vocabulary import SILENCE_DAYS
from projections.game.projection import GAME
from projections.learning_model.reveal import Reply, StepReveal, latest_reply, reveal_reply, reveal_step
from projections.profile.projection import PROFILE
from projections.refusals.projection import REFUSALS
from projections.reveal_wording import finding, standfirst
from service.application.folded_journey import FoldedJourney
from service.localization.code_labels import KINDS
from service.localization.gettext_noop import gettext_noop
from service.localization.message_translation import translate_message
from service.localization.translator import Translator
from service.web.reveal.act_context import ActContext, NextAct
from service.web.reveal.acts import (
    act_after_application,
    act_after_invitation,
    act_after_rejection,
    act_after_step,
    rejection_of,
)
from service.web.reveal.after_no import AfterNo, after_no_finding, build_after_no
from service.web.reveal.feedback import RevealedFeedback, build_feedback
from service.web.reveal.guesses import Guesses, build_guesses, guessed_chance, heard_from
from service.web.reveal.learned import Learned, build_learned
from service.web.reveal.points import RevealedPoints, build_points
from service.web.role_and_contact_forms import contact_names

PROJECTIONS = (PROFILE, GAME, REFUSALS)

FoundVariant = Literal["step", "application", "invitation", "offer", "silence"]
RevealVariant = FoundVariant | Literal["rejection"]

OFFER_FINDING = gettext_noop("They made you an offer. Take a moment to enjoy it.")


class SentPapers(Struct, frozen=True, kw_only=True):
    """What went out with an application, in the client's words; None where it was not noted."""

    cv: str | None
    pitch: str | None
    silent_from: date | None
    """The day from which no reply counts as silence; None once it has passed."""


class RevealPage(Struct, frozen=True, kw_only=True):
    """The page."""

    variant: RevealVariant
    about: str
    """What was recorded, in a line."""
    finding: str
    standfirst: Message | None
    care: bool
    """Whether care after a no holds: then figures are folded away, and nothing is suggested."""
    reveal: StepReveal
    feedback: RevealedFeedback | None
    """What was said when the client asked why."""
    guesses: Guesses
    learned: Learned
    papers: SentPapers | None
    points: RevealedPoints | None
    after_no: AfterNo | None
    act: NextAct | None
    done: bool
    """Whether it says so where there is nothing next."""
    owns: bool
    """Whether its reader is the client: others only read."""


def build_reveal_page(
    folded: FoldedJourney,
    experiment_id: UUID,
    *,
    coach_email: str | None,
    owns: bool,
    translator: Translator,
) -> RevealPage:
    """The page of a step as it stands today; only its client, who `owns` it, sees points and acts. Raises KeyError."""
    state, today = folded.state(PROFILE), folded.today
    reply = latest_reply(state.steps[experiment_id], today)
    reveal = (
        reveal_reply(state, experiment_id, reply, today)
        if reply
        else reveal_step(state, experiment_id, today)
    )
    variant = _variant(reveal, reply)
    care = folded.view(REFUSALS).care is not None
    no, ended = rejection_of(folded, experiment_id), folded.journey.endings.recorded is not None
    earns = variant in {"step", "application"} and owns and not care
    feedback = (
        build_feedback(
            folded.journey,
            folded.journey.experiments[experiment_id],
            heard_from(folded.journey, reveal, translator),
            translator,
        )
        if variant == "step"
        else None
    )
    return RevealPage(
        variant=variant,
        about=_about(folded.journey, reveal, reply, today, translator),
        finding=feedback.finding
        if feedback
        else after_no_finding(no, translator, care=care)
        if variant == "rejection"
        else _finding(reveal, reply, variant, translator),
        standfirst=standfirst(reveal) if variant == "step" and not feedback else None,
        care=care,
        reveal=reveal,
        feedback=feedback,
        guesses=build_guesses(folded.journey, reveal, reply, today, translator),
        learned=build_learned(folded.journey, state, reveal, today, translator),
        papers=_papers(folded.journey, reveal, today) if variant == "application" else None,
        points=build_points(folded, experiment_id, today) if earns else None,
        after_no=build_after_no(folded, no, translator, care=care) if variant == "rejection" else None,
        act=_act(
            variant,
            ActContext(folded=folded, reveal=reveal, coach_email=coach_email, translator=translator),
            care=care,
        )
        if owns and not ended
        else None,
        done=owns and not ended and variant != "offer" and not (variant == "rejection" and care),
        owns=owns,
    )


def _variant(reveal: StepReveal, reply: Reply | None) -> RevealVariant:
    match reply:
        case AnswerReceived(answer="offer"):
            return "offer"
        case AnswerReceived() if reply.answer in REFUSAL_ANSWERS:
            return "rejection"
        case AnswerReceived():
            return "invitation"
        case None if reveal.step.planned.kind == "application" and _took_place(reveal):
            return "application"
        case None:
            return "step"
        case _:
            return "silence"


def _took_place(reveal: StepReveal) -> bool:
    return isinstance(reveal.step.happened, ExperimentRun)


def _finding(reveal: StepReveal, reply: Reply | None, variant: FoundVariant, translator: Translator) -> str:
    forecast = reveal.step.planned.forecast
    guess = forecast.invited if forecast else None
    match variant:
        case "step":
            return translate_message(translator, finding(reveal))
        case "application" if guess is None:
            return translator.gettext("Sent. It counts, whatever they reply.")
        case "application":
            return translator.gettext("Sent. Your guess is kept until they reply.")
        case "invitation":
            return _invited(reply, guess, translator)
        case "offer":
            return translator.gettext(OFFER_FINDING)
        case "silence":
            return translator.gettext("No reply came. That is nobody's fault.")


def _invited(reply: Reply | None, guess: float | None, translator: Translator) -> str:
    answer = reply.answer if isinstance(reply, AnswerReceived) else None
    if answer == "called_back":
        return translator.gettext("They came back to you.")
    if answer == "second_round":
        return translator.gettext("They want to meet you again.")
    if guess is None:
        return translator.gettext("They want to meet you.")
    return translator.gettext("They want to meet you. You guessed %(guess)s.") % {
        "guess": guessed_chance(guess, translator)
    }


def _about(
    journey: Journey, reveal: StepReveal, reply: Reply | None, today: date, translator: Translator
) -> str:
    planned, happened = reveal.step.planned, reveal.step.happened
    who = contact_names(journey).get(planned.meeting.contact_id) if planned.meeting else None
    if reply:
        return _reply_line(_employer(journey, reveal) or who, reply, today, translator)
    on = happened.happened_on if happened else planned.happened_on
    step = {"step": translator.gettext(KINDS[planned.kind]), "name": who, "day": _day(on, today, translator)}
    if who:
        return translator.gettext("%(step)s with %(name)s, %(day)s.") % step
    return translator.gettext("%(step)s, %(day)s.") % step


def _reply_line(sender: str | None, reply: Reply, today: date, translator: Translator) -> str:
    line = {"name": sender, "day": _day(reply.happened_on, today, translator)}
    if not isinstance(reply, AnswerReceived):
        return translator.gettext("No reply in four weeks.")
    match reply.answer:
        case "offer":
            text = (
                translator.gettext("An offer from %(name)s, %(day)s.")
                if sender
                else translator.gettext("An offer, %(day)s.")
            )
        case "rejected_unseen" | "rejected_after_interview":
            text = (
                translator.gettext("A no from %(name)s, %(day)s.")
                if sender
                else translator.gettext("A no, %(day)s.")
            )
        case _:
            text = (
                translator.gettext("A good reply from %(name)s, %(day)s.")
                if sender
                else translator.gettext("A good reply, %(day)s.")
            )
    return text % line


def _employer(journey: Journey, reveal: StepReveal) -> str | None:
    planned = reveal.step.planned
    contact = journey.network.contacts.get(planned.meeting.contact_id) if planned.meeting else None
    employer_id = planned.employer_id or (contact.employer_id if contact else None)
    name = journey.network.employers.get(employer_id) if employer_id else None
    return name if is_readable(name) else None


def _day(on: date, today: date, translator: Translator) -> str:
    if on == today:
        return translator.gettext("today")
    if on == today - timedelta(days=1):
        return translator.gettext("yesterday")
    return translator.month_day(on)


def _papers(journey: Journey, reveal: StepReveal, today: date) -> SentPapers:
    sent = journey.pitches.sent.get(reveal.experiment_id)
    version = journey.pitches.versions.get(sent.pitch_id) if sent and sent.pitch_id else None
    happened = reveal.step.happened
    on = happened.happened_on if happened else reveal.step.planned.happened_on
    silent_from = on + timedelta(days=SILENCE_DAYS)
    return SentPapers(
        cv=sent.cv if sent else None,
        pitch=version.wording if version else None,
        silent_from=silent_from if silent_from > today else None,
    )


def _act(variant: RevealVariant, context: ActContext, *, care: bool) -> NextAct | None:
    match variant:
        case "step":
            return act_after_step(context)
        case "application" | "silence":
            return act_after_application(context)
        case "invitation":
            return act_after_invitation(context)
        case "rejection" if not care:
            return act_after_rejection(context)
        case _:
            return None

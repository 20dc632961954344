"""The forms of one approach: its answer, and each of the six steps after a refusal."""

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from uuid import UUID

from litestar.exceptions import NotFoundException

from domain.journey.commands.answers import PlanFollowUp, RecordAnswer, RecordSilence
from domain.journey.commands.feedback import FourPointsInput, ReceiveFeedback, RequestFeedback
from domain.journey.commands.insights import NameInsight
from domain.journey.commands.refusals import AgreeFeedback, ConcludeRefusal, KeepOnFile, PauseAfterRefusal
from domain.journey.decide import UserCommand
from domain.vocabulary import ApproachAnswer
from projections.refusals.projection import REFUSALS
from service.localization.code_labels import ANSWERS
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.answer_confirmations import CONTINUED, LEFT_FOR_TODAY
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext, Forms
from service.web.labels import YES_NO
from service.web.refusals.follow_up_call import CALL_CHANNELS, follow_up_call

ANSWER_REQUIRED = gettext_noop("Choose what they replied.")
CLOSENESS_REQUIRED = gettext_noop("Say whether it was close. It makes a difference to your chances.")
DAY_AHEAD = gettext_noop("This date is in the future.")
POINT_REQUIRED = gettext_noop(
    "Write what they said under one of the four questions, or choose empty phrases."
)
POINT_IN_UNUSABLE_FEEDBACK = gettext_noop("You wrote something here, so it was not only empty phrases.")
CHANGE_REQUIRED = gettext_noop("Say what you will change, or choose that there was nothing to learn.")
UNTIL_REQUIRED = gettext_noop("Enter the date until which they keep them.")

FEEDBACK_POINTS = ("competence", "requirements", "well_qualified", "self_presentation")


def parse_answer(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """What they answered, and when."""
    offered: tuple[ApproachAnswer, ...] = tuple(one for one in ANSWERS if one)
    answer = form.choice("answer", offered, needed=current_translator().gettext(ANSWER_REQUIRED))
    close = None
    if answer == "rejected_after_interview":
        close = form.choice("close", YES_NO, needed=current_translator().gettext(CLOSENESS_REQUIRED))
    on = parse_past_day(form, "answered_on", context)
    note = form.text("answer_note")
    if answer is None:
        return []
    return [
        RecordAnswer(
            happened_on=on,
            experiment_id=_approach_id(context),
            answer=answer,
            close=None if close is None else close == "yes",
            note=note,
        )
    ]


def parse_silence(_form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """No reply came."""
    return [RecordSilence(happened_on=context.today, experiment_id=_approach_id(context))]


def parse_feedback_agreement(_form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Records that the other side agreed to a call for feedback."""
    return [AgreeFeedback(happened_on=context.today, experiment_id=_approach_id(context))]


def parse_pause(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A moment was taken, or skipped."""
    skipped = form.first("skipped") == "yes"
    return [
        PauseAfterRefusal(happened_on=context.today, experiment_id=_approach_id(context), skipped=skipped)
    ]


def parse_feedback_request(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Why was asked: in the approach itself, or in a call of its own, which it is when it took courage."""
    on, channel = parse_past_day(form, "asked_on", context), form.choice("channel", CALL_CHANNELS)
    dread = form.number("dread_before", 0, 10), form.number("dread_after", 0, 10)
    experiment_id = _approach_id(context)
    own = dread != (None, None) or experiment_id in context.journey.feedback.requested
    if not own:
        return [RequestFeedback(happened_on=on, experiment_id=experiment_id, channel=channel)]
    call_id = form.new_id("call")
    conclusion = current_translator().gettext("I asked for feedback.")
    call = follow_up_call(
        context.journey,
        experiment_id,
        call_id,
        on,
        conclusion=conclusion,
        concluded_on=on,
        channel=channel,
        dread=dread,
    )
    return [
        *call,
        RequestFeedback(happened_on=on, experiment_id=call_id, channel=channel),
    ]


def parse_feedback(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """What came back: the four points, or empty phrases."""
    points = {point: form.text(point) for point in FEEDBACK_POINTS}
    empty = form.choice("usable", YES_NO) == "no"
    written = next((point for point, text in points.items() if text), None)
    if empty and written:
        form.add_error(written, current_translator().gettext(POINT_IN_UNUSABLE_FEEDBACK))
    elif not empty and not written:
        form.add_error("usable", current_translator().gettext(POINT_REQUIRED))
    kept = form.choice("kept", YES_NO)
    return [
        ReceiveFeedback(
            happened_on=parse_past_day(form, "heard_on", context),
            experiment_id=_asked_in(context),
            usable=not empty,
            points=FourPointsInput(**points),
            this_post_only=form.choice("scope", ("post", "work")) != "work",
            kept_on_file=None if kept is None else kept == "yes",
            via=form.choice("via", ("call", "letter")),
        )
    ]


def parse_refusal_conclusion(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """One change, or nothing in it; and what dawned on the client."""
    nothing = form.first("nothing") == "yes"
    needed = False if nothing else current_translator().gettext(CHANGE_REQUIRED)
    change, insight = form.text("change", needed=needed, most=500), form.text("insight", most=500)
    experiment_id = _approach_id(context)
    conclusion = ConcludeRefusal(
        happened_on=context.today, experiment_id=experiment_id, change=None if nothing else change
    )
    if insight is None:
        return [conclusion]
    return [
        conclusion,
        NameInsight(
            happened_on=context.today,
            insight_id=form.new_id("insight"),
            wording=insight,
            found="experiment",
            found_in=experiment_id,
        ),
    ]


def parse_kept_on_file(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """They keep the papers until a day."""
    if not form.has("until"):
        form.add_error("until", current_translator().gettext(UNTIL_REQUIRED))
    until = form.date("until", context.today)
    return [KeepOnFile(happened_on=context.today, experiment_id=_approach_id(context), until=until)]


def parse_planned_knock(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A day to knock again."""
    return [
        PlanFollowUp(
            happened_on=context.today,
            follow_up_id=form.new_id("knock"),
            experiment_id=_approach_id(context),
            due=form.date("due", context.today),
            what=form.text("what", needed=True, most=500) or "",
        )
    ]


def parse_knock(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The knock itself: a step of its own."""
    on, channel = parse_past_day(form, "knocked_on", context), form.choice("knock_channel", CALL_CHANNELS)
    dread = form.number("knock_dread_before", 0, 10), form.number("knock_dread_after", 0, 10)
    conclusion = form.text("knock_conclusion", needed=True, most=500)
    return follow_up_call(
        context.journey,
        _approach_id(context),
        form.new_id("knock"),
        on,
        conclusion=conclusion or "",
        concluded_on=on,
        channel=channel,
        dread=dread,
    )


REFUSAL_FORMS: Forms = MappingProxyType(
    {
        "answer": Form(
            parse=parse_answer,
            confirmation=gettext_noop(
                "Saved. It counts for your chances, but not for how much you would like the work."
            ),
            fields={"happened_on": "answered_on", "note": "answer_note"},
        ),
        "silence": Form(
            parse=parse_silence,
            confirmation=gettext_noop("Saved. A reply may still come, and you can add it here."),
        ),
        "leave": Form(
            parse=parse_feedback_agreement,
            confirmation=gettext_noop("Saved. Now a call afterwards will not come as a surprise."),
        ),
        "pause": Form(
            parse=parse_pause,
            confirmation=LEFT_FOR_TODAY,
            button_field="skipped",
            confirmations={"yes": CONTINUED},
            fields={"skipped": FORM_ERROR},
        ),
        "ask": Form(
            parse=parse_feedback_request,
            confirmation=gettext_noop("Saved. Asking took courage, whatever they answer."),
            fields={"happened_on": "asked_on"},
        ),
        "feedback": Form(
            parse=parse_feedback,
            confirmation=gettext_noop("Saved. What they said is about this job."),
            fields={"happened_on": "heard_on", "points": "usable"},
        ),
        "change": Form(
            parse=parse_refusal_conclusion,
            confirmation=gettext_noop("Saved. You have learned what this no could teach you."),
            button_field="nothing",
            confirmations={"yes": gettext_noop("Saved. There was nothing to learn from this no.")},
        ),
        "papers": Form(
            parse=parse_kept_on_file,
            confirmation=gettext_noop("Saved. You can get back in touch until then."),
        ),
        "knock": Form(
            parse=parse_planned_knock, confirmation=gettext_noop("Saved. It is on your to-do list.")
        ),
        "knocked": Form(
            parse=parse_knock,
            confirmation=gettext_noop("Saved. You got back in touch, which few people do."),
            fields={"happened_on": "knocked_on"},
        ),
    }
)
"""By the end of their address."""


def parse_past_day(form: FormData, name: str, context: FormContext) -> date:
    """A day up to today, which it is when none is given."""
    on = form.date(name, context.today)
    if on > context.today:
        form.add_error(name, current_translator().gettext(DAY_AHEAD))
    return on


def _approach_id(context: FormContext) -> UUID:
    """The approach that the address names. Raises NotFoundException when there is no such step."""
    if context.item_id is None or context.item_id not in context.journey.experiments:
        raise NotFoundException
    return context.item_id


def _asked_in(context: FormContext) -> UUID:
    """The step in which feedback was asked for: a call of its own, or the approach."""
    approach_id = _approach_id(context)
    for refusal in context.folded.view(REFUSALS).refusals:
        if refusal.approach_id == approach_id and refusal.flow.ask.asked_in:
            return refusal.flow.ask.asked_in
    return approach_id

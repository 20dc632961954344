"""The page of all refusals, and the page of one approach: found out from views, as plain values."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import UUID

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.experiments import Experiment
from domain.messages import capitalize_first
from domain.vocabulary import KINDS_AWAITING_ANSWER, KNOCK_DAYS, ApproachAnswer, ExperimentKind
from projections.refusals.projection import REFUSALS
from projections.refusals.view import RefusalLearning, RefusalMix, Refusals, RefusalView
from service.localization.translator import Translator
from service.web.known_employer import KnownEmployer, other_steps_with_employer
from service.web.refusals.six_steps import SixStepProgress, six_steps
from service.web.role_and_contact_forms import contact_names

PROJECTIONS = (REFUSALS,)

SILENCE_AFTER = timedelta(days=28)


class ApproachLine(Struct, frozen=True, kw_only=True):
    """Something that was tried, and may be answered."""

    experiment_id: UUID
    kind: ExperimentKind
    role: str | None
    who: str | None
    """The organisation."""
    on: date
    answered: ApproachAnswer | None
    """The last word on it, if there was one."""

    @property
    def silent_from(self) -> date:
        """The day from which it counts as unanswered."""
        return self.on + SILENCE_AFTER


class RefusalCard(Struct, frozen=True, kw_only=True):
    """A refusal, with its six steps."""

    view: RefusalView
    steps: tuple[SixStepProgress, ...]
    sentence: str
    """What it asks for now."""

    @property
    def steps_done(self) -> int:
        """How many of the six lie behind."""
        return sum(one.state in ("done", "passed") for one in self.steps)

    @property
    def care_comes_first(self) -> bool:
        """Care comes first: as long as it does, nothing else is asked."""
        return self.view.next_step == "pause"


class RefusalLesson(Struct, frozen=True, kw_only=True):
    """What a refusal taught, and which one it was."""

    learning: RefusalLearning
    about: RefusalView | None


class RefusalsPage(Struct, frozen=True, kw_only=True):
    """The page of all of them."""

    finding: str
    waiting: tuple[ApproachLine, ...]
    """The one that waits longest first."""
    open: tuple[RefusalCard, ...]
    over: tuple[RefusalCard, ...]
    learned: tuple[RefusalLesson, ...]
    mix: RefusalMix


class ApproachPage(Struct, frozen=True, kw_only=True):
    """The page of one approach."""

    finding: str
    approach: ApproachLine
    known: KnownEmployer | None
    """What the client knows of the organisation by other steps."""
    who_said: str | None
    """Who a reply of theirs is from: the person the step was with, else the organisation."""
    no: RefusalCard | None
    """None while it was not refused."""
    agreed: bool
    """True if the other side agreed to a call for feedback."""
    asked_here: bool
    """Why was asked in this very step already, perhaps after an earlier refusal."""
    knock_on: date | None
    """The day to offer for knocking again."""
    offer_waits: bool
    """They made an offer that the client has not answered."""
    may_record_silence: bool
    """The days after which no reply counts as silence have passed, and none was recorded."""
    may_knock: bool
    """The days to ask why are over: who comes back now comes to knock."""


def build_refusals_page(
    journey: Journey, refusals: Refusals, translator: Translator, *, own: bool = True
) -> RefusalsPage:
    """Every approach that waits, and every refusal."""
    noes = [_no(one, translator, own=own) for one in refusals.refusals]
    waiting = sorted(waiting_approaches(journey), key=lambda one: one.on)
    known = {one.approach_id: one for one in refusals.refusals}
    open_ = tuple(one for one in noes if one.view.next_step)
    return RefusalsPage(
        finding=_finding(len(open_), len(waiting), len(noes), translator),
        waiting=tuple(waiting),
        open=open_,
        over=tuple(one for one in noes if not one.view.next_step),
        learned=tuple(
            RefusalLesson(learning=one, about=known.get(one.approach_id)) for one in refusals.learned
        ),
        mix=refusals.mix,
    )


def build_approach_page(
    journey: Journey, refusals: Refusals, experiment_id: UUID, translator: Translator, *, own: bool = True
) -> ApproachPage | None:
    """One approach; None when there is none, or when it did not take place."""
    step = journey.experiments.get(experiment_id)
    if step is None or step.stage != "run":
        return None
    approach = _approach(journey, step)
    view = next((one for one in refusals.refusals if one.approach_id == experiment_id), None)
    no = _no(view, translator, own=own) if view else None
    by = view.flow.ask.by if view else None
    offer = journey.job_offers.get(experiment_id)
    return ApproachPage(
        finding=no.sentence if no else _of_a_waiting_one(approach, translator, own=own),
        approach=approach,
        known=other_steps_with_employer(journey, experiment_id, translator),
        who_said=contact_names(journey).get(step.planned.meeting.contact_id, approach.who)
        if step.planned.meeting
        else approach.who,
        no=no,
        agreed=experiment_id in journey.refusals.agreed,
        asked_here=experiment_id in journey.feedback.requested,
        knock_on=_knock_on(view, refusals.on),
        offer_waits=offer is not None and offer.stage == "open",
        may_record_silence=approach.answered is None and refusals.on >= approach.silent_from,
        may_knock=view is not None and (by is None or refusals.on > by),
    )


def _knock_on(view: RefusalView | None, today: date) -> date | None:
    if view is None:
        return None
    usual = view.flow.knock.due or view.on + timedelta(days=KNOCK_DAYS)
    return max(usual, today)


def waiting_approaches(journey: Journey) -> Iterator[ApproachLine]:
    """The approaches without a last word; to be asked back is not the last."""
    silent = journey.answers.silent
    for experiment_id, step in journey.experiments.items():
        if step.stage == "run" and step.planned.kind in KINDS_AWAITING_ANSWER and experiment_id not in silent:
            approach = _approach(journey, step)
            if approach.answered in (None, "second_round"):
                yield approach


def open_invitations(journey: Journey, today: date) -> Iterator[ApproachLine]:
    """The approaches that were answered with an invitation within four weeks, while no interview is planned since."""
    for experiment_id, replies in journey.answers.received.items():
        step = journey.experiments[experiment_id]
        approach = _approach(journey, step)
        invited_on = max(one.happened_on for one in replies)
        recent = invited_on <= today < invited_on + SILENCE_AFTER
        if approach.answered == "invited" and recent and not _meets_since(journey, step, invited_on):
            yield approach


def _meets_since(journey: Journey, approach: Experiment, day: date) -> bool:
    """Whether an interview about the same work was planned or held since a day."""
    return any(
        one.planned.kind == "interview"
        and one.stage != "dropped"
        and max(one.planned.happened_on, one.planned.planned_for or date.min) >= day
        and one.planned.role_id == approach.planned.role_id
        for one in journey.experiments.values()
    )


def _approach(journey: Journey, step: Experiment) -> ApproachLine:
    planned = step.planned
    role = journey.roles.get(planned.role_id) if planned.role_id else None
    replies = journey.answers.received.get(planned.experiment_id, ())
    last = max(enumerate(replies), key=lambda one: (one[1].happened_on, one[0]), default=None)
    return ApproachLine(
        experiment_id=planned.experiment_id,
        kind=planned.kind,
        role=role.title if role else None,
        who=journey.network.employers.get(planned.employer_id) if planned.employer_id else None,
        on=step.on,
        answered=last[1].answer if last else None,
    )


def _no(view: RefusalView, translator: Translator, *, own: bool) -> RefusalCard:
    sentence = _asks(view, translator) if own else _asks_the_client(view, translator)
    return RefusalCard(view=view, steps=six_steps(view), sentence=sentence)


def _asks(view: RefusalView, translator: Translator) -> str:
    """What a refusal asks for now, in a sentence."""
    if view.overtaken_by:
        return translator.gettext("This rejection no longer counts.")
    match view.next_step:
        case "pause":
            return translator.gettext("They said no. First, take a moment.")
        case "ask" if view.flow.ask.by:
            return translator.gettext("You can ask for feedback. %(day)s is early enough.") % {
                "day": capitalize_first(translator.weekday(view.flow.ask.by))
            }
        case "feedback":
            return translator.gettext("You asked for feedback. What did they say?")
        case "change":
            return translator.gettext("Is there one thing you would change?")
        case "knock" if view.flow.knock.state == "due":
            return translator.gettext("Time to get back in touch.")
        case "knock" if view.flow.knock.due:
            return translator.gettext("You can get back in touch from %(day)s.") % {
                "day": translator.month_day(view.flow.knock.due)
            }
        case _ if view.answer == "silence":
            return translator.gettext("No reply came in 28 days.")
        case _:
            return translator.gettext("You have finished with this one.")


def _asks_the_client(view: RefusalView, translator: Translator) -> str:
    """The same, to somebody else who reads it."""
    if view.overtaken_by:
        return _asks(view, translator)
    match view.next_step:
        case "pause":
            return translator.gettext("They said no. A moment comes first.")
        case "ask" if view.flow.ask.by:
            return translator.gettext("Feedback can be asked for. %(day)s is early enough.") % {
                "day": capitalize_first(translator.weekday(view.flow.ask.by))
            }
        case "feedback":
            return translator.gettext("Feedback was asked for. What was the reply?")
        case "change":
            return translator.gettext("Is there one thing to change?")
        case "knock" if view.flow.knock.due and view.flow.knock.state != "due":
            return translator.gettext("Getting in touch again is possible from %(day)s.") % {
                "day": translator.month_day(view.flow.knock.due)
            }
        case None if view.answer != "silence":
            return translator.gettext("Nothing is left to do about this one.")
        case _:
            return _asks(view, translator)


def _of_a_waiting_one(approach: ApproachLine, translator: Translator, *, own: bool) -> str:
    match approach.answered:
        case None | "second_round":
            if own:
                return translator.gettext("Did you hear back?")
            return translator.gettext("Waiting for a reply")
        case _:
            return translator.gettext("They replied.")


def _finding(open_: int, waiting: int, all_: int, translator: Translator) -> str:
    if open_:
        text = translator.ngettext(
            "There is a small next step after a rejection.",
            "There is a small next step after %(count)s rejections.",
            open_,
        )
        return text % {"count": translator.number(open_)}
    if waiting:
        text = translator.ngettext("Waiting for one reply.", "Waiting for %(count)s replies.", waiting)
        return text % {"count": translator.number(waiting)}
    if all_:
        return translator.gettext("Every rejection was dealt with.")
    return translator.gettext("No rejections so far.")

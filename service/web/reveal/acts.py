"""The one thing next after a step or a reply: the first that is true, in one order; none when there is nothing."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from domain.journey.events.evidence import OddsSignalHeard
from domain.journey.events.experiments import Experiment, ExperimentDropped
from domain.journey.events.weeks import monday_of
from domain.vocabulary import ExperimentKind
from projections.game.projection import GAME
from projections.profile.projection import PROFILE
from projections.refusals.projection import REFUSALS
from projections.refusals.view import RefusalView
from service.application.folded_journey import FoldedJourney
from service.localization.gettext_noop import gettext_noop
from service.localization.message_translation import translate_message
from service.localization.quotation import unquoted
from service.localization.translator import Translator
from service.web.reveal.act_context import ActContext, NextAct
from service.web.reveal.labels import PLAN_SUGGESTED, SUGGESTED
from service.web.shortened import shortened
from service.web.words_for_nothing import says_nothing

FRIDAY = 4
IN_A_BUTTON = 24
"""The most letters of a client's own words on a button."""
MUCH_DREAD = 8
"""Dread after a step, of 10, from which it is worth telling the coach."""
IF_WORSE = gettext_noop("It was worse than you thought. You do not have to carry it alone.")


ActRule = Callable[[ActContext], NextAct | None]


def act_after_step(context: ActContext) -> NextAct | None:
    """After a step took place, was called off or declined. While care after a no holds, nothing is suggested."""
    return _first(
        context,
        _conclude,
        _tell_coach,
        _plan_next_step,
        _plan_another_date,
        _ask_leave,
        _close_week,
        _suggestion,
    )


def act_after_application(context: ActContext) -> NextAct | None:
    """After something was sent that is not answered yet."""
    return _first(context, _plan_follow_up)


def act_after_invitation(context: ActContext) -> NextAct | None:
    """After a good reply that is no offer yet."""
    return _first(context, _plan_interview)


def act_after_rejection(context: ActContext) -> NextAct | None:
    """After a no, once the client goes on; until then care has its own two buttons."""
    return _first(context, _ask_why)


def _first(context: ActContext, *rules: ActRule) -> NextAct | None:
    return next((act for rule in rules if (act := rule(context))), None)


def _conclude(context: ActContext) -> NextAct | None:
    if not context.step.lacks_conclusion:
        return None
    return NextAct(
        words=(context.translator.gettext("A sentence is enough. It is what stays of this step."),),
        label=context.translator.gettext("Write what you conclude"),
        href=f"{context.at}/experiments/{context.experiment_id}#conclude",
    )


def was_much_worse(step: Experiment) -> bool:
    """Whether a step was so much worse than it was dreaded that it is worth telling the coach."""
    before = step.planned.dread_before
    after = None if isinstance(step.outcome, ExperimentDropped | None) else step.outcome.dread_after
    return after is not None and before is not None and after >= MUCH_DREAD and after > before


def _tell_coach(context: ActContext) -> NextAct | None:
    coach = context.journey.coaches.assigned
    if not was_much_worse(context.step) or coach is None or context.coach_email is None:
        return None
    return NextAct(
        words=(context.translator.gettext(IF_WORSE),),
        label=context.translator.gettext("Tell %(coach)s") % {"coach": coach.name},
        href=f"mailto:{context.coach_email}",
    )


def _plan_next_step(context: ActContext) -> NextAct | None:
    """The next step that was written with a date, unless it was planned since."""
    concluded = context.step.concluded
    following = concluded.next_step if concluded else None
    if concluded is None or following is None or following.due is None or says_nothing(following.what):
        return None
    if following.due < context.folded.today or _planned_from(context, concluded.happened_on):
        return None
    translator = context.translator
    words = translator.gettext("You wrote: “%(what)s”") % {"what": unquoted(following.what)}
    if context.who and _asked_for_cv(context):
        words = translator.gettext("%(name)s asked for your CV. You wrote: “%(what)s”") % {
            "name": context.who,
            "what": unquoted(following.what),
        }
    return NextAct(
        words=(words,),
        label=_plan_in_words(following.what, translator),
        href=context.plan(
            what=following.what,
            role=context.role,
            who=context.who,
            planned_for=following.due.isoformat(),
            about=str(context.experiment_id),
        ),
    )


def _plan_another_date(context: ActContext) -> NextAct | None:
    """A new date for what the other side called off."""
    step = context.step
    if _care(context) or step.stage != "cancelled" or _planned_since(context, step.on, step.planned.kind):
        return None
    return NextAct(
        words=(context.translator.gettext("It can still happen on another day."),),
        label=context.translator.gettext("Plan another date"),
        href=context.plan(kind=step.planned.kind, what=step.planned.what, role=context.role, who=context.who),
    )


def _plan_in_words(what: str, translator: Translator) -> str:
    return translator.gettext("Plan “%(what)s”") % {"what": shortened(what, IN_A_BUTTON)}


def _planned_from(context: ActContext, day: date) -> bool:
    """Whether a step was planned from this one since a day."""
    return any(
        one.planned.refers_to == context.experiment_id and one.planned.happened_on >= day
        for one in context.journey.experiments.values()
    )


def _planned_since(context: ActContext, day: date, kind: ExperimentKind) -> bool:
    """Whether a step of a kind about the same role, or one that follows up this one, was planned since a day.

    On that day itself it counts while it is open: else it may be what was done before.
    """
    own = context.step.planned
    since = [
        one.planned
        for key, one in context.journey.experiments.items()
        if key != own.experiment_id
        and (one.planned.happened_on > day or (one.planned.happened_on == day and one.stage == "planned"))
    ]
    return any(
        plan.kind == kind
        and (plan.refers_to == own.experiment_id or (own.role_id is not None and plan.role_id == own.role_id))
        for plan in since
    )


def _asked_for_cv(context: ActContext) -> bool:
    heard = context.journey.evidence.found.get(context.experiment_id, ())
    return any(isinstance(one, OddsSignalHeard) and one.signal == "asked_for_cv" for one in heard)


def _ask_leave(context: ActContext) -> NextAct | None:
    step, agreed = context.step, context.journey.refusals.agreed
    if step.planned.kind != "interview" or step.stage != "run" or context.experiment_id in agreed:
        return None
    return NextAct(
        words=(
            context.translator.gettext(
                "Did they say you may call afterwards, whatever they decide? It makes a call easier."
            ),
        ),
        label=context.translator.gettext("I may call"),
        form_name="leave",
    )


def _close_week(context: ActContext) -> NextAct | None:
    today, weeks = context.folded.today, context.folded.view(GAME).momentum.weeks
    if _care(context) or today.weekday() < FRIDAY or not weeks or weeks[-1].done < weeks[-1].goal:
        return None
    if weeks[-1].rest or monday_of(today) in context.journey.weeks.reviewed:
        return None
    return NextAct(
        words=(
            context.translator.gettext("Your goal is met. One sentence makes the week count for the next."),
        ),
        label=context.translator.gettext("Close the week"),
        href=f"{context.at}/week/close",
    )


def _suggestion(context: ActContext) -> NextAct | None:
    profile = context.folded.view(PROFILE)
    if _care(context) or not profile.suggestions:
        return None
    first, titles = profile.suggestions[0], {one.role_id: one.title for one in profile.roles}
    role = titles[first.role_id]
    return NextAct(
        words=(
            context.translator.gettext(SUGGESTED[first.kind]) % {"role": role},
            translate_message(context.translator, first.why),
        ),
        label=context.translator.gettext(PLAN_SUGGESTED[first.kind]),
        href=context.plan(kind=first.kind, role=role),
    )


def _care(context: ActContext) -> bool:
    return context.folded.view(REFUSALS).care is not None


def _plan_follow_up(context: ActContext) -> NextAct | None:
    if _planned_since(context, context.step.on, "follow_up"):
        return None
    return NextAct(
        words=(context.translator.gettext("A short call after a week shows that you mean it."),),
        label=context.translator.gettext("Plan a follow-up"),
        href=context.plan(
            kind="follow_up", role=context.role, who=context.who, about=str(context.experiment_id)
        ),
    )


def _plan_interview(context: ActContext) -> NextAct | None:
    if _planned_since(context, context.step.on, "interview"):
        return None
    return NextAct(
        words=(context.translator.gettext("Give it a date, and what you want to find out there."),),
        label=context.translator.gettext("Plan the interview"),
        href=context.plan(kind="interview", role=context.role, who=context.who),
    )


def _ask_why(context: ActContext) -> NextAct | None:
    no = rejection_of(context.folded, context.experiment_id)
    if no is None or no.flow.ask.state != "open":
        return None
    return NextAct(
        words=(context.translator.gettext("Your script is ready. Four questions, two minutes."),),
        label=context.translator.gettext("Ask for feedback"),
        href=f"{context.at}/refusals/{no.approach_id}/call",
    )


def rejection_of(folded: FoldedJourney, experiment_id: UUID) -> RefusalView | None:
    """The rejection of a step, with what was done about it."""
    return next((one for one in folded.view(REFUSALS).refusals if one.approach_id == experiment_id), None)

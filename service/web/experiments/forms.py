"""The forms of one experiment: its conclusion, what it taught after all, and a day to come back."""

from collections.abc import Sequence
from datetime import date, timedelta
from types import MappingProxyType

from litestar.exceptions import NotFoundException

from domain.journey.commands.answers import PlanFollowUp
from domain.journey.commands.evidence import GapInput, LearningInput, RecordEvidence, StrengthInput
from domain.journey.commands.experiment_outcomes import ConcludeExperiment, NextStepInput
from domain.journey.commands.insights import NameInsight
from domain.journey.decide import UserCommand
from domain.journey.events.experiments import Experiment
from domain.vocabulary import Witness
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.experiments.labels import WITNESS_CHOICES
from service.web.experiments.offer_forms import parse_accepted_offer, parse_answer_day, parse_declined_offer
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext, Forms
from service.web.labels import YES_NO
from service.web.log.learning_forms import (
    LEARNING_FIELDS,
    parse_links_heard_of,
    parse_odds_signals,
    parse_roles_heard_of,
    parse_tradeoff,
)
from service.web.words_for_nothing import says_nothing

CONCLUSION_REQUIRED = gettext_noop("Say in a sentence what you conclude, even if it is small.")
SOMETHING_REQUIRED = gettext_noop("Write or choose at least one thing.")
DAY_PASSED = gettext_noop("This date has passed. Choose one in the future.")
DEFAULT_NEXT_STEP_IN = timedelta(days=7)


def parse_conclusion(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """What it means, with what was learned and what comes next."""
    conclusion = form.text("conclusion", needed=current_translator().gettext(CONCLUSION_REQUIRED), most=500)
    following = form.text("next_step", most=500)
    due = _parse_day_ahead(form, "next_due", context.today) if following else None
    concluded = ConcludeExperiment(
        happened_on=context.today,
        experiment_id=_step(context).planned.experiment_id,
        conclusion=conclusion or "",
        learned=_parse_learning(form, context),
        next_step=NextStepInput(what=following, due=due)
        if following and not says_nothing(following)
        else None,
    )
    links = parse_links_heard_of(form, context.journey, [concluded])
    return [concluded, *_parse_insight(form, context), *links]


def parse_later_evidence(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """What was learned later."""
    learned, recorded = _parse_learning(form, context), list[RecordEvidence]()
    if learned != LearningInput():
        experiment_id = _step(context).planned.experiment_id
        recorded.append(
            RecordEvidence(happened_on=context.today, experiment_id=experiment_id, learned=learned)
        )
    links = parse_links_heard_of(form, context.journey, recorded)
    commands: list[UserCommand] = [*recorded, *_parse_insight(form, context), *links]
    if not commands and not form.errors:
        form.add_error(FORM_ERROR, current_translator().gettext(SOMETHING_REQUIRED))
    return commands


def parse_planned_follow_up(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A day to ring or write again."""
    what = form.text("what", needed=True, most=500)
    return [
        PlanFollowUp(
            happened_on=context.today,
            follow_up_id=form.new_id("follow_up"),
            experiment_id=_step(context).planned.experiment_id,
            due=_parse_day_ahead(form, "due", context.today),
            what=what or "",
        )
    ]


_FIELDS = {**LEARNING_FIELDS, "next_step/due": "next_due", "wording": "insight", "happened_on": FORM_ERROR}
EXPERIMENT_FORMS: Forms = MappingProxyType(
    {
        "conclusion": Form(
            parse=parse_conclusion,
            confirmation=gettext_noop("Saved. What you learned is in your profile now."),
            fields=_FIELDS,
        ),
        "learned": Form(
            parse=parse_later_evidence,
            confirmation=gettext_noop("Added. It counts from the day of the step."),
            fields=_FIELDS,
        ),
        "follow-up": Form(
            parse=parse_planned_follow_up,
            confirmation=gettext_noop("Saved. It is on your to-do list."),
            fields=_FIELDS,
        ),
        "accept": Form(
            parse=lambda form, context: parse_accepted_offer(form, context, _step(context)),
            confirmation=gettext_noop("Saved. You have new work. Everything you learned stays here."),
            fields={"ending": FORM_ERROR},
        ),
        "decline": Form(
            parse=lambda form, context: parse_declined_offer(form, context, _step(context)),
            confirmation=gettext_noop("Saved. You said no to them."),
        ),
        "time": Form(
            parse=lambda form, context: parse_answer_day(form, context, _step(context)),
            confirmation=gettext_noop("Saved. It is on your to-do list for that day."),
            fields={"due": "answer_by"},
        ),
    }
)
"""By the end of their address."""


def _step(context: FormContext) -> Experiment:
    """The step that the address names. Raises NotFoundException when there is none."""
    step = context.journey.experiments.get(context.item_id) if context.item_id else None
    if step is None:
        raise NotFoundException
    return step


def _parse_learning(form: FormData, context: FormContext) -> LearningInput:
    step = _step(context)
    meeting = step.planned.meeting
    return LearningInput(
        appeal=form.number("appeal", 0, 10),
        odds=parse_odds_signals(form, hires=meeting is not None and meeting.can_hire),
        tradeoffs=parse_tradeoff(form, context.journey, met_in_reality=step.stage == "run"),
        strengths=_parse_strength(form, usual_witness="contact" if meeting else "self"),
        gaps=_parse_gap(form),
        roles=parse_roles_heard_of(form, context.journey),
    )


def _parse_strength(form: FormData, *, usual_witness: Witness) -> tuple[StrengthInput, ...]:
    wording = form.text("strength", most=200)
    witness = form.choice("witness", WITNESS_CHOICES) or usual_witness
    hidden = form.choice("hidden", YES_NO) == "yes"
    if wording is None:
        return ()
    strength_id = form.new_id("strength")
    return (StrengthInput(strength_id=strength_id, wording=wording, witness=witness, hidden=hidden),)


def _parse_gap(form: FormData) -> tuple[GapInput, ...]:
    wording = form.text("gap", most=200)
    closable = form.choice("closable", YES_NO) != "no"
    if wording is None:
        return ()
    return (GapInput(gap_id=form.new_id("gap"), wording=wording, closable=closable),)


def _parse_insight(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """What dawned on the client later, kept with the step that set it off."""
    wording = form.text("insight", most=500)
    if not wording:
        return []
    return [
        NameInsight(
            happened_on=context.today,
            insight_id=form.new_id("insight"),
            wording=wording,
            found="experiment",
            found_in=_step(context).planned.experiment_id,
        )
    ]


def _parse_day_ahead(form: FormData, name: str, today: date) -> date:
    day = form.date(name, today + DEFAULT_NEXT_STEP_IN)
    if day < today:
        form.add_error(name, current_translator().gettext(DAY_PASSED))
    return day

"""The forms of the running week: its aim and goal, a rest, a plan that is dropped, the small acts, a challenge, the quests."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import permutations
from types import MappingProxyType
from typing import get_args
from uuid import UUID

from domain.journey.commands.agreements import AnswerChallenge
from domain.journey.commands.beliefs import JudgeBelief
from domain.journey.commands.course import AdjustPlan
from domain.journey.commands.evidence import CriterionInput, LearningInput, RecordEvidence, TradeoffInput
from domain.journey.commands.experiment_outcomes import DropExperiment
from domain.journey.commands.pulses import RateEnergy
from domain.journey.commands.quests import DeclineQuest
from domain.journey.commands.roles import ParkRole
from domain.journey.commands.weeks import DeclareRest, PlanWeek
from domain.journey.decide import UserCommand
from domain.journey.events.agreements import ChallengeAnswer
from domain.journey.events.weeks import monday_of
from domain.vocabulary import MAX_WEEKLY_GOAL, BeliefVerdict, Quest
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.answer_confirmations import CHALLENGE_CONFIRMATIONS, VERDICT_CONFIRMATIONS
from service.web.form_data import FORM_ERROR, FormData
from service.web.form_submission import Form, FormContext, Forms
from service.web.game.forms import parse_take_quest
from service.web.trust import TRUST_FORMS, parse_asking, parse_trust
from service.web.week.suggestions import parse_shown

GOAL_REQUIRED = gettext_noop("Choose 1, 2 or 3.")
NEVER_TRIED = gettext_noop("Suggested again and again, and never tried.")
"""Why a role is parked that was offered for weeks."""
_GOALS = tuple(str(goal) for goal in range(1, MAX_WEEKLY_GOAL + 1))


def _week_of(form: FormData, usual: date) -> date:
    """The Monday that the form was sent for: a page may stand open until the next week."""
    return monday_of(form.date("monday", usual))


def parse_intention(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """What the week is for."""
    monday = _week_of(form, context.today)
    intention = form.text("intention", needed=True, most=500)
    known = context.journey.weeks.planned.get(monday)
    return [
        PlanWeek(
            happened_on=context.today,
            monday=monday,
            intention=intention,
            first=known.first if known else None,
            first_role_id=known.first_role_id if known else None,
        )
    ]


def parse_usual_order(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The suggestions stand in their usual order, whatever last week was concluded with."""
    monday = _week_of(form, context.today)
    known = context.journey.weeks.planned.get(monday)
    intention = known.intention if known else None
    return [PlanWeek(happened_on=context.today, monday=monday, intention=intention, first="usual")]


def parse_weekly_goal(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """How many steps a week are meant from now on."""
    goal = form.first("weekly_goal")
    if goal not in _GOALS:
        form.add_error("weekly_goal", current_translator().gettext(GOAL_REQUIRED))
        return []
    return [AdjustPlan(happened_on=context.today, weekly_goal=int(goal))]


def parse_rest(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """The week is taken off, but for the appointments that were ticked."""
    waiting = [str(key) for key, one in context.journey.experiments.items() if one.stage == "planned"]
    return [
        DeclareRest(
            happened_on=context.today,
            monday=_week_of(form, context.today),
            reason=form.text("reason"),
            remind_of=tuple(UUID(one) for one in form.choices("remind_of", waiting)),
        )
    ]


def parse_reserve(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Last week becomes a week off after all."""
    last = _week_of(form, context.today - timedelta(weeks=1))
    return [DeclareRest(happened_on=context.today, monday=last, reserve=True)]


def parse_dropped_plan(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A plan is taken back."""
    return [DropExperiment(happened_on=context.today, experiment_id=context.item(form, "experiment_id"))]


def parse_parked_role(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A role that was suggested for weeks is parked."""
    reason = current_translator().gettext(NEVER_TRIED)
    role_id = context.item(form, "role_id")
    return [ParkRole(happened_on=context.today, role_id=role_id, reason=reason)]


def parse_energy(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """How much energy there is today."""
    rating = form.number("energy", 0, 10, needed=True)
    return [] if rating is None else [RateEnergy(happened_on=context.today, rating=rating)]


def parse_choice(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Which of two priorities matters more, as far as can be imagined."""
    known = {str(key): key for key in context.journey.evidence.criteria}
    pairs = {f"{one}.{other}": (one, other) for one, other in permutations(known, 2)}
    choice = form.choice("choice", pairs, needed=True)
    if choice is None:
        return []
    winner, loser = (CriterionInput(criterion_id=known[one]) for one in pairs[choice])
    chosen = TradeoffInput(winner=winner, loser=loser, met_in_reality=False)
    learned = LearningInput(tradeoffs=(chosen,))
    return [RecordEvidence(happened_on=context.today, learned=learned)]


def parse_judged_belief(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Whether a belief held up."""
    verdicts: tuple[BeliefVerdict, ...] = get_args(BeliefVerdict)
    verdict = form.choice("verdict", verdicts, needed=True)
    experiment_id = context.item(form, "experiment_id")
    if verdict is None:
        return []
    return [JudgeBelief(happened_on=context.today, experiment_id=experiment_id, verdict=verdict)]


def parse_answered_challenge(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """A challenge is accepted, declined or met."""
    answers: tuple[ChallengeAnswer, ...] = get_args(ChallengeAnswer)
    answer = form.choice("answer", answers, needed=True)
    challenge_id = context.item(form, "challenge_id")
    if answer is None:
        return []
    return [AnswerChallenge(happened_on=context.today, challenge_id=challenge_id, answer=answer)]


def parse_declined_quests(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """None of the quests, for now."""
    quests: tuple[Quest, ...] = get_args(Quest)
    declined = form.choices("quest", quests)
    if not declined:
        form.text("quest", needed=True)
    return [DeclineQuest(happened_on=context.today, quest=one) for one in declined]


def _form(
    parse: Callable[[FormData, FormContext], Sequence[UserCommand]],
    confirmation: str = "",
    *,
    button_field: str = "",
    confirmations: Mapping[str, str] = {},
    **named: str,
) -> Form[FormContext]:
    """A form of the page, which also tells what the page suggested."""

    def parse_with_shown(form: FormData, context: FormContext) -> Sequence[UserCommand]:
        commands = parse(form, context)
        return [*commands, *parse_shown(form, context.folded)] if commands else commands

    return Form(
        parse=parse_with_shown,
        confirmation=confirmation,
        button_field=button_field,
        confirmations=confirmations,
        fields=named,
    )


WEEK_FORMS: Forms = MappingProxyType(
    {
        "intention": _form(
            parse_intention, gettext_noop("Saved. It is at the top of your week."), monday=FORM_ERROR
        ),
        "order": _form(
            parse_usual_order,
            gettext_noop("Saved. Your suggestions are in their usual order."),
            monday=FORM_ERROR,
        ),
        "goal": _form(parse_weekly_goal, gettext_noop("Saved. You can change it any week.")),
        "rest": _form(
            parse_rest,
            gettext_noop("Rest well. You lose nothing here."),
            monday=FORM_ERROR,
        ),
        "reserve": _form(
            parse_reserve,
            gettext_noop(
                "Saved. Last week was a week off. What you agreed with your benefits office still applies."
            ),
            monday=FORM_ERROR,
            reserve=FORM_ERROR,
        ),
        "drop": _form(
            parse_dropped_plan,
            gettext_noop("Dropped. It stays in your history as a plan."),
            experiment_id=FORM_ERROR,
        ),
        "park": _form(
            parse_parked_role,
            gettext_noop("Parked. It stays visible with your reason, and you can reopen it at any time."),
            role_id=FORM_ERROR,
        ),
        "energy": _form(
            parse_energy,
            gettext_noop("Saved. That is your energy for today. It is not a step. It helps."),
            rating=FORM_ERROR,
        ),
        "choice": _form(
            parse_choice,
            gettext_noop("Saved. That is your choice for now. It is not a step. It helps."),
            learned="choice",
        ),
        "trust": _form(
            parse_trust, gettext_noop("Saved. You can rate it again on another day."), rating="trust"
        ),
        "asking": _form(
            parse_asking,
            button_field="ask_trust",
            confirmations=TRUST_FORMS["asking"].confirmations,
        ),
        "verdict": _form(
            parse_judged_belief,
            button_field="verdict",
            confirmations=VERDICT_CONFIRMATIONS,
            experiment_id=FORM_ERROR,
        ),
        "challenge": _form(
            parse_answered_challenge,
            button_field="answer",
            confirmations=CHALLENGE_CONFIRMATIONS,
            challenge_id=FORM_ERROR,
            answer=FORM_ERROR,
        ),
        "take": _form(
            parse_take_quest, gettext_noop("Quest accepted. What you do counts, whatever comes of it.")
        ),
        "decline": _form(
            parse_declined_quests,
            gettext_noop("Saved. Saying no costs nothing. No other quest is suggested until Monday."),
        ),
    }
)
"""By the end of their address."""

"""The thirteen stuck rules in the order a reader meets them, most pressing first.

First what hurts or cannot wait (a bad step, trust, a no after an interview, silence, no session, the end of the programme), then refusals that nobody asked
about, then how the client works, then how the client foresees; the manager's own rule comes last.
"""

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from domain.messages import Message, translatable
from domain.vocabulary import StuckRule
from projections.alerts import coaching, expectations, focus, refusals, steps
from projections.alerts.timeline import JourneyTimeline
from projections.alerts.view import AlertRecipient


class AlertRule(Struct, frozen=True, kw_only=True):
    """A stuck rule: the condition on a day, the reason and a suggested act, each in a sentence and in a few words."""

    name: StuckRule
    holds: Callable[[JourneyTimeline, date], bool]
    why: Callable[[JourneyTimeline, date], Message]
    brief: Callable[[JourneyTimeline, date], Message]
    move: Message
    short_move: Message
    to: AlertRecipient = "coach"
    after_an_ending: bool = False
    """Does it hold in after-care, too? A finished journey that is silent or unfocused needs nobody."""


RULEBOOK: tuple[AlertRule, ...] = (
    AlertRule(
        name="worse_than_feared",
        holds=expectations.worse_than_feared_holds,
        why=expectations.why_worse_than_feared,
        brief=expectations.worse_than_feared_in_brief,
        move=translatable("Call today. Let them talk about the step, and agree on an easier one next."),
        short_move=translatable("Call today: listen first, then agree on an easier step."),
        after_an_ending=True,
    ),
    AlertRule(
        name="trust_low",
        holds=coaching.trust_low_holds,
        why=coaching.why_trust_low,
        brief=coaching.trust_low_in_brief,
        move=translatable(
            "Ask openly what is missing between you. Offer another way of working, or another coach."
        ),
        short_move=translatable("Ask what is missing. Offer another coach."),
        after_an_ending=True,
    ),
    AlertRule(
        name="no_after_interview",
        holds=refusals.no_after_interview_holds,
        why=refusals.why_no_after_interview,
        brief=refusals.no_after_interview_in_brief,
        move=translatable("Write or call, and ask for nothing. Asking why can wait until they go on."),
        short_move=translatable("Write or call, and ask for nothing."),
    ),
    AlertRule(
        name="silence",
        holds=steps.silence_holds,
        why=steps.why_silence,
        brief=steps.silence_in_brief,
        move=translatable("Call without reproach, and plan one ten-minute step together."),
        short_move=translatable("Call, and plan one step of ten minutes together."),
    ),
    AlertRule(
        name="no_session",
        holds=coaching.no_session_holds,
        why=coaching.why_no_session,
        brief=coaching.no_session_in_brief,
        move=translatable("Plan a session this week. Fifteen minutes is enough to hear how it goes."),
        short_move=translatable("Plan a session this week."),
    ),
    AlertRule(
        name="programme_ending",
        holds=coaching.programme_ending_holds,
        why=coaching.why_programme_ending,
        brief=coaching.programme_ending_in_brief,
        move=translatable("Plan the aftercare together: what continues, who helps, and when you next speak."),
        short_move=translatable("Plan the aftercare together."),
    ),
    AlertRule(
        name="refusals_without_asking",
        holds=refusals.refusals_without_asking_holds,
        why=refusals.why_refusals_without_asking,
        brief=refusals.refusals_without_asking_in_brief,
        move=translatable("Care first. Then choose one rejection together and prepare the call to ask why."),
        short_move=translatable("Care first. Then call one employer together."),
    ),
    AlertRule(
        name="plans_without_steps",
        holds=steps.plans_without_steps_holds,
        why=steps.why_plans_without_steps,
        brief=steps.plans_without_steps_in_brief,
        move=translatable(
            "Ask what is in the way, and make the smallest plan even smaller: when, where, and what if."
        ),
        short_move=translatable("Make the smallest plan even smaller."),
    ),
    AlertRule(
        name="steps_without_learning",
        holds=steps.steps_without_learning_holds,
        why=steps.why_steps_without_learning,
        brief=steps.steps_without_learning_in_brief,
        move=translatable(
            "Choose a step that can prove a belief wrong: meet someone in the role, or shadow them for a day."
        ),
        short_move=translatable("Choose a step that can prove a belief wrong."),
    ),
    AlertRule(
        name="tunnel",
        holds=focus.tunnel_holds,
        why=focus.why_tunnel,
        brief=focus.tunnel_in_brief,
        move=translatable(
            "Suggest a conversation with someone who does this work, and one about a similar role."
        ),
        short_move=translatable("Suggest a conversation with someone in this work."),
    ),
    AlertRule(
        name="scatter",
        holds=focus.scatter_holds,
        why=focus.why_scatter,
        brief=focus.scatter_in_brief,
        move=translatable("Ask which role could be parked, and compare the top two."),
        short_move=translatable("Ask which role could be parked."),
    ),
    AlertRule(
        name="too_hopeful",
        holds=expectations.too_hopeful_holds,
        why=expectations.why_too_hopeful,
        brief=expectations.too_hopeful_in_brief,
        move=translatable("Put forecasts and replies side by side, and ask what the next one depends on."),
        short_move=translatable("Ask what the next forecast depends on."),
    ),
    AlertRule(
        name="coach_silent",
        holds=coaching.no_session_holds,
        why=coaching.why_coach_silent,
        brief=coaching.coach_silent_in_brief,
        move=translatable(
            "Ask the coach what is in the way, and make sure the client gets a call this week."
        ),
        short_move=translatable("Make sure the client gets a call this week."),
        to="manager",
    ),
)

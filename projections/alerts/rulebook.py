"""The eleven stuck rules in the order a reader meets them, most pressing first.

First what hurts or cannot wait (a bad step, trust, silence, the end of the programme), then refusals that nobody asked
about, then how the client works, then how the client foresees; the manager's own rule comes last.
"""

from collections.abc import Callable
from datetime import date

from msgspec import Struct

from domain.messages import Sentence, sentence
from domain.vocabulary import StuckRule
from projections.alerts import coaching, expectations, focus, refusals, steps
from projections.alerts.timeline import Past
from projections.alerts.view import Reader


class Rule(Struct, frozen=True, kw_only=True):
    """When it holds on a day, how that is said, and what might help."""

    name: StuckRule
    holds: Callable[[Past, date], bool]
    why: Callable[[Past, date], Sentence]
    move: Sentence
    to: Reader = "coach"
    after_an_ending: bool = False
    """Does it hold in after-care, too? A finished journey that is silent or unfocused needs nobody."""


RULEBOOK: tuple[Rule, ...] = (
    Rule(
        name="worse_than_feared",
        holds=expectations.worse_than_feared,
        why=expectations.why_worse_than_feared,
        move=sentence("Ring today: let the step be told, and agree on a lighter one to follow it."),
        after_an_ending=True,
    ),
    Rule(
        name="trust_low",
        holds=coaching.trust_low,
        why=coaching.why_trust_low,
        move=sentence(
            "Ask openly what is missing between you, and offer another way of working or another coach."
        ),
        after_an_ending=True,
    ),
    Rule(
        name="silence",
        holds=steps.silence,
        why=steps.why_silence,
        move=sentence("Ring without reproach, and plan one step of ten minutes together."),
    ),
    Rule(
        name="programme_ending",
        holds=coaching.programme_ending,
        why=coaching.why_programme_ending,
        move=sentence("Plan the after-care together: what goes on, who helps, and when you speak again."),
    ),
    Rule(
        name="refusals_without_asking",
        holds=refusals.refusals_without_asking,
        why=refusals.why_refusals_without_asking,
        move=sentence("Care first; then choose one of the refusals and prepare the call that asks why."),
    ),
    Rule(
        name="plans_without_steps",
        holds=steps.plans_without_steps,
        why=steps.why_plans_without_steps,
        move=sentence(
            "Ask what stands in the way, and make the smallest plan still smaller: when, where, and what if."
        ),
    ),
    Rule(
        name="steps_without_learning",
        holds=steps.steps_without_learning,
        why=steps.why_steps_without_learning,
        move=sentence(
            "Choose a step that can prove a belief wrong: meet someone in the role, or spend a day along."
        ),
    ),
    Rule(
        name="tunnel",
        holds=focus.tunnel,
        why=focus.why_tunnel,
        move=sentence("Suggest a talk with someone who does this work, and one about a neighbouring role."),
    ),
    Rule(
        name="scatter",
        holds=focus.scatter,
        why=focus.why_scatter,
        move=sentence("Ask which role could be parked, and test the first two against each other."),
    ),
    Rule(
        name="too_hopeful",
        holds=expectations.too_hopeful,
        why=expectations.why_too_hopeful,
        move=sentence("Lay forecasts and answers side by side, and ask what the next one will hang on."),
    ),
    Rule(
        name="coach_silent",
        holds=coaching.coach_silent,
        why=coaching.why_coach_silent,
        move=sentence("Ask the coach what keeps them, and see that the client is rung this week."),
        to="manager",
    ),
)

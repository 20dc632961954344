"""The coaching style that might fit now, with its reason: a suggestion from what the journey shows. The coach decides."""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from domain.messages import Message, translatable, translatable_plural
from domain.vocabulary import Stance, StuckRule

MANY_APPROACHES = 3
"""So many that led to no interview, or wait for a reply, are worth a style of their own."""

_AFTER_A_NO: tuple[Stance, Message] = (
    "coach",
    translatable("A no came. Care comes first, plans come later."),
)
BY_ALERT: Mapping[StuckRule, tuple[Stance, Message]] = MappingProxyType(
    {
        "no_after_interview": _AFTER_A_NO,
        "worse_than_feared": (
            "coach",
            translatable("The last step was worse than they feared. First hear how it was."),
        ),
        "trust_low": (
            "coach",
            translatable("Their trust in the coaching is low. Ask what they want from it."),
        ),
        "plans_without_steps": (
            "sales_manager",
            translatable("There are plans, and no steps. A name and a day help."),
        ),
        "refusals_without_asking": (
            "sales_manager",
            translatable("Rejections came, and they did not ask why. Prepare one call together."),
        ),
        "too_hopeful": (
            "adviser",
            translatable("They expect more interviews than come. Look at the chances together."),
        ),
        "tunnel": (
            "marketer",
            translatable("Almost every step is about one role, and met nobody. Look for another route."),
        ),
        "steps_without_learning": (
            "adviser",
            translatable(
                "The last steps changed little. Ask what they know first-hand, and what they imagine."
            ),
        ),
        "scatter": ("coach", translatable("Several roles are equally likely. Ask what they want more of.")),
    }
)
"""The style that fits an alert, the most pressing first."""


class StanceFacts(Struct, frozen=True, kw_only=True):
    """What the suggestion goes by."""

    alerts: Collection[StuckRule]
    """Those that hold."""
    care: bool
    """Whether care comes first, after a no."""
    met: int
    """Roles that the client met in person."""
    approaches: int
    invited: int
    """Those of the approaches that led to an interview or further."""
    waiting: int
    """Those of them that wait for a reply."""


class SuggestedStance(Struct, frozen=True, kw_only=True):
    """A coaching style, and why it might fit now."""

    stance: Stance
    reason: Message


def suggest_stance(known: StanceFacts) -> SuggestedStance | None:
    """The style of the first rule that holds; None if none does, and any style is as good."""
    stance, reason = next(_fitting(known), (None, None))
    return SuggestedStance(stance=stance, reason=reason) if stance and reason else None


def _fitting(known: StanceFacts) -> Iterator[tuple[Stance, Message]]:
    if known.care:
        yield _AFTER_A_NO
    yield from (found for rule, found in BY_ALERT.items() if rule in known.alerts)
    if not known.met:
        yield "adviser", translatable("They have not met anyone in a role yet. Most of it is imagined.")
    if known.approaches >= MANY_APPROACHES and not known.invited:
        yield (
            "marketer",
            translatable_plural(
                "%(count)s approach led to no interview. Work on what they offer, and where.",
                "%(count)s approaches led to no interview. Work on what they offer, and where.",
                known.approaches,
            ),
        )
    if known.waiting >= MANY_APPROACHES:
        yield (
            "sales_manager",
            translatable_plural(
                "%(count)s approach waits for a reply. Ask who they can call, and when.",
                "%(count)s approaches wait for a reply. Ask who they can call, and when.",
                known.waiting,
            ),
        )

"""What each parameter of the learning model means, for whoever replays under others."""

from collections.abc import Mapping
from types import MappingProxyType

_STEPS = {"conversation": "a conversation", "job_shadow": "a job shadow", "application": "an application"}
_WEIGHTS = {
    "starting": "given at the start, before any step",
    "desk_research": "after reading about the role",
    "application": "after an application",
    "follow_up": "after a call about an application",
    "conversation_not_in_role": "after a conversation with somebody who is not in the role",
    "conversation_in_role": "after a conversation with somebody in the role",
    "interview": "after a job interview",
    "job_shadow_short": "after a job shadow shorter than `long_shadow_hours`",
    "job_shadow_long": "after a job shadow of at least `long_shadow_hours`",
    "trial": "after days of work in the role",
}
_DISTANCES = {
    "same": "of the work the client did before",
    "near": "near to it",
    "far": "far from it",
    "licence": "that needs a licence or diploma she lacks",
}
_SIGNALS = {
    "market_growing": "a figure says that the market grows",
    "market_shrinking": "a figure says that the market shrinks",
    "vacancies_many": "there are many vacancies",
    "vacancies_none": "there are no vacancies",
    "fresh_outsider": "somebody says that an outsider is welcome",
    "one_of_many": "somebody says that she would be one of many",
    "fresh_outsider_from_hirer": "somebody who hires says that an outsider is welcome",
    "one_of_many_from_hirer": "somebody who hires says that she would be one of many",
    "requirement_met": "she meets a requirement",
    "requirement_missing": "she lacks a requirement",
    "asked_for_cv": "somebody asked for her CV",
    "no_answer_28d": "no answer came in 28 days",
    "referral": "she was referred to somebody",
    "rejected_unseen": "a no without an interview",
    "invited": "an invitation to an interview",
    "rejected_close": "a no that was close, after an interview",
    "called_back": "she was called back",
    "rejected_not_close": "a no that was not close, after an interview",
    "resource_bank": "her details are kept for later",
    "offer": "an offer of work",
}

PARAMETER_MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "version": "The number by which figures say what they were computed with. Give your own set another than 1.",
        "appeal.mean": "The appeal of a role before any rating, in points of 100.",
        "appeal.weight": "How much that counts, in talks with somebody in the role.",
        "appeal.spread": "The spread of one rating about the true appeal, in points of 100: it sets how sure the model is.",
        "appeal.half_life": "Weeks after which a rating counts half.",
        **{
            f"appeal.weights.{name}": f"How much a rating counts that was {words}, in talks with somebody in the role."
            if name == "starting"
            else f"How much a rating counts {words}, in talks with somebody in the role."
            for name, words in _WEIGHTS.items()
        },
        "appeal.weights.long_shadow_hours": "Hours from which a job shadow is long.",
        **{
            f"odds.priors.{name}": f"Alpha and beta of the odds before any signal, for a role {words}."
            for name, words in _DISTANCES.items()
        },
        **{
            f"odds.signals.{name}": f"What is added to alpha and to beta when {words}."
            if not words.startswith(("a no", "an "))
            else f"What {words} adds to alpha and to beta."
            for name, words in _SIGNALS.items()
        },
        "odds.half_life": "Weeks after which a signal counts half.",
        "odds.tries": "In how many tries reach expects at least one invitation.",
        "odds.weak_share": "How much of a signal counts that was read in the atlas and not heard.",
        "promise.appeal_share": "The exponent of appeal in promise; that of reach is the rest to 1.",
        "criteria.half_life": "Weeks after which a trade-off counts half.",
        "criteria.met": "How much a trade-off counts that she met in reality.",
        "criteria.imagined": "How much a trade-off counts that she imagined.",
        "criteria.tolerance": "How exactly the weights are computed.",
        "criteria.scored_at_least": "From how many scored priorities on an appeal is predicted.",
        "criteria.gap": "From how many points between predicted and rated appeal a priority is likely missing.",
        "focus.temperature": "Points of promise between two roles at which attention is clearly divided unequally.",
        "focus.focused_from": "The focus from which a search is called focused.",
        "focus.contact_from": "How well a role is met that counts as met, in talks with somebody in the role.",
        "focus.wide_from_met": "How many roles are met in a search that is called wide.",
        "focus.wide_from_new": "How many new roles are met in a search that is called wide.",
        **{
            f"suggestions.{name}.{field}": f"{words} {one}."
            for name, one in _STEPS.items()
            for field, words in (
                ("appeal", "How much of appeal is learned, in talks with somebody in the role, from"),
                ("odds", "How much of the odds is learned, in signals, from"),
                ("effort", "The effort, in conversations, of"),
            )
        },
        "suggestions.untested_bonus": "Bits added for a role that was hardly met.",
        "suggestions.untested_below": "Below how much contact a role was hardly met, in talks with somebody in the role.",
        "wording.appeal_below": "The limits between the six words for an appeal, in points of 100.",
        "wording.reach_below": "The limits between the five words for a reach.",
        "wording.spread_over": "The limits between the four words for how sure an appeal is, in points.",
        "forecasts.shown_from": "From how many settled forecasts on their quality is shown.",
        "forecasts.too_hopeful_above": "The mean forecast above the share of invitations from which she is called too hopeful.",
    }
)
"""By the name of the parameter with its sections."""

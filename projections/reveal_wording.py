"""The finding of a step in a sentence, and its two strongest reasons in another."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from domain.journey.events.evidence import AppealRated
from domain.journey.events.experiments import ExperimentCancelled, ExperimentRefused
from domain.messages import Capitalized, Message, capitalize_first, translatable, translatable_plural
from domain.vocabulary import OddsSignal
from projections.learning_model.evidence_sums import BelievedFigures
from projections.learning_model.potential_order import order_sentence
from projections.learning_model.reveal import BeliefReason, RevealedRole, StepReveal
from projections.learning_model.wording import ENGLISH_WORDS
from projections.phrases import number_in_words

NOTABLE_SURPRISE = 3
"""Points of 10 from which a guess was off."""
SLIGHT_SURPRISE = 1
"""Points of 10 up to which a guess held."""
MAX_REASONS = 2
LIKED, LIKED_SOMEWHAT = 7, 4
"""Ratings from which the work was liked, or liked somewhat."""

LIKED_MORE = translatable("You liked it more than you expected.")
LIKED_LESS = translatable("You liked it less than you expected.")
LIKED_SOMEWHAT_MORE = translatable("You liked it somewhat more than you expected.")
LIKED_SOMEWHAT_LESS = translatable("You liked it somewhat less than you expected.")

SIGNAL_REASONS: Mapping[OddsSignal, Message] = MappingProxyType(
    {
        "market_growing": translatable("this work is growing"),
        "market_shrinking": translatable("this work is shrinking"),
        "vacancies_many": translatable("there are many vacancies"),
        "vacancies_none": translatable("there are few or no vacancies"),
        "fresh_outsider": translatable("newcomers are welcome"),
        "one_of_many": translatable("you would be one of many"),
        "fresh_outsider_from_hirer": translatable("someone who hires says newcomers are welcome"),
        "one_of_many_from_hirer": translatable("someone who hires says you would be one of many"),
        "requirement_met": translatable("you have what they ask for"),
        "requirement_missing": translatable("something they ask for is missing"),
        "asked_for_cv": translatable("they asked for your CV"),
        "referral": translatable("they will mention your name to someone"),
        "resource_bank": translatable("they keep your details on file"),
        "invited": translatable("they want to meet you"),
        "no_answer_28d": translatable("no reply came in 28 days"),
        "rejected_unseen": translatable("they said no without meeting you"),
        "rejected_close": translatable("they said no, and it was close"),
        "rejected_not_close": translatable("they said no after the interview"),
        "called_back": translatable("they came back to you"),
        "offer": translatable("they made you an offer"),
    }
)
"""What was heard, as a reason for a move."""


def finding(reveal: StepReveal) -> Message:
    """The first that is true of what a step did. No change is named that is not one in print."""
    titles = {one.role_id: one.title for one in reveal.places}
    if reveal.order:
        return order_sentence(reveal.order, titles)
    return (
        _word_changed(reveal)
        or _belief_did_not_hold_up(reveal)
        or _liking_was_off(reveal)
        or _less_bad_than_feared(reveal)
        or _worse_than_feared(reveal)
        or _role_is_new(reveal)
        or _called_off(reveal)
        or _liking_was_somewhat_off(reveal)
        or _confirmed(reveal)
        or _recorded(reveal)
    )


def _word_changed(reveal: StepReveal) -> Message | None:
    for one in reveal.moved:
        if one.before and one.before.appeal_word != one.now.appeal_word:
            return _appeal_changed(one, one.before)
        if one.before and one.before.reach_word != one.now.reach_word:
            return _chances_changed(one, one.before)
    return None


def _appeal_changed(one: RevealedRole, before: BelievedFigures) -> Message:
    words = {"before": ENGLISH_WORDS[before.appeal_word], "now": ENGLISH_WORDS[one.now.appeal_word]}
    role = capitalize_first(one.title)
    if one.now.appeal > before.appeal:
        return translatable("%(role)s appeals to you more, from %(before)s to %(now)s.", role=role, **words)
    return translatable("%(role)s appeals to you less, from %(before)s to %(now)s.", role=role, **words)


def _chances_changed(one: RevealedRole, before: BelievedFigures) -> Message:
    words = {"before": ENGLISH_WORDS[before.reach_word], "now": ENGLISH_WORDS[one.now.reach_word]}
    if one.now.reach > before.reach:
        return translatable(
            "Your chances as %(role)s went up, from %(before)s to %(now)s.", role=one.title, **words
        )
    return translatable(
        "Your chances as %(role)s went down, from %(before)s to %(now)s.", role=one.title, **words
    )


def _belief_did_not_hold_up(reveal: StepReveal) -> Message | None:
    if reveal.verdict != "did_not":
        return None
    return translatable("What you believed did not hold up.")


def _liking_was_off(reveal: StepReveal) -> Message | None:
    surprise = liking_surprise(reveal)
    if surprise is None or abs(surprise) < NOTABLE_SURPRISE:
        return None
    return LIKED_MORE if surprise > 0 else LIKED_LESS


def liking_surprise(reveal: StepReveal) -> int | None:
    """How much more the work was liked than guessed, of 10; None without a guess or a rating."""
    forecast = reveal.step.planned.forecast
    if forecast is None or forecast.appeal is None or reveal.rating is None:
        return None
    return reveal.rating - forecast.appeal


def liking_compared(reveal: StepReveal) -> Message | None:
    """How much more or less the work was liked than guessed, in a sentence; None without a guess or a rating."""
    surprise = liking_surprise(reveal)
    if surprise is None:
        return None
    if surprise == 0:
        return translatable("As much as you expected.")
    count = abs(surprise)
    number = Capitalized(number_in_words(count))
    if surprise > 0:
        return translatable_plural(
            "One more than you expected.", "%(number)s more than you expected.", count, number=number
        )
    return translatable_plural(
        "One less than you expected.", "%(number)s less than you expected.", count, number=number
    )


def dread_fall(reveal: StepReveal) -> int | None:
    """How much less bad it was than dreaded, of 10; None where one of the two was not rated."""
    happened, before = reveal.step.happened, reveal.step.planned.dread_before
    if happened is None or happened.dread_after is None or before is None:
        return None
    return before - happened.dread_after


def _less_bad_than_feared(reveal: StepReveal) -> Message | None:
    if (dread_fall(reveal) or 0) < NOTABLE_SURPRISE:
        return None
    return translatable("It was less bad than you feared.")


def was_worse_than_feared(reveal: StepReveal) -> bool:
    """Whether it was notably worse than dreaded."""
    return (dread_fall(reveal) or 0) <= -NOTABLE_SURPRISE


def _worse_than_feared(reveal: StepReveal) -> Message | None:
    return translatable("It was harder than you feared.") if was_worse_than_feared(reveal) else None


def _role_is_new(reveal: StepReveal) -> Message | None:
    if not reveal.brought:
        return None
    if len(reveal.brought) > 1:
        return translatable("New roles were mentioned. You choose which to keep.")
    return translatable("A new role was mentioned. You choose whether to keep it.")


def _called_off(reveal: StepReveal) -> Message | None:
    match reveal.step.happened:
        case ExperimentCancelled():
            return translatable("They called it off. It counts as a step.")
        case ExperimentRefused():
            return translatable("They declined. It counts as a step.")
        case _:
            return None


def _liking_was_somewhat_off(reveal: StepReveal) -> Message | None:
    surprise = liking_surprise(reveal)
    if surprise is None or abs(surprise) <= SLIGHT_SURPRISE:
        return None
    return LIKED_SOMEWHAT_MORE if surprise > 0 else LIKED_SOMEWHAT_LESS


def _confirmed(reveal: StepReveal) -> Message | None:
    """That a guess or a belief held; None where there was none, or the dread was off."""
    held = liking_surprise(reveal) is not None or reveal.verdict == "held_up"
    if not held or abs(dread_fall(reveal) or 0) > SLIGHT_SURPRISE:
        return None
    return translatable("It confirms what you thought. That counts too.")


def _recorded(reveal: StepReveal) -> Message:
    """What is true of a step without a surprise and without a guess that held."""
    most, about = reveal.most, reveal.about
    if most and most.promise_change:
        if most.promise_change > 0:
            return translatable("%(role)s has more potential now.", role=capitalize_first(most.title))
        return translatable("%(role)s has less potential now.", role=capitalize_first(most.title))
    if about and about.surer:
        return translatable("You are surer about %(role)s now.", role=about.title)
    if reveal.rating is not None:
        return translatable("%(liking)s.", liking=Capitalized(_liking(reveal.rating)))
    return translatable("It took place. That counts too.")


def standfirst(reveal: StepReveal) -> Message | None:
    """The two strongest reasons for the move that is not the finding itself; None without one."""
    clauses = list(dict.fromkeys(_clauses(reveal)))[:MAX_REASONS]
    if not clauses:
        return None
    first, *second = clauses
    if not second:
        return translatable("%(reason)s.", reason=Capitalized(first))
    return translatable("%(reason)s, and %(other)s.", reason=Capitalized(first), other=second[0])


def _clauses(reveal: StepReveal) -> Iterator[Message]:
    rating_is_the_finding = finding(reveal) in {
        LIKED_MORE,
        LIKED_LESS,
        LIKED_SOMEWHAT_MORE,
        LIKED_SOMEWHAT_LESS,
    }
    for one in reveal.reasons:
        if not (rating_is_the_finding and isinstance(one, AppealRated)):
            yield _reason(one, liking_surprise(reveal))


def _reason(one: BeliefReason, surprise: int | None) -> Message:
    if not isinstance(one, AppealRated):
        return SIGNAL_REASONS[one.signal]
    if surprise is None:
        return _liking(one.rating)
    if surprise == 0:
        return translatable("you liked it as much as you expected")
    if abs(surprise) <= SLIGHT_SURPRISE:
        return translatable("you liked it about as much as you expected")
    if abs(surprise) < NOTABLE_SURPRISE:
        more = translatable("you liked it somewhat more than you expected")
        return more if surprise > 0 else translatable("you liked it somewhat less than you expected")
    more = translatable("you liked it more than you expected")
    return more if surprise > 0 else translatable("you liked it less than you expected")


def _liking(rating: int) -> Message:
    if rating >= LIKED:
        return translatable("you liked it")
    if rating >= LIKED_SOMEWHAT:
        return translatable("you liked it somewhat")
    return translatable("you did not like it much")

"""The client's guesses before a step beside what happened; only what was guessed or is known."""

from datetime import date, timedelta

from msgspec import Struct

from domain.journey.aggregate import Journey
from domain.journey.events.answers import SilenceElapsed
from domain.journey.events.experiments import ExperimentRun
from domain.redacted import is_readable
from domain.vocabulary import KINDS_WITHOUT_CONTACT, BeliefVerdict
from projections.learning_model.reveal import Reply, StepReveal
from projections.reveal_wording import dread_fall, liking_compared, was_worse_than_feared
from service.localization.guess_labels import FIVE_TRIES, guess_of_chance
from service.localization.message_translation import translate_message
from service.localization.translator import Translator
from service.web.reveal.labels import FEAR_SENTENCES


class BeliefGuess(Struct, frozen=True, kw_only=True):
    """What the client wanted to test, and what was heard."""

    wrote: str | None
    wrote_on: str
    heard: str | None
    heard_from: str
    verdict: BeliefVerdict | None
    asks: bool
    """Whether it can be judged and was not yet: of a step that did not take place nothing can be said."""


class RatingGuess(Struct, frozen=True, kw_only=True):
    """A rating from 0 to 10 before and after; None where it was not given."""

    before: int | None
    now: int | None
    sentence: str
    feared: str | None = None


class ChanceGuess(Struct, frozen=True, kw_only=True):
    """A guess about an interview in words, and the word of today; None while nothing is known."""

    before: str
    now: str | None
    sentence: str


class Guesses(Struct, frozen=True, kw_only=True):
    """The rows; None where nothing was guessed and nothing is known."""

    belief: BeliefGuess | None
    liking: RatingGuess | None
    dread: RatingGuess | None
    five_tries: ChanceGuess | None
    invited: ChanceGuess | None
    missing: bool
    """Whether nothing was guessed beforehand."""

    @property
    def any_row(self) -> bool:
        """Whether there is anything to show."""
        return any((self.belief, self.liking, self.dread, self.five_tries, self.invited))


def build_guesses(
    journey: Journey, reveal: StepReveal, reply: Reply | None, today: date, translator: Translator
) -> Guesses:
    """The rows of a step, as they stand today."""
    planned = reveal.step.planned
    forecast = planned.forecast
    guesses = (
        planned.hypothesis,
        planned.dread_before,
        *((forecast.appeal, forecast.five_tries, forecast.invited) if forecast else ()),
    )
    return Guesses(
        belief=_belief(journey, reveal, today, translator),
        liking=_liking(reveal, translator),
        dread=_dread(journey, reveal, translator),
        five_tries=_five_tries(reveal, translator),
        invited=_invited(reveal, reply, translator),
        missing=all(one is None for one in guesses),
    )


def _belief(journey: Journey, reveal: StepReveal, today: date, translator: Translator) -> BeliefGuess | None:
    planned, happened = reveal.step.planned, reveal.step.happened
    note = happened.note if happened else None
    if planned.hypothesis is None and note is None:
        return None
    return BeliefGuess(
        wrote=planned.hypothesis,
        wrote_on=translator.gettext("You wrote on %(day)s")
        % {"day": _day(planned.happened_on, today, translator)},
        heard=note,
        heard_from=translator.gettext("You wrote")
        if planned.kind == "application"
        else heard_from(journey, reveal, translator),
        verdict=reveal.verdict,
        asks=planned.hypothesis is not None
        and reveal.verdict is None
        and isinstance(happened, ExperimentRun),
    )


def heard_from(journey: Journey, reveal: StepReveal, translator: Translator) -> str:
    """Whose words were heard in a step, such as: Johan said."""
    planned = reveal.step.planned
    contact = journey.network.contacts.get(planned.meeting.contact_id) if planned.meeting else None
    if contact and is_readable(contact.name):
        return translator.gettext("%(name)s said") % {"name": contact.name}
    if planned.kind in KINDS_WITHOUT_CONTACT:
        return translator.gettext("You wrote")
    return translator.gettext("They said")


def _day(on: date, today: date, translator: Translator) -> str:
    return translator.weekday(on) if on > today - timedelta(days=7) else translator.month_day(on)


def _liking(reveal: StepReveal, translator: Translator) -> RatingGuess | None:
    forecast = reveal.step.planned.forecast
    guess = forecast.appeal if forecast else None
    if guess is None and reveal.rating is None:
        return None
    compared = liking_compared(reveal)
    return RatingGuess(
        before=guess,
        now=reveal.rating,
        sentence=translate_message(translator, compared) if compared else "",
    )


def _dread(journey: Journey, reveal: StepReveal, translator: Translator) -> RatingGuess | None:
    planned, happened = reveal.step.planned, reveal.step.happened
    after = happened.dread_after if happened else None
    if planned.dread_before is None and after is None and planned.feared is None:
        return None
    return RatingGuess(
        before=planned.dread_before,
        now=after,
        sentence=_what_became_of_it(journey, reveal, translator),
        feared=planned.feared,
    )


def _what_became_of_it(journey: Journey, reveal: StepReveal, translator: Translator) -> str:
    happened = reveal.step.happened
    fear = happened.fear if isinstance(happened, ExperimentRun) else None
    sentence = translator.gettext(FEAR_SENTENCES[fear]) if fear else _dread_compared(reveal, translator)
    coach = journey.coaches.assigned
    if coach and (fear == "happened" or (fear is None and was_worse_than_feared(reveal))):
        worth = translator.gettext("That is worth telling %(coach)s.") % {"coach": coach.name}
        return f"{sentence} {worth}"
    return sentence


def _dread_compared(reveal: StepReveal, translator: Translator) -> str:
    fall = dread_fall(reveal)
    if fall is None or not any((fall, reveal.step.planned.dread_before)):
        return ""
    if fall > 0:
        return translator.gettext("Less bad than you feared.")
    if fall == 0:
        return translator.gettext("As hard as you feared.")
    return translator.gettext("It was harder than you feared.")


def _five_tries(reveal: StepReveal, translator: Translator) -> ChanceGuess | None:
    forecast = reveal.step.planned.forecast
    if forecast is None or forecast.five_tries is None:
        return None
    took_place = isinstance(reveal.step.happened, ExperimentRun)
    return ChanceGuess(
        before=translator.gettext(FIVE_TRIES[forecast.five_tries]).lower(),
        now=guessed_chance(reveal.about.now.reach, translator) if reveal.about and took_place else None,
        sentence=translator.gettext(
            "Your guess, then what you have heard so far. After five tries your profile says how well you guessed."
        )
        if took_place
        else translator.gettext("After five tries your profile says how well you guessed."),
    )


def _invited(reveal: StepReveal, reply: Reply | None, translator: Translator) -> ChanceGuess | None:
    planned = reveal.step.planned
    forecast = planned.forecast
    # Of other steps it is a guess, too, but none that a reply settles.
    if planned.kind != "application" or forecast is None or forecast.invited is None:
        return None
    return ChanceGuess(
        before=guessed_chance(forecast.invited, translator),
        now=_came_true(reply, translator),
        sentence="" if reply else translator.gettext("Your guess is kept until they reply."),
    )


def guessed_chance(chance: float, translator: Translator) -> str:
    """A chance of an interview, in the words in which it is guessed."""
    return translator.gettext(guess_of_chance(chance)).lower()


def _came_true(reply: Reply | None, translator: Translator) -> str | None:
    if reply is None:
        return None
    invited = not isinstance(reply, SilenceElapsed) and reply.answer not in {
        "rejected_unseen",
        "rejected_after_interview",
    }
    return translator.gettext(FIVE_TRIES["yes" if invited else "no"]).lower()

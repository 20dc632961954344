"""How much a client trusts the coaching: when it is asked, who sees the answer, and what is said after it."""

from collections.abc import Sequence
from datetime import date, timedelta

from domain.journey.aggregate import Journey
from domain.journey.commands.course import AdjustPlan
from domain.journey.commands.pulses import RateTrust
from domain.journey.decide import UserCommand
from domain.journey.events.sight import SightGranted
from domain.redacted import is_readable
from projections.alerts.thresholds import ALERT_THRESHOLDS
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.localization.translator import Translator
from service.web.form_data import FormData
from service.web.form_submission import Form, FormContext, Forms
from service.web.labels import YES_NO

ASKED_EVERY = timedelta(weeks=4)
RATING_REQUIRED = gettext_noop("Choose a number from 0 to 10.")


def parse_trust(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """How much the client trusts the coaching today."""
    rating = form.number("trust", 0, 10, needed=current_translator().gettext(RATING_REQUIRED))
    return [RateTrust(happened_on=context.today, rating=rating or 0)]


def parse_asking(form: FormData, context: FormContext) -> Sequence[UserCommand]:
    """Whether it is asked about from now on."""
    ask = form.choice("ask_trust", YES_NO, needed=True)
    return [AdjustPlan(happened_on=context.today, ask_trust=ask == "yes")]


TRUST_FORMS: Forms = {
    "trust": Form(
        parse=parse_trust,
        confirmation=gettext_noop("Saved. You can rate it again on another day."),
        fields={"rating": "trust"},
    ),
    "asking": Form(
        parse=parse_asking,
        button_field="ask_trust",
        confirmations={
            "yes": gettext_noop("Saved. We ask again every four weeks."),
            "no": gettext_noop("Saved. We do not ask again. You can still rate it under Privacy and data."),
        },
    ),
}
"""By the end of their address; on the page of sight and data, and on that of the week."""


def is_asked(journey: Journey) -> bool:
    """Whether the client lets us ask now and then."""
    plan = journey.course.plan
    return plan is None or plan.ask_trust is not False


def is_due(journey: Journey, today: date) -> bool:
    """Whether it is asked today: every fourth week while there is a coach, until the client wants no more of it."""
    coach = journey.coaches.assigned
    if coach is None or not is_asked(journey):
        return False
    rated = [one for one in journey.pulses.trust if one <= today]
    return today - max([coach.happened_on, *rated]) >= ASKED_EVERY


def coach_who_sees_all(journey: Journey, today: date) -> str | None:
    """The name of the coach, if they see everything and so this number, too."""
    coach = journey.coaches.assigned
    sight = journey.sight.get(coach.coach_id) if coach else None
    if coach is None or not isinstance(sight, SightGranted) or sight.scope != "everything":
        return None
    seen = sight.until is None or today <= sight.until
    return coach.name if seen and is_readable(coach.name) else None


def who_sees_it(journey: Journey, today: date, translator: Translator) -> str:
    """Who sees the number, in a sentence."""
    coach = coach_who_sees_all(journey, today)
    if coach:
        return translator.gettext("%(coach)s sees this number.") % {"coach": coach}
    return translator.gettext("You share this with no one.")


def trust_confirmations(journey: Journey, today: date, translator: Translator) -> dict[str, str]:
    """What is said after a rating of today, by its name in an address; the address does not tell the rating."""
    rating = journey.pulses.trust.get(today)
    if rating is None:
        return {}
    coach = coach_who_sees_all(journey, today)
    if rating > ALERT_THRESHOLDS.trust_low:
        sentence = translator.gettext("Saved. %(whose)s") % {"whose": who_sees_it(journey, today, translator)}
    elif coach:
        sentence = translator.gettext("Saved. We ask %(coach)s to talk about it with you.") % {"coach": coach}
    else:
        sentence = translator.gettext(
            "Saved. You share this with no one. You can choose another coach under Privacy and data."
        )
    return {"trust": sentence}

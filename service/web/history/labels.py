"""What the fields of a correction ask, and the words of the codes they offer."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, cast

from domain.journey.aggregate import Journey
from service.localization import code_labels, feedback_labels, guess_labels
from service.localization.code_labels import CHALLENGE_ANSWERS, HEARD_SIGNALS, TESTED
from service.localization.collation import sorted_pairs
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web import labels
from service.web.history.correction_fields import CorrectionField
from service.web.role_and_contact_forms import contact_names

FIELD_QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        "happened_on": gettext_noop("What day?"),
        "PlanExperiment.happened_on": gettext_noop("What day was it planned?"),
        "StartJourney.happened_on": gettext_noop("What day did the journey start?"),
        "called": gettext_noop("Whose journey is it?"),
        "track": gettext_noop("Which track?"),
        "weekly_goal": gettext_noop("How many steps a week?"),
        "ask_trust": gettext_noop("Should we ask now and then how much you trust the coaching?"),
        "programme_end": gettext_noop("When does the programme end?"),
        "kind": gettext_noop("What kind of step?"),
        "role_id": gettext_noop("Which role is it about?"),
        "hypothesis": gettext_noop("What did you want to find out?"),
        "tests": gettext_noop("What did you want to test?"),
        "forecast.appeal": gettext_noop("How much did you expect to like it?"),
        "forecast.invited": gettext_noop("How likely was an interview, as a percentage?"),
        "forecast.five_tries": gettext_noop("Would five tries lead to an interview?"),
        "feared": gettext_noop("What did you fear?"),
        "fear": gettext_noop("Did it happen?"),
        "verdict": gettext_noop("Did it hold up?"),
        "phone": gettext_noop("What is their phone number?"),
        "first": gettext_noop("What comes first?"),
        "reserve": gettext_noop("Is it a reserve week?"),
        "heard.competence": gettext_noop("Skills and experience: what did you hear?"),
        "heard.requirements": gettext_noop("Requirements and languages: what did you hear?"),
        "heard.well_qualified": gettext_noop("Strong competition: what did you hear?"),
        "heard.self_presentation": gettext_noop("How you came across: what did you hear?"),
        "via": gettext_noop("How did the reply come?"),
        "plan.when": gettext_noop("What date exactly?"),
        "plan.where": gettext_noop("Where?"),
        "plan.if_then": gettext_noop("If something gets in the way, what will you do?"),
        "planned_for": gettext_noop("What date is it for?"),
        "dread_before": gettext_noop("How much did you dread it beforehand?"),
        "dread_after": gettext_noop("Looking back, how bad was it?"),
        "hours": gettext_noop("How many hours did it take?"),
        "note": gettext_noop("Notes"),
        "contact_id": gettext_noop("Who was it with?"),
        "to_contact_id": gettext_noop("Who to?"),
        "tie": gettext_noop("How well do you know each other?"),
        "in_role": gettext_noop("Do they do this work?"),
        "can_hire": gettext_noop("Do they hire people for it?"),
        "name": gettext_noop("What is their name?"),
        "relation": gettext_noop("Who are they to you?"),
        "channel": gettext_noop("How did you come across it?"),
        "title": gettext_noop("What is this role called?"),
        "distance": gettext_noop("How different is it from your previous work?"),
        "conclusion": gettext_noop("What is your conclusion?"),
        "next_step.what": gettext_noop("What comes next?"),
        "next_step.due": gettext_noop("By when?"),
        "appeal": gettext_noop("How much would you like this work?"),
        "signal": gettext_noop("What did you hear?"),
        "also_heard": gettext_noop("What else did you hear about your chances?"),
        "winner.criterion_id": gettext_noop("What mattered more?"),
        "loser.criterion_id": gettext_noop("What mattered less?"),
        "met_in_reality": gettext_noop("Did this come up in real life?"),
        "wording": gettext_noop("In your own words"),
        "hidden": gettext_noop("Was it new to you?"),
        "witness": gettext_noop("Who saw it?"),
        "example": gettext_noop("When was it seen?"),
        "closable": gettext_noop("Can it be closed?"),
        "decision": gettext_noop("What will you do about it?"),
        "how": gettext_noop("How?"),
        "due": gettext_noop("By when?"),
        "until": gettext_noop("Until when?"),
        "what": gettext_noop("What is it?"),
        "answer": gettext_noop("What was the reply?"),
        "close": gettext_noop("Was it close?"),
        "usable": gettext_noop("Was there something to learn from it?"),
        "points.competence": gettext_noop("Skills and experience"),
        "points.requirements": gettext_noop("Requirements and languages"),
        "points.well_qualified": gettext_noop("Did they have several good ones to choose from?"),
        "points.self_presentation": gettext_noop("How you came across"),
        "this_post_only": gettext_noop("Is it about this job only?"),
        "kept_on_file": gettext_noop("Are they keeping your details on file?"),
        "skipped": gettext_noop("Was it skipped?"),
        "change": gettext_noop("What will you change?"),
        "reason": gettext_noop("Why?"),
        "why": gettext_noop("Why?"),
        "own_reach": gettext_noop("What do you think your chances are, as a percentage?"),
        "condition_id": gettext_noop("Which limit is in the way?"),
        "score": gettext_noop("How well does it match this priority, from 0 to 100?"),
        "published": gettext_noop("When was it published?"),
        "source": gettext_noop("Where does it come from?"),
        "address": gettext_noop("Where can it be read?"),
        "cv": gettext_noop("Which CV did you send?"),
        "landed": gettext_noop("How did it go down?"),
        "to": gettext_noop("Who else noticed you?"),
        "intention": gettext_noop("What was the aim of the week?"),
        "rating": gettext_noop("What rating?"),
        "minutes": gettext_noop("How many minutes did you talk?"),
        "text": gettext_noop("The note"),
        "kept": gettext_noop("Did you keep it?"),
        "phase": gettext_noop("Which phase?"),
        "ending": gettext_noop("How did it end?"),
        "theme": gettext_noop("What was it about?"),
        "instrument": gettext_noop("Which test?"),
        "question": gettext_noop("The question"),
        "aim": gettext_noop("The aim"),
        "occasion": gettext_noop("What led to this"),
        "context": gettext_noop("What else matters"),
        "can": gettext_noop("What can you do?"),
        "want": gettext_noop("What do you want?"),
        "move": gettext_noop("What are you doing to get there?"),
        "dream": gettext_noop("The dream"),
        "sketch": gettext_noop("The ideal job"),
        "story": gettext_noop("The story"),
        "RecordStory.title": gettext_noop("What is the story called?"),
        "how_to_help": gettext_noop("How can they help?"),
        "JudgeSkill.standing": gettext_noop("How is it with this skill?"),
    }
)
"""By the command and the field, by the group and the field, or by the field alone."""

_LABELS: tuple[Mapping[Any, str], ...] = (
    code_labels.KINDS,
    labels.DISTANCE_CHOICES,
    labels.TIE_CHOICES,
    code_labels.TRACKS,
    labels.CHANNEL_CHOICES,
    labels.THEME_CHOICES,
    code_labels.MARKET_SIGNALS,
    HEARD_SIGNALS,
    TESTED,
    CHALLENGE_ANSWERS,
    code_labels.WITNESSES,
    code_labels.PHASES,
    code_labels.GAP_DECISIONS,
    code_labels.SKILL_STANDINGS,
    code_labels.ENDINGS,
    guess_labels.FIVE_TRIES,
    guess_labels.FEAR_OUTCOMES,
    guess_labels.BELIEF_VERDICTS,
    feedback_labels.POINTS_HEARD,
    feedback_labels.FEEDBACK_VIA,
    code_labels.FIRST_NEXT_WEEK,
    {code: label for code, label in code_labels.ANSWERS.items() if code},
    labels.YES_NO,
)
_LABELS_OF: Mapping[frozenset[str], Mapping[str, str]] = {
    frozenset(map(str, one)): cast("Mapping[str, str]", one) for one in _LABELS
}


def field_question(command: str, field: CorrectionField) -> str:
    """What a field asks, in the reader's language. Raises KeyError where there is no question for it."""
    own, group = str(field.path[-1]), ".".join(map(str, field.path[-2:]))
    found = next((one for one in (f"{command}.{own}", group) if one in FIELD_QUESTIONS), own)
    return current_translator().gettext(FIELD_QUESTIONS[found])


def field_choices(field: CorrectionField, journey: Journey) -> list[tuple[str, str]]:
    """What can be chosen in a field, with what it is called."""
    if field.widget == "pick":
        return sorted_pairs((str(key), name) for key, name in _things(field.among, journey))
    mapping = _LABELS_OF[frozenset(field.offered)]
    return [(code, current_translator().gettext(mapping[code])) for code in field.offered]


def _things(among: str, journey: Journey) -> Iterator[tuple[object, str]]:
    match among:
        case "roles":
            yield from ((key, role.title) for key, role in journey.roles.items())
        case "people":
            yield from contact_names(journey).items()
        case "wishes":
            yield from journey.evidence.criteria.items()
        case "conditions":
            yield from journey.started.conditions.items()
        case _:
            return

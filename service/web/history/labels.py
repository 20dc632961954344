"""What the fields of a correction ask, and the words of the codes they offer."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, cast

from domain.journey.aggregate import Journey
from service.localization import codes
from service.localization.code_labels import CHALLENGES, HEARD, TESTED
from service.localization.current_translator import spoken
from service.localization.gettext_noop import marked
from service.web import words
from service.web.history.correction_fields import Field
from service.web.role_and_contact_forms import known_people

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "happened_on": marked("On which day?"),
        "PlanExperiment.happened_on": marked("On which day was it planned?"),
        "StartJourney.happened_on": marked("On which day did the journey begin?"),
        "called": marked("What is the client called?"),
        "track": marked("Which track?"),
        "weekly_goal": marked("How many steps a week?"),
        "programme_end": marked("When does the programme end?"),
        "kind": marked("What kind of step?"),
        "role_id": marked("Which kind of work is it about?"),
        "hypothesis": marked("What was it to find out?"),
        "tests": marked("What was it to test?"),
        "forecast.appeal": marked("How much did you expect to like it?"),
        "forecast.invited": marked("How likely was an invitation, in per cents?"),
        "plan.when": marked("When exactly?"),
        "plan.where": marked("Where?"),
        "plan.if_then": marked("If something got in the way, what then?"),
        "planned_for": marked("For which day?"),
        "dread_before": marked("How much did you dread it beforehand?"),
        "dread_after": marked("And looking back, how bad was it?"),
        "hours": marked("How many hours was it?"),
        "note": marked("Notes"),
        "contact_id": marked("Who with?"),
        "to_contact_id": marked("To whom?"),
        "tie": marked("How well do you know each other?"),
        "in_role": marked("Do they do this work?"),
        "can_hire": marked("Do they hire for it?"),
        "name": marked("What are they called?"),
        "relation": marked("What are they to you?"),
        "channel": marked("How did you come to it?"),
        "title": marked("What is this work called?"),
        "distance": marked("How far is it from what you did?"),
        "conclusion": marked("What do you conclude?"),
        "next_step.what": marked("What comes next?"),
        "next_step.due": marked("By when?"),
        "appeal": marked("How much would you like this work?"),
        "signal": marked("What did you hear?"),
        "also_heard": marked("What else did you hear about your chances?"),
        "winner.criterion_id": marked("What mattered more?"),
        "loser.criterion_id": marked("What mattered less?"),
        "met_in_reality": marked("Did you meet it in reality?"),
        "wording": marked("In your words"),
        "hidden": marked("Was it new to you?"),
        "witness": marked("Who saw it?"),
        "closable": marked("Can it be closed?"),
        "decision": marked("What do you do about it?"),
        "how": marked("How?"),
        "due": marked("By when?"),
        "until": marked("Until when?"),
        "what": marked("What is it?"),
        "answer": marked("What was the answer?"),
        "close": marked("Was it close?"),
        "usable": marked("Was there something in it?"),
        "points.competence": marked("What you can do"),
        "points.requirements": marked("What they ask for, and languages"),
        "points.well_qualified": marked("Did they have several good ones to choose from?"),
        "points.self_presentation": marked("How you came across"),
        "this_post_only": marked("Does it hold for this post only?"),
        "kept_on_file": marked("Do they keep your papers?"),
        "skipped": marked("Was it skipped?"),
        "change": marked("What do you change?"),
        "reason": marked("Why?"),
        "why": marked("Why?"),
        "own_reach": marked("What do you think the odds are, in per cents?"),
        "condition_id": marked("Which condition is in the way?"),
        "score": marked("How well does it fit this wish, from 0 to 100?"),
        "published": marked("When was it published?"),
        "source": marked("Where does it come from?"),
        "address": marked("Where can it be read?"),
        "cv": marked("Which CV went out?"),
        "landed": marked("How did it land?"),
        "to": marked("To whom else were you visible?"),
        "intention": marked("What was the week for?"),
        "rating": marked("How much?"),
        "minutes": marked("How many minutes did you speak?"),
        "text": marked("The note"),
        "kept": marked("Was it kept?"),
        "phase": marked("Which phase?"),
        "ending": marked("How did it end?"),
        "theme": marked("What was it about?"),
        "instrument": marked("Which test?"),
        "question": marked("The question"),
        "aim": marked("The aim"),
        "occasion": marked("The occasion"),
        "context": marked("What else matters"),
        "can": marked("What can you do?"),
        "want": marked("What do you want?"),
        "move": marked("What do you do to move?"),
        "dream": marked("The dream"),
        "sketch": marked("The ideal job"),
        "story": marked("The story"),
        "RecordStory.title": marked("What is the story called?"),
        "how_to_help": marked("How can they help?"),
    }
)
"""By the command and the field, by the group and the field, or by the field alone."""

YES_NO: Mapping[str, str] = MappingProxyType({"yes": marked("Yes"), "no": marked("No")})
_WORDS: tuple[Mapping[Any, str], ...] = (
    words.KINDS,
    words.FAR,
    words.TIES,
    words.TRACKS,
    words.CHANNELS,
    words.THEMES,
    words.MARKET,
    HEARD,
    TESTED,
    CHALLENGES,
    codes.WITNESSES,
    codes.PHASES,
    codes.GAP_DECISIONS,
    codes.ENDINGS,
    {code: word for code, word in words.ANSWERS.items() if code},
    YES_NO,
)
_WORDS_OF: Mapping[frozenset[str], Mapping[str, str]] = {
    frozenset(map(str, one)): cast("Mapping[str, str]", one) for one in _WORDS
}


def label(command: str, field: Field) -> str:
    """What a field asks, in the reader's language. Raises KeyError where there is no question for it."""
    own, group = str(field.path[-1]), ".".join(map(str, field.path[-2:]))
    found = next(one for one in (f"{command}.{own}", group, own) if one in LABELS)
    return spoken().gettext(LABELS[found])


def offered(field: Field, journey: Journey) -> list[tuple[str, str]]:
    """What can be chosen in a field, with what it is called."""
    if field.form == "pick":
        return sorted(
            ((str(key), name) for key, name in _things(field.among, journey)), key=lambda one: one[1]
        )
    mapping = _WORDS_OF[frozenset(field.offered)]
    return [(code, spoken().gettext(mapping[code])) for code in field.offered]


def _things(among: str, journey: Journey) -> Iterator[tuple[object, str]]:
    match among:
        case "roles":
            yield from ((key, role.title) for key, role in journey.roles.items())
        case "people":
            yield from known_people(journey).items()
        case "wishes":
            yield from journey.evidence.criteria.items()
        case "conditions":
            yield from journey.started.conditions.items()
        case _:
            return

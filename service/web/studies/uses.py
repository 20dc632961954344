"""What a study uses, as a client is told of it: by its variables, and those about her person by name."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from service.localization.gettext_noop import gettext_noop
from service.research.tables.chosen import ALWAYS, WHOLE_EVENTS

TABLES_IN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "events": gettext_noop("what you recorded, without your words"),
        "participants": gettext_noop("when you started, and on which track"),
        "experiments": gettext_noop("your steps, and how they went"),
        "person_week": gettext_noop("what you did each week"),
        "spells": gettext_noop("how long you searched"),
        "roles_weekly": gettext_noop("how your roles did each week"),
        "forecasts": gettext_noop("your guesses, and what came"),
        "outcomes": gettext_noop("replies, silences and how it ended"),
        "advice": gettext_noop("what was suggested to you"),
        "consent_periods": gettext_noop("what you agreed to, and when"),
        "data_quality": gettext_noop("how complete your entries are"),
    }
)
"""What most columns of a table say."""
ENERGY = gettext_noop("your energy")
TRUST = gettext_noop("how far you trust the coaching")
DREAD = gettext_noop("what you dreaded, and how bad it was")
LIKING = gettext_noop("how much you like each kind of work")
CHANCES = gettext_noop("what your chances are in each")
OCCUPATION = gettext_noop("roughly which kinds of work they are")
LANGUAGE = gettext_noop("your language")
COACH = gettext_noop("who your coach is, as a code")
CONTACTS = gettext_noop("the people you spoke to, as codes")
EMPLOYERS = gettext_noop("which employers, as codes")
PERSONAL: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        ENERGY: frozenset({"energy"}),
        TRUST: frozenset({"trust"}),
        DREAD: frozenset({"dread_before", "dread_after", "fear", "has_fear"}),
        LIKING: frozenset(
            {
                "appeal",
                "appeal_sd",
                "appeal_weight",
                "forecast_appeal",
                "promise",
                "rating",
                "top_promise",
                "top_role",
            }
        ),
        CHANCES: frozenset({"alpha", "beta", "odds", "odds_sd", "promise", "reach", "top_promise"}),
        OCCUPATION: frozenset({"isco", "isco_origin"}),
        LANGUAGE: frozenset({"language"}),
        COACH: frozenset({"coach", "coaches"}),
        CONTACTS: frozenset({"can_hire", "contact", "in_role", "tie"}),
        EMPLOYERS: frozenset({"employer"}),
    }
)
"""What is said by name, with the columns that say it, whatever their table."""
RATINGS_OF_ALL_KINDS = "events.rating"
OTHER_DATA = gettext_noop("other figures, without names")


def uses_in_words(variables: Iterable[str]) -> tuple[str, ...]:
    """What a study uses, each once, as messages. All that events say is all there is."""
    named = set(variables)
    if WHOLE_EVENTS in named:
        named |= {RATINGS_OF_ALL_KINDS} | {
            f"events.{one}" for columns in PERSONAL.values() for one in columns
        }
    found = {phrase for variable in named for phrase in _phrases_of(variable)}
    ordered = [*TABLES_IN_WORDS.values(), *PERSONAL, OTHER_DATA]
    return tuple(one for one in ordered if one in found)


def _phrases_of(variable: str) -> Iterator[str]:
    table, _, column = variable.partition(".")
    if variable == RATINGS_OF_ALL_KINDS:
        yield from (ENERGY, TRUST)
    personal = [phrase for phrase, columns in PERSONAL.items() if column in columns]
    if personal:
        yield from personal
    elif column not in ALWAYS:
        yield TABLES_IN_WORDS.get(table, OTHER_DATA)

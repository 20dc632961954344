"""Some simulated clients to learn from: each history shows one thing, and the truth behind it is known."""

from msgspec import Struct

from domain.vocabulary import Language
from service.localization.gettext_noop import gettext_noop
from service.research.simulation.history import SimulatedHistory, name_in, simulate_history

SEED = 60


class ExampleHistory(Struct, frozen=True, kw_only=True):
    """A simulated client, and what their history shows. The sentence holds in every language (`tests/research`)."""

    client: int
    """The number of the client among those of the seed."""
    about: str
    """A message in the reader's language."""
    weeks: int = 12
    noise: float = 1.0


EXAMPLES: tuple[ExampleHistory, ...] = (
    ExampleHistory(client=25, noise=0.5, about=gettext_noop("Twelve weeks. The ratings scatter little.")),
    ExampleHistory(client=67, about=gettext_noop("Twelve weeks with many steps, about four roles.")),
    ExampleHistory(client=56, about=gettext_noop("Twelve weeks. Rates every role higher than it is.")),
    ExampleHistory(client=88, about=gettext_noop("Twelve weeks. Rates every role lower than it is.")),
    ExampleHistory(client=29, noise=2.0, about=gettext_noop("Twelve weeks. The ratings scatter widely.")),
    ExampleHistory(client=86, about=gettext_noop("Twelve weeks. Most steps are about one role.")),
    ExampleHistory(client=33, about=gettext_noop("Twelve weeks with few steps.")),
    ExampleHistory(client=18, about=gettext_noop("Stops in the seventh week.")),
    ExampleHistory(client=16, about=gettext_noop("Applies four times, and no interview follows.")),
    ExampleHistory(client=73, about=gettext_noop("Applies six times, and five interviews follow.")),
    ExampleHistory(client=8, weeks=26, about=gettext_noop("Half a year with long gaps between ratings.")),
    ExampleHistory(client=48, about=gettext_noop("Four weeks in: little is known yet.")),
)
"""By number, from 1: an address names one by its place. New ones come last."""


def called_in(language: Language) -> tuple[str, ...]:
    """What the clients of the examples are called in a language, in their order."""
    return tuple(name_in(language, SEED, one.client) for one in EXAMPLES)


def simulate_example(number: int, language: Language) -> SimulatedHistory:
    """An example by its number, told in a language. Raises `IndexError` if there is none."""
    if number < 1:
        raise IndexError(number)
    example = EXAMPLES[number - 1]
    return simulate_history(SEED, example.client, weeks=example.weeks, noise=example.noise, language=language)

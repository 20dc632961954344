"""How people say, where a text is asked for, that there is nothing to say; in the languages of the pages."""

from domain.text import name_key

_WORDS = (
    *("-", "no", "none", "nothing", "nothing yet", "nothing for now", "not yet"),
    *("nee", "geen", "niets", "niks", "nog niets", "voorlopig niets"),
    *("nej", "inget", "ingenting", "inget än", "inget ännu", "inget just nu"),
    *("nei", "intet", "ikke noe", "ingen ting", "ikke noe ennå", "ingenting ennå"),
)
_NOTHING = frozenset(map(name_key, _WORDS))


def says_nothing(text: str) -> bool:
    """Whether all that a text says is that there is nothing."""
    return name_key(text.rstrip(" .!")) in _NOTHING

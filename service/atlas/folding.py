"""How labels and queries are written for a search: without capitals, accents and signs."""

import re
import unicodedata

FOLDING = 1
"""The number of this way of folding: with another the atlas is loaded anew."""

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ð": "d", "þ": "th", "ł": "l", "đ": "d"})
_SIGNS = re.compile(r"[\W_]+")


def fold_label(text: str) -> str:
    """Writes a label or a query as it is compared."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return _SIGNS.sub(" ", letters).strip()

"""A language nobody speaks: whatever of a page is not in it was never marked for translation."""

import re
from functools import cache

from service.localization.translator import Translator

KEPT = re.compile(r"(%\(\w+\)[sd]|%%|<[^>]*>|&\w+;)")
ACCENTED = str.maketrans("aceinouyACEINOUY", "àçéîñöûýÀÇÉÎÑÖÛÝ")


def disguised(text: str) -> str:
    """A message with brackets round it and accents on it, its places and tags as they were."""
    parts = KEPT.split(text)
    return f"⟦{''.join(part if KEPT.fullmatch(part) else part.translate(ACCENTED) for part in parts)}⟧"


@cache
def pseudo_words() -> Translator:
    """The words of `xx`; dates and numbers as in English."""

    def find(context: str | None, text: str, many: str | None) -> tuple[str, ...]:
        return tuple(disguised(form) for form in (text, many) if form is not None)

    return Translator("en", find)

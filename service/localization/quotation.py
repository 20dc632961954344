"""Words that a sentence puts between quotation marks of its own."""

MARKS = ('"\u201c\u201d\u201e\u00ab\u00bb', "'\u2018\u2019\u201a\u2039\u203a")
"""The quotation marks of all languages, the double and the single ones."""


def unquoted(text: str) -> str:
    """The text without the quotation marks in which someone wrote all of it."""
    bare = text.strip()
    first, inner, last = bare[:1], bare[1:-1], bare[-1:]
    paired = any(first in marks and last in marks for marks in MARKS)
    if inner.strip() and paired and first not in inner and last not in inner:
        return unquoted(inner)
    return bare

"""Several things that are written into one field: one a line, or with commas between them."""

import re
from collections.abc import Iterator

from domain.text import name_key
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.form_data import FormData

LINE_BREAK = re.compile(r"[\r\n]+")
BETWEEN_QUALITIES = re.compile(r"[\r\n;]+|,(?!\d)")
"""A comma in a figure stands between nothing."""
MAX_LINE_LENGTH = 200
TOO_MANY = gettext_noop("Name at most twelve. Which matter most?")
TOO_LONG = gettext_noop("One of these lines is longer than 200 characters.")


def written_lines(
    form: FormData, field: str, most: int, *, between: re.Pattern[str] = LINE_BREAK
) -> Iterator[str]:
    """The lines of a field, or what else stands between its parts, each once."""
    text = form.text(field) or ""
    found = {name_key(line): line.strip() for line in between.split(text) if line.strip()}
    if len(found) > most:
        form.add_error(field, current_translator().gettext(TOO_MANY))
    if any(len(line) > MAX_LINE_LENGTH for line in found.values()):
        form.add_error(field, current_translator().gettext(TOO_LONG))
    yield from found.values()

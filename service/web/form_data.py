"""What somebody filled in: read field by field, with every complaint kept, so that a page tells of all of them at once."""

from collections.abc import Collection, Iterable
from datetime import date
from http import HTTPStatus
from typing import Any, TypeVar, cast
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

from litestar import Request

from service.http.form_body import CSRF_FIELD, MAX_FIELDS
from service.localization.current_translator import current_translator
from service.localization.gettext_noop import gettext_noop
from service.web.history.event_sentences import EventSentence

T = TypeVar("T", bound=str)

COMMAND_ID = "command_id"
TECHNICAL_FIELDS = frozenset({COMMAND_ID, CSRF_FIELD, "seen"})
"""What a form carries without anybody writing it."""
FORM_ERROR = ""
"""Where a complaint stands that belongs to no field."""

REQUIRED = gettext_noop("This is needed.")
NOT_A_CHOICE = gettext_noop("Choose one of these.")
NOT_A_NUMBER = gettext_noop("This is a number from %(low)s to %(high)s.")
NOT_A_DATE = gettext_noop("This is a date, such as 2026-04-05.")
TOO_LONG = gettext_noop("This is longer than %(most)s characters.")


class FormData:
    """A form's fields as they came, and what is wrong with them.

    Reading never raises: what cannot be read gives None (or nothing), and a sentence in `problems` under the field's name.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._given: dict[str, list[str]] = {}
        for name, value in pairs:
            self._given.setdefault(name, []).append(value.replace("\x00", ""))
        self.errors: dict[str, str] = {}
        """A sentence for each field that is not right, in the order of the form."""
        self.command_id = _id(self.first(COMMAND_ID)) or uuid4()
        """The id under which this form is told: once, however often it is sent."""
        self.stale = False
        """Whether it was refused by what the journey is now, and not for what was filled in."""
        self.changes: tuple[EventSentence, ...] = ()
        """What was told since the page was opened, where that may be why."""
        self.status = HTTPStatus.UNPROCESSABLE_ENTITY
        """How the page is answered while something is wrong."""

    def __bool__(self) -> bool:
        """Whether anything was filled in."""
        return bool(self._given)

    @property
    def free_texts(self) -> tuple[str, ...]:
        """What was written in words: where a form is not there any more, it is to be read once more."""
        texts = (
            one.strip() for name, all_ in self._given.items() if name not in TECHNICAL_FIELDS for one in all_
        )
        return tuple(one for one in texts if " " in one)

    def renew_command_id(self) -> None:
        """Under another id: what is sent next is something else than what was told."""
        self.command_id = uuid4()

    def first(self, name: str, default: str = "") -> str:
        """What stands in a field, as it was typed."""
        found = self._given.get(name)
        return found[0] if found else default

    def values(self, name: str) -> list[str]:
        """All that stands under a name, such as the boxes that were ticked."""
        return [one for one in self._given.get(name, []) if one]

    def has(self, name: str) -> bool:
        """Whether something stands in a field."""
        return bool(self.first(name).strip())

    def add_error(self, name: str, sentence: str) -> None:
        """Keep what is wrong with a field; the first complaint counts."""
        self.errors.setdefault(name, sentence)

    def text(self, name: str, *, needed: bool | str = False, most: int = 4000) -> str | None:
        """Words, without the space around them; None when there are none. `needs_confirmation` may be the sentence that asks for them."""
        found = self.first(name).replace("\r\n", "\n").strip()
        if len(found) > most:
            self.add_error(
                name, current_translator().gettext(TOO_LONG) % {"most": current_translator().number(most)}
            )
            return None
        if not found:
            self._ask(name, needed)
        return found or None

    def choice(self, name: str, offered: Collection[T], *, needed: bool | str = False) -> T | None:
        """One of several codes."""
        found = self.first(name)
        if found in offered:
            return cast("T", found)
        if found:
            self.add_error(name, current_translator().gettext(NOT_A_CHOICE))
        else:
            self._ask(name, needed)
        return None

    def choices(self, name: str, offered: Collection[T]) -> list[T]:
        """Those of several codes that were ticked, in the order offered."""
        ticked = set(self.values(name))
        if ticked - set(offered):
            self.add_error(name, current_translator().gettext(NOT_A_CHOICE))
        return [one for one in offered if one in ticked]

    def number(self, name: str, low: int, high: int, *, needed: bool | str = False) -> int | None:
        """A whole number within bounds."""
        found = self.first(name).strip()
        if not found:
            self._ask(name, needed)
            return None
        if found.isascii() and found.isdecimal() and len(found) <= 9 and low <= int(found) <= high:
            return int(found)
        bounds = {"low": current_translator().number(low), "high": current_translator().number(high)}
        self.add_error(name, current_translator().gettext(NOT_A_NUMBER) % bounds)
        return None

    def date(self, name: str, otherwise: date) -> date:
        """A date; when none was given the usual one."""
        found = self.first(name).strip()
        try:
            return date.fromisoformat(found) if found else otherwise
        except ValueError:
            self.add_error(name, current_translator().gettext(NOT_A_DATE))
            return otherwise

    def uuid(self, name: str, *, needed: bool | str = False) -> UUID | None:
        """The id of something that was offered."""
        found = self.first(name).strip()
        if not found:
            self._ask(name, needed)
        elif (known := _id(found)) is None:
            self.add_error(name, current_translator().gettext(NOT_A_CHOICE))
        else:
            return known
        return None

    def _ask(self, name: str, needed: bool | str) -> None:
        if needed:
            self.add_error(
                name, needed if isinstance(needed, str) else current_translator().gettext(REQUIRED)
            )


async def read_form(request: Request[Any, Any, Any]) -> FormData:
    """What a request brings with its form; nothing when it cannot be read."""
    try:
        body = (await request.body()).decode()
        return FormData(parse_qsl(body, keep_blank_values=True, max_num_fields=MAX_FIELDS))
    except ValueError:
        return FormData()


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

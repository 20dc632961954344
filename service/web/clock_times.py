"""The time of day in what a client wrote about when a step is: only one that can be nothing else."""

import re
from datetime import time

_HOUR, _MINUTE = r"(?P<hour>[01]?\d|2[0-3])", r"(?P<minute>[0-5]\d)"
_HALF = r"(?: ?(?P<half>[ap])\.?m\b)?"
_FIRST = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?:, |$)")
"""A time that comes first by itself, as the form writes one that was chosen: whatever follows, it counts."""
_CLOCK_TIME = re.compile(
    rf"(?<![\d:.]){_HOUR}:{_MINUTE}{_HALF}(?![\d:])"
    rf"|\b(?P<word>at|om|kl\.?|klokken|klockan) *{_HOUR.replace('hour', 'h')}\.{_MINUTE.replace('minute', 'm')}(?![\d.])",
    re.IGNORECASE,
)
"""With a colon anywhere; with a full stop, as dates are written too, only after a word such as "at"."""
_EARLIEST = 6
"""A single digit below it, such as 1:10 without "pm", may as well be how long something takes."""


def clock_time_in(words: str) -> time | None:
    """The time, such as 16:10, "2:30 pm" or "at 16.10"; None for no time and for several."""
    if first := _FIRST.match(words):
        return time(int(first[1]), int(first[2]))
    found = list(_CLOCK_TIME.finditer(words))
    if len(found) != 1:
        return None
    (one,) = found
    written = one["hour"] or one["h"]
    hour, minute = int(written), int(one["minute"] or one["m"])
    if one["half"]:
        return (
            time(hour % 12 + (12 if one["half"].lower() == "p" else 0), minute) if 1 <= hour <= 12 else None
        )
    may_last = one["word"] is None and len(written) == 1 and hour < _EARLIEST
    return None if may_last else time(hour, minute)

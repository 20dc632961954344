"""The time of day in what a client wrote about when a step is: only one that can be nothing else."""

import re
from datetime import time

_HOUR, _MINUTE = r"(?P<hour>[01]?\d|2[0-3])", r"(?P<minute>[0-5]\d)"
_CLOCK_TIME = re.compile(
    rf"(?<![\d:.]){_HOUR}:{_MINUTE}(?![\d:])"
    rf"|\b(?:at|om|kl\.?|klokken|klockan) *{_HOUR.replace('hour', 'h')}\.{_MINUTE.replace('minute', 'm')}(?![\d.])",
    re.IGNORECASE,
)
"""With a colon anywhere; with a full stop, as dates are written too, only after a word such as "at"."""


def clock_time_in(words: str) -> time | None:
    """The time, such as 16:10 or "at 16.10"; None for no time and for several."""
    found = list(_CLOCK_TIME.finditer(words))
    if len(found) != 1:
        return None
    (one,) = found
    return time(int(one["hour"] or one["h"]), int(one["minute"] or one["m"]))

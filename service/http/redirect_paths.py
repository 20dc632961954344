"""Where somebody wanted to go before they were asked to sign in: a place of ours, or the start."""

import re
from urllib.parse import quote

START = "/"
# Browsers read a backslash as a slash, and leave out tabs and line ends: each could make a foreign address of a path.
LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
LONGEST = 500


def local_path(wanted: str | None) -> str:
    """A path on this service; the start when what was wanted is none."""
    if not wanted or len(wanted) > LONGEST or not LOCAL.fullmatch(wanted):
        return START
    return quote(wanted, safe="/%?=&+,:;@!$'()*~-._")

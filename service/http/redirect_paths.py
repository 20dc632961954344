"""The path to redirect to after signing in: one of this service, else the start page."""

import re
from urllib.parse import quote

HOME_PATH = "/"
# Browsers read a backslash as a slash, and leave out tabs and line ends: each could make a foreign address of a path.
LOCAL_PATH_PATTERN = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
MAX_PATH_LENGTH = 500


def safe_redirect_path(wanted: str | None) -> str:
    """A path on this service; the start when what was wanted is none."""
    if not wanted or len(wanted) > MAX_PATH_LENGTH or not LOCAL_PATH_PATTERN.fullmatch(wanted):
        return HOME_PATH
    return quote(wanted, safe="/%?=&+,:;@!$'()*~-._")

"""Safe redirect targets after sign-in: a path of this service, or else the start page."""

import re
from urllib.parse import quote

HOME_PATH = "/"
# Browsers read a backslash as a slash and drop tabs and line ends; either could turn a path into a foreign address.
LOCAL_PATH_PATTERN = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
MAX_PATH_LENGTH = 500


def safe_redirect_path(wanted: str | None) -> str:
    """The path if it belongs to this service, else the start page."""
    if not wanted or len(wanted) > MAX_PATH_LENGTH or not LOCAL_PATH_PATTERN.fullmatch(wanted):
        return HOME_PATH
    return quote(wanted, safe="/%?=&+,:;@!$'()*~-._")

"""Starts the service, sound or broken in one of the ways of `tests.faults.broken`. Only storms use it."""

import sys

from service.cli import main
from tests.faults.broken import BROKEN

if __name__ == "__main__":
    name = sys.argv.pop(1)
    if name != "sound":
        BROKEN[name].break_process()
    sys.argv[0] = "soundings"
    main()

"""What several tests of catalogues need: all messages that the sources hold, read once for the whole run."""

import fcntl
import pickle

import pytest
from babel.messages.catalog import Catalog

from service.localization.extraction import message_template
from tests.conftest import HOME


@pytest.fixture(scope="module")
def known(pytestconfig: pytest.Config) -> Catalog:
    """To read all sources takes ten seconds: the first process that asks does it for all."""
    kept = pytestconfig.stash[HOME] / "messages.pickle"
    with kept.with_suffix(".lock").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(message_template()))
    found: Catalog = pickle.loads(kept.read_bytes())
    return found

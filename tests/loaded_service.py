"""The service, loaded, for processes to be forked from: all that it imports, also when an application is made."""

import gc

import service.cli.demo
import service.cli.importing
import service.cli.serve
from service.app import create_app
from service.settings import Settings

__all__ = ["service"]

create_app(Settings())
# A process whose collector went through all of this would copy it.
gc.collect()
gc.freeze()

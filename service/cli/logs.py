"""How the log is written: as lines for a person, or as JSON for a program."""

import logging
import sys
from typing import Literal

import structlog

LogFormat = Literal["text", "json"]

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def set_up_logging(level: str, *, records: bool, form: LogFormat = "text") -> None:
    """Sets the level and the form. With `records` what bears on security is written at every level but the last."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(json_formatter() if form == "json" else logging.Formatter(TEXT))
    logging.basicConfig(level=level.upper(), handlers=[handler])
    logging.getLogger("asyncpg.pool").addFilter(_in_one_line)
    if records:
        logging.getLogger("service.security").setLevel(logging.INFO)


def json_formatter() -> logging.Formatter:
    """One JSON object a line: time, level, logger, event, and of a request its id, its actor and its commands' ids."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
        ],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    )


def _in_one_line(record: logging.LogRecord) -> bool:
    """Shortens errors of a database that is away for a moment: no traceback for every retry of the pool."""
    if record.exc_info:
        record.msg = f"{record.msg} ({record.exc_info[1]})"
        record.exc_info = None
    return True

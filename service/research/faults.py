"""Why long work on a study fails, by code: English sentences with places for the arguments."""

from collections.abc import Mapping
from types import MappingProxyType

from service.localization.gettext_noop import gettext_noop
from service.research.child_process import ChildError, OutOfMemory, OutOfTime

OUT_OF_MEMORY, OUT_OF_TIME, PROCESS_ENDED, STUDY_NOT_APPROVED = (
    "out_of_memory",
    "out_of_time",
    "process_ended",
    "study_not_approved",
)
INTERRUPTED, UNEXPECTED = "interrupted", "unexpected"
JOB_FAULTS: Mapping[str, str] = MappingProxyType(
    {
        OUT_OF_MEMORY: gettext_noop("It needed more memory than it may have. Ask for less at once."),
        OUT_OF_TIME: gettext_noop("It took longer than it may. Ask for less at once."),
        PROCESS_ENDED: gettext_noop("It was ended before it was done, perhaps for lack of memory."),
        STUDY_NOT_APPROVED: gettext_noop("The study is not approved any more."),
        INTERRUPTED: gettext_noop("The service stopped several times while it was computed."),
        UNEXPECTED: gettext_noop(
            "Something went wrong here. Whoever runs the service can find it in its log."
        ),
    }
)


def fault_of(error: ChildError) -> str:
    """Why the process of some work did not come to an end, as a code."""
    match error:
        case OutOfMemory():
            return OUT_OF_MEMORY
        case OutOfTime():
            return OUT_OF_TIME
        case _:
            return PROCESS_ENDED

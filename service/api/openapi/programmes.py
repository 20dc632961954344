"""What is asked of the programmes of an organisation."""

from service.api import problem_types as problems
from service.api.examples import PROGRAMME_EXAMPLES
from service.api.openapi.operation import DAY, LISTED, WAIT_FOR, WROTE, Operation, Parameter
from service.api.programmes import (
    ProgrammeCommands,
    ProgrammeLines,
    ProgrammeRecorded,
    ProgrammeTotals,
    ProgrammeView,
    Silences,
)

PROGRAMME = "/api/v1/programmes/{programme_id}"
READ = (
    problems.FORBIDDEN,
    problems.UNKNOWN_PROGRAMME,
    problems.INVALID,
    problems.NOT_ACCEPTABLE,
    problems.BUSY,
)
PROGRAMMES = (
    Operation(
        path=f"{PROGRAMME}/commands",
        method="post",
        summary="Record something about a programme.",
        description="A programme begins with OpenProgramme, under an id the manager makes up.",
        body=ProgrammeCommands,
        examples=PROGRAMME_EXAMPLES,
        status=201,
        answer=ProgrammeRecorded,
        refusals=(*READ, *WROTE),
        tag="programmes",
    ),
    Operation(
        path="/api/v1/programmes",
        summary="Every programme, the newest first.",
        parameters=(WAIT_FOR,),
        answer=ProgrammeLines,
        refusals=LISTED,
        tag="programmes",
    ),
    Operation(
        path=PROGRAMME,
        summary="A programme as it is now.",
        answer=ProgrammeView,
        refusals=READ,
        tag="programmes",
    ),
    Operation(
        path=f"{PROGRAMME}/totals",
        summary="A programme in figures on a day, nothing about fewer than five.",
        parameters=(
            Parameter(
                "on",
                DAY,
                "A day from the opening to today; today in the programme's time zone if left out.",
            ),
        ),
        answer=ProgrammeTotals,
        refusals=READ,
        tag="programmes",
    ),
    Operation(
        path=f"{PROGRAMME}/silences",
        summary="Which coaches have not spoken with their clients for long, as counts.",
        answer=Silences,
        refusals=READ,
        tag="programmes",
    ),
)

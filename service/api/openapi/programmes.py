"""What is asked of the programmes of an organisation."""

from service.api import problem_types as problems
from service.api.examples import PROGRAMME_EXAMPLES
from service.api.openapi.operation import (
    COMMAND_PROBLEMS,
    DATE_SCHEMA,
    LIST_PROBLEMS,
    WAIT_FOR_PARAMETER,
    Operation,
    QueryParameterDoc,
)
from service.api.programmes import (
    ProgrammeCommands,
    ProgrammeDetails,
    ProgrammeSilences,
    ProgrammesResponse,
    ProgrammeTotals,
    RecordedProgrammeCommands,
)

PROGRAMME_PATH = "/api/v1/programmes/{programme_id}"
PROGRAMME_READ_PROBLEMS = (
    problems.FORBIDDEN,
    problems.UNKNOWN_PROGRAMME,
    problems.INVALID_VALUE,
    problems.NOT_ACCEPTABLE,
    problems.BUSY,
)
PROGRAMME_OPERATIONS = (
    Operation(
        path=f"{PROGRAMME_PATH}/commands",
        method="post",
        summary="Record something about a programme.",
        description="A programme begins with OpenProgramme, under an id the manager makes up.",
        body=ProgrammeCommands,
        examples=PROGRAMME_EXAMPLES,
        status=201,
        answer=RecordedProgrammeCommands,
        refusals=(*PROGRAMME_READ_PROBLEMS, *COMMAND_PROBLEMS),
        tag="programmes",
    ),
    Operation(
        path="/api/v1/programmes",
        summary="Every programme, the newest first.",
        parameters=(WAIT_FOR_PARAMETER,),
        answer=ProgrammesResponse,
        refusals=LIST_PROBLEMS,
        tag="programmes",
    ),
    Operation(
        path=PROGRAMME_PATH,
        summary="A programme as it is now.",
        answer=ProgrammeDetails,
        refusals=PROGRAMME_READ_PROBLEMS,
        tag="programmes",
    ),
    Operation(
        path=f"{PROGRAMME_PATH}/totals",
        summary="A programme in figures on a day, nothing about fewer than five.",
        parameters=(
            QueryParameterDoc(
                "on",
                DATE_SCHEMA,
                "A day from the opening to today; today in the programme's time zone if left out.",
            ),
        ),
        answer=ProgrammeTotals,
        refusals=PROGRAMME_READ_PROBLEMS,
        tag="programmes",
    ),
    Operation(
        path=f"{PROGRAMME_PATH}/silences",
        summary="Which coaches have not spoken with their clients for long, as counts.",
        answer=ProgrammeSilences,
        refusals=PROGRAMME_READ_PROBLEMS,
        tag="programmes",
    ),
)

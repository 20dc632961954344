"""What a handler's decorator says about its operation beyond its signature: problems and examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar.openapi import ResponseSpec
from litestar.openapi.spec import Example, Operation, RequestBody

from service.api import problem_types as problems
from service.api.problem_types import ProblemType
from service.api.problems import PROBLEM_JSON, ProblemDetails

SHARED_PROBLEMS = (problems.BAD_REQUEST, problems.FOREIGN_HOST, problems.INTERNAL_ERROR)
LIST_PROBLEMS = (problems.FORBIDDEN, problems.INVALID_VALUE, problems.NOT_ACCEPTABLE, problems.BUSY)
"""Of a list of journeys, programmes or studies."""
JOURNEY_PROBLEMS = (*LIST_PROBLEMS, problems.UNKNOWN_JOURNEY)
"""Of reading one journey."""
PROGRAMME_PROBLEMS = (*LIST_PROBLEMS, problems.UNKNOWN_PROGRAMME)
"""Of reading one programme."""
STUDY_PROBLEMS = (*LIST_PROBLEMS, problems.UNKNOWN_STUDY)
"""Of reading one study."""
COMMAND_PROBLEMS = (problems.ILLEGAL_STEP, problems.COMMAND_ID_TAKEN)
"""Of recording commands, besides those of reading the same journey or programme."""
ACCOUNT_PROBLEMS = (problems.NOT_FOUND, problems.BUSY)
"""Of signing in and of accounts."""
OWN_ACCOUNT_PROBLEMS = (*ACCOUNT_PROBLEMS, problems.NOT_PERMITTED)
"""Of one's own account: only for a person's own session."""
AUTHENTICATION_PROBLEMS = (problems.AUTHENTICATION_FAILED, problems.CODE_NEEDED, problems.TOO_MANY_ATTEMPTS)
"""Of proving who one is."""
ADMIN_PROBLEMS = (*ACCOUNT_PROBLEMS, problems.FORBIDDEN, problems.INVALID_VALUE)
"""Of reading about the people of an organisation."""
ADMIN_CHANGE_PROBLEMS = (*ADMIN_PROBLEMS, problems.NOT_PERMITTED)
"""Of looking after them."""

DESCRIPTION_SEPARATOR = "; or: "


def problem_responses(*types: ProblemType) -> dict[int, ResponseSpec]:
    """The problem documents that an operation may be answered with, by status: of given types, and of those that all have.

    Those that the method, the path or a body imply, such as 413, are added by `render_document`.
    """
    titles: dict[int, list[str]] = {}
    for kind in (*types, *SHARED_PROBLEMS):
        titles.setdefault(int(kind.status), []).append(kind.title)
    return {
        status: ResponseSpec(
            ProblemDetails,
            generate_examples=False,
            description=DESCRIPTION_SEPARATOR.join(titles[status]),
            media_type=PROBLEM_JSON,
        )
        for status in titles
    }


def operation_with_examples(examples: Mapping[str, Mapping[str, Any]]) -> type[Operation]:
    """An operation whose request body shows named examples: for each a `summary` and a `value`."""

    @dataclass
    class OperationWithExamples(Operation):
        def __post_init__(self) -> None:
            for content in (
                self.request_body.content.values() if isinstance(self.request_body, RequestBody) else ()
            ):
                content.examples = {name: Example(**example) for name, example in examples.items()}

    return OperationWithExamples

"""Example bodies of analyses, for the API's description; the tests of the API send them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

ANALYSIS_EXAMPLE: dict[str, Any] = {
    "table": "participants",
    "derive": {"everybody": "weeks >= 0"},
    "outputs": [{"type": "table", "name": "people", "rows": "everybody"}],
}
ANALYSIS_EXAMPLES: Mapping[str, Any] = MappingProxyType(
    {
        "count": {"summary": "How many people take part", "value": ANALYSIS_EXAMPLE},
        "energy": {
            "summary": "Energy by week, as a table of weeks and a line",
            "value": {
                "table": "person_week",
                "derive": {"early": "week < 4"},
                "filter": ["complete", "not ended"],
                "outputs": [
                    {"type": "mean", "name": "energy", "of": "energy", "by": ["early"]},
                    {"type": "ols", "name": "line", "outcome": "energy", "terms": ["week"]},
                ],
            },
        },
    }
)
REFUSAL_EXAMPLE = {"reason": "The title does not say what is compared."}
REFUSAL_EXAMPLES: Mapping[str, Any] = MappingProxyType(
    {"refusal": {"summary": "It is not let out", "value": REFUSAL_EXAMPLE}}
)

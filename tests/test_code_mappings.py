"""Mappings from codes: each names every code, or is listed here with what holds for the others."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from types import ModuleType
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest

from domain.vocabulary import ExperimentKind
from tests.source_code import PACKAGES, ROOT, nodes_of, python_files

PARTIAL = {
    "service.accounts.invitation_terms.MAY_INVITE": "the other roles invite nobody",
    "service.accounts.invitation_terms.OPTIONAL_PURPOSES": "only clients consent",
    "service.accounts.invitation_terms.REQUIRED_PURPOSES": "only clients consent",
    "service.authorization.access_rules.ALLOWED_REASONS": "breaking the glass is decided by itself",
    "service.authorization.reasons.DENIAL_MESSAGES": "the other reasons allow, or seem not to exist",
    "service.demo.replies.DEMO_REPLIES": "no client of the demo speaks English",
    "service.web.agenda.calendar_events._TITLES": "a planned step is named by its kind",
    "service.web.refusals.heard_points.MISSED_POINTS": "nothing is missed where others were stronger",
    "service.web.denied_requests.TEXTS_BY_REASON": "the other reasons are shown as an internal error",
    "projections.profile.suggestion_reasons.SUGGESTION_REASONS": "its keys are pairs: a step, and a reason that it answers to",
    "service.postgres.connections.ANSWER_TIMEOUT": "as nobody in particular, nothing is asked that takes long",
    "projections.coaching.suggested_stance.BY_ALERT": "silence and the end of a programme speak for no style",
    "service.research.running_analyses.ANALYSIS_STATES_OF_JOBS": "what is done is an analysis, which has a state of its own",
    "service.web.coach_client.suggestion_reasons.REASONS_OF_CLIENT": "its keys are those of SUGGESTION_REASONS",
    "service.web.experiments.labels.WITNESS_CHOICES": "a coach is a witness in a talk, not in a step",
    "service.web.home.routes.HOME_BY_ROLE": "a client's home is her journey",
    "service.web.log.labels.SIGNAL_CHOICES": "who hires is known from the contact",
    "service.web.privacy.labels.ACCESS_GROUNDS": "the other reasons deny",
    "service.web.privacy.labels.READ_PARTS": "no other action is recorded, and it would read as part of it",
}
"""Mappings that leave codes out, and why that is right."""


@cache
def code_mappings() -> tuple[tuple[str, frozenset[object], Mapping[object, object]], ...]:
    """Every constant that is typed as a mapping from a literal type: its name, its codes and its value."""
    return tuple(
        (f"{module.__name__}.{name}", codes, getattr(module, name))
        for module in modules()
        for name, hint in get_type_hints(module).items()
        if (codes := codes_of_keys(hint))
    )


def modules() -> Iterator[ModuleType]:
    for package in map(importlib.import_module, PACKAGES):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                yield importlib.import_module(found.name)


def codes_of_keys(hint: Any) -> frozenset[object]:
    if get_origin(hint) not in (Mapping, dict):
        return frozenset()
    return codes_of(get_args(hint)[0])


def codes_of(kind: Any) -> frozenset[object]:
    """The codes of a literal type, or of a union of such types."""
    if get_origin(kind) is Literal:
        return frozenset(get_args(kind))
    return frozenset().union(*map(codes_of, get_args(kind)))


def test_a_mapping_from_codes_names_every_code() -> None:
    found = {
        name: sorted(map(str, codes - set(mapping)))
        for name, codes, mapping in code_mappings()
        if name not in PARTIAL and codes - set(mapping)
    }

    assert found == {}


def test_the_list_of_partial_mappings_is_true() -> None:
    partial = {name for name, codes, mapping in code_mappings() if codes - set(mapping)}

    assert partial == set(PARTIAL)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_choice_between_kinds_of_experiments_has_no_wildcard(package: str) -> None:
    """So that mypy finds every place that misses a new kind, where a wildcard would count it as nothing."""
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in python_files(package)
        for node in nodes_of(path)
        if isinstance(node, ast.Match) and is_between_kinds(node) and has_wildcard(node)
    ]

    assert found == []


def is_between_kinds(node: ast.Match) -> bool:
    constants = [
        one for case in node.cases for one in ast.walk(case.pattern) if isinstance(one, ast.Constant)
    ]
    return len({one.value for one in constants} & set(get_args(ExperimentKind))) > 1


def has_wildcard(node: ast.Match) -> bool:
    return any(isinstance(case.pattern, ast.MatchAs) and case.pattern.pattern is None for case in node.cases)

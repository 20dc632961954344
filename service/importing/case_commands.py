"""Translates a case into commands.

Ids derive from the case and its wording, so that a second import gives the same commands.
"""

from collections.abc import Iterator
from datetime import date
from types import MappingProxyType
from typing import cast

from domain.errors import InvalidValue
from domain.journey.commands.evidence import NameCriterion
from domain.journey.commands.roles import BlockRole, DiscoverRole, ParkRole
from domain.journey.commands.start import DeclareCondition, StartJourney
from domain.vocabulary import Track
from service.importing.case_actions import ActionTranslator, CaseIds
from service.importing.case_entries import agreement_commands, pitch_commands, review_commands
from service.importing.case_format import CaseFile, CaseRole
from service.importing.located_command import LocatedCommand

_TIME_ZONES = MappingProxyType(
    {"nl": "Europe/Amsterdam", "sv": "Europe/Stockholm", "nb": "Europe/Oslo", "no": "Europe/Oslo"}
)


def case_commands(case: CaseFile) -> list[LocatedCommand]:
    """The commands of a case, in the order of their days."""
    commands = [
        *_intake(case),
        *pitch_commands(case),
        *_actions(case),
        *agreement_commands(case),
        *_laid_aside(case),
        *review_commands(case),
    ]
    return sorted(commands, key=lambda one: one.command.happened_on)


def _intake(case: CaseFile) -> Iterator[LocatedCommand]:
    client, made = case.client, CaseIds(case)
    on = client.start_date
    language = client.locale.partition("-")[0]
    yield LocatedCommand(
        where="client",
        command=StartJourney(
            happened_on=on,
            called=client.name,
            track=cast("Track", client.track.replace("-", "_")),
            locale=client.locale,
            time_zone=client.time_zone or _TIME_ZONES.get(language, "UTC"),
            weekly_goal=client.weekly_goal,
            programme_end=client.programme_end,
        ),
    )
    for wording in client.constraints:
        condition = DeclareCondition(
            happened_on=on, condition_id=made.id_for("condition", wording), wording=wording
        )
        yield LocatedCommand(where="client.constraints", command=condition)
    for wording in client.starting_criteria:
        criterion = NameCriterion(
            happened_on=on, criterion_id=made.id_for("criterion", wording), wording=wording
        )
        yield LocatedCommand(where="client.starting_criteria", command=criterion)
    for role in case.roles:
        if role.known_at_start:
            yield LocatedCommand(where=f"role {role.role}", command=_known_role(role, on, made))


def _known_role(role: CaseRole, on: date, made: CaseIds) -> DiscoverRole:
    return DiscoverRole(
        happened_on=on,
        role_id=made.id_for("role", role.role),
        title=role.role,
        distance=role.distance,
        found="intake",
        isco_group=role.isco_group,
        starting_appeal=role.starting_appeal,
    )


def _laid_aside(case: CaseFile) -> Iterator[LocatedCommand]:
    made = CaseIds(case)
    for role in case.roles:
        if role.blocked_from:
            block = BlockRole(
                happened_on=role.blocked_from,
                role_id=made.id_for("role", role.role),
                reason=role.blocked_reason or "a hard condition",
            )
            yield LocatedCommand(where=f"role {role.role}", command=block)
    known = {role.role for role in case.roles}
    for parked in case.parked_roles:
        if parked.role not in known:
            raise InvalidValue(
                "The parked role %(role)s is not among the case's roles.",
                role=parked.role,
                field="parked_roles",
                allowed="a role of the case",
            )
        park = ParkRole(
            happened_on=parked.date, role_id=made.id_for("role", parked.role), reason=parked.reason
        )
        yield LocatedCommand(where=f"parked role {parked.role}", command=park)


def _actions(case: CaseFile) -> Iterator[LocatedCommand]:
    known = {role.role for role in case.roles if role.known_at_start}
    for action in case.actions:
        translator = ActionTranslator(case, action, known)
        yield from (
            LocatedCommand(where=f"action {action.id}", command=command) for command in translator.commands()
        )
        known |= set(action.new_roles)

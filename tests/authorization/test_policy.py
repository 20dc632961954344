"""The policy itself: complete, and the same wherever it is asked."""

from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain.journey.commands.catalogue import ClockCommand
from domain.journey.commands.coaches import AssignCoach
from domain.journey.commands.consents import GiveConsent, WithdrawConsent
from domain.journey.commands.deputies import AnswerDeputy
from domain.journey.commands.sight import GrantSight, WithdrawSight
from domain.journey.decide import UserCommand
from domain.vocabulary import SightScope
from service.accounts.caller import LOCAL_CALLER, AccountRole, Caller
from service.authorization.access_rules import ALLOWED_REASONS, ALLOWED_ROLES, LEVELS_IN_ORDER, MINIMUM_LEVEL
from service.authorization.actions import (
    ACTION_OF_COMMAND,
    CLIENT_COMMANDS,
    COACH_COMMANDS,
    IN_PERSON_ACTIONS,
    LOOKING_ACTIONS,
    SHARED_COMMANDS,
    Action,
    OrganisationAction,
    ReadAction,
    WriteAction,
)
from service.authorization.policy import JourneyAttributes, authorize, level_covers, token_scope_of

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
ME, OTHER = UUID(int=11), UUID(int=12)
EVERY_ACT: tuple[Any, ...] = (*get_args(ReadAction), *get_args(WriteAction), *get_args(OrganisationAction))

roles = st.frozensets(st.sampled_from(get_args(AccountRole)))
scopes = st.frozensets(st.sampled_from(["read", "tell", "lead", "people"]))
callers = st.builds(
    Caller,
    tenant_id=st.just(HERE),
    person_id=st.just(ME),
    roles=roles,
    way=st.sampled_from(["browser", "api"]),
    scopes=scopes,
)
abouts = st.builds(
    JourneyAttributes,
    tenant_id=st.sampled_from([HERE, HERE, ELSEWHERE]),
    exists=st.booleans(),
    client_id=st.sampled_from([None, ME, OTHER]),
    coach_id=st.sampled_from([None, ME, OTHER]),
    granted=st.sampled_from([None, *get_args(SightScope)]),
    deputised=st.sampled_from([None, None, *get_args(SightScope)]),
    ended=st.booleans(),
    restricted=st.booleans(),
    glass_broken=st.booleans(),
)
acts = st.sampled_from(EVERY_ACT)
readings = st.sampled_from(get_args(ReadAction))


def me(*held: AccountRole, **more: Any) -> Caller:
    return Caller(tenant_id=HERE, person_id=ME, roles=frozenset(held), way="browser", **more)


def a_journey(**known: Any) -> JourneyAttributes:
    return JourneyAttributes(tenant_id=HERE, **known)


def test_every_command_has_an_action() -> None:  # ASVS 8.1.2
    assert set(get_args(UserCommand)) == set(ACTION_OF_COMMAND)


def test_no_command_is_two_acts() -> None:
    told = [*CLIENT_COMMANDS, *SHARED_COMMANDS, *COACH_COMMANDS]

    assert len(told) == len(set(told))


def test_what_only_time_does_is_no_act_of_people() -> None:
    assert {one.__name__ for one in get_args(ClockCommand)} & {one.__name__ for one in ACTION_OF_COMMAND} == {
        "RecordSilence"
    }


def test_every_act_has_its_rule() -> None:
    assert set(get_args(ReadAction)) == set(MINIMUM_LEVEL)
    assert set(get_args(OrganisationAction)) == set(ALLOWED_ROLES)
    assert set(get_args(WriteAction)) == {*ALLOWED_REASONS, "break_glass"}


@given(acts, abouts)
def test_on_ones_own_machine_everything_is_allowed(action: Action, about: JourneyAttributes) -> None:
    assert authorize(LOCAL_CALLER, action, about).allowed


@given(callers, acts, abouts)
def test_nothing_of_another_organisation_is_allowed_or_told(
    caller: Caller, action: Action, about: JourneyAttributes
) -> None:
    decision = authorize(caller, action, replace(about, tenant_id=ELSEWHERE))

    assert (decision.allowed, decision.level) == (False, "nothing")


@given(callers, readings, abouts)
def test_who_has_no_role_sees_nothing(caller: Caller, action: Action, about: JourneyAttributes) -> None:
    assert not authorize(replace(caller, roles=frozenset()), action, about).allowed


@given(callers, readings, abouts)
def test_only_the_client_her_coach_their_deputy_and_who_broke_the_glass_see_anything(
    caller: Caller, action: Action, about: JourneyAttributes
) -> None:
    hers = about.client_id == ME and "client" in caller.roles
    coached = about.coach_id == ME and about.granted is not None and "coach" in caller.roles
    stands_in = about.deputised is not None and about.coach_id != ME and "coach" in caller.roles
    if authorize(caller, action, about).allowed:
        assert hers or coached or stands_in or about.glass_broken


@given(callers, acts, abouts)
def test_a_restricted_journey_is_read_by_its_client_who_withdraws_and_tells_nothing_else_in_it(
    caller: Caller, action: Action, about: JourneyAttributes
) -> None:
    stopped = replace(about, restricted=True, exists=True)
    if authorize(caller, action, stopped).allowed and action not in get_args(OrganisationAction):
        assert about.client_id == ME
        assert action in (*get_args(ReadAction), "withdraw", "end_deputy", "forget_contact", "erase")


@given(callers, abouts)
def test_the_game_and_the_access_log_are_the_clients_alone(caller: Caller, about: JourneyAttributes) -> None:
    for action in ("read_game", "read_access_log", "export"):
        if authorize(caller, action, about).allowed:
            assert about.client_id == ME


@given(callers, abouts)
def test_the_client_never_sees_the_coaches_notes_and_alerts_whatever_else_she_is(
    caller: Caller, about: JourneyAttributes
) -> None:
    own = replace(about, client_id=ME)

    assert not authorize(caller, "read_notes_private", own).allowed
    assert not authorize(caller, "read_alerts", own).allowed


@given(callers, readings, abouts)
def test_who_may_read_by_this_much_may_read_by_more(
    caller: Caller, action: Action, about: JourneyAttributes
) -> None:
    grants: list[SightScope] = ["progress", "profile", "everything"]
    allowed = [authorize(caller, action, replace(about, granted=one)).allowed for one in grants]

    assert allowed == sorted(allowed)


@given(callers, acts, abouts)
def test_a_token_allows_no_more_than_its_maker_may(
    caller: Caller, action: Action, about: JourneyAttributes
) -> None:
    by_token = authorize(replace(caller, way="api"), action, about)
    in_person = authorize(replace(caller, way="browser"), action, about)

    assert by_token.allowed <= in_person.allowed
    if by_token.allowed:
        assert token_scope_of(action) in caller.scopes


def test_every_action_has_a_scope_or_is_done_in_person() -> None:
    """An action that is made tomorrow fails here until somebody says what a token needs for it."""
    actions: set[Action] = {one for kind in get_args(Action) for one in get_args(kind)}

    assert {one for one in actions if token_scope_of(one) is None} == IN_PERSON_ACTIONS
    assert {one for one in actions if token_scope_of(one) == "read"} == LOOKING_ACTIONS


@given(callers, st.sampled_from(get_args(WriteAction)), abouts)
def test_who_broke_the_glass_only_looks(caller: Caller, action: Action, about: JourneyAttributes) -> None:
    stranger = replace(about, client_id=OTHER, coach_id=OTHER, deputised=None, exists=True)

    assert action == "break_glass" or not authorize(caller, action, stranger).allowed


@given(callers, abouts)
def test_an_allowed_look_says_in_which_role(caller: Caller, about: JourneyAttributes) -> None:
    decision = authorize(caller, "read_profile", about)

    assert (decision.role in caller.roles) == decision.allowed or not decision.allowed


@pytest.mark.parametrize("action", get_args(ReadAction))
def test_all_there_is_reaches_every_action(action: ReadAction) -> None:
    assert level_covers(LEVELS_IN_ORDER[-1], action)
    assert not level_covers(LEVELS_IN_ORDER[0], action)


def test_a_coach_tells_what_is_a_coachs_to_tell() -> None:
    about = a_journey(client_id=OTHER, coach_id=ME, granted="progress")

    told = {action for action in get_args(WriteAction) if authorize(me("coach"), action, about).allowed}

    assert told == {
        "record_shared",
        "record_coaching",
        "correct_entry",
        "propose_deputy",
        "end_deputy",
        "break_glass",
    }


def test_a_deputy_is_what_the_coach_is_but_proposes_no_other() -> None:
    coached = a_journey(client_id=OTHER, coach_id=ME, granted="profile")
    deputised = a_journey(client_id=OTHER, coach_id=OTHER, deputised="profile")

    for action in (*get_args(ReadAction), *get_args(WriteAction)):
        hers, theirs = [authorize(me("coach"), action, about).allowed for about in (coached, deputised)]
        assert theirs == (hers and action != "propose_deputy"), action


@given(callers, acts, abouts)
def test_standing_in_lets_nobody_do_more_than_the_coach(
    caller: Caller, action: Action, about: JourneyAttributes
) -> None:
    without = replace(about, deputised=None)
    as_coach = replace(without, coach_id=ME, granted=about.deputised)
    if authorize(caller, action, about).allowed and not authorize(caller, action, without).allowed:
        assert authorize(caller, action, as_coach).allowed
        assert "coach" in caller.roles


def test_a_client_tells_everything_but_what_is_the_coachs() -> None:
    told = {
        action
        for action in get_args(WriteAction)
        if authorize(me("client"), action, a_journey(client_id=ME)).allowed
    }

    assert told == set(get_args(WriteAction)) - {"record_coaching", "propose_deputy", "break_glass"}


def test_a_coach_who_left_sees_no_more() -> None:
    about = a_journey(client_id=OTHER, coach_id=OTHER, granted="everything")

    assert authorize(me("coach"), "read_profile", about).level == "nothing"


@pytest.mark.parametrize("role", ["client", "manager", "researcher"])
def test_the_glass_is_not_for_everybody(role: AccountRole) -> None:
    assert authorize(me(role), "break_glass", a_journey(client_id=OTHER)).level == "nothing"


def test_a_journey_that_ended_is_not_behind_glass() -> None:
    assert not authorize(me("admin"), "break_glass", a_journey(client_id=OTHER, ended=True)).allowed


def test_an_admin_manages_people_and_sees_none_of_them() -> None:
    about = a_journey(client_id=OTHER, coach_id=uuid4(), granted="everything")

    allowed = {action for action in EVERY_ACT if authorize(me("admin"), action, about).allowed}

    assert allowed == {
        "manage_people",
        "manage_retention",
        "list_journeys",
        "read_programmes",
        "read_studies",
        "manage_studies",
        "approve_studies",
        "release_results",
        "break_glass",
    }


def test_a_researcher_has_nothing_of_a_person() -> None:
    about = a_journey(client_id=OTHER, granted="everything")

    assert {action for action in EVERY_ACT if authorize(me("researcher"), action, about).allowed} == {
        "list_journeys",
        "read_studies",
        "manage_studies",
        "release_results",
        "export_studies",
    }


IN_PERSON_COMMANDS = {
    AssignCoach,
    GrantSight,
    WithdrawSight,
    GiveConsent,
    WithdrawConsent,
    AnswerDeputy,
}
EVERY_SCOPE = frozenset({"read", "tell", "lead", "people"})


def test_no_token_of_any_scope_does_what_only_a_person_does() -> None:
    """Of all commands and all actions, whoever holds the token and whatever its scopes."""
    about = JourneyAttributes(tenant_id=HERE, client_id=ME, coach_id=ME, granted="everything")
    everybody = frozenset(get_args(AccountRole))
    by_token = Caller(tenant_id=HERE, person_id=ME, roles=everybody, way="api", scopes=EVERY_SCOPE)

    allowed = {action for action in EVERY_ACT if authorize(by_token, action, about).allowed}
    commands = {one for one, action in ACTION_OF_COMMAND.items() if action in IN_PERSON_ACTIONS}

    assert allowed & IN_PERSON_ACTIONS == set()
    assert commands == IN_PERSON_COMMANDS

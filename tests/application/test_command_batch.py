"""Batches of commands: a fingerprint that never changes, and commands that are added."""

from uuid import UUID

import msgspec
import pytest

from domain.aggregate import CommandBatch
from domain.journey.decide import UserCommand

START = """{"type":"StartJourney","happened_on":"2026-01-12","called":"Marloes","track":"preventive","locale":"nl",
    "time_zone":"Europe/Amsterdam"}"""
DISCOVER = """{"type":"DiscoverRole","happened_on":"2026-01-13","role_id":"00000000-0000-4000-8000-000000000001",
    "title":"risk manager","distance":"far"}"""
PLAN = r"""{"type":"PlanExperiment","happened_on":"2026-03-02","experiment_id":"00000000-0000-4000-8000-000000000002",
    "kind":"conversation","role_id":"00000000-0000-4000-8000-000000000001",
    "hypothesis":"I would like it: \"yes\" \u00e9","tests":["appeal","odds"],"forecast":{"appeal":6},"dread_before":6}"""
CORRECT = f'{{"type":"CorrectEntry","happened_on":"2026-03-02","number":2,"restated":{DISCOVER}}}'
ASSIGN = """{"type":"AssignCoach","happened_on":"2026-03-02","coach_id":"00000000-0000-4000-8000-000000000003",
    "name":"Ingrid"}"""
RUN = """{"type":"RunExperiment","happened_on":"2026-03-03","experiment_id":"00000000-0000-4000-8000-000000000002",
    "dread_after":2,"note":"they laughed"}"""
HEARD = """{"type":"ReceiveFeedback","happened_on":"2026-03-03","experiment_id":"00000000-0000-4000-8000-000000000002",
    "usable":true,"points":{"competence":"deep"}}"""
MET = """{"type":"AddContact","happened_on":"2026-03-03","contact_id":"00000000-0000-4000-8000-000000000004",
    "name":"Hugo","tie":"weak"}"""
AIM = """{"type":"PlanWeek","happened_on":"2026-03-02","monday":"2026-03-02","intention":"ring Hugo"}"""
REVIEW = """{"type":"ReviewWeek","happened_on":"2026-03-08","monday":"2026-03-02","conclusion":"a name opens the door"}"""
REST = """{"type":"DeclareRest","happened_on":"2026-03-02","monday":"2026-03-09"}"""
ID = UUID(int=7)


def commands(*texts: str) -> tuple[UserCommand, ...]:
    return tuple(msgspec.json.decode(text, type=UserCommand) for text in texts)


@pytest.mark.parametrize(
    ("texts", "fingerprint"),
    [
        ([START], "8682215cbb9260b86cad0f108482cd190ca163d07485abf1f0f2a91bee29601c"),
        ([START, DISCOVER], "35242918863b7066bcd4c10134ae30b1791a05ee6856cae1cca2a0de76004474"),
        ([PLAN], "42f3829a11104be81e5beaacb417c01cb6eb4ed3dc0d9d72f59502fbaa247357"),
        ([CORRECT], "10787bf527dff0fb2ea86b2c57d4f02fe80324cb56e33468ebbb61d8c379cecf"),
        ([ASSIGN], "6c664ad2781908d321b5c52d78b75e8f305273a4748eed2ba7a60c5f10b773b9"),
        ([RUN], "8fb5dd0549bf906e86432b85e11a7ffa3875be99e840a2bde3d2923129e69363"),
        ([HEARD], "3563eea51a06ad544a4fc54847ea456d06b178e0aca89b0daf82b516909e1d1c"),
        ([MET], "ec2f4b0e878149fb6aeb902893d9e8d278f93eb0754a6d7bdf03e9c523277fb7"),
        ([AIM], "749884fb089c66f996aad14958e83136c250a7ba6abfe23333b2e65c2dacbe35"),
        ([REVIEW], "5ac8ee95aa5f18c7e1af7d2411aed226f8e237d9ec04eb618ae7cde0d278ff80"),
        ([REST], "8b3e3cca26614c092db7bf888674e21301b6443f987627b52b6a2f00ea67736e"),
    ],
)
def test_the_fingerprint_of_a_batch_is_what_it_was_when_the_first_ones_were_stored(
    texts: list[str], fingerprint: str
) -> None:
    assert CommandBatch.of(ID, commands(*texts)).fingerprint.hex() == fingerprint


def test_commands_that_are_added_do_not_make_another_batch() -> None:
    (start, discover, assign) = commands(START, DISCOVER, ASSIGN)
    batch = CommandBatch.of(ID, (discover,))

    whole = batch.adding(before=(start,), after=(assign,))

    assert whole.commands == (start, discover, assign)
    assert whole.fingerprint == batch.fingerprint
    assert (batch.added_before, whole.added_before) == (0, 1)


def test_what_was_sent_stands_for_commands_that_hold_todays_date() -> None:
    (today,), (tomorrow,) = commands(ASSIGN), commands(ASSIGN.replace("03-02", "03-03"))

    first = CommandBatch.of(ID, (today,), sent=["Ingrid"])

    assert first.fingerprint == CommandBatch.of(ID, (tomorrow,), sent=["Ingrid"]).fingerprint
    assert CommandBatch.of(ID, (today,)).fingerprint != CommandBatch.of(ID, (tomorrow,)).fingerprint

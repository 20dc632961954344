"""The pages of analyses: sent, read by a second person, let out or not, and taken along."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from service.api.analysis_examples import ANALYSIS_EXAMPLE
from service.localization.translator import translator_for
from service.research import analysis as rooms_of_analysis
from service.research.analysis.faults import SpecificationError
from service.research.analysis.named_variables import read_expressions
from service.research.analysis.releases import Finding, Label, ReleasableOutput
from service.research.analysis.specification import OUTPUT_TYPES, read_specification
from service.research.storage.analyses import Analysis, AnalysisFault
from service.research.tables import TABLES, chosen_tables
from service.web.studies import analysis_labels, analysis_routes
from service.web.studies.analysis_page import AnalysisPage, build_analysis_page, shown_value, step_path
from service.web.studies.specification_guide import specification_guide
from tests.api.test_analyses import AnalysedStudy, analysed
from tests.api.test_people import service, staff
from tests.http.running_service import Browser, RunningService
from tests.same_origin import SAME_ORIGIN

__all__ = ["service"]

SPECIFICATION = json.dumps(ANALYSIS_EXAMPLE)
ENGLISH = translator_for("en")


def stored_analysis(*outputs: ReleasableOutput) -> Analysis:
    """A released analysis with these outputs."""
    return Analysis(
        analysis_id=uuid4(),
        study_id=uuid4(),
        asked_by=uuid4(),
        asked_at=datetime(2026, 6, 1, tzinfo=UTC),
        position=7,
        specification=SPECIFICATION,
        outputs=outputs,
        sets=(),
        state="released",
    )


def page_of(analysis: Analysis) -> AnalysisPage:
    """Its page, for somebody who decides nothing."""
    return build_analysis_page(
        analysis,
        names={},
        can_cancel=False,
        can_decide=False,
        is_own=False,
        objection=None,
        translator=ENGLISH,
    )


async def text_of(browser: Browser, address: str, status: int = 200) -> str:
    answer = await browser.get(address)
    assert answer.status_code == status, address
    return answer.text


async def sent(study: AnalysedStudy, specification: str = SPECIFICATION) -> str:
    """The address of a new analysis."""
    answer = await study.researcher.post(study.at, specification=specification)
    assert answer.status_code == 303, re.findall(r'class="error"[^>]*>([^<]*)', answer.text)
    address, _, told = answer.headers["location"].partition("?")
    assert told == "told=sent"
    await study.computed(address.rpartition("/")[2])
    return address


async def test_an_analysis_is_sent_read_and_let_out_by_pages_alone(service: RunningService) -> None:
    study = await analysed(service)
    of_study = f"/studies/{study.study_id}"
    assert "Nothing has been analysed yet." in await text_of(study.researcher, of_study)

    at = await sent(study)

    own = await text_of(study.researcher, at)
    assert "This analysis waits for a second person." in own
    assert "You asked for it." in own
    assert "<table" not in own
    assert "Let it out" not in own
    assert (await study.researcher.get(f"{at}/results.csv")).status_code == 404
    assert "One analysis waits for a second person." in await text_of(study.admin, "/studies")
    assert "One analysis waits for a second person." in await text_of(study.admin, "/people")
    assert "waits for a second person." not in await text_of(study.researcher, "/studies")
    second = await text_of(study.admin, at)
    assert "Let it out" in second
    assert re.findall(r"<td>([^<]*)</td>", second) == ["yes", "15", "all", "15"]

    decided = await study.admin.post(f"{at}/release")

    assert decided.headers["location"] == f"{at}?told=release"
    assert re.findall(r"<td>([^<]*)</td>", await text_of(study.researcher, at)) == ["yes", "15", "all", "15"]
    table = await study.researcher.get(f"{at}/results.csv")
    assert table.headers["content-disposition"].startswith("attachment")
    assert "people,table,1,people,15" in table.text
    [output] = (await study.researcher.get(f"{at}/results.json")).json()["outputs"]
    assert output["lines"][0] == {"everybody": True, "people": 15}
    assert "The results of one analysis were let out." in await text_of(study.admin, of_study)
    late = await study.admin.post(f"{at}/refuse", reason="Too late.")
    assert (late.status_code, "Someone else has decided meanwhile." in late.text) == (422, True)


async def test_who_left_makes_the_ledger_refuse_and_nothing_is_shown(service: RunningService) -> None:
    study = await analysed(service)
    before, waiting = await sent(study), await sent(study)
    await study.admin.post(f"{before}/release")
    await study.withdraw(3)
    after = await sent(study)

    shown = await text_of(study.admin, waiting)
    decided = await study.admin.post(f"{waiting}/release")

    assert "It cannot be let out now:" in shown
    assert "<td>" not in shown
    assert decided.headers["location"] == f"{waiting}?told=not-released"
    assert "Someone in it has left the study since." in await text_of(study.researcher, waiting)
    ended = await text_of(study.researcher, after)
    assert "This analysis was not let out." in ended
    assert "fewer than ten people could be told apart" in ended


async def test_it_is_refused_with_a_reason(service: RunningService) -> None:
    study = await analysed(service)
    at = await sent(study)

    silent = await study.admin.post(f"{at}/refuse", reason=" ")
    refused = await study.admin.post(f"{at}/refuse", reason="What is it <for>?")

    assert (silent.status_code, "Say why it is not let out." in silent.text) == (422, True)
    assert refused.headers["location"] == f"{at}?told=refuse"
    assert "What is it &lt;for&gt;?" in await text_of(study.researcher, at)


async def test_what_is_wrong_with_a_specification_stands_beside_it_with_its_path(
    service: RunningService,
) -> None:
    study = await analysed(service, clients=0)
    twice = json.dumps(ANALYSIS_EXAMPLE | {"outputs": ANALYSIS_EXAMPLE["outputs"] * 2})

    for typed, said in (
        ("", "paste its specification"),
        ('{\n"table"', "Line 2:"),
        (twice, "$.outputs[1].name"),
        ("1" * 41_000, "characters"),
    ):
        answer = await study.researcher.post(study.at, specification=typed)
        errors = re.findall(r'id="specification-error">([^<]*)', answer.text)
        assert (answer.status_code, len(errors)) == (422, 1), typed[:40]
        assert said in errors[0]
    assert "everybody" in (await study.researcher.post(study.at, specification=twice)).text


async def test_a_file_is_sent_without_scripts(service: RunningService) -> None:
    study = await analysed(service, clients=0)
    form = {"form_token": study.researcher.form_token, "specification": ""}
    name, media = "analysis.json", "application/json"

    async def send(text: bytes, token: dict[str, str]) -> httpx.Response:
        files = {"specification-file": (name, text, media)}
        at = study.at
        return await study.researcher.http.post(at, data=form | token, files=files, headers=SAME_ORIGIN)

    sent_file = await send(b"\xef\xbb\xbf" + SPECIFICATION.replace("people", "p\u00e5").encode(), {})
    faulty = await send(b"{\xff", {})
    none = await send(b"", {})
    foreign = await send(SPECIFICATION.encode(), {"form_token": "of somebody else"})
    large = await send(b" " * 70_000, {})

    assert "$.outputs[0].name: “på” is no name." in sent_file.text
    assert "This is not JSON. Line 1:" in faulty.text
    assert "Choose the file of the analysis" in none.text
    assert (foreign.status_code, large.status_code) == (403, 413)
    assert (await send(SPECIFICATION.encode(), {})).status_code == 303


async def test_the_same_form_sent_twice_is_one_analysis(service: RunningService) -> None:
    study = await analysed(service)
    command_id = str(uuid4())

    answers = [
        await study.researcher.post(study.at, specification=SPECIFICATION, command_id=command_id)
        for _ in range(2)
    ]

    assert len({one.headers["location"] for one in answers}) == 1
    assert len((await study.admin.json("GET", study.at)).json()["analyses"]) == 1


async def test_while_it_is_computed_the_page_loads_itself_again_and_can_end_it(
    service: RunningService,
) -> None:
    study = await analysed(service, clients=0)
    answer = await study.researcher.post(study.at, specification=SPECIFICATION)
    at = answer.headers["location"].partition("?")[0]

    shown = await text_of(study.researcher, at)
    others = await text_of(study.admin, at)
    listed = await text_of(study.researcher, study.at)
    ended = await study.researcher.post(f"{at}/cancel")

    assert "This analysis is being computed." in shown
    assert '<meta http-equiv="refresh"' in shown
    assert ("Cancel it" in shown, "Cancel it" in others) == (True, False)
    assert "One analysis is being computed." in listed
    assert ended.headers["location"] == f"{at}?told=cancel"
    after = await text_of(study.researcher, at)
    assert "This analysis was cancelled." in after
    assert "http-equiv" not in after


def test_why_it_failed_is_said_in_words_with_its_place() -> None:
    fault = AnalysisFault(code="no_table", path="$.table", arguments={"table": "people", "tables": "advice"})
    unknown = AnalysisFault(code="of a later version")

    assert (
        analysis_labels.fault_in_words(fault, ENGLISH)
        == "$.table: There is no table people. There are advice."
    )
    assert analysis_labels.fault_in_words(unknown, ENGLISH).startswith("Something went wrong here.")


async def test_pages_are_for_those_of_the_study(service: RunningService) -> None:
    study = await analysed(service)
    manager = await staff(service, "mia@example.org", "manager")
    at = await sent(study)

    found = {
        "manager reads": (await manager.get(study.at)).status_code,
        "manager lets out": (await manager.post(f"{at}/release")).status_code,
        "admin sends": (await study.admin.post(study.at, specification=SPECIFICATION)).status_code,
        "researcher lets out her own": (await study.researcher.post(f"{at}/release")).status_code,
        "nothing there": (await study.admin.get(f"{study.at}/{uuid4()}")).status_code,
        "no such study": (await study.admin.get(f"/studies/{uuid4()}/analyses")).status_code,
        "no such decision": (await study.admin.post(f"{at}/shred")).status_code,
    }

    assert found == {
        "manager reads": 403,
        "manager lets out": 403,
        "admin sends": 303,
        "researcher lets out her own": 422,
        "nothing there": 404,
        "no such study": 404,
        "no such decision": 404,
    }


async def test_without_the_research_tools_the_page_says_so(
    service: RunningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = await analysed(service, clients=0)
    monkeypatch.setattr(analysis_routes, "has_research_tools", lambda: False)

    shown = await text_of(study.researcher, study.at)

    assert "has to install the research tools" in shown
    assert "<textarea" not in shown


def test_every_rule_has_words() -> None:
    folder = Path(next(iter(rooms_of_analysis.__path__)))
    named = {
        rule for file in folder.rglob("*.py") for rule in re.findall(r'rule="(\w+)"', file.read_text("utf-8"))
    }

    assert named == analysis_labels.RULES.keys()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "all"),
        (True, "yes"),
        ("west", "west"),
        (1235, "1,235"),
        (0.0512, "0.0512"),
        (-0.5, "-0.500"),
        (12.3, "12.3"),
        (4320.0, "4,320"),
        (0.0, "0"),
        (1e-12, "0.000000"),
    ],
)
def test_a_value_has_three_digits_that_count(value: Label, shown: str) -> None:
    assert shown_value(value, ENGLISH) == shown


def test_a_curve_goes_down_in_steps_for_each_group() -> None:
    lines: list[dict[str, Label]] = [
        {"track": "one", "time": 0, "survival": 1.0, "at_risk": 40},
        {"track": "one", "time": 10.0, "survival": 0.5, "at_risk": 20},
        {"track": "two", "time": 0, "survival": 1.0, "at_risk": 30},
        {"track": "two", "time": 5.0, "survival": 0.25, "at_risk": 10},
    ]
    output = ReleasableOutput(name="left", type="kaplan_meier", status="released", lines=tuple(lines))

    page = page_of(stored_analysis(output))

    [shown] = page.outputs
    assert [(one.group, one.at_end, one.path) for one in shown.curves] == [
        ("track one", "50%", "M0.0 0.0H100.0V50.0"),
        ("track two", "25%", "M0.0 0.0H50.0V75.0"),
    ]
    assert shown.columns == ("track", "time", "share left", "people left")
    assert step_path([(0.0, 1.0)]) == "M0.0 0.0"


@pytest.mark.parametrize(
    "variables",
    [
        (),
        ("participants.arm",),
        ("events.type",),
        ("person_week.energy",),
        *((f"{name}.{table.columns[-1].name}",) for name, table in TABLES.items()),
    ],
)
def test_the_example_beside_the_form_can_be_run_in_its_study(variables: tuple[str, ...]) -> None:
    guide = specification_guide(variables)

    specification = read_specification(guide.example.encode())
    named, _ = read_expressions(specification, chosen_tables(variables))

    assert named
    assert {code for code, _ in guide.types} == set(OUTPUT_TYPES)


def test_an_unknown_type_of_output_is_answered_with_those_there_are() -> None:
    text = b'{"table": "participants", "outputs": [{"type": "median", "name": "m", "of": "weeks"}]}'

    with pytest.raises(SpecificationError) as refused:
        read_specification(text)

    assert refused.value.code == "no_type"
    assert refused.value.path == "$.outputs[0].type"
    assert "kaplan_meier" in str(refused.value)


def test_a_reason_comes_with_what_would_help() -> None:
    assert set(analysis_labels.ADVICE) <= set(analysis_labels.RULES)
    output = ReleasableOutput(
        name="cells",
        type="table",
        status="refused",
        findings=(Finding(where="cells", rule="many_cells", why="12 cells"),),
        lines=(),
    )

    [part] = page_of(stored_analysis(output)).outputs

    assert part.status == "Nothing of it was let out."
    assert "Join values" in part.reasons[0].advice


def test_a_tiny_p_value_is_not_nought() -> None:
    line: dict[str, Label] = {"term": "energy", "p": 0.0000001}
    output = ReleasableOutput(name="model", type="ols", status="released", findings=(), lines=(line,))

    [part] = page_of(stored_analysis(output)).outputs

    assert part.rows == (("energy", "< 0.001"),)

"""The client's side of reply links: she makes, sends and withdraws them, and reads what came when she wants to."""

import asyncio
import re
from datetime import date
from typing import Any
from uuid import UUID, uuid4, uuid5

import httpx
import pytest

from projections.gaps.projection import GAPS
from projections.network.projection import NETWORK
from projections.pitches.projection import PITCHES
from projections.portrait.projection import PORTRAIT
from projections.strengths.projection import STRENGTHS
from service.postgres.connections import tenant_tx
from tests.http.running_service import PUBLIC
from tests.reply_links.conftest import Client, a_rejection, answered

ROLE, STEP, OVE, NORDVIK = uuid4(), uuid4(), uuid4(), uuid4()
REASONS = {
    "heard_competence": "not_enough",
    "competence": "Two years of audits are asked for.",
    "well_qualified": "One had ten years.",
    "heard_well_qualified": "enough",
    "on_file": "6",
    "may_call": "yes",
}
SEEN = {
    "strength": "Explains hard things",
    "seen_when": "When the boiler failed",
    "person": "Sigrid, plans energy renovations",
    "why": "She changed at fifty",
}


@pytest.fixture
async def refused(elin: Client) -> Client:
    """A client whose application was rejected, and who knows Ove."""
    await tell(
        elin,
        {"type": "DiscoverRole", "role_id": str(ROLE), "title": "quality coordinator", "distance": "near"},
        {"type": "AddContact", "contact_id": str(OVE), "name": "Ove", "tie": "strong"},
        {
            "type": "PlanExperiment",
            "experiment_id": str(STEP),
            "kind": "application",
            "role_id": str(ROLE),
            "employer": {"employer_id": str(NORDVIK), "name": "Nordvik"},
        },
        {"type": "RunExperiment", "experiment_id": str(STEP)},
        {"type": "RecordAnswer", "experiment_id": str(STEP), "answer": "rejected_unseen"},
        {"type": "PauseAfterRefusal", "experiment_id": str(STEP)},
    )
    return elin


async def tell(client: Client, *commands: dict[str, Any]) -> None:
    body = {
        "command_id": str(uuid4()),
        "commands": [{"happened_on": "2026-05-22"} | one for one in commands],
    }
    answer = await client.browser.json("POST", f"/journeys/{client.journey_id}/commands", body)
    assert answer.status_code == 201, answer.text


def at(client: Client, path: str) -> str:
    return f"/journeys/{client.journey_id}{path}"


async def made(client: Client, purpose: str, about: UUID, **form: str) -> str:
    """The address of a link, without where we are."""
    fields = {"first_name": "Elin", "subject": "quality coordinator"} | form
    answer = await client.browser.post(at(client, f"/ask/{purpose}/{about}"), **fields)
    found = re.search(rf"{PUBLIC}(/[as]/[\w-]{{43}})", answer.text)
    assert found, answer.text
    return found[1]


async def reply_page(client: Client) -> tuple[str, httpx.Response]:
    """Where the only reply waits, and how it reads."""
    agenda = await client.browser.get(at(client, "/agenda"))
    found = re.search(r'href="(/journeys/[^"]+/replies/[^"]+)"', agenda.text)
    assert found, agenda.text
    return found[1], await client.browser.get(f"{found[1]}/read")


async def view(client: Client, projection: Any) -> Any:
    journeys = client.service.app.state.services.journeys
    folded = await journeys.load(client.journey_id, projection, tenant_id=client.caller.tenant_id)
    return folded.view(projection)


async def times_seen(client: Client) -> int:
    """How often strengths were seen, by anyone."""
    return sum(len(one.observations) for one in (await view(client, STRENGTHS)).strengths)


async def test_reasons_are_asked_for_read_and_become_a_gap(refused: Client) -> None:
    ask = await refused.browser.get(at(refused, f"/ask/organisation/{STEP}"))
    address = await made(refused, "organisation", STEP)
    sent = await refused.browser.post(at(refused, f"/ask/organisation/{STEP}/sent"), command_id=str(uuid4()))
    await answered(refused, address, REASONS)
    waits, read = await reply_page(refused)

    kept = await refused.browser.post(f"{waits}/keep", use_competence="gap", change="Do the audit course")

    assert "Ask them in writing." in ask.text
    history = await refused.browser.get(at(refused, "/history"))
    assert "By letter or email" not in history.text
    assert history.text.count("By a link") == 2
    assert sent.headers["location"].endswith("&at=9") or "told=sent" in sent.headers["location"]
    assert "Two years of audits are asked for." in read.text
    assert f"/refusals/{STEP}" in kept.headers["location"]
    page = await refused.browser.get(kept.headers["location"])
    assert "Two years of audits are asked for." in page.text
    assert "By a link" in page.text
    (gap,) = (await view(refused, GAPS)).gaps
    assert gap.wording == "Two years of audits are asked for."
    back = await refused.browser.get(f"{waits}/read")
    assert back.status_code == 410
    assert "You kept this reply." in back.text
    assert f'href="{at(refused, f"/refusals/{STEP}")}"' in back.text


async def test_a_strength_and_a_person_are_kept_with_who_said_so(refused: Client) -> None:
    known = uuid4()
    await tell(
        refused,
        {
            "type": "RecordEvidence",
            "learned": {"strengths": [{"strength_id": str(known), "wording": "explains well"}]},
        },
    )
    address = await made(refused, "supporter", OVE, subject="Ove")
    await answered(refused, address, SEEN)
    waits, _ = await reply_page(refused)

    kept = await refused.browser.post(
        f"{waits}/keep",
        same_as=str(known),
        add_person="yes",
        person_name="Sigrid",
        person_relation="plans energy renovations",
    )

    page = await refused.browser.get(kept.headers["location"])
    assert "When the boiler failed" in page.text
    assert "seen by two people" in page.text
    (strength,) = (await view(refused, STRENGTHS)).strengths
    assert strength.confirmed
    assert strength.confirmed_by.contact_id == OVE
    (sigrid,) = [one for one in (await view(refused, NETWORK)).unmet if one.name == "Sigrid"]
    people = await refused.browser.get(at(refused, f"/people/{sigrid.contact_id}"))
    assert "Ove said they would ask first" in people.text
    assert 'id="named"' in page.text
    assert f"/people/{sigrid.contact_id}" in page.text
    week = await refused.browser.get(at(refused, "/week"))
    assert "Conversation · Sigrid" in week.text
    assert "Ove said they would ask first" in week.text
    about_her = await refused.browser.get(at(refused, "/about-you"))
    assert "When the boiler failed" in about_her.text
    assert f'/people/{OVE}">Ove</a>' in about_her.text


async def test_a_strength_in_her_own_words_asks_nothing_and_gains_a_witness(refused: Client) -> None:
    known = {"strength_id": str(uuid4()), "wording": "explains hard things."}
    await tell(refused, {"type": "RecordEvidence", "learned": {"strengths": [known]}})
    await answered(refused, await made(refused, "supporter", OVE), SEEN)
    waits, read = await reply_page(refused)

    kept = await refused.browser.post(f"{waits}/keep", add_person="no")

    assert "You have this on your list already." in read.text
    assert 'name="knew"' not in read.text
    assert kept.status_code == 303
    (strength,) = (await view(refused, STRENGTHS)).strengths
    assert (strength.confirmed, strength.wording) == (True, "explains hard things.")


async def test_whether_a_new_strength_was_known_is_hers_to_say(refused: Client) -> None:
    await answered(refused, await made(refused, "supporter", OVE), SEEN)
    waits, read = await reply_page(refused)

    asked = await refused.browser.post(f"{waits}/keep", add_person="no")

    assert not re.search(r'name="knew"[^>]*checked', read.text)
    assert asked.status_code == 422
    assert "Say whether you knew it." in asked.text


async def keep_person(client: Client, name: str, **more: str) -> httpx.Response:
    """Keep a reply of Ove that names a person; the page it read on."""
    await answered(client, await made(client, "supporter", OVE), {"person": name} | more)
    waits, read = await reply_page(client)
    fields = {"person_name": name.partition(",")[0], "add_person": "yes"}
    kept = await client.browser.post(f"{waits}/keep", **fields)
    assert kept.status_code == 303
    return read


async def test_a_person_who_may_hear_who_sent_her_is_a_conversation_to_plan_before_one_who_is_asked(
    refused: Client,
) -> None:
    await keep_person(refused, "Sigrid", introduce="say_they_sent_me")
    await keep_person(refused, "Tove", introduce="ask_first")
    (sigrid,) = [one for one in (await view(refused, NETWORK)).unmet if one.name == "Sigrid"]

    week = (await refused.browser.get(at(refused, "/week"))).text
    person = (await refused.browser.get(at(refused, f"/people/{sigrid.contact_id}"))).text
    people = (await refused.browser.get(at(refused, "/people"))).text
    planning = (await refused.browser.get(at(refused, "/plan?kind=conversation&who=Sigrid"))).text

    assert week.index("Conversation · Sigrid") < week.index("Conversation · Tove")
    assert week.index("You can say that Ove sent you.") < week.index("Ove said they would ask first.")
    assert "You can say that Ove sent you." in person
    assert "would ask first" not in person
    to_ask = people[people.index("Who to ask next") :]
    assert "Sigrid" in to_ask.partition("</ul>")[0]
    assert "Tove" not in to_ask.partition("</ul>")[0]
    assert "Introduced by Ove. You can say that Ove sent you." in planning
    assert re.search(r'<option value="introduced"\s+selected', planning)
    assert re.search(r'name="tie" value="none"[^>]*checked', planning)


async def test_whoever_is_asked_first_can_be_planned_once_the_client_has_heard(refused: Client) -> None:
    await keep_person(refused, "Tove", introduce="ask_first")
    (tove,) = [one for one in (await view(refused, NETWORK)).unmet if one.name == "Tove"]
    at_person = at(refused, f"/people/{tove.contact_id}")
    before = (await refused.browser.get(at_person)).text
    talk = {
        "type": "PlanExperiment",
        "experiment_id": str(uuid4()),
        "kind": "conversation",
        "role_id": str(ROLE),
        "contact": {"contact_id": str(tove.contact_id), "tie": "none"},
    }

    await tell(refused, talk)

    after = (await refused.browser.get(at_person)).text
    assert "I heard, plan it" in before
    assert "I heard, plan it" not in after
    assert "would ask first" not in after
    assert "I heard, plan it" not in (await refused.browser.get(at(refused, "/week"))).text


async def test_a_number_of_the_person_is_no_part_of_what_they_do(refused: Client) -> None:
    read = await keep_person(refused, "Sigrid, plans renovations, tel. 070-123 45 67")

    assert 'name="person_relation" type="text" dir="auto" value="plans renovations"' in read.text
    assert 'name="person_phone" type="tel" dir="auto" value="070-123 45 67"' in read.text


async def test_a_person_who_is_known_by_that_name_is_not_added_twice(refused: Client) -> None:
    await tell(refused, {"type": "AddContact", "contact_id": str(uuid4()), "name": "sigrid", "tie": "weak"})
    await answered(refused, await made(refused, "supporter", OVE), {"person": "Sigrid"})
    waits, _ = await reply_page(refused)

    kept = await refused.browser.post(f"{waits}/keep", add_person="yes", person_name="Sigrid")

    assert kept.status_code == 422
    assert "You already know someone with this name." in kept.text


async def test_being_asked_by_a_link_is_not_supporting(refused: Client) -> None:
    await made(refused, "supporter", OVE)
    asking = await refused.browser.get(at(refused, f"/ask/supporter/{OVE}"))

    await refused.browser.post(at(refused, f"/ask/supporter/{OVE}/sent"), command_id=str(uuid4()))

    assert "I sent it" not in asking.text
    assert not (await view(refused, NETWORK)).allies
    assert "Ask them to support you" in (await refused.browser.get(at(refused, f"/people/{OVE}"))).text


async def test_the_text_for_an_organisation_greets_and_is_signed(refused: Client) -> None:
    fields = {"first_name": "Elin", "subject": "quality coordinator"}
    page = await refused.browser.post(at(refused, f"/ask/organisation/{STEP}"), **fields)

    assert "Hello, thank you for considering me." in page.text
    assert "Kind regards, Elin" in page.text


async def test_who_has_a_card_keeps_it(refused: Client) -> None:
    card = "Listen, without advice."
    await tell(refused, {"type": "InviteAlly", "contact_id": str(OVE), "how_to_help": card})

    await refused.browser.post(at(refused, f"/ask/supporter/{OVE}/sent"), command_id=str(uuid4()))

    assert card in (await refused.browser.get(at(refused, f"/people/{OVE}"))).text


async def test_an_address_can_be_copied_and_selected(refused: Client) -> None:
    fields = {"first_name": "Elin", "subject": "Ove"}

    page = await refused.browser.post(at(refused, f"/ask/supporter/{OVE}"), **fields)

    assert re.search(rf'id="address">{PUBLIC}/s/[\w-]{{43}}<', page.text)
    assert re.search(r'data-copies="address"[^>]* hidden>Copy the link<', page.text)
    assert re.search(r'src="/static/[^"]*copy\.[^"]*js"', page.text)


@pytest.mark.parametrize("how", ["discard", "later"])
async def test_a_reply_is_deleted_unread_or_waits_another_day(refused: Client, how: str) -> None:
    await answered(refused, await made(refused, "organisation", STEP), REASONS)
    waits, _ = await reply_page(refused)
    before = (await view(refused, GAPS)).gaps

    answer = await refused.browser.post(f"{waits}/{how}")

    agenda = await refused.browser.get(answer.headers["location"])
    assert "/replies/" not in agenda.text
    assert (await refused.browser.get(waits)).status_code == (410 if how == "discard" else 200)
    assert (await view(refused, GAPS)).gaps == before
    refused.service.clock.on(days=1)
    later = await refused.browser.get(at(refused, "/agenda"))
    assert ("/replies/" in later.text) == (how == "later")


async def test_a_form_that_is_sent_twice_keeps_a_reply_once(refused: Client) -> None:
    await answered(refused, await made(refused, "supporter", OVE), SEEN)
    waits, _ = await reply_page(refused)

    answers = [await refused.browser.post(f"{waits}/keep", knew="new") for _ in range(2)]

    first, again = (one.headers["location"] for one in answers)
    assert first.startswith(at(refused, f"/people/{OVE}?told=reply-kept&at="))
    assert again.startswith(at(refused, f"/people/{OVE}?told=reply-kept-before&at="))
    assert len((await view(refused, STRENGTHS)).strengths) == 1


async def test_a_withdrawn_link_is_closed(refused: Client) -> None:
    address = await made(refused, "organisation", STEP)

    await refused.browser.post(at(refused, f"/ask/organisation/{STEP}/withdraw"))

    assert (await refused.service.browser().get(address)).status_code == 404


async def test_as_many_as_are_open_are_said(refused: Client) -> None:
    for _ in range(5):
        contact = uuid4()
        await tell(
            refused,
            {"type": "AddContact", "contact_id": str(contact), "name": f"Kari {contact}", "tie": "weak"},
        )
        await made(refused, "supporter", contact)

    answer = await refused.browser.post(
        at(refused, f"/ask/supporter/{OVE}"), first_name="Elin", subject="Ove"
    )

    assert answer.status_code == 422
    assert "5 links are open already." in answer.text


@pytest.mark.parametrize(
    "path",
    ["/ask/organisation/{unknown}", "/ask/supporter/{unknown}", "/ask/nobody/{step}", "/replies/{step}"],
)
async def test_what_is_not_hers_is_not_there(refused: Client, other: Client, path: str) -> None:
    found = path.format(unknown=uuid5(STEP, "unknown"), step=STEP)

    assert (await refused.browser.get(at(refused, found))).status_code == 404
    assert (await other.browser.get(at(refused, f"/ask/organisation/{STEP}"))).status_code == 404


async def test_in_a_week_off_nothing_is_mentioned(refused: Client) -> None:
    await answered(refused, await made(refused, "organisation", STEP), REASONS)
    monday = date(2026, 6, 1)
    await tell(refused, {"type": "DeclareRest", "happened_on": "2026-06-01", "monday": monday.isoformat()})

    assert "/replies/" not in (await refused.browser.get(at(refused, "/agenda"))).text
    assert "/replies/" not in (await refused.browser.get(at(refused, "/week"))).text


async def test_a_person_who_is_not_wanted_leaves_nothing(refused: Client) -> None:
    await answered(refused, await made(refused, "supporter", OVE), {"person": "Sigrid"})
    waits, _ = await reply_page(refused)

    kept = await refused.browser.post(f"{waits}/keep", add_person="no")

    assert kept.status_code == 422
    assert "There is nothing new in it to record." in kept.text
    assert (await refused.browser.post(f"{waits}/discard")).status_code == 303
    assert [one for one in (await view(refused, NETWORK)).unmet if one.name == "Sigrid"] == []


async def test_what_it_is_about_may_be_gone_and_nothing_breaks(refused: Client) -> None:
    await answered(refused, await made(refused, "organisation", STEP), REASONS)
    waits, _ = await reply_page(refused)
    journeys = refused.service.app.state.services.journeys
    entries = await journeys.recorded_events(refused.journey_id, tenant_id=refused.caller.tenant_id)
    plan = next(one.number for one in entries if type(one.event).__name__ == "ExperimentPlanned")
    await tell(refused, {"type": "RetractEntry", "number": plan, "reason": "not mine"})

    kept = await refused.browser.post(f"{waits}/keep")

    assert kept.status_code == 422
    assert "was withdrawn" in kept.text
    assert (await refused.browser.post(f"{waits}/discard")).status_code == 303


async def test_where_feedback_is_known_the_newest_reply_stands_on_the_page(refused: Client) -> None:
    await tell(
        refused,
        {"type": "RequestFeedback", "experiment_id": str(STEP)},
        {"type": "ReceiveFeedback", "experiment_id": str(STEP), "usable": False},
    )
    await answered(refused, await made(refused, "organisation", STEP), REASONS)
    waits, _ = await reply_page(refused)

    kept = await refused.browser.post(f"{waits}/keep")

    assert kept.status_code == 303, kept.text
    page = await refused.browser.get(kept.headers["location"])
    assert "Two years of audits are asked for." in page.text
    assert "One had ten years." in page.text
    assert "Nordvik · By a link" in page.text
    assert "Only empty phrases" not in page.text


async def test_after_they_said_one_may_call_the_script_is_at_hand(refused: Client) -> None:
    await answered(refused, await made(refused, "organisation", STEP), REASONS)
    waits, _ = await reply_page(refused)

    kept = await refused.browser.post(f"{waits}/keep")

    page = await refused.browser.get(kept.headers["location"])
    assert "They said you may call." in page.text
    assert f'href="{at(refused, f"/refusals/{STEP}/call")}"' in page.text


async def test_what_was_enough_can_become_a_strength_they_saw(refused: Client) -> None:
    praise = {"heard_competence": "enough", "competence": "Knows debt law", "heard_requirements": "enough"}
    await answered(refused, await made(refused, "organisation", STEP), praise)
    waits, read = await reply_page(refused)

    await refused.browser.post(f"{waits}/keep", use_competence="strength", use_requirements="strength")

    assert read.text.count("A strength they saw") == 1
    assert "your coach reads it as far as you share" in read.text
    (strength,) = (await view(refused, STRENGTHS)).strengths
    assert (strength.wording, strength.observations[0].witness) == ("Knows debt law", "contact")


@pytest.mark.parametrize("empty", [False, True], ids=["nothing heard", "empty phrases"])
async def test_after_a_closed_link_there_is_a_way_to_a_new_one(refused: Client, *, empty: bool) -> None:
    address = await made(refused, "organisation", STEP)
    await tell(refused, {"type": "RequestFeedback", "experiment_id": str(STEP), "via": "link"})
    if empty:
        await tell(refused, {"type": "ReceiveFeedback", "experiment_id": str(STEP), "usable": False})
    declined = await refused.service.browser().post(address, decline="yes")
    assert declined.headers["location"] == "/replies/declined"

    page = await refused.browser.get(at(refused, f"/refusals/{STEP}"))

    assert "Your last link about this is closed." in page.text
    assert f'href="{at(refused, f"/ask/organisation/{STEP}")}"' in page.text
    assert "What did they say?" not in page.text


@pytest.mark.parametrize(
    ("said", "on_page", "insights"),
    [
        (
            {"on_file": "0", "may_call": "no"},
            "",
            {"They do not keep your details on file.", "They would rather not be called."},
        ),
        (
            {"heard_competence": "not_enough", "heard_requirements": "enough", "on_file": "0"},
            "Requirements and languages All there",
            set(),
        ),
        ({"heard_competence": "not_enough"}, "", set()),
    ],
)
async def test_whatever_a_client_types_and_hears_anew_is_recorded(
    refused: Client, said: dict[str, str], on_page: str, insights: set[str]
) -> None:
    """Also where feedback stands, which the first has not, and where nothing that they say is new."""
    if "heard_competence" in said:
        heard = {"usable": True, "heard": {"competence": "not_enough"}, "kept_on_file": False}
        await tell(
            refused,
            {"type": "RequestFeedback", "experiment_id": str(STEP)},
            {"type": "ReceiveFeedback", "experiment_id": str(STEP), **heard},
        )
    await answered(refused, await made(refused, "organisation", STEP), said)
    waits, read = await reply_page(refused)

    recorded = bool(on_page or insights)
    if not recorded:
        refusal = await refused.browser.post(f"{waits}/keep")
        assert "There is nothing new in it to record." in read.text
        assert "There is nothing new in it to record." in refusal.text
    kept = await refused.browser.post(f"{waits}/keep", change="Do the audit course")

    assert kept.status_code == 303, kept.text
    page = (await refused.browser.get(kept.headers["location"])).text
    assert "Do the audit course" in page
    assert on_page in " ".join(re.sub("<[^>]+>", " ", page).split())
    assert {one.wording for one in (await view(refused, PORTRAIT)).insights} == insights
    assert ("There is nothing new in it to record." in read.text) == (not recorded)


async def test_a_pitch_is_saved_whatever_else_is_chosen(refused: Client) -> None:
    await answered(refused, await made(refused, "organisation", STEP), REASONS)
    waits, _ = await reply_page(refused)

    await refused.browser.post(f"{waits}/keep", use_competence="gap", pitch="I led two audits")

    assert [one.wording for one in (await view(refused, PITCHES)).versions] == ["I led two audits"]


async def test_whom_the_client_forgets_has_no_link_any_more(refused: Client) -> None:
    address = await made(refused, "supporter", OVE)
    link = await refused.links.find(address.rpartition("/")[2])
    assert link

    await refused.browser.post(at(refused, f"/people/{OVE}/forget"), sure="yes")

    assert (await refused.service.browser().get(address)).status_code == 404
    assert await refused.links.list(refused.caller, refused.journey_id) == ()


async def test_who_keeps_again_with_other_choices_is_told_what_was_kept(refused: Client) -> None:
    await answered(refused, await made(refused, "organisation", STEP), REASONS)
    waits, _ = await reply_page(refused)
    await refused.browser.post(f"{waits}/keep", use_competence="gap")

    again = await refused.browser.post(f"{waits}/keep", use_competence="nothing", change="Another one")

    page = await refused.browser.get(again.headers["location"])
    assert "You kept this reply before. What you chose then is here." in page.text
    assert len((await view(refused, GAPS)).gaps) == 1


@pytest.mark.parametrize("change", ["", "Another one"])
async def test_after_a_failure_between_keeping_and_deleting_it_goes_on(refused: Client, change: str) -> None:
    """Recorded, and still there: what a process leaves that ends in between."""
    await answered(refused, await made(refused, "organisation", STEP), REASONS)
    waits, _ = await reply_page(refused)
    kept = await tables(refused, "select * from reply_links where reply is not null")
    await refused.browser.post(f"{waits}/keep", use_competence="gap")
    await put_back(refused, kept[0])

    went_on = await refused.browser.post(
        f"{waits}/keep", use_competence="gap", **({"change": change} if change else {})
    )

    assert at(refused, f"/refusals/{STEP}?told=reply-kept-before") in went_on.headers["location"]
    assert len((await view(refused, GAPS)).gaps) == 1
    assert await tables(refused, "select from reply_links where reply is not null") == []


async def test_what_was_recorded_is_not_said_to_be_thrown_away(refused: Client) -> None:
    await answered(refused, await made(refused, "organisation", STEP), REASONS)
    waits, _ = await reply_page(refused)
    kept = await tables(refused, "select * from reply_links where reply is not null")
    await refused.browser.post(f"{waits}/keep", use_competence="gap")
    await put_back(refused, kept[0])

    thrown = await refused.browser.post(f"{waits}/discard")

    assert thrown.status_code == 410
    assert "You kept this reply." in thrown.text


async def test_of_keeping_and_throwing_away_at_once_one_wins(refused: Client) -> None:
    """In two windows: whatever is said is what happened."""
    for turn in range(8):
        contact = uuid4()
        await tell(
            refused, {"type": "AddContact", "contact_id": str(contact), "name": f"Ove {turn}", "tie": "weak"}
        )
        await answered(
            refused, await made(refused, "supporter", contact), SEEN | {"strength": f"Strength {turn}"}
        )
        waits, _ = await reply_page(refused)
        before = await times_seen(refused)

        kept, thrown = await asyncio.gather(
            refused.browser.post(f"{waits}/keep", knew="new"), refused.browser.post(f"{waits}/discard")
        )

        recorded = await times_seen(refused) - before
        assert (kept.status_code == 303) == (recorded == 1), kept.text
        assert (thrown.status_code == 303) == (recorded == 0), thrown.text


@pytest.mark.parametrize("clock", [{"minutes": 1}, {"hours": -1}])
async def test_a_reply_that_is_being_kept_is_not_thrown_away(refused: Client, clock: dict[str, int]) -> None:
    """For a minute, also by a clock that is set back."""
    await answered(refused, await made(refused, "organisation", STEP), REASONS)
    waits, _ = await reply_page(refused)
    link_id = UUID(waits.rpartition("/")[2])
    assert await refused.links.begin_keeping(refused.caller, refused.journey_id, link_id)

    thrown = await refused.browser.post(f"{waits}/discard")

    assert thrown.status_code == 409
    assert "You already chose to keep this reply." in thrown.text
    refused.service.clock.on(**clock)
    assert (await refused.browser.post(f"{waits}/discard")).status_code == 303


async def test_a_reply_that_cannot_be_opened_is_said_so_and_stops_no_other(refused: Client) -> None:
    await answered(refused, await made(refused, "organisation", STEP), REASONS)
    waits, _ = await reply_page(refused)
    await answered(refused, await made(refused, "supporter", OVE), SEEN)
    await tables(
        refused, "update reply_links set reply = 'damaged' where link_id = $1", UUID(waits.rpartition("/")[2])
    )

    page = await refused.browser.get(f"{waits}/read")

    assert page.status_code == 200
    assert "This reply cannot be opened." in page.text
    assert (await refused.browser.post(f"{waits}/keep")).status_code == 200
    assert (await refused.browser.get(at(refused, "/agenda"))).text.count("/replies/") == 2
    assert (await refused.browser.post(f"{waits}/discard")).status_code == 303
    other, read = await reply_page(refused)
    assert other != waits
    assert "Explains hard things" in read.text


async def test_when_the_clock_is_set_back_everything_goes_on(refused: Client) -> None:
    address = await made(refused, "organisation", STEP)
    refused.service.clock.on(days=-2)
    await answered(refused, address, REASONS)
    refused.service.clock.on(days=-1)
    waits, _ = await reply_page(refused)

    kept = await refused.browser.post(f"{waits}/keep", use_competence="gap")

    assert kept.status_code == 303, kept.text


async def tables(client: Client, query: str, *values: Any) -> list[Any]:
    """What stands in the organisation's tables."""
    async with tenant_tx(client.service.app.state.services.pool, client.caller.tenant_id) as connection:
        return list(await connection.fetch(query, *values))


async def put_back(client: Client, row: Any) -> None:
    await tables(
        client,
        "update reply_links set reply = $2, receipt = $3 where link_id = $1",
        row["link_id"],
        row["reply"],
        row["receipt"],
    )


async def test_of_two_windows_that_keep_with_different_choices_one_counts(refused: Client) -> None:
    for turn in range(6):
        contact = uuid4()
        await tell(
            refused, {"type": "AddContact", "contact_id": str(contact), "name": f"Ove {turn}", "tie": "weak"}
        )
        strength = {"strength": f"Strength {turn}"}
        await answered(refused, await made(refused, "supporter", contact), SEEN | strength)
        waits, _ = await reply_page(refused)

        answers = await asyncio.gather(
            *(refused.browser.post(f"{waits}/keep", knew=one) for one in ("new", "knew", "new", "knew"))
        )

        assert {one.status_code for one in answers} == {303}, [one.text for one in answers]
        assert len((await view(refused, STRENGTHS)).strengths) == turn + 1


async def test_of_sending_declining_and_withdrawing_at_once_one_wins(refused: Client) -> None:
    won = set()
    for _ in range(8):
        address, guests = await made(refused, "organisation", STEP), refused.service
        forms = ({"competence": "Two years are asked for."}, {"decline": "yes"})

        sent, declined, withdrawn = await asyncio.gather(
            *(guests.browser().post(address, **one) for one in forms),
            refused.browser.post(at(refused, f"/ask/organisation/{STEP}/withdraw")),
        )

        waiting = await tables(refused, "select link_id from reply_links where reply is not null")
        assert withdrawn.status_code == 303
        assert (sent.status_code == 303) == bool(waiting), sent.text
        assert not (waiting and declined.status_code == 303)
        won.add((sent.status_code, declined.status_code))
        await tables(refused, "delete from reply_links")
        refused.service.clock.on(minutes=1)
    assert won <= {(303, 404), (404, 303), (404, 404)}


@pytest.mark.parametrize("purpose", ["organisation", "supporter"])
async def test_a_link_about_what_was_withdrawn_is_closed_and_can_be_withdrawn(
    refused: Client, purpose: str
) -> None:
    about, gone = (STEP, "AnswerReceived") if purpose == "organisation" else (OVE, "ContactAdded")
    address, ask = await made(refused, purpose, about), at(refused, f"/ask/{purpose}/{about}")
    await withdraw_entry(refused, gone)

    guest = refused.service.browser()
    answers = [await guest.get(address), await guest.post(address, **(REASONS | SEEN))]
    page = await refused.browser.get(ask)
    more = await refused.browser.post(ask, first_name="Elin", subject="Ove")
    withdrawn = await refused.browser.post(f"{ask}/withdraw")
    after = await refused.browser.get(withdrawn.headers["location"])

    assert {one.status_code for one in answers} == {404}
    assert "Your link takes no replies now." in page.text
    assert f'action="{ask}/withdraw"' in page.text
    assert more.status_code == 404
    assert "Your last link about this is closed." in after.text
    assert [one.state for one in await refused.links.list(refused.caller, refused.journey_id)] == ["closed"]


async def test_links_about_what_was_withdrawn_make_room_for_others(refused: Client) -> None:
    for _ in range(5):
        contact = uuid4()
        name = f"Kari {contact}"
        await tell(refused, {"type": "AddContact", "contact_id": str(contact), "name": name, "tie": "weak"})
        await made(refused, "supporter", contact)
        await withdraw_entry(refused, "ContactAdded")

    assert await made(refused, "supporter", OVE)


async def test_a_link_is_asked_for_only_where_there_was_a_rejection(refused: Client) -> None:
    step, ask = uuid4(), {"role_id": str(ROLE)}
    await tell(
        refused,
        ask | {"type": "PlanExperiment", "experiment_id": str(step), "kind": "application"},
        {"type": "RunExperiment", "experiment_id": str(step)},
    )

    for answer in (
        await refused.browser.get(at(refused, f"/ask/organisation/{step}")),
        await refused.browser.post(at(refused, f"/ask/organisation/{step}"), first_name="E", subject="job"),
        await refused.browser.post(at(refused, f"/ask/organisation/{step}/sent")),
    ):
        assert answer.status_code == 404


async def test_the_page_of_a_new_link_can_be_loaded_again(refused: Client) -> None:
    """Its address is shown once, and whoever has it by then can still answer."""
    fields = {"first_name": "Elin", "subject": "job", "command_id": str(uuid4())}
    address = await made(refused, "organisation", STEP, **fields)

    again = await refused.browser.post(at(refused, f"/ask/organisation/{STEP}"), **fields)

    assert again.status_code == 200
    assert "We cannot show the address again." in again.text
    assert f"{PUBLIC}/a/" not in again.text
    assert (await refused.service.browser().get(address)).status_code == 200
    assert await made(refused, "organisation", STEP, **(fields | {"command_id": str(uuid4())})) != address
    assert (await refused.service.browser().get(address)).status_code == 404


async def test_while_use_is_restricted_her_pages_say_that_a_link_takes_no_replies(refused: Client) -> None:
    await made(refused, "organisation", STEP)
    await refused.browser.post(at(refused, "/data/restriction"), ground="accuracy")

    for path in (f"/ask/organisation/{STEP}", f"/refusals/{STEP}"):
        page = await refused.browser.get(at(refused, path))
        assert "Your link takes no replies now." in page.text
        assert "Your link is open" not in page.text


@pytest.mark.parametrize("how", ["care", "rest", "later"])
async def test_no_page_mentions_a_reply_that_the_to_do_list_does_not(refused: Client, how: str) -> None:
    await answered(refused, await made(refused, "organisation", STEP), REASONS)
    waits, _ = await reply_page(refused)
    pages = [at(refused, path) for path in ("/agenda", "/week", f"/refusals/{STEP}")]
    before = [waits in (await refused.browser.get(one)).text for one in pages]
    if how == "later":
        await refused.browser.post(f"{waits}/later")
    elif how == "rest":
        await tell(refused, {"type": "DeclareRest", "happened_on": "2026-06-01", "monday": "2026-06-01"})
    else:
        await refused.tell(*(one | {"happened_on": "2026-06-01"} for one in a_rejection(uuid4())))

    assert before == [True] * 3
    assert [waits in (await refused.browser.get(one)).text for one in pages] == [False] * 3


async def test_a_pitch_has_the_same_bounds_everywhere(refused: Client) -> None:
    await answered(refused, await made(refused, "organisation", STEP), REASONS)
    waits, _ = await reply_page(refused)

    kept = await refused.browser.post(f"{waits}/keep", pitch="x" * 501)

    assert kept.status_code == 422
    assert "Use at most 500 characters." in kept.text


@pytest.mark.parametrize("how", ["waiting", "discard", "keep"])
async def test_nobody_tells_by_the_same_form_what_became_of_a_reply(refused: Client, how: str) -> None:
    address, form = await made(refused, "organisation", STEP), {"command_id": str(uuid4())} | REASONS
    guest = refused.service.browser()
    await guest.post(address, **form)
    if how != "waiting":
        waits, _ = await reply_page(refused)
        await refused.browser.post(f"{waits}/{how}")

    assert (await guest.post(address, **form)).headers["location"] == "/replies/sent"
    assert (await guest.post(address, **(form | {"competence": "Another text."}))).status_code == 409


async def withdraw_entry(client: Client, kind: str) -> None:
    """Takes back the last thing of a kind that was recorded."""
    journeys = client.service.app.state.services.journeys
    entries = await journeys.recorded_events(client.journey_id, tenant_id=client.caller.tenant_id)
    number = [one.number for one in entries if type(one.event).__name__ == kind][-1]
    await tell(client, {"type": "RetractEntry", "number": number, "reason": "not mine"})

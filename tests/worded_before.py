"""English sentences of today in the words they had when the samples of `written_before/` were made."""

import json
import re
from typing import Any

_BEFORE: tuple[tuple[str, str], ...] = (
    # Why something is suggested.
    (
        "You are not sure yet how much you would like it. One more conversation could change your order.",
        "How much you would like it is still unsure: one more talk can change your order.",
    ),
    (
        "You have not met anyone in this work yet. One conversation says more than any advert.",
        "You have not met this work yet: one talk says more than any advert.",
    ),
    (
        "You know fairly well how much you would like it. Applying shows what your chances are.",
        "You know fairly well how you would like it: an application tells what chance you have.",
    ),
    # What is due.
    (
        'ask whether you may call afterwards about the (interview|application) for ([^"]*)',
        r"\1 (\2): ask whether you may ring afterwards",
    ),
    (
        "close the week: what did it teach you, and what comes first next",
        "close the week: what did it teach, what comes next",
    ),
    (
        'ask whether they keep your details longer after the (interview|application) for ([^"]*)',
        r"\1 (\2): they keep your papers until this day",
    ),
    # Alerts.
    ("No contact from the coach for", "No contact by the coach for"),
    ("the last session was on", "the last check-in was on"),
    ("no session since the start on", "none was held since the start on"),
    ("(No step for [0-9]+ days): the last was on", r"\1: the last step on"),
    ("and no outcome is recorded", "and no ending is recorded"),
    (
        "rated ([0-9]+) out of 10 on ([0-9-]+), down from ([0-9]+)",
        r"rated \1 of 10 on \2, after \3 the time before",
    ),
    ("rated ([0-9]+) out of 10 on", r"rated \1 of 10 on"),
    ("changed a role's potential by", "moved a promise by"),
    ("\\bconversation on (?=[0-9]{4}-)", "talk on "),
    ("\\bwork trial on (?=[0-9]{4}-)", "trial on "),
    ("Dread rose from", "Dread went from"),
    (
        "Call today. Let them talk about the step, and agree on an easier one next.",
        "Ring today: let the step be told, and agree on a lighter one to follow it.",
    ),
    ("meet someone in the role, or shadow them for a day", "meet someone in the role, or spend a day along"),
    (
        "Ask openly what is missing between you. Offer another way of working, or another coach.",
        "Ask openly what is missing between you, and offer another way of working or another coach.",
    ),
    (
        "Ask the coach what is in the way, and make sure the client gets a call this week.",
        "Ask the coach what keeps them, and see that the client is rung this week.",
    ),
    (
        "Plan the aftercare together: what continues, who helps, and when you next speak.",
        "Plan the after-care together: what goes on, who helps, and when you speak again.",
    ),
    (
        "Call without reproach, and plan one ten-minute step together.",
        "Ring without reproach, and plan one step of ten minutes together.",
    ),
    # Questions of a coach.
    (
        "In one sentence: what would an employer gain by having you",
        "In one sentence: what does somebody gain by having you",
    ),
    (
        "What do you dread about the next step, and what would make it easier",
        "What do you dread in the next step, and what would make it lighter",
    ),
    ("Which route brought you closest", "Which channel brought you closest"),
    # Guidance.
    (
        "A no hurts, even when you saw it coming. You do not need to do anything with it today.",
        "A no hurts, also when you saw it coming. You need do nothing with it today.",
    ),
    (
        (
            "This no is about this job, on that day, with those candidates. "
            "It is not a verdict on you or on this kind of work."
        ),
        (
            "This answer holds for this post, on that day, beside those candidates. "
            "It is no verdict on you or on the work."
        ),
    ),
    (
        "You put yourself forward. Most people who would like this work never do.",
        "You put yourself forward, which most people who would like this work never do.",
    ),
    (
        "Ask who I met this week, not whether I have found something.",
        "Ask whom I met this week, not whether I have found something.",
    ),
    (
        "Introduce me to someone whose work I know nothing about.",
        "Introduce me to one person who does work I know nothing of.",
    ),
    ("before you give advice", "before you advise"),
    (
        "Could you keep my details on file, and until when\\? May I call again in three weeks",
        "May my papers stay on file, and until when? May I ring again in three weeks",
    ),
    ("Thank you for taking my call.", "Thank you for seeing me."),
    ("I am not calling about the decision", "I am not ringing about the decision"),
    (
        "Whatever you decide, may I call you afterwards to ask why\\? It would help me.",
        "Whatever you decide: may I ring you afterwards and ask what decided it? It helps me on.",
    ),
    (
        "Was there any knowledge or experience you felt was missing",
        "Was there something in depth or experience that you missed",
    ),
    (
        "Is there anything about how I came across that I could do differently",
        "Was there something in how I came across that I could do otherwise",
    ),
    (
        "Were there any requirements, skills or languages I did not meet",
        "Were there requirements, skills or languages that I did not meet",
    ),
    (
        "Was I right for the job, and did someone else happen to fit even better",
        "Would I have been right for it, and did another happen to fit even better",
    ),
    (
        "Would someone with my background be a welcome outsider, or one of many",
        "Would somebody with my background come to you as fresh blood, or as one of many",
    ),
    ("I will call on Thursday", "I will ring on Thursday"),
    (
        "You came second out of four. The other candidate had",
        "You were the second of four; the other had",
    ),
    (
        "Empty phrases lower trust and teach nothing.",
        "An empty phrase lowers trust and teaches nothing.",
    ),
    ("It closes the door on what could be learned.", "It closes the question what could be learned."),
    ("It ignores this one.", "It passes over this one."),
    ("It tells them that what they feel", "It tells somebody that what they feel"),
    ("and it makes the conversation about you", "and it moves the talk to the one who says it"),
    # What changed between two dates.
    ("New, then ruled out:", "Came into view and was blocked:"),
    ("New on the list:", "Came into view:"),
    ("Confirmed by a second person:", "Confirmed by a second witness:"),
    ('"New priorities:', '"New criteria:'),
    ('"Priorities:', '"Criteria:'),
    ("Dread from ([0-9]+) to", r"Dread \1 to"),
    ("Less dread than before:", "Steps are dreaded less than before:"),
    ("More dread than before:", "Steps are dreaded more than before:"),
    ("In effect choosing between", "Effectively choosing between"),
    ("Focus and range:", "Focus and scope:"),
    ("a broad search, and still open", "widely met and open"),
    ("a favourite, in a narrow search", "a favourite but little met"),
    ("(more roles?) tried: (\\w+) now", r"\1 met: \2 now"),
    ("([A-Z]\\w+ roles?) tried\\.", r"\1 met."),
    ("(steps?) done: ", r"\1 taken: "),
    ("Biggest changes:", "Moved most:"),
    ("\\b(\\w+) conversation(s?)(?=[,.]| and )", r"\1 talk\2"),
    ("\\bthe conversation about\\b", "the talk about"),
    ("\\bwork trial(s?)(?=[,.]| for | and )", r"trial\1"),
    ("\\bthe (application|interview|job shadowing|trial) for ", r"the \1 as "),
    ("is now in the lead, ahead of", "leads now, in place of"),
    (": still neutral (?=\\()", ": still fairly neutral "),
    ("(: |was )neutral (?=\\()", r"\1fairly neutral "),
    ("quite appealing (?=\\()", "fairly liked "),
    ("very appealing (?=\\()", "loved "),
    ("was fair,", "was reachable,"),
    ("was (very )?good, ", r"was \1likely, "),
    ("was small, ", "was hard, "),
    ("was very small, ", "was unlikely, "),
    ("\\bvery good chances", "five tries would very likely bring an invitation"),
    ("\\bgood chances", "five tries would likely bring an invitation"),
    ("\\bfair chances", "five tries may well bring an invitation"),
    ("\\bvery small chances", "five tries would hardly bring an invitation"),
    ("\\bsmall chances", "five tries might bring an invitation"),
    (", with (?=five tries)", ", and "),
    (
        "\\. Nothing new was heard, so older evidence counts less\\.",
        "; nothing new was heard, the old evidence fades.",
    ),
    # Refusals.
    ("This command_id was used by another request.", "Another request had this command_id."),
    ("Already used.", "Used before."),
    ("a new UUID", "a UUID of its own"),
    (
        "nothing in it can be read again, and nothing more can be recorded in it",
        "nothing of it can be read again, and nothing more is recorded in it",
    ),
    ("This journey has been erased.", "This journey was erased."),
    (
        "Only someone else can do or see that in this journey.",
        "In this journey that is for somebody else to do or to see.",
    ),
    ("You do not have permission to do or see this", "This is not for you to do or to see"),
)
"""What is said today, as a pattern, and what was said before."""


def worded_before(text: str) -> str:
    """A JSON text with the sentences it had before."""
    for today, before in _BEFORE:
        text = re.sub(today, before, text)
    return text


def answer_before(value: Any) -> Any:
    """An answer with the sentences it had before."""
    return json.loads(worded_before(json.dumps(value, ensure_ascii=False)))

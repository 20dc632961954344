"""Templates are read once: a page does not ask the disk thirty times whether one of them changed."""

import ast
import re

from service.localization.locales import LANGUAGES
from service.localization.translator import translator_for
from tests.source_code import ROOT, nodes_of, python_files


def test_no_template_is_looked_at_again_once_it_was_read() -> None:
    made = [
        node
        for path in python_files("service")
        for node in nodes_of(path)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Environment"
    ]

    assert len(made) >= 3
    assert all("auto_reload=False" in map(ast.unparse, one.keywords) for one in made)


FORM = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)
OF_ACCOUNTS = re.compile(
    r"/(account|sign-in|sign-out|language|invitation|enter|unsubscribe)\b|\{\{ (action|guest.path) \}\}$"
)
OF_FEEDS = re.compile(r"\{\{ at \}\}/agenda/(feed|weekly)(/off|/alarms)?$")
"""Neither records anything in a journey."""


def test_every_form_that_records_something_carries_the_id_by_which_it_counts_once() -> None:
    templates = (ROOT / "service/web/templates").rglob("*.html")
    forms = [found for path in templates for found in FORM.findall(path.read_text())]
    bare = [action for action, inside in forms if "once(" not in inside and "_ahead(" not in inside]

    assert len(forms) > 100
    assert [one for one in bare if not OF_ACCOUNTS.match(one) and not OF_FEEDS.match(one)] == []


NAMED_APART = re.compile(
    r'<(?:a|button)[^>]*aria-label="\{% trans [^%]*%\}([^"]*?)\{% endtrans %\}"[^>]*>\{% trans %\}(.*?)\{% endtrans %\}',
)
"""What is read aloud in place of what is seen, and that."""


def test_what_is_read_aloud_holds_the_words_that_are_seen_in_every_language() -> None:
    templates = (ROOT / "service/web/templates").rglob("*.html")
    named = [found for path in templates for found in NAMED_APART.findall(path.read_text())]
    told = [(re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", aloud), seen) for aloud, seen in named]

    assert len(told) > 4
    for language in LANGUAGES:
        words = translator_for(language)
        apart = [one for one, seen in told if words.gettext(seen) not in words.gettext(one)]
        assert apart == [], language


def test_no_link_and_no_button_is_named_by_a_message_of_its_own() -> None:
    """Who cannot see adds what it is about in hidden words, after those that are seen."""
    templates = (ROOT / "service/web/templates").rglob("*.html")

    assert [
        found
        for path in templates
        for found in re.findall(
            r'<(?:a|button)[^>]*aria-label="\{\{ gettext\([^>]*>\{% trans %\}.*?<', path.read_text()
        )
    ] == []


def test_every_page_reads_what_the_browser_remembers_of_a_form_that_was_sent() -> None:
    assert "outbox.js" in (ROOT / "service/web/templates/layout.html").read_text()
    assert 'from "./once.js"' in (ROOT / "service/web/static/outbox.js").read_text()

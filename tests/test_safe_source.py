"""What the service's own source keeps away from: ciphers of one's own making, and secrets left in a browser."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.source_code import PACKAGES, ROOT, nodes_of, python_files

STATIC = ("service/web/static", "service/api/static")

CRYPTOGRAPHY = {
    "argon2",
    "base64",
    "cryptography",
    "hashlib",
    "hmac",
    "joserfc",
    "pyotp",
    "secrets",
    "webauthn",
}
"""Where ciphers, hashes, signatures and secrets come from."""
KNOWN_TO_BREAK = re.compile(r"\b(md5|sha1|SHA1|MD5|DES|TripleDES|ARC4|RC4|Blowfish|ECB|PKCS1v15)\b")
ITS_KIND = re.compile(
    r"^(Crypto|Cryptodome|nacl|bcrypt|scrypt|passlib|jwt|jose|authlib|ecdsa|rsa|pyaes|OpenSSL|itsdangerous|crypt"
    r"|fernet|tink|oscrypto|M2Crypto|random)$"
)
"""Other names under which such things come; of `random` no secret may come."""
KEPT_BY_BROWSERS = re.compile(r"\b(localStorage|sessionStorage|indexedDB|document\.cookie|caches\.open)\b")


KEEPERS = ["outbox.js", "unsent.js", "worker.js"]
"""What is typed is kept, sealed, until it is told (the outbox takes over what was kept before), and the few pages that one needs
on the way: of one person, until they sign out."""


def imported(path: Path) -> Iterator[str]:
    for node in nodes_of(path):
        match node:
            case ast.Import():
                yield from (one.name.partition(".")[0] for one in node.names)
            case ast.ImportFrom(module=str(name), level=0):
                yield name.partition(".")[0]
            case _:
                pass


# ASVS 11.2.1
def test_ciphers_and_secrets_come_from_a_few_known_libraries() -> None:
    found = {(path.name, name) for path in python_files(*PACKAGES) for name in imported(path)}

    assert {(path, name) for path, name in found if ITS_KIND.match(name)} == set()
    assert {name for _, name in found} >= CRYPTOGRAPHY


def test_only_what_is_declared_is_imported() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = (one for group in project["optional-dependencies"].values() for one in group)
    # `uvicorn[standard]` brings the event loop along.
    names = {re.split(r"[\[<>=~]", one)[0] for one in (*project["dependencies"], *extras)}
    # A distribution may write its own name with an underscore.
    declared = {"uvloop"} | names | {one.replace("-", "_") for one in names}
    distributions = packages_distributions()
    foreign = {
        (str(path.relative_to(ROOT)), name)
        for path in python_files(*PACKAGES)
        for name in imported(path)
        if name not in PACKAGES and name not in sys.stdlib_module_names
    }

    assert {
        one for one in foreign if not declared & {of.lower() for of in distributions.get(one[1], ())}
    } == set()


# ASVS 11.2.3, 11.2.1
def test_nothing_that_is_known_to_break_is_called() -> None:
    assert [path.name for path in python_files(*PACKAGES) if KNOWN_TO_BREAK.search(path.read_text())] == []


# ASVS 14.3.3
def test_only_the_outbox_and_its_worker_keep_anything_in_a_browser_and_it_goes_at_sign_out() -> None:
    scripts = [
        path
        for place in STATIC
        for path in sorted((ROOT / place).rglob("*.js"))
        if "vendor" not in path.parts
    ]

    assert scripts
    assert [path.name for path in scripts if KEPT_BY_BROWSERS.search(path.read_text())] == KEEPERS
    assert not re.search(
        r"localStorage\.setItem|sessionStorage", "".join(path.read_text() for path in scripts)
    )


# ASVS 6.2.6
def test_a_password_is_typed_into_a_field_that_hides_it() -> None:
    templates = sorted((ROOT / "service/web/templates").rglob("*.html"))

    fields = [
        field
        for path in templates
        for field in re.findall(r"(?:<input[^>]*>|field\(.*?\)\s*}})", path.read_text())
        if "-password" in field
    ]

    assert fields
    assert [field for field in fields if 'type="password"' not in field] == []


@pytest.mark.parametrize("line", ["hashlib.md5(x)", "hashes.SHA1()", "modes.ECB()", "localStorage.x = 1"])
def test_what_is_looked_for_would_be_found(line: str) -> None:
    assert KNOWN_TO_BREAK.search(line) or KEPT_BY_BROWSERS.search(line)

"""JUnit documents: whatever stands in a case, the document is XML, and says no more than may be shown."""

import re
import xml.etree.ElementTree as ET
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.language.diagnostics.junit import Case, document
from game.language.text.characters import FORBIDDEN
from game.language.text.cleaning import clean

_ANY = st.text(alphabet=st.characters(), max_size=20)


@given(_ANY, _ANY, _ANY)
def test_any_words_make_a_document_that_reads_back(name: str, message: str, text: str) -> None:
    cases = [Case(name, name, status, message, text, name, 1.5) for status in ("passed", "failed", "error", "skipped")]
    written = document(name, cases, 2)
    assert not re.search(FORBIDDEN, written)
    suite = ET.fromstring(written)[0]
    assert suite.get("name") == clean(name)
    assert [one.get("name") for one in suite] == [clean(name)] * 4
    passed, failed, error, skipped = suite
    assert "".join(passed.itertext()) == clean(text)
    assert [case[0].tag for case in (failed, error, skipped)] == ["failure", "error", "skipped"]
    assert (failed[0].get("message"), failed[0].text or "") == (clean(message), clean(text))
    assert (error[0].get("message"), skipped[0].get("message")) == (clean(message), clean(message))


@pytest.mark.parametrize("status", ["failed", "error", "skipped"])
def test_a_document_counts_its_cases(status: Literal["failed", "error", "skipped"]) -> None:
    suite = ET.fromstring(document("s", [Case("g", "a", "passed"), Case("g", "b", status)], 0))[0]
    key = {"failed": "failures", "error": "errors", "skipped": "skipped"}[status]
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "2", "failures": "0", "errors": "0", "skipped": "0", key: "1",
    }  # fmt: skip

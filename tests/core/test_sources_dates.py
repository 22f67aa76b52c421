"""The publication date of a record, and which names its fields have: as precise as given, nothing guessed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.errors import SettingsError, SourceError
from summarizer.sources.columns import Columns
from summarizer.sources.dates import iso_date
from summarizer.sources.ninjs import is_ninjs, read_ninjs
from summarizer.sources.seen import Seen


@pytest.mark.parametrize(
    ("given_as", "iso"),
    [
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        ("2024-03-01", "2024-03-01"),
        ("2024/03/01", "2024-03-01"),
        ("20240301", "2024-03-01"),
        (20240301, "2024-03-01"),
        ("2024-03-01T10:05", "2024-03-01T10:05"),
        ("2024-03-01 10:05:06", "2024-03-01T10:05:06"),
        ("2024-03-01T10:05:06.250Z", "2024-03-01T10:05:06.250Z"),
        ("2024-03-01T10:05:06+0200", "2024-03-01T10:05:06+02:00"),
        ("20240301T100506Z", "2024-03-01T10:05:06Z"),
        ("Fri, 01 Mar 2024 10:05:06 +0100", "2024-03-01T10:05:06+01:00"),
        ("1 Mar 2024 10:05 GMT", "2024-03-01T10:05Z"),
        ("Fri, 01 Mar 2024 10:05:06 -0000", "2024-03-01T10:05:06"),
        ("March 1, 2024", "2024-03-01"),
        (1709287506, "2024-03-01T10:05:06Z"),
        ("1709287506000", "2024-03-01T10:05:06Z"),
        (1709287506.5, "2024-03-01T10:05:06Z"),
    ],
)
def test_a_date_is_normalised_and_no_more_precise(given_as: object, iso: str) -> None:
    """What is certainly a date comes out in ISO 8601, with the parts it has."""
    assert iso_date(given_as) == iso


@pytest.mark.parametrize(
    "given_as",
    [
        "3/4/2024",
        "03.04.2024",
        "2024-13-01",
        "2024-02-30",
        "2024-03-01T25:00",
        "2024-03-01T10:05+99:00",
        "Friday",
        "202403",
        *(
            "",
            " ",
            None,
            True,
            17,
            1.5,
            "x" * 5000,
            [],
            "Updated March 1, 2024",
            "32 Foo 2024 10:00 GMT",
            "9999999999999",
        ),
    ],
)
def test_what_is_no_date_for_certain_is_none(given_as: object) -> None:
    """A day that depends on who reads it, a day that is none, and what is no date at all."""
    assert iso_date(given_as) is None


@given(st.text(max_size=40) | st.integers() | st.floats() | st.from_regex(r"\d{4}-?\d\d-?\d\d([T ]\d\d:?\d\d.{0,12})?"))
def test_a_date_can_be_read_back(value: object) -> None:
    """Whatever is given, the outcome is none or something that the standard library reads."""
    found = iso_date(value)
    if found is not None and len(found) > 7 and "." not in found:
        datetime.fromisoformat(found)


def test_fields_are_found_by_the_names_that_are_in_use() -> None:
    """Upper case, camel case, underscores and spaces make no difference, and objects give their name."""
    record = {
        "Article Body": "Trucks go.",
        "headLine": " Trucks \n go ",
        "publishedAt": "2024-03-01",
        "source": {"id": None, "name": "Skerry Wire"},
        "inLanguage": "en-GB",
        "URL": "https://example.org/a",
        "_id": 17,
    }
    fields = Columns().read(record)
    assert (fields.text, fields.html, fields.id) == ("Trucks go.", False, "17")
    assert fields.metadata == {
        "title": "Trucks go",
        "url": "https://example.org/a",
        "publisher": "Skerry Wire",
        "published_at": "2024-03-01",
        "language": "en",
    }


def test_the_first_name_that_holds_something_counts() -> None:
    """An empty field does not stand in the way of the next that is known."""
    assert Columns().read({"text": "", "body": " ", "content": "Trucks go."}).text == "Trucks go."
    assert Columns().read({"text": ["One.", "Two."]}).text == "One.\n\nTwo."
    assert Columns().read({"text": None, "body_html": "<p>Trucks</p>"}).html


def test_named_columns_reach_into_objects_and_lists() -> None:
    """Dots lead down, numbers into lists, and a key that has dots itself comes first."""
    record: dict[str, Any] = {
        "a": {"b": [{"c": "Trucks go."}]},
        "x.y": "Title",
        "x": {"y": "Other"},
        "text": "Not this.",
    }
    fields = Columns({"text": "a.b.0.c", "title": "x.y"}).read(record)
    assert (fields.text, fields.metadata["title"]) == ("Trucks go.", "Title")


def test_a_record_without_text_names_its_fields() -> None:
    """Whoever reads the message sees what could have been meant, not more of it than can be read."""
    with pytest.raises(SourceError, match=r"its fields are 'words', 'k0'.*and 9 more") as caught:
        Columns().read({"words": "Trucks go."} | {f"k{n}": n for n in range(20)})
    assert "--column text=FIELD" in caught.value.mend
    with pytest.raises(SourceError, match="no text in 'story'; its fields are 'text'"):
        Columns({"text": "story"}).read({"text": "Not asked for."})


def test_columns_name_only_fields_of_an_article() -> None:
    """A misspelt name is told at once, with those that there are."""
    with pytest.raises(SettingsError, match="'txt'") as caught:
        Columns({"txt": "body"})
    assert "published_at" in caught.value.mend


def test_what_is_not_what_it_should_be_is_left_out() -> None:
    """An address that is none, a language in words, a title as long as a story."""
    record = {
        "text": "T",
        "url": "javascript:alert(1)",
        "language": "English",
        "title": "x" * 2000,
        "date": "soon",
        "id": True,
    }
    fields = Columns().read(record)
    assert fields.id is None
    assert set(fields.metadata.values()) == {None}


NINJS_1 = {
    "uri": "http://wire.example/2024/17",
    "type": "text",
    "versioncreated": "2024-03-01T10:05:06Z",
    "firstcreated": "2024-02-29T08:00:00Z",
    "language": "en",
    "headline": "Trucks go",
    "body_text": "Plain words.",
    "body_xhtml": "<p>Marked words.</p>",
    "copyrightholder": "Skerry Wire",
}
NINJS_3 = {
    "uri": "urn:x:17",
    "versionCreated": "2024-03-01T10:05:06Z",
    "pubStatus": "usable",
    "headlines": [{"role": "short", "value": "Trucks"}, {"role": "main", "value": "Trucks go"}],
    "bodies": [
        {"role": "nitf", "contentType": "text/vnd.IPTC.NITF", "value": "<nitf/>"},
        {"role": "main", "contentType": "text/html", "value": "<p>Marked words.</p>"},
        {"role": "main", "contentType": "text/plain", "value": "Plain words."},
    ],
    "infoSources": [{"name": "Skerry Wire"}],
}


@pytest.mark.parametrize("item", [NINJS_1, NINJS_3])
def test_ninjs_of_each_generation_says_the_same(item: dict[str, Any]) -> None:
    """Single properties of 1.x, lists of 2.x and camel case of 3.x come out under our names, plain text first."""
    assert is_ninjs(item)
    found = read_ninjs(item)
    assert (found["text"], found["title"], found["publisher"]) == ("Plain words.", "Trucks go", "Skerry Wire")
    assert (found["published_at"], found["id"]) == ("2024-03-01T10:05:06Z", item["uri"])


def test_ninjs_without_plain_text_gives_its_html() -> None:
    """HTML comes before other markup."""
    bodies = NINJS_3["bodies"][:2]
    assert read_ninjs({**NINJS_3, "bodies": bodies})["html"] == "<p>Marked words.</p>"
    assert read_ninjs({**NINJS_1, "body_text": ""})["html"] == "<p>Marked words.</p>"


def test_ninjs_that_was_taken_back_or_has_no_words_is_refused() -> None:
    """A withdrawn story must not become a brief, and a picture has no story."""
    with pytest.raises(SourceError, match="withdrawn"):
        read_ninjs({**NINJS_3, "pubStatus": "canceled"})
    with pytest.raises(SourceError, match="of type picture without a body"):
        read_ninjs({"uri": "urn:x:18", "type": "picture", "versioncreated": "2024-03-01T10:05:06Z"})


def test_an_ordinary_record_is_no_ninjs() -> None:
    """An address and a headline make no ninjs item."""
    assert not is_ninjs({"uri": "x", "headline": "Trucks go", "text": "Trucks."})


def test_an_id_that_was_there_is_seen() -> None:
    """What is new is told to be new, but for very few; what is old is always told to be old."""
    seen = Seen()
    assert sum(seen.add(f"r{number}") for number in range(5000)) < 3
    assert all(seen.add(f"r{number}") for number in range(5000))

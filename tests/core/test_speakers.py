"""Who says a sentence: found by reporting verbs, carried on by pronouns, nobody where nothing shows it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.extract.names import is_pronoun
from summarizer.extract.speakers import speakers, spoken_for


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Kolvas said the boats were gone.", "Kolvas"),
        ("Irena Kolvas later told reporters that the boats were gone.", "Irena Kolvas"),
        ("Irena Kolvas, a spokeswoman for the Treasury, said the boats were gone.", "Irena Kolvas"),
        ("“The boats are gone,” said Irena Kolvas.", "Irena Kolvas"),
        ("“They are gone,” said Treasury spokeswoman Irena Kolvas.", "Irena Kolvas"),
        ('"The boats are gone," Col. Petar Ruiz told the court.', "Petar Ruiz"),
        ("Velmora denied that it had sold boats.", "Velmora"),
        ("THE BOATS WERE GONE, IRENA KOLVAS SAID ON MONDAY.", "IRENA KOLVAS"),
        ("The boats were gone by Monday.", ""),
        ("Boats that nobody had seen were gone.", ""),
        ("The officials said nothing.", ""),
        ("", ""),
        ("船はなくなったと述べた。", ""),
    ],
)
def test_the_speaker_of_a_sentence(sentence: str, speaker: str) -> None:
    """The name at the reporting verb speaks, without title and apposition; a sentence without one has nobody."""
    assert speakers([sentence]) == [speaker]


def test_a_pronoun_is_the_last_one_named() -> None:
    """'He said' is whoever was named last, also over sentences that nobody says; before anybody it is nobody."""
    assert speakers(
        [
            "He said so.",
            "Petar Ruiz said so.",
            "The sea was calm.",
            "“No,” he added.",
            "Mara Lind told them.",
            "She said no.",
        ]
    ) == ["", "Petar Ruiz", "", "Petar Ruiz", "Mara Lind", "Mara Lind"]


@pytest.mark.parametrize(
    ("sentence", "bodies"),
    [
        ("Kolvas, a spokeswoman for the Treasury Ministry, left.", ["Treasury Ministry"]),
        ("A Treasury Ministry spokesman left.", ["Treasury Ministry"]),
        ("A spokesman left.", []),
    ],
)
def test_who_is_spoken_for(sentence: str, bodies: list[str]) -> None:
    """A spokesman's body is named before or after him."""
    assert [name for name in spoken_for(sentence) if not is_pronoun(name)] == bodies


@given(
    st.lists(
        st.text(max_size=80)
        | st.lists(st.sampled_from("Lind He said , ” the told Ruiz, told: “ of".split())).map(" ".join)
    )
)
def test_any_text_has_one_answer_a_sentence(sentences: list[str]) -> None:
    """There is one speaker or none for each sentence, whatever it is, and no pronoun speaks."""
    found = speakers(sentences)
    assert len(found) == len(sentences)
    assert all(name.casefold() not in {"he", "she", "they", "it"} for name in found)


@pytest.mark.parametrize("text", ["A " * 450, "A, " * 300, "A of " * 180, "A, a" * 200, "” said " * 130, "A.A" * 300])
def test_no_sentence_takes_for_ever(text: str) -> None:
    """The longest sentence that is asked about is read in a moment, whatever it is made of."""
    started = time.monotonic()
    speakers([text])
    spoken_for(text)
    assert time.monotonic() - started < 1

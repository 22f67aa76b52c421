"""Who says a sentence: found by reporting verbs, carried on by pronouns, nobody where nothing shows it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.extract.names import is_pronoun
from summarizer.extract.speakers import speakers, spoken_for, told_as_done


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
        ("The U.N. envoy for Kessar, Astrid Holmqvist, said the boats were gone.", "Astrid Holmqvist"),
        ("The trade minister, Ivo Hart, later told reporters.", "Ivo Hart"),
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
    ("sentences", "found"),
    [
        (["“We sold boats.", "We sold them all,” said Petar Ruiz."], ["Petar Ruiz", "Petar Ruiz"]),
        (["“We sold boats,” said Petar Ruiz.", "“We want no more.”"], ["Petar Ruiz", "Petar Ruiz"]),
        (["“We sold boats,” said Petar Ruiz.", "The sea was calm.", "“We did.”"], ["Petar Ruiz", "", ""]),
        (["“We sold boats.", "Nobody knows.", "The end."], ["", "", ""]),
        (["“We sold boats.”", "The end, said Petar Ruiz."], ["", "Petar Ruiz"]),
        (['"We sold boats.', 'We sold them all," said Petar Ruiz.'], ["Petar Ruiz", "Petar Ruiz"]),
        (["“No,” said Petar Ruiz.", "“It is late.", "We go home.”"], ["Petar Ruiz", "Petar Ruiz", "Petar Ruiz"]),
    ],
)
def test_a_quotation_over_sentences_has_one_speaker(sentences: list[str], found: list[str]) -> None:
    """Whoever is named at its end has said all of it, and a quotation right after his is his; what stands between is not."""
    assert speakers(sentences) == found


@pytest.mark.parametrize(
    ("sentence", "bodies"),
    [
        ("Kolvas, a spokeswoman for the Treasury Ministry, left.", ["Treasury Ministry"]),
        ("A Treasury Ministry spokesman left.", ["Treasury Ministry"]),
        ("A spokesman left.", []),
        ("A spokesman for the Treasury Ministry left.", ["Treasury Ministry"]),
        ("Ruiz, a spokesman for the Selkan army, left.", ["Selkan army"]),
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


@pytest.mark.parametrize(
    ("sentence", "done"),
    [
        ("Kessel shipped 18 radars in November.", True),
        ("Radars were delivered.", True),
        ("KESSEL SOLD RADARS.", True),
        ("Kessel will ship radars.", False),
        ("Kessel agreed to send radars.", False),
        ("Kessel has never shipped radars.", False),
        ("Kessel hasn’t sold radars.", False),
        ("Kessel allegedly sold radars.", False),
        ("The radars that were sold were seized.", False),
        ("The sea was calm.", False),
        ("", False),
        ("Kessel is said to have sold radars.", False),
    ],
)
def test_what_is_told_as_done(sentence: str, done: bool) -> None:
    """A past verb of giving or taking, and nothing that makes it a plan, a guess, an attempt or a denial."""
    assert told_as_done(sentence) is done

"""Sentences of news copy: where they end, what they cover, and how long that takes."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.article import Span, sentence_at, sentences, sentences_over

SHARED = Path(__file__).resolve().parents[3] / "shared"


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


ONE_SENTENCE = [
    "Brig. Gen. Ada Holt, a spokesperson, said nothing had been delivered.",
    "Lt. Col. J. R. Voss met Mr. Lund and Mrs. Oduya at St. Anne.",
    "The railcars moved on Nov. 18-Nov. 19, 2022 near the border.",
    "The U.S. Department of Trade and the U.N. Security Council disagreed.",
    "Ex-president Donald J. Tarn’s team spoke to John F. Keller of Acme Inc. chairman's office.",
    "Resolution No. 1718 and Art. 5 of the pact apply, vs. none before.",
    "The price rose 3.5 pct to 1.25 dlrs. a barrel.",
    "The talks begin at 5 p.m. Eastern time on Jan. 20.",
    "NBN, quoting U.S. And foreign sources, said U.S. Laws were broken.",
    "RENO, March 31 - Halden Co has been awarded a 3.53 billion dlr contract.",
    "LAGOS (Newswire) - The ministry said it would pay.",
    "THE U.S. OFFICIALS MET GEN. HOLT OF ACME CO. IN THE CAPITAL.",
    '"Could it reach us there?" Malone asked reporters on Monday.',
    "“Will they pay!” the minister said.",
    "The plants at Andover, Mass. and Dover, Del. were named.",
    "The rebels ... fled, and e.g. the trucks of Halden Corp. were burnt etc. on the way.",
    "See www.example.org for the 3.14 release of example.com files.",
    "1. The first of the demands is food.",
    "He paid $9.5 million.",
    "В. В. Петров прибыл в город.",
]


@pytest.mark.parametrize("text", ONE_SENTENCE)
def test_a_stop_inside_a_sentence_is_no_border(text: str) -> None:
    """Abbreviations, initials, numbers, addresses and attributed questions leave a sentence whole."""
    assert cut(text) == [text]


SEVERAL = [
    ["The minister said no.", "The deal is off."],
    ["It went to Acme Inc.", "The company denied it."],
    ["They left the U.S.", "The minister stayed."],
    ["It was 1989.", "Five trucks came."],
    ["It ended at 5 p.m.", "The minister left."],
    ["THE MINISTER SAID.", "U.S. OFFICIALS AGREED.", "THE TALKS WENT ON."],
    ["THEY LEFT THE U.S.", "THE MINISTER STAYED."],
    ['"We went there.', "There was nothing.", 'We left," he said.', '"It is over."', "She agreed."],
    ["“We went there.”", "He nodded."],
    ["He was done (for good.)", "She was not."],
    ["Did it fly?", "It did!", "Nobody saw it…", "Then it fell."],
    ["They waited...", '"It is wrong," he said.'],
    ["He spoke of Plan B.", "The others laughed."],
    ["It was in Nov.", "The talks failed."],
    ["The company is at Andover, Mass.", "The contract is new."],
    ["The police came.", "(Newswire)"],
    ["The police came. (example.org/292)"],
    ["大臣は述べた。", "終わった。", "「本当だ。」と言った。"],
    ["部长说：“是的。”", "他走了！", "真的？", "对。"],
    ["Il a dit « oui. »", "Elle est partie."],
    ["قال الوزير نعم؟", "ثم غادر."],
    ["मंत्री ने कहा।", "वह गए।"],
]


@pytest.mark.parametrize("parts", SEVERAL)
def test_a_sentence_ends_at_its_stop(parts: list[str]) -> None:
    """A stop with its closing quotation marks ends a sentence, in capitals and in other scripts too."""
    joiner = "" if parts[0][0] in "大部" else " "
    assert cut(joiner.join(parts)) == parts


def test_copy_without_capitals_is_cut_too() -> None:
    """In copy that is all lower case a stop is a border unless an abbreviation is before it."""
    text = "gen. ada holt spoke to a u.s. senate panel. she denied it.  the trucks left at 5 a.m. today. (x)"
    assert cut(text) == [
        "gen. ada holt spoke to a u.s. senate panel.",
        "she denied it.",
        "the trucks left at 5 a.m. today.",
        "(x)",
    ]


WIRE = """HALDEN <HLD> GETS 3.5 BILLION DLR ORDER
31-MAR-1987 16:17:52.58
RENO, March 31 - Halden Co has been awarded a 3.53 billion
dlr contract for a missile that is named after General John
Keller, the Army said.
    The contract was awarded to its Missiles Division, Dover,
Mass.
    It will pay for 810 missiles and for spare parts that the
Martin Voss Corp and the Dover Missile Division of the U.S.
Department of Works make.
    A later order is possible
 Newswire
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_wrapped_wire_copy_is_cut_at_its_paragraphs(newline: str) -> None:
    """A line wrap is no border; headline, date header, indented paragraphs and end mark are cut off."""
    found = [" ".join(part.split()) for part in cut(WIRE.replace("\n", newline))]
    assert found == [
        "HALDEN <HLD> GETS 3.5 BILLION DLR ORDER",
        "31-MAR-1987 16:17:52.58",
        "RENO, March 31 - Halden Co has been awarded a 3.53 billion dlr contract for a missile that is"
        " named after General John Keller, the Army said.",
        "The contract was awarded to its Missiles Division, Dover, Mass.",
        "It will pay for 810 missiles and for spare parts that the Martin Voss Corp and the Dover Missile"
        " Division of the U.S. Department of Works make.",
        "A later order is possible",
        "Newswire",
    ]


def test_an_indented_line_begins_a_paragraph() -> None:
    """After a full line that ends with an abbreviation only the indentation shows the border."""
    text = "    The contract goes to the division of the company in Dover, Mass.\n    Halden Corp builds\ntrucks."
    assert cut(text) == [
        "The contract goes to the division of the company in Dover, Mass.",
        "Halden Corp builds\ntrucks.",
    ]


def test_wrapped_capitals_are_one_sentence() -> None:
    """All-capital copy shows no lower case, so the width of its lines tells the wraps."""
    lines = [
        "LIMA, 12 JAN 90 (NWA) -- [TEXT] THE ARMED FORCES TODAY REPORTED THAT",
        "ELEVEN TRUCKS OF THE GOVERNMENT WERE BURNT NEAR THE CAPITAL BY A GROUP",
        "OF GUERRILLAS WHO FLED INTO THE MOUNTAINS WITH THE WEAPONS OF A POLICE",
        "PATROL. THE ARMY SAID THAT GENERAL JUAN PEREZ AND COLONEL LUIS GARCIA",
        "WERE NOT HURT.",
    ]
    assert len(cut("\n".join(lines))) == 2


def test_a_heading_without_a_stop_is_a_sentence() -> None:
    """A headline, a byline and a caption each stand alone when every paragraph has its line."""
    lines = [
        "Halden to send trucks to Norland: officials",
        "By Ada Holt",
        "Trucks are seen near the border in this captured image. Newswire |",
        "Halden is working to send dozens of trucks to Norland, an official said Thursday, and that was all.",
        "Source",
    ]
    assert cut("\n".join(lines)) == [*lines[:2], lines[2][:-11], "Newswire |", *lines[3:]]
    assert cut("A heading\n \t\r\nand more") == ["A heading", "and more"]


def test_a_date_header_is_cut_off_its_headline() -> None:
    """The header that some systems put behind a headline is no part of it."""
    text = "Halden sends trucks: NSC DATE: 2024-10-05 14:59:42\nThe trucks left on Friday.\n"
    assert cut(text)[:2] == ["Halden sends trucks: NSC", "DATE: 2024-10-05 14:59:42"]


def check_geometry(text: str) -> None:
    spans = sentences(text)
    end = 0
    for span in spans:
        assert span.start >= end and len(span) > 0
        assert not text[end : span.start].strip()
        words = text[span.start : span.end]
        assert words == words.strip()
        end = span.end
    assert not text[end:].strip()


PIECES = st.sampled_from(
    [
        *(
            "U.S. ",
            "Mr. ",
            "\n",
            "\r\n",
            "\n\n",
            "    ",
            ". ",
            '."',
            "?! ",
            "。",
            "」",
            "… ",
            "the ",
            "The ",
            "NO. 5 ",
        ),
        *(
            "The ",
            "NO. 5 ",
            "(",
            ") ",
            "é",
            "\u2028",
            "\x1c",
            " DATE: 2024-01-01",
            "LIMA, 12 JAN (A) - ",
            " »",
            "“",
            "J. ",
        ),
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join)))
@settings(deadline=None)
def test_spans_cover_the_text_in_order(text: str) -> None:
    """Whatever the text: spans are in order, apart, trimmed, and hold all that is not white space."""
    check_geometry(text)


@pytest.mark.parametrize(
    "unit",
    [
        *(
            "U.S. ",
            "(((",
            "lorem ipsum ",
            "e\u0301\u0323",
            ".",
            ". ",
            "\n",
            "a\n",
            '."',
            '?" Ann ',
            "。",
            "A, ",
        ),
        *("A, ", ". »", "a\n   \n"),
    ],
)
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    """50 kB of one repeated unit take a fraction of a second, four times as much about four times as long."""
    small, large = (unit * (size // len(unit)) for size in (50_000, 200_000))
    timings = []
    for text in (small, large):
        began = time.process_time()
        sentences(text)
        timings.append(time.process_time() - began)
    assert timings[0] < 0.5
    assert timings[1] < 12 * timings[0] + 0.1


def test_places_are_found_by_offset() -> None:
    """sentence_at gives the sentence that holds a character, sentences_over those that a span touches."""
    text = "One came.  Two went. Three stayed."
    spans = sentences(text)
    assert [sentence_at(spans, offset) for offset in (0, 8, 9, 10, 11, 20, len(text) - 1, len(text))] == [
        *(0, 0, None, None, 1, None, 2),
        None,
    ]
    assert list(sentences_over(spans, Span(4, 12))) == [0, 1]
    assert list(sentences_over(spans, Span(9, 11))) == []
    assert list(sentences_over(spans, Span(11, 11))) == []
    assert list(sentences_over(spans, Span(0, len(text)))) == [0, 1, 2]


@given(st.text(alphabet="aA. \n", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_sentences_over_agrees_with_overlap(text: str, one: int, other: int) -> None:
    """The indices by bisection are the ones that comparing every span gives."""
    spans = sentences(text)
    span = Span(min(one, other), max(one, other))
    touched = [index for index, each in enumerate(spans) if each.overlaps(span)] if len(span) else []
    assert list(sentences_over(spans, span)) == touched


# How many sentences a reader counts in each text, headings and credits included.
COUNTS = {
    "bbc05_china_arms_ban": 25,
    "nyt17_sudan_sanctions": 32,
    "reuters16_cia_weapons_stolen": 11,
    "reuters19_titan_map": 21,
    "reuters87_raytheon_patriot": 19,
    "reuters87_white_house_denies": 17,
    "seed_asiae_kirby": 12,
    "seed_yonhap_kirby": 22,
}


@pytest.mark.parametrize("name", COUNTS)
def test_real_articles(name: str) -> None:
    """The articles kept outside the repository are cut as a reader cuts them."""
    path = SHARED / "gold" / f"{name}.txt"
    if not path.exists():
        pytest.skip("the evaluation articles are not here")
    text = path.read_bytes().decode()
    check_geometry(text)
    assert len(sentences(text)) == COUNTS[name]
    assert not any(part.endswith(("Gen.", "Brig.", "U.S.", "Nov.", "Mr.")) for part in cut(text))

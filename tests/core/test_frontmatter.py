"""What a plain text shows of itself, and which of its lines are not the story."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.article import article_from_text
from summarizer.article.dates import mentions_day, parse_date
from summarizer.article.frontmatter import Front, detect_language, read_front

SHARED = Path(__file__).resolve().parents[3] / "shared"

STORY = "The minister said on Friday that the trucks would go to the border, and that they were full of food."


def shown(text: str) -> tuple[Front, list[str]]:
    front = read_front(text)
    return front, [text[span.start : span.end] for span in front.boilerplate]


def test_an_agency_story_with_header_caption_and_sign_off() -> None:
    """Headline, date header, caption and agency are read off a story as a content system prints it."""
    text = (
        "Halden sends trucks to Norland: officials DATE: 2024-10-05 14:59:42\n"
        "The captured image shows a photo of trucks near Dover on Jan. 20. Newswire |\n"
        f"{STORY}\n"
        '"But it is something we watch," he told a briefing. (Yonhap)\n'
        "Ada Holt, a spokesperson, is seen speaking in Dover on March 29 in this captured image. Newswire |"
    )
    front, apart = shown(text)
    assert front.title == "Halden sends trucks to Norland: officials"
    assert front.published_at == "2024-10-05T14:59:42"
    assert front.publisher == "Yonhap"
    assert front.language == "en"
    assert apart == [
        "DATE: 2024-10-05 14:59:42",
        "The captured image shows a photo of trucks near Dover on Jan. 20. Newswire |",
        "(Yonhap)",
        "Ada Holt, a spokesperson, is seen speaking in Dover on March 29 in this captured image. Newswire |",
    ]


def test_old_wire_copy() -> None:
    """The wire's header line gives the date without its hundredths, the end mark the agency."""
    text = (
        "HALDEN <HLD> GETS 3.5 BILLION DLR ORDER\n31-MAR-1987 16:17:52.58\n"
        "RENO, March 31 - Halden Co has been awarded an order for\nmissiles, the Army said.\n Reuter\n"
    )
    front, apart = shown(text)
    assert front.title == "HALDEN <HLD> GETS 3.5 BILLION DLR ORDER"
    assert front.published_at == "1987-03-31T16:17:52"
    assert front.publisher == "Reuters"
    assert apart == ["31-MAR-1987 16:17:52.58", "Reuter"]


def test_a_copyright_line_names_the_publisher() -> None:
    """The publisher is the one whose copyright it is, before the agency of the dateline."""
    text = f"LAGOS (Newswire) - {STORY}\n© The Example Daily(www.example.org). All rights reserved.\n"
    front, apart = shown(text)
    assert front.title is None
    assert front.publisher == "The Example Daily"
    assert apart == ["© The Example Daily(www.example.org).", "All rights reserved."]
    assert shown(f"{STORY}\n\nCopyright 2024 Example News. All rights.")[0].publisher == "Example News"
    assert shown(f"{STORY}\n\n(c) 2019-2024 Example News")[0].publisher == "Example News"


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("LAGOS (Reuters) - ", "Reuters"),
        ("LAGOS, Nov. 3 (NWA) -- ", "NWA"),
        ("LAGOS, March 3, 2023 (AP) — ", "AP"),
        ("LIMA, 12 JAN 90 (EFE) -- ", "EFE"),
        ("(NWA) -- ", "NWA"),
        ("The minister (local time) - ", None),
        ("", None),
    ],
)
def test_the_agency_of_a_dateline(dateline: str, agency: str | None) -> None:
    """The name in brackets before the dash is the agency."""
    assert read_front(dateline + STORY).publisher == agency


@pytest.mark.parametrize(
    ("line", "iso"),
    [
        ("DATE: 2024-10-05 14:59:42", "2024-10-05T14:59:42"),
        ("2024-10-05", "2024-10-05"),
        ("2024-10-05T14:59Z", "2024-10-05T14:59Z"),
        ("5-APR-1987 03:37:45.30", "1987-04-05T03:37:45"),
        ("Published: March 31, 2023", "2023-03-31"),
        ("Published on Fri, 31 March 2023 at 09:05 UTC", "2023-03-31T09:05Z"),
        ("31 Mar. 2023, 09:05 +0900", "2023-03-31T09:05+09:00"),
        ("Updated March 31, 2023", None),
        ("March 31", None),
        ("2024-02-30", None),
        ("12 JAN 90", None),
        ("Published reports of 31 March 2023 say so", None),
        ("The talks were on March 31, 2023", None),
        ("Maybe 31, 2023", None),
    ],
)
def test_a_date_is_as_precise_as_its_line(line: str, iso: str | None) -> None:
    """A line that is a date and nothing else becomes ISO 8601; no part is made up."""
    assert parse_date(line) == iso


def test_a_day_is_found_in_a_text_that_has_it() -> None:
    """A day counts as mentioned in digits and in words, not as a part of other digits."""
    for text in (
        "on 2023-03-05.",
        "/2023/03/05/",
        "20230305",
        "March 5, 2023",
        "5 mar. 2023",
        "05 MARCH 2023",
    ):
        assert mentions_day(text, "2023-03-05")
    for text in ("2023-03", "2023-03-051", "12023-03-05", "March 5", "March 25, 2023", "2023/03-05", ""):
        assert not mentions_day(text, "2023-03-05")


def test_a_dateline_with_a_year_gives_the_day() -> None:
    """Month and day alone give no date, since the year would be a guess."""
    assert read_front(f"LAGOS, March 3, 2023 (AP) - {STORY}").published_at == "2023-03-03"
    assert read_front(f"LAGOS, March 3 (AP) - {STORY}").published_at is None


@pytest.mark.parametrize(
    "first",
    [
        *(
            "The minister said so.",
            "By Ada Holt",
            "LAGOS (NWA) - The minister",
            "the rest of it",
            "He said: “No”",
        ),
        *("x" * 201, "— — —"),
    ],
)
def test_what_is_no_headline(first: str) -> None:
    """A sentence, a byline, a dateline and a line that goes on are no title."""
    title = read_front(f"{first}\n\n{STORY}\n\n{STORY}").title
    assert title is None


def test_a_text_of_one_paragraph_has_no_title() -> None:
    """A headline is a headline of something."""
    assert read_front("Halden sends trucks to Norland").title is None
    assert read_front(STORY).title is None


@pytest.mark.parametrize(
    "line",
    [
        "(Reporting by Ada Holt in Lagos; Editing by Jo Voss)",
        "Reporting by Ada Holt and Jo van der Voss in Lagos; Editing by Ben Lund",
        "Additional reporting by Ada Holt",
        "Writing and editing by Ada Holt.",
        "FILE PHOTO: A truck stands at the border, January 5, 2023. REUTERS/Ada Holt",
        "A truck stands at the border. (Photo by Ada Holt/AFP)",
        "A truck stands at the border. Ada Holt/AFP via Getty Images",
        "Photo: Ada Holt",
        "Source",
        "Continue reading the main story",
        "Advertisement",
        "###",
        "-30-",
        "REUTER",
        "© Example News",
        "All rights reserved.",
        "Our Standards: The Example Trust Principles.",
        "Updated March 31, 2023",
    ],
)
def test_lines_that_are_not_the_story(line: str) -> None:
    """Captions, credits, rights, section words and end marks are boilerplate, wherever they stand."""
    for text in (f"{STORY}\n\n{line}\n\n{STORY}", f"{line}\n{STORY}", f"{STORY}\n{line}\n"):
        _, apart = shown(text)
        assert " ".join(apart) == line


@pytest.mark.parametrize(
    "line",
    [
        "Reporting by the Example Times showed that Halden sold 24 missiles.",
        "Copyright law forbids the sale of 24 missiles by Halden.",
        "The source said that Halden sold 24 missiles.",
        "Editing by hand, Halden's clerk changed the order to 24 missiles.",
        "The image shows that Halden sold 24 missiles, the Army said.",
        "Halden sold 24 missiles (CIA) in May.",
        "All rights to the missiles were sold to Norland.",
        "Satellite images show 24 missiles at the border, the Army said.",
        "Halden / Norland: 24 missiles were sold.",
        "Published reports say that 24 missiles were sold on March 31, 2023.",
        "Watch out for 24 missiles",
    ],
)
def test_facts_are_not_boilerplate(line: str) -> None:
    """A sentence that tells something stays in the story even if it begins like a credit."""
    assert shown(f"{STORY}\n\n{line}\n\n{STORY}")[1] == []


def test_the_language_is_named_only_where_it_is_certain() -> None:
    """English is recognized, also in capitals; other languages and a few words are not called English."""
    assert detect_language(STORY) == "en"
    assert detect_language(STORY.upper()) == "en"
    for other in (
        "Der Minister sagte am Freitag, dass die Lastwagen zur Grenze fahren und dass sie voll waren.",
        "De minister zei vrijdag dat de vrachtwagens naar de grens gaan en dat ze vol waren of leeg.",
        "Le ministre a dit vendredi que les camions iraient vers la frontière et qu'ils étaient pleins.",
        "部长说,卡车将开往边境。",
        "Министр сказал в пятницу, что грузовики поедут к границе.",
        "The Halden",
        "",
    ):
        assert detect_language(other) is None


def test_what_the_caller_knows_goes_before_what_the_text_shows() -> None:
    """A library user's own title, date, publisher and language stand."""
    article = article_from_text(
        f"Halden sends trucks\n\n{STORY}\n\n© Example News",
        "feed:1",
        title="Another",
        publisher="A feed",
        published_at="2023-03",
        language="de",
        url="https://example.org/1",
    )
    assert (article.title, article.publisher, article.published_at) == ("Another", "A feed", "2023-03")
    assert (article.language, article.url, article.source) == ("de", "https://example.org/1", "feed:1")


LINES = st.sampled_from(
    [
        *("Halden sends trucks", STORY, "© Example(x)", "(Yonhap)", "Source", "31-MAR-1987 16:17", "A |"),
        *("DATE: 2024-10-05", "(Reporting by A; B)", "LAGOS (A) - x.", "in this file photo", "Photo: x"),
        *("", " Reuter", "-- --", "“"),
    ]
)


@given(st.one_of(st.text(max_size=200), st.lists(LINES, max_size=8).map("\n".join)))
def test_boilerplate_is_in_order_and_apart(text: str) -> None:
    """Whatever the text: boilerplate spans are in range, in order, apart, and the title is in the text."""
    front = read_front(text)
    end = 0
    for span in front.boilerplate:
        assert end <= span.start < span.end <= len(text)
        end = span.end
    if front.title:
        assert front.title in " ".join(text.split())


@pytest.mark.parametrize(
    "unit", ["a\n", "© Aaa\n", "(Aa) ", "Aa Aa |\n", "Reporting by A ", "is seen . ", "A, ", "31-MAR-1987 "]
)
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    """50 kB of one repeated unit take a fraction of a second, four times as much about four times as long."""
    timings = []
    for size in (50_000, 200_000):
        text = unit * (size // len(unit))
        began = time.process_time()
        read_front(text)
        timings.append(time.process_time() - began)
    assert timings[0] < 0.75
    assert timings[1] < 12 * timings[0] + 0.1


REAL = {
    "bbc05_china_arms_ban": ("Straw attacked on China arms", None, None, 0),
    "nyt17_sudan_sanctions": (None, None, None, 1),
    "reuters19_titan_map": (None, None, "Reuters", 2),
    "reuters87_raytheon_patriot": (
        "RAYTHEON <RTN> GETS 3.5 BILLION DLR CONTRACT",
        "1987-03-31T16:17:52",
        "Reuters",
        2,
    ),
    "seed_asiae_kirby": (None, None, "The Asia Business Daily", 2),
    "seed_yonhap_kirby": (
        "NK plans to send weapons, munitions to Russia in exchange for food: US NSC",
        "2024-10-05T14:59:42",
        "Yonhap",
        4,
    ),
}


@pytest.mark.parametrize("name", REAL)
def test_real_articles(name: str) -> None:
    """What a reader sees on the articles kept outside the repository is what is read off them."""
    path = SHARED / "gold" / f"{name}.txt"
    if not path.exists():
        pytest.skip("the evaluation articles are not here")
    front = read_front(path.read_bytes().decode())
    assert (front.title, front.published_at, front.publisher, len(front.boilerplate)) == REAL[name]
    assert front.language == "en"

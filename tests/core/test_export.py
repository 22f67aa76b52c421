"""Views for people: hostile text stays text, nothing is hidden, and 'none found' is said."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from summarizer.brief import ArticleInfo, Brief, Evidence, Fact, LedgerLine, Provenance, SummarySentence
from summarizer.export import print_brief, render_markdown, render_terminal
from summarizer.export.escape import file_stem, markdown, terminal
from summarizer.export.view import letters
from summarizer.schema import find_schema

TRADE = find_schema("trade_brief")
CAVEAT = "Supported means that the source says so, not that it is true."

ARTICLE = ArticleInfo(
    id="0" * 16,
    title="Velmora blacklists shipbroker",
    url=None,
    publisher="Skerry Wire",
    published_at="2026-03-14",
    language="en",
    encoding="utf-8",
    sha256="0" * 64,
    chars=2000,
    source="news/harbour.txt",
)
PROVENANCE = Provenance(
    tool="spanbrief 0.1",
    model="qwen2.5-coder-1.5b",
    endpoint_host=None,
    strategy="sentence-wise",
    prompt="sentence_wise/1",
    prompt_sha256="0" * 64,
    schema_sha256="0" * 64,
    created_at="2026-11-01T00:00:00+00:00",
    calls=45,
    prompt_tokens=1200,
    cached_tokens=800,
    completion_tokens=80,
    seconds=68.04,
)


def evidence(quote: str = "sent twenty patrol boats", start: int = 1234, occurrences: int = 1) -> Evidence:
    return Evidence(
        start=start,
        end=start + len(quote),
        quote=quote,
        prefix="",
        suffix="",
        match="exact",
        occurrences=occurrences,
    )


def fact(
    kind: str, number: int = 0, /, *, reasons: tuple[str, ...] = (), quote: str = "sent boats", **values: Any
) -> Fact:
    empty: dict[str, Any] = {f.name: [] if f.many else None for f in TRADE.kind(kind).fields}
    return Fact(kind=kind, id=f"{kind}-{number}", values=empty | values, evidence=(evidence(quote),), reasons=reasons)


BOATS = fact("items", description="patrol boats", quantity="twenty", supplier=["Brassland", "Tarn"], status="proposed")
FLAGGED = fact(
    "sanctions",
    target="Kesh",
    status="in_force",
    quote="an embargo on Kesh",
    reasons=("polarity: the words say that it will not happen",),
)


def brief(*facts: Fact, **changes: Any) -> Brief:
    by_kind: dict[str, list[Fact]] = {k.name: [] for k in TRADE.kinds}
    for f in facts:
        by_kind.setdefault(f.kind, []).append(f)
    given: dict[str, Any] = {
        "schema_id": TRADE.id,
        "status": "complete",
        "article": ARTICLE,
        "summary": (),
        "facts": {k: tuple(v) for k, v in by_kind.items()},
        "ledger": (),
        "provenance": PROVENANCE,
    }
    return Brief(**given | changes)


def words(view: str) -> str:
    """A view without its line breaks, as it is read."""
    return " ".join(view.split())


TERMINAL_ATTACKS = [
    ("\x1b[2J\x1b[31mred", "<U+001B>[2J<U+001B>[31mred"),
    ("\x1b]8;;http://evil.example\x07link", "<U+001B>]8;;http://evil.example<U+0007>link"),
    ("\x9b31m", "<U+009B>31m"),
    ("a\x00b\x7fc", "a<U+0000>b<U+007F>c"),
    ("deny \u202elivered\u202c", "deny <U+202E>livered<U+202C>"),
    ("\u2066x\u2069", "<U+2066>x<U+2069>"),
    ("ze\u200bro\ufeff", "ze<U+200B>ro<U+FEFF>"),
    ("so\u00adft", "so<U+00AD>ft"),
    ("tag\U000e0041", "tag<U+E0041>"),
    ("blank\u3164", "blank<U+3164>"),
    ("lone\ud800", "lone<U+D800>"),
    (" two\r\nlines\u2028and\ta \u00a0 tab ", "two lines and a tab"),
    ("Größe – 北京 ‘fine’ e\u0301 ❤️", "Größe – 北京 ‘fine’ e\u0301 ❤️"),
]


@pytest.mark.parametrize(("text", "shown"), TERMINAL_ATTACKS)
def test_what_acts_on_a_terminal_is_shown_instead(text: str, shown: str) -> None:
    """Escape sequences, bidirectional marks and invisible characters come out as their code points, words as they are."""
    assert terminal(text) == shown


ANY_TEXT = st.text(st.characters(), max_size=40)


@given(ANY_TEXT)
def test_nothing_that_acts_comes_through(text: str) -> None:
    """Whatever goes in, one line of printable characters comes out, and doing it twice changes nothing."""
    safe = terminal(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in safe)
    assert terminal(safe) == safe


def paragraph(text: str) -> str:
    """The HTML of a paragraph that reads as ``text`` and has nothing in it."""
    return f"<p>{html.escape(text).replace('&#x27;', chr(39))}</p>\n"


COMMONMARK = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

MARKUP = [
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "https://evil.example and www.evil.example",
    "# no title",
    "1. no list",
    "12) no list",
    "- no list",
    "> no quote",
    "a | b | c",
    "*bold* __bold__ ~~struck~~ `code`",
    "&lt;b&gt; &#60;",
    "back\\slash\\",
    "---",
    "===",
    "+ plus",
    "[^1]: note",
    "<!-- gone -->",
    "line one\n\n# line two",
    "$x$ @someone :tada:",
]


@pytest.mark.parametrize("text", MARKUP)
def test_markup_in_a_text_stays_text(text: str) -> None:
    """Rendered, an escaped text is a paragraph that reads as the text itself."""
    assert COMMONMARK.render(markdown(text)) == paragraph(terminal(text))


@given(st.text(st.sampled_from("ab1 .)\\`*_[]()<>#|~!&;:-+=\n\"'$@/w"), min_size=1).filter(str.strip))
def test_no_markup_can_be_made(text: str) -> None:
    """Also of any mixture of the characters that mean something in Markdown."""
    assert COMMONMARK.render(markdown(text)) == paragraph(terminal(text))


def test_links_do_not_link_by_themselves() -> None:
    """Addresses are broken for renderers that link them without markup, times of day are left alone."""
    assert markdown("https://x.example at 10:30, www.x.example") == r"https\://x.example at 10:30, www\.x.example"


FILE_NAMES = [
    ("../../etc/passwd", "_.._etc_passwd"),
    ("..", "article"),
    ("", "article"),
    (".hidden", "hidden"),
    ("-rf", "rf"),
    ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
    ("con", "con_"),
    ("NUL.tar", "NUL_.tar"),
    ("com1", "com1_"),
    ("console", "console"),
    ("trailing. ", "trailing"),
    ("a\x00b\u202ec\nd", "a_b_c d"),
    ("Cafe\u0301 Über 北京", "Café Über 北京"),
    ("bad\ud800name", "bad_name"),
]


@pytest.mark.parametrize(("name", "stem"), FILE_NAMES)
def test_a_name_fits_every_file_system(name: str, stem: str) -> None:
    """No separators, leading dots or dashes, device names or invisible characters; letters of every script stay."""
    assert file_stem(name) == stem


@given(ANY_TEXT | st.text(st.sampled_from("e\u0301北.-_ ~/c"), min_size=100, max_size=400))
def test_a_name_is_always_usable(name: str) -> None:
    """Any text gives a name of 1 to 120 bytes that stays the same when it is made a name again."""
    stem = file_stem(name)
    assert 1 <= len(stem.encode()) <= 120
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f]', stem)
    assert stem[0] not in ".-~ " and stem[-1] not in ". "
    assert file_stem(stem) == stem


def test_a_long_name_is_not_cut_inside_a_letter() -> None:
    """The cut falls between letters, not between a letter and its mark or within its bytes."""
    # ꙮ has no composed form with the mark, so that NFC leaves the two apart: 3 + 2 bytes.
    stem = file_stem("ꙮ\u0301" * 50, limit=18)
    assert stem == "ꙮ\u0301" * 3


@pytest.mark.parametrize(
    ("labels", "codes"),
    [
        (["actor", "item", "payment", "sanction", "denial"], ["A", "I", "P", "S", "D"]),
        (["attack", "arrest", "a", "a"], ["A", "AR", "AX", "AXX"]),
        (["нападение", "123", ""], ["Н", "X", "XX"]),
    ],
)
def test_codes_are_short_and_never_collide(labels: list[str], codes: list[str]) -> None:
    """First letters of the labels, more of them where they are taken, made-up ones where there are none."""
    assert letters(labels) == codes


def test_the_terminal_view_shows_a_fact_with_its_words() -> None:
    """Main value, the other values by label, the quote and its offsets stand under the fact's code."""
    told = SummarySentence(text="Boats would go.", facts=("items-0", "gone"))
    view = words(render_terminal(brief(BOATS, summary=(told,)), TRADE))
    assert (
        "Velmora blacklists shipbroker Skerry Wire · 2026-03-14 · news/harbour.txt Complete: 1 fact, 0 flagged" in view
    )
    assert "Boats would go. [I1, gone]" in view
    assert "ITEMS (1) I1 patrol boats quantity: twenty · from: Brassland, Tarn · status: proposed › sent boats" in view
    assert "[1234–1244]" in view
    assert view.count(CAVEAT) == 1


def test_the_provenance_says_where_the_article_went() -> None:
    """Model, strategy, tokens and time stand in one line, with the endpoint or that nothing left the machine."""
    view = words(render_terminal(brief(), TRADE))
    assert (
        "qwen2.5-coder-1.5b · sentence-wise · 45 calls · 400 prompt tokens evaluated (800 more from the cache)" in view
    )
    assert "from the cache), 80 generated · 68.0 s by the clock · nothing left this machine" in view
    hosted = PROVENANCE.model_copy(update={"endpoint_host": "api.example.com", "cost_usd": 0.0123, "calls": 1})
    view = words(render_terminal(brief(provenance=hosted), TRADE))
    assert "1 call ·" in view
    assert "the article was sent to api.example.com · 0.0123 USD" in view
    assert "nothing left" not in view


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            {"prompt_tokens": 34800, "cached_tokens": 33000, "prompt_seconds": 20.1, "completion_seconds": 12.34},
            "1,800 prompt tokens evaluated (33,000 more from the cache) in 20.1 s, 80 generated in 12.3 s",
        ),
        (
            {"cached_tokens": 0, "completion_seconds": 1234.5},
            "1,200 prompt tokens evaluated, 80 generated in 1,234.5 s",
        ),
        (
            {"prompt_tokens": 1, "cached_tokens": 0, "prompt_seconds": 0.0},
            "1 prompt token evaluated in 0.0 s, 80 generated",
        ),
        (
            {"prompt_tokens": 10, "cached_tokens": 30},
            "0 prompt tokens evaluated (30 more from the cache), 80 generated",
        ),
    ],
)
@pytest.mark.parametrize("render", [render_terminal, render_markdown])
def test_evaluation_and_generation_stand_apart(render: Any, told: dict[str, Any], said: str) -> None:
    """What was read and what was written are told apart, each with its time where it is known."""
    view = words(render(brief(provenance=PROVENANCE.model_copy(update=told)), TRADE)).replace("\\", "")
    assert f" · {said} · " in view


@pytest.mark.parametrize("render", [render_terminal, render_markdown])
def test_a_flagged_fact_is_marked_with_its_reasons(render: Any) -> None:
    """The reason stands in words with its code, and a set's member without underscores."""
    view = words(render(brief(FLAGGED), TRADE))
    assert "the words say that it will not happen (polarity)" in view
    assert "flagged" in view.lower()
    assert "status: in force" in view


@pytest.mark.parametrize("render", [render_terminal, render_markdown])
def test_none_found_and_lost_never_look_alike(render: Any) -> None:
    """An empty kind says so; other words stand there when its facts were dropped or the brief is suspect."""
    lost = (LedgerLine(path="sanctions/0", code="quote_not_found"), LedgerLine(path="itemsx/0", code="other"))
    assert "No sanctions found." in words(render(brief(BOATS), TRADE))
    view = words(render(brief(ledger=lost), TRADE))
    assert "No sanctions stood the check; 1 line of the ledger is about sanctions." in view
    assert "No items found." in view
    suspect = words(render(brief(status="suspect", ledger=lost), TRADE))
    assert "found." not in suspect
    assert "SUSPECT: do not read this brief as complete" in suspect
    assert "No items in this brief, but the brief is suspect: some may have been missed." in suspect


LINES = (
    *(
        LedgerLine(path=f"items/{n}", code="number_not_in_evidence", value=f"value {n}", quote="q" * 300, attempt=n)
        for n in range(5)
    ),
    LedgerLine(path="", code="deadline", value=["a", 1], hint="nearest words"),
)


def test_a_long_ledger_is_shortened_and_says_so() -> None:
    """Three lines of a code are shown, the rest counted, with how to see all; nothing is cut without an ellipsis."""
    view = words(render_terminal(brief(ledger=LINES), TRADE, width=200))
    assert "LEDGER (6 lines" in view
    assert "number_not_in_evidence (5)" in view
    assert "value 2" in view and "value 3" not in view
    assert "… and 2 more" in view
    assert "2 of 6 lines are not shown here; all of them: --format json" in view
    assert "q" * 159 + "…" in view
    assert 'the article as a whole · ["a", 1] · nearest words' in view
    assert "attempt 3" in view
    assert "The ledger is empty" in render_terminal(brief(), TRADE)


def test_the_markdown_ledger_is_whole() -> None:
    """All lines stand in one table, each in a row of six cells."""
    rendered = COMMONMARK.render(render_markdown(brief(ledger=LINES), TRADE))
    assert rendered.count("<tr>") == 1 + len(LINES)
    assert rendered.count("<td>") == 6 * len(LINES)
    assert "q" * 300 in rendered


def test_the_markdown_view_has_what_the_terminal_has() -> None:
    """Headings, values, quotes as block quotes with offsets, provenance and the caveat, once."""
    told = SummarySentence(text="Boats would go.", facts=("items-0",))
    rendered = COMMONMARK.render(render_markdown(brief(BOATS, summary=(told,)), TRADE))
    assert "<h1>Velmora blacklists shipbroker</h1>" in rendered
    assert "<p>Boats would go. [I1]</p>" in rendered
    assert "<h2>Items</h2>\n<h3>I1 patrol boats</h3>\n<ul>\n<li>quantity: twenty</li>" in rendered
    assert "<blockquote>\n<p>sent boats</p>\n<p>characters 1234–1244</p>\n</blockquote>" in rendered
    assert "nothing left this machine" in rendered
    assert rendered.count(CAVEAT) == 1


HOSTILE = "\x1b[2J[bold]x[/bold] <img src=x onerror=1> | \u202e*a*\r\n# b"


def hostile() -> Brief:
    """A brief with hostile words wherever a string may stand."""
    bad = fact("items", description=HOSTILE, quantity=HOSTILE, supplier=[HOSTILE], status=HOSTILE, quote=HOSTILE)
    bad = bad.model_copy(update={"reasons": (f"code: {HOSTILE}", HOSTILE), "id": HOSTILE})
    article = ARTICLE.model_copy(update=dict.fromkeys(("title", "publisher", "published_at", "url"), HOSTILE))
    provenance = PROVENANCE.model_copy(update=dict.fromkeys(("tool", "model", "endpoint_host", "strategy"), HOSTILE))
    ledger = LedgerLine(path=HOSTILE, code=HOSTILE, value=HOSTILE, quote=HOSTILE, hint=HOSTILE)
    told = SummarySentence(text=HOSTILE, facts=(HOSTILE, HOSTILE + "2"))
    return brief(
        bad,
        fact("actors").model_copy(update={"kind": HOSTILE, "values": {HOSTILE: HOSTILE, "b": HOSTILE}}),
        article=article,
        provenance=provenance,
        ledger=(ledger,),
        summary=(told,),
    )


@pytest.mark.parametrize("color", [False, True])
def test_hostile_words_do_nothing_in_a_terminal(color: bool) -> None:
    """No control character of the article's comes through, rich markup is text, and only our own colours are there."""
    view = render_terminal(hostile(), TRADE, width=200, color=color)
    plain = re.sub(r"\x1b\[[\d;]*m", "", view) if color else view
    assert not any(unicodedata.category(c) in {"Cc", "Cf"} for c in plain if c != "\n")
    assert "[bold]x[/bold]" in plain
    assert ("\x1b[" in view) == color


def test_hostile_words_do_nothing_in_markdown() -> None:
    """No tag, cell, heading or emphasis comes of them."""
    text = render_markdown(hostile(), TRADE)
    rendered = COMMONMARK.render(text)
    assert "<img" not in rendered
    assert rendered.count("<h1>") == 1
    assert rendered.count("<em>") == 1  # the caveat
    assert rendered.count("<td>") == 6
    assert not any(unicodedata.category(c) in {"Cc", "Cf"} for c in text if c != "\n")


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_every_line_fits_the_width(width: int) -> None:
    """Also with words longer than a line and wide letters, no line is longer than asked for."""
    long = fact("items", description="x" * 300, supplier="北京" * 60, quote="word " * 100, status="proposed")
    view = render_terminal(brief(long, FLAGGED, ledger=LINES), TRADE, width=width)
    console = Console()
    assert max(console.measure(line).maximum for line in view.splitlines()) <= width
    assert not any(line.endswith(" ") for line in view.splitlines())
    assert view.count("x") >= 300
    assert sum(line.count("北") for line in view.splitlines()) == 60


def test_the_surroundings_do_not_change_the_view(monkeypatch: pytest.MonkeyPatch) -> None:
    """Environment variables of the terminal change neither width nor colour of a rendered view."""
    before = render_terminal(brief(BOATS), TRADE)
    for name, value in {"TERM": "dumb", "COLUMNS": "20", "FORCE_COLOR": "1", "JUPYTER_COLUMNS": "9"}.items():
        monkeypatch.setenv(name, value)
    assert render_terminal(brief(BOATS), TRADE) == before


def test_a_quote_that_stands_several_times_says_so() -> None:
    """The number of places stands behind the offsets, in both views."""
    many = BOATS.model_copy(update={"evidence": (evidence("boats", 7, occurrences=3),)})
    assert "[7–12] (stands 3 times in the article)" in words(render_terminal(brief(many), TRADE))
    assert "characters 7–12, stands 3 times in the article" in render_markdown(brief(many), TRADE)


def test_an_article_without_a_title_goes_by_its_source() -> None:
    """The source stands as the headline then, once."""
    view = render_terminal(brief(article=ARTICLE.model_copy(update={"title": None})), TRADE)
    assert view.splitlines()[0] == "news/harbour.txt"
    assert view.count("news/harbour.txt") == 1


def test_facts_of_a_kind_that_the_schema_lacks_are_shown() -> None:
    """A brief with another list than the schema's shows it last instead of dropping it."""
    odd = BOATS.model_copy(update={"kind": "plots", "id": "plots-0", "values": {"aim": "none", "place": "Pellan"}})
    view = words(render_terminal(brief(odd), TRADE))
    assert "PLOTS (1) P1" not in view  # P is the payments'
    assert "PLOTS (1) PL1 none place: Pellan" in view


def test_printing_on_a_console_of_ones_own() -> None:
    """``print_brief`` writes the same words on the caller's console."""
    console = Console(width=100, record=True, quiet=False, file=None, force_terminal=False, no_color=True)
    with console.capture() as caught:
        print_brief(brief(BOATS, FLAGGED), TRADE, console)
    assert words(caught.get()) == words(render_terminal(brief(BOATS, FLAGGED), TRADE, width=100))

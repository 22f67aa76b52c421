"""A brief as a page: the text is the article's code point for code point, hostile words stay words, nothing is fetched."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import DictLoader, UndefinedError

from summarizer.article import Article
from summarizer.brief import (
    ArticleInfo,
    Brief,
    Evidence,
    Fact,
    FactReview,
    LedgerLine,
    ReviewNote,
    ReviewOutcome,
    SummarySentence,
)
from summarizer.export import IndexRow, render_html, render_index
from summarizer.export.html import environment, page_of
from summarizer.export.visible import plain, runs
from summarizer.schema import find_schema
from tests.reviewing import SCRIPTED

TRADE = find_schema("trade_brief")
TEXT = (
    "Velmora bars shipbroker\r\n\r\n"
    "ASTRIN (Skerry Wire) - Tarrenia sent Drovia twelve patrol boats, Irena Kolvas said. \U0001f6a2\n"
    "Orvand denied it. “I sold nothing,” he said.\n"
)
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Node:
    """An element: its attributes, its children, and its text without the references of the text column."""

    def __init__(self, tag: str, attrs: dict[str, str | None], parent: Node | None) -> None:
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.children: list[Node | str] = []

    @property
    def classes(self) -> list[str]:
        return (self.attrs.get("class") or "").split()

    @property
    def text(self) -> str:
        own = (
            c if isinstance(c, str) else c.text for c in self.children if isinstance(c, str) or "ref" not in c.classes
        )
        return "".join(own)

    def all(self, **wanted: str) -> list[Node]:
        """The elements below by tag (`tag`), class (`cls`), or an attribute (`data_x` for data-x)."""
        found = []
        for child in self.children:
            if isinstance(child, Node):
                checks = [
                    child.tag == v
                    if k == "tag"
                    else v in child.classes
                    if k == "cls"
                    else child[k.replace("_", "-")] == v
                    for k, v in wanted.items()
                ]
                found += [child] if all(checks) else []
                found += child.all(**wanted)
        return found

    def one(self, **wanted: str) -> Node:
        (found,) = self.all(**wanted)
        return found

    def __getitem__(self, name: str) -> str | None:
        return self.attrs.get(name)


class Tree(HTMLParser):
    """A page as a tree. Elements that are closed wrongly are an error: what is ours is well formed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.root = self.at = Node("", {}, None)
        self.feed(page)
        self.close()
        assert self.at is self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(attrs) == len(dict(attrs)), "an attribute is given twice"
        node = Node(tag, dict(attrs), self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_endtag(self, tag: str) -> None:
        assert self.at.tag == tag and self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.children.append(data)


def tree(page: str) -> Node:
    page.encode("utf-8")
    return Tree(page).root


def evidence(quote: str, text: str = TEXT, occurrences: int = 1) -> Evidence:
    start = text.index(quote)
    end = start + len(quote)
    prefix, suffix = text[max(0, start - 32) : start], text[end : end + 32]
    return Evidence(
        start=start, end=end, quote=quote, prefix=prefix, suffix=suffix, match="exact", occurrences=occurrences
    )


def boats(*quotes: str, **more: Any) -> Fact:
    values = {"description": "patrol boats", "status": "delivered", "quantity": "twelve", "supplier": "Tarrenia"}
    found = tuple(evidence(q) for q in quotes or ("Tarrenia sent Drovia twelve patrol boats",))
    return Fact(**{"kind": "items", "id": "items-1", "values": values, "evidence": found} | more)


def orvand(**more: Any) -> Fact:
    values = {"denier": "Orvand", "what": "sold"}
    found = (evidence("Orvand denied it."), evidence("“I sold nothing,” he said."))
    return Fact(**{"kind": "denials", "id": "denials-1", "values": values, "evidence": found} | more)


def brief_of(article: Article, *facts: Fact, kinds: tuple[str, ...] = (), **more: Any) -> Brief:
    names = [*(k.name for k in TRADE.kinds), *kinds]
    lists = {name: tuple(f for f in facts if f.kind == name) for name in names}
    about: dict[str, Any] = {"schema_id": "trade_brief/1", "status": "complete", "article": ArticleInfo.of(article)}
    return Brief(**{**about, "summary": (), "facts": lists, "ledger": (), "provenance": SCRIPTED} | more)


ARTICLE = Article(TEXT, source="news/a.txt", title="Velmora bars shipbroker", publisher="Skerry Wire", language="en")


def shown(*facts: Fact, article: Article | None = ARTICLE, **more: Any) -> Node:
    return tree(render_html(brief_of(ARTICLE, *facts, **more), TRADE, article))


def blocks_of(root: Node) -> list[Node]:
    return root.one(id="text").all(cls="b")


# The text.


def test_the_blocks_are_the_text() -> None:
    """The blocks' text, without references, is the article's; each says at which code point it begins."""
    blocks = blocks_of(shown(boats(), orvand()))
    assert "".join(b.text for b in blocks) == TEXT
    offset = 0
    for n, block in enumerate(blocks):
        assert (block["id"], block["data-start"], block["dir"]) == (f"b{n}", str(offset), "auto")
        offset += len(block.text)


def test_evidence_is_marked_where_it_stands() -> None:
    """Evidence of two facts that overlap is cut at its borders; the pieces of each are its quote, and say whose they are."""
    one, two = "Tarrenia sent Drovia twelve patrol boats", "Drovia twelve patrol boats, Irena Kolvas said."
    root = shown(boats(one), boats(two, id="items-2"))
    marks = root.one(id="text").all(tag="mark")
    for code, quote in (("I1", one), ("I2", two)):
        assert "".join(m.text for m in marks if code in (m["data-codes"] or "").split()) == quote
    assert [(m["data-codes"], m["id"], m.classes) for m in marks] == [
        ("I1", "e-I1-0", ["m", "k1", "d1"]),
        ("I1 I2", "e-I2-0", ["m", "k1", "d2"]),
        ("I2", None, ["m", "k1", "d1"]),
    ]
    references = [ref.one(tag="a")["href"] for ref in root.one(id="text").all(cls="ref")]
    assert references == ["#f-I1", "#f-I2"]


def test_every_link_leads_somewhere() -> None:
    """All links of a page are to places in it, each place is there once, and each evidence of each fact is linked."""
    same = "Tarrenia sent Drovia twelve patrol boats"
    facts = (boats(same), boats(same, id="items-2"), boats(same, id="items-3", kind="compensation"), orvand())
    summary = (SummarySentence(text="Orvand denied it.", facts=("denials-1",)),)
    for article in (ARTICLE, None):
        root = shown(*facts, article=article, summary=summary)
        ids = [n["id"] for n in root.all() if n["id"] is not None]
        assert len(ids) == len(set(ids))
        links = [a["href"] or "" for a in root.all(tag="a")]
        assert links and all(link[0] == "#" and link[1:] in ids for link in links)
        assert {"#e-D1-0", "#e-D1-1", "#e-I1-0", "#e-I2-0", "#e-P1-0"} <= set(links)


def test_a_text_that_is_not_the_briefs_is_not_shown() -> None:
    """Offsets of one text are never laid over another."""
    root = shown(boats(), article=Article(TEXT.replace("twelve", "thirty")))
    assert not blocks_of(root) and "thirty" not in root.text
    assert "not the one that this brief was made of" in root.one(id="text").text


def test_without_the_text_the_passages_are_shown() -> None:
    """Where the text is not at hand each quote stands with the words round it, and that the text is missing is said."""
    text = shown(boats(), orvand(), article=None).one(id="text")
    assert "text is not in this page" in text.text
    passages = text.all(cls="passage")
    assert [p.one(tag="mark").text for p in passages] == [e.quote for f in (boats(), orvand()) for e in f.evidence]
    assert "Wire) - Tarrenia sent Drovia twelve patrol boats, Irena Kolvas" in passages[0].text


def test_a_quote_that_the_text_lacks_is_told() -> None:
    """Evidence whose words are not at its place marks nothing, and is shown as doubtful instead of as a link."""
    wrong = evidence("Orvand denied it.").model_copy(update={"start": 3, "end": 20})
    outside = wrong.model_copy(update={"start": 9_000, "end": 9_017})
    root = shown(boats(evidence=(wrong, outside)))
    assert not root.one(id="text").all(tag="mark")
    assert not root.one(id="f-I1").all(tag="a")
    assert root.one(id="f-I1").text.count("these are not the words of the text at this place") == 2


# The facts.


def test_a_fact_has_its_codes_values_and_words() -> None:
    """Code, key, kind and verdict are there for programs, values by label and flags in words for people."""
    reasons = (
        "number_not_in_evidence: 12 is not said",
        "modality: it may be planned",
        "number_not_in_evidence: nor is 7",
    )
    fact = shown(boats(reasons=reasons)).one(id="f-I1")
    data = {name: fact[f"data-{name}"] for name in ("code", "key", "kind", "verdict", "review")}
    assert data == {"code": "I1", "key": "items-1", "kind": "items", "verdict": "flagged", "review": None}
    assert fact.one(cls="main").text == "patrol boats"
    pairs = [(d.one(tag="dt").text, d.one(tag="dd").text) for d in fact.one(cls="values").all(tag="div")]
    assert ("quantity", "twelve") in pairs and ("from", "Tarrenia") in pairs
    number, modality = fact.one(cls="reasons").all(tag="li")
    assert number.text.startswith("12 is not saidnor is 7number_not_in_evidence: a number of the value is not in")
    assert "only plan, propose" in modality.text
    quote = fact.one(cls="q")
    found = evidence("Tarrenia sent Drovia twelve patrol boats")
    assert (quote["data-start"], quote["data-end"]) == (str(found.start), str(found.end))
    assert quote.text == found.quote


def test_nothing_found_and_what_is_suspect_are_said() -> None:
    """An empty kind says so in words, a suspect brief says it first, and the caveat stands on every page."""
    root = shown(status="suspect")
    header = root.one(tag="header").text
    assert "SUSPECT" in header and "Supported means that the source says so, not that it is true." in header
    assert "some may have been missed" in root.one(data_kind="items").text
    assert "No items found." in shown().one(data_kind="items").text
    assert "Nothing was dropped" in shown().one(id="ledger").text


def test_the_ledger_is_shown_whole() -> None:
    """Every line of the ledger stands under its code with its meaning, whatever is in it; keys may be the caller's."""
    lines: tuple[LedgerLine, ...] = (
        LedgerLine(path="items/0", code="quote_not_found", quote="never said", hint="nearly said"),
        LedgerLine(path="", code="deadline", value="120 s", attempt=1),
        LedgerLine(path="items/1/quantity", code="quote_not_found", value={"quantity": "9", "date": None}),
    )
    lines += lines[:1]
    ledger = shown(ledger=lines).one(id="ledger")
    found = ledger.all(cls="line")
    assert [(line["id"], line["data-key"]) for line in found] == [
        ("l-L1", "L1"),
        ("l-L3", "L3"),
        ("l-L4", "L4"),
        ("l-L2", "L2"),
    ]
    assert "stands nowhere in the article" in ledger.text and "The nearest passage: nearly said" in found[0].text
    assert "quantity: 9" in found[1].text and "the article as a whole" in found[3].text and "attempt 2" in found[3].text
    page = page_of(brief_of(ARTICLE, ledger=lines), TRADE, line_keys=["a", "b", "c", "d"])
    assert [line.key for part in page.ledger for line in part.lines] == ["a", "c", "d", "b"]


def test_codes_of_kinds_that_the_schema_lacks() -> None:
    """A kind that the schema does not know is shown last, under its own name; the ninth has the first one's colour."""
    kinds = ("strikes", "raids", "truces", "talks")
    fact = boats(kind="talks", id="talks-1", values={"about": "fish"})
    root = shown(fact, kinds=kinds)
    assert [k["data-kind"] for k in root.all(cls="kind")][-4:] == list(kinds)
    talks = root.one(cls="kind", data_kind="talks")
    assert "k0" in talks.classes and talks.one(cls="main").text == "fish"


# What people decided.


def reviewed(review: FactReview) -> Node:
    return shown(boats(review=review)).one(id="f-I1")


def test_decisions_are_told_in_words() -> None:
    """Who decided what, when and why, what the run had said, and what was noted stand beside the fact."""
    note = ReviewNote(by="Bo", at="2026-11-20T08:00:00+00:00", text="ask the ministry")
    was = {"kind": "compensation", "values": {"description": "wheat", "status": "delivered"}}
    review = FactReview(
        decision="moved", by=("Ada", "Bo"), at="2026-11-20T10:11:12.5Z", reason="no payment", was=was, notes=(note,)
    )
    fact = reviewed(review)
    assert fact["data-review"] == "moved" and fact.one(cls="badge").text == "moved"
    words = " ".join(fact.one(cls="review").text.split())
    assert "Moved by Ada, Bo · 2026-11-20 10:11 UTC: no payment" in words
    assert "The run said: compensation;" in words and "wheat" in words
    assert "ask the ministry Bo · 2026-11-20 08:00 UTC" in words


def test_a_correction_shows_what_was_changed() -> None:
    """Of a corrected fact the former values stand beside it, those that were changed and no others."""
    was = {"kind": "items", "values": dict(boats().values) | {"quantity": "nine", "supplier": None}}
    words = reviewed(FactReview(decision="corrected", by=("Ada",), was=was)).one(cls="was").text
    assert "nine" in words and "from: nothing" in words and "patrol boats" not in words


def test_every_side_of_a_conflict_is_shown() -> None:
    """Where reviewers are at odds each one's decision stands with its values."""
    sides = (
        ReviewOutcome(decision="corrected", by="Ada", at=None, reason=None, kind="items", values={"quantity": "nine"}),
        ReviewOutcome(decision="rejected", by="", at=None, reason="not there", kind="items", values=None),
    )
    ada, run = reviewed(FactReview(decision="conflict", by=("Ada",), outcomes=sides)).one(cls="sides").all(tag="li")
    assert "Ada" in ada.text and "nine" in ada.text and "the run: rejected, not there" in run.text


def test_rejected_facts_are_shown_and_not_counted() -> None:
    """What was rejected stays on the page, and what the page counts is what stands."""
    root = shown(boats(review=FactReview(decision="rejected", by=("Ada",))), orvand(review=FactReview(decision="open")))
    assert root.one(id="f-I1")["data-review"] == "rejected" and "patrol boats" in root.one(id="f-I1").text
    assert root.one(cls="status").text.startswith("Complete: 1 fact,")
    assert root.one(cls="reviewed").text == "1 of 2 facts reviewed, 1 rejected."
    assert not shown(boats()).all(cls="reviewed")


# Hostile words.

HOSTILE = st.text(
    st.one_of(
        st.sampled_from("<>&\"'\r\n\t\x00\x85\u202e\u2066\u200d\ufeff\ud800\U000e0041/;=`é\U0001f6a2"), st.characters()
    ),
    max_size=40,
)


def unlike(stood: str, meant: str) -> list[tuple[str, str]]:
    """Where two texts of one length differ."""
    assert len(stood) == len(meant)
    return [(s, m) for s, m in zip(stood, meant, strict=True) if s != m]


@given(HOSTILE, HOSTILE, HOSTILE)
@settings(max_examples=150, deadline=None)
def test_any_words_stay_words(text: str, value: str, name: str) -> None:
    """Whatever the article and the brief hold, the page has the same elements, is UTF-8, and says it code point for code point."""
    article = Article(text, source=name, title=value, url=f"https://x/{name}", publisher=name, language=name)
    span: dict[str, Any] = {"start": 0, "end": len(text), "quote": text, "prefix": value, "suffix": name}
    found = Evidence(**span, match="exact", occurrences=2)
    fact = boats(
        id=name, values={"description": value, "status": name}, evidence=(found,), reasons=(f"{name}: {value}",)
    )
    line = LedgerLine(path=name, code=value, value=[name], quote=value, hint=name)
    brief = brief_of(article, fact, ledger=(line,), summary=(SummarySentence(text=value, facts=(name, value)),))
    brief = brief.model_copy(update={"provenance": SCRIPTED.model_copy(update={"model": value, "endpoint_host": name})})
    for page in (render_html(brief, TRADE, article), render_html(brief, TRADE)):
        root = tree(page)
        assert {n.tag for n in root.all()} <= set(
            "html head meta style title body header h1 h2 h3 h4 p a bdi main section div mark sup span nav ul li article dl dt dd code "
            "footer".split()
        )
        assert not any(a.startswith("on") or a in ("style", "src") for n in root.all() for a in n.attrs)
        assert not any(_reorders(c) for c in page) and "\r" not in page
        assert all((a["href"] or "").startswith(("#", "https://x/")) for a in root.all(tag="a"))
        assert (root.one(id="f-I1")["data-key"] or "") == plain(name)
    stood = "".join(b.text for b in blocks_of(tree(render_html(brief, TRADE, article))))
    assert all(_is_hidden(m) for _, m in unlike(stood, text))


def _reorders(char: str) -> bool:
    return char in "\x00\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" or 0xD800 <= ord(char) < 0xE000


def _is_hidden(char: str) -> bool:
    if "\U000e0000" <= char <= "\U000e007f":  # tags; some are not assigned
        return True
    return (
        unicodedata.category(char) in ("Cc", "Cf", "Cs") or char in "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
    )


def test_stand_ins_are_named() -> None:
    """A character that hides or turns round is a visible one that says what it stands for; joiners and marks stay."""
    assert [run.name for run in runs("a\u202eb\x00\ud800")] == [
        None,
        "U+202E RIGHT-TO-LEFT OVERRIDE",
        None,
        "U+0000 CONTROL CHARACTER",
        "U+D800 LONE SURROGATE",
    ]
    assert plain("\U000e0068\U000e0069\x1b\x85\u2066") == "hi␛\ufffd⇥"
    stays = "\U0001f468\u200d\U0001f469 \u200c\u200e\u200f\xad\ufe0f\t\n\r"
    assert plain(stays) == stays and [run.text for run in runs(stays)] == [stays] and list(runs("")) == []
    article = Article("Kesh\u202e buys")
    (control,) = tree(render_html(brief_of(article), TRADE, article)).all(cls="ctl")
    assert (control.text, control["title"]) == ("⇤", "U+202E RIGHT-TO-LEFT OVERRIDE")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " https://skerry.example/",
        "JaVaScRiPt:alert(1)//https://",
        "data:text/html,x",
        "//skerry.example",
        "https://skerry.example/\u202egnp.exe",
        "https://skerry.example/a b",
        "file:///etc/passwd",
        "",
    ],
)
def test_no_link_leads_to_what_is_no_address_of_the_web(url: str) -> None:
    """An address that is not plainly one of the web is told as words."""
    article = Article(TEXT, source="news/a.txt", url=url)
    root = tree(render_html(brief_of(article), TRADE, article))
    assert all((a["href"] or "").startswith("#") for a in root.all(tag="a"))


def test_an_address_of_the_web_is_a_link() -> None:
    """It tells the other side nothing of where the reader comes from."""
    article = Article(TEXT, url='HTTPS://skerry.example/a?b=1&c="2"')
    (link,) = (a for a in tree(render_html(brief_of(article), TRADE, article)).all(tag="a") if a["rel"])
    assert (link["href"], link["rel"]) == ('HTTPS://skerry.example/a?b=1&c="2"', "noreferrer noopener")


# The page as a whole.


def test_the_page_stands_by_itself() -> None:
    """There is no script and nothing from elsewhere; the policy allows the one style sheet that is in it, by its digest."""
    page = render_html(brief_of(ARTICLE, boats()), TRADE, ARTICLE)
    root = tree(page)
    assert not any(root.all(tag=tag) for tag in ("script", "link", "img", "iframe", "form", "object", "base"))
    css = root.one(tag="style").text
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = next(m["content"] for m in root.all(tag="meta") if m["http-equiv"]) or ""
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "url(" not in css and "@import" not in css
    assert root.one(tag="title").text == "Velmora bars shipbroker"


def test_a_page_without_a_script_marks_what_is_chosen() -> None:
    """A link to a fact marks its evidence, one to evidence its fact; of very many facts there are no such rules."""
    css = tree(render_html(brief_of(ARTICLE, boats()), TRADE, ARTICLE)).one(tag="style").text
    assert '#f-I1:target,[id^="e-I1-"]:target) :is(mark,.passage)[data-codes~="I1"]' in css
    many = tuple(boats(id=f"items-{n}") for n in range(501))
    assert "f-I1:target" not in tree(render_html(brief_of(ARTICLE, *many), TRADE)).one(tag="style").text


def test_headings_and_landmarks() -> None:
    """One first heading, no level left out, and a header, a main part and a footer."""
    line = LedgerLine(path="items/0", code="unconfirmed")
    root = shown(boats(), ledger=(line,), summary=(SummarySentence(text="Boats.", facts=("items-1",)),))
    levels = [int(n.tag[1]) for n in root.all() if re.fullmatch("h[1-6]", n.tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for tag in ("header", "main", "footer"):
        root.one(tag=tag)
    assert "nothing left this machine" in root.one(tag="footer").text


@pytest.mark.parametrize(("language", "lang"), [("ar", "ar"), ("pt-BR", "pt-BR"), (None, None), ('x" onclick="', None)])
def test_the_text_says_its_language(language: str | None, lang: str | None) -> None:
    """A language tag is set on the text's column; what is none is left out."""
    article = Article(TEXT, language=language)
    assert tree(render_html(brief_of(article), TRADE, article)).one(cls="words")["lang"] == lang


def test_an_empty_text() -> None:
    """An article without words is said to be empty."""
    article = Article("")
    assert "The text is empty." in tree(render_html(brief_of(article), TRADE, article)).one(id="text").text


@pytest.mark.parametrize("text", ["x" * 5_000_000, "a line of a wire report\n" * 210_000, "\n" * 5_000_000])
def test_a_very_long_text(text: str) -> None:
    """5 MB, as one line or as lines only, are a page of so many elements that a browser can lay it out."""
    article = Article(text)
    page = render_html(brief_of(article), TRADE, article)
    assert page.count("<p ") < 10_100 and len(page) < 2 * len(text) and '<section id="text"' in page
    assert 'class="long"' in page and 'class="long"' not in render_html(brief_of(ARTICLE), TRADE, ARTICLE)


def test_templates_of_others_are_as_safe() -> None:
    """Further templates see ours and are escaped alike; a name that is not given is an error."""
    own = '{% from "macros.html" import said %}{{ said(word) }}<i title="{{ word }}"></i>{{ word }}'
    env = environment(DictLoader({"own.html": own, "lacks.html": "{{ nobody }}"}))
    got = env.get_template("own.html").render(word='"<\u202e\r')
    assert '<bdi>&#34;&lt;<span class="ctl" title="U+202E RIGHT-TO-LEFT OVERRIDE">⇤</span>&#13;</bdi>' in got
    assert got.endswith('<i title="&#34;&lt;⇤&#13;"></i>&#34;&lt;⇤&#13;')
    with pytest.raises(UndefinedError):
        env.get_template("lacks.html").render()


# A folder.


def test_the_index_has_the_worst_first() -> None:
    """What failed comes first, then what is suspect, then by flags and lines of the ledger."""
    rows = [
        IndexRow("Fine", "a.txt", "complete", "a.html", 3),
        IndexRow("Doubtful", "b.txt", "complete", "b.html", 3, flagged=2),
        IndexRow("Suspect", "c.txt", "suspect", "c.html"),
        IndexRow("d.txt", "d.txt", "failed", note="the model refused to answer"),
        IndexRow("Lined", "e.txt", "complete", "e.html", 3, ledger=1_000, reviewed="3 of 3 facts reviewed"),
    ]
    root = tree(render_index(rows))
    heads = [row.one(tag="th") for row in root.one(tag="tbody").all(tag="tr")]
    assert [h.all(tag="bdi")[0].text for h in heads] == ["d.txt", "Suspect", "Doubtful", "Lined", "Fine"]
    assert "the model refused to answer" in heads[0].text and not heads[0].all(tag="a")
    assert "1,000" in root.one(tag="tbody").text and "3 of 3 facts reviewed" in heads[3].text
    assert "There is no brief here." in render_index([])


@pytest.mark.parametrize(
    ("file", "href"),
    [
        ("a b#1?.html", "a%20b%231%3F.html"),
        ("javascript:alert(1).html", "javascript%3Aalert%281%29.html"),
        ("//skerry.example/x.html", "%2F%2Fskerry.example%2Fx.html"),
        ('"><b>.html', "%22%3E%3Cb%3E.html"),
        ("ö\udcff.html", "%C3%B6%FF.html"),
        ("\ud800.html", "%ED%A0%80.html"),
    ],
)
def test_the_index_links_to_files_of_its_folder(file: str, href: str) -> None:
    """Whatever a file is called, the link leads to it and nowhere else."""
    assert tree(render_index([IndexRow(file, file, "complete", file)])).one(tag="a")["href"] == href

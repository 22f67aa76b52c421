"""An article as it is read sentence by sentence: what is asked about, who may take part, who is meant."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.article import Article, Span
from summarizer.extract.parties import Parties, Stated
from summarizer.extract.reading import LONGEST, SHORTEST, Reading
from summarizer.extract.told import told
from summarizer.schema import find_schema

SCHEMA = find_schema("trade_brief")
ITEMS, ACTORS = SCHEMA.kind("items"), SCHEMA.kind("actors")
KIND = next(f for f in ACTORS.fields if f.name == "kind")


def reading(text: str, language: str | None = "en", **article: Any) -> Reading:
    return Reading(Article(text, language=language, **article))


def item(place: int, **values: Any) -> Stated:
    return Stated("items", {"description": "mines", "status": "delivered"} | values, (place,))


def known(of: Reading, **sorts: str) -> Parties:
    """The parties of a text by name and sort (underscores stand for spaces), each where it is named."""
    found = Parties(of.article.text, of.texts)
    for name, sort in sorts.items():
        name = name.replace("_", " ")
        for i, text in enumerate(of.texts):
            if name in text and (party := found.add(name, i)) is not None:
                party.sort = sort
    return found


def meant(said: str, text: str, side: str = "supplier", others: dict[str, Any] | None = None, **sorts: str) -> Any:
    """Whom a word in the last sentence of a text means."""
    of = reading(text)
    fact = item(len(of.texts) - 1, **{side: said}, **(others or {}))
    return of.resolved(SCHEMA, fact, known(of, **sorts))[0].values[side]


# What is asked about.


def test_sentences_are_lines_with_their_places() -> None:
    """Each sentence is one line, and its span is where it stands in the article."""
    text = "Velmora sold\r\n   boats. The sea\nwas calm.\n"
    of = reading(text)
    assert of.texts == ["Velmora sold boats.", "The sea was calm."]
    assert [" ".join(text[s.start : s.end].split()) for s in of.spans] == of.texts


def test_what_is_not_the_story_is_left_out() -> None:
    """A sentence of which half is boilerplate is not read; less than half is."""
    text = "Velmora sold boats. The sea was calm."
    assert reading(text, boilerplate=(Span(0, 10),)).texts == ["The sea was calm."]
    assert len(reading(text, boilerplate=(Span(0, 9),)).texts) == 2


@given(st.lists(st.sampled_from(["boats", "x" * 200, "…", "Velmora,", "\n", "y" * 1000]), min_size=1, max_size=40))
def test_a_long_run_is_cut_into_pieces(words: list[str]) -> None:
    """No piece is longer than a prompt takes, and no character that is not white space is lost."""
    text = " ".join(words)
    of = reading(text)
    assert all(len(s) <= LONGEST for s in of.spans)
    assert "".join("".join(of.article.quote(s).split()) for s in of.spans) == "".join(text.split())
    assert [s.start for s in of.spans] == sorted({s.start for s in of.spans})


@pytest.mark.parametrize(
    ("text", "capitals"),
    [("VELMORA SOLD BOATS. THE SEA WAS CALM.", True), ("Velmora sold boats. THE END CAME.", False), ("", False)],
)
def test_copy_in_capitals(text: str, capitals: bool) -> None:
    """A text is in capitals where most of its sentences are."""
    assert reading(text).in_capitals is capitals


def test_what_is_relevant_has_a_cue_or_is_read() -> None:
    """In English, a sentence is relevant that has a cue of the kind or in which the reader finds a fact of it."""
    of = reading("The deal was off. Kessel airlifted 20 generators to Orrin. The sea was calm. Deal done.")
    assert ITEMS.cues is not None and not ITEMS.cues.search(of.texts[1]) and told(ITEMS, of.texts[1])
    assert of.relevant(ITEMS) == [0, 1], f"the last has less than {SHORTEST} words"


@pytest.mark.parametrize("language", ["de", None])
def test_elsewhere_all_sentences_are_relevant(language: str | None) -> None:
    """Cues and reader are English: of another or no known language, every sentence is asked about."""
    of = reading("The sea was calm. Kessel airlifted 20 generators to Orrin.", language)
    assert of.relevant(ITEMS) == [0, 1] and not of.is_english


# Who may take part.


def found(text: str, *facts: Stated, **article: Any) -> list[str]:
    return [p.name for p in reading(text, **article).parties(SCHEMA, facts).all]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Then Kessel condemned the raid.", ["Kessel"]),
        ("The raid in Lund was condemned.", []),
        ("“It was a raid,” said Col. Petar Ruiz.", ["Petar Ruiz"]),
        ("On Monday a spokesman for the Harbour Office left.", ["Harbour Office"]),
        ("The raid took place near Lund, he said.", []),
        ("The Russian seized a boat.", []),
        ("On Monday the coast guard seized a boat.", ["coast guard"]),
        ("The coast guard seized a boat.", ["coast guard"]),
    ],
)
def test_who_acts_or_speaks_may_take_part(text: str, names: list[str]) -> None:
    """The subject of a verb of doing or saying is listed, and who is spoken for; a place or an adjective is not."""
    assert found(text) == names


def test_who_stands_in_a_fact_takes_part() -> None:
    """The parties of a fact are listed, wherever they stand in the sentence, each name of a list."""
    text = "Mines were sold to the rebels and Talvia."
    assert found(text, item(0, recipient=["the rebels", "Talvia"])) == ["rebels", "Talvia"]
    assert found(text) == []


def test_the_fullest_name_may_stand_elsewhere() -> None:
    """Who is listed has all its names in the article, also from sentences that tell no fact."""
    of = reading("Mara Lind was in Orrin. Then Lind condemned the raid.")
    (party,) = of.parties(SCHEMA, []).all
    assert (party.name, party.aliases) == ("Mara Lind", ["Lind"])


def test_the_publisher_takes_no_part() -> None:
    """Whoever prints the article is nobody in it."""
    assert found("The Harbour Gazette said Kessel condemned the raid.", publisher="Harbour Gazette") == ["Kessel"]


def test_elsewhere_every_name_of_a_telling_sentence_may_take_part() -> None:
    """Where nobody can be seen to act, all capitalised names of the sentences that tell a fact are candidates."""
    text = "Im Mai verkaufte Kessel viele alte Minen an Selka. Dann kam Talvia."
    assert {"Kessel", "Selka"} <= set(found(text, item(0), language="de"))
    assert "Talvia" not in found(text, item(0), language="de")


# Who is meant.


@pytest.mark.parametrize(
    ("said", "text", "sorts", "who"),
    [
        ("it", "Kessel was calm. Then it sold mines.", {"Kessel": "government"}, "Kessel"),
        ("its", "Kessel was calm. Then its mines were sold.", {"Kessel": "government"}, "Kessel"),
        ("they", "Kessel was calm. Then they sold mines.", {"Kessel": "government"}, "Kessel"),
        (
            "it",
            "Petar Ruiz saw Kessel. Then it sold mines.",
            {"Petar_Ruiz": "person", "Kessel": "government"},
            "Kessel",
        ),
        ("it", "Kessel met Orrin. Then it left.", {"Kessel": "government", "Orrin": "government"}, "Kessel"),
        (
            "it",
            "Kessel met Talvia. Orrin left. Then it sold mines.",
            {"Kessel": "government", "Orrin": "government"},
            "Orrin",
        ),
        ("it", "Kessel met Orrin. So it was. It rained. Then it left.", {"Kessel": "government"}, None),
        (
            "The firm",
            "Harrow Dynamics met Kessel. The firm sold mines.",
            {"Harrow_Dynamics": "company", "Kessel": "government"},
            "Harrow Dynamics",
        ),
        (
            "the country",
            "Harrow Dynamics met Kessel. Then the country sold mines.",
            {"Harrow_Dynamics": "company", "Kessel": "government"},
            "Kessel",
        ),
        (
            "the ministry",
            "Kessel met the Trade Office. Then the ministry sold mines.",
            {"Kessel": "government", "Trade_Office": "government_body"},
            "Trade Office",
        ),
        (
            "the rebels",
            "Kessel met the Valley Front. Then the rebels sold mines.",
            {"Kessel": "government", "Valley_Front": "armed_group"},
            "Valley Front",
        ),
        ("the firm", "Kessel was calm. Then the firm sold mines.", {"Kessel": "government"}, None),
        ("the trader", "Kessel was calm. Then the trader sold mines.", {"Kessel": "government"}, None),
        ("Talvia", "Kessel was calm. Then Talvia sold mines.", {"Kessel": "government"}, None),
        (
            "he",
            "Petar Ruiz met Kessel. Then he sold mines.",
            {"Petar_Ruiz": "person", "Kessel": "government"},
            "Petar Ruiz",
        ),
        (
            "She",
            "Mara Lind met Petar Ruiz. She sold mines.",
            {"Mara_Lind": "person", "Petar_Ruiz": "person"},
            "Mara Lind",
        ),
        ("he", "Kessel was calm. Then he sold mines.", {"Kessel": "government"}, None),
        (
            "we",
            "“Then we sold mines,” said Petar Ruiz.",
            {"Petar_Ruiz": "person", "Kessel": "government"},
            "Petar Ruiz",
        ),
        (
            "I",
            "Kessel met Orrin. “I sold mines,” said Petar Ruiz.",
            {"Petar_Ruiz": "person", "Kessel": "government"},
            "Petar Ruiz",
        ),
        ("I", "Kessel was calm. “I sold mines.”", {"Kessel": "government"}, None),
        ("It", "Kessel was calm. It sold mines.", {"Kessel": "government"}, "Kessel"),
        ("They", "Kessel was calm. They sold mines.", {"Kessel": "government"}, "Kessel"),
    ],
)
def test_whom_a_word_means(said: str, text: str, sorts: dict[str, Any], who: str | None) -> None:
    """The first party of the nearest of three sentences that may be meant: persons by 'he', a firm by 'the firm'."""
    assert meant(said, text, **sorts) == who


@pytest.mark.parametrize("others", [{"supplier": "Kessel"}, {"supplier": ["Kessel", "Selka"]}])
def test_it_is_nobody_who_stands_elsewhere_in_the_fact(others: dict[str, Any]) -> None:
    """'Kessel sold it mines': 'it' is whoever is not Kessel."""
    sorts = {"Kessel": "government", "Selka": "government", "Orrin": "government"}
    text = "Kessel, Selka and Orrin met. Then Kessel sold it mines."
    wanted = "Selka" if isinstance(others["supplier"], str) else "Orrin"
    assert meant("it", text, "recipient", others, **sorts) == wanted


def test_several_names_are_resolved_one_by_one() -> None:
    """A list keeps those that are known, each once; one that is left stands alone; what is lost comes back."""
    of = reading("The U.S. and Talvia sold mines.")
    parties = known(of, Talvia="government", **{"U.S.": "government"})
    fact, lost = of.resolved(SCHEMA, item(0, supplier=["the U.S.", "Talvia", "United States"]), parties)
    assert fact.values["supplier"] == ["U.S.", "Talvia"] and lost == []
    fact, lost = of.resolved(SCHEMA, item(0, supplier=["Talvia", "Orrin"]), parties)
    assert fact.values["supplier"] == "Talvia"
    assert [(f.name, said) for f, said in lost] == [("supplier", "Orrin")]


def test_the_speaker_is_set() -> None:
    """Who says the sentence stands in the field for it, whatever stood there; who denies for himself relays nothing."""
    of = reading("Kessel sold mines, Mara Lind said.")
    parties = known(of, Kessel="government", Mara_Lind="person")
    fact, _ = of.resolved(SCHEMA, item(0, supplier="Kessel", attributed_to="Kessel"), parties)
    assert fact.values["attributed_to"] == "Mara Lind"
    for denier, told_by in (("Kessel", "Mara Lind"), ("Mara Lind", None), ("she", None)):
        denial = Stated("denials", {"denier": denier, "what": "it sold mines"}, (0,))
        assert of.resolved(SCHEMA, denial, parties)[0].values["reported_by"] == told_by


def test_names_in_references_have_a_capital() -> None:
    """The names that a fact's references have, without pronouns and common nouns."""
    of = reading("Kessel and Talvia sold mines to the rebels.")
    assert of.references(SCHEMA, item(0, supplier=["Kessel", "Talvia"], recipient="the rebels")) == ["Kessel", "Talvia"]


def test_parties_are_listed_as_facts() -> None:
    """Name, sort, other names and roles of each; who only speaks is a spokesperson, and who does nothing is 'other'."""
    of = reading("Mara Lind said Kessel sold mines. Lind met Talvia and Petar Ruiz. “It is so,” said Ruiz.")
    parties = known(of, Mara_Lind="person", Lind="person", Kessel="government", Talvia="", Petar_Ruiz="person")
    roles = {"Kessel": ["supplier"], "Mara Lind": ["denier", "no such role"]}
    facts = of.listed(ACTORS, KIND, parties, roles)
    assert [(f.kind, dict(f.values), f.sentences) for f in facts] == [
        ("actors", {"name": "Mara Lind", "kind": "person", "aliases": ["Lind"], "roles": ["denier"]}, (0,)),
        ("actors", {"name": "Kessel", "kind": "government", "aliases": [], "roles": ["supplier"]}, (0,)),
        ("actors", {"name": "Talvia", "kind": "other_org", "aliases": [], "roles": ["other"]}, (1,)),
        ("actors", {"name": "Petar Ruiz", "kind": "person", "aliases": [], "roles": ["spokesperson"]}, (1,)),
    ]


@given(
    st.lists(
        st.text(max_size=40)
        | st.lists(
            st.sampled_from("Kessel it The firm said sold “ ” he , Col. Ruiz mines to Talvia . Mara Lind".split()),
            max_size=9,
        ).map(" ".join),
        max_size=5,
    ),
    st.sampled_from(["it", "The firm", "he", "we", "Kessel", "", "the rebels", "Lind"]),
)
def test_whatever_is_said_a_known_party_is_meant(lines: list[str], said: str) -> None:
    """In any text, a resolved reference is the name of a listed party or nothing, and nothing fails."""
    of = reading("\n\n".join(lines))
    if not of.texts:
        return
    fact = item(len(of.texts) - 1, supplier=said, recipient="Talvia")
    parties = of.parties(SCHEMA, [fact])
    names = {p.name for p in parties.all}
    resolved, _ = of.resolved(SCHEMA, fact, parties)
    for side in ("supplier", "recipient", "attributed_to"):
        assert resolved.values[side] is None or resolved.values[side] in names

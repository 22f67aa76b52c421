"""Who gives what to whom, read from the order of English words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.english.agents import agents
from summarizer.english.transfers import Transfer, transfers
from summarizer.english.transfers.behind import is_infinitive
from summarizer.english.transfers.senses import is_noun
from summarizer.english.words import read


def said(told: Transfer) -> tuple[str, str, str, str, str]:
    """Mood, amount, thing, giver, taker."""
    return told.mood, told.say(told.amount), told.say(told.thing), told.say(told.giver), told.say(told.taker)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kessel sold 20 tanks to Orrin.", ("done", "20", "tanks", "Kessel", "Orrin")),
        ("Kessel gave the rebels 20 mortars.", ("done", "20", "mortars", "Kessel", "the rebels")),
        ("Kessel is offering Orrin rice.", ("planned", "", "rice", "Kessel", "Orrin")),
        ("Kessel will supply Orrin with 50 trucks.", ("planned", "50", "trucks", "Kessel", "Orrin")),
        ("Orrin was supplied with trucks by Kessel.", ("done", "", "trucks", "Kessel", "Orrin")),
        ("Orrin bought more than 20 types of mines from Kessel.", ("done", "more than 20 types", "mines", "Kessel", "Orrin")),
        ("Mines were sold to Orrin by Kessel.", ("done", "", "Mines", "Kessel", "Orrin")),
        ("Orrin is seeking to obtain shells from Kessel.", ("planned", "", "shells", "Kessel", "Orrin")),
        ("A trader tried to send scopes to Selka.", ("tried", "", "scopes", "A trader", "Selka")),
        ("Kessel is said to have sold mines to Orrin.", ("hedged", "", "mines", "Kessel", "Orrin")),
        ("Talvia accused Kessel of sending guns to rebels in neighbouring Orrin.",
         ("hedged", "", "guns", "Kessel", "rebels in neighbouring Orrin")),
        ("The boats that Kessel delivered to Orrin were old.", ("done", "", "boats", "Kessel", "Orrin")),
        ("Kessel, which sold three barges to Orrin in 1981, is small.", ("done", "three", "barges", "Kessel", "Orrin")),
        ("Kessel's sale of 12 jets to Orrin was told.", ("done", "12", "jets", "Kessel", "Orrin")),
        ("Talvia took delivery of three boats from Kessel.", ("done", "three", "boats", "Kessel", "Talvia")),
        ("Kessel turned over two ships to the navy.", ("done", "two", "ships", "Kessel", "the navy")),
        ("Five carriers from Kessel arrived in Selka.", ("done", "Five", "carriers", "Kessel", "Selka")),
        ("Talvia asked Kessel for 12 helicopters.", ("planned", "12", "helicopters", "Kessel", "Talvia")),
        ("Harrow Dynamics won a contract to build 14 aircraft for the navy.",
         ("planned", "14", "aircraft", "Harrow Dynamics", "the navy")),
        ("Officers seized 60 drones from a ship.", ("tried", "60", "drones", "", "")),
        ("KESSEL SOLD 20 TANKS TO ORRIN.", ("done", "20", "TANKS", "KESSEL", "ORRIN")),
    ],
)  # fmt: skip
def test_who_gives_what_to_whom(text: str, wanted: tuple[str, str, str, str, str]) -> None:
    """Active, passive, relative, double object, nouns, contracts, requests and seizures say the same in their own order."""
    assert said(transfers(text)[0]) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Kessel will not sell arms to Orrin.",
        "Kessel denied that it had sold arms to Orrin.",
        "The resolution bars Kessel from exporting arms to Orrin.",
        "Kessel has sent no arms to Orrin.",
        "No country sold arms to Orrin.",
        "Nobody sold arms to Orrin.",
        "The ship will not sail unless Kessel sells arms to Orrin.",
    ],
)
def test_what_is_not_done_is_negated(text: str) -> None:
    """A transfer that the sentence denies, bars or makes depend on something else is marked as such."""
    assert {t.mood for t in transfers(text)} == {"negated"}


@pytest.mark.parametrize(
    "text",
    [
        "The missile can hit a ship 65 km away.",
        "It gives the wrong signals to Orrin.",
        "He ordered a strike against a factory.",
        "The council seeks to impose order.",
        "Five carriers arrived in Selka.",
        "Kessel from Orrin arrived in Selka.",
        "A contract for radars was mentioned.",
        "Arms shipments grew.",
        "The Arms Sales Agency of Kessel closed.",
        "Air Supply sang to Orrin.",
        "Kessel took a train to Orrin.",
        "Kessel exports rice.",
        "Orrin imports rice.",
        "Orrin asked Kessel for $5 million.",
        "Kessel awaits mines.",
        "Orrin wants peace from Kessel.",
        "Kessel will build ten ships.",
        "Kessel sold it to Orrin.",
        "Kessel gave evidence to Orrin.",
        "Officers did not seize rifles.",
        "Talvia was not asked for 12 helicopters.",
        "",
    ],
)
def test_what_is_no_transfer(text: str) -> None:
    """Bystanders, signals, names, statistics of trade and things without sides are nothing that is handed over."""
    assert transfers(text) == []


@pytest.mark.parametrize(
    ("text", "thing", "giver", "taker"),
    [
        # what stands between the thing and whoever gets it
        ("Kessel sold spare parts worth $2 million to Orrin.", "spare parts", "Kessel", "Orrin"),
        ("Kessel sold mines, through a port, to Orrin.", "mines", "Kessel", "Orrin"),
        ("Kessel sold mines directly to Orrin.", "mines", "Kessel", "Orrin"),
        ("Kessel sold mines, Ruiz said to Orrin.", "mines", "Kessel", ""),
        ("Kessel supplied the state company, Velfert, with rice.", "rice", "Kessel", "the state company"),
        ("Kessel flew in 300 tonnes of rice to Orrin.", "rice", "Kessel", "Orrin"),
        # who gets it
        ("Kessel sold mines to rebels in neighbouring Orrin.", "mines", "Kessel", "rebels in neighbouring Orrin"),
        ("Kessel offered North Orrin food.", "food", "Kessel", "North Orrin"),
        ("Kessel offered Talvian food.", "Talvian food", "Kessel", ""),
        ("He tried to sell guns from Kessel to Orrin.", "guns", "Kessel", "Orrin"),
        ("Kessel worked with Orrin to obtain mines for Selka.", "mines", "Orrin", "Selka"),
        ("Orrin wants 20 tanks from Kessel.", "tanks", "Kessel", "Orrin"),
        ("Kessel took 20 tanks from Orrin in return.", "tanks", "Orrin", "Kessel"),
        ("Orrin awaits 30 vehicles promised by Kessel.", "vehicles", "Kessel", "Orrin"),
        # whose deed it is
        ("They sold mines to Orrin.", "mines", "They", "Orrin"),
        ("Kessel's missiles were sold to Orrin.", "missiles", "Kessel", "Orrin"),
        ("Orrin bought Talvian missiles.", "Talvian missiles", "Talvian", "Orrin"),
        ("Ilya Brandt, a dealer who sold mines to Selka, fled.", "mines", "Ilya Brandt", "Selka"),
        ("Weapons shipped into Dolva for rebels by the agency were lost.", "Weapons", "the agency", "rebels"),
        ("Talvia's attempts to procure shells from Orrin failed.", "shells", "Orrin", "Talvia"),
        ("Talvian attempts to acquire shells from Orrin failed.", "shells", "Orrin", "Talvian"),
        ("Kessel is pursuing a plan to secure shells from Orrin.", "shells", "Orrin", "Kessel"),
        ("In 1994, Kessel held talks and sold mines to Orrin.", "mines", "Kessel", "Orrin"),
        ("The officials, who sold mines to Selka, fled.", "mines", "The officials", "Selka"),
        ("The rifles that a trader sent to Selka are old.", "rifles", "a trader", "Selka"),
        ("Kessel on Tuesday sold mines to Orrin.", "mines", "Kessel", "Orrin"),
        ("Officials said that Kessel is pursuing a plan to secure shells from Orrin.", "shells", "Orrin", "Kessel"),
        ("Orrin trucks grain.", "grain", "Orrin", ""),
        # contracts, nouns, payments and arrivals
        ("Under the contract, Kessel will build ten ships.", "ships", "Kessel", ""),
        ("Orrin signed a contract with Kessel for radars.", "radars", "Kessel", "Orrin"),
        ("The navy awarded Harrow a contract for radars.", "radars", "Harrow", "The navy"),
        ("Kessel has been awarded a contract for radars, the Army said.", "radars", "Kessel", "the Army"),
        ("Talvian arms shipments to Orrin were told.", "arms shipments", "Talvian", "Orrin"),
        ("Kessel's purchases of mines from Orrin were told.", "mines", "Orrin", "Kessel"),
        ("Supplies from Kessel were told.", "Supplies", "Kessel", ""),
        ("Orrin pays Kessel for boots and fuel.", "boots and fuel", "Kessel", "Orrin"),
        ("Five carriers from Kessel arrived in June.", "carriers", "Kessel", ""),
    ],
)
def test_the_sides_of_a_transfer(text: str, thing: str, giver: str, taker: str) -> None:
    """What is given, by whom and to whom, is found through asides, relative clauses, undertakings and contracts."""
    assert said(transfers(text)[0])[2:] == (thing, giver, taker)


@pytest.mark.parametrize(
    "text",
    [
        "The request by Orrin for 12 helicopters was turned down.",
        "Kessel was awarded a contract for radars that collapsed.",
        "The mines were seized from Kessel.",
        "Talvia's attempts to procure shells from Orrin failed.",
    ],
)
def test_what_failed_was_tried(text: str) -> None:
    """What was turned down, collapsed, was seized or attempted is told as tried."""
    assert [t.mood for t in transfers(text)] == ["tried"]


@pytest.mark.parametrize(
    ("text", "amount", "price"),
    [
        ("Kessel sold spare parts worth $2 million to Orrin.", "$2 million", ""),
        ("Kessel sold spare parts valued at $2 million to Orrin.", "$2 million", ""),
        ("Kessel sold 20 tanks to Orrin for $2 million.", "20", "$2 million"),
        ("Kessel sold tanks to Orrin in exchange for ore.", "", "ore"),
        ("Kessel will exchange maize for wheat with Orrin.", "", "wheat"),
        ("Harrow Dynamics won a $90 million contract for 14 aircraft.", "14", "$90 million"),
    ],
)
def test_how_much_and_what_for(text: str, amount: str, price: str) -> None:
    """What something is worth is its amount where it is not counted; what is given for it is its price."""
    (told,) = transfers(text)
    assert (told.say(told.amount), told.say(told.price)) == (amount, price)


def test_bare_units_are_of_what_was_told_last() -> None:
    """'Gave 5 tons' behind '20 tons of rice' gives rice."""
    told = transfers("Kessel sold 20 tons of rice to Orrin and gave 5 tons to Selka.")
    assert [said(t)[1:] for t in told] == [
        ("20 tons", "rice", "Kessel", "Orrin"),
        ("5 tons", "rice", "Kessel", "Selka"),
    ]


def test_whoever_had_it_gives_it() -> None:
    """'Stolen by X and sold to Y': the second verb takes thing and giver from the first."""
    told = transfers("Guns shipped to Orrin by Kessel were stolen by officers and sold to merchants.")
    assert [said(t)[2:] for t in told] == [
        ("Guns", "Kessel", "Orrin"),
        ("Guns", "", "officers"),
        ("Guns", "officers", "merchants"),
    ]


@pytest.mark.parametrize(
    ("text", "word", "noun"),
    [
        ("The supply of mines grew.", "supply", True),
        ("Kessel resumed supply of mines.", "supply", True),
        ("Its 20 exports grew.", "exports", True),
        ("Arms supplies grew.", "supplies", True),
        ("The selling went on.", "selling", True),
        ("Selling of mines went on.", "selling", True),
        ("The Orrin Supply Group sang.", "supply", True),
        ("Kessel will supply mines.", "supply", False),
        ("Kessel supplies mines.", "supplies", False),
        ("They quietly supply mines.", "supply", False),
        ("Selling mines went on.", "selling", False),
        ("The sold mines were old.", "sold", False),
    ],
)
def test_what_is_a_noun_and_no_verb(text: str, word: str, noun: bool) -> None:
    """'Supply' is a noun behind an article, a number or before 'of', and in a name; a verb behind a helper or a name."""
    sentence = read(text)
    assert is_noun(sentence, sentence.forms.index(word)) is noun


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("to build ships", True),
        ("to study the moon", True),
        ("to arm Orrin", True),
        ("to Orrin", False),
        ("to the navy", False),
        ("to rebels", False),
        ("to rebels Orrin knew", False),
    ],
)
def test_what_follows_to(text: str, verb: bool) -> None:
    """Behind 'to' stands a verb where its object follows, else whoever gets something."""
    assert is_infinitive(read(text), 1) is verb


def test_who_acts() -> None:
    """The subjects of verbs of saying and doing act; who is behind a preposition does not."""
    assert agents("Kessel urged Orrin to wait.") == ["Kessel"]
    assert agents("The Talvian customs officers seized it.") == ["The Talvian customs officers"]


@given(st.text(alphabet="abcdeKO ,.'\"-$520", max_size=120) | st.lists(
    st.sampled_from("Kessel sold to by 20 tanks the in exchange for and was contract who $5 million , . return paid with".split()), max_size=25
).map(" ".join))  # fmt: skip
def test_any_text_is_read(text: str) -> None:
    """Whatever the text, every place lies inside the sentence."""
    for told in transfers(text):
        for place in (told.thing, told.amount, told.giver, told.taker, told.price, told.agent):
            assert place is None or 0 <= place[0] < place[1] <= len(told.sentence)


@pytest.mark.parametrize("text", ["Kessel sold " * 900, "to the and of " * 900, "sold tanks, " * 900])
def test_long_runs_end(text: str) -> None:
    """A hostile run of words is read to its end."""
    assert isinstance(transfers(text), list)

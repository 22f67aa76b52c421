"""Coercive measures as single sentences tell them: who, against whom, which, under what, and in which state."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.english.measures import Measure, measures


def _one(text: str) -> tuple[str, str, list[str], str]:
    """State, authority, targets and basis of the first measure that a sentence tells."""
    made = measures(text)[0]
    return made.state, made.say(made.authority), [made.say(t) for t in made.target], made.say(made.basis)


@pytest.mark.parametrize(
    ("text", "state", "authority", "targets"),
    [
        ("Kessel imposed sanctions on Talvia.", "imposed", "Kessel", ["Talvia"]),
        (
            "Kessel on Tuesday slapped new sanctions on a broker, Ivo Orrin, and froze his assets.",
            "imposed",
            "Kessel",
            ["Ivo Orrin"],
        ),
        (
            "The Selka Council, a group of nine states, imposed an arms embargo on Talvia six years ago.",
            "imposed",
            "Selka Council",
            ["Talvia"],
        ),
        (
            "The Trade Ministry said it has imposed sanctions on Orrin for arranging the deal.",
            "imposed",
            "Trade Ministry",
            ["Orrin"],
        ),
        ("Kessel has sanctioned three Talvian banks.", "imposed", "Kessel", ["three Talvian banks"]),
        (
            "Orrin, a dealer who sold rifles and was sanctioned by the Kessel Treasury, is at large.",
            "imposed",
            "Kessel Treasury",
            ["Orrin"],
        ),
        (
            "Sanctions were imposed on Talvia and Selka by the Orrin League.",
            "imposed",
            "Orrin League",
            ["Talvia", "Selka"],
        ),
        ("The embargo which Kessel decreed against Talvia in 1985 has cost millions.", "imposed", "Kessel", ["Talvia"]),
        (
            "The council voted on Monday to impose a travel ban on the junta's leaders.",
            "imposed",
            "council",
            ["junta's leaders"],
        ),
        ("Kessel banned arms shipments to Talvia after the war.", "imposed", "Kessel", ["Talvia"]),
        ("Kessel also banned Ivo Orrin from entering the country.", "imposed", "Kessel", ["Ivo Orrin"]),
        (
            "Kessel froze the assets of the dealer, Ivo Orrin, and of his company, Orrin Maritime.",
            "imposed",
            "Kessel",
            ["Ivo Orrin", "Orrin Maritime"],
        ),
        ("Kessel blacklisted 28 Talvian entities on Monday.", "imposed", "Kessel", ["28 Talvian entities"]),
        ("Kessel added Orrin Works to its sanctions list.", "imposed", "Kessel", ["Orrin Works"]),
        ("Kessel designated Talvia a state sponsor of terrorism.", "imposed", "Kessel", ["Talvia"]),
        (
            "Among those blacklisted are Orrin; his brother Timo; and a firm, Selka Works.",
            "imposed",
            "",
            ["Orrin", "brother Timo", "Selka Works"],
        ),
        ("Kessel suspended military aid to Talvia in protest at the arrests.", "imposed", "Kessel", ["Talvia"]),
        ("Kessel lifts sanctions on Talvia's biggest bank", "lifted", "Kessel", ["Talvia's biggest bank"]),
        (
            "After nearly 20 years, the Kessel government plans to reverse its course and lift trade sanctions on Talvia.",
            "lifted",
            "Kessel government",
            ["Talvia"],
        ),
        ("The visa ban on 20 Talvian officials will be lifted next month.", "lifted", "", ["20 Talvian officials"]),
        ("Kessel removed two Talvian tycoons from its sanctions list.", "lifted", "Kessel", ["two Talvian tycoons"]),
        ("Kessel threatened to impose sanctions on Talvia.", "threatened", "Kessel", ["Talvia"]),
        ("Kessel has threatened Talvia with sanctions.", "threatened", "Kessel", ["Talvia"]),
        ("Kessel is considering penalties for companies that break the truce.", "threatened", "Kessel", ["companies"]),
        ("If Talvia fails, the embargo can be reinstated.", "threatened", "", []),
        (
            '"We will take additional measures against individuals involved in this matter," he said.',
            "threatened",
            "We",
            ["individuals involved in this matter"],
        ),
        (
            "If the diesel is shipped, Kessel will freeze the accounts of Orrin Petroleum.",
            "threatened",
            "Kessel",
            ["Orrin Petroleum"],
        ),
        (
            "Any shipment would be a violation of Selka Council sanctions against Talvia.",
            "violated",
            "Selka Council",
            ["Talvia"],
        ),
        ("The sale broke the arms embargo on Talvia.", "violated", "", ["Talvia"]),
        ("Talvia has been under U.N. sanctions since the war.", "in_force", "U.N.", ["Talvia"]),
        ("Talvia still faces sanctions.", "in_force", "", ["Talvia"]),
        ("Sales of military equipment will still be prohibited.", "in_force", "", []),
        ("The ban on arms exports to Talvia remains in force.", "in_force", "", ["Talvia"]),
        (
            "Talvia remains on the Kessel government's list of state sponsors of terrorism.",
            "in_force",
            "Kessel government",
            ["Talvia"],
        ),
        (
            "It was wrong to put Talvia under the same embargo as countries such as Selka and Orrin.",
            "in_force",
            "",
            ["Talvia", "Selka", "Orrin"],
        ),
        ("France has repeatedly called for the embargo to be lifted.", "in_force", "", []),
        (
            "Moves to lift the Orrin League's ban on arms exports to Talvia have been condemned.",
            "in_force",
            "Orrin League",
            ["Talvia"],
        ),
        ("The conflict led to a new round of American sanctions.", "in_force", "American", []),
        (
            "THE GOVERNMENT HAS LIFTED THE TRAVEL BAN ON THE FIVE MEMBERS OF THE LEAGUE.",
            "lifted",
            "GOVERNMENT",
            ["FIVE MEMBERS OF THE LEAGUE"],
        ),
    ],
)
def test_a_measure_is_read(text: str, state: str, authority: str, targets: list[str]) -> None:
    """Each wording gives its state, its authority and its targets."""
    assert _one(text)[:3] == (state, authority, targets)


@pytest.mark.parametrize(
    ("text", "authority", "basis"),
    [
        ("The council imposed the embargo on Talvia with Resolution 1187 in May.", "council", "Resolution 1187"),
        ("THE BAN HAD BEEN IMPOSED BY DECREE 44 IN AUTUMN.", "", "DECREE 44"),
        (
            "They broke two Selka Council resolutions, which prohibit any shipments of weapons to Talvia.",
            "Selka Council",
            "two Selka Council resolutions",
        ),
        (
            "It broke Resolution 1187 of the Selka Council, which forbids the shipment of arms to Talvia.",
            "Selka Council",
            "Resolution 1187 of the Selka Council",
        ),
    ],
)
def test_the_law_is_the_basis_and_its_maker_the_authority(text: str, authority: str, basis: str) -> None:
    """A resolution or decree is no authority: whoever made it is, where that is said."""
    made = measures(text)[-1]
    assert (made.say(made.authority), made.say(made.basis)) == (authority, basis)


@pytest.mark.parametrize(
    "text",
    [
        "Kessel raised tariffs on Talvian steel.",
        "The trade war with Talvia goes on.",
        "The code of conduct covers arms exports.",
        "The government took economic measures to help growth.",
        "Safety measures were taken at the plant.",
        "Orrin was banned for three matches.",
        "The smoking ban takes effect in March.",
        "He was fined 500 crowns by a court in Selka.",
        "The list of the names of its dead is long.",
        "There were no illegal sales from the forbidden munitions list.",
        "He was designated as host of the games.",
        "The nuclear test ban treaty was signed.",
        "Kessel did not impose sanctions on Talvia.",
        "The house sanctioned the use of the hall.",
        "The pay freeze angered teachers.",
        "",
        "…",
    ],
)
def test_what_is_no_measure_gives_none(text: str) -> None:
    """Tariffs, codes, sport, fines, lists of other things and what is not imposed are no measures."""
    assert measures(text) == []


def test_who_reports_a_measure_is_not_its_authority() -> None:
    """The speaker of a sentence is no authority."""
    made = measures("Orrin said the sanctions on Talvia were wrong.")[0]
    assert made.say(made.authority) == ""


def test_one_sentence_may_tell_several_measures() -> None:
    """Each deed is one measure, with the shared subject as authority."""
    made = measures(
        "In 1997, President Ivo Orrin imposed an embargo against Talvia and blocked the assets of the Talvian army."
    )
    assert [(m.say(m.authority), [m.say(t) for t in m.target]) for m in made] == [
        ("President Ivo Orrin", ["Talvia"]),
        ("President Ivo Orrin", ["Talvian army"]),
    ]


_WORDS = (
    "Kessel Talvia the sanctions sanction embargo ban bans banned on against to of by with from was were has have will not imposed lifted "
    "froze assets list subject under , ; : \" “ ” 's and or as such which that who it violate resolution 1187 designated terrorist"
).split()


@given(st.text(max_size=200) | st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join))
def test_any_text_gives_places_inside_the_sentence(text: str) -> None:
    """Whatever stands there, nothing fails and every place lies inside the sentence."""
    for made in measures(text):
        assert all(_inside(made, p) for p in (made.authority, made.measure, made.basis, *made.target))
        assert 0 <= made.at < len(made.sentence)
        assert made.measure[0] < made.measure[1]


def _inside(made: Measure, place: tuple[int, int]) -> bool:
    return 0 <= place[0] <= place[1] <= len(made.sentence)


@pytest.mark.parametrize(
    "piece",
    ["sanctions on ", "of the ", "banned , ", "A's ", "and B ", "ban on arms exports to T by ", '" ', "which A, who "],
)
def test_a_hostile_sentence_takes_no_longer_than_a_plain_one(piece: str) -> None:
    """The time grows with the length, not with the repetition."""
    text = (piece * 900)[:900]
    start = time.perf_counter()
    measures(text)
    assert time.perf_counter() - start < 1

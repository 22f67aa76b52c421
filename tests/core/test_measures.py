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
        ("The conflict led to a new round of American sanctions.", "imposed", "American", []),
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


@pytest.mark.parametrize(
    ("text", "state", "authority", "targets"),
    [
        ("Kessel cut off aid to Talvia.", "imposed", "Kessel", ["Talvia"]),
        ("Kessel froze aid to Talvia after the army seized power.", "imposed", "Kessel", ["Talvia"]),
        ("Kessel severed diplomatic relations with Talvia on Tuesday.", "imposed", "Kessel", ["Talvia"]),
        ("Talvia broke off diplomatic ties with Kessel.", "imposed", "Talvia", ["Kessel"]),
        (
            "Kessel suspended a $45 million military training programme for Talvia to show its displeasure.",
            "imposed",
            "Kessel",
            ["Talvia"],
        ),
        ("Kessel halted deliveries in May after Talvia's king sacked the cabinet.", "imposed", "Kessel", ["Talvia"]),
        ("All aid to Talvia has been frozen since the coup.", "imposed", "", ["Talvia"]),
        (
            "U.S. military assistance to Talvia would be suspended if the troops were not pulled out.",
            "threatened",
            "U.S.",
            ["Talvia"],
        ),
        ("Kessel resumed military aid to Talvia.", "lifted", "Kessel", ["Talvia"]),
        (
            "Critics attacked a decision by Kessel to restart arms sales to Talvia.",
            "lifted",
            "Kessel",
            ["Talvia"],
        ),
        ("Kessel expelled three Talvian diplomats on Monday.", "imposed", "Kessel", ["Talvian"]),
        ("The council suspended Talvia from the league on Friday.", "imposed", "council", ["Talvia"]),
    ],
)
def test_what_is_broken_off_is_a_measure(text: str, state: str, authority: str, targets: list[str]) -> None:
    """Aid, arms and relations that are cut off or resumed are measures against whoever got them."""
    assert _one(text)[:3] == (state, authority, targets)


@pytest.mark.parametrize(
    ("text", "state", "authority", "targets"),
    [
        ("Talvia closed its border to Kessel trucks.", "imposed", "Talvia", ["Kessel"]),
        (
            "The Talvian Foreign Ministry threatened to close the country's ports to all Kessel ships.",
            "threatened",
            "Talvian Foreign Ministry",
            ["Kessel"],
        ),
        (
            "Talvian Minister Ivo Orrin said Kessel trucks would not be let through the Lund crossing unless the men were freed.",
            "threatened",
            "Talvian",
            ["Kessel"],
        ),
        ("Kessel barred Orrin Airlines from its airspace.", "imposed", "Kessel", ["Orrin Airlines"]),
        ("Kessel revoked the visas of 20 Talvian officials.", "imposed", "Kessel", ["20 Talvian officials"]),
        ("Kessel imposed a naval blockade on Talvia.", "imposed", "Kessel", ["Talvia"]),
        ("The council imposed a no-fly zone over Talvia.", "imposed", "council", ["Talvia"]),
    ],
)
def test_who_is_shut_out_is_a_target(text: str, state: str, authority: str, targets: list[str]) -> None:
    """Closed borders, refused passage and revoked visas are measures against whoever is kept out."""
    assert _one(text)[:3] == (state, authority, targets)


@pytest.mark.parametrize(
    ("text", "state", "authority", "targets"),
    [
        ("Kessel hit Talvia with sanctions over the raid.", "imposed", "Kessel", ["Talvia"]),
        ("Kessel placed the firm on its blacklist in May.", "imposed", "Kessel", ["firm"]),
        ("Orrin Works was added to the Treasury's list in June.", "imposed", "Treasury", ["Orrin Works"]),
        ("The firm was taken off the blacklist in 2016.", "lifted", "", ["firm"]),
        ("Orrin, whom Kessel blacklisted in 2015, lives in Selka.", "imposed", "Kessel", ["Orrin"]),
        ("Talvia was subjected to an oil embargo after the war.", "in_force", "", ["Talvia"]),
        (
            "Talvia is under an arms embargo imposed by the Selka Union in 1989.",
            "imposed",
            "Selka Union",
            ["Talvia"],
        ),
        ("Kessel gave Talvia a sanctions waiver for 60 days.", "lifted", "Kessel", ["Talvia"]),
        (
            "A Selka Security Council committee granted a sanctions exemption for trucks that it plans to ship to Talvia.",
            "lifted",
            "Selka Security Council",
            ["Talvia"],
        ),
        ("Kessel ordered its banks to freeze the funds of Orrin Works.", "imposed", "Kessel", ["Orrin Works"]),
        ("The resolution requires all states to stop the sale of arms to Talvia.", "in_force", "", ["Talvia"]),
        ("Kessel has barred its members from arming Talvia since 2011.", "imposed", "Kessel", ["Talvia"]),
        ("Kessel unfroze the assets of Orrin Works.", "lifted", "Kessel", ["Orrin Works"]),
        ("Kessel is considering action against the bank itself.", "threatened", "Kessel", ["bank"]),
        ("Companies that buy Talvian oil could face sanctions.", "threatened", "", ["Companies"]),
        ("Talvia demanded that Kessel lift the sanctions.", "in_force", "Kessel", []),
        ("Talvia violated an annual cap set by the Selka Council.", "violated", "Selka Council", ["Talvia"]),
        (
            'The deal would be "a plain violation" of Resolution 1187 of the Selka Council.',
            "violated",
            "Selka Council",
            [],
        ),
    ],
)
def test_other_wordings_of_wire_copy(text: str, state: str, authority: str, targets: list[str]) -> None:
    """Lists, waivers, orders, caps and relative clauses tell measures too."""
    assert _one(text)[:3] == (state, authority, targets)


@pytest.mark.parametrize(
    "text",
    [
        "Rights groups urged Selka to ban arms sales to Talvia.",
        "Opposition leaders called on Selka to impose sanctions on Talvia.",
        "The senator has called for penalties on two lenders.",
        "Kessel opposes sanctions on Talvia.",
        "Since the accounts were frozen, trade has stopped.",
        "The company suspended deliveries to Talvia for two weeks.",
        "The airline suspended flights to Talvia after the storm.",
        "The exchange suspended trade in Orrin Works shares after the report.",
        "The rebels broke off talks with the government.",
        "Kessel closed its embassy in Talvia.",
        "The road was closed to traffic after a landslide.",
        "Reporters were not allowed into the courtroom.",
        "The board will take action against inflation.",
        "The army took military action against rebels in Talvia.",
        "Fishermen exceeded a quota set by the ministry.",
        "The bank released $40 million in loans to Talvia.",
        "Orrin was expelled from school.",
        "The mayor revoked the licence of a bar.",
        "The council gave farmers an exemption from the tax.",
        "She was added to the list of candidates.",
        "Kessel stopped aid convoys at the border.",
    ],
)
def test_calls_business_and_daily_life_are_no_measures(text: str) -> None:
    """What others call for, what companies do of themselves and what happens at home is no measure."""
    assert measures(text) == []


def test_a_sentence_completes_its_own_measures() -> None:
    """Whoever blacklisted some may add others to the list, and what is done in line with sanctions hits the same target."""
    added = measures("The Treasury blacklisted two generals and said that Orrin Works could be added to the list.")[1]
    assert (added.state, added.say(added.authority)) == ("threatened", "Treasury")
    wider = measures("Kessel halted imports from Talvia in line with sanctions adopted by Selka leaders.")[1]
    assert (wider.say(wider.authority), [wider.say(t) for t in wider.target]) == ("Selka leaders", ["Talvia"])


def test_sanctions_may_bar_others_from_trade() -> None:
    """What the sanctions forbid to the authority's own people is directed against those with whom they would trade."""
    made = measures("The new sanctions bar Kessel banks from lending to Talvian firms.")[-1]
    assert (made.state, [made.say(t) for t in made.target]) == ("in_force", ["Talvian firms"])


def test_a_violated_law_is_one_measure_with_what_it_forbids() -> None:
    """'a violation of resolutions, which prohibit …' is one measure, violated, against whom the law is."""
    made = measures("It was in violation of two Selka Council resolutions, which prohibit arms sales to Talvia.")
    assert [(m.state, [m.say(t) for t in m.target]) for m in made] == [("violated", ["Talvia"])]


_WORDS = (
    "Kessel Talvia the sanctions sanction embargo ban bans banned on against to of by with from was were has have will not imposed lifted "
    "froze assets list subject under , ; : \" “ ” 's and or as such which that who it violate resolution 1187 designated terrorist "
    "aid cut off suspended border closed to through let blacklist waiver cap set order"
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

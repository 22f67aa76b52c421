"""Denials as single sentences state them: who denies what, who relays it, and whether in the denier's own words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.english.denials import Denial, denials


def _one(text: str) -> tuple[str, str, str, bool]:
    made = denials(text)[0]
    return made.say(made.denier), made.say(made.what), made.say(made.teller), made.own


@pytest.mark.parametrize(
    ("text", "denier", "what"),
    [
        ("Talvia denied the charge.", "Talvia", "the charge"),
        (
            "Talvia on Tuesday denied that it had sold mines to anybody, a day after the raid.",
            "Talvia",
            "it had sold mines to anybody",
        ),
        ("Talvia has repeatedly denied it is arming the rebels.", "Talvia", "it is arming the rebels"),
        (
            "The Orrin House denied a report that Kessel was continuing to ship arms to Talvia, but an official said it was.",
            "Orrin House",
            "Kessel was continuing to ship arms to Talvia",
        ),
        (
            "Mr Orrin denied the decision would suggest that the square had been forgotten.",
            "Mr Orrin",
            "the decision would suggest that the square had been forgotten",
        ),
        ("The firms denied in statements any wrongdoing, while shares fell.", "firms", "any wrongdoing"),
        ("Talvia rejected the accusation as baseless.", "Talvia", "the accusation"),
        (
            "Orrin rejected suggestions by the opposition that flour was being kept back.",
            "Orrin",
            "flour was being kept back",
        ),
        ("The ministry dismissed the report as nonsense.", "ministry", "the report"),
        ("The report was denied by the Talvian army.", "Talvian army", "The report"),
        ("Kessel accused it of cheating, a charge that Talvia has always rejected.", "Talvia", "a charge"),
        ("Kessel accuses Talvia of cheating, a charge Talvia denies.", "Talvia", "a charge"),
        ("The ministry issued a statement denying that it had paid.", "ministry", "it had paid"),
        ("Orrin called the report a lie.", "Orrin", "the report"),
        ("The embassy said the allegations were completely untrue.", "embassy", "the allegations"),
        ("Reports that Talvia sold the missiles are false, its embassy said.", "embassy", "Talvia sold the missiles"),
        ("Talvia says it has not supplied any weapons to the rebels.", "Talvia", "supplied any weapons to the rebels"),
        (
            "Talvia said on Tuesday that it would not provide arms to either side.",
            "Talvia",
            "provide arms to either side",
        ),
        ("Talvia has said it has no plans to build a bomb.", "Talvia", "plans to build a bomb"),
        (
            "The broker, Ivo Orrin, said that he had never offered a weapon to anyone and had been ruined.",
            "Ivo Orrin",
            "offered a weapon to anyone",
        ),
        (
            "His lawyer, Ada Vale, said that her client had nothing to do with the trade.",
            "Ada Vale",
            "to do with the trade",
        ),
        ("Talvia insisted it had lived up to the pact and asked for talks.", "Talvia", "lived up to the pact"),
        ("Orrin-Voss said no commission had been paid.", "Orrin-Voss", "commission had been paid"),
        ("Both men have pleaded not guilty.", "men", "guilty"),
        ("TALVIA DENIES SELLING MISSILES TO SELKA", "TALVIA", "SELLING MISSILES TO SELKA"),
        ("A spokesman for the Talvian army denied wrongdoing.", "Talvian army", "wrongdoing"),
    ],
)
def test_a_denial_is_read(text: str, denier: str, what: str) -> None:
    """Each wording gives whoever denies and the claim that is denied."""
    assert _one(text)[:2] == (denier, what)


@pytest.mark.parametrize(
    ("text", "denier", "what"),
    [
        ('"We have never sold arms to Selka," Orrin said.', "Orrin", "sold arms to Selka"),
        (
            'Later, ministry spokeswoman Ada Vale said: "We categorically deny that Kessel is selling arms."',
            "Ada Vale",
            "Kessel is selling arms",
        ),
        (
            '"There have been no illegal sales to Selka," an Orrin House spokesman said.',
            "Orrin House",
            "illegal sales to Selka",
        ),
        (
            "“We have not supplied the Front with a single rocket,” said Lt. Col. Ivo Orrin, a spokesman for the ministry.",
            "Lt. Col. Ivo Orrin",
            "supplied the Front with a single rocket",
        ),
        ('"We\'ve never paid anyone," he said.', "he", "paid anyone"),
        ('"Not one cartridge has left our territory," Orrin said.', "Orrin", "one cartridge has left our territory"),
        ('"I have not offered a rifle to the Front."', "I", "offered a rifle to the Front"),
    ],
)
def test_own_words_are_the_speakers_denial(text: str, denier: str, what: str) -> None:
    """In quotation marks 'we' and 'I' are whoever speaks; an unnamed spokesman is the body he speaks for."""
    assert _one(text) == (denier, what, "", True)


@pytest.mark.parametrize(
    ("text", "denier", "what", "teller"),
    [
        ("Vale said Talvia denied the sale.", "Talvia", "the sale", "Vale"),
        (
            '"We noted Talvia\'s recent statement that it will neither provide nor sell weapons to Selka and will watch," Vale said.',
            "Talvia",
            "provide nor sell weapons to Selka",
            "Vale",
        ),
        (
            '"The Talvian side has informed us that it is not negotiating any purchase," Ada Vale said.',
            "Talvian",
            "negotiating any purchase",
            "Ada Vale",
        ),
    ],
)
def test_who_relays_a_denial_is_its_teller(text: str, denier: str, what: str, teller: str) -> None:
    """Another party's denial that a speaker relays has that speaker as its teller."""
    assert _one(text) == (denier, what, teller, False)


@pytest.mark.parametrize(
    "text",
    [
        "The ministry declined to comment.",
        "Talvia did not deny the report.",
        "Talvia has neither confirmed nor denied the sale.",
        '"I do not remember," he said.',
        "An official said there was no indication that weapons had been moved.",
        "Orrin said the embargo was not justified.",
        "He said it was not ready to do so yet.",
        "He said the code is not legally binding.",
        "They said they did not know if Kessel would stay.",
        "Kessel said the war will not end soon.",
        "The court denied him bail.",
        "Talvia was denied access to the port.",
        "Only two of the licences denied under the embargo were granted.",
        "Talvia rejected the proposal.",
        "The keeper twice denied Ricky Orrin from close range.",
        "Orrin said he had not received any request for help.",
        "The envoy did not give details.",
        "A Kessel official said Talvia had not bought the jets.",
        "He took no questions.",
        "",
        "…",
    ],
)
def test_what_contradicts_no_allegation_is_no_denial(text: str) -> None:
    """No comment, refusals, opinions, forecasts and what others lack are no denials."""
    assert denials(text) == []


@pytest.mark.parametrize(
    ("text", "denier", "what"),
    [
        (
            'Talvia rejected as "pure fantasy" a report that it had sold missiles to Selka.',
            "Talvia",
            "it had sold missiles to Selka",
        ),
        ("The minister described as false a report that arms had been sold.", "minister", "arms had been sold"),
        ("The report says Talvia armed the rebels, which Talvia denied.", "Talvia", "Talvia armed the rebels"),
        ("Kessel accuses Talvia of arming rebels, something Talvia denies.", "Talvia", "arming rebels"),
        ("Talvia, which denies arming the rebels, closed the border.", "Talvia", "arming the rebels"),
        ('Orrin Freight said it "has never carried any guns."', "Orrin Freight", "carried any guns"),
        ("Orrin said he knew nothing about the shipment.", "Orrin", "about the shipment"),
        ("The group says that it does not know the pilot.", "group", "know the pilot"),
        ("Orrin has insisted that the planes carried nothing but food.", "Orrin", "carried nothing but food"),
        ("The army said its soldiers had not crossed the border.", "army", "crossed the border"),
        (
            "Military spokesman Ivo Orrin said the armed forces did not attack civilians.",
            "Ivo Orrin",
            "attack civilians",
        ),
        (
            "The company's manager, Ivo Orrin, said that Selka Works has no customers across the border.",
            "Ivo Orrin",
            "customers across the border",
        ),
        ('"No Talvian arms went to Selka," Orrin told reporters.', "Orrin", "Talvian arms went to Selka"),
        ("TALVIA SAYS NO ARMS SENT TO SELKA", "TALVIA", "ARMS SENT TO SELKA"),
        ("Talvia said the claim was without foundation.", "Talvia", "the claim"),
        ("The minister said the finding was wrong.", "minister", "the finding"),
        (
            "The agency quoted an official source as saying Talvia had sent no weapons to the rebels.",
            "Talvia",
            "weapons to the rebels",
        ),
        (
            "A broker accused of trying to sell 300 rifles to rebels told a court that he had never offered a gun.",
            "broker",
            "offered a gun",
        ),
        (
            "Orrin dismissed the talks as a waste of time and said he had not sold the guns.",
            "Orrin",
            "sold the guns",
        ),
    ],
)
def test_other_wordings_of_wire_copy(text: str, denier: str, what: str) -> None:
    """Verdicts before the claim, clauses taken up by 'which', half quotations and 'nothing but' deny as well."""
    assert _one(text)[:2] == (denier, what)


@pytest.mark.parametrize(
    "text",
    [
        "The embassy said it had no knowledge of the case.",
        "The firm said it does not plan to protest the award.",
        "The government said it did not intend to raise taxes.",
        "He said he did not know what to do.",
        "He said he did not know the number of dead.",
        "The firm has no plans to bid for Orrin Works.",
        "The court rejected his claim for damages.",
        "Kessel denied export privileges to Orrin Works.",
        '"There are no soldiers in the streets," a witness said.',
        '"There are no weapons to spare," he said.',
        "The referee denied Talvia a penalty.",
        "The mayor said there were no weapons in the museum.",
    ],
)
def test_ignorance_plans_and_refusals_are_no_denials(text: str) -> None:
    """Who knows nothing of a case, plans nothing reprehensible or refuses something denies no allegation."""
    assert denials(text) == []


_WORDS = (
    "Talvia Kessel denied denies deny that report charge it he we said says not never no neither nor has had sold sell weapons "
    "statement 's \" “ ” , . ; and but false true is are calling called a the as saying nothing to do with"
).split()


@given(st.text(max_size=200) | st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join))
def test_any_text_gives_places_inside_the_sentence(text: str) -> None:
    """Whatever stands there, nothing fails and every place lies inside the sentence."""
    for made in denials(text):
        assert all(_inside(made, p) for p in (made.denier, made.what, made.teller))
        assert 0 <= made.at < len(made.sentence)
        assert made.what[0] < made.what[1]


def _inside(made: Denial, place: tuple[int, int]) -> bool:
    return 0 <= place[0] <= place[1] <= len(made.sentence)


@pytest.mark.parametrize(
    "piece", ["denied ", "said not ", "never sold , ", "no truth in ", '" ', "which A, who ", "false that "]
)
def test_a_hostile_sentence_takes_no_longer_than_a_plain_one(piece: str) -> None:
    """The time grows with the length, not with the repetition."""
    text = (piece * 900)[:900]
    start = time.perf_counter()
    denials(text)
    assert time.perf_counter() - start < 1

"""Noun phrases, parties, subjects and speakers as the readers of measures and denials find them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.english.clauses import clause_start, first_subject, group_low, owner_before, subject_before
from summarizer.english.nominals import NONE, first, is_verb, noun_phrase, noun_phrase_before
from summarizer.english.parties import is_party, is_people, members, subject_pronoun, without_determiner
from summarizer.english.speech import opening_party, quoted, speaker
from summarizer.english.words import Sentence, read


def _at(text: str, word: str) -> tuple[Sentence, int]:
    """A sentence and where a word first stands in it."""
    sentence = read(text)
    return sentence, sentence.forms.index(word)


@pytest.mark.parametrize(
    ("text", "word", "phrase"),
    [
        ("They banned arms exports to Talvia.", "arms", "arms exports"),
        ("Kessel fined the owners of two ships on Monday.", "the", "the owners of two ships"),
        ("Kessel listed Orrin, Selka Works and a bank.", "orrin", "Orrin, Selka Works and a bank"),
        ("Orrin told Kessel and Talvia said no.", "kessel", "Kessel"),
        ("Talvia last week banned oil.", "talvia", "Talvia"),
        ("The firm, Orrin Works Co., paid.", "orrin", "Orrin Works Co."),
    ],
)
def test_a_noun_phrase_ends_before_verbs_times_and_prepositions(text: str, word: str, phrase: str) -> None:
    """A phrase runs over 'of' and lists, and no further."""
    sentence, at = _at(text, word)
    assert sentence.say(*noun_phrase(sentence, at)).rstrip(".") == phrase.rstrip(".")


@pytest.mark.parametrize(
    ("text", "verb", "subject"),
    [
        ("Talvia on Tuesday banned oil.", "banned", "Talvia"),
        ("The council in Lund banned oil.", "banned", "The council"),
        ("Talvia, its neighbour, banned oil.", "banned", "Talvia"),
        ("Its owner, Orrin Works Co., says it paid.", "says", "Orrin Works Co"),
        ("The losing bidder, Orrin Works Inc <ORN>, paid.", "paid", "Orrin Works Inc <ORN>"),
        ("Talvia, which banned oil, gained.", "banned", "Talvia"),
        ("Kessel imposed an embargo, the jury heard, and Talvia banned oil.", "banned", "Talvia"),
        ("The cabinet this morning banned oil.", "banned", "The cabinet"),
        ("Banned.", "banned", ""),
    ],
)
def test_the_subject_stands_before_the_verb_past_asides(text: str, verb: str, subject: str) -> None:
    """Times, places, appositions and 'which' between a subject and its verb are passed over."""
    sentence, at = _at(text, verb)
    assert sentence.say(*subject_before(sentence, at)).rstrip(".") == subject


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Talvia said it had paid.", "Talvia"),
        ('"We paid," said Ivo Orrin.', "Ivo Orrin"),
        ('"We paid," Orrin told reporters.', "Orrin"),
        ("The agency quoted an aide as saying that Talvia had paid.", "an aide"),
        ("A dealer accused of trying to sell 300 rifles told a court that he had paid.", "A dealer"),
        ("Orrin dismissed the charge as a joke and said he had paid.", "Orrin"),
        ("Talvia paid.", ""),
    ],
)
def test_the_speaker_is_the_subject_of_a_verb_of_saying(text: str, who: str) -> None:
    """Before the verb or, behind a quotation, after it."""
    sentence = read(text)
    assert sentence.say(*speaker(sentence)) == who


def test_members_of_a_list_are_parties_of_their_own() -> None:
    """Names that 'and' joins are several parties, one description of many is one."""
    sentence = read("countries such as Talvia and Selka")
    assert [sentence.say(*m) for m in members(sentence, (0, len(sentence)))] == ["Talvia", "Selka"]
    sentence = read("militia and rebel leaders")
    assert [sentence.say(*m) for m in members(sentence, (0, len(sentence)))] == ["militia and rebel leaders"]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("Talvia", True),
        ("two companies", True),
        ("officials of the port", True),
        ("it", True),
        ("arms", False),
        ("", False),
    ],
)
def test_a_party_is_a_name_a_pronoun_or_people(text: str, party: bool) -> None:
    """Goods are none."""
    sentence = read(text)
    assert is_party(sentence, (0, len(sentence))) is party


def test_small_things() -> None:
    """Determiners come off, contractions are pronouns, the first place that is not empty counts."""
    sentence = read("the rebels")
    assert sentence.say(*without_determiner(sentence, (0, 2))) == "rebels"
    assert is_people(sentence, (0, 2))
    assert subject_pronoun(read("we've paid"), (0, 1)) == "we"
    assert first(NONE, (1, 2), (3, 4)) == (1, 2)


def test_where_groups_and_clauses_begin() -> None:
    """A verb's group takes in its auxiliaries and adverbs; a clause begins behind 'that'."""
    sentence, at = _at("Orrin said that Talvia has repeatedly denied it.", "denied")
    assert sentence.say(group_low(sentence, at), at + 1) == "has repeatedly denied"
    assert sentence.forms[clause_start(sentence, at)] == "talvia"
    assert sentence.say(*first_subject(sentence, at)) == "Talvia"
    sentence, at = _at("In 1998, Talvia paid and banned oil.", "banned")
    assert sentence.say(*first_subject(sentence, at)) == "Talvia"


def test_owners_and_openings() -> None:
    """The owner is only the name before "'s"; a sentence's opening party stands behind its dateline."""
    sentence, at = _at("They took note of Talvia's words.", "'s")
    assert sentence.say(*owner_before(sentence, at)) == "Talvia"
    sentence = read("LUND, May 3 (Wire) - Kessel banned oil.")
    assert sentence.say(*opening_party(sentence, len(sentence))) == "Kessel"


def test_what_stands_in_quotation_marks() -> None:
    """Straight and curled marks open and close; a single closing mark closes what began before."""
    sentence = read('"We paid," he said.')
    assert [f for f, inside in zip(sentence.forms, quoted(sentence), strict=True) if inside] == ["we", "paid", ","]
    sentence = read("We paid,” he said.")
    assert quoted(sentence)[0]
    assert not quoted(sentence)[-1]


_WORDS = "Talvia Kessel the a of and or , . ; said told quoted saying that which who has not banned sold 's \" “ ” it we in on Tuesday - ( )".split()


@given(st.text(max_size=150) | st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join))
def test_every_place_lies_inside_the_sentence(text: str) -> None:
    """Whatever stands there, nothing fails and every range lies inside the sentence."""
    sentence = read(text)
    size = len(sentence)
    assert len(quoted(sentence)) == size
    for k in range(size):
        is_verb(sentence, k)
        places = [noun_phrase(sentence, k), noun_phrase_before(sentence, k), subject_before(sentence, k)]
        places += [first_subject(sentence, k), speaker(sentence, k), *members(sentence, noun_phrase(sentence, k))]
        assert all(0 <= low <= high <= size for low, high in places)
        assert 0 <= clause_start(sentence, k) <= k
        assert 0 <= group_low(sentence, k) <= k


@pytest.mark.parametrize("piece", ["of the ", "A, ", "and B ", '" ', "which A, who ", "'s "])
def test_a_hostile_sentence_takes_no_longer_than_a_plain_one(piece: str) -> None:
    """One look at a place costs no more in a long sentence of repetitions."""
    sentence = read((piece * 900)[:900])
    start = time.perf_counter()
    for k in range(len(sentence)):
        subject_before(sentence, k)
        noun_phrase(sentence, k)
    assert time.perf_counter() - start < 1

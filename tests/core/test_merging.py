"""Facts of several sentences put together: completed from their neighbours, checked for sense, repeats folded."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.extract.merging import completed, merge_repeats, sound_facts
from summarizer.extract.parties import Parties, Stated, roles_of
from summarizer.schema import Claim, Free, OneOf, Report, compile_schema, find_schema

SCHEMA = find_schema("trade_brief")


def parties(*names: str) -> Parties:
    found = Parties("")
    for i, name in enumerate(names):
        found.add(name, i)
    return found


def item(place: int = 0, sure: float = 1.0, **values: Any) -> Stated:
    return Stated("items", {"description": "boats", "status": "delivered"} | values, (place,), sure)


def paid(place: int = 0, sure: float = 1.0, **values: Any) -> Stated:
    return Stated("compensation", {"description": "rice", "status": "delivered"} | values, (place,), sure)


def sanction(place: int = 0, sure: float = 1.0, **values: Any) -> Stated:
    return Stated("sanctions", {"target": "Drovia", "status": "imposed"} | values, (place,), sure)


def denial(place: int = 0, what: str = "it sold boats", denier: Any = "Velmora") -> Stated:
    return Stated("denials", {"denier": denier, "what": what}, (place,))


# What the sentences round it tell.


@pytest.mark.parametrize("have", [{}, {"payer": "Drovia"}, {"payee": "Velmora"}])
@pytest.mark.parametrize("place", [1, 2, 3, 4])
def test_who_pays_is_who_gets_the_goods(have: dict[str, Any], place: int) -> None:
    """What is missing of payer and payee comes from the goods of a sentence near it, turned round."""
    goods = item(2, supplier="Velmora", recipient="Drovia")
    one, other = completed(SCHEMA, [goods, paid(place, **have)])
    assert one == goods
    assert (other.values["payer"], other.values["payee"]) == ("Drovia", "Velmora")


def test_goods_are_completed_from_the_payment() -> None:
    """Who gives the goods is who is paid, where one of the two is known or the payment stands in the same sentence."""
    price = paid(2, payer="Drovia", payee="Velmora")
    for goods, supplier in (
        (item(2), "Velmora"),
        (item(1, recipient="Drovia"), "Velmora"),
        (item(1), None),
    ):
        assert completed(SCHEMA, [goods, price])[0].values.get("supplier") == supplier


@pytest.mark.parametrize(
    ("goods", "price"),
    [
        (item(0, supplier="Velmora", recipient="Drovia"), paid(3)),
        (item(4, supplier="Velmora", recipient="Drovia"), paid(2)),
        (item(2, supplier="Velmora", recipient="Drovia"), paid(2, payer="Kesh")),
        (item(2, supplier="Velmora"), paid(2, payer="Velmora")),
        (item(2), paid(2)),
    ],
)
def test_what_does_not_go_together_is_left(goods: Stated, price: Stated) -> None:
    """Goods too far away, of other parties, or with nobody to take over complete nothing; nobody pays himself."""
    assert completed(SCHEMA, [goods, price])[1] == price


def test_what_stands_in_the_sentence_comes_first() -> None:
    """Of goods near a payment, those in its own sentence complete it, then those before it."""
    here, before, after = (
        item(p, supplier=s, recipient="Drovia") for p, s in ((2, "Velmora"), (1, "Kesh"), (3, "Orrin"))
    )
    assert completed(SCHEMA, [paid(2), after, before, here])[0].values["payee"] == "Velmora"
    assert completed(SCHEMA, [paid(2), after, before])[0].values["payee"] == "Kesh"
    assert completed(SCHEMA, [paid(2), after])[0].values["payee"] == "Orrin"


@pytest.mark.parametrize("status", ["imposed", "threatened", "violated", "lifted"])
def test_a_measure_without_target_is_the_one_before(status: str) -> None:
    """A deed without its target is about the last measure before it, else the next; the authority goes with it."""
    known = [sanction(0, target="Kesh"), sanction(3, target="Drovia", authority="Velmora"), sanction(9, target="Orrin")]
    bare = sanction(5, target=None, status=status)
    found = completed(SCHEMA, [*known, bare])[-1]
    assert (found.values["target"], found.values["authority"]) == ("Drovia", "Velmora")
    early = completed(SCHEMA, [bare, known[2]])[0]
    assert early.values["target"] == "Orrin"
    next_to = sanction(6, target="Kesh")
    assert completed(SCHEMA, [*known, next_to, bare])[-1].values["target"] == "Drovia", "before comes before near"


def test_a_measure_that_only_stands_is_not_completed() -> None:
    """'The ban was narrow' tells nothing new of the one before it."""
    bare = sanction(1, target=None, status="in_force")
    assert completed(SCHEMA, [sanction(0), bare])[1] == bare


def test_a_measure_of_another_authority_is_another() -> None:
    """A target is not taken from another's measure, and nobody punishes himself."""
    known = sanction(0, target="Drovia", authority="Velmora")
    for doer in ("Kesh", "Drovia"):
        bare = sanction(1, target=None, authority=doer)
        assert completed(SCHEMA, [known, bare])[1] == bare
    bare = sanction(1, target=None, authority="Drovia")
    assert completed(SCHEMA, [sanction(0, target="Drovia"), bare])[1] == bare
    joint = completed(SCHEMA, [known, sanction(1, target=None, authority=["Kesh", "Velmora"])])[1]
    assert joint.values["target"] == "Drovia" and joint.values["authority"] == ["Kesh", "Velmora"]


@given(
    st.lists(
        st.builds(
            item,
            st.integers(0, 4),
            supplier=st.sampled_from([None, "Velmora", "Kesh"]),
            recipient=st.sampled_from([None, "Drovia", ["Drovia", "Kesh"]]),
        )
        | st.builds(
            paid,
            st.integers(0, 4),
            payer=st.sampled_from([None, "Drovia", "Kesh"]),
            payee=st.sampled_from([None, "Velmora"]),
        )
        | st.builds(
            sanction,
            st.integers(0, 4),
            target=st.sampled_from([None, "Drovia", ["Drovia", "Kesh"]]),
            authority=st.sampled_from([None, "Velmora", "Kesh"]),
            status=st.sampled_from(["imposed", "in_force", "lifted"]),
        ),
        max_size=6,
    )
)
def test_completing_changes_nothing_that_is_told(facts: list[Stated]) -> None:
    """Every fact stays, in its place, with all that it has; what is added is a party of another fact."""
    out = completed(SCHEMA, facts)
    assert [(f.kind, f.sentences, f.sure) for f in out] == [(f.kind, f.sentences, f.sure) for f in facts]
    for before, after in zip(facts, out, strict=True):
        for name, value in after.values.items():
            if before.values.get(name):
                assert value == before.values[name]
            elif value:
                assert any(value in f.values.values() for f in facts if f is not before)


# What is told twice.


def merged(*facts: Stated) -> list[Stated]:
    return merge_repeats(SCHEMA, facts)[0]


def test_a_repeat_is_one_fact_with_all_its_sentences() -> None:
    """The same deal told twice is one fact, completed by what either says."""
    (fact,) = merged(
        item(0, description="patrol boats", supplier="Velmora", recipient=None),
        item(4, description="twelve patrol boats", supplier="Velmora", recipient="Drovia", quantity="twelve"),
    )
    assert fact.sentences == (0, 4)
    assert (fact.values["description"], fact.values["recipient"], fact.values["quantity"]) == (
        "patrol boats",
        "Drovia",
        "twelve",
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"status": "delivered"}, {"status": "proposed"}),
        ({"recipient": "Drovia"}, {"recipient": "Kesh"}),
        ({"quantity": "12"}, {"quantity": "14"}),
        ({"description": "patrol boats"}, {"description": "coastal radars"}),
        ({"description": "12 boats"}, {"description": "14 boats"}),
        ({"supplier": None}, {"supplier": None}),
    ],
)
def test_what_differs_stays_apart(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Another status, party, number or thing is another fact; so is what shares nothing that names a party."""
    assert len(merged(item(0, **{"supplier": "Velmora"} | one), item(1, **{"supplier": "Velmora"} | other))) == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("proposed", "ongoing", True),
        ("proposed", "alleged", True),
        ("attempted", "proposed", True),
        ("delivered", "delivered", True),
        ("delivered", "proposed", False),
        ("delivered", "ongoing", False),
        ("delivered", "alleged", False),
    ],
)
def test_what_is_planned_may_be_under_way(one: str, other: str, same: bool) -> None:
    """Ways of telling that don't contradict are one fact, in the first's words; what is done is no plan. Both ways round."""
    for first, second in ((one, other), (other, one)):
        facts = merged(item(0, supplier="Velmora", status=first), item(1, supplier="Velmora", status=second))
        assert [f.values["status"] for f in facts] == ([first] if same else [first, second])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"status": "imposed"}, {"status": "in_force"}, True),
        ({"status": "imposed"}, {"status": "violated"}, True),
        ({"status": "in_force"}, {"status": "violated"}, True),
        ({"status": "imposed"}, {"status": "lifted"}, False),
        ({"status": "threatened"}, {"status": "imposed"}, False),
        ({"status": "imposed", "measure": "arms embargo"}, {"status": "in_force", "measure": "the embargo"}, True),
        ({"status": "imposed", "measure": "arms embargo"}, {"status": "in_force", "measure": "fuel ban"}, False),
        ({"status": "imposed", "measure": "arms embargo"}, {"status": "in_force"}, True),
        ({"target": ["Drovia", "Kesh"]}, {"target": "Kesh"}, True),
        ({"authority": "Velmora"}, {"authority": "Kesh"}, False),
    ],
)
def test_a_measure_told_again(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    """A measure that was imposed is in force, unless its words name another; a threat is none yet."""
    assert len(merged(sanction(0, **one), sanction(4, **other))) == (1 if same else 2)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (denial(0), denial(1, "its ships were seen"), True),
        (denial(0), denial(2, "its ships were seen"), False),
        (denial(0), denial(2, "it"), True),
        (denial(0), denial(2, "the report"), True),
        (denial(0), denial(9, "the report"), False),
        (denial(0), denial(9, "selling boats"), True),
        (denial(0), denial(1, denier="Kesh"), False),
        (denial(0), denial(1, "its ships were seen", denier="Petar Ruiz"), True),
        (denial(0), denial(2, "its ships were seen", denier="Petar Ruiz"), False),
        (denial(0, denier="Mara Lind"), denial(1, "its ships were seen", denier="Petar Ruiz"), False),
        (denial(0, denier=["Velmora", "Kesh"]), denial(1, "its ships were seen", denier="Kesh"), True),
    ],
)
def test_a_denial_that_goes_on(one: Stated, other: Stated, same: bool) -> None:
    """Denials beside each other by one party, or by it and by the person who speaks for it, are one; so is an empty 'it'."""
    persons = frozenset({"Petar Ruiz", "Mara Lind"})
    facts, repeats = merge_repeats(SCHEMA, [one, other], persons)
    assert (len(facts), len(repeats)) == ((1, 1) if same else (2, 0))
    if same:
        assert facts[0].values["denier"] == one.values["denier"]
        assert facts[0].sentences == (*one.sentences, *other.sentences)


def test_an_empty_denial_takes_the_words_of_the_next() -> None:
    """'It denied the charge' says what was denied in the words of the sentence that does."""
    (fact,) = merged(denial(0, "the charge"), denial(1, "it sold boats"))
    assert fact.values["what"] == "it sold boats" and fact.sentences == (0, 1)


def test_repeats_come_back() -> None:
    """What was folded into another fact is returned as it was."""
    one, other = item(0, supplier="Velmora"), item(2, supplier="Velmora", quantity="12")
    facts, repeats = merge_repeats(SCHEMA, [one, other])
    assert repeats == [other] and len(facts) == 1 and facts[0].values["quantity"] == "12"


def test_facts_of_other_kinds_stay_apart() -> None:
    """What is paid is not what is sold."""
    assert len(merged(item(0, supplier="Velmora"), paid(0, description="boats", payer="Velmora"))) == 2


@given(
    st.lists(
        st.builds(
            item,
            st.integers(0, 5),
            description=st.sampled_from(["boats", "12 boats", "patrol boats", "rice", "the"]),
            status=st.sampled_from(["delivered", "proposed"]),
            supplier=st.sampled_from([None, "Velmora", "Kesh"]),
            quantity=st.sampled_from([None, "12", "14"]),
        ),
        max_size=6,
    )
)
def test_merging_loses_no_sentence_and_invents_no_value(facts: list[Stated]) -> None:
    """Every sentence is still evidence of something, and every value was stated in one of the fact's sentences."""
    out = merged(*facts)
    assert {i for f in out for i in f.sentences} == {i for f in facts for i in f.sentences}
    for fact in out:
        for name, value in fact.values.items():
            assert any(f.values.get(name) == value for f in facts if set(f.sentences) <= set(fact.sentences))


# What makes no sense.


def test_a_fact_without_its_party_is_dropped_with_the_reason() -> None:
    """A sanction against nobody known is none."""
    sound, dropped = sound_facts(SCHEMA, [sanction(target=None), sanction()], parties("Drovia"))
    assert sound == [sanction()]
    assert dropped == [(sanction(target=None), "against: no known party")]


def test_a_party_is_no_thing() -> None:
    """A party in the place of goods is dropped."""
    _, ((_, why),) = sound_facts(SCHEMA, [item(description="Drovia")], parties("Drovia"))
    assert "a party, not a thing" in why


def test_of_two_readings_the_surer_stays() -> None:
    """The same words as goods and as payment in one sentence are one of them: what the model was surer of."""
    price = paid(0, 0.9, description="the wheat")
    sound, dropped = sound_facts(SCHEMA, [item(0, 0.6, description="wheat"), price], parties())
    assert sound == [price] and len(dropped) == 1
    elsewhere = item(1, 0.6, description="wheat")
    assert sound_facts(SCHEMA, [elsewhere, price], parties())[1] == [], "another sentence may tell of both"


def test_an_echo_is_no_value() -> None:
    """An optional value that only repeats the main words is left out."""
    (fact,), _ = sound_facts(SCHEMA, [item(quantity="boats")], parties())
    assert fact.values["quantity"] is None


class Storm(Claim):
    """A storm."""

    place: Annotated[str, Free("Where.")]
    force: Annotated[Literal["light", "heavy"], OneOf("How strong.")]


class Weather(Report):
    """The weather."""

    schema_id = "weather/1"

    storms: list[Storm] = []


def test_a_schema_without_parties_works() -> None:
    """Facts without any reference are merged, kept and given no roles."""
    schema = compile_schema(Weather)
    here, there = (Stated("storms", {"place": "in Astrin", "force": "light"}, (i,)) for i in (0, 1))
    assert merge_repeats(schema, [here, there])[0] == [Stated("storms", here.values, (0, 1))]
    assert sound_facts(schema, [here], parties()) == ([here], [])
    assert roles_of(schema, [here]) == {}

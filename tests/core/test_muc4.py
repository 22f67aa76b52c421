"""The scorer of MUC-4's kind, on cases that were counted by hand, and how a brief becomes templates."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.muc4 import (
    ROLES,
    Count,
    Template,
    aligned,
    best_alignment,
    briefs_of,
    gold_templates,
    matches,
    normal,
    of_one_type,
    predicted_templates,
    report,
    score_fillers,
    score_templates,
)


def template(kind: str = "attack", **roles: list[list[str]]) -> Template:
    """A template; an entity is the list of its mentions."""
    return Template(kind, {role: tuple(frozenset(map(normal, e)) for e in roles.get(role, [])) for role in ROLES})


def counts(count: Count) -> tuple[int, int, int, int]:
    return count.right, count.predicted, count.found, count.gold


GOLD = template(
    PerpInd=[["the gunmen"]],
    PerpOrg=[["Orrin Front", "OF"]],
    Victim=[["Ilya Brandt", "mayor"], ["a guard"]],
)


def test_mentions_are_compared_without_articles_case_and_punctuation() -> None:
    """As the published scorer does it: 'The "Orrin" Front.' is 'orrin front'."""
    assert normal('The  "Orrin" Front.') == "orrin front"
    assert normal("a") == ""


def test_an_entity_matches_where_all_its_mentions_are_golds() -> None:
    """One mention of gold's is enough; a mention that is not gold's spoils the entity; a part of one is none."""
    gold = frozenset({"orrin front", "of"})
    assert matches(frozenset({"of"}), gold)
    assert matches(gold, gold)
    assert not matches(frozenset({"of", "the state"}), gold)
    assert not matches(frozenset({"orrin"}), gold)


def test_the_right_templates_score_one() -> None:
    """Gold against itself is perfect, one mention an entity is as good as all, and the type counts as a filler."""
    ours = template(PerpInd=[["gunmen"]], PerpOrg=[["of"]], Victim=[["mayor"], ["guard"]])
    for predicted in (GOLD, ours):
        score = score_templates([predicted], [GOLD])
        assert counts(score.micro) == (5, 5, 5, 5)
        assert score.micro.f1 == 1.0
        assert counts(score_fillers([predicted], [GOLD]).micro) == (4, 4, 4, 4)


def test_counted_by_hand() -> None:
    """Two predicted templates, two of gold: the pair that fits is taken, the rest is spurious or missing."""
    predicted = [
        template(PerpInd=[["gunmen"], ["soldiers"]], Victim=[["mayor"]]),  # type and 2 of 3 right
        template("bombing", Target=[["bank"]], Weapon=[["bomb"]]),  # no bombing in gold: 3 spurious
    ]
    gold = [GOLD, template("arson", Target=[["bus"]])]  # the arson is missing: 2
    score = score_templates(predicted, gold)
    assert counts(score.by["type"]) == (1, 2, 1, 2)
    assert counts(score.by["PerpInd"]) == (1, 2, 1, 1)
    assert counts(score.by["PerpOrg"]) == (0, 0, 0, 1)
    assert counts(score.by["Victim"]) == (1, 1, 1, 2)
    assert counts(score.by["Target"]) == (0, 1, 0, 1)
    assert counts(score.by["Weapon"]) == (0, 1, 0, 0)
    assert counts(score.micro) == (3, 7, 3, 7)
    assert score.micro.f1 == pytest.approx(3 / 7)
    fillers = score_fillers(predicted, gold)
    assert counts(fillers.micro) == (2, 5, 2, 5)


def test_types_must_agree_and_gold_may_name_two() -> None:
    """The same fillers under another type are nothing; 'bombing / attack' is either."""
    assert score_templates([template("bombing", Victim=[["mayor"]])], [GOLD]).micro.f1 == 0.0
    either = template("bombing / attack")
    assert of_one_type(template("bombing"), either) and of_one_type(template("attack"), either)
    assert not of_one_type(template("arson"), either)


def test_an_entity_may_be_matched_twice_in_templates_and_once_in_fillers() -> None:
    """What the published scorer allows is kept there, and not where its authors define it one to one."""
    predicted = [template(PerpOrg=[["orrin front"], ["of"]])]
    assert counts(score_templates(predicted, [GOLD]).by["PerpOrg"]) == (2, 2, 1, 1)
    assert counts(score_fillers(predicted, [GOLD]).by["PerpOrg"]) == (1, 2, 1, 1)


def test_what_is_found_may_weigh_more_than_what_is_right() -> None:
    """Of two predicted templates for one of gold's, that with more found is taken though the other has more right."""
    gold = [template(PerpInd=[["p", "q", "r"]], Victim=[["x"]]), template("arson", Target=[["s"], ["t"], ["u"]])]
    thrice = template(PerpInd=[["p"], ["q"], ["r"]])  # 4 right with the type, 2 found
    both = template(PerpInd=[["p"]], Victim=[["x"]])  # 3 right, 3 found
    assert best_alignment([thrice, both], gold) == {1: 0}
    assert score_templates([thrice, both], gold).micro.f1 == pytest.approx(3 / 7)


def test_fillers_are_matched_as_often_as_can_be() -> None:
    """A choice that would block another is given up: the first takes the entity that the second can't have."""
    gold = [template(Victim=[["m", "z"], ["m", "zz"]])]
    predicted = [template(Victim=[["m"], ["z"]])]
    assert counts(score_fillers(predicted, gold).by["Victim"]) == (2, 2, 2, 2)


def test_nothing_predicted_and_nothing_in_gold() -> None:
    """An article without incidents, read as such, adds nothing; no figure is divided by nothing."""
    assert counts(score_templates([], []).micro) == (0, 0, 0, 0)
    assert Count().f1 == 0.0
    assert counts(score_templates([], [GOLD]).micro) == (0, 0, 0, 5)
    assert counts(score_templates([GOLD], []).micro) == (0, 5, 0, 0)


ENTITIES = st.sampled_from([["p"], ["q"], ["r"], ["p", "q"], ["p", "q", "r"]])
NAMES = st.lists(ENTITIES, max_size=3)
TEMPLATES = st.lists(
    st.builds(
        lambda kind, a, b: template(kind, Victim=a, PerpInd=b), st.sampled_from(["attack", "arson"]), NAMES, NAMES
    ),
    max_size=4,
)


@given(TEMPLATES, TEMPLATES)
@settings(deadline=None, max_examples=300)
def test_no_other_alignment_is_better(predicted: list[Template], gold: list[Template]) -> None:
    """The alignment is one to one, of one type, and as good as the best of all that can be tried."""
    pairs = best_alignment(predicted, gold)
    assert len(set(pairs.values())) == len(pairs)
    assert all(of_one_type(predicted[i], gold[j]) for i, j in pairs.items())
    all_predicted = sum(1 + sum(map(len, t.roles.values())) for t in predicted)
    all_gold = sum(1 + sum(map(len, t.roles.values())) for t in gold)
    best = 0.0
    for choice in itertools.product([None, *range(len(gold))], repeat=len(predicted)):
        taken = [(i, j) for i, j in enumerate(choice) if j is not None]
        if len({j for _, j in taken}) < len(taken) or not all(of_one_type(predicted[i], gold[j]) for i, j in taken):
            continue
        total = Count(predicted=all_predicted, gold=all_gold)
        for i, j in taken:
            for count in aligned(predicted[i], gold[j]).values():
                total += Count(count.right, 0, count.found, 0)
        best = max(best, total.f1)
    assert score_templates(predicted, gold).micro.f1 == pytest.approx(best)


def incident(**values: Any) -> dict[str, Any]:
    """An incident as a brief has it."""
    fields = dict.fromkeys(("attacker", "organisation", "victim", "target", "weapon"))
    return {"type": "attack", "outcome": "carried_out", "verdict": "supported", **fields, **values}


def as_lists(templates: list[Template]) -> list[tuple[str, dict[str, list[str]]]]:
    return [(t.type, {r: [min(e) for e in es] for r, es in t.roles.items() if es}) for t in templates]


def test_a_brief_becomes_templates() -> None:
    """Joined names are parted, what stands in parentheses is left out, a repeat of the attacker is no organisation."""
    brief = {
        "incidents": [
            incident(
                attacker="gunmen", organisation="the gunmen", victim="Ana Dol, a guard and Ilya Brandt (the mayor)"
            ),
            incident(type="other", organisation=["Orrin Front", "Red Harbour"], target="a bridge"),
        ]
    }
    assert as_lists(predicted_templates(brief)) == [
        ("attack", {"PerpInd": ["gunmen"], "Victim": ["ana dol", "guard", "ilya brandt"]}),
        ("attack", {"PerpOrg": ["orrin front", "red harbour"], "Target": ["bridge"]}),
    ]


def test_one_incident_told_twice_is_one_template() -> None:
    """Incidents of one type that hit the same are one; another type or another victim is another."""
    brief = {
        "incidents": [
            incident(victim="the mayor", attacker="gunmen"),
            incident(victim="mayor", weapon="rifles"),
            incident(victim="a guard", attacker="gunmen"),
            incident(victim="the mayor", type="kidnapping"),
        ]
    }
    assert as_lists(predicted_templates(brief)) == [
        ("attack", {"PerpInd": ["gunmen"], "Victim": ["mayor"], "Weapon": ["rifles"]}),
        ("attack", {"PerpInd": ["gunmen"], "Victim": ["guard"]}),
        ("kidnapping", {"Victim": ["mayor"]}),
    ]


def test_what_is_left_out() -> None:
    """Threats are no templates unless asked for; what is flagged may be left out."""
    brief = {"incidents": [incident(outcome="threatened", victim="x"), incident(victim="y", verdict="flagged")]}
    assert len(predicted_templates(brief)) == 1
    assert len(predicted_templates(brief, threatened=True)) == 2
    assert predicted_templates(brief, verdicts=("supported",)) == []


def test_gold_is_read_and_figures_are_printed(tmp_path: Any) -> None:
    """Twin templates of gold count once; documents without a brief are told and not scored; the label says what is not comparable."""
    raw = {"incident_type": "attack", "Victim": [[["the mayor", 4], ["Brandt", 30]], []]}
    assert gold_templates([raw, raw]) == [template(Victim=[["mayor", "brandt"]])]
    (tmp_path / "dev-DEV-MUC3-0001.json").write_text('{"incidents": []}', encoding="utf-8")
    (tmp_path / "notes.json").write_text("{}", encoding="utf-8")
    found = briefs_of(tmp_path)
    assert list(found) == ["DEV-MUC3-0001"]
    documents = [{"doc_id": f"DEV-MUC3-000{n}", "templates": [raw]} for n in (1, 2)]
    text = report(documents, found)
    assert "1 of 2 documents have a brief; 0 templates predicted, 1 in gold" in text
    assert "NOT comparable" in text

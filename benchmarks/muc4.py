"""The schema ``incidents`` on MUC-4: ``python benchmarks/muc4.py DEV.jsonl BRIEFS [--first N] [--run]``

MUC-4's task (1992) is to fill templates of terrorist incidents in Latin America from news: type, perpetrators (persons and
organisations), physical targets, victims, weapons. ``--run`` makes the briefs first, with the embedded model, by
``summarizer run``; called again it goes on where it was. Every line of DEV.jsonl is ``{"doc_id", "text", "templates"}``, a
template ``{"incident_type", "PerpInd", "PerpOrg", "Target", "Victim", "Weapon"}``, a role a list of entities, an entity a
list of ``[mention, offset]``. The texts are not in this repository.

What is computed, beside each other:

*templates*: what the published scorer of GTT (Du et al. 2021) computes. Predicted and gold templates of a document are
aligned one to one, only where the types agree, so that the document's F1 is the highest; entities of aligned templates
count as right where all mentions of the predicted one are mentions of one gold entity (articles and punctuation apart);
the incident type counts as a filler; all is summed over the documents (micro). As there, an entity may be matched
twice. It differs in how the best alignment is searched (over sets of gold templates, which is exact and does not grow with
the number of predicted ones as trying all does) and so possibly in which of two equally good ones is taken.

*role fillers*: templates put aside. The entities of each role over the whole document, types not asked for, matched one to one
with the gold entities of that role (as many pairs as possible): CEAF-REE as its authors define it, with the same test of a
match. It says whether the right people and things are found at all.

How a brief becomes templates: an incident of the outcomes told as done, attempted or alleged is one template (``threatened`` with
``--threatened``); its type is the incident's (``other`` counts as ``attack``, the commonest); attacker → PerpInd, organisation →
PerpOrg, target → Target, victim → Victim, weapon → Weapon; what stands in parentheses is left out; names joined by 'and' or
commas are parted; an organisation that only repeats the attacker is none, nor is a target that repeats a victim; incidents of one
type that hit the same, or of which nothing speaks against their being one, are one template.
"""

from __future__ import annotations

import argparse
import json
import re
import string
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
FIELDS = {"PerpInd": "attacker", "PerpOrg": "organisation", "Target": "target", "Victim": "victim", "Weapon": "weapon"}
TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")

PUBLISHED = """\
Published, on MUC-4's TEST part (200 other documents), by the scorer that 'templates' follows; NOT comparable line by line:
those are models trained on MUC-4's 1,300 training documents and measured on its test part; ours has seen none of the
training documents, knows the task by its schema and sixteen invented sentences alone, and is measured on (a part of) the
development part, by which its wording was also chosen.
  GTT (BERT base, fine-tuned)        micro F1 50.23
  IterX (two encoders, fine-tuned)   micro F1 51.67 and 52.25"""


@dataclass(frozen=True)
class Template:
    """One incident: its type, and for each role its entities, each the set of its mentions, normalised."""

    type: str
    roles: Mapping[str, tuple[frozenset[str], ...]]


@dataclass
class Count:
    """Right and all of the predicted, right and all of the gold fillers: an entity may be matched twice, so both are kept."""

    right: int = 0
    predicted: int = 0
    found: int = 0
    gold: int = 0

    def __iadd__(self, other: Count) -> Count:
        self.right += other.right
        self.predicted += other.predicted
        self.found += other.found
        self.gold += other.gold
        return self

    @property
    def precision(self) -> float:
        """The share of predicted fillers that are right; 0 where there are none."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of gold fillers that are found; 0 where there are none."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass
class Score:
    """Counts by role (and ``type``); ``micro`` is their sum."""

    by: dict[str, Count] = field(default_factory=dict)

    def add(self, name: str, count: Count) -> None:
        """Add to one role."""
        total = self.by.setdefault(name, Count())
        total += count

    @property
    def micro(self) -> Count:
        """All roles together."""
        total = Count()
        for count in self.by.values():
            total += count
        return total


_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normal(mention: str) -> str:
    """A mention without case, punctuation, articles and further white space, as the published scorer compares them."""
    return " ".join(_ARTICLES.sub(" ", mention.lower().translate(_PUNCTUATION)).split())


def matches(predicted: frozenset[str], gold: frozenset[str]) -> bool:
    """Whether all mentions of a predicted entity are mentions of the gold one."""
    return predicted <= gold


def of_one_type(predicted: Template, gold: Template) -> bool:
    """Whether the types agree; gold may name two ('bombing / attack')."""
    return predicted.type in (t.strip() for t in gold.type.split("/"))


def aligned(predicted: Template, gold: Template) -> dict[str, Count]:
    """The counts of two templates that are taken for each other: the type is right, each role's fillers as they match."""
    counts = {"type": Count(1, 1, 1, 1)}
    for role in ROLES:
        ours, theirs = predicted.roles[role], gold.roles[role]
        right = sum(any(matches(p, g) for g in theirs) for p in ours)
        found = sum(any(matches(p, g) for p in ours) for g in theirs)
        counts[role] = Count(right, len(ours), found, len(theirs))
    return counts


def best_alignment(predicted: Sequence[Template], gold: Sequence[Template]) -> dict[int, int]:
    """Which predicted template is which gold one, so that the document's F1 is the highest: index → index.

    Over sets of gold templates already taken, keeping what no other choice is at least as good as in both counts: all
    fillers being given, F1 only grows with either of them.
    """
    gain = {
        (i, j): (sum(c.right for c in counts.values()), sum(c.found for c in counts.values()))
        for i, p in enumerate(predicted)
        for j, g in enumerate(gold)
        if of_one_type(p, g)
        for counts in [aligned(p, g)]
    }
    fronts: dict[int, list[tuple[int, int, tuple[tuple[int, int], ...]]]] = {0: [(0, 0, ())]}
    for i in range(len(predicted)):
        grown = {taken: list(front) for taken, front in fronts.items()}
        for taken, front in fronts.items():
            for j in range(len(gold)):
                if (i, j) in gain and not taken >> j & 1:
                    right, found = gain[i, j]
                    more = [(a + right, b + found, (*pairs, (i, j))) for a, b, pairs in front]
                    grown.setdefault(taken | 1 << j, []).extend(more)
        fronts = {taken: _front(front) for taken, front in grown.items()}
    all_predicted = sum(1 + sum(map(len, t.roles.values())) for t in predicted)
    all_gold = sum(1 + sum(map(len, t.roles.values())) for t in gold)
    options = [option for front in fronts.values() for option in front]
    best = max(options, key=lambda o: (Count(o[0], all_predicted, o[1], all_gold).f1, -len(o[2])))
    return dict(best[2])


def _front(options: Iterable[tuple[int, int, tuple[tuple[int, int], ...]]]) -> list[Any]:
    """The options that no other one equals or beats in both counts."""
    kept: list[Any] = []
    for option in sorted(options, key=lambda o: (-o[0], -o[1])):
        if not kept or option[1] > kept[-1][1]:
            kept.append(option)
    return kept


def score_templates(predicted: Sequence[Template], gold: Sequence[Template]) -> Score:
    """One document by its templates: see the module."""
    pairs = best_alignment(predicted, gold)
    score = Score()
    for i, j in pairs.items():
        for name, count in aligned(predicted[i], gold[j]).items():
            score.add(name, count)
    for i, t in enumerate(predicted):
        if i not in pairs:
            score.add("type", Count(predicted=1))
            for role in ROLES:
                score.add(role, Count(predicted=len(t.roles[role])))
    for j, t in enumerate(gold):
        if j not in pairs.values():
            score.add("type", Count(gold=1))
            for role in ROLES:
                score.add(role, Count(gold=len(t.roles[role])))
    return score


def score_fillers(predicted: Sequence[Template], gold: Sequence[Template]) -> Score:
    """One document by its role fillers, templates and types put aside: as many pairs one to one as there can be."""
    score = Score()
    for role in ROLES:
        ours = sorted({e for t in predicted for e in t.roles[role]}, key=sorted)
        theirs = sorted({e for t in gold for e in t.roles[role]}, key=sorted)
        pairs = _most_pairs([[j for j, g in enumerate(theirs) if matches(p, g)] for p in ours])
        score.add(role, Count(pairs, len(ours), pairs, len(theirs)))
    return score


def _most_pairs(choices: Sequence[Sequence[int]]) -> int:
    """The size of the largest matching one to one, where ``choices`` are the partners that each may have."""
    partner: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j in choices[i]:
            if j not in seen:
                seen.add(j)
                if j not in partner or place(partner[j], seen):
                    partner[j] = i
                    return True
        return False

    return sum(place(i, set()) for i in range(len(choices)))


def gold_templates(raw: Sequence[Mapping[str, Any]]) -> list[Template]:
    """The gold of one document; a template that is there twice counts once, as in the published scorer."""
    written: list[Any] = []
    for t in raw:
        roles = {role: [[mention for mention, *_ in entity] for entity in t.get(role, []) if entity] for role in ROLES}
        if (t["incident_type"], roles) not in written:
            written.append((t["incident_type"], roles))
    return [
        Template(str(kind), {role: tuple(frozenset(map(normal, e)) for e in roles[role]) for role in ROLES})
        for kind, roles in written
    ]


_ASIDE = re.compile(r"\([^()]*\)")  # 'the front (fmln)': the short name is another mention, not another party
_PARTED = re.compile(r"\s*,\s+(?:and\s+)?|\s+and\s+|\s*;\s*")


def _names(value: Any) -> list[str]:
    said = [value] if isinstance(value, str) else list(value or [])
    names = [part for one in said for part in _PARTED.split(_ASIDE.sub(" ", one))]
    return [n for n in dict.fromkeys(map(normal, names)) if n]


def predicted_templates(
    brief: Mapping[str, Any], *, threatened: bool = False, verdicts: Sequence[str] = ("supported", "flagged")
) -> list[Template]:
    """The templates of a brief by ``incidents/1``: see the module. Facts that people rejected are in no brief."""
    found: list[dict[str, Any]] = []
    for fact in brief["incidents"]:
        if fact["verdict"] not in verdicts or (fact["outcome"] == "threatened" and not threatened):
            continue
        roles = {role: _names(fact[name]) for role, name in FIELDS.items()}
        roles["PerpOrg"] = [n for n in roles["PerpOrg"] if n not in roles["PerpInd"]]
        roles["Target"] = [n for n in roles["Target"] if n not in roles["Victim"]]
        kind = fact["type"] if fact["type"] in TYPES else "attack"
        same = next((t for t in found if t["type"] == kind and _overlap(t["roles"], roles)), None)
        if same is None:
            found.append({"type": kind, "roles": roles})
        else:
            for role in ROLES:
                same["roles"][role] = list(dict.fromkeys([*same["roles"][role], *roles[role]]))
    return [
        Template(t["type"], {role: tuple(frozenset([n]) for n in t["roles"][role]) for role in ROLES}) for t in found
    ]


def _overlap(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> bool:
    """Whether two incidents hit, or are done by, one and the same: that they name nobody twice is no sign of two."""
    hit = (
        {n for role in ("Target", "Victim") for n in one[role]},
        {n for role in ("Target", "Victim") for n in other[role]},
    )
    if hit[0] and hit[1]:
        return bool(hit[0] & hit[1])
    return any(set(one[role]) & set(other[role]) for role in ROLES) or not any(
        one[role] and other[role] for role in ROLES
    )


def briefs_of(folder: Path) -> dict[str, dict[str, Any]]:
    """The briefs in a folder by the MUC document that they are about: the end of the file's name."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        name = re.search(r"(?:DEV|TST\d)-MUC\d-\d+$", path.stem)
        if name:
            found[name[0]] = json.loads(path.read_text(encoding="utf-8"))
    return found


def report(documents: Sequence[Mapping[str, Any]], briefs: Mapping[str, Mapping[str, Any]], **which: Any) -> str:
    """The figures of all documents that have a brief, as text; ``which`` as `predicted_templates` has it."""
    templates, fillers, done = Score(), Score(), 0
    ours = theirs = 0
    for document in documents:
        brief = briefs.get(str(document["doc_id"]))
        if brief is None:
            continue
        done += 1
        predicted = predicted_templates(brief, **which)
        gold = gold_templates(document["templates"])
        ours, theirs = ours + len(predicted), theirs + len(gold)
        for total, one in (
            (templates, score_templates(predicted, gold)),
            (fillers, score_fillers(predicted, gold)),
        ):
            for name, count in one.by.items():
                total.add(name, count)
    lines = [f"{done} of {len(documents)} documents have a brief; {ours} templates predicted, {theirs} in gold", ""]
    for title, score in (("templates", templates), ("role fillers", fillers)):
        lines.append(f"{title:<14}{'precision':>10}{'recall':>10}{'F1':>10}{'predicted':>12}{'gold':>8}")
        for name in [*([] if score is fillers else ["type"]), *ROLES, "micro"]:
            c = score.micro if name == "micro" else score.by.get(name, Count())
            lines.append(
                f"  {name:<12}{100 * c.precision:>10.2f}{100 * c.recall:>10.2f}{100 * c.f1:>10.2f}{c.predicted:>12}{c.gold:>8}"
            )
        lines.append("")
    return "\n".join([*lines, PUBLISHED])


def run(dev: Path, folder: Path, first: int | None, options: Sequence[str]) -> int:
    """Make the briefs with the program itself; gives its exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    source = dev
    if first is not None:
        # Beside the folder of briefs: named alike each time, so that a run with more documents goes on with these.
        source = folder / "dev.jsonl"
        with dev.open(encoding="utf-8") as lines, source.open("w", encoding="utf-8") as out:
            out.writelines(line for line, _ in zip(lines, range(first), strict=False))
    command = [sys.executable, "-m", "summarizer", "run", str(source), "--schema", "incidents", "--column", "id=doc_id"]
    return subprocess.run([*command, "-o", str(folder), *options], check=False).returncode


def main() -> None:
    """Make briefs where asked, score them, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("dev", type=Path, help="MUC-4 documents with their templates, in JSON Lines")
    parser.add_argument("briefs", type=Path, help="the folder of the briefs")
    parser.add_argument("--first", type=int, metavar="N", help="only the first N documents")
    parser.add_argument("--skip", type=int, default=0, metavar="N", help="score without the first N documents")
    parser.add_argument("--run", action="store_true", help="make the briefs that are not there yet")
    parser.add_argument("--threatened", action="store_true", help="what is only threatened is a template, too")
    parser.add_argument("--supported", action="store_true", help="leave out what the judge has flagged")
    asked, further = parser.parse_known_args()
    if further and not asked.run:
        parser.error(f"{' '.join(further)}: what is no option here goes to `summarizer run`: add --run")
    if asked.run and run(asked.dev, asked.briefs, asked.first, further) == 130:
        sys.exit(130)
    documents = [json.loads(line) for line in asked.dev.read_text(encoding="utf-8").splitlines() if line.strip()]
    briefs = briefs_of(asked.briefs)
    verdicts = ("supported",) if asked.supported else ("supported", "flagged")
    some = documents[asked.skip : asked.first]
    sys.stdout.write(report(some, briefs, threatened=asked.threatened, verdicts=verdicts) + "\n")


if __name__ == "__main__":
    main()

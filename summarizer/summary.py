"""A few plain sentences from the facts of a brief: their own values, in the words of the schema's templates.

No model writes here. A name or a number in a sentence is a value of a fact that the sentence names, character for
character but for white space and a capital at the start; how sure it is comes from the fact's fixed sets (``proposed``:
'would supply'). A schema without templates gets 'Item: patrol boats; from: Brassland; to: Kesh; status: proposed.'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from summarizer.brief import Fact, SummarySentence
from summarizer.schema import Kind, Schema
from summarizer.schema.claim import Reference
from summarizer.schema.sentence import Part, Slot, parse_template

__all__ = ["summarize_facts"]

SENTENCES = 4
VARYING = 200  # characters of what several facts told in one sentence differ in
MERGED = 8  # facts told in one sentence


def summarize_facts(schema: Schema, facts: Mapping[str, Sequence[Fact]]) -> tuple[SummarySentence, ...]:
    """At most four sentences that say the weightiest facts, none where there are no facts.

    Every kind but the parties gets a sentence if it has a fact, further sentences go to the facts with the most
    references filled. Flagged facts are said, and marked ``(flagged)``, only where a kind has no supported one; the
    parties are listed only where there is nothing else. Facts that differ in one place only share a sentence.
    """
    tellings = [t for kind in schema.kinds if not kind.is_party for t in _tell(kind, facts.get(kind.name, ()))]
    if not tellings and schema.parties:
        tellings = _tell(schema.parties, facts.get(schema.parties.name, ()))
    tellings = _with_tails(schema, tellings)
    best: dict[str, _Telling] = {}
    for t in sorted(tellings, key=lambda t: -t.weight):
        best.setdefault(t.kind.name, t)
    chosen = [t for t in tellings if t in best.values()][:SENTENCES]
    rest = sorted((t for t in tellings if t not in chosen), key=lambda t: -t.weight)
    chosen += rest[: SENTENCES - len(chosen)]
    return tuple(t.sentence() for t in tellings if t in chosen)


@dataclass(frozen=True)
class _Said:
    """One fact in words: what stands before the varying part, that part, what stands after it, and after the tail."""

    before: str
    varying: str
    after: str
    end: str

    @property
    def frame(self) -> tuple[str, str, str]:
        return self.before, self.after, self.end


@dataclass(eq=False)
class _Telling:
    """Facts of one kind that are told in one sentence, and the facts of other kinds that end it."""

    kind: Kind
    facts: list[Fact]
    said: list[_Said]
    tails: list[tuple[Fact, str]]

    @property
    def weight(self) -> int:
        """How much is said: references first, then everything else that is filled."""
        told = [*self.facts, *(fact for fact, _ in self.tails)]
        most = max(_weight(self.kind, fact) for fact in self.facts)
        return most + 10 * len(told)

    def sentence(self) -> SummarySentence:
        """The sentence, with a capital and a full stop."""
        facts = [*self.facts, *(fact for fact, _ in self.tails)]
        said = self.said[0]
        if len(self.facts) > 1:  # 'is' may have become 'are'
            said = _say(self.kind, self.facts[0], several=True) or said
        parts = list(dict.fromkeys(s.varying for s in self.said))
        text = said.before + _listed(parts) + said.after
        text += "".join(f" {words}" for _, words in self.tails) + said.end
        if any(fact.reasons for fact in facts):
            text += " (flagged)"
        return SummarySentence(text=_finish(text), facts=tuple(fact.id for fact in facts))


def _weight(kind: Kind, fact: Fact) -> int:
    filled = [f for f in kind.fields if fact.values.get(f.name)]
    return 10 * sum(f.is_reference for f in filled) + len(filled)


def _tell(kind: Kind, facts: Iterable[Fact]) -> list[_Telling]:
    """The sentences that the facts of one kind make; flagged ones count where there is no other."""
    facts = list(facts)
    facts = [f for f in facts if not f.reasons] or facts
    tellings: list[_Telling] = []
    for fact in facts:
        said = _say(kind, fact)
        if said is None:
            tellings.append(_Telling(kind, [fact], [_Said(_plain(kind, fact), "", "", "")], []))
            continue
        for t in tellings:
            room = sum(len(s.varying) for s in t.said) + len(said.varying) <= VARYING and len(t.facts) < MERGED
            if said.varying and room and t.said[0].frame == said.frame:
                t.facts.append(fact)
                t.said.append(said)
                break
        else:
            tellings.append(_Telling(kind, [fact], [said], []))
    return tellings


def _with_tails(schema: Schema, tellings: list[_Telling]) -> list[_Telling]:
    """Join facts that may end another's sentence to the one that they belong to, where that is certain.

    Certain is: the same parties in the same roles, equally sure, told by overlapping words of the source, and no other
    telling or tail of which the same is true. That a price was paid for just this thing must not be guessed.
    """
    joined: list[_Telling] = []
    for t in tellings:
        if not t.kind.tail or len(t.facts) != 1:
            continue
        hosts = [h for h in tellings if h.kind is not t.kind and not h.kind.tail and _belongs(t, h)]
        rivals = [o for o in tellings if o is not t and o.kind.tail and hosts and _belongs(o, hosts[0])]
        words = _phrase(t.kind, t.facts[0])
        if len(hosts) == 1 and not rivals and words:
            hosts[0].tails.append((t.facts[0], words))
            joined.append(t)
    return [t for t in tellings if t not in joined]


def _belongs(tail: _Telling, host: _Telling) -> bool:
    return any(_same_deal(tail.kind, t, host.kind, h) for t in tail.facts for h in host.facts)


def _same_deal(a: Kind, one: Fact, b: Kind, other: Fact) -> bool:
    roles = _roles(a, one)
    if len(roles) < 2 or roles != _roles(b, other):
        return False
    shared = [f for f in a.fields if (f.is_enum or f.is_speaker) and f.name in {g.name for g in b.fields}]
    if any(one.values.get(f.name) != other.values.get(f.name) for f in shared):
        return False
    return any(e.span.overlaps(f.span) for e in one.evidence for f in other.evidence)


def _roles(kind: Kind, fact: Fact) -> dict[str, frozenset[str]]:
    """Who has which role by this fact; speakers take no part in it."""
    return {
        f.marker.gives: frozenset(_values(fact, f.name))
        for f in kind.fields
        if isinstance(f.marker, Reference) and f.marker.gives and not f.marker.speaker and _values(fact, f.name)
    }


@dataclass(frozen=True)
class _Prepared:
    """A template, and what every fact asks of it: what it needs, its first slot, and whether that is in what varies."""

    parts: tuple[Part, ...]
    needs: tuple[Slot, ...]
    first: Slot | None
    varies: bool

    def fits(self, fact: Fact) -> bool:
        return all(_has(slot, fact) for slot in self.needs)


@lru_cache(maxsize=256)  # as many as are parsed: the templates of some schemas, not what facts say
def _prepared(text: str) -> _Prepared:
    template = parse_template(text)
    first = template.slots[0] if template.slots else None
    needs = tuple(slot for part in template.parts if part.role != "optional" for slot in part.slots)
    varies = any(p.role == "varying" and first in p.slots for p in template.parts)
    return _Prepared(template.parts, needs, first, varies)


def _say(kind: Kind, fact: Fact, *, several: bool = False) -> _Said | None:
    """The fact by the first template that fits; None where none does. ``several``: it stands for more than one."""
    for text in kind.sentences:
        template = _prepared(text)
        if not template.parts or not template.fits(fact):
            continue
        first = template.first
        plural = first is not None and ((several and template.varies) or _is_plural(_values(fact, first.field)))
        runs = {"before": "", "varying": "", "after": "", "end": ""}
        at = "before"
        fixed = {i: _part(p, fact, plural) for i, p in enumerate(template.parts) if p.role != "optional"}
        said = "".join(fixed.values())
        for i, part in enumerate(template.parts):
            if part.role == "joint":
                at = "end"
            elif part.role == "varying":
                runs["varying"] = fixed[i]
                at = "after"
            elif part.role == "said" or _adds(part, fact, said):
                words = fixed[i] if i in fixed else _part(part, fact, plural)
                if part.role == "optional" and words.startswith(" (") and _ends_in_brackets(runs[at], template.parts):
                    runs[at], words = runs[at][:-1], f"; {words[2:]}"
                runs[at] += words
        return _Said(**runs)
    return None


def _ends_in_brackets(run: str, parts: Sequence[Part]) -> bool:
    """Whether a run ends with a bracketed optional part of the template, which takes in the next one."""
    return run.endswith(")") and any(p.role == "optional" and str(p.pieces[-1]).endswith(")") for p in parts)


def _phrase(kind: Kind, fact: Fact) -> str:
    template = _prepared(kind.tail)
    parts = template.parts
    if not template.fits(fact):
        return ""
    said = "".join(_part(p, fact, False) for p in parts if p.role != "optional")
    return "".join(_part(p, fact, False) for p in parts if p.role != "optional" or _adds(p, fact, said))


def _has(slot: Slot, fact: Fact) -> bool:
    values = _values(fact, slot.of or slot.field)
    return bool(values) and (not slot.words or all(v in slot.words for v in values))


def _adds(part: Part, fact: Fact, said: str) -> bool:
    """Whether an optional part has all its values and says something that the rest does not."""
    if not all(_has(slot, fact) for slot in part.slots):
        return False
    return not part.slots or any(not _stands(v, said) for slot in part.slots for v in _values(fact, slot.field))


def _stands(words: str, text: str) -> bool:
    if words.isascii() and text.isascii():  # no pattern to compile for every value that there is
        needle, where = words.lower(), text.lower()
        at = where.find(needle)
        while at >= 0:
            end = at + len(needle)
            if not (_is_of_word(where[at - 1 : at]) or _is_of_word(where[end : end + 1])):
                return True
            at = where.find(needle, at + 1)
        return False
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text, re.IGNORECASE) is not None


def _is_of_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _part(part: Part, fact: Fact, plural: bool) -> str:
    said = []
    for piece in part.pieces:
        if isinstance(piece, str):
            said.append(_number(piece, plural))
        elif piece.words:
            said.append(_listed([_number(piece.words[v], plural) for v in _values(fact, piece.field)]))
        elif piece.of:
            said.append(_amount(_listed(_values(fact, piece.field)), _listed(_values(fact, piece.of))))
        else:
            said.append(_listed(_values(fact, piece.field)))
    return "".join(said)


def _values(fact: Fact, field: str) -> list[str]:
    value: Any = fact.values.get(field)
    if value is None:
        return []
    many = value if isinstance(value, (list, tuple)) else [value]
    return [words for v in many if v is not None and (words := " ".join(str(v).split()))]


def _listed(values: Sequence[str]) -> str:
    """'A', 'A and B', 'A, B and C'; semicolons where a value has commas."""
    if len(values) < 2:
        return "".join(values)
    comma = "; " if any("," in v for v in values) else ", "
    return f"{comma.join(values[:-1])} and {values[-1]}"


_PAIRS = re.compile(r"\b(is|was|has)/(are|were|have)\b")


def _number(words: str, plural: bool) -> str:
    return _PAIRS.sub(r"\2" if plural else r"\1", words) if "/" in words else words


def _is_plural(values: Sequence[str]) -> bool:
    """Several, or one that looks like many: its last word is a plural without a capital ('rebels', not 'Raytheon')."""
    if len(values) != 1:
        return True
    last = values[0].split()[-1]
    return last[0].islower() and last.endswith("s") and not last.endswith(("ss", "us", "is"))


# A number may stand right before its thing; a measure asks for 'of'; with anything else, brackets are always English.
_NUMBER_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million "
        "billion dozen several many few some and or about around almost nearly over under roughly approximately up to "
        "at least most more less fewer than further additional another estimated",
    )
)
_MEASURES = frozenset(
    re.findall(
        r"\w+",
        "tonnes tons kilograms kilos kg grams pounds barrels gallons liters litres meters metres miles hectares kinds "
        "types sorts pieces sets batches rounds boxes crates containers truckloads shiploads planeloads shipments "
        "quantities amounts numbers units dozens scores hundreds thousands millions billions",
    )
)
_DIGITS = re.compile(r"\d[\d.,]*")


def _amount(amount: str, thing: str) -> str:
    words = amount.casefold().replace("-", " ").split()
    again = [w for w in words if _stands(w, thing)]
    if len(again) == len(words):
        return thing
    if not again and all(w in _NUMBER_WORDS or _DIGITS.fullmatch(w) for w in words):
        return f"{amount} {thing}"
    return f"{amount} of {thing}" if not again and words[-1] in _MEASURES else f"{thing} ({amount})"


def _plain(kind: Kind, fact: Fact) -> str:
    """The fact without a template: its values behind their labels, the main one behind the word for the fact."""
    said = [f"{kind.label}: {_listed(_values(fact, kind.main.name))}"]
    filled = [(f, _values(fact, f.name)) for f in kind.fields if f is not kind.main and fact.values.get(f.name)]
    for f, values in filled:
        words = ", ".join(values)
        said += [f"{f.label}: {words.replace('_', ' ') if f.is_enum else words}"]
    return "; ".join(said)


def _finish(text: str) -> str:
    # 'iPhone' and 'al-Qaida’s' stay as the article has them where the first word has a capital further in.
    first = text.split(" ", 1)[0]
    # Only where the capital is the same letter: 'ß' would become two, and the dotless 'ı' another one.
    if first.islower() and first[0].upper().lower() == first[0]:
        text = first[0].upper() + text[1:]
    return text if text.endswith((".", "!", "?", ".”", '."')) else f"{text}."

"""Who denies what: the contradictions of an allegation that a sentence states, by the accused or for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from summarizer.english.clauses import (
    NONE,
    QUOTES,
    Range,
    clause_start,
    first,
    group_low,
    is_party,
    is_subject_pronoun,
    is_verb,
    noun_phrase,
    noun_phrase_before,
    owner_before,
    quoted,
    speaker,
    subject_before,
    subject_pronoun,
    without_determiner,
)
from summarizer.english.lexicon import EQUIP, GIVE, MAKE, SAY, TAKE, TRANSFERS
from summarizer.english.phrases import is_time
from summarizer.english.words import BE, DETERMINERS, HAVE, MODALS, PREPOSITIONS, Sentence, forms_of_verbs, read

__all__ = ["Denial", "denials"]


@dataclass(frozen=True)
class Denial:
    """A denial as one sentence tells it; places are ranges of words, empty where nothing is said.

    ``what`` is the claim that is denied, without the 'not' where there is one; ``teller`` relays the denial of another;
    ``own`` says that these are the denier's own words, in quotation marks; ``at`` is the word that tells it.
    """

    sentence: Sentence
    denier: Range
    what: Range
    teller: Range
    own: bool
    at: int

    def say(self, place: Range) -> str:
        """The words of a place."""
        return self.sentence.say(*place)


def denials(text: str) -> list[Denial]:
    """All denials that a sentence states, in the order of the words that tell them."""
    sentence = read(text)
    inside = quoted(sentence)
    found: list[Denial] = []
    for made in _all(sentence, inside):
        if not any(_same(other, made) for other in found):
            found.append(made)
    return sorted(found, key=lambda d: d.at)


def _all(sentence: Sentence, inside: tuple[bool, ...]) -> Iterator[Denial]:
    for find in (_by_verb, _by_noun, _by_verdict, _by_deed):
        for at in range(len(sentence)):
            made = find(sentence, at, inside)
            if made is not None:
                yield made


def _same(one: Denial, other: Denial) -> bool:
    """Whether two denials are one: the claim of one overlaps the other's, or holds the word that tells it."""
    low, high = one.what
    return (low < other.what[1] and other.what[0] < high) or low <= other.at < high or one.at == other.at


# --- words -----------------------------------------------------------------------------------------------------------

_DENY = forms_of_verbs("deny")
_REJECT = forms_of_verbs("reject dismiss refute rebut dispute repudiate denounce disavow")
_CLAIMS = frozenset(
    "report reports claim claims allegation allegations accusation accusations charge charges suggestion suggestions assertion "
    "assertions story stories rumour rumours rumor rumors speculation version account insinuation insinuations".split()
)
_FALSE = frozenset(
    "false untrue baseless groundless unfounded lie lies fabricated fabrication fabrications nonsense nonsensical rubbish "
    "propaganda ridiculous absurd preposterous ludicrous fiction disinformation misinformation slander slanderous hoax "
    "tale invention myth smear forgery concoction bogus fantasy untruths falsehood falsehoods incorrect inaccurate libellous mendacious".split()
)
_NOT = frozenset("not never neither nor no none nothing cannot".split())
_HANDLED = frozenset(
    "access entry visa visas bail permission permit asylum licence licences license licenses parole treatment food aid use "
    "opportunity chance service medical request requests application applications right rights justice passports passport "
    "him her them us".split()
)
_PRONOUN_CLAIM = frozenset("this it that them all".split())
_CALLING = forms_of_verbs("call describe brand label dismiss denounce reject decry term deride")
_NOUNS_OF_SAYING = frozenset(
    "statement statements assurance assurances insistence assertion assertions claim claims pledge promise vow".split()
)

# Deeds of which one may be accused.
_DEEDS = {
    **MAKE,
    **TAKE,
    **GIVE,
    **EQUIP,
    **forms_of_verbs(
        "arrange negotiate violate breach bribe smuggle fund finance train sponsor support back enrich possess pursue attack "
        "target use launch fire order hide conceal cheat divert evade circumvent import participate conspire plot "
        "authorize authorise approve help assist aid harbour harbor shelter deploy test plan intend profit benefit "
        "broker traffic trade deal cooperate collaborate invade threaten kill arrest torture interfere meddle hack "
        "spy assassinate engage encourage offer promise sign commit discuss ship store stockpile transport abuse "
        "mistreat influence conclude",
        "transfer/transferred/transferred/transferring commit/committed/committed/committing make/made/made build/built/built steal/stole/stolen pay/paid/paid break/broke/broken hold/held/held fight/fought/fought "
        "plan/planned/planned/planning lie/lied/lied/lying plot/plotted/plotted/plotting "
        "traffic/trafficked/trafficked/trafficking do/did/done/doing hide/hid/hidden",
    ),
}
_DEEDS |= {"sought": "past", "choosen": "past"}
for _w in (
    "leave",
    "accept",
    "select",
    "choose",
    "issue",
    "present",
    "win",
    "lead",
    "secure",
    "recover",
    "extend",
    "release",
):
    for _form in [f for f in _DEEDS if f == _w or f == _w + "s" or f == _w + "d"]:
        _DEEDS.pop(_form)
_STATES = frozenset(
    "involved responsible guilty aware party negotiating linked connected behind complicit engaged interested".split()
)
_TIES = frozenset(
    "link links tie ties connection connections role part involvement plan plans intention intentions desire weapons weapon missiles arms "
    "contact contacts contract contracts deal deals agreement dealings programme program programmes knowledge ambition ambitions bases troops soldiers "
    "relationship interest stockpile stockpiles".split()
)
_UNDENIED = frozenset(
    "comment comments details detail information names evidence figures reason reasons explanation specifics answer answers "
    "request requests notice notification reply response complaint complaints invitation word copy proof indication sign signs doubt "
    "timetable date decision choice time idea".split()
)
_KEPT = frozenset("complied abided adhered lived honoured honored respected observed stuck kept acted".split())


# --- by a verb of denying --------------------------------------------------------------------------------------------


def _by_verb(sentence: Sentence, at: int, inside: tuple[bool, ...]) -> Denial | None:
    """'A denied that S', 'A rejected the accusation', 'the report was denied by A'."""
    forms = sentence.forms
    form = forms[at]
    if form not in _DENY and form not in _REJECT:
        return None
    low = group_low(sentence, at)
    if _is_undone(sentence, low, at) or (
        forms[at - 1 : at] in {("confirm",), ("or",)} and "confirm" in forms[max(0, at - 3) : at]
    ):
        return None
    shape = _DENY.get(form) or _REJECT.get(form)
    if shape == "past" and (BE & set(forms[low:at]) or forms[at + 1 : at + 2] == ("by",)):
        return _passive(sentence, at, low, inside)
    what = _claim(sentence, at)
    denier = _denier(sentence, low, at, inside)
    if form in _REJECT and what != NONE and not _rejects_claim(sentence, at, what):
        return None
    if what == NONE:
        what, denier = _relative_claim(sentence, low, at)
    what = _unquoted(sentence, what)
    if what == NONE or (form in _DENY and _is_refusal(sentence, at, what)):
        return None
    return _made(sentence, denier, what, at, inside)


def _unquoted(sentence: Sentence, place: Range) -> Range:
    """A place without quotation marks at its ends, if only one end has one."""
    low, high = place
    while (
        low < high
        and sentence.forms[high - 1] in QUOTES | {","}
        and not any(f in QUOTES for f in sentence.forms[low : high - 1])
    ):
        high -= 1
    return (low, high) if low < high else NONE


_HASTENING = frozenset("continues continued moved hastened rushed quick back went came on".split())


def _is_undone(sentence: Sentence, low: int, at: int) -> bool:
    """Whether there is no denial: 'did not deny', 'refused to deny', 'could deny', 'neither confirmed nor denied'."""
    forms = sentence.forms
    group = forms[low:at]
    if any(f in _NOT or f.endswith("n't") for f in group):
        return True
    if "to" in group and not _HASTENING & set(forms[max(0, low - 2) : at]):
        return True
    if set(group) & (MODALS - {"would", "must"}):
        return True
    return bool({"nor", "neither"} & set(forms[max(0, low - 1) : low])) or (
        forms[low - 1 : low] == ("or",) and forms[low - 2 : low - 1] in {("confirmed",), ("confirm",), ("confirming",)}
    )


def _claim(sentence: Sentence, at: int) -> Range:
    """What is denied, behind the verb: the clause, or the phrase to the end of its clause."""
    forms = sentence.forms
    k = at + 1
    while (
        k < len(sentence)
        and (
            (is_time(sentence, k, k + 1) and forms[k] != "this")
            or forms[k].endswith("ly")
            or forms[k] in {"on", "again"}
        )
        and forms[k] != "family"
    ):
        k += 1
    if k >= len(sentence) or forms[k] in {",", ".", ";", "when", "but", "by", "and"}:
        return NONE
    if forms[k] in _PRONOUN_CLAIM and (
        k + 1 >= len(sentence)
        or forms[k + 1] in {".", ",", ";", "and", "but", "in", "on", "at", "during", "as", "of", "when"} | QUOTES
    ):
        return (
            k,
            k + (3 if forms[k : k + 3] == ("all", "of", "it") or forms[k : k + 3] == ("all", "of", "this") else 1),
        )
    end = _clause_end(sentence, k)
    that = next((m for m in range(k, min(k + 12, end)) if forms[m] == "that"), None)
    if that == k or (that is not None and forms[k] in PREPOSITIONS):
        return (that + 1, end) if end > that + 1 else NONE
    if forms[k] in PREPOSITIONS:
        aside = noun_phrase(sentence, k + 1)
        if aside == NONE or forms[k] != "in" or noun_phrase(sentence, aside[1]) == NONE:
            return NONE
        k = aside[1]
    if that is not None and any(f in _CLAIMS for f in forms[k:that]):
        return (that + 1, end) if end > that + 1 else NONE
    return (k, end) if end > k else NONE


_ENDS = frozenset({";", ":", "—", "–", "(", "…"})


def _clause_end(sentence: Sentence, k: int, deed: bool = False) -> int:
    """Where a clause ends that begins at a word: at a mark, at 'but', at ', he said'; a final full stop is out.

    For a ``deed`` that is negated it ends at the next verb's 'and' too, which the 'not' does not reach.
    """
    forms = sentence.forms
    opened = False
    for m in range(k, len(sentence)):
        form = forms[m]
        if deed and form == "and" and m + 1 < len(sentence) and _is_next_verb(sentence, m + 1):
            return m
        if form in _ENDS or form == "but" or (form == "." and m + 1 >= len(sentence) - 1):
            return m
        if form in QUOTES:
            if m == k:
                opened = True
                continue
            if not opened and form != "“" and forms[m - 1] in {".", ",", "?", "!"}:
                return m - 1
            if m + 1 < len(sentence) and forms[m - 1] in {",", "."}:
                return m - 1
        if form == "," and _comma_ends(sentence, m):
            return m
        if form == "and" and m > k and forms[m + 1 : m + 2] and (forms[m + 1] in _TURNS):
            return m
        if form == "as" and set(forms[m + 1 : m + 5]) & _FALSE:
            return m
    return len(sentence)


def _is_next_verb(sentence: Sentence, k: int) -> bool:
    """Whether a finite verb or a pronoun begins here: 'and will continue', 'and we are'."""
    form = sentence.forms[k]
    return (
        form in BE | HAVE | MODALS
        or form in {"he", "she", "it", "they", "we", "i", "that"}
        or (SAY.get(form) == "past" or (form.endswith("ed") and is_verb(sentence, k)))
    )


# Verbs that begin another deed of whoever denies: 'denied it sold arms and accused Selka of lying'.
_TURNS = frozenset(
    "accused blasted called said vowed criticised criticized condemned urged demanded summoned blamed warned told insisted added described "
    "dismissed rejected asked denounced challenged refused declined says accuses calls".split()
)
_AFTER_COMMA = frozenset(
    "saying adding but and who which while although though when after he she they it as calling insisting describing said "
    "according noting stressing despite telling where because a an the in or".split()
)


def _comma_ends(sentence: Sentence, comma: int) -> bool:
    """Whether the clause is over at a comma, rather than a list or an aside."""
    forms = sentence.forms
    if comma + 1 >= len(sentence):
        return True
    following = forms[comma + 1]
    if following in {"or", "nor"}:
        return False
    if following in QUOTES or following in BE | HAVE | MODALS:
        return True
    if following in _AFTER_COMMA:
        return not (following in {"a", "an", "the", "and"} and _in_list(sentence, comma))
    return any(f in SAY for f in forms[comma + 1 : comma + (20 if sentence.is_capital(comma + 1) else 8)])


def _in_list(sentence: Sentence, comma: int) -> bool:
    """Whether what follows 'X, and' or 'X, a' goes on without a verb until the next mark, so that it is a list."""
    for k in range(comma + 2, min(comma + 10, len(sentence))):
        if sentence.forms[k] in {",", ".", ";"}:
            return sentence.forms[comma + 1] == "and"
        if is_verb(sentence, k):
            return False
    return False


def _is_refusal(sentence: Sentence, at: int, what: Range) -> bool:
    """'denied access', 'denied him a visa', 'denied the request': a refusal contradicts nothing."""
    forms = sentence.forms
    place = noun_phrase(sentence, what[0])
    if forms[what[0]] in {"him", "her", "them", "us", "me"}:
        return True
    if (
        place == NONE
        or forms[at + 1] == "that"
        or any(is_verb(sentence, k) for k in range(place[1], min(place[1] + 3, what[1])))
    ):
        return False
    head = next((k for k in range(*place) if forms[k] == "of"), place[1]) - 1
    if head == place[1] - 1 and all(sentence.is_capital(k) for k in range(*place)) and not sentence.in_capitals:
        return True  # 'the goalkeeper denied Kessel from close range'
    return forms[head] in _HANDLED or (
        forms[place[1] - 1] in _HANDLED and not any(f in _CLAIMS for f in forms[place[0] : place[1]])
    )


def _rejects_claim(sentence: Sentence, at: int, what: Range) -> bool:
    """Whether what is rejected is an allegation, or is rejected as false."""
    forms = sentence.forms
    low = at + 1
    head = forms[low : low + 10]
    if "as" in head and set(forms[low : low + 24]) & _FALSE:
        return "as" in head
    place = noun_phrase(sentence, low)
    if place == NONE:
        return False
    end = next((k for k in range(*place) if forms[k] in {"of"}), place[1])
    if forms[at] in {"denounced", "denounce", "denounces", "denouncing"}:
        return False
    return forms[end - 1] in _CLAIMS and bool(what)


def _relative_claim(sentence: Sentence, low: int, at: int) -> tuple[Range, Range]:
    """'a charge that Tehran denies', 'allegations which the company has denied'."""
    forms = sentence.forms
    denier = noun_phrase_before(sentence, low)
    k = denier[0] if denier != NONE else low - 1 if low and forms[low - 1] in {"he", "she", "it", "they"} else 0
    if denier == NONE and k:
        denier = (low - 1, low)
    claim = next((m for m in range(denier[1] - 2, denier[0] - 1, -1) if forms[m] in _CLAIMS), None)
    if claim is not None:
        # 'a charge Tehran denies': without 'that', both stand side by side
        return (denier[0], claim + 1), (claim + 1, denier[1])
    while k > 0 and forms[k - 1] in {"which", "that", ","}:
        k -= 1
    what = noun_phrase_before(sentence, k) if k else NONE
    if what == NONE or not any(f in _CLAIMS for f in forms[what[0] : what[1]]):
        return NONE, NONE
    return what, denier


def _passive(sentence: Sentence, at: int, low: int, inside: tuple[bool, ...]) -> Denial | None:
    """'The report was denied by A': only where somebody is said to deny, and a claim is denied."""
    forms = sentence.forms
    by = next((k for k in range(at + 1, min(at + 6, len(sentence))) if forms[k] == "by"), None)
    if by is None:
        return None
    denier = noun_phrase(sentence, by + 1, lists=False)
    what = subject_before(sentence, low)
    if denier == NONE or what == NONE:
        return None
    if not (set(forms[what[0] : what[1]]) & _CLAIMS or forms[what[0]] in {"this", "it", "which"}):
        return None
    return _made(sentence, denier, what, at, inside)


def _denier(sentence: Sentence, low: int, at: int, inside: tuple[bool, ...]) -> Range:
    """Whose denial a verb tells."""
    forms = sentence.forms
    if forms[at] == "denying" or forms[at].endswith("ing"):
        return _of_participle(sentence, low)
    if low > 0 and forms[low - 1] in {"and", "but"} | {","} and not _is_aside(sentence, low - 1):
        place = _opening_subject(sentence, low)
        if place != NONE:
            return place
    return subject_before(sentence, low)


def _is_aside(sentence: Sentence, comma: int) -> bool:
    return sentence.forms[comma] == "," and any(f == "," for f in sentence.forms[max(0, comma - 25) : comma])


def _of_participle(sentence: Sentence, low: int) -> Range:
    """'Kessel, denying that …', 'the ministry issued a statement denying …'."""
    return _opening_subject(sentence, low)


def _opening_subject(sentence: Sentence, before: int) -> Range:
    """The subject with which the clause of a word begins, past an opening 'In Lund, '."""
    forms = sentence.forms
    k = clause_start(sentence, before)
    if k < before and forms[k] in PREPOSITIONS:
        comma = next((m for m in range(k, before) if forms[m] == ","), None)
        if comma is None:
            return NONE
        k = comma + 1
    while k < before and (forms[k] in {",", "and", "later", "meanwhile", "-"} or is_time(sentence, k, k + 1)):
        k += 1
    if k < before and forms[k] in {"he", "she", "it", "they", "we", "i"}:
        return (k, k + 1)
    place = noun_phrase(sentence, k) if k < before else NONE
    return place if place[1] <= before and is_party(sentence, place) else NONE


# --- by a noun -------------------------------------------------------------------------------------------------------


def _by_noun(sentence: Sentence, at: int, inside: tuple[bool, ...]) -> Denial | None:
    """ "A's denial that S", 'a denial by A', "A's statement that it will neither sell nor give"."""
    forms = sentence.forms
    form = forms[at]
    if form in {"denial", "denials"}:
        denier = _owner(sentence, at)
        by = next((k for k in range(at + 1, min(at + 5, len(sentence))) if forms[k] in {"by", "from"}), None)
        if denier == NONE and by is not None:
            denier = noun_phrase(sentence, by + 1, lists=False)
        if denier == NONE or is_time(sentence, *denier):
            return None
        start = at + 1
        for k in range(at + 1, min(at + 12, len(sentence))):
            if forms[k] in {"that", "of"} and k != by:
                start = k + 1
                break
        what = (start, _clause_end(sentence, start)) if start > at + 1 else NONE
        if what != NONE and forms[what[0]] in _HANDLED:
            return None
        return _made(sentence, denier, what, at, inside) if what != NONE else None
    if form in _NOUNS_OF_SAYING and forms[at + 1 : at + 2] == ("that",):
        denier = _owner(sentence, at)
        deed = _negated_deed(sentence, at + 2)
        if denier == NONE or deed is None or not _is_pronoun_or_own(sentence, deed.subject, denier):
            return None
        return _made(sentence, denier, deed.what, deed.at, inside)
    return None


def _owner(sentence: Sentence, at: int) -> Range:
    """Whose statement: "North Korea's recent statement", 'its statement'."""
    forms = sentence.forms
    for k in range(at - 1, max(-1, at - 5), -1):
        if forms[k] in {"'s", "'"}:
            return owner_before(sentence, k)
        if forms[k] in {"his", "her", "its", "their"}:
            return (k, k + 1)
        if forms[k] in PREPOSITIONS or forms[k] == ",":
            return NONE
    return NONE


# --- by calling it false ---------------------------------------------------------------------------------------------


def _by_verdict(sentence: Sentence, at: int, inside: tuple[bool, ...]) -> Denial | None:
    """'called the report false', 'said the claims were baseless', 'it is not true that S', 'no truth in the report'."""
    forms = sentence.forms
    form = forms[at]
    if form in _CALLING and _CALLING[form] != "base":
        place = noun_phrase(sentence, at + 1)
        if place == NONE and forms[at + 1 : at + 2] in {("it",), ("them",), ("this",)}:
            place = (at + 1, at + 2)
        tail = forms[place[1] : place[1] + 8] if place != NONE else ()
        whole = forms[place[0] : place[1] + 8] if place != NONE else ()
        if place == NONE or not set(whole) & _FALSE or set(tail) & _NOT:
            return None
        if not (set(forms[place[0] : place[1]]) & _CLAIMS or forms[place[0]] in {"it", "them", "this"}):
            return None
        low = group_low(sentence, at)
        if _is_undone(sentence, low, at):
            return None
        end = next((k for k in range(*place) if forms[k] in _FALSE), place[1])
        if forms[place[0]] not in {"it", "them", "this"} and not set(forms[place[0] : end]) & _CLAIMS:
            return None
        while end > place[0] + 1 and forms[end - 1] in DETERMINERS | {"as"} | QUOTES:
            end -= 1
        return _made(sentence, _denier(sentence, low, at, inside), (place[0], end), at, inside)
    if form == "true" or form in _FALSE:
        return _verdict(sentence, at, inside)
    if (
        form == "guilty"
        and at > 1
        and forms[at - 1] == "not"
        and forms[at - 2] in {"pleaded", "pleads", "plead", "pled"}
    ):
        low = group_low(sentence, at - 2)
        return _made(
            sentence, _denier(sentence, low, at - 2, inside), (at, _clause_end(sentence, at, deed=True)), at, inside
        )
    if form == "truth" and forms[at - 1 : at] == ("no",) and forms[at + 1 : at + 2] in {("in",), ("to",)}:
        place = noun_phrase(sentence, at + 2)
        if place != NONE and forms[place[1] : place[1] + 1] == ("that",):
            place = (place[1] + 1, _clause_end(sentence, place[1] + 1))
        what = place if place != NONE else (at + 2, min(at + 3, len(sentence)))
        return _made(sentence, speaker(sentence, at), what, at, inside) if what[0] < what[1] else None
    return None


def _verdict(sentence: Sentence, at: int, inside: tuple[bool, ...]) -> Denial | None:
    """'the report is not true', 'the allegations were baseless', 'it was untrue that S'."""
    forms = sentence.forms
    k = at
    while k > 0 and (
        forms[k - 1].endswith("ly")
        or forms[k - 1]
        in {"a", "an", "pure", "complete", "not", "all", "total", "just", "simply", "and", ",", "outright"}
        | _FALSE
        | QUOTES
    ):
        k -= 1
    negated = "not" in forms[k:at] or any(f.endswith("n't") for f in forms[max(0, k - 1) : k])
    if (forms[at] == "true") != negated:
        return None
    be = k - 1
    if be < 0 or not (forms[be] in BE or forms[be] == "'s" or forms[be].endswith("n't")):
        return None
    low = group_low(sentence, be)
    stated = _claim_noun_before(sentence, low)
    if stated != NONE:
        told = first(speaker(sentence, at), _opening_subject(sentence, stated[0]))
        return _made(sentence, told, stated, at, inside) if told[1] <= stated[0] or told[0] > at else None
    subject = subject_before(sentence, low)
    if subject == NONE and forms[low - 1 : low] in {("this",), ("that",), ("these",), ("all",)}:
        subject = (low - 1, low)
    if subject == NONE:
        return None
    what = subject
    if forms[subject[0]] == "it" and forms[at + 1 : at + 2] == ("that",):
        what = (at + 2, _clause_end(sentence, at + 2))
    elif not (
        set(forms[subject[0] : subject[1]]) & _CLAIMS or forms[subject[0]] in {"it", "this", "that", "these", "they"}
    ):
        return None
    told = speaker(sentence, at)
    if told == NONE and "saying" in forms[max(0, subject[0] - 2) : subject[0]]:
        told = _main_subject(sentence)
    if told == NONE and not (inside[at] or forms[subject[0]] == "it"):
        return None
    if forms[subject[0]] in {"it", "that", "they"} and not inside[at] and forms[at + 1 : at + 2] != ("that",):
        return None
    return _made(sentence, told, what, at, inside)


def _main_subject(sentence: Sentence) -> Range:
    """The subject with which a sentence begins, past a dateline."""
    forms = sentence.forms
    dash = next(
        (
            k
            for k in range(min(14, len(sentence)))
            if forms[k] in {"-", "–", "—"} and (k == 0 or sentence.ends[k - 1] < sentence.starts[k])
        ),
        -1,
    )
    place = noun_phrase(sentence, dash + 1)
    return place if is_party(sentence, place) else NONE


def _claim_noun_before(sentence: Sentence, be: int) -> Range:
    """What 'reports (alleging) that S are not true' calls untrue: S."""
    forms = sentence.forms
    for k in range(be - 1, max(-1, be - 25), -1):
        if forms[k] in {";", ":"} | QUOTES or (forms[k] in SAY and not forms[k].endswith("ing")):
            return NONE
        if (
            forms[k] == "that"
            and k > 0
            and (forms[k - 1] in _CLAIMS or forms[k - 1] in {"alleging", "claiming", "saying", "suggesting"})
        ):
            return (k + 1, be)
    return NONE


# --- by a negated deed -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Deed:
    """A deed that is said not to be: its subject, the claim without the 'not', and the word that negates it."""

    subject: Range
    what: Range
    at: int


def _by_deed(sentence: Sentence, at: int, inside: tuple[bool, ...]) -> Denial | None:
    """'A said it had not sold arms', '"We have never sold arms," A said', '"There were no sales," A said'."""
    forms = sentence.forms
    form = forms[at]
    if not (form in _NOT or form.endswith("n't") or form in _KEPT or form in _ING_KEPT):
        return None
    start = clause_start(sentence, at)
    deed = _negated_at(sentence, at)
    if deed is None:
        return None
    told = speaker(sentence, at)
    subject = deed.subject
    inner = _inner_speaker(sentence, at, inside)
    if inner != NONE and inner != told and is_subject_pronoun(sentence, subject):
        return _made(sentence, inner, deed.what, at, inside)
    if inside[at]:
        if subject_pronoun(sentence, subject) in {"we", "i"}:
            return _made(sentence, told if told != NONE else subject, deed.what, at, inside)
        if told != NONE and (subject == NONE or form == "never" or _speaks_for(sentence, told, subject)):
            return _made(sentence, _named_denier(sentence, told, subject), deed.what, at, inside)
        return None
    if told == NONE:
        return None
    if subject == NONE:
        fits = form in {"no", "not"} and at > 0 and (forms[at - 1] in _SAID_BEFORE or forms[at - 1] == ",")
        return _made(sentence, first(inner, told), deed.what, at, inside) if fits else None
    if told[0] >= start and told == subject:
        return None
    if subject_pronoun(sentence, subject) in {"it", "they", "he", "she"}:
        if _plural(sentence, subject) and not _may_be_plural(sentence, told):
            return None
        return _made(sentence, told, deed.what, at, inside)
    if _speaks_for(sentence, told, subject):
        return _made(sentence, _named_denier(sentence, told, subject), deed.what, at, inside)
    return None


_STATEMENTS = frozenset(
    "commentary statement report article editorial communique communiqué broadcast letter email".split()
)


def _named_denier(sentence: Sentence, told: Range, subject: Range) -> Range:
    """Who denies where a nameless mouth or paper speaks: 'Talvia has sold no arms, an official said' is Talvia's denial."""
    words = set(sentence.forms[told[0] : told[1]])
    nameless = (
        not any(sentence.is_capital(k) and sentence.forms[k] not in DETERMINERS for k in range(*told))
        and not sentence.in_capitals
    )
    if (
        nameless
        and (words & _STATEMENTS or words & _MOUTHS)
        and subject != NONE
        and is_party(sentence, subject)
        and not is_subject_pronoun(sentence, subject)
    ):
        return subject
    return told


_OFFICES = frozenset(
    "foreign defence defense trade economy oil interior prime minister ministers ministry president vice deputy ambassador spokesman "
    "spokeswoman spokesperson envoy chancellor government the a an premier chief king secretary general".split()
)


def _speaks_for(sentence: Sentence, told: Range, subject: Range) -> bool:
    """Whether a speaker speaks for the subject: it is theirs, its nation is theirs, or an office without a nation speaks."""
    forms = sentence.forms
    if forms[subject[0]] in {"his", "her", "its", "our", "my", "their"}:
        return True
    aside = _aside_end(sentence, told[1])
    if _is_kin(sentence, (told[0], aside), subject):
        return True
    offices = [k for k in range(told[0], aside) if forms[k] in _OFFICES - {"the", "a", "an", "government"}]
    if not offices and subject[1] <= told[0]:
        offices = [k for k in range(told[0], aside) if forms[k] in _MOUTHS]
    if not offices or not is_party(sentence, subject):
        return False
    return all(forms[k] in _OFFICES | _MOUTHS for k in range(told[0], offices[0] + 1)) and not _foreign(
        sentence, told[0], aside
    )


def _aside_end(sentence: Sentence, k: int) -> int:
    """Where an apposition behind a name ends: 'Lind, a spokesman for the ministry,'."""
    if sentence.forms[k : k + 2] in {(",", "a"), (",", "the"), (",", "an")}:
        return next((m for m in range(k + 1, min(k + 18, len(sentence))) if sentence.forms[m] in {",", ".", ";"}), k)
    return k


def _foreign(sentence: Sentence, low: int, high: int) -> bool:
    """Whether a speaker's description names a nation, which then isn't the subject's."""
    return any(
        sentence.forms[k].endswith(("ian", "ese", "ish", "can", "ean")) or "." in sentence.forms[k][:-1]
        for k in range(low, high)
    )


_TELL = frozenset(
    "informed assured told said insisted maintained says insists maintains promised pledged announced stated".split()
)


def _inner_speaker(sentence: Sentence, at: int, inside: tuple[bool, ...]) -> Range:
    """Whose words those are in which 'not' stands: 'the other side has informed us that it is not …'."""
    forms = sentence.forms
    for k in range(at - 1, max(-1, at - 14), -1):
        if forms[k] in QUOTES or forms[k] in {";", ":"}:
            return NONE
        if forms[k] in _TELL and inside[k] == inside[at]:
            found = subject_before(sentence, group_low(sentence, k))
            return found if is_party(sentence, found) and not is_subject_pronoun(sentence, found) else NONE
    return NONE


_ING_KEPT = frozenset("complying abiding adhering honouring honoring respecting observing".split())


def _plural(sentence: Sentence, place: Range) -> bool:
    return subject_pronoun(sentence, place) == "they"


def _may_be_plural(sentence: Sentence, place: Range) -> bool:
    """Whether 'they' may stand for a phrase: not for one person's name."""
    forms = sentence.forms[place[0] : place[1]]
    return any(f.endswith("s") or f in {"and", "government", "ministry", "company", "police"} for f in forms)


def _negated_deed(sentence: Sentence, low: int) -> _Deed | None:
    """The first deed that is negated in the clause that begins at a word."""
    forms = sentence.forms
    for k in range(low, min(low + 10, len(sentence))):
        if forms[k] in {";", ":", "."}:
            return None
        if forms[k] in _NOT or forms[k].endswith("n't"):
            return _negated_at(sentence, k)
    return None


def _negated_at(sentence: Sentence, at: int) -> _Deed | None:
    """The deed that a 'not' denies, if it is one of which somebody may be accused."""
    forms = sentence.forms
    form = forms[at]
    size = len(sentence)
    if form in _KEPT or form in _ING_KEPT:
        return _kept(sentence, at)
    low = group_low(sentence, at)
    if form == "not" and (one := _not_one(sentence, at)):
        return one
    if form in {"no", "none"}:
        return _no_thing(sentence, at)
    if form == "nothing":
        return _nothing(sentence, at)
    if (
        form == "neither"
        and low == at
        and at + 1 < size
        and forms[at + 1] in DETERMINERS | {"side", "of", "has", "is", "did"}
    ):
        return None
    subject = _subject_of_group(sentence, low)
    contracted = subject != NONE and "'" in forms[subject[1] - 1] and subject[1] == low
    auxiliaries = (
        forms[low:at] + ((form,) if form.endswith("n't") else ()) + (forms[low - 1 : low] if contracted else ())
    )
    if form != "never" and form != "neither" and not auxiliaries and form != "nor":
        return None
    if form == "nor":
        return None
    k = at + 1
    while k < size and (
        forms[k] in BE | HAVE | {"been", "ever", "also", "either", "directly", "and", "has", "never", "not"}
        or forms[k].endswith("ly")
    ):
        k += 1
    if k >= size:
        return None
    if forms[k] in {"to"}:
        return None
    verb = forms[k]
    refusing = (
        set(auxiliaries) & {"could", "can", "may", "might", "should", "must", "can't", "couldn't", "shouldn't"}
        or form == "cannot"
    )
    if verb in _STATES and (
        BE & set(forms[low:k]) or any(a.startswith(("isn", "aren", "wasn", "weren")) for a in auxiliaries)
    ):
        return _Deed(subject, (k, _clause_end(sentence, k, deed=True)), at)
    if verb in {"a", "any", "the"} and HAVE & set(forms[low:k]) and k + 1 < size:
        place = noun_phrase(sentence, k)
        return (
            _Deed(subject, (k, _clause_end(sentence, k, deed=True)), at)
            if place != NONE and forms[place[1] - 1] in _TIES
            else None
        )
    if refusing or verb not in _DEEDS or (verb in {"do", "did", "done"} and form != "never"):
        return None
    passive = _DEEDS[verb] == "past" and bool(BE & set(forms[low:k]))
    if passive and not _may_be_accused(sentence, subject):
        return None
    end = _clause_end(sentence, k, deed=True)
    if _is_undenied(sentence, k, end) or (verb in _NEED_OBJECT and end <= k + 1):
        return None
    return _Deed(subject, (k, end), at)


_NEED_OBJECT = frozenset("use order support back offer seek plan intend get take receive give make help".split())


def _may_be_accused(sentence: Sentence, subject: Range) -> bool:
    """Whether a subject may be accused: 'we have not been offered'."""
    return subject != NONE and is_party(sentence, subject)


def _is_undenied(sentence: Sentence, verb: int, end: int) -> bool:
    """'did not give details', 'has not received a request': nobody is accused of that."""
    place = noun_phrase(sentence, verb + 1)
    if place == NONE:
        return False
    forms = sentence.forms
    head = next((k for k in range(*place) if forms[k] == "of"), place[1]) - 1
    return forms[head] in _UNDENIED or forms[place[1] - 1] in _UNDENIED


def _subject_of_group(sentence: Sentence, low: int) -> Range:
    forms = sentence.forms
    if low > 0 and is_subject_pronoun(sentence, (low - 1, low)):
        return (low - 1, low)
    if low > 0 and forms[low - 1] in {"and", "but"}:
        return _opening_subject(sentence, low)
    return subject_before(sentence, low)


_DONE = frozenset(
    "played plays play took sold sent supplied shipped made paid provided delivered received bought giving given".split()
)


# What is said not to be there in a denial: 'there was no deal'.
_THERE_IS_NO = frozenset(
    "deal cooperation collaboration violation violations agreement contacts involvement plan plans link links troops".split()
)


def _no_thing(sentence: Sentence, at: int) -> _Deed | None:
    """'has no links to', 'there have been no sales', 'sold no arms', 'played no role in'."""
    forms = sentence.forms
    place = noun_phrase(sentence, at + 1)
    if place == NONE or forms[at] != "no":
        return None
    low = group_low(sentence, at)
    head = next((k for k in range(*place) if forms[k] == "of"), place[1]) - 1
    end = _clause_end(sentence, at + 1, deed=True)
    lacking = forms[head] in _UNDENIED or forms[at + 1] in _UNDENIED | {"longer", "one", "way", "more"}
    if lacking and not (forms[at + 1] == "more" and forms[head] in TRANSFERS):
        return None
    if low < at and forms[low - 1 : low] == ("there",):
        if forms[head] in TRANSFERS or forms[head] in _THERE_IS_NO:
            return _Deed(NONE, (at + 1, end), at)
        return None
    if low < at and HAVE & set(forms[low:at]):
        return _Deed(_subject_of_group(sentence, low), (at + 1, end), at) if forms[head] in _TIES | TRANSFERS else None
    k = place[1]
    if (
        k + 1 < len(sentence)
        and forms[k] in BE | HAVE
        and at
        and (forms[at - 1] in _SAID_BEFORE or forms[at - 1] in QUOTES)
    ):
        return _Deed(NONE, (at + 1, end), at) if _moved(sentence, k) else None
    if at and forms[at - 1] in _DONE:
        group = group_low(sentence, at - 1)
        if forms[head] in _TIES | TRANSFERS or forms[at - 1] in _DEEDS:
            return _Deed(_subject_of_group(sentence, group), (at + 1, end), at)
    return None


def _moved(sentence: Sentence, k: int) -> bool:
    """Whether what begins at a word is 'has been sold', 'were going', 'had left'."""
    verb = next((m for m in range(k, min(k + 4, len(sentence))) if sentence.forms[m] not in BE | HAVE), k)
    return sentence.forms[verb] in _MOVED


def _not_one(sentence: Sentence, at: int) -> _Deed | None:
    """'Not one rifle has left our territory', 'not a single gun was sold'."""
    forms = sentence.forms
    low = at + 1 if forms[at + 1 : at + 2] == ("one",) else at + 2 if forms[at + 1 : at + 3] == ("a", "single") else 0
    place = noun_phrase(sentence, low) if low else NONE
    if place == NONE or not _moved(sentence, place[1]) or forms[place[1] : place[1] + 1] == ():
        return None
    return _Deed(NONE, (at + 1, _clause_end(sentence, at + 1, deed=True)), at)


_SAID_BEFORE = frozenset("said says that assured insisted insists told reporters".split())
_MOVED = frozenset(
    "left going gone reached crossed moved held kept paid sold sent shipped supplied delivered transferred given provided exported offered bought smuggled diverted".split()
)


def _nothing(sentence: Sentence, at: int) -> _Deed | None:
    """'had nothing to do with', 'did nothing wrong', 'have nothing to hide'."""
    forms = sentence.forms
    low = group_low(sentence, at)
    end = _clause_end(sentence, at + 1, deed=True)
    if forms[at + 1 : at + 4] == ("to", "do", "with") or forms[at + 1 : at + 3] == ("to", "hide"):
        return _Deed(_subject_of_group(sentence, low), (at + 1, end), at)
    if forms[at + 1 : at + 2] in {("wrong",), ("illegal",), ("improper",)} and at:
        group = group_low(sentence, at - 1)
        return _Deed(_subject_of_group(sentence, group), (at + 1, end), at)
    return None


_BINDING = frozenset("pact agreement treaty accord embargo obligations commitments terms law sanctions".split())


def _kept(sentence: Sentence, at: int) -> _Deed | None:
    """'had lived up to the pact', 'was complying with the agreement': who says so denies that the pact was broken."""
    forms = sentence.forms
    following = forms[at + 1 : at + 4]
    fits = {
        "lived": following[:2] == ("up", "to"),
        "complied": following[:1] == ("with",),
        "complying": following[:1] == ("with",),
        "abided": following[:1] == ("by",),
        "abiding": following[:1] == ("by",),
        "adhered": following[:1] == ("to",),
        "adhering": following[:1] == ("to",),
        "stuck": following[:1] == ("to",),
        "acted": following[:1] in {("within",), ("lawfully",), ("legally",)},
    }.get(
        forms[at],
        bool(set(forms[at + 1 : at + 8]) & _BINDING),
    )
    if not fits:
        return None
    low = group_low(sentence, at)
    if (
        low == at
        or set(forms[low:at]) & ({"not", "never", "to"} | MODALS)
        or any(f.endswith("n't") for f in forms[low:at])
    ):
        return None
    return _Deed(_subject_of_group(sentence, low), (at, _clause_end(sentence, at, deed=True)), at)


def _is_pronoun_or_own(sentence: Sentence, subject: Range, owner: Range) -> bool:
    return subject == NONE or is_subject_pronoun(sentence, subject) or _is_kin(sentence, owner, subject)


_AMERICANS = frozenset("u.s. us american america washington states united".split())


def _is_kin(sentence: Sentence, one: Range, other: Range) -> bool:
    """Whether two phrases name one party's people: 'an Iranian spokesman' and 'Iran'."""
    words = [{sentence.forms[k] for k in range(*place) if _names(sentence, k)} for place in (one, other)]
    if all(w & _AMERICANS for w in words):
        return True
    return any((a[:4] == b[:4] and len(a) > 3 and len(b) > 3) or a == b for a in words[0] for b in words[1])


def _names(sentence: Sentence, k: int) -> bool:
    form = sentence.forms[k]
    if form in DETERMINERS or form in {"foreign", "ministry", "minister", "president", "spokesman", "government"}:
        return False
    return sentence.is_capital(k) or sentence.in_capitals


# --- who -------------------------------------------------------------------------------------------------------------


def _made(sentence: Sentence, denier: Range, what: Range, at: int, inside: tuple[bool, ...]) -> Denial | None:
    """The denial with its denier as a party and with whoever relays it."""
    what = _unquoted(sentence, what)
    if what == NONE:
        return None
    told = speaker(sentence, at)
    own = inside[at] and inside[what[0]]
    if denier != NONE and is_subject_pronoun(sentence, denier):
        pronoun = subject_pronoun(sentence, denier)
        if told != NONE and not is_subject_pronoun(sentence, told) and (inside[denier[0]] == (pronoun in {"we", "i"})):
            denier = told
    teller = NONE
    if told != NONE and not _touch(told, denier) and denier != NONE and not own:
        teller = told
    elif own and told != NONE and not _touch(told, denier) and subject_pronoun(sentence, denier) not in {"we", "i"}:
        teller, own = told, False
    teller = _body(sentence, teller) if teller != NONE else NONE
    denier = _body(sentence, denier) if denier != NONE else NONE
    return Denial(sentence, denier, what, teller, own, at)


def _touch(one: Range, other: Range) -> bool:
    return one[0] < other[1] and other[0] < one[1]


_MOUTHS = frozenset(
    "spokesman spokeswoman spokesperson spokesmen official officials representative source sources".split()
)


def _body(sentence: Sentence, place: Range) -> Range:
    """The body for which an unnamed mouth speaks: 'a White House spokesman' and 'a spokesman for the White House'."""
    forms = sentence.forms
    low, high = without_determiner(sentence, place)
    mouth = next((k for k in range(low, high) if forms[k] in _MOUTHS), None)
    if mouth is None:
        return (low, high)
    if forms[mouth + 1 : mouth + 2] in {("for",), ("of",), ("at",)}:
        body = noun_phrase(sentence, mouth + 2, lists=False)
        if body != NONE:
            return without_determiner(sentence, body)
    if mouth + 1 < high:
        return (mouth + 1, high) if sentence.is_capital(mouth + 1) else (low, high)
    first = low
    while (
        first < mouth
        and not sentence.is_capital(first)
        and forms[first] in {"senior", "top", "chief", "an", "another", "unnamed", "government"}
    ):
        first += 1
    return (
        (first, mouth)
        if first < mouth
        and (
            sentence.is_capital(first)
            or sentence.in_capitals
            or forms[mouth - 1] in {"company", "ministry", "government", "army"}
        )
        else (low, high)
    )

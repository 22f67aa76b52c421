"""Clauses: who is the subject of a verb, where a clause ends, who speaks, and which parties a phrase joins."""

from __future__ import annotations

import re

from summarizer.english.lexicon import COMMON, CONTINUE, DENY, GIVE, PLAN, SAY, TAKE
from summarizer.english.phrases import is_time
from summarizer.english.words import (
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    HAVE,
    MODALS,
    NUMBER,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    Sentence,
    forms_of_verbs,
)

__all__ = [
    "NONE",
    "Range",
    "clause_start",
    "first",
    "group_low",
    "is_party",
    "is_people",
    "is_subject_pronoun",
    "is_verb",
    "members",
    "noun_phrase",
    "noun_phrase_before",
    "owner_before",
    "quoted",
    "speaker",
    "subject_before",
    "subject_pronoun",
    "without_determiner",
]

Range = tuple[int, int]
NONE: Range = (0, 0)

QUOTES = frozenset({'"', "“", "”", "``", "„"})
_SAYING = frozenset(SAY) | frozenset(forms_of_verbs("comment answer reply accuse charge remark repeat assure inform"))
_OTHER_VERBS = forms_of_verbs(
    "impose lift ease ban bar prohibit forbid blacklist sanction designate freeze block violate breach evade suspend "
    "renew extend tighten reinstate threaten slap punish target remove waive levy enact adopt introduce unveil bring "
    "accuse charge base link involve trigger prompt affect hurt cripple isolate appear vow force want need expire last "
    "end fail relate connect employ own list follow press urge blame warn date expand hit go pave isolate hamper "
    "undermine stem damage result adopt stay work vote pass criticise criticize",
    "break/broke/broken forbid/forbade/forbidden/forbidding freeze/froze/frozen put/put/put/putting "
    "hit/hit/hit/hitting take/took/taken show/showed/shown give/gave/given fall/fell/fallen make/made/made",
)
_VERBS = {**_OTHER_VERBS, **PLAN, **CONTINUE, **DENY, **TAKE, **GIVE, **SAY}
# Forms that are nouns or adjectives as often as verbs; whether they are verbs is told by what stands around them.
_NOUNS = frozenset(
    "report reports claim claims plan plans state states order orders export exports import imports supply supplies offer "
    "offers aim aims hope hopes bid bids work works vow vows purchase purchases transfer transfers charge charges ban bans "
    "sanction sanctions blacklist freeze block blocks bar bars breach list lists link links target targets end release "
    "issue issues present return returns estimate estimates request requests promise promises threat warning meeting "
    "trucks truck ships ship loan loans grant grants note ease base hit hits want needs need pass work show shows vote "
    "votes force forces press stem stay look start starts pledge set result results damage lead leads load loads "
    "shipping trading dealing dealings banking transport traffic interest proposed united used bring last "
    "select secure able due ready interested likely unlikely potential possible eager willing armed alleged "
    "suspected wanted about accused".split()
)
_ABBREVIATED = frozenset(
    "mr mrs ms dr gen col lt brig sen rep gov capt adm maj sgt prof st co corp inc ltd jr sr messrs hon".split()
)
_ADVERBS = frozenset(
    "twice always also then still only even just ever never not already however instead together again once now nor neither".split()
)
_NO_ADVERBS = frozenset(
    "family supply assembly ally italy reply rally july monopoly anomaly daily weekly early only bully".split()
)
_IN_PHRASE = frozenset({"of", "such", "including", "like"})
_WILLING = frozenset("plans plan hopes hope aims aim wants want vows vow needs need pledges works".split())
_PEOPLE = frozenset(
    "army navy government governments rebels militia militias forces police ministry insurgents fighters guerrillas regime "
    "group groups company companies firm firms troops country countries nation nations state states bank banks individuals "
    "individual people persons person entities entity officials official leaders leader generals officers businessmen "
    "businessman tycoon tycoons oligarchs members member airline airlines shipper shippers vessels ships tankers council "
    "organization organizations organisation organisations network networks party parties anyone anybody those dealer "
    "dealers broker brokers traders trader shipbroker exporters exporter importers suppliers supplier corporations "
    "corporation subsidiary subsidiaries chairman president minister ministers junta authorities separatists citizens "
    "nationals administration commander commanders relatives family associates businesses institutions owner owners lender lenders buyer buyers "
    "enterprises network ring lawmakers politicians makers maker".split()
)


def first(*places: Range) -> Range:
    """The first place that is not empty."""
    return next((p for p in places if p[0] < p[1]), NONE)


def is_verb(sentence: Sentence, k: int) -> bool:
    """Whether a word is a verb there, as far as the word and its neighbours tell."""
    form = sentence.forms[k]
    if form in BE or form in MODALS or form in HAVE or form.endswith("n't"):
        return True
    if k > 0 and sentence.is_capital(k):
        return False
    kind = _VERBS.get(form)
    if kind == "past":
        return form not in _NOUNS
    if form in COMMON and form not in _NOUNS:
        return True
    if form in _WILLING and sentence.forms[k + 1 : k + 2] == ("to",):
        # 'the government plans to', but not 'plans to' or 'the new plans to'
        return (
            k > 0
            and sentence.forms[k - 1] not in DETERMINERS | {"'s", "'", "no", "new", "of"}
            and sentence.forms[k - 1] not in PREPOSITIONS
        )
    if kind in {"third", "base"} and form not in _NOUNS:
        return k == 0 or sentence.forms[k - 1] not in DETERMINERS
    if form.endswith("ed") and "-" not in form and len(form) > 4 and form not in _NOUNS and form != "hundred":
        # 'Sudan punished', but not 'the unnamed dealer'
        return k > 0 and sentence.forms[k - 1] not in DETERMINERS and not NUMBER.fullmatch(sentence.forms[k - 1])
    return False


_SPANS = frozenset("year years month months week weeks day days decade decades hour hours minute minutes".split())


def _is_acronym(sentence: Sentence, k: int) -> bool:
    """Whether a word in capitals stands in a sentence that is not: 'US', 'WHO', 'IT'."""
    return len(sentence.forms[k]) > 1 and sentence.raws[k].isupper() and not sentence.in_capitals


def _is_hyphen(sentence: Sentence, k: int) -> bool:
    """Whether a dash belongs to the word before it: 'U.S.-led', 'Talvia- and Selka-based'."""
    return k > 0 and sentence.ends[k - 1] == sentence.starts[k]


def _is_point(sentence: Sentence, k: int) -> bool:
    """Whether a full stop belongs to the word before it: 'Lt. Col.', 'Donald J. Trump'."""
    if sentence.forms[k] != "." or k == 0 or k + 1 >= len(sentence):
        return False
    before = sentence.raws[k - 1]
    return sentence.forms[k - 1] in _ABBREVIATED or (len(before) == 1 and before.isupper())


def _time_begins(sentence: Sentence, k: int) -> bool:
    if NUMBER.fullmatch(sentence.forms[k]) and k + 1 < len(sentence) and sentence.forms[k + 1] in _SPANS:
        return True
    return any(is_time(sentence, k, min(k + n, len(sentence))) for n in (1, 2)) and not re.fullmatch(
        r"\d{1,3}|of|this|same|mid|end|end of|may|march", sentence.forms[k]
    )


def _breaks(sentence: Sentence, k: int) -> bool:
    """Whether a word can't be part of a noun phrase."""
    form = sentence.forms[k]
    if form in {"'s", "'", "%"} or _is_point(sentence, k):
        return False
    if form == "-":
        return not _is_hyphen(sentence, k)
    if not (form[0].isalnum() or form[0] in "$€£¥"):
        return True
    if (
        sentence.is_capital(k)
        and (k > 0 or sentence.raws[k].isupper())
        and (form not in PRONOUNS or _is_acronym(sentence, k))
    ):
        return False
    if form in RELATIVES or form in _ADVERBS or (form in PRONOUNS and form != "her"):
        return True
    if form in PREPOSITIONS and form not in _IN_PHRASE:
        return True
    return is_verb(sentence, k) or (form.endswith("ly") and len(form) > 4 and form not in _NO_ADVERBS)


def _starts(sentence: Sentence, k: int) -> bool:
    while k < len(sentence) and sentence.forms[k] in QUOTES:
        k += 1
    return k < len(sentence) and sentence.forms[k] not in {"'s", "'", "of"} and not _breaks(sentence, k)


def noun_phrase(sentence: Sentence, i: int, lists: bool = True) -> Range:
    """The noun phrase that begins at a word, over 'of', 'such as' and (with ``lists``) over lists; empty where none is."""
    forms = sentence.forms
    while i < len(sentence) and forms[i] in QUOTES:
        i += 1
    k = i
    while k < len(sentence):
        form = forms[k]
        if form == "such":
            if forms[k + 1 : k + 2] != ("as",) or k == i:
                k += 1
                continue
            k += 2
            continue
        if form in CONJUNCTIONS and k > i and forms[k - 1] == "-" and _starts(sentence, k + 1):
            k += 1  # 'Talvia- and Selka-based'
            continue
        if form in CONJUNCTIONS:
            if not lists or k == i or form == "but" or not _starts(sentence, k + 1) or _clause_follows(sentence, k + 1):
                break
            k += 1
            continue
        if form == ",":
            if not lists or k == i or not _list_goes_on(sentence, k):
                break
            k += 1
            continue
        if (
            form in DETERMINERS
            and k > i
            and forms[k - 1] not in {"of", "and", "or", ",", "as", "including", "like", "such", "all", "both", "'s"}
        ):
            break
        if _breaks(sentence, k) or (k > i and _time_begins(sentence, k)):
            break
        k += 1
    while k > i and (
        forms[k - 1] in CONJUNCTIONS
        or forms[k - 1] in {",", "such", "as", "including", "like", "'s", "'"} | _IN_PHRASE | DETERMINERS
    ):
        k -= 1
    return (i, k) if k > i else NONE


def _clause_follows(sentence: Sentence, i: int) -> bool:
    """Whether a clause begins here rather than a member of a list: a verb follows within a few words."""
    for k in range(i, min(i + 7, len(sentence))):
        form = sentence.forms[k]
        if form in {",", ";", "."} or (form in PREPOSITIONS and form != "of"):
            return False
        if k > i and form in _SUBJECTS:
            return False  # 'three people it said had helped': the verb is that of a relative clause
        if is_verb(sentence, k) and form not in _REDUCED:
            return True
    return False


# Participles that describe rather than tell: 'firms and people linked to Talvia'.
_REDUCED = frozenset(
    "involved linked based accused suspected owned controlled tied known named connected associated responsible related".split()
)


def _list_goes_on(sentence: Sentence, comma: int) -> bool:
    """Whether a comma stands inside a list that ends in 'and' or 'or'."""
    forms = sentence.forms
    for m in range(comma + 1, min(comma + 16, len(sentence))):
        if forms[m] in {"and", "or"}:
            return _starts(sentence, m + 1) and not _clause_follows(sentence, m + 1)
        if forms[m] == ",":
            continue
        if forms[m] in {"of", "'s"}:
            continue
        if _breaks(sentence, m) or (m == comma + 1 and forms[m] in {"a", "an"}):
            return False
    return False


def noun_phrase_before(sentence: Sentence, i: int) -> Range:
    """The noun phrase that ends before a word, over 'of' and 'and'; empty where none is."""
    forms = sentence.forms
    k = i
    while k > 0:
        form = forms[k - 1]
        if form in {"of", "'s", "'", "and", "or", "&"} and k < i:
            k -= 1
            continue
        if form == "." and _is_point(sentence, k - 1):
            k -= 1
            continue
        if form == "," and k < i and _in_list(sentence, k, i):
            k -= 1
            continue
        if form in {"and", "or"} or _breaks(sentence, k - 1) or form in {"such", "including", "like"}:
            break
        k -= 1
        if form in DETERMINERS and not (
            k > 0 and (forms[k - 1] in {"of", "and", "or"} or (forms[k - 1] == "," and _in_list(sentence, k, i)))
        ):
            break
    while k < i and (forms[k] in {"and", "or", "of", "'s", ",", "'", "&"} or _time_begins(sentence, k)):
        k += 1
    comma = next((m for m in range(k, i) if forms[m] == ","), None)
    if comma is not None and k > 0 and forms[k - 1] in {"in", "at", "on", "after", "under", "with", "for", "since"}:
        k = comma + 1  # 'In Lund, Talvia and Selka'
    return (k, i) if k < i else NONE


def _in_list(sentence: Sentence, k: int, i: int) -> bool:
    """Whether the comma before ``k`` stands in a list of names that ends before ``i``: 'Talvia, the Orrins and Selka'."""
    forms = sentence.forms
    if forms[k] in {"and", "or"}:
        return k < i - 1
    if not any(f in {"and", "or"} for f in forms[k:i]) or forms[k] in {"a", "an"}:
        return False
    return sentence.is_capital(k + 1 if forms[k] == "the" and k + 1 < i else k) or (
        i - k < 7 and forms[k] not in DETERMINERS
    )


def subject_before(sentence: Sentence, i: int, reach: int = 4) -> Range:
    """The subject of a verb group that begins at a word: the phrase before it, past adverbs, times, asides, 'which'.

    'The council in Lund', 'Velmora on Tuesday', 'Velmora, its neighbour,' and 'Velmora, which' all give the first phrase.
    """
    forms = sentence.forms
    k = i
    aside = NONE
    for _ in range(reach + 4):
        while k > 0 and (
            forms[k - 1] in _ADVERBS
            or forms[k - 1] in QUOTES
            or (forms[k - 1].endswith("ly") and not sentence.is_capital(k - 1))
        ):
            k -= 1
        if k == 0:
            return NONE
        form = forms[k - 1]
        if (form in PRONOUNS and form not in {"who", "whom"}) or is_subject_pronoun(sentence, (k - 1, k)):
            return (k - 1, k)
        if form in {",", ")", "—", "-", "–"}:
            opened = _opened(sentence, k - 1)
            if opened is None:
                return NONE
            aside = (opened + 1, k - 1)
            k = opened
            continue
        if form in {"which", "who", "that"}:
            k -= 1
            if k > 0 and forms[k - 1] in {","}:
                k -= 1
            if k > 1 and forms[k - 1] in PREPOSITIONS:
                return NONE
            found = noun_phrase_before(sentence, k)
            if found != NONE and forms[found[0] - 1 : found[0]] == (",",):
                named = noun_phrase_before(sentence, found[0] - 1)
                if named != NONE and sentence.is_capital(named[1] - 1) and not sentence.is_capital(found[1] - 1):
                    return named
            return found
        low = _time_before(sentence, k)
        if low < k:
            k = low
            continue
        found = noun_phrase_before(sentence, k)
        if found == NONE:
            return NONE
        low = found[0]
        if low > 1 and forms[low - 1] in PREPOSITIONS - _OPENING_CLAUSES and reach > 0:
            inner = noun_phrase_before(sentence, low - 1)
            if inner != NONE:
                if (
                    forms[inner[1] - 1] in _SENT
                    and found[1] - low > 2
                    and all(sentence.is_capital(m) for m in range(*found))
                ):
                    return (low + 1, found[1])  # 'Ambassador to Lund Orrin Vale'
                k = low - 1
                reach -= 1
                continue
            if low > 1 and forms[low - 2] in {",", ")"}:
                k = low - 2
                continue
            return NONE
        return aside if _is_plain_name(sentence, aside) and not sentence.is_capital(found[1] - 1) else found
    return NONE


_SENT = frozenset("ambassador envoy adviser advisor representative emissary".split())


def _is_plain_name(sentence: Sentence, place: Range) -> bool:
    """Whether an aside is nothing but a name: 'the dealer, Tobin Orvand, sold'."""
    low, high = place
    return (
        0 < high - low < 8
        and sentence.is_capital(high - 1)
        and all(sentence.is_capital(m) or sentence.forms[m] in {".", "of", "and", "the"} for m in range(low, high))
        and not is_time(sentence, low, high)
    )


# Prepositions that may as well begin a clause: 'after Talvia imposed'.
_OPENING_CLAUSES = frozenset("like including because than after before since until".split())


def _opened(sentence: Sentence, close: int) -> int | None:
    """Where an aside begins that ends at ``close``: ', a dealer in Lund,' or '(the agency)'."""
    forms = sentence.forms
    opener = "(" if forms[close] == ")" else forms[close]
    for k in range(close - 1, max(-1, close - 30), -1):
        if forms[k] in {";"} | QUOTES:
            return None
        if forms[k] == opener:
            return k
    return None


_BEFORE_TIMES = frozenset("on in at since late early by during the".split())


def _time_before(sentence: Sentence, k: int) -> int:
    """Where a time that ends before a word begins, with its preposition: 'on Tuesday', 'in March 1984', 'last month'."""
    low = k
    for n in (4, 3, 2, 1):
        if k - n >= 0 and is_time(sentence, k - n, k) and sentence.forms[k - n] != "of":
            low = k - n
            break
    if low < k:
        while low > 0 and sentence.forms[low - 1] in _BEFORE_TIMES:
            low -= 1
    return low


_BETWEEN = frozenset("to not never also again did does do still later both once twice always ever".split())


def group_low(sentence: Sentence, verb: int) -> int:
    """Where the group of a verb begins: 'has repeatedly denied'."""
    forms = sentence.forms
    k = verb
    while k > 0 and (
        forms[k - 1] in HAVE | BE | MODALS | _BETWEEN
        or (forms[k - 1].endswith("ly") and not sentence.is_capital(k - 1))
        or forms[k - 1].endswith("n't")
    ):
        k -= 1
    return k


def clause_start(sentence: Sentence, i: int) -> int:
    """Where the clause begins in which a word stands: after the last mark or word that opens a clause."""
    forms = sentence.forms
    for k in range(i - 1, -1, -1):
        if forms[k] in {";", ":", "that", "but", "—", "–", "because", "although", "while"} | QUOTES:
            return k + 1
    return 0


_SUBJECTS = frozenset("it they he she we i".split())


def subject_pronoun(sentence: Sentence, place: Range) -> str:
    """The pronoun that a place is, out of a contraction too ('we've' is 'we'); empty where it is none."""
    if place[1] - place[0] != 1:
        return ""
    form = sentence.forms[place[0]]
    word = form if form.endswith("n't") else form.partition("'")[0]
    return word if word in _SUBJECTS else ""


def is_subject_pronoun(sentence: Sentence, place: Range) -> bool:
    """Whether a place is one pronoun that stands for a party."""
    return subject_pronoun(sentence, place) != ""


def is_party(sentence: Sentence, place: Range) -> bool:
    """Whether a phrase looks like a party: a name, or a body or people."""
    low, high = place
    if low >= high:
        return False
    if sentence.in_capitals:
        return sentence.forms[low] not in {"which", "that"}
    if is_subject_pronoun(sentence, place) or sentence.forms[high - 1] in {"them", "him"}:
        return True
    if any(sentence.is_capital(k) and (k > 0 or sentence.forms[k] not in DETERMINERS) for k in range(low, high)):
        return True
    return is_people(sentence, place)


_AGENTS = re.compile(r"[a-z]{3}(?:ers|ors|ists)$")
_NO_AGENTS = frozenset(
    "orders papers letters powers others numbers containers computers matters boosters waters borders sectors factors errors".split()
)


def is_people(sentence: Sentence, place: Range) -> bool:
    """Whether the head of a phrase is a common noun for people or a body: 'two companies', 'officials of the ministry'."""
    low, high = place
    head = next((k for k in range(low, high) if sentence.forms[k] == "of"), high) - 1
    words = {sentence.forms[high - 1]} | ({sentence.forms[head]} if head >= low else set())
    return any(w in _PEOPLE or (_AGENTS.search(w) is not None and w not in _NO_AGENTS) for w in words)


_KEPT_DETERMINERS = frozenset("such other more some many several most".split())


def without_determiner(sentence: Sentence, place: Range) -> Range:
    """The phrase without 'the', 'its', 'any' and the like at its beginning."""
    low, high = place
    while low < high - 1 and sentence.forms[low] in DETERMINERS - _KEPT_DETERMINERS:
        low += 1
    return (low, high)


def members(sentence: Sentence, place: Range) -> tuple[Range, ...]:
    """The parties that a phrase joins: 'countries such as Zimbabwe and Burma' are two, 'militia and rebel leaders' is one."""
    low, high = place
    forms = sentence.forms
    for k in range(low, high - 1):
        if (forms[k] == "such" and forms[k + 1] == "as") or forms[k] in {"including", "like"}:
            inner = k + (2 if forms[k] == "such" else 1)
            if inner < high and (sentence.is_capital(inner) or sentence.in_capitals):
                return members(sentence, (inner, high))
    parts: list[Range] = []
    start = low
    for k in range(low, high + 1):
        if k == high or forms[k] in {"and", "or", ",", "&"}:
            if k > start:
                parts.append((start, k))
            start = k + 1
    if len(parts) > 1 and all(_may_be_member(sentence, p) for p in parts):
        return tuple(without_determiner(sentence, p) for p in parts)
    return (without_determiner(sentence, place),) if low < high else ()


def _may_be_member(sentence: Sentence, part: Range) -> bool:
    low, high = part
    if sentence.in_capitals:
        return high - low == 1
    own = sentence.forms[low] in DETERMINERS or bool(NUMBER.fullmatch(sentence.forms[low]))
    return own or sentence.is_capital(high - 1)


def quoted(sentence: Sentence) -> tuple[bool, ...]:
    """For each word whether it stands in a direct quotation, as far as the marks of this sentence tell."""
    inside = False
    found = []
    forms = sentence.forms
    marks = [k for k, f in enumerate(forms) if f in QUOTES]
    if (
        marks
        and len(marks) == 1
        and forms[marks[0]] in {'"', "”"}
        and forms[marks[0] - 1 : marks[0]] in {(",",), (".",), ("?",)}
    ):
        inside = True  # the quotation began in a sentence before
    if marks and forms[marks[0]] == "”":
        inside = True
    for form in forms:
        if form in QUOTES:
            inside = form == "“" or (form == '"' and not inside)
            found.append(False)
        else:
            found.append(inside)
    return tuple(found)


def speaker(sentence: Sentence, outside: int | None = None) -> Range:
    """Who speaks in a sentence: the subject of its first verb of saying outside quotation marks, before or behind the verb.

    With ``outside``, only a verb of saying that may govern that word counts: one before it, or one behind a quotation or
    comma after it.
    """
    forms = sentence.forms
    inside = quoted(sentence)
    for k, form in enumerate(forms):
        if (
            inside[k]
            or form not in _SAYING
            or _SAYING_KIND.get(form, "past") not in {"past", "third"}
            or form in _NOT_SAYING
        ):
            continue
        if form in {"cited", "cites", "quoted", "quotes"}:
            found = noun_phrase(sentence, k + 1, lists=False)
            if found != NONE and "saying" in forms[found[1] : found[1] + 14]:
                return found
            continue
        if k > 0 and forms[k - 1] in DETERMINERS | {"to", "is", "are", "was", "were", "be", "been", "of"}:
            continue
        if outside is not None and form.startswith(("accus", "charg")):
            continue  # who accuses relays no denial
        if outside is not None and k > outside and not _closes(sentence, k):
            continue
        found = subject_before(sentence, group_low(sentence, k))
        if found == NONE or forms[found[0]] in {"which"}:
            found = noun_phrase(sentence, k + 1, lists=False) if k > 0 and _after_quote(sentence, k) else NONE
        if found == NONE:
            continue
        if outside is not None and k > outside and found[0] < k and not _opens(sentence, found[0]):
            continue
        return found
    return NONE


def _opens(sentence: Sentence, k: int) -> bool:
    """Whether a comma or quotation mark stands right before a word: '…, Lind said'."""
    while k > 0 and sentence.forms[k - 1] in DETERMINERS:
        k -= 1
    return k > 0 and (sentence.forms[k - 1] in QUOTES or sentence.forms[k - 1] == ",")


def owner_before(sentence: Sentence, mark: int) -> Range:
    """Whose something is, before its "'s": of 'took note of Talvia's words' only 'Talvia'."""
    place = noun_phrase_before(sentence, mark)
    for k in range(place[1] - 1, place[0], -1):
        if sentence.forms[k] in {"of", "and", "or"} and k > place[0] and not sentence.is_capital(k - 1):
            return (k + 1, place[1])
    return place


_SAYING_KIND = {**forms_of_verbs("comment answer reply accuse charge remark repeat assure inform"), **SAY}
_NOT_SAYING = frozenset("estimates reports claims states notes known stress".split())


def _after_quote(sentence: Sentence, k: int) -> bool:
    """Whether a verb of saying stands right behind a quotation or a comma: '…," said Lind'."""
    return any(f in QUOTES or f == "," for f in sentence.forms[max(0, k - 2) : k])


def _closes(sentence: Sentence, k: int) -> bool:
    """Whether a verb of saying closes a sentence: what stands before its subject is a comma or a quotation mark."""
    return any(f in QUOTES or f == "," for f in sentence.forms[max(0, k - 12) : k])

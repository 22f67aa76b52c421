"""Who gives and who takes, who acts and who is acted upon, as far as the order of English words tells.

``roles_of`` reads the words round one mention of a party: a preposition before it ('from X', 'to X', 'by X', 'on X'), a
verb after it ('X delivered', 'X seeks to obtain', 'X was sanctioned'), a verb before it ('gave X'), a noun that it owns
("X's exports", 'X sanctions').
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from summarizer.judge import verbs
from summarizer.judge.clauses import is_cue
from summarizer.judge.context import Case, Passage
from summarizer.judge.countries import ADJECTIVES
from summarizer.schema import Reference

__all__ = ["OPPOSITE", "Role", "names_in", "roles_of"]

_MENTIONS = 50  # of a word that opens a sentence, looked at for its capital inside another

OPPOSITE = {"giver": "taker", "taker": "giver", "doer": "target", "target": "doer"}


class Role(NamedTuple):
    """A role that some words give to a mention; ``at`` is the token of the word that does."""

    side: str
    at: int


def roles_of(case: Case, passage: Passage, i: int, j: int) -> Sequence[Role]:
    """The roles that the words round the tokens ``i`` to ``j`` give to the party named there."""
    key = f"roles {case.kind.name} {i} {j}"
    known: Sequence[Role] | None = passage.memo.get(key)
    if known is None:
        known = passage.memo[key] = _roles(case, passage, i, j)
    return known


def _roles(case: Case, passage: Passage, i: int, j: int) -> list[Role]:
    found: list[Role] = []
    forms = passage.tokens.forms
    before = _before(case, passage, i, j)
    if before:
        found.append(before)
        if "by" in forms[max(0, i - 4) : i] and forms[j : j + 1] == ("and",) and _gives(forms, j + 1):
            found.append(Role("giver", j + 1))  # 'stolen by officers and sold': whoever stole them sold them
    after = _after(case, passage, i, j)
    if after and not before:
        found.append(after)
    return found


def _gives(forms: Sequence[str], k: int) -> bool:
    """Whether the word at ``k`` says that something is given; a ship gives nothing unless somebody is to ship."""
    if k >= len(forms):
        return False
    return forms[k] in verbs.GIVE or (forms[k] in verbs.MAYBE_NOUN and k > 0 and forms[k - 1] in verbs.BEFORE_VERB)


def _before(case: Case, passage: Passage, i: int, j: int) -> Role | None:
    """What stands before: a preposition, or a verb whose object the party is."""
    forms, raws = passage.tokens.forms, passage.tokens.raws
    trade = is_trade(case)
    k = i - 1
    skipped = 0
    apposition = False  # 'gave the rebels' leader, Varga, 40 drones'
    while k >= 0 and skipped < 10:
        form = forms[k]
        if form in verbs.PREPOSITIONS:
            if form == "to" and k and forms[k - 1] == "according":
                return None
            if form == "of" and k and forms[k - 1] in verbs.OF_STATE:
                k -= 2  # 'to the government of Kesh'
                skipped += 1
                continue
            opens = k == i - 1 or _opens_phrase(forms, raws, k)
            return _by_preposition(case, passage, form, k) if opens else None
        if form in verbs.DETERMINERS or form in {"'s", "and", "or"} or raws[k][:1].isupper() or form[0] == "#":
            pass
        elif form == ",":
            # 'to Russia's private military company, the Wagner Group': an apposition; and lists of names.
            if _begins_verb(forms, j) or not (forms[k + 1] in {"the", "a", "an"} or raws[k + 1][:1].isupper()):
                return None  # 'delivered to Drovia, the board said': a new subject
            apposition = apposition or forms[j : j + 1] in {(",",), ("with",)}
        elif trade and _gives(forms, k) and (skipped <= 1 or apposition) and not _is_noun(forms, k):
            return Role("taker", k)
        elif (
            not trade
            and is_cue(case, form)
            and skipped <= 1
            and form.endswith(("ed", "ing", "s"))
            and not _is_noun(forms, k)
        ):
            return Role("target", k)
        elif not (apposition and form.isalpha()) and not _in_phrase(forms, raws, k):
            return None
        k -= 1
        skipped += 1
    return None


def _begins_verb(forms: Sequence[str], j: int) -> bool:
    """Whether a finite verb stands at ``j``: what is before it is its subject."""
    if j >= len(forms):
        return False
    return forms[j] in verbs.AUX | verbs.BE | verbs.SAY or (
        _gives(forms, j) and forms[j].endswith(("ed", "sent", "sold"))
    )


def _is_noun(forms: Sequence[str], k: int) -> bool:
    """'the sanctions', 'arms supplies': a word that could be a verb, but has an article or 'of' beside it."""
    return (k > 0 and forms[k - 1] in {"the", "a", "an", "of", "no", "any"}) or forms[k + 1 : k + 2] == ("of",)


def _opens_phrase(forms: Sequence[str], raws: Sequence[str], k: int) -> bool:
    """Whether a preposition is followed by a noun phrase: 'to the rebels', 'to Iran'; 'to help Iran' is a verb."""
    if k + 1 >= len(forms):
        return False
    form = forms[k + 1]
    return forms[k] != "to" or form in verbs.DETERMINERS or form[0] == "#" or raws[k + 1][:1].isupper() or form == '"'


def _in_phrase(forms: Sequence[str], raws: Sequence[str], k: int) -> bool:
    """Whether a lower-case word is a noun or adjective between a preposition and the name behind it."""
    for m in range(k - 1, max(-1, k - 6), -1):
        if forms[m] in verbs.PREPOSITIONS:
            return _opens_phrase(forms, raws, m)
        if not (forms[m].isalpha() or forms[m] == "'s" or forms[m][0] == "#"):
            return False
    return False


def is_trade(case: Case) -> bool:
    """Whether the sides of the fact's kind are giver and taker."""
    known = case.memo.get("is trade")
    if known is None:
        known = case.memo["is trade"] = any(
            isinstance(f.marker, Reference) and f.marker.side in {"giver", "taker"} for f in case.kind.fields
        )
    return bool(known)


def _by_preposition(case: Case, passage: Passage, form: str, k: int) -> Role | None:
    forms = passage.tokens.forms
    if not is_trade(case):
        if form in verbs.TARGET or form in verbs.TO:
            cue = next((m for m in range(k - 1, max(-1, k - 10), -1) if is_cue(case, forms[m])), None)
            return Role("target", cue) if cue is not None else None
        cue = next((m for m in range(k - 1, max(-1, k - 16), -1) if is_cue(case, forms[m])), None)
        return Role("doer", cue) if form == "by" and cue is not None else None
    verb = _governs(forms, k)
    if form in verbs.FROM:
        return Role("giver", k if verb is None else verb)
    if form in verbs.TO:
        return Role("taker", k if verb is None else verb)
    if form == "for" and k and forms[k - 1] in verbs.BOUND:
        return Role("taker", k)
    if form == "by" and k and forms[k - 1] in verbs.REQUEST:
        return Role("taker", k)
    if verb is None:
        return None
    if form == "for" and k - verb <= 12:
        barter = forms[k - 1] in verbs.EXCHANGE | {"contract", "contracts", "money", "paid"}
        return None if barter else Role("taker", verb)
    if form == "by":
        if any(w.endswith(("ed", "wn")) for w in forms[verb + 1 : k]):
            return None  # 'sales of products licensed by the ministry': another verb's doer
        return Role("giver" if _gives(forms, verb) else "taker", verb)
    return None


def _governs(forms: Sequence[str], k: int) -> int | None:
    """The nearest word before ``k`` that says that something is given or taken."""
    for m in range(k - 1, max(-1, k - 16), -1):
        if forms[m] in {";", ":", '"'}:
            return None
        if _gives(forms, m) or forms[m] in verbs.TAKE:
            return m
    return None


def _after(case: Case, passage: Passage, i: int, j: int) -> Role | None:
    """What stands behind: what the party does, or suffers, or owns."""
    forms, raws = passage.tokens.forms, passage.tokens.raws
    owner = forms[j : j + 1] == ("'s",)
    adjective = raws[i].casefold() in ADJECTIVES or (
        i + 1 == j and forms[i][0] != "#" and forms[i].endswith(("ian", "an"))
    )
    own = owner or adjective
    is_object = _is_object(forms, raws, i)
    if is_object and not own:
        return None
    return _told(case, passage, j + owner, min(len(forms), j + 40), owner=owner, own=own, is_object=is_object)


def _told(
    case: Case, passage: Passage, k: int, end: int, *, owner: bool = False, own: bool = False, is_object: bool = False
) -> Role | None:
    """The role of a subject whose verb, or of an owner whose noun, is looked for between two tokens."""
    forms, raws = passage.tokens.forms, passage.tokens.raws
    trade = is_trade(case)
    begin = k
    passive = intent = acts = False
    plain = True  # nothing but auxiliaries so far
    steps = 0
    while k < end and steps < 14:
        form = forms[k]
        if form in {",", "("} and steps == 0 and not owner:
            skipped = _aside(forms, k, end)
            if forms[k + 1 : k + 2] in {("which",), ("who",)}:
                told = _told(case, passage, k + 2, end if skipped is None else skipped)
                if told:
                    return told  # 'Brandal, which built three minesweepers for Khorazan'
            if skipped is None:
                return None
            k = skipped
            continue
        if trade and not own and not passive and _gives_back(forms, k):
            return Role("giver", begin)  # 'lifted a ban in return for': whatever that was, it is what this party gives
        if form in verbs.STOP or form == "," or form in verbs.BYSTAND:
            return None
        if is_object and (form in verbs.AUX or form in verbs.BE or form == "and"):
            return None  # 'close the border to Ardovian trucks and ban imports': the verb is somebody else's
        if own and not trade and form in verbs.HOLDINGS:
            return Role("target", k)
        if form in verbs.SAY:
            return Role("doer", k) if case.kind.claim.contradicts else None
        if form in verbs.SUFFER and not intent and not trade:
            return Role("target", k) if any(is_cue(case, w) for w in forms[k : k + 8]) else None
        if trade and _gives(forms, k) and not (form in verbs.INTENT and _goes_on_with_verb(forms, raws, k)):
            # 'Iran was supplied with'; but "X's shipments", 'X supplies', 'X was selling'
            return Role("taker" if passive and not form.endswith("ing") else "giver", k)
        takes = trade and form in verbs.TAKE and (own or forms[k - 1] != "on")  # 'a ban on imports': nobody's taking
        if takes and not (form in verbs.INTENT and forms[k + 1 : k + 2] in {("to",), ("a",)}):
            return Role("giver" if passive and not form.endswith("ing") else "taker", k)
        if not trade and is_cue(case, form):
            if passive and form.endswith(("ed", "en")):
                return Role("target", k)
            return Role("doer", k) if own or plain or acts else None
        if form in verbs.INTENT:
            intent = True
        if form in verbs.ACT:
            acts = True
        if form in verbs.BE:
            passive = True
        elif form == "to" and forms[k + 1 : k + 2] != ("be",):
            passive = False  # 'is to buy'
        elif not (form in verbs.AUX or form.endswith("ly")):
            passive = False
            plain = plain and (form in verbs.INTENT or form in verbs.ACT)
            if (raws[k][:1].isupper() or form[0] == "#") and not own and not intent and steps == 0:
                return None
        k += 1
        steps += 1
    return None


def _gives_back(forms: Sequence[str], k: int) -> bool:
    """Whether 'in return for' or 'in exchange for' begins at ``k``, behind a comma or not."""
    k += forms[k] == ","
    return forms[k : k + 1] == ("in",) and forms[k + 2 : k + 3] == ("for",) and forms[k + 1] in verbs.EXCHANGE


def _goes_on_with_verb(forms: Sequence[str], raws: Sequence[str], k: int) -> bool:
    """Whether a verb's object is another verb, 'offered last month to buy'; not 'offered to Ardovia'."""
    m = k + 1
    while m < len(forms) and m <= k + 3 and forms[m] in verbs.TIME:
        m += 1
    return m + 1 < len(forms) and forms[m] == "to" and (m == k + 1 or not _opens_phrase(forms, raws, m))


def _is_object(forms: Sequence[str], raws: Sequence[str], i: int) -> bool:
    """Whether a name stands behind a preposition: then the verb after it is not its own."""
    k = i - 1
    while (
        k >= 0
        and i - k < 8
        and (forms[k] in verbs.DETERMINERS or forms[k] in {"'s", "and"} or raws[k][:1].isupper() or forms[k][0] == "#")
    ):
        if k == 0 or forms[k] in verbs.PREPOSITIONS:
            break
        k -= 1
    return k >= 0 and forms[k] in verbs.PREPOSITIONS


def _aside(forms: Sequence[str], k: int, end: int) -> int | None:
    """Where it goes on after an apposition in commas or brackets."""
    close = ")" if forms[k] == "(" else ","
    for m in range(k + 1, end):
        if forms[m] == close:
            return m + 1
    return None


def names_in(passage: Passage) -> list[tuple[int, int]]:
    """Runs of capitalised words and countries: who else the sentence names. In all capitals, countries only."""
    known: list[tuple[int, int]] | None = passage.memo.get("names in")
    if known is None:
        known = []
        forms = passage.tokens.forms
        i = 0
        while i < len(forms):
            if not _is_capital(passage, i):
                i += 1
                continue
            j = i + 1
            while j < len(forms) and _is_capital(passage, j) and (forms[j][0] == "#") == (forms[i][0] == "#"):
                j += 1
            opens = i == 0 or forms[i - 1] in {'"', ":"}
            lone = opens and j == i + 1 and forms[i][0] != "#"
            if not lone or (i == 0 and _is_name_elsewhere(passage)):
                known.append((i, j))
            i = j
        passage.memo["names in"] = known
    return known


def _is_name_elsewhere(passage: Passage) -> bool:
    """Whether the word that opens a sentence has its capital inside others too."""
    raw = passage.tokens.raws[0]
    if len(raw) < 3:
        return False
    text, at = passage.article_text, 0
    for _ in range(_MENTIONS):
        at = text.find(f" {raw}", at + 1)
        if at < 0:
            return False
        end = at + 1 + len(raw)
        if (text[at - 1].islower() or text[at - 1] in ",;") and not text[end : end + 1].isalnum():
            return True
    return False


def _is_capital(passage: Passage, i: int) -> bool:
    form, raw = passage.tokens.forms[i], passage.tokens.raws[i]
    if form[0] == "#":
        return True
    return raw[:1].isupper() and raw[:1].isalpha() and not passage.caseless and form not in verbs.CAPITALISED

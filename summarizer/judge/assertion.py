"""The rules for polarity and modality: do the words say that it happened, or that it did not, or that it may. English."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from summarizer.judge.clauses import is_cue, stated_in
from summarizer.judge.context import Case, Outcome, Passage, as_list
from summarizer.judge.stems import stem
from summarizer.judge.tokens import forms_of
from summarizer.schema import OneOf

__all__ = ["modality", "polarity"]

_NOT = frozenset("not never neither nor cannot without nobody".split())
_DENY = frozenset(
    "deny denies denied denying refute refutes refuted dismiss dismisses dismissed reject rejects rejected".split()
)
_UNDONE = frozenset(
    "refuse refuses refused refusing decline declined declines fail fails failed failing halt halted halts halting "
    "cancel cancels cancelled canceled cancelling cancellation suspend suspends suspended suspending block blocks blocked blocking "
    "prevent prevents prevented preventing prohibit prohibits prohibited prohibiting forbid forbids forbidden ban bans banned banning bar bars "
    "barred abandon abandoned abandons scrap scrapped stop stops stopped stopping cease ceased ceases thwart thwarted "
    "withhold withheld avert averted abort aborted foil foiled unlikely unable false untrue baseless fabricated nothing none".split()
)
_ENDING = _NOT | _UNDONE | {"no", "end"}
_RULING = frozenset({"rule", "ruled", "rules", "ruling"})
_NEGATING = _NOT | _DENY | _UNDONE | _RULING | {"no", "against", "instead", "rather"}
# A 'not' before these denies the saying or knowing, not what is said.
_OF_SAYING = frozenset(
    "say comment respond disclose specify identify elaborate name confirm reveal clear known know mention give immediately "
    "only just least yet sure remember recall reach reached available detail explain rule surprising enough merely".split()
)
_NO_BEFORE = frozenset("doubt longer later less more fewer comment immediate one matter".split())
_DENIAL = frozenset(
    "deny denies denied denying denial denials refute refutes refuted refuting refutation reject rejects rejected "
    "rejecting rejection dismiss dismisses dismissed dismissing dismissal not no never none neither nor nothing cannot false untrue baseless "
    "unfounded groundless fabricated fabrication lie lies lied wrong incorrect contradict contradicts contradicted "
    "contradicting dispute disputes disputed disputing rebut rebuts rebutted without innocent slander smear fake absurd "
    "nonsense ridiculous myth hoax disavow disavowed repudiate repudiated".split()
)
# What looks like a denial and is none.
_NO_DENIAL = re.compile(
    r" (?:(?:did|does|do|has|have|had|would|could|was|were|is|are) (?:not|never)|didn't|doesn't|don't|hasn't|haven't|couldn't|wouldn't) "
    r"(?:\w+ ){0,2}?(?:respond\w*|reply|replied|comment\w*|answer\w*|return\w*|remember|recall|be (?:reached|immediately|contacted)|"
    r"(?:immediately )?(?:available|reachable)|know|rule out|confirm or deny|take questions|elaborate|say)\b"
    r"| no (?:comment|indication|immediate|evidence that|reply|response|answer)\b| not (?:immediately|only|just|least)\b"
    r"| (?:neither|not) confirmed (?:nor|or) denied\b| (?:refused|declined) to (?:comment|respond|answer|say)\b"
)
_MAYBE = frozenset(
    "would will shall could can might may should must plan plans planned planning planning seek seeks seeking sought want "
    "wants wanted wanting hope hopes hoped hoping aim aims aimed aiming intend intends intended intending expect expects "
    "expected propose proposes proposed proposing consider considers considering considered contemplate contemplating "
    "prepare prepares preparing prepared pledge pledges pledged promise promises promised promising agree agrees agreed "
    "offer offers offered offering threaten threatens threatened threatening warn warns warned urge urges urged call calls called "
    "attempt attempts attempted attempting try tries tried trying potential possible possibly likely unlikely if unless "
    "pending proposal proposals discuss discusses discussing discussed mull mulls mulling weigh weighs weighing working request requests "
    "requested requesting ask asks asked due scheduled set ready willing negotiate negotiating negotiates negotiated talks vow vows vowed "
    "won't wouldn't couldn't can't about able allow allows allowed allowing permit permits permitted permitting enable enables "
    "enabled enabling authorize authorizes authorized authorizing let letting interested need needs reviewing risk risks option options".split()
)
_HEDGE = frozenset(
    "suspected suspect suspects alleged allegedly allege alleges accuse accused accuses reportedly believed supposedly "
    "purported purportedly apparent apparently rumored rumoured claimed".split()
)
# These are only 'maybe' before 'to': 'set to ship', 'about to', 'called for' is not.
_WITH_TO = frozenset(
    "set about due ready willing working scheduled expected likely agreed prepared called asked urged able".split()
)
_DONE_ENDINGS = ("ed", "en", "ld", "nt", "ght", "ave")
_DONE = frozenset(
    "sold sent bought gave given made paid took taken brought got put met built lent flew flown stole stolen froze frozen "
    "imposed".split()
)
_AUXILIARY = frozenset("be been being is are was were have has had to".split())


def polarity(case: Case) -> Iterator[Outcome]:
    """The words don't say that it did not happen; and those of a denial do.

    Taught by an item 'delivered' under 'they will not provide or sell arms to Russia', and by a denial under 'Velmoran
    officials did not respond', which denies nothing. A claim that says itself that it is disputed, or came to nothing,
    is not contradicted by words that say the same. What was denied (an ``affirmative`` field) is exempt.
    """
    if not case.view.english:
        yield Outcome("polarity", None, "skip", "polarity", "knows English negations; the article is not in English")
    elif case.kind.claim.contradicts:
        yield _contradiction(case)
    elif not case.kind.is_party:
        yield _negation(case)


def _contradiction(case: Case) -> Outcome:
    for passage, low, high in case.quoted:
        line = f" {' '.join(passage.tokens.forms[low:high])} "
        forms = _NO_DENIAL.sub(" ", line).split()
        if any(f in _DENIAL or f.endswith("n't") for f in forms):
            return Outcome("polarity", None, "ok", "polarity", "the quote has words that deny")
    return Outcome("polarity", None, "flag", "polarity", "no word of the quote denies anything")


def _negation(case: Case) -> Outcome:
    if any(not _ENDING.isdisjoint(forms_of(v)) for value in case.values.values() for v in as_list(value)):
        return Outcome("polarity", None, "ok", "polarity", "the value itself says that something is not, or ends")
    states = _members(case)
    found = []
    clauses = stated_in(case)
    for passage, low, high, ats in clauses:
        word = _negator(case, passage, low, high, ats, disputed="disputed" in states, undone="undone" in states)
        if word is None:
            return Outcome("polarity", None, "ok", "polarity", "the evidence does not negate it")
        found.append(word)
    if not found:
        return Outcome("polarity", None, "ok", "polarity", "the evidence does not negate it")
    return Outcome("polarity", None, "flag", "polarity", f"the evidence says '{found[0]}'")


def _members(case: Case) -> set[str]:
    """What the fact's enum values claim: 'done', 'undone', 'disputed'."""
    found = set()
    for f in case.kind.fields:
        if isinstance(f.marker, OneOf) and not f.many:
            value = case.values.get(f.name)
            for state in ("done", "undone", "disputed"):
                if value in getattr(f.marker, state):
                    found.add(state)
    return found


def _negator(
    case: Case, passage: Passage, low: int, high: int, ats: Sequence[int], *, disputed: bool, undone: bool
) -> str | None:
    """The word of a clause that negates the fact stated at ``ats``."""
    forms = passage.tokens.forms
    first = min(ats)
    for i in _negating(passage):
        if not low <= i < high:
            continue
        form = forms[i]
        after = forms[i + 1 : i + 3]
        if form in _NOT or form.endswith("n't"):
            if any(w in _OF_SAYING or w in _DENY or stem(w) in _SAYING_STEMS for w in after):
                continue
            if form == "without" and i > first:
                continue
            return form
        if i < first and _turns_down(forms, i):
            return f"{form} {forms[i + 1]}"
        if form == "no" and i < first and first - i <= 6 and not (after and after[0] in _NO_BEFORE):
            return form
        if form in _DENY and not disputed and i < first and not is_cue(case, form):
            return form
        if form in _UNDONE and not undone and not is_cue(case, form):
            if form in {"refused", "declined"} and "comment" in forms[i : i + 3]:
                continue
            if form in {"nothing", "none"} and i > first:
                continue
            return form
    return None


def _negating(passage: Passage) -> Sequence[int]:
    """The tokens that may negate something, whatever they are about: in most sentences there are none."""
    known: Sequence[int] | None = passage.memo.get("negating")
    if known is None:
        forms = passage.tokens.forms
        known = []
        if not _NEGATING.isdisjoint(forms) or "n't " in passage.tokens.line:
            known = [i for i, form in enumerate(forms) if form in _NEGATING or form.endswith("n't")]
        passage.memo["negating"] = known
    return known


def _turns_down(forms: Sequence[str], i: int) -> bool:
    """'voted against sending', 'instead of sending', 'ruled out sending'."""
    after = forms[i + 1 : i + 3]
    if forms[i] == "against":
        return bool(after) and after[0].endswith("ing")
    if forms[i] in {"instead", "rather"}:
        return len(after) == 2 and after[0] in {"of", "than"} and after[1].endswith("ing")
    return forms[i] in _RULING and after[:1] == ("out",)


_SAYING_STEMS = frozenset(map(stem, _OF_SAYING))


def modality(case: Case) -> Iterator[Outcome]:
    """What is said to be done is told as done: not planned, sought, conditional, or merely suspected.

    Taught by 'delivered' under 'North Korea is working to send dozens of kinds of weapons', and by 'would', 'seeks',
    'plans', 'is considering', 'suspected'. Which members of a fixed set say so is the schema's (``OneOf(done=…)``).
    """
    if "done" not in _members(case):
        return
    if not case.view.english:
        yield Outcome("modality", None, "skip", "modality", "knows English modal words; the article is not in English")
        return
    found = []
    for passage, low, high, ats in stated_in(case):
        word = _maybe(case, passage, low, high, ats)
        if word is None:
            yield Outcome("modality", None, "ok", "modality", "told as done")
            return
        found.append(word)
    if found:
        yield Outcome("modality", None, "flag", "modality", f"said to be done, but the evidence says '{found[0]}'")


def _maybe(case: Case, passage: Passage, low: int, high: int, ats: Sequence[int]) -> str | None:
    """The word of a clause that makes the fact stated at ``ats`` a plan or a guess."""
    forms = passage.tokens.forms
    first = min(ats)
    word = None
    for i in range(low, high):
        form = forms[i]
        following = forms[i + 1] if i + 1 < high else ""
        if form in _HEDGE:
            word = form
        elif form in _MAYBE:
            if form in _WITH_TO and following != "to":
                continue
            if (form == "about" and following != "to") or (form == "may" and _is_month(passage, i)):
                continue
            if i > first and form in {"if", "unless", "call", "called", "calls", "ask", "asked", "warned", "expected"}:
                continue
            if form == "let" and i and forms[i - 1] in {"has", "have", "had"}:
                continue  # 'had let the barges pass'
            if i > max(ats) and not _passive_after(forms, i, high):
                continue
            word = form
        elif form in _CONTRACT and _is_of_contract(forms, i) and i < first:
            word = form  # 'awarded a contract to build four frigates'
        elif form == "to" and i > low and forms[i - 1] in _IS and _to_verb(forms, i):
            word = f"{forms[i - 1]} to"  # 'is to buy', 'are to follow'
        elif form in {"was", "were", "has", "had"} and not any(w in _MAYBE for w in forms[max(low, i - 2) : i]):
            # '… who tried to sell arms and was sanctioned': a new finite verb; not in 'if the ban were lifted'
            if i < max(ats) and word not in {"if", "unless"} and not _to_verb(forms, i + 1):
                word = None
        elif form == "to" and following == "be" and i > low:
            word = "to be"
        elif form == "to" and i < first and _is_headline(passage, low, i):
            word = f"to {following}"
        elif word and i < first and _is_done(forms, i):
            word = None  # 'would know who had sold the arms': the selling is told as done
    return word


_CONTRACT = frozenset("contract contracts order orders".split())
_CONTRACT_FOR = frozenset("for worth on with".split())
_IS = frozenset("is are was were".split())


def _is_of_contract(forms: Sequence[str], i: int) -> bool:
    """Whether a contract or an order is told by what it is for; 'in order to' is none."""
    if forms[i - 1 : i] == ("in",):
        return False
    return not _CONTRACT_FOR.isdisjoint(forms[i + 1 : i + 2]) or _to_verb(forms, i + 1)


def _to_verb(forms: Sequence[str], i: int) -> bool:
    """Whether 'to' stands at ``i`` and a verb behind it: 'is to buy', not 'was to the north'."""
    after = forms[i + 1 : i + 2]
    return forms[i : i + 1] == ("to",) and bool(after) and after[0].isalpha() and after[0] not in _NO_VERB


_NO_VERB = frozenset("the a an his her its their our this that these those all some".split())


def _is_done(forms: Sequence[str], i: int) -> bool:
    """Whether a word is a past form that no modal word governs."""
    form = forms[i]
    if not (form in _DONE or (len(form) > 4 and form.endswith("ed"))) or form in _MAYBE:
        return False
    before = forms[max(0, i - 4) : i]
    return not any(w in _MAYBE or w in _AUXILIARY - {"had", "was", "were"} for w in before)


def _passive_after(forms: Sequence[str], i: int, high: int) -> bool:
    """'… will be sent', '… could be delivered': a modal behind what it is about."""
    return any(w in {"be", "have"} for w in forms[i + 1 : min(high, i + 4)]) or forms[i] in {
        "planned",
        "proposed",
        "expected",
    }


def _is_month(passage: Passage, i: int) -> bool:
    raws = passage.tokens.raws
    before = passage.tokens.forms[i - 1] if i else ""
    month = raws[i][:1].isupper() and not passage.caseless and i > 0
    return (
        month
        or before in {"in", "on", "of", "last", "next", "this", "since", "until", "by", "early", "late", "mid"}
        or before.isdigit()
    )


def _is_headline(passage: Passage, low: int, i: int) -> bool:
    """'BRASSLAND TO SEND 20 PATROL BOATS': nothing but a name before 'to'."""
    before = passage.tokens.raws[low:i]
    return 0 < len(before) <= 3 and low == 0 and all(r[:1].isupper() for r in before)

"""What is done with a measure that is a noun: imposed, kept, lifted, violated, threatened."""

from __future__ import annotations

from summarizer.english.clauses import clause_start, owner_before
from summarizer.english.measures.agency import (
    agent_of,
    is_asked,
    is_called_for,
    is_decided,
    is_wished,
    of_a_call,
    order_of,
)
from summarizer.english.measures.behind import Behind
from summarizer.english.measures.deed import Deed
from summarizer.english.measures.governors import EXEMPTIONS, VIOLATING, governor
from summarizer.english.measures.lists import listing_deed
from summarizer.english.measures.measure import State
from summarizer.english.measures.nouns import Noun, modifies
from summarizer.english.measures.passives import passive_deed
from summarizer.english.measures.vocabulary import (
    CALLS,
    FACE,
    HARDER,
    HIT,
    IMPOSE,
    KEEP,
    LIFT,
    THREATEN,
    VIOLATE,
    kind_of,
)
from summarizer.english.mood import verb_group
from summarizer.english.nominals import NONE
from summarizer.english.words import BE, DETERMINERS, HAVE, MODALS, Sentence, forms_of_verbs

__all__ = ["deed_of"]


def deed_of(sentence: Sentence, noun: Noun, after: Behind) -> Deed | None:
    """What the sentence says is done with a measure; None where it says that there is none."""
    forms = sentence.forms
    if forms[noun.outer : noun.outer + 1] == ("no",) and noun.outer < noun.low:
        return None
    if noun.lists:
        return listing_deed(sentence, noun)
    if forms[noun.at + 1 : noun.at + 2] and forms[noun.at + 1] in EXEMPTIONS:
        return _exempted(sentence, noun.outer, noun.at + 1)
    if forms[noun.at + 1 : noun.at + 2] in {("violation",), ("violations",), ("evasion",), ("busting",)}:
        named = noun.authority != NONE or noun.name != NONE
        return Deed("violated", NONE, noun.outer, noun.at + 2, None) if named else None
    verb = governor(sentence, noun.outer)
    # in 'wants the embargo to be lifted' the second verb says what is to become of it
    passive = passive_deed(sentence, after, noun) if verb is None or forms[verb] in THREATEN else None
    if verb is not None and passive is None:
        return _governed(sentence, verb, noun)
    if passive is not None:
        return passive
    if after.verb is not None:
        k = after.verb
        state: State = "imposed" if forms[k] in IMPOSE else "in_force"
        return Deed(state, NONE, noun.outer, k + 1, k)
    return _bare(sentence, noun)


def _governed(sentence: Sentence, verb: int, noun: Noun) -> Deed | None:
    forms = sentence.forms
    form = forms[verb]
    low = max(0, verb - 12)
    if form in EXEMPTIONS:
        return _exempted(sentence, _phrase_start(sentence, verb), verb)
    if form in VIOLATING and (not kind_of(form) or forms[verb + 1 : verb + 2] == ("of",)):
        return _by_deed_noun(sentence, verb, noun)
    kind = "face" if form in FACE else kind_of(form) or "hit"
    if form in {"block", "blocks", "blocked"} or (form in {"back", "support"} and forms[noun.outer - 1] in {"off"}):
        kind = "threaten"
    table = {
        "impose": IMPOSE,
        "keep": KEEP,
        "lift": LIFT,
        "violate": VIOLATE,
        "threaten": THREATEN,
        "face": FACE,
        "hit": HIT,
    }[kind]
    shape = table.get(form, "past")
    group = verb_group(sentence, verb, shape)
    mood = group.mood
    subject = NONE if of_a_call(sentence, group.low) else agent_of(sentence, group.low, verb, shape)
    if kind == "face" or (kind == "hit" and group.passive):
        state: State = (
            "threatened"
            if form.startswith("risk") or (mood == "planned" and not _still(forms, group.low, verb))
            else "in_force"
        )
        return None if mood == "negated" else Deed(state, NONE, low, verb, verb)
    if kind == "hit":
        state = "threatened" if mood in {"planned", "tried"} or form.startswith("threaten") else "imposed"
        if mood == "negated" or (mood != "done" and is_called_for(sentence, group.low, verb)):
            return None
        return Deed(state, subject, low, verb, verb)
    if kind == "violate":
        broken = mood != "negated" and not _is_anybody(sentence, group.low)
        return Deed("violated" if broken else "in_force", NONE, _clause(sentence, low, verb), verb, verb)
    if kind == "lift":
        if mood == "negated":
            return Deed("in_force", subject, low, verb, verb)
        called = is_wished(sentence, group.low, verb) or (shape == "ing" and _would(sentence, noun.at))
        asked = subject if called and is_asked(sentence, subject, group.low) else NONE
        return Deed("in_force" if called else "lifted", asked if called else subject, low, verb, verb)
    if kind == "threaten":
        if form.startswith(_BRINGING_ON) and shape == "past" and mood == "done" and noun.at != noun.outer:
            return Deed("imposed", NONE, low, verb, verb)  # 'prompted new sanctions'
        if form.startswith(_OTHERS_WORK):
            subject = NONE
        standing = forms[noun.low - 1 : noun.low] in {
            ("the",),
            ("its",),
            ("this",),
            ("these",),
            ("existing",),
        } and not form.startswith("threat")
        if mood == "negated" or (form.startswith(_OPINIONS) and not standing):
            return None
        return Deed("in_force" if standing else "threatened", NONE if standing else subject, low, verb, verb)
    if mood == "negated":
        return None
    if kind == "impose" and mood != "done" and is_called_for(sentence, group.low, verb):
        return None
    order = order_of(sentence, group.low)
    if order is not None and not forms[order].startswith(("requir", "oblig")):
        mood = "done"
    wished = is_wished(sentence, group.low, verb)
    if shape == "ing" and forms[verb - 1 : verb] in {("over",), ("about",), ("on",)}:
        subject, wished = NONE, True
    if mood == "planned" and is_decided(sentence, group.low, verb):
        mood = "done"
    if mood in {"planned", "tried"} or wished:
        if kind == "keep" and not wished:
            return Deed("in_force", subject, low, verb, verb)
        return Deed("threatened", subject, low, verb, verb)
    harder = any(form.startswith(stem.rstrip("e")) for stem in HARDER)
    return Deed("imposed" if kind == "impose" or harder else "in_force", subject, low, verb, verb)


# Whoever urges, backs or opposes a measure does not take it; of a standing one, these say that it stands.
_OPINIONS = (
    "oppos",
    "back",
    "support",
    "resist",
    "veto",
    "urg",
    "demand",
    "block",
    "reject",
    "favo",
    "advoc",
    "want",
    "endors",
    "request",
    "recommend",
)
# The subject of these is who suffers the measure or sees it come.
_OTHERS_WORK = (*_OPINIONS, "avoid", "avert", "risk", "invit", "trigger", "prompt", "draw")
_BRINGING_ON = ("trigger", "prompt", "drew", "drawn")


def _exempted(sentence: Sentence, low: int, at: int) -> Deed | None:
    """'granted T a sanctions waiver', 'a waiver from the sanctions': a measure is lifted for somebody, unless it is refused."""
    forms = sentence.forms
    verb = next((k for k in range(low - 1, max(-1, low - 8), -1) if forms[k] in _EXEMPTING), None)
    if verb is None:
        return Deed("lifted", NONE, low, at + 1, None) if not _is_only_asked(sentence, low) else None
    shape = _EXEMPTING[forms[verb]]
    group = verb_group(sentence, verb, shape)
    if (
        group.mood in {"negated", "planned"}
        or is_wished(sentence, group.low, verb)
        or is_called_for(sentence, group.low, verb)
    ):
        return Deed("in_force", NONE, low, at + 1, verb)
    subject = NONE if group.passive else agent_of(sentence, group.low, verb, shape)
    return Deed("lifted", subject, low, at + 1, verb)


_EXEMPTING = forms_of_verbs(
    "grant approve issue offer extend sign announce secure", "give/gave/given get/got/got/getting win/won/won/winning"
)


def _is_only_asked(sentence: Sentence, low: int) -> bool:
    """Whether relief is sought, refused or put under a condition rather than granted."""
    return bool(_SEEKING & set(sentence.forms[max(0, low - 7) : low])) or is_wished(sentence, low, low)


_SEEKING = frozenset(
    "seek seeks sought seeking for exchange return without no refuse refused refuses deny denied denies any demand demands demanded request "
    "requests requested apply applied".split()
)


def _phrase_start(sentence: Sentence, noun: int) -> int:
    """Where the phrase of a noun begins: 'a 60-day waiver'."""
    k = noun
    while (
        k > 0 and (sentence.forms[k - 1] in DETERMINERS or modifies(sentence, k - 1)) and sentence.forms[k - 1] != "'s"
    ):
        k -= 1
    return k


def _would(sentence: Sentence, at: int) -> bool:
    """Whether a clause goes on with 'would' or 'could': 'lifting the ban would be wrong'."""
    forms = sentence.forms
    for k in range(at + 1, min(at + 12, len(sentence))):
        if forms[k] in {",", ";", "that", "which", "and"}:
            return False
        if forms[k] in {"would", "could", "might", "may"}:
            return True
    return False


def _clause(sentence: Sentence, low: int, verb: int) -> int:
    """Where the (relative) clause of a verb begins, at the earliest at ``low``: laws named before it are another clause's."""
    low = max(low, clause_start(sentence, verb))
    return next((k + 1 for k in range(verb - 1, low - 1, -1) if sentence.forms[k] in {"which", "who"}), low)


def _is_anybody(sentence: Sentence, low: int) -> bool:
    """Whether a deed is nobody's in particular: 'anyone who helps to break', 'states that break'."""
    forms = sentence.forms
    if any(f in BE | HAVE for f in forms[low : low + 1]):
        return False
    before = forms[max(0, low - 6) : low + 1]
    return bool({"anyone", "anybody", "those", "whoever", "any"} & set(before)) and bool(
        {"who", "that", "found", "caught"} & set(before)
    )


def _still(forms: tuple[str, ...], low: int, high: int) -> bool:
    return bool({"still", "continue", "continues", "remain"} & set(forms[low:high]))


def _by_deed_noun(sentence: Sentence, noun: int, measure: Noun) -> Deed | None:
    """'a violation of sanctions', 'the lifting of the embargo', 'the threat of sanctions'."""
    form = sentence.forms[noun]
    owner = NONE
    k = _phrase_start(sentence, noun)
    if k > 1 and sentence.forms[k - 1] == "'s":
        owner = owner_before(sentence, k - 1)
    if form.startswith(("violat", "breach", "defian", "evasi", "circumv")):
        return Deed("violated", NONE, k, noun, noun)
    if form in {"threat", "prospect"}:
        return Deed("threatened", owner, k, noun, noun)
    if form.endswith("imposition"):
        return Deed("imposed", owner, k, noun, noun)
    if is_wished(sentence, k, noun) or any(f in CALLS | MODALS for f in sentence.forms[max(0, k - 6) : k]):
        return Deed("in_force", NONE, k, noun, noun)
    return Deed("lifted", owner, k, noun, noun)


_UNCERTAIN = frozenset(
    "threat threats threatened threatens threatening possible potential proposed talk warned considers".split()
)


def _bare(sentence: Sentence, noun: Noun) -> Deed | None:
    """A measure that no verb of imposing governs: it stands, unless it is threatened or called for."""
    forms = sentence.forms
    low = noun.outer
    before = forms[max(0, low - 4) : low]
    if forms[noun.at] in {"action", "steps"}:
        return None  # only what is taken or considered is a measure
    if {"call", "calls", "called", "calling"} & set(before) and "for" in before:
        return None
    if before[-1:] == ("to",) and forms[low - 2 : low - 1] and forms[low - 2] in {"led", "leading", "leads"}:
        return Deed("imposed", NONE, max(0, low - 4), noun.at, None)
    if any(f in _UNCERTAIN for f in (*before, *forms[noun.low : noun.at])):
        return Deed("threatened", NONE, max(0, low - 4), noun.at, None)
    return Deed("in_force", NONE, max(0, low - 4), noun.at, None)

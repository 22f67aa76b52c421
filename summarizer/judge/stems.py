"""Content words and their stems: inflection and plain morphology apart, a word is itself and no other. English.

No edit distance and no embedding: 'radar' is not 'radish', and 'ballistic' in a description is in the source or it is
an addition.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

__all__ = ["STOP_WORDS", "content_words", "stem"]

STOP_WORDS = frozenset(
    "a an the and or nor but of in on at to from by for with without within into onto over under upon about above below "
    "between among against during before after since until till through throughout across along around near off out up "
    "down as than then so such that this these those which who whom whose what when where why how if whether while is "
    "are was were be been being am do does did done doing has have had having will would shall should can could may might "
    "must not no n't anything anyone anybody something someone somebody it its itself he him his she her hers they them their theirs we us our ours you your i me my one ones "
    "non there here also too very more most less least much many few some any all both each every other others another same "
    "own only just even still yet already again per via etc e g i s t said say says vs amid "
    "don't doesn't didn't isn't aren't wasn't weren't won't wouldn't can't couldn't hasn't haven't hadn't".split()
)
# Words that measure or frame and say nothing of the thing itself.
_FRAME = frozenset(
    "kind kinds type types sort sorts thing things item items amount amounts number numbers quantity quantities total "
    "totals various several certain incl including include includes included like dozen dozens score scores hundred "
    "hundreds thousand thousands million millions billion billions trillion trillions mln bln mn bn unspecified "
    "additional further new planned proposed potential possible reported alleged suspected".split()
)
_IRREGULAR = {
    "sold": "sell", "sale": "sell", "sales": "sell", "sent": "send", "bought": "buy", "gave": "give", "given": "give",
    "built": "build", "paid": "pay", "brought": "bring", "taken": "take", "took": "take", "made": "make", "held": "hold",
    "got": "get", "gotten": "get", "lent": "lend", "loan": "lend", "loans": "lend", "flew": "fly", "flown": "fly",
    "flight": "fly", "stole": "steal", "stolen": "steal", "theft": "steal", "froze": "freeze", "frozen": "freeze",
    "sought": "seek", "chose": "choose", "chosen": "choose", "choice": "choose", "spent": "spend", "lost": "lose",
    "loss": "lose", "losses": "lose", "left": "leave", "led": "lead", "met": "meet", "won": "win", "broke": "break",
    "broken": "break", "shot": "shoot", "found": "find", "kept": "keep", "began": "begin", "begun": "begin",
    "provision": "provide", "payment": "pay", "prohibition": "prohibit", "prohibitions": "prohibit", "provisions": "provide", "acquisition": "acquire", "acquisitions": "acquire",
    "production": "produce", "suspension": "suspend", "permission": "permit", "expulsion": "expel", "decision": "decide",
    "receipt": "receive", "reception": "receive", "renewal": "renew", "removal": "remove", "approval": "approve",
    "refusal": "refuse", "denial": "deny", "weaponry": "weapon", "men": "man", "women": "woman", "people": "person",
    "countries": "country", "children": "child", "aid": "aid", "aids": "aid", "knives": "knife", "news": "news",
    "gas": "gas", "gases": "gas", "gasoline": "gasoline", "series": "series", "species": "species", "allies": "ally",
    "breach": "breach", "destruction": "destroy", "explosion": "explode", "explosives": "explosive", "use": "use",
    "used": "use", "using": "use", "usage": "use", "policies": "policy", "planes": "plane", "reduction": "reduce", "strength": "strong", "length": "long",
    "jan": "january", "feb": "february", "mar": "march", "apr": "april", "jun": "june", "jul": "july", "aug": "august",
    "sep": "september", "sept": "september", "oct": "october", "nov": "november", "dec": "december", "mon": "monday",
    "tue": "tuesday", "tues": "tuesday", "wed": "wednesday", "thu": "thursday", "thurs": "thursday", "fri": "friday",
    "sat": "saturday", "sun": "sunday", "pct": "percent", "dlr": "dollar", "dlrs": "dollar", "usd": "dollar",
    "$": "dollar", "€": "euro", "£": "pound", "eur": "euro", "gbp": "pound", "%": "percent", "cent": "percent",
    "t": "ton", "tons": "ton", "km": "kilometer", "kms": "kilometer", "kilometre": "kilometer", "kg": "kilogram",
    "kilo": "kilogram", "kilos": "kilogram",
}  # fmt: skip
# What news copy uses for the very same thing.
_SAME = {
    "weapon": "arm", "armament": "arm", "munition": "ammo", "ammunition": "ammo", "prohibit": "ban", "forbid": "ban",
    "forbidden": "ban", "bar": "ban", "outlaw": "ban", "blacklist": "list", "vessel": "ship", "airplane": "plane",
    "aircraft": "plane", "cash": "money", "fund": "money", "foodstuff": "food", "petroleum": "oil", "grain": "grain",
    "spouse": "spouse", "purchas": "buy", "purchase": "buy", "troop": "soldier", "serviceman": "soldier",
}  # fmt: skip
_ENDINGS = (
    "ements", "ement", "ments", "ment", "ations", "ation", "itions", "ition", "ions", "ion", "ances", "ance", "ences",
    "ence", "ities", "ity", "ness", "ive", "able", "ible", "ers", "er", "ors", "or", "al", "at",
)  # fmt: skip
_DOUBLED = frozenset("bdfgklmnprst")
_ALONE = frozenset({"police", "policy"})  # roots that would fall together
_VOWELS = frozenset("aeiou")


@lru_cache(maxsize=1 << 14)
def stem(word: str) -> str:
    """What a simplified word shares with its inflections and plain derivations: 'shipments' and 'shipped' are 'ship'."""
    if word in _ALONE or word[:1] == "#" or not word.isascii() or word.isdecimal():
        return word
    base = _IRREGULAR.get(word) or _inflected(word)
    root = _root(_SAME.get(base, base))
    return _SAME_ROOTS.get(root, root)


def _inflected(word: str) -> str:
    """The word without plural, past and -ing."""
    if len(word) > 4 and word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
        if word in _IRREGULAR:
            return _IRREGULAR[word]
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if not word.endswith(ending) or len(root) < 3 or not any(c in "aeiouy" for c in root):
            continue
        if root[-1] == root[-2] and root[-1] in _DOUBLED:
            return root[:-1]
        short = len(root) <= 4 and sum(c in _VOWELS for c in root) == 1
        return root + "e" if short and root[-2] in _VOWELS and root[-1] not in "wxy" else root
    return word


def _root(base: str) -> str:
    """The root of a derived word; what a suffix leaves has at least four letters."""
    before = ""
    while before != base:
        before = base
        if len(base) > 5 and base[-1] in "eyi":
            base = base[:-1]
        if len(base) > 6 and base.endswith("ly"):
            base = base[:-2]
        for ending in _ENDINGS:
            if base.endswith(ending) and len(base) - len(ending) >= 4:
                base = base[: -len(ending)]
                break
        if len(base) > 3 and base[-1] == base[-2] and base[-1] in _DOUBLED:
            base = base[:-1]
    return base


_SAME_ROOTS = {_root(word): _root(other) for word, other in _SAME.items()}


def content_words(forms: Iterable[str], *, frame: bool = False) -> list[str]:
    """Those of some simplified words that say what a thing is; with ``frame`` also 'kinds', 'several', 'thousands'."""
    return [
        w
        for w in forms
        if (w[0].isalpha() or w[0] == "#") and w not in STOP_WORDS and len(w) > 1 and (frame or w not in _FRAME)
    ]

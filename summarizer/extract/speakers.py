"""Who says what, and whether it is told as done: by English verbs, no model asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summarizer.extract.english import PERSON_NOUN
from summarizer.extract.names import clean_name, is_pronoun, split_run

__all__ = ["speakers", "spoken_for", "told_as_done"]

_VERB = (
    r"(?:said|says|say|told|tells|added|adds|stated|states|announced|announces|warned|warns|argued|argues|noted|notes|"
    r"claimed|claims|insisted|insists|confirmed|confirms|emphasi[sz]ed|stressed|predicted|mentioned|responded|replied|"
    r"asked|acknowledged|reported|explained|declared|denied|denies|admitted|estimated|disclosed|revealed|wrote|testified)"
)
_NAME = r"(?:[A-Z][\w.’'&-]*)(?:(?: of| for| the| de| van| von| bin| al)? [A-Z][\w.’'&-]*)*"
# 'John Kirby, NSC coordinator for strategic communications, said', 'Kirby said', '"…," said Col. Petar Ruiz'
_BEFORE = re.compile(
    rf"(?P<name>{_NAME})(?:, [^,\"“”]{{3,120}},)?(?: (?:later|also|then|earlier|has|had|have))* {_VERB}\b"
)
# 'The U.N. envoy for Kessar, Astrid Holmqvist, said': the name in apposition to an office, not the office's country.
_ENVOY = re.compile(
    rf"\b{PERSON_NOUN}(?: (?:for|of|to|at|in) (?:the )?{_NAME})?, (?P<name>{_NAME}), (?:(?:later|also|then) )?{_VERB}\b"
)
_AFTER = re.compile(rf"[,\"”’?!]\s*{_VERB} (?:(?:[a-z][\w’'-]*|[A-Z]\w+\.?),? ){{0,6}}?(?P<name>{_NAME})")
# '"…," said Treasury spokeswoman Irena Kolvas': the name behind the office, not the first one behind the verb.
_HOLDER = re.compile(rf"[,\"”’?!]\s*{_VERB} (?:[\w’'.-]+ ){{0,5}}?{PERSON_NOUN},? (?P<name>{_NAME})")
_PRONOUN = re.compile(rf"\b(?P<name>[Hh]e|[Ss]he)(?: (?:later|also|then|has|had))* {_VERB}\b")
_CAPITALS = re.compile(
    r"(?P<name>[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+){0,3}) (?:SAID|TOLD|ADDED|STATED|DENIED|ANNOUNCED)\b"
)
_BODY = r"(?:army|navy|police|government|ministry|military|air force|parliament|presidency)\b"
_FOR = re.compile(
    rf"spokes(?:man|woman|person) (?:for|of) (?:the )?(?P<name>{_NAME}(?: {_BODY})?)|(?P<body>(?!(?:A|An|The) ){_NAME}) spokes(?:man|woman|person)\b"
)


def speakers(sentences: Sequence[str]) -> list[str]:
    """The speaker of each sentence, empty where it has none.

    A pronoun ('he said') is the last named speaker. The rules are bound to English; elsewhere all are empty.
    """
    found: list[str] = []
    last = ""
    inside = False
    opened: list[int] = []  # sentences of a quotation whose speaker is still to come
    for i, text in enumerate(sentences):
        name = _speaker(text)
        if name and is_pronoun(name):
            name = last
        begins = text[:1] in '"“'
        if not name and found and found[-1] and (begins or inside):
            name = found[-1]  # '"…," X said. "…. …."': X goes on
        inside = _ends_inside(text, inside)
        found.append(name)
        if name:
            for k in opened:
                found[k] = name
            opened = []
        elif inside:
            opened.append(i)
        else:
            opened = []
        last = name or last
    return found


def _ends_inside(text: str, inside: bool) -> bool:
    """Whether a sentence ends inside a quotation."""
    for c in text:
        if c == "“":
            inside = True
        elif c == "”":
            inside = False
        elif c == '"':
            inside = not inside
    return inside


def _speaker(text: str) -> str:
    if text.upper() == text:
        match = _CAPITALS.search(text)
        return clean_name(match["name"]) if match else ""
    for pattern in (_ENVOY, _BEFORE, _HOLDER, _AFTER):
        for match in pattern.finditer(text):
            parts = split_run(match["name"])
            name = clean_name(parts[0]) if parts else ""
            if name and not is_pronoun(name):
                return name
    match = _PRONOUN.search(text)
    return match["name"] if match else ""


def spoken_for(text: str) -> list[str]:
    """The bodies that a sentence names as having a spokesman: 'a spokesperson for the Department of Defense'."""
    found = (clean_name(m["name"] or m["body"] or "") for m in _FOR.finditer(text))
    return [name for name in found if len(name) > 1]


_TRANSFERRED = re.compile(
    r"\b(?:sent|shipped|sold|delivered|supplied|provided|bought|gave|transferred|received|paid|exported|imported|flown|"
    r"flew|handed|unloaded|purchased|acquired|smuggled|donated|carried|moved)\b",
    re.IGNORECASE,
)
_NOT_YET = re.compile(
    r"\b(?:would|will|shall|could|can|may|might|should|must|plan\w*|seek\w*|sought|want\w*|hop(?:e|es|ed|ing)|aim\w*|"
    r"intend\w*|expect\w*|propos\w*|consider\w*|prepar\w*|pledg\w*|promis\w*|agree\w*|offer\w*|threat\w*|attempt\w*|"
    r"tr(?:y|ies|ied|ying)|possib\w*|likely|potential\w*|if|unless|ask\w*|request\w*|negotiat\w*|talks|contract\w*|"
    r"to (?:be|send|ship|sell|supply|deliver|provide|buy|give|pay|receive)|suspect\w*|alleg\w*|reported(?:ly)?|accus\w*|"
    r"(?:said|believed|thought|reported|understood) to|not|never|no|den(?:y|ies|ied|ying)|\w+n[’']t|seiz\w*|intercept\w*|fail\w*)\b",
    re.IGNORECASE,
)


def told_as_done(text: str) -> bool:
    """Whether a sentence tells a transfer as done: a past verb of giving or taking, and no word that makes it a plan,
    a guess, an attempt or a denial. English; any doubt means no."""
    return bool(_TRANSFERRED.search(text)) and not _NOT_YET.search(text)

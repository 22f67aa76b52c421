"""Who denies what: the contradictions of an allegation that a sentence states, by the accused or for them.

A denial is told by a verb (``verbs``), by a noun (``nouns``), by calling a claim false (``verdicts``) or by a deed that
is said not to be (``deeds``, ``negation``); ``deniers`` finds whose it is, ``claims`` what is denied.
"""

from summarizer.english.denials.denial import Denial
from summarizer.english.denials.reading import denials

__all__ = ["Denial", "denials"]

"""Who punishes whom: the coercive measures that a sentence tells, with their authority, target, basis and state.

A measure is told by a noun (``nouns``, what stands ``behind`` it, what is done with it: ``deeds``), by a verb (``bans``,
``freezes``, ``designations``, ``breaks``) or by its violation (``violations``); ``reading`` puts them together.
"""

from summarizer.english.measures.measure import Measure, State
from summarizer.english.measures.reading import measures

__all__ = ["Measure", "State", "measures"]

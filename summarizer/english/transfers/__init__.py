"""Who gives what to whom: the transfers that a sentence tells.

A transfer is told by a verb (``verbs``, ``paid``, ``seizures``, ``arrivals``), by a noun (``nouns``, ``requests``) or by a
contract (``contracts``); ``senses`` says whether a word is such a verb there, ``subjects`` whose deed it is, ``behind`` what
it is done with. ``reading`` puts them together.
"""

from summarizer.english.transfers.places import Place
from summarizer.english.transfers.reading import transfers
from summarizer.english.transfers.transfer import Transfer

__all__ = ["Place", "Transfer", "transfers"]

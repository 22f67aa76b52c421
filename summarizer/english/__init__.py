"""English, read shallowly and without a model: who gives what to whom, who punishes whom, who denies what.

Small language models copy well and know badly who gives and who takes (docs/quality.md has the figures); the order of
English words tells it. ``words`` cuts a sentence into words, ``phrases`` finds the noun phrase at a place, ``amounts`` parts
how much from what, ``times`` finds when, ``mood`` says whether a verb is told as done, planned, tried or denied; on them stand ``transfers``, ``payments``, ``measures`` and
``denials``, each of which finds one sort of statement. All of it is about the order of words, none of it about a domain's facts;
a sentence in another language yields nothing.
"""

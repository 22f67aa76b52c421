"""English, as the rules of this package know it: what the words of names and reports are. Nothing here decides."""

from __future__ import annotations

__all__ = [
    "BODIES",
    "BODY_NOUNS",
    "COUNTING",
    "MONTHS_DAYS",
    "NO_DIFFERENCE",
    "OPENERS",
    "OTHER_PLACE",
    "PERSON_NOUN",
    "PRONOUNS",
    "ROLE_NOUNS",
    "TITLES",
]

PRONOUNS = frozenset(
    "i me my we us our ours you your he him his himself she her hers herself it its itself they them their theirs "
    "themselves this that these those who whom which what one ones some somebody someone something anyone anybody "
    "anything nobody none others another both each all either neither there here".split()
)

TITLES = frozenset(
    "rep sen mr mrs ms miss dr prof professor sir lord lady president premier prime minister foreign defence defense interior "
    "finance trade state deputy vice acting chief former secretary undersecretary chancellor king queen prince princess "
    "emir sheikh senator congressman representative ambassador envoy governor mayor judge justice general gen lieutenant "
    "lt colonel col major maj captain capt commander cmdr admiral adm brigadier brig marshal sergeant sgt spokesman "
    "spokeswoman spokesperson director chairman chairwoman chair coordinator analyst economist scientist researcher "
    "elect conservative labour republican democratic democrat shadow and".split()
)

# Ordinary nouns that stand for a party only together with a name,
ROLE_NOUNS = frozenset(
    "official officials officer officers spokesman spokeswoman spokesperson spokesmen source sources report reports "
    "seller buyer supplier customer client owner operator bidder trader traders dealer dealers broker sources statement people person man woman men women day year month week time part deal agreement analysts experts critics "
    "observers".split()
)

# and those that are a name where they have a capital ('the Army said').
BODY_NOUNS = frozenset(
    "company firm group government authorities ministry army navy police country nation state administration council "
    "court parliament agency".split()
)

MONTHS_DAYS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug "
    "sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday today yesterday".split()
)

BODIES = frozenset(
    "ministry department office agency council committee commission board court bank army navy force forces service "
    "bureau authority police party group center centre institute university college academy school union league "
    "organisation organization association federation republic government administration house senate parliament "
    "assembly congress company corporation corp society front movement brigade division coordinator fund programme "
    "program treasury customs directorate secretariat alliance network foundation laboratory islands kingdom emirate "
    "democratic states bloc church".split()
)

# What opens a sentence with a capital although it is no part of the name behind it.
OPENERS = frozenset(
    "in on at but for if after as from under and when while what could or with by since before during until although "
    "though because so yet both meanwhile earlier later however furthermore moreover then also to of about among "
    "between despite like unlike instead nor not only even once where why how that it is was will would can may "
    "according asked no most many some two three reporting editing photo file".split()
)

COUNTING = frozenset("the a an other two three several many few".split())

NO_DIFFERENCE = frozenset(
    "the a an of government administration regime co corp inc ltd plc llc gmbh company corporation".split()
)

# 'South Sudan' is not Sudan's full name, nor 'Orvand Maritime' the trader's.
OTHER_PLACE = frozenset(
    "north south east west northern southern eastern western new united great central upper lower saint".split()
)

PERSON_NOUN = (
    r"(?:spokes(?:man|woman|person)|minister|president|premier|secretary|ambassador|envoy|governor|mayor|judge|general|"
    r"colonel|major|captain|commander|admiral|officer|analyst|researcher|scientist|professor|economist|lawyer|trader|"
    r"dealer|broker|shipbroker|tycoon|businessman|businesswoman|director|chief|head|chairman|chairwoman|coordinator|adviser|"
    r"advisor|leader|lawmaker|senator|deputy|prosecutor|engineer|owner|founder|author|fellow|diplomat|farmer|witness)"
)

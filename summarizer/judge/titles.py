"""English words in and round names: titles, offices, bodies, and what names nobody; for ``parties``."""

from __future__ import annotations

__all__ = [
    "BODIES",
    "COMPASS",
    "DETERMINERS",
    "FILLERS",
    "GENERIC",
    "INFLECTED",
    "METONYMS",
    "NOT_GIVEN",
    "PARTICLES",
    "ROLES",
    "SENTENCE_OPENERS",
    "SUFFIXES",
    "TITLES",
]

TITLES = frozenset(
    "mr mrs ms miss dr prof professor sir lord lady president premier prime minister foreign defense interior finance "
    "deputy vice acting chief former ex secretary undersecretary chancellor king queen prince princess emir sheikh senator "
    "sen congressman representative rep ambassador envoy governor gov mayor judge justice general gen lieutenant lt "
    "colonel col major maj captain capt commander cmdr admiral adm brigadier brig marshal sergeant sgt spokesman "
    "spokeswoman spokesperson director chairman chairwoman coordinator analyst businessman dealer attorney rev".split()
)
ROLES = frozenset(
    "official officials officer officers source sources people person man woman men women analyst analysts expert experts "
    "critics observers reporters company firm group government authorities ministry army police agency department "
    "administration country nation council court parliament spokesmen diplomats diplomat operatives operative members "
    "member leader leaders state dealers".split()
)
DETERMINERS = frozenset("the a an its his her their our this that these those some".split())
# At the end of a name, these leave who it is.
GENERIC = frozenset(
    "corp inc ltd plc co llc gmbh ag sa nv company corporation group government administration authorities regime "
    "officials official state".split()
)
BODIES = frozenset(
    "ministry department office agency council committee commission board court bank army navy force forces service bureau "
    "authority police party group center institute university college academy union league organization association "
    "federation republic government administration house senate parliament assembly congress company corporation corp "
    "society front movement brigade division fund program treasury customs directorate secretariat alliance network "
    "foundation laboratory islands kingdom states airways airlines industries systems watch times news korea sea coast "
    "guard command corps street square city river valley bay east west north south rebels leaders merchants operatives".split()
)
FILLERS = frozenset("of the for and on 's '".split())
PARTICLES = frozenset("al el bin ibn ben abu de da di del della der den van von la le du dos st mac ould e".split())
NOT_GIVEN = frozenset(
    "and or but for of in on at by with as that says say said when while if after since because".split()
)
COMPASS = frozenset("north south east west northern southern eastern western new upper lower great central".split())
# By what name a body goes in English news, whatever the article says.
METONYMS = {
    "pentagon": ("#US department of defense", "department of defense", "defense department", "#US defense department"),
    "kremlin": ("#RU government",),
    "foggy bottom": ("department of state", "state department"),
    "capitol hill": ("congress", "#US congress"),
    "downing street": ("prime minister 's office",),
}
SUFFIXES = frozenset(
    "n an ans ian ians ean eans ese ish ic er ers i is ite ites ese ians nese vian vians lander landers".split()
)
INFLECTED = frozenset("ru uk be pl cs sk sr hr bs sl fi et hu tr lv lt de el ro bg mk".split())
SENTENCE_OPENERS = frozenset(
    "the in on but for after as from under and when while what by since before during until although though because so yet "
    "both meanwhile earlier later however moreover also to of about among despite like unlike instead even once where".split()
)

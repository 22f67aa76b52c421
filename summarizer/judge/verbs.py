"""English words that tell who gives and who takes, who acts and who is acted upon; for ``roles``."""

from __future__ import annotations

__all__ = [
    "ACT",
    "AUX",
    "BE",
    "BEFORE_VERB",
    "BYSTAND",
    "CAPITALISED",
    "DETERMINERS",
    "EXCHANGE",
    "FROM",
    "GIVE",
    "HOLDINGS",
    "INTENT",
    "MAYBE_NOUN",
    "OF_STATE",
    "PAYING",
    "PREPOSITIONS",
    "REQUEST",
    "SAY",
    "SEIZE",
    "STOP",
    "SUFFER",
    "TAKE",
    "TARGET",
    "TIME",
    "TO",
]


def _forms(verbs: str) -> frozenset[str]:
    """All forms of some regular verbs."""
    found = set()
    for verb in verbs.split():
        root = verb.removesuffix("e")
        third = verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeo" else verb + "s"
        past = verb[:-1] + "ied" if third.endswith("ies") else root + "ed"
        found |= {verb, third, past, root + "ing"}
    return frozenset(found)


GIVE = _forms("supply deliver provide export transfer donate offer lease furnish grant release smuggle distribute unload divert "
               "funnel contribute promise pledge airlift repay refund dispatch manufacture produce build") | frozenset(
    "give gives gave given giving send sends sent sending sell sells sold selling shipped shipping built lend lends lent lending pay "
    "pays paid paying handed handing turned loaned "
    "supplies delivery deliveries shipment shipments sale sales exports transfers provision provisions donation donations gift "
    "gifts supplier exporter seller sellers".split()
)  # fmt: skip
TAKE = _forms("receive obtain acquire purchase procure import accept secure seize collect confiscate capture earn gain") | frozenset(
    "buy buys bought buying get gets got getting steal steals stole stolen stealing choose chooses chose chosen choosing seek "
    "seeks seeking sought reap reaps reaped reaping want wants purchases acquisition acquisitions procurement imports receipt "
    "buyer importer".split()
)  # fmt: skip
SEIZE = _forms("seize confiscate capture")
# What is bought, ordered or paid 'for' is what comes back.
OF_STATE = frozenset(
    "government republic kingdom state army navy forces police ministry authorities regime administration".split()
)
REQUEST = frozenset("request requests order orders bid bids demand demands appeal appeals".split())
PAYING = frozenset("pay pays paid paying payment payments order orders ordered contract contracts price".split())
# What a measure hits is its owner's: "X's assets" is no measure of X.
HOLDINGS = frozenset("assets accounts".split())
TIME = frozenset(
    "last this next early late month week year day night morning today yesterday tomorrow again later also now then monday "
    "tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december spring summer autumn winter".split()
)
MAYBE_NOUN = frozenset({"ship", "ships"})
BEFORE_VERB = frozenset("to will would could can may might should must not and or".split())
SAY = frozenset(
    "said say says saying told tells added adds stated states announced announces reported reports warned noted noting "
    "claimed claims insisted insists stressed emphasized argued declared confirmed reiterated predicted responded asked "
    "mentioned explained acknowledged revealed according citing quoting wrote writes denied denies accused".split()
)
INTENT = frozenset(
    "plan plans planned planning seek seeks seeking sought want wants wanted attempt attempts attempted attempting try tries "
    "tried trying continue continues continued continuing agree agrees agreed work works worked working prepare prepares "
    "preparing prepared intend intends pledge pledges pledged promise promises promised offer offers offered offering hope "
    "hopes hoped expect expects expected vow vows vowed threaten threatens threatened begin begins began begun start started "
    "starts refuse refuses refused decline declined fail fails failed help helps helped need needs needed".split()
)
BE = frozenset("is are was were be been being".split())
AUX = frozenset(
    "has have had will would shall should can could may might must do does did to not never also already later".split()
)
DETERMINERS = frozenset(
    "the a an its his her their some several many other such as this these those countries country both".split()
)
STOP = frozenset(
    {";", ":", '"', "but", "while", "which", "who", "that", "?", "!", "because", "after", "before", "when", "if"}
)
FROM = frozenset({"from"})
TO = frozenset({"to", "into"})
# What somebody does who acts: he imposes a ban, carries out an attack, signs an order.
ACT = _forms(
    "impose slap order announce introduce enact adopt approve declare extend renew tighten lift ease suspend reimpose reinstate "
    "maintain issue sign pass launch conduct commit stage mount carry consider threaten unveil revoke end vote plan pledge promise"
) | frozenset(
    "slapped slapping put puts keep keeps kept made make makes took take takes began begin committed planned planning".split()
)
# What somebody does whom it hits,
SUFFER = _forms("face suffer escape endure incur") | {"under", "faces", "hit"}
# and who has no part in its making.
BYSTAND = _forms("violate breach evade flout condemn criticise criticize oppose denounce welcome reject ignore dodge circumvent urge defy "
                  "skirt protest challenge undermine support") | {"fight", "fought", "broke", "break"}  # fmt: skip
TARGET = frozenset({"against", "on", "upon", "toward", "towards", "targeting", "hitting"})
BOUND = frozenset("bound destined headed heading intended meant".split())  # for somebody
EXCHANGE = frozenset({"exchange", "return"})
PREPOSITIONS = (
    FROM
    | TO
    | TARGET
    | {"for", "by", "via", "through", "between", "with", "in", "of", "at", "over", "under", "about", "within"}
)
CAPITALISED = frozenset(
    "the in on but for after as from under and when while what by since it he she they this that monday tuesday wednesday "
    "thursday friday saturday sunday january february april june july august september october november december".split()
)

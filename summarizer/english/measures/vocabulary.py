"""The words of coercive measures: nouns, verbs, and what is traded, frozen or broken off."""

from __future__ import annotations

from summarizer.english.words import forms_of_verbs

__all__ = [
    "ALWAYS",
    "ASSETS",
    "BANS",
    "BAN_VERBS",
    "CALLS",
    "CLOSE",
    "CUT",
    "DESIGNATE",
    "EXPEL",
    "FACE",
    "FREEZE",
    "HARDER",
    "HIT",
    "IMPOSE",
    "KEEP",
    "LAWS",
    "LIFT",
    "NOT_TRADE",
    "OF_A_CALL",
    "PORTIONS",
    "PUNISHES",
    "PUNISHING",
    "PUT",
    "RELEASE",
    "RESUME",
    "REVOKE",
    "SANCTION",
    "SOFT",
    "TAKE_OFF",
    "THAW",
    "THREATEN",
    "TRADE",
    "VIOLATE",
    "kind_of",
]

ALWAYS = frozenset("sanctions embargo embargoes embargos boycott boycotts blacklist blacklists blacklisting".split())
BANS = frozenset("ban bans prohibition prohibitions moratorium".split())
SOFT = frozenset(
    "restriction restrictions curb curbs penalties penalty measures measure freeze freezes blockade blockades controls zone zones steps action".split()
)
PUNISHING = frozenset("punitive coercive restrictive retaliatory".split())
TRADE = frozenset(
    "arms weapon weapons trade trading export exports import imports oil crude petroleum gas fuel coal steel gold diamond diamonds technology "
    "travel visa visas flight flights entry investment investments military munitions missile missiles nuclear uranium grain "
    "wheat food luxury goods commodities commodity shipping shipment shipments sale sales delivery deliveries supplies "
    "supply equipment transfers transfer transactions dealings commerce commercial financial economic banking diplomatic aviation "
    "airspace overflight landing products purchases purchase chips chip semiconductor semiconductors computer computers aircraft "
    "helicopters spare parts ammunition guns rifles dual-use hardware software machinery loans lending borrowing credits "
    "aid assistance cargo cargoes tankers vessels ships port ports iron minerals timber textiles seafood coffee sugar wine beef dollar debt bond "
    "bonds insurance asset assets technologies transit".split()
)
NOT_TRADE = frozenset(
    "smoking hunting driving doping transfer-window test testing fur ivory whaling fishing logging advertising abortion burqa "
    "headscarf alcohol gun lifetime life match touchline football one-match two-match three-match four-match playing "
    "immigration marriage mining cloning drug drugs anti-doping gay".split()
)
LAWS = frozenset(
    "decree decrees resolution resolutions order orders act law laws statute legislation directive regulation regulations "
    "bill ordinance proclamation".split()
)
IMPOSE = forms_of_verbs(
    "impose slap place announce clamp decree order levy enact introduce adopt reimpose re-impose reinstate restore unveil "
    "apply declare issue approve agree",
    "put/put/put/putting bring/brought/brought take/took/taken",
)
KEEP = forms_of_verbs(
    "extend renew maintain retain enforce continue expand tighten toughen strengthen widen broaden intensify prolong "
    "implement uphold prolong",
    "keep/kept/kept hold/held/held",
)
HARDER = frozenset("expand tighten toughen strengthen widen broaden intensify".split())
LIFT = forms_of_verbs(
    "lift ease end remove suspend waive drop relax cancel scrap abolish loosen terminate revoke repeal rescind soften "
    "discontinue",
    "undo/undid/undone withdraw/withdrew/withdrawn drop/dropped/dropped/dropping scrap/scrapped/scrapped/scrapping",
)
VIOLATE = forms_of_verbs(
    "violate breach evade circumvent flout bust dodge skirt defy contravene bypass infringe ignore undermine",
    "break/broke/broken",
)
THREATEN = forms_of_verbs(
    "threaten consider mull weigh propose discuss debate urge demand seek advocate favour favor recommend prepare draft plan "
    "oppose back support want request contemplate avoid avert invite warn resist veto block reject endorse need "
    "trigger prompt face review",
    "mull/mulled/mulled seek/sought/sought plan/planned/planned/planning",
)
FACE = forms_of_verbs("face suffer endure withstand risk")
HIT = forms_of_verbs(
    "target punish penalise penalize threaten slap", "hit/hit/hit/hitting slap/slapped/slapped/slapping"
)
ASSETS = frozenset("assets asset accounts account funds money property holdings deposits reserves wealth".split())
FREEZE = forms_of_verbs("block", "freeze/froze/frozen")
# What undoes a freeze; to release is that only of what is said to be frozen.
RELEASE = forms_of_verbs("release")
THAW = {**RELEASE, **forms_of_verbs("thaw unblock", "unfreeze/unfroze/unfrozen")}
BAN_VERBS = forms_of_verbs(
    "prohibit outlaw", "ban/banned/banned/banning bar/barred/barred/barring forbid/forbade/forbidden/forbidding"
)
SANCTION = forms_of_verbs("sanction blacklist boycott")
DESIGNATE = forms_of_verbs("designate list label brand declare name")
CUT = forms_of_verbs(
    "suspend halt sever downgrade cancel",
    "cut/cut/cut/cutting freeze/froze/frozen stop/stopped/stopped/stopping withhold/withheld/withheld withdraw/withdrew/withdrawn break/broke/broken",
)
RESUME = forms_of_verbs("resume restart restore reinstate renew", "unfreeze/unfroze/unfrozen")
CLOSE = forms_of_verbs("close seal", "shut/shut/shut/shutting")
REVOKE = forms_of_verbs("revoke cancel rescind", "strip/stripped/stripped/stripping")
EXPEL = frozenset("expel expels expelled expelling suspend suspends suspended suspending".split())
PUT = frozenset("add adds added adding put puts putting place places placed placing include includes included".split())
TAKE_OFF = frozenset(
    "remove removes removed removing take takes took taken taking drop drops dropped dropping strike struck delisted".split()
)
PUNISHES = frozenset("over after until retaliation response protest punish punishment punitive sanction".split())
CALLS = frozenset(
    "call calls called calling urge urges urged urging want wants wanted demand demands demanded ask asked asks".split()
)


def kind_of(form: str) -> str | None:
    """What a verb does to a measure: 'impose', 'keep', 'lift', 'violate', 'threaten'."""
    for kind, verbs in (
        ("impose", IMPOSE),
        ("keep", KEEP),
        ("lift", LIFT),
        ("violate", VIOLATE),
        ("threaten", THREATEN),
    ):
        if form in verbs:
            return kind
    return None


PORTIONS = frozenset(
    "round rounds series set package packages raft range wave lot number threat form kind system regime prospect range spate battery host rafts waves sets packages tranche tranches".split()
)
OF_A_CALL = frozenset(
    "call calls called calling urge urges urged urging demand demands demanded ask asks asked appeal appeals appealed press presses pressed".split()
)

"""The verbs and nouns by which news English tells of giving, taking, trying, planning and saying."""

from __future__ import annotations

from summarizer.english.words import forms_of_verbs

__all__ = [
    "ABSTRACT",
    "ATTEMPT",
    "COMMON",
    "CONTINUE",
    "DEALS",
    "DENY",
    "EQUIP",
    "GIVE",
    "HEDGE",
    "MAKE",
    "MATRIX",
    "MILITARY",
    "PAY",
    "PLAN",
    "SAY",
    "SEIZE",
    "TAKE",
    "TAKING_NOUNS",
    "TOLD",
    "TRANSFERS",
    "UNDONE",
]

# X gives THING to Y.
GIVE = forms_of_verbs(
    "supply deliver provide export donate offer lease furnish grant smuggle distribute unload divert funnel airlift "
    "dispatch return loan ferry truck haul load peddle barter hand traffic release transport channel extend issue convey "
    "relinquish present allocate contribute land promise pledge exchange",
    "transfer/transferred/transferred/transferring give/gave/given send/sent/sent sell/sold/sold ship/shipped/shipped/shipping lend/lent/lent fly/flew/flown "
    "bring/brought/brought take/took/taken move/moved/moved pass/passed/passed run/ran/run/running "
    "resell/resold/resold leak/leaked/leaked",
)
for _w in (
    "take",
    "takes",
    "took",
    "taken",
    "taking",
    "run",
    "runs",
    "ran",
    "running",
    "pass",
    "passes",
    "passed",
    "passing",
):
    GIVE.pop(_w, None)
# Y takes THING from X.
TAKE = forms_of_verbs(
    "receive obtain acquire purchase procure import secure order accept borrow select await",
    "want/wanted/wanted seek/sought/sought take/took/taken buy/bought/bought get/got/gotten/getting steal/stole/stolen choose/chose/chosen win/won/won/winning",
)
TAKE |= {"choosen": "past"}
# Somebody stops THING on its way.
SEIZE = forms_of_verbs("seize intercept confiscate impound")
# X pays SUM to Y.
PAY = forms_of_verbs("", "pay/paid/paid")
# X supplies Y with THING.
EQUIP = forms_of_verbs("supply provide arm equip furnish outfit present", "")
# What is given without being goods or a service.
ABSTRACT = frozenset(
    "signal signals incentive incentives reason reasons way right rights warning warnings approval permission speech interview evidence "
    "information detail details advice comment comments answer answers opportunity opportunity chance impression message messages example "
    "priority credit attention time notice rise birth voice vote votes order orders go-ahead nod relations relation strike strikes attack "
    "attacks delegation delegations official officials envoy envoys mission minister ministers team ambassador leader leaders power "
    "independence progress support backing pressure guarantee guarantees assurance assurances statement statements letter letters "
    "report reports windfall status help control decision decisions visit visits deal deals agreement role name names refuge shelter "
    "sanctuary freedom hope confidence share shares seat seats majority office election prize award medal award title game match "
    "sanctions ban embargo access security peace rules rule savings future past world life position positions ground pledge promise "
    "idea ideas view views list-price review look growth jobs job complaint complaints hint hints threat threats war wars winner ball goal goals point points price prices border figure "
    "figures number lads boy boys apology request requests bid bids thanks praise applause blow boost damages compensation blame proof hand "
    "hands hostage hostages prisoner prisoners soldiers soldier captain villages village town city islands island territory body bodies".split()
)
# X makes THING for Y.
MAKE = forms_of_verbs("produce manufacture construct assemble", "build/built/built")
TRANSFERS = frozenset(
    "sale sales shipment shipments delivery deliveries supply supplies provision transfer transfers export exports import "
    "imports purchase purchases acquisition acquisitions smuggling shipping airlift donation donations procurement "
    "consignment consignments shipload cargo cargoes gift gifts".split()
)
TAKING_NOUNS = frozenset("import imports purchase purchases acquisition acquisitions procurement".split())
DEALS = frozenset("contract contracts order orders deal deals agreement agreements".split())

SAY = forms_of_verbs(
    "add state announce report warn note claim insist stress emphasize emphasise argue declare confirm reiterate predict respond "
    "ask mention explain acknowledge reveal disclose testify allege estimate believe conclude suggest maintain assert cite "
    "quote",
    "say/said/said tell/told/told write/wrote/written know/knew/known understand/understood/understood",
)
DENY = forms_of_verbs("deny reject dismiss refute dispute disavow repudiate", "rebut/rebutted/rebutted/rebutting")
ATTEMPT = forms_of_verbs("attempt fail conspire struggle", "try/tried/tried")
PLAN = forms_of_verbs(
    "want hope aim intend expect propose consider prepare pledge promise agree offer threaten work discuss negotiate "
    "request ask vow look arrange allow approve authorize authorise invite urge",
    "plan/planned/planned/planning permit/permitted/permitted/permitting seek/sought/sought mull/mulled/mulled bid/bid/bid/bidding",
)
PLAN |= dict.fromkeys(
    "ready willing set due about able interested likely unlikely potential possible eager".split(), "adj"
)
CONTINUE = forms_of_verbs("continue resume", "keep/kept/kept begin/began/begun/beginning start/started/started")
MATRIX = (
    frozenset(PLAN)
    | frozenset(ATTEMPT)
    | frozenset(CONTINUE)
    | {"need", "needs", "refuse", "refused", "help", "helped", "helping"}
)
HEDGE = frozenset(
    "suspected suspects suspect alleged allegedly alleges allege accused accuses accuse accusing reportedly believed supposedly "
    "purportedly apparently rumoured rumored accusation accusations allegation allegations".split()
)
UNDONE = frozenset(
    "ban bans banned banning prohibit prohibits prohibited prohibiting bar bars barred barring forbid forbids forbidden "
    "halt halts halted halting suspend suspends suspended stop stops stopped stopping end ends ended ending block blocks blocked "
    "prevent prevents prevented preventing restrict restricts restricted refuse refuses refused refusing curb curbs reject "
    "rejects rejected cancel cancelled canceled violation violate violates restrictions prohibition counter keep "
    "rule rules guidelines illegal forbids outlaw outlaws outlawed".split()
)
# Verbs of banning, punishing and granting in the past: what ends a noun phrase, too.
TOLD = frozenset(
    "banned barred blocked prohibited imposed lifted eased froze frozen suspended halted licensed approved rejected condemned accused warned "
    "sanctioned blacklisted designated violated breached denied denies urged called threatens threatened awarded signed vowed seized "
    "intercepted arrested detained charged killed wounded fired invaded attacked occurred arrived led caused coordinating coordinated "
    "operated identified labelled labeled described reported quoted quoting".split()
)
# Other verbs of news English: what ends a noun phrase.
COMMON = frozenset(
    forms_of_verbs(
        "announce attract improve cease cooperate impose call use help allow include visit condemn kill arrest cross "
        "attack happen occur remain become appear seem follow cause require serve operate maintain design defend destroy "
        "train rebuild violate breach monitor expose uncover counter identify condemn support back oppose sign approve reach direct enter "
        "launch open close end start stop join arrive travel talk turn increase reduce raise face drive "
        "respond decline refuse comment free settle agree pursue invade dominate amount total contain involve cover",
        "fall/fell/fallen rise/rose/risen grow/grew/grown speak/spoke/spoken begin/began/begun break/broke/broken strike/struck/struck meet/met/met "
        "fight/fought/fought lead/led/led lose/lost/lost become/became/become be/was/been have/had/had do/did/done make/made/made go/went/gone come/came/come see/saw/seen find/found/found "
        "hold/held/held keep/kept/kept put/put/put lead/led/led leave/left/left meet/met/met stand/stood/stood think/thought/thought",
    )
) - {
    "back",
    "support",
    "attack",
    "cause",
    "rise",
    "talk",
    "help",
    "sign",
    "end",
    "start",
    "use",
    "call",
    "fight",
    "visit",
    "visits",
    "attacks",
    "increase",
    "design",
    "found",
    "left",
    "open",
    "total",
    "cover",
    "counter",
    "free",
    "close",
    "train",
    "trains",
    "face",
    "supports",
    "uses",
    "calls",
    "causes",
    "made",
    "used",
    "covers",
    "designs",
    "led",
    "increases",
    "stand",
    "training",
    "building",
    "meeting",
    "fighting",
    "operating",
    "including",
    "amounts",
    "amount",
    "comment",
    "comments",
}

MILITARY = frozenset(
    "weapon weapons weaponry arms munition munitions ammunition missile missiles rocket rockets shell shells artillery drone drones tank tanks "
    "rifle rifles gun guns mortar mortars grenade grenades bomb bombs warhead warheads torpedo torpedoes mines explosives military armoured "
    "armored launchers howitzers submarines frigates warships fighters radars".split()
)

"""The built-in schema: who trades what with whom, for what; who punishes whom; who denies what."""

from __future__ import annotations

from typing import Annotated, Literal

from summarizer.schema.claim import Claim, Copied, Free, Names, OneOf, Reference, Report

__all__ = ["Actor", "Compensation", "Denial", "Item", "Sanction", "TradeBrief"]

ActorKind = Literal["person", "government", "government_body", "company", "armed_group", "other_org"]
ActorRole = Literal[
    "supplier",
    "recipient",
    "broker",
    "sanctioning_authority",
    "sanctioned_party",
    "spokesperson",
    "denier",
    "other",
]
TradeStatus = Literal["proposed", "attempted", "ongoing", "delivered", "alleged", "unknown"]
SanctionStatus = Literal["imposed", "threatened", "in_force", "violated", "lifted"]

TRADE_STATUS = {
    "proposed": "planned, sought, contracted or awaiting approval",
    "attempted": "tried and failed, seized, diverted or crashed",
    "ongoing": "under way now",
    "delivered": "told as done",
    "alleged": "one side's claim that is disputed, or that the text hedges as suspected",
    "unknown": "the text does not say",
}
DONE, UNDONE, DISPUTED = ("delivered",), ("attempted",), ("alleged",)
TOLD = {"done": "delivered", "ongoing": "ongoing", "planned": "proposed", "tried": "attempted", "hedged": "alleged"}

Quantity = Annotated[str | None, Free("How much or how many, in the article's words.", label="quantity")]
Date = Annotated[str | None, Free("When, in the article's words.", label="when", time=True)]
Speaker = Annotated[
    Names | None,
    Reference("Who says so, where the article attributes it.", label="said by", gives="spokesperson", speaker=True),
]


class Actor(Claim):
    """A named party that supplies, receives, carries, pays, punishes, is punished, denies, is accused or is quoted.

    Not the reporter, the publisher or a mere setting.
    """

    rules = (
        "Counts: every named or definitely described party ('arms merchants', 'the rebels') that supplies, receives, "
        "carries, arranges, pays, imposes or suffers a measure, accuses, denies, or is quoted or acts on these things; "
        "other news media only where the article relays what they found.",
        "Does not count: the publisher and its reporters, who merely meets or is mentioned, victims, the place or setting "
        "of a war; for an unnamed official, list the body that he or she speaks for.",
        "One record for one real entity. Its other proper names in the article are aliases: abbreviation, spelling, "
        "surname, capital that stands for its government; a description ('a foreign dealer') or pronoun is none. A "
        "government and its administration are one party; each ministry, agency, court or force is its own; a person and "
        "the body that he or she speaks for are two. Quote a clause in which it acts.",
        "roles: only what the article has it do (also in a deal that failed or is only alleged), mostly one or two, the "
        "principal one first: supplier, recipient or broker; then sanctioning_authority or sanctioned_party; denier; "
        "spokesperson; other where none of these holds.",
    )

    sentences = ("The article names <{name}>",)

    name: Annotated[str, Copied("The party's own name, as the article writes it; no title, no pronoun.", name=True)]
    kind: Annotated[
        ActorKind,
        OneOf(
            "What sort of party it is.",
            members={
                "government": "a country or its government",
                "government_body": "a ministry, agency, court or armed force of a state",
                "armed_group": "an armed group that is not a state's",
                "other_org": "any other organisation",
            },
        ),
    ]
    aliases: Annotated[
        list[str],
        Copied("Other names, abbreviations or spellings the article uses for the same party.", name=True),
    ] = []
    roles: Annotated[
        list[ActorRole],
        OneOf(
            "What the party does in this article.",
            members={
                "broker": "arranges, carries or lends its name to a deal of others",
                "spokesperson": "is quoted, speaking for a party",
                "other": "anything else",
            },
        ),
    ] = []


class Item(Claim):
    """Goods, arms, equipment, materials, aid or services that are moved, offered, sought or contracted.

    Not goods that are only banned, used or tested.
    """

    rules = (
        "Counts: also technology, aid in kind, military or technical services, and what is only said to be moved.",
        "Does not count: goods that a ban is about where no transfer is told; weapons merely used, tested or described; "
        "trade in general, without a direction; rights and licences; what is given in return (compensation).",
        "One record for one thing, supplier, recipient and occasion. Another time, price or status is another record; "
        "another figure or wording for the same occasion is not.",
        "supplier and recipient are those of the goods: who arranges or carries them is neither.",
        "alleged: only where the article also has the claim disputed, or itself words it as alleged or suspected; 'officials "
        "said' alone does not make it so. A contract that is signed but not carried out is proposed.",
    )

    cues = (
        "send* sent ship ships shipped shipping shipment* suppl* sell* sale sales sold deliver* buy buys "
        "buying bought purchas* acqui* provid* provision* transfer* obtain* receiv* order* contract* award* "
        "smuggl* seiz* export* import* procur* secur* deal deals trad* traffic* arm armed arming arms equip* "
        "offer* give gives given gave donat* aid transport* fly flies flew flown move moved moving cargo* "
        "consignment* produc* funnel* divert* stole* steal* acquisition* hand handed unload* truck* load* "
        "missile* weapon* choose chose chosen"
    )

    sentences = (
        "{supplier} {status|proposed=would supply|attempted=tried to supply|ongoing=is/are supplying|delivered=supplied"
        "|alleged=is/are alleged to have supplied|unknown=is/are named as supplying} <{quantity of description}>"
        "[ to {recipient}]{+}[ ({date})][, according to {attributed_to}]",
        "{recipient} {status|proposed=would obtain|attempted=tried to obtain|ongoing=is/are obtaining"
        "|delivered=obtained|alleged=is/are alleged to have obtained|unknown=is/are named as obtaining} "
        "<{quantity of description}>{+}[ ({date})][, according to {attributed_to}]",
        "{status|proposed=A transfer is proposed|attempted=A transfer was attempted|ongoing=A transfer is under way"
        "|delivered=A transfer took place|alleged=A transfer is alleged|unknown=A transfer is mentioned}: "
        "<{quantity of description}>{+}[ ({date})][, according to {attributed_to}]",
    )

    description: Annotated[str, Free("What is moved, in the article's words.")]
    quantity: Quantity = None
    supplier: Annotated[
        Names | None, Reference("Who gives or sends it.", label="from", gives="supplier", side="giver")
    ] = None
    recipient: Annotated[Names | None, Reference("Who gets it.", label="to", gives="recipient", side="taker")] = None
    status: Annotated[
        TradeStatus,
        OneOf("How far it has come.", members=TRADE_STATUS, done=DONE, undone=UNDONE, disputed=DISPUTED, told=TOLD),
    ]
    date: Date = None
    attributed_to: Speaker = None


class Compensation(Claim):
    """What is given or promised in return for an item or an act: goods, money, a contract's price, a concession."""

    rules = (
        "Counts: also the release of prisoners, a waiver, the price of one identified contract, and the proceeds of an arms "
        "sale.",
        "Does not count: the value of trade over a period (an item's quantity), gifts with nothing in return, savings, "
        "salaries, budgets.",
        "payer gives what is described here and payee gets it: mostly the item's recipient and supplier. The plain "
        "counterparty of an exchange is named too, and the passage that names it is quoted.",
    )

    cues = (
        "exchange return worth pay pays paid paying payment* price* cost costs barter* swap* contract* "
        "million* billion* mln bln dlr* dollar* euro* crown* money cash reward* compensat* windfall* fee fees "
        "proceeds ransom* concession* lease* loan* credit* quid deal deals commit* buy* bought sell* sold "
        "through providing free freed release*"
    )

    label = "payment"

    sentences = (
        "{payer} {status|proposed=would give|attempted=tried to give|ongoing=is/are giving|delivered=gave"
        "|alleged=is/are alleged to have given|unknown=is/are named as giving} <{quantity of description}>"
        "[ to {payee}] in return[ ({date})][, according to {attributed_to}]",
        "{payee} {status|proposed=would obtain|attempted=tried to obtain|ongoing=is/are obtaining|delivered=obtained"
        "|alleged=is/are alleged to have obtained|unknown=is/are named as obtaining} <{quantity of description}> "
        "in return[ ({date})][, according to {attributed_to}]",
        "{status|proposed=A payment in return is proposed|attempted=A payment in return was attempted"
        "|ongoing=A payment in return is under way|delivered=A payment in return was made"
        "|alleged=A payment in return is alleged|unknown=A payment in return is mentioned}: "
        "<{quantity of description}>[ ({date})][, according to {attributed_to}]",
    )
    tail = "in exchange for {quantity of description}"

    description: Annotated[str, Free("What is given in return, in the article's words.")]
    quantity: Quantity = None
    payer: Annotated[Names | None, Reference("Who gives it.", label="paid by", gives="recipient", side="giver")] = None
    payee: Annotated[Names | None, Reference("Who gets it.", label="paid to", gives="supplier", side="taker")] = None
    status: Annotated[
        TradeStatus,
        OneOf("How far it has come.", members=TRADE_STATUS, done=DONE, undone=UNDONE, disputed=DISPUTED, told=TOLD),
    ]
    date: Date = None
    attributed_to: Speaker = None


class Sanction(Claim):
    """A coercive measure of an authority against a target: sanctions, an embargo, a ban, an asset freeze, a listing."""

    rules = (
        "Counts: also the suspension of relations as a punishment, and a measure that is only considered or threatened.",
        "Does not count: ordinary tariffs, export rules that hold for everybody, treaties, criminal cases, what critics or "
        "bystanders call for.",
        "One record for one authority, measure and target (those that the text groups are a list). Imposing, easing and "
        "imposing again are separate records, and so is a deed that violates a measure.",
    )

    cues = (
        "sanction* embargo* ban bans banned banning blacklist* freez* froze* designat* restrict* penalt* "
        "prohibit* punish* punitive measure measures violat* breach* boycott* suspend* lift lifted lifting "
        "asset assets resolution* bar bars barred expel* list listed reinstat* visa* travel curb* revok*"
    )

    sentences = (
        "{authority} {status|imposed=imposed sanctions on|threatened=threatened or considered sanctions against"
        "|in_force=has/have sanctions in force against|lifted=moved to lift or ease sanctions on} <{target}>"
        "[ ({measure})][ under {legal_basis}][ ({date})][, according to {attributed_to}]",
        "Sanctions[ of {authority}] against <{target}> {status|imposed=were imposed|threatened=were threatened or "
        "considered|in_force=are in force|violated=are said to have been violated|lifted=were or are to be lifted or "
        "eased}[ ({measure})][ under {legal_basis}][ ({date})][, according to {attributed_to}]",
    )

    target: Annotated[Names, Reference("Whom it hits.", label="against", gives="sanctioned_party", side="target")]
    authority: Annotated[
        Names | None,
        Reference("Who imposes, threatens or lifts it.", label="by", gives="sanctioning_authority", side="doer"),
    ] = None
    measure: Annotated[str | None, Free("What the measure is, in the article's words.")] = None
    legal_basis: Annotated[str | None, Free("The law, order or resolution it rests on.", label="under")] = None
    status: Annotated[
        SanctionStatus,
        OneOf(
            "Where it stands.",
            members={
                "imposed": "the text tells its imposing",
                "threatened": "considered, promised or conditional",
                "in_force": "it stands already",
                "violated": "the text says that a deed violates it",
                "lifted": "ended or eased, or to be",
            },
            done=("imposed",),
            undone=("lifted",),
            told={state: state for state in ("imposed", "threatened", "in_force", "violated", "lifted")},
        ),
    ]
    date: Date = None
    attributed_to: Speaker = None


class Denial(Claim):
    """A stated contradiction of an allegation, by the accused or for them.

    Not a refusal to comment and not mere disagreement.
    """

    rules = (
        "Counts: 'denied', 'not true', 'no links', 'never sold', 'will not supply', said by the accused or for them.",
        "Does not count: no comment, 'does not remember', 'no indication that', disagreement, condemnation, 'not "
        "justified', a request refused, an evasive answer.",
        "One record for one denier and one thing denied. What is denied without its 'not': 'it sold boats' for 'we never "
        "sold boats'. The transfer that is denied is an item as well where somebody alleges it.",
    )

    cues = (
        "deny denies denied denying denial* refut* reject* dismiss* not never no false untrue baseless wrong "
        "fabricat* lie lies lied neither nor without contradict* disput* unfounded claim* isn't aren't wasn't "
        "weren't don't doesn't didn't won't wouldn't can't hasn't haven't isn’t aren’t wasn’t weren’t don’t "
        "doesn’t didn’t won’t wouldn’t can’t hasn’t haven’t"
    )

    contradicts = True

    sentences = ("{denier} denied the following: <{what}>[ ({date})][, according to {reported_by}]",)

    denier: Annotated[Names, Reference("Who denies it.", label="by", gives="denier", side="doer")]
    what: Annotated[
        str, Free("The allegation that is denied, said in the affirmative.", label="denies", affirmative=True)
    ]
    reported_by: Annotated[
        Names | None,
        Reference(
            "Who relays the denial, where it is neither the denier nor the article itself.",
            label="told by",
            gives="spokesperson",
            speaker=True,
        ),
    ] = None
    date: Date = None


class TradeBrief(Report):
    """Arms and goods trade, what is paid for it, sanctions and denials in one news article."""

    schema_id = "trade_brief/1"

    actors: list[Actor] = []
    items: list[Item] = []
    compensation: list[Compensation] = []
    sanctions: list[Sanction] = []
    denials: list[Denial] = []

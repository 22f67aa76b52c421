"""The words of denials: verbs of denying, claims, what is false, and the deeds of which one may be accused."""

from __future__ import annotations

from summarizer.english.lexicon import EQUIP, GIVE, MAKE, TAKE
from summarizer.english.words import forms_of_verbs

__all__ = [
    "BINDING",
    "CALLING",
    "CLAIMS",
    "DEEDS",
    "DENY",
    "DONE",
    "FALSE",
    "HANDLED",
    "ING_KEPT",
    "KEPT",
    "MOUTHS",
    "MOVED",
    "NEED_OBJECT",
    "NOT",
    "NOUNS_OF_SAYING",
    "OFFICES",
    "PRONOUN_CLAIM",
    "REJECT",
    "SAID_BEFORE",
    "STATEMENTS",
    "STATES",
    "TELL",
    "THERE_IS_NO",
    "TIES",
    "UNDENIED",
]

DENY = forms_of_verbs("deny")
REJECT = forms_of_verbs("reject dismiss refute rebut dispute repudiate denounce disavow")
CLAIMS = frozenset(
    "report reports claim claims allegation allegations accusation accusations charge charges suggestion suggestions assertion "
    "assertions story stories rumour rumours rumor rumors speculation version account insinuation insinuations".split()
)
FALSE = frozenset(
    "false untrue baseless groundless unfounded lie lies fabricated fabrication fabrications nonsense nonsensical rubbish "
    "propaganda ridiculous absurd preposterous ludicrous fiction disinformation misinformation slander slanderous hoax "
    "tale invention myth smear forgery concoction bogus fantasy untruths falsehood falsehoods incorrect inaccurate libellous mendacious".split()
)
NOT = frozenset("not never neither nor no none nothing cannot".split())
HANDLED = frozenset(
    "access entry visa visas bail permission permit asylum licence licences license licenses parole treatment food aid use "
    "opportunity chance service medical request requests application applications right rights justice passports passport privileges "
    "him her them us".split()
)
PRONOUN_CLAIM = frozenset("this it that them all".split())
CALLING = forms_of_verbs("call describe brand label dismiss denounce reject decry term deride")
NOUNS_OF_SAYING = frozenset(
    "statement statements assurance assurances insistence assertion assertions claim claims pledge promise vow".split()
)
# Deeds of which one may be accused.
DEEDS = {
    **MAKE,
    **TAKE,
    **GIVE,
    **EQUIP,
    **forms_of_verbs(
        "arrange negotiate violate breach bribe smuggle fund finance train sponsor support back enrich possess pursue attack "
        "target use launch fire order hide conceal cheat divert evade circumvent import participate conspire plot "
        "authorize authorise approve help assist aid harbour harbor shelter deploy test plan intend profit benefit "
        "broker traffic trade deal cooperate collaborate invade threaten kill arrest torture interfere meddle hack "
        "spy assassinate engage encourage offer promise sign commit discuss ship store stockpile transport abuse "
        "mistreat influence conclude carry cross enter",
        "fly/flew/flown transfer/transferred/transferred/transferring commit/committed/committed/committing make/made/made build/built/built steal/stole/stolen pay/paid/paid break/broke/broken hold/held/held fight/fought/fought "
        "plan/planned/planned/planning lie/lied/lied/lying plot/plotted/plotted/plotting "
        "traffic/trafficked/trafficked/trafficking do/did/done/doing hide/hid/hidden",
    ),
}
DEEDS |= {"sought": "past", "choosen": "past"}
for _w in (
    "leave",
    "accept",
    "select",
    "choose",
    "issue",
    "present",
    "win",
    "lead",
    "secure",
    "recover",
    "extend",
    "release",
):
    for _form in [f for f in DEEDS if f == _w or f == _w + "s" or f == _w + "d"]:
        DEEDS.pop(_form)
STATES = frozenset(
    "involved responsible guilty aware party negotiating linked connected behind complicit engaged interested".split()
)
TIES = frozenset(
    "link links tie ties connection connections role part involvement plan plans intention intentions desire weapons weapon missiles arms "
    "contact contacts contract contracts deal deals agreement dealings programme program programmes ambition ambitions bases troops soldiers "
    "relationship interest stockpile stockpiles customers customer clients dealings operations factories subsidiary subsidiaries".split()
)
UNDENIED = frozenset(
    "comment comments details detail information names evidence figures reason reasons explanation specifics answer answers "
    "request requests notice notification reply response complaint complaints invitation word copy proof indication sign signs doubt "
    "timetable date decision choice time idea".split()
)
KEPT = frozenset("complied abided adhered lived honoured honored respected observed stuck kept acted".split())
STATEMENTS = frozenset(
    "commentary statement report article editorial communique communiqué broadcast letter email".split()
)
OFFICES = frozenset(
    "foreign defence defense trade economy oil interior prime minister ministers ministry president vice deputy ambassador spokesman "
    "spokeswoman spokesperson envoy chancellor government the a an premier chief king secretary general "
    "manager director chairman chairwoman executive owner founder lawyer lawyers attorney solicitor military army navy police company firm "
    "group airline bank party rebel rebels agency".split()
)
TELL = frozenset(
    "informed assured told said insisted maintained says insists maintains promised pledged announced stated".split()
)
ING_KEPT = frozenset("complying abiding adhering honouring honoring respecting observing".split())
NEED_OBJECT = frozenset("use order support back offer seek plan intend get take receive give make help".split())
DONE = frozenset(
    "played plays play took sold sent supplied shipped made paid provided delivered received bought giving given".split()
)
# Who stands for whom without a name: 'a military spokesman' speaks for the armed forces.
FORCES = frozenset("military army navy forces troops soldiers militia air force police commander commanders".split())
KNOW = forms_of_verbs("", "know/knew/known")
SEVER = forms_of_verbs("cease halt end", "stop/stopped/stopped/stopping")
# What is said not to be there in a denial: 'there was no deal'.
THERE_IS_NO = frozenset(
    "deal cooperation collaboration violation violations agreement contacts involvement plan plans link links troops missiles weapons soldiers bases "
    "fighters discussions talks bargain transaction transactions".split()
)
SAID_BEFORE = frozenset("said says that assured insisted insists told reporters".split())
MOVED = frozenset(
    "left going gone reached crossed moved held kept paid sold sent shipped supplied delivered transferred given provided exported offered bought smuggled diverted went came passed ended fell".split()
)
BINDING = frozenset("pact agreement treaty accord embargo obligations commitments terms law sanctions".split())
MOUTHS = frozenset(
    "spokesman spokeswoman spokesperson spokesmen official officials representative source sources".split()
)

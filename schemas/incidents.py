"""The built-in schema ``incidents/1``: who did what to whom, with what, how it ended, and who denies it.

``python -m summarizer.schema`` writes its JSON Schemas. Besides ``trade_brief`` it shows that a schema is all there is
to a new subject: nothing in the program knows it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from summarizer.schema import Claim, Free, Names, OneOf, Reference, Report

__all__ = ["Denial", "Incident", "IncidentReport"]

IncidentType = Literal["attack", "bombing", "kidnapping", "arson", "robbery", "other"]
Outcome = Literal["carried_out", "attempted", "threatened", "alleged"]

Date = Annotated[str | None, Free("When, in the article's words.", label="when", time=True)]


class Incident(Claim):
    """An act of violence against people or property: a killing, a shooting, a bomb, a kidnapping, arson, a robbery.

    Not a clash between armed forces, and not a comment on violence in general.
    """

    rules = (
        "Counts: an act by a named, described or unknown party against civilians, officials, police, or property; also one "
        "that failed, that is threatened, or that only one side tells of.",
        "Does not count: battles between armies or with rebels, arrests, trials, drills, weapons merely found, violence "
        "told of in general ('the wave of bombings').",
        "One record for one act at one place and time, however often the article tells it; what was hit, hurt and used in "
        "it stands in that record.",
        "attacker: the people who did it; organisation: the group or force that is behind it or claims it. Whoever only "
        "reports, investigates or condemns it is neither.",
        "victim: the people hit, by name or description; target: the things hit. The dead attacker is no victim.",
    )

    cues = (
        "attack* assault* ambush* raid* storm* shot shoot* gunn* gunfire fire fired firing sniper* kill* murder* assassinat* slay* "
        "slain massacre* execut* stab* behead* wound* injur* hurt dead die died dies death* bomb* explo* blast* "
        "detonat* dynamit* grenade* mine mines mined rocket* mortar* shell* kidnap* abduct* hostage* captur* seiz* hijack* "
        "arson* burn* torch* ablaze blaze rob robbed robber* robbery loot* steal* stole* sabotag* destroy* damag* blew blown "
        "blow threat* hurl* threw thrown machine-gunn* strafe* poison* tortur* disappear*"
    )

    sentences = (
        "{attacker} {outcome|carried_out=carried out|attempted=tried to carry out|threatened=threatened"
        "|alleged=is/are alleged to have carried out} {type|attack=an attack|bombing=a bombing|kidnapping=a kidnapping"
        "|arson=arson|robbery=a robbery|other=an act of violence}: <{what}>[ (against {victim})][ with {weapon}][ ({date})]"
        "[, according to {attributed_to}]",
        "{type|attack=An attack|bombing=A bombing|kidnapping=A kidnapping|arson=Arson|robbery=A robbery"
        "|other=An act of violence} {outcome|carried_out=was carried out|attempted=was attempted"
        "|threatened=was threatened|alleged=is alleged}: <{what}>[ (against {victim})][ with {weapon}][ ({date})]"
        "[, according to {attributed_to}]",
    )

    what: Annotated[str, Free("What was done, in the article's words.")]
    type: Annotated[
        IncidentType,
        OneOf(
            "What sort of act it is.",
            members={
                "attack": "a killing, shooting, ambush, raid or assault",
                "bombing": "by a bomb, mine or other explosives",
                "kidnapping": "people taken, held or made to disappear",
                "arson": "set on fire",
                "other": "sabotage and anything else",
            },
        ),
    ]
    attacker: Annotated[
        Names | None, Reference("The people who did it, by name or description.", label="by", side="doer")
    ] = None
    organisation: Annotated[Names | None, Reference("The group or force behind it.", label="group", side="doer")] = None
    victim: Annotated[
        Names | None, Reference("The people killed, hurt, taken or threatened.", label="people hit", side="target")
    ] = None
    target: Annotated[
        str | None, Free("The buildings, vehicles or other things hit, in the article's words.", label="things hit")
    ] = None
    weapon: Annotated[str | None, Free("What it was done with, in the article's words.", label="with")] = None
    outcome: Annotated[
        Outcome,
        OneOf(
            "How far it came.",
            members={
                "carried_out": "told as done",
                "attempted": "tried and failed, or foiled",
                "threatened": "planned, announced or feared",
                "alleged": "one side's claim that is disputed, or that the text hedges as suspected",
            },
            done=("carried_out",),
            undone=("attempted",),
            disputed=("alleged",),
        ),
    ]
    date: Date = None
    attributed_to: Annotated[
        Names | None, Reference("Who says so, where the article attributes it.", label="said by", speaker=True)
    ] = None


class Denial(Claim):
    """A stated contradiction of an accusation, by the accused or for them.

    Not a refusal to comment and not mere disagreement.
    """

    rules = (
        "Counts: 'denied', 'not true', 'had nothing to do with it', said by the accused or for them.",
        "Does not count: no comment, condemnation of the act, disagreement about its causes.",
        "One record for one denier and one thing denied, without its 'not'.",
    )

    cues = (
        "deny denies denied denying denial* refut* reject* dismiss* false untrue baseless fabricat* lie lies lied "
        "disclaim* disavow* never nothing neither contradict* unfounded"
    )

    contradicts = True

    sentences = ("{denier} denied the following: <{what}>[ ({date})][, according to {reported_by}]",)

    denier: Annotated[Names, Reference("Who denies it.", label="by", side="doer")]
    what: Annotated[
        str, Free("The accusation that is denied, said in the affirmative.", label="denies", affirmative=True)
    ]
    reported_by: Annotated[
        Names | None,
        Reference("Who relays the denial, where it is not the denier.", label="told by", speaker=True),
    ] = None
    date: Date = None


class IncidentReport(Report):
    """Acts of violence against people and property in one news article: who did what to whom, with what."""

    schema_id = "incidents/1"

    incidents: list[Incident] = []
    denials: list[Denial] = []

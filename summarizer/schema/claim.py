"""``Claim`` and the field markers: what a schema is written with.

A schema is a ``Report`` whose fields are lists of ``Claim`` classes. A marker on each field of a claim says in the
analyst's language what the field means and where its value comes from; prompts, grammars, the judge's rules, the
documentation and the review page all read it from there::

    class Attack(Claim):
        '''An act of violence that the article tells.'''

        attacker: Annotated[Names | None, Reference("Who did it, as the article names them.")] = None
        weapon: Annotated[str, Free("What it was done with.")]
        outcome: Annotated[Literal["carried_out", "foiled"], OneOf("How it ended.")]

    class Incidents(Report):
        '''Security incidents.'''

        schema_id = "incidents/1"
        attacks: list[Attack] = []
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

__all__ = ["Claim", "Copied", "Free", "Marker", "Names", "OneOf", "Reference", "Report"]

Names = str | list[str]
"""One name or several, as the article writes them."""


@dataclass(frozen=True, slots=True)
class Marker:
    """What every marker carries.

    ``description`` is one sentence for the analyst; the model, the documentation and the review page show the same.
    ``label`` is the word that stands for the field in the prompts of small models (the field's name where empty).
    """

    description: str
    label: str = ""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        schema = handler(core)
        schema["description"] = self.description
        return schema


@dataclass(frozen=True, slots=True)
class Copied(Marker):
    """Words copied from the article: a name, a title, a code. ``name`` marks the name of a party or thing."""

    name: bool = False


@dataclass(frozen=True, slots=True)
class OneOf(Marker):
    """One of a fixed set (an Enum or Literal), or several. ``members`` explains those that need it, by member.

    What the members claim is for the judge: those in ``done`` say that it has happened, so words that only plan it don't
    support them; those in ``undone`` that it was tried in vain or has ended, and those in ``disputed`` that somebody
    says otherwise, so words that deny it are no objection.

    ``told`` names the member for each way in which English tells such a fact, so that a small model need not be asked:
    of a transfer ``done``, ``ongoing``, ``planned``, ``tried`` and ``hedged``; of a measure ``imposed``, ``threatened``,
    ``in_force``, ``violated`` and ``lifted``. What is told in another way is no such fact.
    """

    members: Mapping[str, str] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reference(Marker):
    """The name of a party, as the article has it; it need not be listed itself.

    ``gives`` is the role that the party has by standing here (a member of a ``OneOf`` field of the claims that are
    listed for parties): whoever is an item's supplier is a ``supplier``. ``speaker`` marks a party that says the fact
    rather than takes part in it. ``side`` says where in the sentence the party is to be looked for: the ``giver`` or the
    ``taker`` of what the claim describes, or the ``doer`` of a deed and its ``target``.
    """

    gives: str = ""
    speaker: bool = False
    side: Literal["", "giver", "taker", "doer", "target"] = ""


@dataclass(frozen=True, slots=True)
class Free(Marker):
    """Words copied from the article or reworded; judged by their content words and numbers.

    ``affirmative`` marks a field that says in the affirmative what the source contradicts (what was denied), ``time`` one
    that says when.
    """

    affirmative: bool = False
    time: bool = False


class Claim(BaseModel):
    """One fact: its fields, and the words of the article that say so."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    quotes: Annotated[
        list[str],
        Field(
            description="The shortest verbatim passages of the article that state this fact, copied character for "
            "character; more than one only where one does not say it all."
        ),
    ]

    cues: ClassVar[str] = ""
    """English words, parted by spaces, of which a sentence that states such a fact has at least one; a final ``*`` stands for any ending.

    Sentences without any are not asked for this kind, and an article full of them in which nothing is found is
    suspicious. Empty: every sentence is asked. They say nothing about articles in other languages.
    """

    rules: ClassVar[tuple[str, ...]] = ()
    """What counts as such a fact and what does not, and which facts are one record: each a line of the prompt that a
    capable model reads a whole article with, after the docstring. Small models are asked without them.
    """

    label: ClassVar[str] = ""
    """The word that stands for one such fact (``item``); from the class name where empty."""

    sentences: ClassVar[tuple[str, ...]] = ()
    """How a summary says one such fact: templates (``summarizer.schema.sentence``), the first that fits is taken."""

    contradicts: ClassVar[bool] = False
    """Whether such a fact contradicts something (a denial), so that its evidence must have words that do."""

    tail: ClassVar[str] = ""
    """How it may end the sentence of another fact with the same parties in the same roles ('in exchange for …')."""


class Report(BaseModel):
    """What one article is read for: one list of claims for each kind of fact.

    ``schema_id`` is the schema's name and version, ``name/version``.
    """

    model_config = ConfigDict(extra="forbid")

    schema_id: ClassVar[str] = ""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if not cls.schema_id:
            cls.schema_id = f"{cls.__name__.lower()}/0"

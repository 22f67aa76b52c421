"""The sentence-wise strategy: for small models, which copy well from one sentence and lose themselves in an article.

For each kind of fact, the sentences that hold one of its cues are asked one token each: does this state such a fact?
A small model answers that well and knows badly who gives and who takes, so in English the facts themselves are read from
the order of the words (``told``), and the model's answer decides whether to believe them. Where nothing was read, and in
other languages, the model writes the fact if it is sure enough, constrained by a grammar to the sentence's own words.
What spans sentences (who is who, who says so, repeats, roles) is settled in code, and the names that take part are
sorted by the model where their own words don't show what they are. Every prompt of a kind shares one prefix, so that
only the sentence is new to the model. docs/quality.md has the figures that led here.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from summarizer.article import Article
from summarizer.brief import LedgerLine
from summarizer.chat import ChatReply, ChatRequest, Endpoint, Message
from summarizer.extract.draft import Draft, DraftFact, Progress, quiet
from summarizer.extract.merging import completed, merge_repeats, sound_facts
from summarizer.extract.names import is_pronoun
from summarizer.extract.parties import PERSON, Parties, Party, Stated, listed, roles_of
from summarizer.extract.prompt import Prompt, digest_of, load_examples, load_prompt
from summarizer.extract.prompt_examples import sentence_examples
from summarizer.extract.prompt_fit import check_fit, check_shape_in
from summarizer.extract.reading import SHORTEST, Reading
from summarizer.extract.speakers import told_as_done
from summarizer.extract.told import Told, is_read, told
from summarizer.schema import Kind, OneOf, Reference, Schema
from summarizer.schema.compile import FieldInfo
from summarizer.schema.grammar import (
    NOTHING,
    choice_grammar,
    parse_facts,
    sentence_grammar,
    shape,
    write_fact,
)

__all__ = ["SentenceWise"]

T = TypeVar("T")

FACTS = 4  # of one kind in one sentence
MAX_TOKENS = 320
CANDIDATES = 20


@dataclass(frozen=True)
class Trust:
    """How sure the model must be that a sentence states a fact of a kind (0 to 1), by where the fact comes from.

    ``alone``: the model writes it, nobody else has read the sentence. ``unread``: the model writes it, though the reader
    found none there (1: it is not asked at all). ``whole``, ``part``: the reader found it, with all its parties or without some.
    """

    alone: float = 0.4
    unread: float = 0.8
    whole: float = 0.1
    part: float = 0.2


class SentenceWise:
    """Sentence by sentence, kind by kind. Prompts: ``sentence_wise`` or the user's own, and ``parties``.

    They come with the schema's examples; a user's own may have others, and with them other thresholds. Raises PromptError where
    it does not fit (`check_fit`), or its examples are not sound.
    """

    name = "sentence-wise"

    def __init__(self, schema: Schema, *, prompt: Prompt | None = None) -> None:
        self._ask_prompt = prompt or load_prompt("sentence_wise")
        self._sort_prompt = load_prompt("parties")
        one = ""
        if prompt is not None:
            check_fit(prompt, self.name, schema)
        if prompt is not None and prompt.examples is not None:
            self._examples = sentence_examples(prompt, schema)
        else:
            self._examples, one = load_examples("sentence_wise", schema.name)
        self._sorted, two = load_examples("parties", schema.name)
        self.prompt = self._ask_prompt.id
        self.prompt_sha256 = digest_of(self._ask_prompt.sha256, self._sort_prompt.sha256, one, two)
        if prompt is not None:
            for kind in schema.kinds:
                check_shape_in(prompt, shape(kind), NOTHING, self._prefix(kind)[0]["content"])

    async def draft(self, article: Article, schema: Schema, endpoint: Endpoint, progress: Progress = quiet) -> Draft:
        """Ask sentence by sentence; see the module. Raises what the endpoint raises."""
        reading = Reading(article)
        run = _Run(schema, endpoint, reading, progress)
        kinds = [k for k in schema.kinds if not k.is_party]
        questions = {k.name: self._asked(reading, k) for k in kinds}
        run.total = sum(map(len, questions.values()))
        stated: list[Stated] = []
        for kind in kinds:
            prefix = self._prefix(kind)
            await run.prepare(prefix, questions[kind.name])
            answers = await run.all([run.state(kind, prefix, self._trust(kind), i) for i in questions[kind.name]])
            stated += [fact for facts in answers for fact in facts]
        if schema.parties is None:
            return run.finish(run.merged(stated), [])
        return await self._with_parties(run, schema.parties, stated)

    async def _with_parties(self, run: _Run, kind: Kind, stated: list[Stated]) -> Draft:
        """Resolve references to parties, sort the parties, derive their roles."""
        parties = run.reading.parties(run.schema, stated)
        if run.reading.in_capitals:
            # Without capitals to go by, names have to be read by the model.
            prefix = self._prefix(kind)
            places = [i for i, s in enumerate(run.reading.texts) if len(s.split()) >= SHORTEST]
            run.total += len(places)
            await run.prepare(prefix, places)
            listed = await run.all([run.state(kind, prefix, self._trust(kind), i) for i in places])
            for fact in (f for facts in listed for f in facts):
                parties.add(str(fact.values[kind.main.name]), fact.sentences[0])
        sorting = next((f for f in kind.fields if f.required and f.is_enum), None)
        if sorting is not None:
            prefix = self._sorting_prefix(kind, sorting)
            if PERSON in sorting.members:
                parties.sort_persons()
            parties.fold()
            parties.sort_by_words(sorting.members)
            unsorted = [p for p in parties.all if not p.sort]
            run.total += len(unsorted)
            await run.prepare(prefix, unsorted)
            named = (name for f in stated for name in run.reading.references(run.schema, f))
            acting = {p.name for name in named if (p := parties.find(name)) is not None}
            await run.all([run.sort(sorting, prefix, party, party.name in acting) for party in unsorted])
            parties.all = [p for p in parties.all if p.sort != NOTHING]
        parties.fold()
        run.persons = frozenset(p.name for p in parties.all if p.sort == PERSON)
        resolved = completed(run.schema, [run.resolve(f, parties) for f in stated])
        sound, dropped = sound_facts(run.schema, resolved, parties)
        for fact, why in dropped:
            run.drop(fact, why)
        facts = run.merged(sound)
        return run.finish(facts, run.reading.listed(kind, sorting, parties, roles_of(run.schema, facts)))

    def _asked(self, reading: Reading, kind: Kind) -> list[int]:
        """The sentences for which the model is asked about a kind: those that may state such a fact, without those in
        which the reader found none where the model is not to write against it."""
        places = reading.relevant(kind)
        if reading.is_english and is_read(kind) and self._trust(kind).unread >= 1:
            return [i for i in places if told(kind, reading.texts[i])]
        return places

    def _trust(self, kind: Kind) -> Trust:
        return Trust(**{k: float(v) for k, v in ((self._examples.get(kind.name) or {}).get("sure") or {}).items()})

    def _prefix(self, kind: Kind) -> list[Message]:
        """The messages that all questions for one kind begin with."""
        system = self._ask_prompt.fill(
            kind=kind.name, label=kind.label, meaning=kind.description, shape=shape(kind), nothing=NOTHING
        )
        messages: list[Message] = [{"role": "system", "content": system}]
        for example in (self._examples.get(kind.name) or {}).get("examples", []):
            answer = "\n".join(write_fact(kind, fact) for fact in example["facts"]) or NOTHING
            messages += [{"role": "user", "content": example["sentence"]}, {"role": "assistant", "content": answer}]
        return messages

    def _sorting_prefix(self, kind: Kind, sorting: FieldInfo) -> list[Message]:
        members = [(m, _meaning(sorting, m)) for m in sorting.members]
        system = self._sort_prompt.render(label=kind.label, meaning=kind.description, members=members, nothing=NOTHING)
        messages: list[Message] = [{"role": "system", "content": system}]
        for example in self._sorted.get("examples", []):
            messages += [
                {"role": "user", "content": _passage(example["passage"], example["name"])},
                {"role": "assistant", "content": example["answer"]},
            ]
        return messages


def _meaning(field: FieldInfo, member: str) -> str:
    meanings = field.marker.members if isinstance(field.marker, OneOf) else {}
    return meanings.get(member, member.replace("_", " "))


def _passage(text: str, name: str) -> str:
    return f"Passage: {text}\nName: {name}"


class _Run:
    """One article's questions: asked, counted, kept."""

    def __init__(self, schema: Schema, endpoint: Endpoint, reading: Reading, progress: Progress) -> None:
        self.schema = schema
        self.reading = reading
        self.draft = Draft()
        self.persons: frozenset[str] = frozenset()
        self.total = 0
        self._done = 0
        self._endpoint = endpoint
        self._progress = progress
        self._free = asyncio.Semaphore(max(1, endpoint.parallel))

    async def prepare(self, prefix: Sequence[Message], questions: Sequence[object]) -> None:
        """Warm the prefix where there is anything to ask."""
        if questions:
            await self._endpoint.warm(prefix)

    async def all(self, questions: Sequence[Awaitable[T]]) -> list[T]:
        """The answers to all questions, as many at once as the endpoint takes; the first error ends them all."""
        tasks = [asyncio.ensure_future(self._counted(q)) for q in questions]
        try:
            return list(await asyncio.gather(*tasks))
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for question in questions:
                if asyncio.iscoroutine(question):
                    question.close()  # those that were never begun
            raise

    async def _counted(self, question: Awaitable[T]) -> T:
        async with self._free:
            answer = await question
        self._done += 1
        self._progress(self._done, self.total)
        return answer

    async def state(self, kind: Kind, prefix: Sequence[Message], trust: Trust, place: int) -> list[Stated]:
        """The facts of one kind that one sentence states."""
        text = self.reading.texts[place]
        readable = self.reading.is_english and is_read(kind)
        read = told(kind, text) if readable else []
        messages = [*prefix, {"role": "user", "content": text}]
        tag = f"{kind.name}/{self._at(place)}"
        gate = await self._endpoint.ask(
            ChatRequest(messages, max_tokens=1, top_logprobs=CANDIDATES, prefix=len(prefix), tag=f"gate/{tag}")
        )
        sure = _sureness(gate, kind)
        if read:
            return self._believed(kind, read, trust, place, sure)
        if sure is not None and sure < (trust.unread if readable else trust.alone):
            return []
        # An endpoint without log-probabilities may still say that there is nothing.
        grammar = sentence_grammar(kind, text, facts=FACTS, nothing=sure is None)
        reply = await self._endpoint.ask(
            ChatRequest(messages, max_tokens=MAX_TOKENS, grammar=grammar, prefix=len(prefix), tag=f"facts/{tag}")
        )
        found, stray = parse_facts(kind, reply.text)
        for line in stray:
            code = "reply_truncated" if reply.finish_reason == "length" else "schema_invalid"
            self.draft.ledger.append(LedgerLine(path=kind.name, code=code, value=line, quote=text))
        done = told_as_done(text)
        return [
            Stated(
                kind.name,
                self._settled(kind, values, text) if done else values,
                (place,),
                1.0 if sure is None else sure,
            )
            for values in found
        ]

    def _settled(self, kind: Kind, values: dict[str, str], text: str) -> dict[str, str]:
        """The values of a transfer that the sentence tells as done, with the status that says so.

        A small model calls most transfers proposed, also under 'Tarrenia shipped 18 radars in November'.
        """
        if not any(isinstance(f.marker, Reference) and f.marker.side == "giver" for f in kind.fields):
            return values
        for f in kind.fields:
            if isinstance(f.marker, OneOf) and not f.many and len(f.marker.done) == 1:
                done, said = f.marker.done[0], values.get(f.name)
                if said and said not in (done, *f.marker.undone, *f.marker.disputed):
                    self.draft.ledger.append(
                        LedgerLine(
                            path=kind.name,
                            code="modality",
                            value=f"{f.label}: {said}",
                            quote=text,
                            hint=f"told as done; {f.label} set to {done}",
                        )
                    )
                    values = {**values, f.name: done}
        return values

    def _believed(self, kind: Kind, read: Sequence[Told], trust: Trust, place: int, sure: float | None) -> list[Stated]:
        """What was read in a sentence, as far as the model does not speak against it; the rest goes to the ledger."""
        sides = [f.name for f in kind.fields if isinstance(f.marker, Reference) and f.marker.side]
        found = []
        for fact in read:
            least = trust.whole if all(fact.values.get(side) for side in sides) else trust.part
            stated = Stated(kind.name, fact.values, (place,), 1.0 if sure is None else sure)
            if sure is None or sure >= least:
                found.append(stated)
            else:
                line = _in_words(kind, fact.values)
                self._note(stated, "unconfirmed", line, f"the model gives it {sure:.2f}, {least:g} are asked for")
        return found

    async def sort(self, field: FieldInfo, prefix: Sequence[Message], party: Party, acts: bool) -> None:
        """Ask what sort of party a name is, or whether it is none."""
        content = _passage(self.reading.texts[party.first], party.name)
        messages = [*prefix, {"role": "user", "content": content}]
        # Whoever gives, takes, acts or is acted upon in a fact is somebody.
        grammar = choice_grammar([*field.members, *(() if acts else (NOTHING,))])
        tag = f"sort/{self._at(party.first)}/{party.name}"
        reply = await self._endpoint.ask(
            ChatRequest(messages, max_tokens=16, grammar=grammar, prefix=len(prefix), tag=tag)
        )
        said = reply.text.strip()
        if said not in field.members and (acts or said != NOTHING):
            # An endpoint that takes no grammar may answer anything; the party stays, under the last member.
            hint = f"no {field.label}; set to {field.members[-1]}"
            self.draft.ledger.append(
                LedgerLine(
                    path=self.schema.parties.name if self.schema.parties else "",
                    code="schema_invalid",
                    value=f"{party.name}: {said[:200]}",
                    hint=hint,
                )
            )
            said = field.members[-1]
        party.sort = said

    def _at(self, place: int) -> str:
        span = self.reading.spans[place]
        return f"{span.start}-{span.end}"

    def resolve(self, fact: Stated, parties: Parties) -> Stated:
        """The fact with its references resolved; those that name no party go to the ledger."""
        resolved, lost = self.reading.resolved(self.schema, fact, parties)
        for f, said in lost:
            if not f.required:  # a fact that lacks a required party is dropped whole, and says so itself
                code = "pronoun" if is_pronoun(said) else "schema_invalid"
                self._note(fact, code, f"{f.label}: {said}", "names no known party")
        return resolved

    def merged(self, facts: Sequence[Stated]) -> list[Stated]:
        """The facts with repeats folded into one; each repeat stands in the ledger."""
        merged, repeats = merge_repeats(self.schema, facts, self.persons)
        for fact in repeats:
            line = _in_words(self.schema.kind(fact.kind), fact.values)
            self._note(fact, "duplicate", line, None)
        return merged

    def _note(self, fact: Stated, code: str, value: str, hint: str | None) -> None:
        quote = self.reading.texts[fact.sentences[0]]
        self.draft.ledger.append(LedgerLine(path=fact.kind, code=code, value=value, quote=quote, hint=hint))

    def drop(self, fact: Stated, why: str) -> None:
        """Put a fact that makes no sense into the ledger instead of the brief."""
        line = _in_words(self.schema.kind(fact.kind), fact.values)
        self._note(fact, "schema_invalid", line, why)

    def finish(self, facts: Sequence[Stated], listed: Sequence[Stated]) -> Draft:
        """All facts with their evidence: the sentences that state them, verbatim."""
        reading = self.reading
        counts: dict[str, int] = {}
        order = {k.name: i for i, k in enumerate(self.schema.kinds)}
        for fact in sorted([*listed, *facts], key=lambda f: (order[f.kind], f.sentences[0])):
            index = counts.setdefault(fact.kind, 0)
            counts[fact.kind] += 1
            spans = tuple(reading.spans[i] for i in fact.sentences)
            values = {f.name: fact.values.get(f.name) for f in self.schema.kind(fact.kind).fields}
            for f in self.schema.kind(fact.kind).fields:
                if f.many and values[f.name] is None:
                    values[f.name] = []
            quotes = tuple(reading.article.quote(s) for s in spans)
            self.draft.facts.append(DraftFact(fact.kind, f"{fact.kind}/{index}", values, quotes, spans))
        # Answers come in any order; a ledger does not depend on which was first.
        place = {text: i for i, text in enumerate(reading.texts)}
        self.draft.ledger.sort(key=lambda line: (order.get(line.path, -1), place.get(line.quote or "", -1)))
        return self.draft


def _in_words(kind: Kind, values: Mapping[str, Any]) -> str:
    """A fact as a ledger line has it; what it lacks of its main value is a question mark."""
    said = {name: "; ".join(listed(value)) for name, value in values.items() if value}
    return write_fact(kind, {kind.main.name: "?", **said})


def _sureness(reply: ChatReply, kind: Kind) -> float | None:
    """How sure the model is that a sentence states such a fact: the label's share against the share of 'none'."""
    if not reply.first_token:
        return None
    yes = no = 0.0
    for token, logprob in reply.first_token:
        said = token.strip().casefold()
        label, nothing = kind.label.casefold().startswith(said), NOTHING.startswith(said)
        # A token that begins both ('n' of 'nomination' and of 'none') says nothing.
        if said and label != nothing:
            yes, no = (yes + math.exp(logprob), no) if label else (yes, no + math.exp(logprob))
    return yes / (yes + no) if yes + no > 0 else 0.0

"""Two signs that an answer must not be trusted as it is: text that instructs a model, and nothing found where much stands.

The article is declared as data, and a model may obey it all the same. Text that reads like an instruction to a model
is reported and no more: an article about such attacks quotes them. Together with an answer that found nothing it makes
the brief suspect. The patterns and the cue words are English; in other languages they find nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from summarizer.article import Article, Span
from summarizer.brief import Fact, LedgerLine
from summarizer.schema import Schema

__all__ = ["EMPTY", "INSTRUCTION", "instruction_like", "suspiciously_empty"]

INSTRUCTION = "instruction_like_text"
EMPTY = "suspiciously_empty"

MOST = 5  # passages that are reported
LONGEST = 300  # characters of one
WORDS, SHARE = 5, 0.3  # different cue words, and sentences with one, from which an empty brief is suspicious
WORDS_ALONE, SHARE_ALONE = 12, 0.4  # the same where parties were found and nothing that they do
SHOWN = 8  # cue words that are named

_MODEL = r"(?:ai|a\.i\.|llms?|language models?|chat ?bots?|chatgpt|gpt|assistant|summari[sz]er|extractor)"
_RULES = r"(?:instructions?|prompts?|guidelines|rules|directions|commands|system messages?)"
_BEGINS = r"(?:^|[.!?:;\"“'‘(\[>\-*#]\s*|\b(?:please|now|and|then|must|should|just|to|only)\s+)"

_RULE_WORDS = "instruction|prompt|guidelines|rules|directions|commands|system message"
_MODEL_WORDS = r" (?:ais?\b|a\.i\.|llm|language model|chat|gpt|assistant|summari|extractor)"

# Each with words of which a text must have one before the pattern is tried, and with what it must have besides: other
# words or, where those are short, a pattern. Both are looked for in lower case, at a small part of the cost.
_PATTERNS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    # 'Ignore all previous instructions'; not 'ignored the order', not 'ignore the ban'.
    (
        ("ignore", "disregard", "forget", "override", "bypass"),
        _RULE_WORDS,
        rf"\b(?:ignore|disregard|forget|override|bypass)\s+(?:(?:all|any|every|everything|of|the|these|those|your|my|and)\s+){{0,4}}"
        rf"(?:(?:previous|prior|above|earlier|preceding|foregoing)\s+(?:\w+\s+){{0,2}}{_RULES}|(?:your|(?:your\s+)?(?:system|original))\s+{_RULES}|"
        rf"{_RULES}\s+(?:above|before this|given above|you (?:were|have been) given))",
    ),
    # 'Answer with empty lists', 'return {}'.
    (
        ("answer", "respond", "reply", "output", "return", "write", "produce"),
        r"empty|[{\[]|json|null",
        rf"{_BEGINS}(?:answer|respond|reply|output|return|write|produce)\s+(?:only\s+|just\s+|with\s+|in\s+|as\s+|nothing but\s+|an?\s+|the\s+){{0,4}}"
        r"(?:empty\s+(?:lists?|arrays?|objects?|json|results?|answers?|strings?)|\{\s*\}|\[\s*\]|(?:valid\s+)?json\b|null\b)",
    ),
    # 'Leave all lists empty', 'set every field to null'.
    (
        ("leave", "keep", "set", "make", "fill"),
        r"(?:all|every|each|the|any)\s+(?:of\s+the\s+)?(?:list|array|field|json|values)",
        rf"{_BEGINS}(?:leave|keep|set|make|fill)\s+(?:all|every|each|the|any)\s+(?:of\s+the\s+)?(?:lists?|arrays?|fields?|json|values)\b"
        r"[^.!?\n]{0,30}\b(?:empty|null|blank|none)\b",
    ),
    # 'Do not extract any sanctions', 'don't summarize this article'.
    (
        ("extract", "summari", "output"),
        r"(?:do not|don['’]t|never)\s+(?:extract|summari|output)",
        rf"{_BEGINS}(?:do not|don['’]t|never)\s+(?:extract|summari[sz]e|output)\b",
    ),
    # 'You are now a pirate', 'you are a helpful assistant', 'as an AI language model'.
    (
        ("you are", "as an ai", "act as", "pretend"),
        rf"{_MODEL_WORDS}|you are now (?:a|in)",
        rf"\byou are (?:now )?(?:an? |the )?(?:\w+ ){{0,3}}{_MODEL}\b|\byou are now an? |\byou are now in (?:\w+ ){{0,2}}mode\b|\bas an? (?:large )?(?:ai )?language model\b|"
        rf"{_BEGINS}(?:act as|pretend (?:to be|that you are)) (?:an? |the )?(?:\w+ ){{0,2}}{_MODEL}\b",
    ),
    # 'Note to AI:', 'If you are a language model'.
    (
        ("note", "message", "instruction", "attention", "important", "if you"),
        _MODEL_WORDS,
        rf"\b(?:note|message|instructions?|attention|important)(?: (?:to|for))? (?:any |all |the |every )?{_MODEL}s?\s*[:,\-–—]|"
        rf"\bif you(?:['’]re| are) (?:an? |the )?(?:\w+ ){{0,2}}{_MODEL}\b",
    ),
    # 'System: you must', '<|im_start|>', '[INST]', '### Instruction:'.
    (
        ("system", "assistant", "im_start", "inst]", "instruction", "<<sys"),
        r"[:<#]|\[/?inst\]",
        r"(?m:^\s*(?:system|assistant)\s*:\s*(?:you|ignore|do not|don['’]t|please|answer|from now)\b)|<\|im_start\|>|<\|system\|>|\[/?inst\]|<</?sys>>|"
        r"(?m:^\s*#{1,4}\s*(?:system|instructions?)\s*:?\s*$)|</?system>|(?m:^\s*new (?:system )?instructions?\s*:)",
    ),
    # 'Reveal your system prompt'.
    (
        ("prompt", "instructions"),
        r"(?:your|the)\s+(?:system|initial|hidden|original)\s",
        rf"{_BEGINS}(?:reveal|print|repeat|show|leak|output)\s+(?:me\s+)?(?:your|the)\s+(?:system|initial|hidden|original)\s+(?:prompt|instructions?|message)",
    ),
    # 'From now on, answer only', 'your new task is'.
    (
        ("from now on", "your new", "your only", "your real"),
        "",
        r"\bfrom now on,?\s+(?:you\s+(?:will|must|are to|should)\s+)?(?:only\s+)?(?:answer|respond|reply|output|return)\b|"
        r"\byour (?:new|only|real|actual) (?:task|instructions?|role|goal) (?:is|are)\b",
    ),
)


@lru_cache(maxsize=1)
def _compiled() -> tuple[tuple[tuple[str, ...], re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (words, re.compile(besides), re.compile(pattern, re.IGNORECASE)) for words, besides, pattern in _PATTERNS
    )


def instruction_like(article: Article) -> list[LedgerLine]:
    """A line for each passage that reads like an instruction to a model, at most five; the passage is the quote.

    Typography and line wraps are folded first, so that a soft hyphen or a zero-width space hides nothing.
    """
    text = article.text
    folded = None if text.isascii() else article.folded
    source = text if folded is None else folded.text
    lowered = source.lower()
    plain = lowered.replace("\u0131", "i")  # the patterns, which know no case, take a dotless i for an i
    found: list[Span] = []
    for words, besides, pattern in _compiled():
        if not any(w in lowered for w in words) or not besides.search(plain):
            continue
        for match in pattern.finditer(source):
            span = Span(match.start(), match.end())
            span = folded.source_span(span.start, span.end) if folded is not None else span
            if len(span):
                found.append(span)
            if len(found) > 10 * MOST:
                break
    if not found:
        return []
    return [
        LedgerLine(
            path="", code=INSTRUCTION, value="the article holds text that reads like an instruction to a model", quote=q
        )
        for q in _passages(article, found)[:MOST]
    ]


def _passages(article: Article, spans: Sequence[Span]) -> list[str]:
    """The sentences of some spans, each once; of a long one the part round the span."""
    all_ = article.sentences
    out: dict[Span, str] = {}
    for span in sorted(spans, key=lambda s: s.start):
        # A match may begin with the stop before it.
        around = next((s for s in all_ if s.start < span.end <= s.end), span)
        if len(around) > LONGEST:
            start = max(around.start, span.start)
            around = Span(start, min(max(span.end, around.end), start + LONGEST))
        if not any(around.overlaps(done) for done in out):
            out[around] = article.quote(around).strip()
    return list(out.values())


def suspiciously_empty(
    article: Article, schema: Schema, facts: Mapping[str, Sequence[Fact]], *, instructed: bool
) -> LedgerLine | None:
    """A line where nothing was found although the article is full of the schema's cue words, else None.

    Nothing means no fact at all; in an article that is very full of them also: parties, but nothing that they do.
    ``instructed`` (the article holds text that instructs a model) makes every such answer suspicious. Kinds whose cues
    are words of contradiction don't count: 'not' stands in every article.
    """
    if any(facts.get(k.name) for k in schema.kinds if not k.is_party):
        return None
    nothing = not any(facts.values())
    if instructed:
        return _line("nothing was found in an article that holds text which reads like an instruction to a model")
    if article.language and article.language.casefold().split("-")[0] not in {"en", "eng", "english"}:
        return None
    patterns = [k.cues for k in schema.kinds if k.cues is not None and not k.claim.contradicts and not k.is_party]
    if not patterns:
        return None
    words: dict[str, int] = {}
    all_, telling = article.sentences, 0
    for span in all_:
        text = article.quote(span)
        hits = {m.casefold() for p in patterns for m in p.findall(text)}
        telling += bool(hits)
        for hit in hits:
            words[hit] = words.get(hit, 0) + 1
    known = sum(len(k.claim.cues.split()) for k in schema.kinds if not k.claim.contradicts and not k.is_party)
    enough = min(WORDS, max(2, known // 2)) if nothing else WORDS_ALONE
    if len(words) < enough or telling < (SHARE if nothing else SHARE_ALONE) * len(all_):
        return None
    named = ", ".join(sorted(words, key=lambda w: (-words[w], w))[:SHOWN])
    what = "nothing was found" if nothing else "nothing but parties was found"
    return _line(f"{what}, although {telling} of {len(all_)} sentences have words such as {named}")


def _line(words: str) -> LedgerLine:
    return LedgerLine(path="", code=EMPTY, value=words, hint="read the article, or ask another model")

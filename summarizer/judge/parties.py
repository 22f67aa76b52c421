"""A party's name, and where a text means that party: in full, by surname, by initials, by demonym, by alias."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from summarizer.article import Span
from summarizer.judge import titles
from summarizer.judge.aliases import article_aliases, initials, spelled_by
from summarizer.judge.context import Passage, View
from summarizer.judge.shortened import Shortened, is_contraction
from summarizer.judge.stems import content_words, stem
from summarizer.judge.tokens import Tokens, tokenise

__all__ = ["Party", "is_adjective_of", "party", "people_words"]

_FULL_NAME = 48  # characters before a surname in which the first name is looked for
_LONGEST_READ = 2000  # tokens of a passage in which a description is looked for
_INSIDE = frozenset({"'s", "'", "/"})  # 'Dockers' Union', 'Brandal A/S': no letters, and yet a part of the name


@lru_cache(maxsize=1)
def people_words() -> frozenset[str]:
    """Titles and words for roles: alone they name nobody."""
    return titles.TITLES | titles.ROLES


@lru_cache(maxsize=4096)
def _core(value: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a name without determiners and titles before it, in the rules' form, and as written."""
    # 'John Kirby, the council's coordinator', 'National Security Council (NSC)': the name is what stands first.
    first = re.split(r"\s*\(|,(?!\s*(?:inc|ltd|llc|co|jr|sr|plc)\b)", value, maxsplit=1, flags=re.IGNORECASE)[0]
    tokens = tokenise(first if any(c.isalnum() for c in first) else value, caseless=True)
    words = [
        (f, r) for f, r in zip(tokens.forms, tokens.raws, strict=True) if f[0].isalnum() or f[0] == "#" or f in _INSIDE
    ]
    while len(words) > 1 and words[0][0] in titles.DETERMINERS:
        words = words[1:]
    # 'UK Foreign Secretary Jack Straw' is Jack Straw; but 'Foreign Ministry' is a name, and so is 'General Dynamics'.
    office = [i for i, (f, _) in enumerate(words) if f in titles.TITLES]
    if office and words[-1][0] not in titles.BODIES and office == list(range(office[0], office[-1] + 1)):
        before, name = words[: office[0]], words[office[-1] + 1 :]
        if name and all(f[0] == "#" for f, _ in before) and name[0][0] not in titles.FILLERS:
            words = name
    while len(words) > 1 and words[-1][0] in _INSIDE:
        words = words[:-1]
    return tuple(f for f, _ in words), tuple(r for _, r in words)


def is_adjective_of(word: str, name: str) -> bool:
    """Whether a word is made from a name as 'Velmoran' is from Velmora: the general rule beside the table."""
    for root in {name, name.rstrip("aeiouy"), name.removesuffix("ia"), name.removesuffix("land")}:
        if len(root) >= 4 and word.startswith(root) and word[len(root) :] in titles.SUFFIXES:
            return True
    return False


class Party:
    """One name as a value has it, ready to be looked for. Made by ``party``, once for each name and article."""

    def __init__(self, view: View, value: str) -> None:
        self.view = view
        self.value = value
        self.words, self.raws = _core(value)
        self.phrases = self._phrases()
        self.is_person = (
            2 <= len(self.words) <= 5
            and all(w[0] != "#" and w != "'s" for w in self.words)
            and self.words[-1] not in titles.BODIES | titles.GENERIC
            and len(self.words[-1]) > 1
            and not set(self.words) & (titles.FILLERS | titles.COMPASS)
            and ((self.raws[-1][:1].isupper() and self.raws[0][:1].isupper()) or view.caseless or value.islower())
        )
        self.is_description = any(
            r[:1].islower() for r in self.raws if r not in titles.PARTICLES and r not in titles.FILLERS
        )
        self._short = Shortened(view, self.phrases, self.words, self.raws)
        self._found: dict[int, list[tuple[int, int]]] = {}

    def _phrases(self) -> list[str]:
        words = list(self.words)
        found = [" ".join(words)]
        bare = list(words)
        while (
            len(bare) > 1 and bare[-1] in titles.GENERIC and (bare[0][0] == "#" or len(bare) > 2 or bare[-1] != "group")
        ):
            bare = bare[:-1]
        if bare[-3:] == ["a", "/", "s"] and len(bare) > 3:
            bare = bare[:-3]
        if len(bare) > 2 and bare[0] in {"government", "state", "authorities", "regime"} and bare[1] == "of":
            bare = bare[2:]
        found.append(" ".join(bare))
        found += _other_owners(words)
        if len(bare) == 2 and bare[1] == "group":
            found.append(bare[0])
        for name, others in titles.METONYMS.items():
            if found[0] in others:
                found.append(name)
            elif found[0] == name:
                found += others
        match = re.match(r"(?:the )?(north|south|east|west)\b", self.value.casefold())
        if match and len(self.words) == 1 and self.words[0][0] == "#":
            found.append(f"the {match[1]}")
        aliases = self.view.memo.get("aliases")
        if aliases is None:
            aliases = self.view.memo["aliases"] = article_aliases(self.view.article.text)
        for phrase in list(found):
            found += aliases.get(phrase, ())
        return [p for p in dict.fromkeys(found) if p]

    def stands_in(self, passage: Passage) -> bool:
        """Whether the passage names this party."""
        return bool(self.places(passage))

    def mentions(self, passage: Passage, low: int, high: int) -> list[tuple[int, int]]:
        """Where it does so within a range of tokens."""
        return [(i, j) for i, j in self.places(passage) if i < high and low < j]

    def places(self, passage: Passage) -> list[tuple[int, int]]:
        """The tokens by which the passage names this party."""
        known = self._found.get(id(passage))
        if known is None:
            known = self._found[id(passage)] = self._places(passage)
        return known

    def _places(self, passage: Passage) -> list[tuple[int, int]]:
        if not self.words:
            return []
        tokens = passage.tokens
        found: list[tuple[int, int]] = []
        for phrase in self.phrases:
            if phrase in tokens.line:
                found += [(i, j) for i, j in tokens.find(phrase) if self._is_right(passage, phrase, i, j)]
        if self.is_person:
            found += self._surname(tokens)
        found += self._initials(tokens)
        if not found and len(self.words) > 1:
            found += self._reordered(tokens)
        if not found:
            found += self._made_from(tokens)
        if not found and self.is_description:
            found += self._described(passage)
        # In the whole article the name itself stands, or it has no short form.
        if len(self.words) > 1 and passage is not self.view.whole:
            found += list(self._short.places(passage, found))
        return sorted(set(found))

    def _is_right(self, passage: Passage, phrase: str, i: int, j: int) -> bool:
        """Whether a phrase is a name there: 'Bout' is not a bout of fever, 'Rossi' not after another first name."""
        tokens = passage.tokens
        if j - i > 1 or phrase[0] == "#":
            return True
        if passage.caseless or self.view.caseless or not self.raws[-1][:1].isupper():
            return True
        return tokens.raws[i][:1].isupper()

    def _surname(self, tokens: Tokens) -> list[tuple[int, int]]:
        """The last name alone, or with a title, an initial or the same first name before it."""
        last = self.words[-1]
        found = []
        for i, j in tokens.find(last) if self.is_told_in_full else ():
            if not (tokens.raws[i][:1].isupper() or self.view.caseless or tokens.raws[i].isupper()):
                continue
            before = i - 1
            while before >= 0 and (
                tokens.forms[before] in titles.PARTICLES or tokens.forms[before] in self.words[1:-1]
            ):
                before -= 1
            if before >= 0 and self._other_given(tokens, before):
                continue
            following = tokens.raws[j] if j < len(tokens) else ""
            if following[:1].isupper() and tokens.forms[j] in titles.BODIES and not self.view.caseless:
                continue
            found.append((i, j))
        return found

    @cached_property
    def is_told_in_full(self) -> bool:
        """Whether the article has this person's first name with the last: an invented first name is nobody's."""
        first, last = self.words[0], self.words[-1]
        text = self.view.article.text
        for spot in re.finditer(re.escape(self.raws[-1]), text):
            before = tokenise(text[max(0, spot.start() - _FULL_NAME) : spot.start()]).forms
            if _first_name_in([w for w in before if w[0].isalpha()][-3:], first):
                return True
        if self.raws[-1].isascii() and self.raws[-1] in text and not self.view.caseless:
            return False
        tokens = self.view.whole.tokens
        return any(_first_name_in(tokens.forms[max(0, i - 3) : i], first) for i, _ in tokens.find(last))

    def _other_given(self, tokens: Tokens, at: int) -> bool:
        """Whether the word before a surname is somebody else's first name."""
        form, raw = tokens.forms[at], tokens.raws[at]
        if (
            form in titles.TITLES
            or form in titles.NOT_GIVEN
            or form[0] == "#"
            or not form[0].isalpha()
            or form in titles.ROLES
        ):
            return False
        if form in self.words[:-1] or (len(form) == 1 and any(w[0] == form for w in self.words[:-1])):
            return False
        if self.view.caseless or not raw[:1].isupper():
            return False
        # 'Omar Hassan al-Bashir', 'John Q. Marsh': a middle name, if the first one stands before it
        if any(f == self.words[0] for f in tokens.forms[max(0, at - 2) : at]):
            return False
        return not (at == 0 and form in titles.SENTENCE_OPENERS)

    def _initials(self, tokens: Tokens) -> list[tuple[int, int]]:
        """'NSC' for the National Security Council, and the other way round."""
        found = []
        if len(self.words) > 1 and not self.is_description:
            short = initials([_spoken(w, r) for w, r in zip(self.words, self.raws, strict=True)])
            if len(short) > 2 or (len(short) == 2 and len(self.words) == 2 and not self.is_person):
                found += [(i, j) for i, j in tokens.find(short) if tokens.raws[i].isupper()]
        elif len(self.words) == 1 and re.fullmatch(r"[A-Z]{3,6}", self.raws[0].replace(".", "")):
            short = self.words[0]
            for i, form in enumerate(tokens.forms):
                # The last word of the name must have the last letter, and a capital.
                if form[0] == short[-1] and tokens.raws[i][:1].isupper() and len(form) > 1:
                    back = max(0, i - 2 * len(short))
                    at = spelled_by(short, tokens.forms[back : i + 1])
                    if at is not None and tokens.raws[back + at][:1].isupper():
                        found.append((back + at, i + 1))
        return found

    def _reordered(self, tokens: Tokens) -> list[tuple[int, int]]:
        """'Department of the Treasury' and 'Treasury Department': the same words beside each other."""
        wanted = [w for w in self.words if w not in titles.FILLERS]
        if wanted and wanted[0][0] == "#" and len(wanted) > 2:
            choices = [wanted, wanted[1:]]
        else:
            choices = [wanted]
        for words in choices:
            if len(words) < 2 or not set(words) & titles.BODIES:
                continue
            rarest = min(words, key=lambda w: tokens.line.count(f" {w} "))
            for at, _ in tokens.find(rarest):
                spot = _beside(tokens, at, words)
                if spot and not (words is not wanted and self._other_country(tokens, spot[0], wanted[0])):
                    return [spot]
        return []

    def _other_country(self, tokens: Tokens, at: int, own: str) -> bool:
        return at > 0 and tokens.forms[at - 1][0] == "#" and tokens.forms[at - 1] != own

    def _made_from(self, tokens: Tokens) -> list[tuple[int, int]]:
        """'Velmoran' for Velmora; in languages with cases, another ending."""
        if len(self.words) != 1 and not (self.words[-1] in titles.GENERIC and len(self.words) == 2):
            return []
        name = self.words[0]
        if name[0] == "#" or len(name) < 4:
            return []
        language = (self.view.article.language or "").casefold().split("-")[0]
        cased = self.view.caseless
        return [
            (i, i + 1)
            for i, form in enumerate(tokens.forms)
            if form[:3] == name[:3]
            and (tokens.raws[i][:1].isupper() or cased)
            and (
                is_adjective_of(form, name)
                or is_adjective_of(name, form)
                or (language in titles.INFLECTED and _differs_in_ending(form, name))
            )
        ]

    def _described(self, passage: Passage) -> list[tuple[int, int]]:
        """'rebels in neighboring South Sudan': a description is there if all its content words are, near each other."""
        roots = [stem(w) for w in content_words(self.words, frame=True)]
        if len(roots) < 2 or len(passage.tokens) > _LONGEST_READ or not all(r in passage.stems for r in roots):
            return []
        spots = [i for i, form in enumerate(passage.tokens.forms) if stem(form) in roots][:100]
        for at in spots:
            run = [i for i in spots if at <= i < at + 3 * len(roots)]
            if {stem(passage.tokens.forms[i]) for i in run} >= set(roots):
                return [(run[0], run[-1] + 1)]
        return []

    def is_called(self, other: Party) -> bool:
        """Whether ``other`` is a name for this party, by the same rules as in a text."""
        if set(self.phrases) & set(other.phrases) or is_contraction(other.words, self.words):
            return True
        key = ("as passage", other.value)
        passage = self.view.memo.get(key)
        if passage is None:
            passage = self.view.memo[key] = _AsPassage(other.value, caseless=self.view.caseless)
        return self.stands_in(passage)


class _AsPassage(Passage):
    """A name looked at as if it were a text."""

    def __init__(self, value: str, *, caseless: bool) -> None:
        super().__init__(value, Span(0, len(value)), caseless=caseless)


def party(view: View, value: str) -> Party:
    """The party that a value names, made once for each article."""
    key = ("party", value)
    known = view.memo.get(key)
    if known is None:
        known = view.memo[key] = Party(view, value)
    assert isinstance(known, Party)
    return known


def _first_name_in(words: Sequence[str], first: str) -> bool:
    """Whether a first name, or its initial, is among the words before a surname."""
    return any(w == first or (1 in {len(w), len(first)} and w[0] == first[0] and w[0].isalpha()) for w in words)


def _other_owners(words: Sequence[str]) -> Iterator[str]:
    """A name with its apostrophe left out or put in: 'Dockers Union' and 'Dockers' Union' are one."""
    if "'" in words:
        yield " ".join(w for w in words if w != "'")
    else:
        for i, word in enumerate(words[:-1]):
            if len(word) > 3 and word[-1] == "s" and word[-2] != "s":
                yield " ".join((*words[: i + 1], "'", *words[i + 1 :]))


def _spoken(form: str, raw: str) -> str:
    """A word of a name for its initials: 'U.S. Army' is USA by nobody, but 'EU' and 'UN' keep their letters."""
    return raw.casefold().replace(".", "") if form[0] == "#" else form


def _beside(tokens: Tokens, at: int, words: list[str]) -> tuple[int, int] | None:
    """The shortest run round ``at`` that has all the words and nothing else but 'of the'."""
    low = high = at
    while low > 0 and at - low < len(words) + 3 and tokens.forms[low - 1] in {*words, *titles.FILLERS}:
        low -= 1
    while high + 1 < len(tokens) and high - at < len(words) + 3 and tokens.forms[high + 1] in {*words, *titles.FILLERS}:
        high += 1
    run = tokens.forms[low : high + 1]
    return (low, high + 1) if set(words) <= set(run) else None


def _differs_in_ending(one: str, other: str) -> bool:
    common = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        common += 1
    return common >= 4 and len(one) - common <= 3 and len(other) - common <= 2

"""Lines that are printed with a story and are not it: captions, credits, rights, headers, end marks.

Conservative: each pattern describes a whole line or sentence, and what merely mentions such words stays.
Captions are the one kind that may carry facts; whoever reads the spans decides.
"""

from __future__ import annotations

import re

from summarizer.article.dates import is_date_line
from summarizer.article.sentences import sentences, sentences_over
from summarizer.article.text import Span

__all__ = ["AGENCY_SIGN_OFF", "COPYRIGHT", "END_MARK", "find_boilerplate"]

_LONGEST_CAPTION = 900
_LONGEST_LINE = 300

END_MARK = re.compile(r"\(?(?:Reuters?|REUTERS?|ENDS?|MORE|End)\)?|#{2,}|-+\s?30\s?-+|[*=_~–—-][*=_~–— -]{2,}|•••")
_SECTION_WORD = re.compile(
    r"(?:Sources?|Advertisements?|Advertising|Continue reading(?: the main story| below)?"
    r"|Read (?:more|next|also|the full (?:story|article))|Most (?:read|popular|viewed)"
    r"|Related (?:articles?|stories|topics|content|coverage)"
    r"|Share(?: this(?: article| story| page)?| on [\w ,]{1,40})?|Print(?: this page)?|E-?mail(?: this page)?"
    r"|(?:View (?:all )?|Leave a )?comments?|Skip advertisement|Skip to (?:main )?content|Subscribe(?: now)?"
    r"|Sign up(?: now)?|Log in|(?:Story|Article) continues(?: below(?: advertisement)?)?"
    r"|Photo|Image|Video|Watch|Listen|Newsletter|Back to top|Save|Follow us)[:.…]?",
    re.IGNORECASE,
)
# '© The Daily Example(www.example.org). All rights reserved.', 'Copyright 2024 Example News'. The bare word
# needs a year or an article after it: 'Copyright law …' is a story.
COPYRIGHT = re.compile(
    r"(?:(?:©|ⓒ|\(c\)\s?(?=\d{4}|copyright))\s?(?:copyright\s)?"
    r"|copyright\b\s?(?:©|\(c\)|ⓒ|:)?\s?(?=\d{4}|by\s|the\s|©|\(c\)))"
    r"\s?(?:\d{4}(?:\s?[-–]\s?\d{4})?,?\s?)?(?:by\s)?"
    r"(?P<name>[^\W\d_][^\n(.,|;©]{0,58}[^\W_](?=\s{0,3}(?:[(.,|;©]|$|\n)))?",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:All rights reserved|Unauthori[sz]ed (?:reproduction|copying|use|distribution) "
    r"|Reproduction (?:or|and) redistribution |No part of this (?:article|publication|material) may be "
    r"|This material may not be (?:published|reproduced)|Our Standards: The )",
    re.IGNORECASE,
)
_CREDIT_HEAD = (
    r"(?:additional\s|further\s)?"
    r"(?:reporting|writing|editing|compiled|edited|written|reported|translated|translation|graphics?|photography)"
    r"(?:,?\s(?:and\s)?(?:additional\s)?(?:reporting|writing|editing|edited|written)){0,2}\sby\s"
)
# In brackets a credit is plain; without them it must be names and nothing else, or it is a sentence about
# reporting.
_BRACKETED_CREDIT = re.compile(rf"[(\[]{_CREDIT_HEAD}.*[)\]]\.?", re.DOTALL | re.IGNORECASE)
_CREDIT = re.compile(_CREDIT_HEAD, re.IGNORECASE)
_BETWEEN_NAMES = frozenset(["and", "in", "from", "at", "de", "van", "von", "der", "bin", "al", "el", "la", "&"])
# '(Yonhap)' after the last sentence.
AGENCY_SIGN_OFF = re.compile(r"(?:\A|[.!?\"”’)]\s{1,8})\((?P<name>[A-Z][A-Za-z.& ]{1,28})\)\Z")
_AGENCIES = re.compile(
    r"\((?:Reuters|Yonhap|AP|AFP|UPI|EFE|dpa|DPA|TASS|Itar-Tass|Xinhua|Kyodo|ANSA|PTI|ANI|IANS|Interfax|AAP|CNN|BBC"
    r"|Bloomberg|Anadolu)\)"
)

# A caption says what the picture shows, or whose it is.
_CAPTION_HEAD = re.compile(
    r"(?:FILE(?: PHOTO| IMAGE| PICTURE)?\s?[:–—-]\s|FILE PHOTO\b"
    r"|(?:This|The|An?)\s(?:undated\s)?(?:captured|file|handout|combination|satellite|composite|undated)"
    r"\s(?:image|photo|photograph|picture|combo)\b[^.]{0,60}?\b(?:shows?|released|provided|taken|made)\b"
    r"|(?:Photo|Photograph|Image|Picture|Credit|Photo credit|Image credit)s?\s?:\s)"
)
_CAPTION_INSIDE = re.compile(
    r"\b(?:is|are)\sseen\b[^.]{0,300}\bin\sthis\s(?:(?:captured|file|undated|handout|combination)\s)?(?:image|photo|picture)\b"
    r"|\((?:Photo|Image|Picture|Photograph|AP Photo|EPA|AFP Photo)(?:\sby|\scourtesy|/|:)"
    r"|\bin this (?:captured image|file photo|handout (?:photo|image|picture))\b"
)
# One of these is in whatever the pattern finds: looking for them first is much cheaper.
_INSIDE_CAPTIONS = (" this ", "seen", "(Photo", "(Image", "(Picture", "(AP Photo", "(EPA", "(AFP Photo")
_CAPTION_TAIL = re.compile(
    r"(?:\b[A-Z][\w.]{1,20}(?:\s[A-Z]\w{1,20}){0,2}\s?\|"
    r"|/\s?(?:AFP|AP|EPA|Reuters|REUTERS|Getty Images|Yonhap|Shutterstock)(?:\svia\s[\w ]{2,30})?"
    r"|\b(?:REUTERS|EPA|EFE|AFP|AP)/[A-Z][\w .'’/-]{2,50}|\bvia Getty Images|/File(?:\s[Pp]hoto)?)\)?\.?\Z"
)
_IN_TAILS = ("/", "|", "via Getty Images")


def find_boilerplate(text: str, parts: list[Span]) -> tuple[Span, ...]:
    """Give the spans of ``text`` that are not the story, in order and apart. ``parts`` are its blocks."""
    spans = sentences(text)
    found: list[Span] = []
    for part in parts:
        inside = [spans[index] for index in sentences_over(spans, part)]
        if len(part) <= _LONGEST_CAPTION and len(inside) <= 4 and _is_whole(text[part.start : part.end]):
            found.append(part)
            continue
        found.extend(span for span in inside if _is_sentence(text[span.start : span.end]))
    return tuple(found)


def _is_whole(block: str) -> bool:
    """Whether the whole block is a header, an end mark, a section word, a credit or a caption."""
    if len(block) <= _LONGEST_LINE and (
        is_date_line(block)
        or _is_plain_credit(block)
        or END_MARK.fullmatch(block)
        or _SECTION_WORD.fullmatch(block)
        or _BRACKETED_CREDIT.fullmatch(block)
    ):
        return True
    tail = block[-90:]
    return bool(
        _CAPTION_HEAD.match(block)
        or (any(mark in tail for mark in _IN_TAILS) and _CAPTION_TAIL.search(tail))
        or (any(words in block for words in _INSIDE_CAPTIONS) and _CAPTION_INSIDE.search(block))
    )


def _is_sentence(sentence: str) -> bool:
    """Whether one sentence inside a block of story is a credit, a rights line or an agency's sign-off."""
    if len(sentence) > _LONGEST_LINE:
        return False
    return bool(
        COPYRIGHT.match(sentence)
        or _RIGHTS.match(sentence)
        or _BRACKETED_CREDIT.fullmatch(sentence)
        or _AGENCIES.fullmatch(sentence)
    )


def _is_plain_credit(block: str) -> bool:
    """Whether the block is 'Reporting by A Name in Place; editing by B Name' and no sentence."""
    if _CREDIT.match(block.lstrip()) is None:
        return False
    pieces = [piece.strip() for piece in block.rstrip(".").split(";")]
    for piece in pieces:
        head = _CREDIT.match(piece)
        if head is None:
            return False
        names = piece[head.end() :].replace(",", " ").split()
        if not names or not all(name[0].isupper() or name in _BETWEEN_NAMES for name in names):
            return False
    return True

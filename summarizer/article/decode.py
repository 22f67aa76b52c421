"""Bytes to text: which encoding it is, and what is no text at all."""

from __future__ import annotations

import codecs
import re

from summarizer.errors import SourceError, UsageError

__all__ = ["decode"]

_META_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,30})", re.IGNORECASE
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose BOM it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# First bytes of what people hand over by mistake, what it is, and what to do about it.
_SAVE = "save it as plain text or as HTML and give that"
_UNPACK = "unpack it and give what is in it"
_RECOGNIZE = "only text can be read; run a text recognition over it first"
_FORMATS = (
    (b"%PDF", "a PDF", "give it a name that ends in .pdf"),
    (b"PK\x03\x04", "a zip archive or an office document (docx, odt, epub)", _SAVE),
    (b"\xd0\xcf\x11\xe0", "an old office document (doc, xls)", _SAVE),
    (b"{\\rtf", "a rich text document (RTF)", _SAVE),
    (b"\x1f\x8b", "compressed (gzip)", _UNPACK),
    (b"BZh", "compressed (bzip2)", _UNPACK),
    (b"\xfd7zXZ\x00", "compressed (xz)", _UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", _UNPACK),
    (b"\x28\xb5\x2f\xfd", "compressed (zstd)", _UNPACK),
    (b"\x89PNG", "an image (PNG)", _RECOGNIZE),
    (b"\xff\xd8\xff", "an image (JPEG)", _RECOGNIZE),
    (b"GIF8", "an image (GIF)", _RECOGNIZE),
    (b"SQLite format 3", "an SQLite database", _SAVE),
    (b"\x7fELF", "a program", _SAVE),
)
# What windows-1252 is used for. Without š, ž, þ, ð: those bytes are Czech or Turkish in another code page.
_WESTERN = frozenset(
    "àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿßÀÂÄÁÃÅÆÇÉÈÊËÍÌÎÏÑÓÒÔÖÕØŒÚÙÛÜÝ¿¡«»‹›‘’‚“”„–—…•·€£¥§©®°ºª½¼¾´\u00a0\u00ad"
)
_KANA = re.compile("[\u3040-\u30ff]")


def decode(data: bytes, name: str, encoding: str | None = None) -> tuple[str, str]:
    """Give the text of ``data`` without its BOM, and the name of the encoding it was in.

    The encoding is the one given, else that of the BOM, else UTF-8 if the bytes are that, else what a page
    declares, else a guess. ``name`` is what messages call the source. Raises ``SourceError`` where it is no
    text, damaged, or in an encoding that can't be told; ``UsageError`` for an encoding that Python does not
    know.
    """
    for magic, what, mend in _FORMATS:
        if data.startswith(magic):
            raise SourceError(f"{name} is {what}, not a text", mend=mend)
    encoding = encoding or next((known for bom, known in _BOMS if data.startswith(bom)), None)
    if encoding:
        return _decode_as(data, name, encoding)
    if b"\0" in data:
        raise SourceError(f"{name} is not a text: it has NUL bytes", mend="save it as plain text in UTF-8")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        _refuse_damaged(data, name, error)
    declared = _META_CHARSET.search(data[:4096])
    if declared:
        try:
            known = codecs.lookup(declared[1].decode("ascii")).name
            return data.decode(known), known
        except (LookupError, UnicodeDecodeError):
            pass  # pages lie about their encoding; then the bytes decide
    return _guess(data, name)


def _decode_as(data: bytes, name: str, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding).removeprefix("\ufeff"), encoding.lower()
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{name} is not {encoding.upper()}: {error.reason} at byte {error.start}", mend="save it as UTF-8"
        ) from None
    except LookupError:
        raise UsageError(f"there is no encoding {encoding!r}", mend="name it as Python does: cp1252, gb18030") from None


def _refuse_damaged(data: bytes, name: str, error: UnicodeDecodeError) -> None:
    """Refuse UTF-8 with a few broken bytes: a guess would turn the good ones into rubbish."""
    foreign = sum(char > "\x7f" for char in data.decode("utf-8", "ignore"))
    broken = data.decode("utf-8", "replace").count("\ufffd")
    if foreign >= 2 * broken:
        raise SourceError(
            f"{name} is damaged UTF-8: {error.reason} at byte {error.start} ({broken} such places)",
            mend="save it again, or leave the broken bytes out: iconv -c -f utf-8 -t utf-8 FILE",
        )


def _guess(data: bytes, name: str) -> tuple[str, str]:
    """Ask charset-normalizer, which confuses the code pages of neighbouring languages on short texts."""
    from charset_normalizer import from_bytes  # slow to import, and seldom needed

    known = [match.encoding for match in from_bytes(data[:200_000])]
    for encoding in _by_likelihood(data, known):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise SourceError(f"{name} is in no encoding that could be told", mend="save it as UTF-8")


def _by_likelihood(data: bytes, known: list[str]) -> list[str]:
    """The guessed encodings, the two that are most often overlooked first where the text speaks for them."""
    sample = data[:200_000]
    for japanese in ("cp932", "euc_jp"):
        if japanese in known:
            text = sample.decode(japanese, "ignore")
            if len(_KANA.findall(text)) * 4 > sum(char > "\x7f" for char in text):
                return [japanese, *known]
    text = sample.decode("cp1252", "replace")
    foreign = [char for char in text if char > "\x7f"]
    letters = sum(map(str.isalpha, text))
    if known and _WESTERN.issuperset(foreign) and sum(map(str.isalpha, foreign)) * 5 <= letters:
        return ["cp1252", *known]
    return sorted(known, key="cp1252".__eq__)  # it decodes anything: without its letters it comes last

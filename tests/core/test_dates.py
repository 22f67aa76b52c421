"""Times in words, resolved against a day of publication: certain, or nothing."""

from __future__ import annotations

import locale
import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.dates import When, days_of_publication, resolve

FRIDAY = "2023-03-31"

# Words; what they come to: nothing (-), or start/end, precision, ~ where approximate. Published on Friday, 31 March 2023.
ON_A_FRIDAY = """
late last year                      2022-10-01/2022-12-31 quarter
early last year                     2022-01-01/2022-03-31 quarter
early this year                     2023-01-01/2023-03-31 quarter
mid-2021                            2021-04-01/2021-09-30 half ~
in the middle of 2021               2021-04-01/2021-09-30 half ~
early in 2021                       2021-01-01/2021-03-31 quarter
the beginning of 2022               2022-01-01/2022-03-31 quarter ~
end of 2022                         2022-10-01/2022-12-31 quarter ~
at the end of last year             2022-10-01/2022-12-31 quarter ~
last year                           2022-01-01/2022-12-31 year
This year                           2023-01-01/2023-12-31 year
next year                           2024-01-01/2024-12-31 year
In 1997                             1997-01-01/1997-12-31 year
the year 2022                       2022-01-01/2022-12-31 year
throughout 2022                     2022-01-01/2022-12-31 year
spring of 2022                      2022-01-01/2022-12-31 year
the spring four years ago           2019-01-01/2019-12-31 year ~
last month                          2023-02-01/2023-02-28 month
next month                          2023-04-01/2023-04-30 month
last week                           2023-03-20/2023-03-26 week
late last week                      2023-03-20/2023-03-26 week
this week                           2023-03-27/2023-04-02 week
next week                           2023-04-03/2023-04-09 week
last quarter                        2022-10-01/2022-12-31 quarter
yesterday                           2023-03-30/2023-03-30 day
today                               2023-03-31/2023-03-31 day
tomorrow night                      2023-04-01/2023-04-01 day
the day before yesterday            2023-03-29/2023-03-29 day
the day after tomorrow              2023-04-02/2023-04-02 day
tonight                             2023-03-31/2023-03-31 day
this morning                        2023-03-31/2023-03-31 day
last night                          2023-03-30/2023-03-31 range
three days ago                      2023-03-28/2023-03-28 day
10 days ago                         2023-03-21/2023-03-21 day ~
just two weeks ago                  2023-03-13/2023-03-19 week ~
one month ago                       2023-02-01/2023-02-28 month ~
a year ago                          2022-01-01/2022-12-31 year ~
six years ago                       2017-01-01/2017-12-31 year ~
about two years ago                 2021-01-01/2021-12-31 year ~
two weeks from now                  2023-04-10/2023-04-16 week ~
last November                       2022-11-01/2022-11-30 month
this May                            2023-05-01/2023-05-31 month
in February                         2023-02-01/2023-02-28 month
in March                            2023-03-01/2023-03-31 month
March 2022                          2022-03-01/2022-03-31 month
Sept. 2021                          2021-09-01/2021-09-30 month
May of last year                    2022-05-01/2022-05-31 month
last year in May                    2022-05-01/2022-05-31 month
the month of February               2023-02-01/2023-02-28 month
2023-03                             2023-03-01/2023-03-31 month
mid-March                           2023-03-11/2023-03-20 range ~
late in February 2024               2024-02-21/2024-02-29 range ~
end-March                           2023-03-21/2023-03-31 range ~
March 29                            2023-03-29/2023-03-29 day
29 March                            2023-03-29/2023-03-29 day
March the 15th                      2023-03-15/2023-03-15 day
the 15th of last month              2023-02-15/2023-02-15 day
Nov. 1, 2022                        2022-11-01/2022-11-01 day
around March 5                      2023-03-05/2023-03-05 day ~
the 30th (local time)               2023-03-30/2023-03-30 day
on the 30th                         2023-03-30/2023-03-30 day
Thursday, March 30                  2023-03-30/2023-03-30 day
March 30 (Thursday)                 2023-03-30/2023-03-30 day
Thursday, 31 March 2022             2022-03-31/2022-03-31 day
Tuesday, 7 June                     -
2023-03-29                          2023-03-29/2023-03-29 day
2023-03-29T10:00:00Z                2023-03-29/2023-03-29 day
2023/03/29                          2023-03-29/2023-03-29 day
29.3.2023                           2023-03-29/2023-03-29 day
29/03/2023                          2023-03-29/2023-03-29 day
03/29/2023                          2023-03-29/2023-03-29 day
05/05/2023                          2023-05-05/2023-05-05 day
at 3 p.m. on March 29               2023-03-29/2023-03-29 day
March 29 at 10:30 GMT               2023-03-29/2023-03-29 day
the night of March 3                2023-03-03/2023-03-03 day
Thursday of last week               2023-03-23/2023-03-23 day
Tuesday next week                   2023-04-04/2023-04-04 day
next Thursday                       2023-04-06/2023-04-06 day
last Sunday                         -
this past Thursday                  2023-03-30/2023-03-30 day
this coming Monday                  2023-04-03/2023-04-03 day
Friday                              2023-03-31/2023-03-31 day
last weekend                        2023-03-25/2023-03-26 range
Q4 2022                             2022-10-01/2022-12-31 quarter
the second quarter of 2021          2021-04-01/2021-06-30 quarter
the first quarter                   2023-01-01/2023-03-31 quarter
first half of 2023                  2023-01-01/2023-06-30 half
the second half of last year        2022-07-01/2022-12-31 half
second half of March                2023-03-16/2023-03-31 range
first three months of 2022          2022-01-01/2022-03-31 range
the last three months of last year  2022-10-01/2022-12-31 range
first week of March                 2023-03-01/2023-03-07 week ~
the last week of March 2022         2022-03-25/2022-03-31 week ~
last day of 2022                    2022-12-31/2022-12-31 day
the week of March 6                 2023-03-06/2023-03-12 week
in the 1990s                        1990-01-01/1999-12-31 decade
the late 1990s                      1997-01-01/1999-12-31 range ~
the '90s                            1990-01-01/1999-12-31 decade
the 20th century                    1901-01-01/2000-12-31 century
between March and May 2022          2022-03-01/2022-05-31 range
from 2018 to 2020                   2018-01-01/2020-12-31 range
2018–2020                           2018-01-01/2020-12-31 range
from late 2021 to early 2022        2021-10-01/2022-03-31 range
Nov. 18-Nov. 19                     2022-11-18/2022-11-19 range
Nov. 18–19                          2022-11-18/2022-11-19 range
18-19 November 2022                 2022-11-18/2022-11-19 range
Nov. 18 and 19                      2022-11-18/2022-11-19 range
Dec. 30-Jan. 2                      2022-12-30/2023-01-02 range
December to February 2023           2022-12-01/2023-02-28 range
Dec. 30, 2022 to January 2, 2023    2022-12-30/2023-01-02 range
January through March               2023-01-01/2023-03-31 range
over the past two years             2021-03-31/2023-03-31 range ~
in the last three months            2022-12-31/2023-03-31 range ~
over the past 10 days               2023-03-21/2023-03-31 range
during the past decade              2013-03-31/2023-03-31 range ~
over the next two years             2023-03-31/2025-03-31 range ~
earlier this month                  2023-03-01/2023-03-31 range
later this year                     2023-03-31/2023-12-31 range
since March                         2023-03-01/... month
since May                           2022-05-01/... month
since 2014                          2014-01-01/... year
since last year                     2022-01-01/... year
from July 1, 2022                   2022-07-01/... day
beginning in March 2022             2022-03-01/... month
until 2025                          .../2025-12-31 year
by the end of 2022                  .../2022-12-31 quarter ~
before 2020                         .../2019-12-31 year
after March 2022                    2022-04-01/... month
Thursday                            -
Thursday night                      -
on Monday                           -
last Thursday                       -
last Monday                         -
this Thursday                       -
next weekend                        -
over the weekend                    -
April 5                             -
in May                              -
by June                             -
by February                         -
from July 1                         -
until Thursday                      -
the 5th of never                    -
the same day                        -
later that day                      -
the day before                      -
two days earlier                    -
a year later                        -
the previous year                   -
the year                            -
by the end of the year              -
later in the year                   -
summer of 2022                      -
winter 2022                         -
last summer                         -
this spring                         -
AUTUMN                              -
fiscal 2023                         -
FY2023                              -
2022/23                             -
2022-23                             -
2011-12                             -
03/04/2023                          -
31/02/2023                          -
2023-02-30                          -
Feb. 29, 2023                       -
Thursday, March 29                  -
Thursday, March 30, 2022            -
recently                            -
Earlier                             -
years                               -
years of                            -
year                                -
years ago                           -
several years ago                   -
a few weeks ago                     -
more than two years ago             -
over two years ago                  -
two decades ago                     -
two years                           -
within 30 days                      -
in two weeks                        -
recent weeks                        -
the last decade                     -
the 1900s                           -
early 2000s                         -
the 20s                             -
March and May 2022                  -
2021 or 2022                        -
March to                            -
from                                -
between March                       -
the first half                      -
midnight Thursday                   -
at 1500                             -
at 1830                             -
in 1830                             1830-01-01/1830-12-31 year
1500 GMT                            -
3 p.m.                              -
may                                 -
sat                                 -
march                               -
second                              -
one March                           -
12                                  -
99999                               -
Pakistan                            -
Christmas 2022                      -
now                                 -
-                                   -
,                                   -
"""

# The words, what else is known, and what they come to.
ON_OTHER_DAYS = """
Thursday           | 2023-03     | -
last year          | 2023-03     | 2022-01-01/2022-12-31 year
late last year     | 2023        | 2022-10-01/2022-12-31 quarter
last month         | 2023-03     | 2023-02-01/2023-02-28 month
last month         | 2023        | -
March 29           | 2023-05     | 2023-03-29/2023-03-29 day
March 29           | 2023        | -
today              | 2023-03     | -
earlier this year  | 2023-03     | -
today              |             | -
last year          |             | -
Nov. 18            |             | -
Nov. 18-19         |             | -
29 March 2023      |             | 2023-03-29/2023-03-29 day
in 2022            |             | 2022-01-01/2022-12-31 year
end of 2022        |             | 2022-10-01/2022-12-31 quarter ~
since 2014         |             | 2014-01-01/... year
December to February 2023 |      | 2022-12-01/2023-02-28 range
Nov. 18-19, 2022   |             | 2022-11-18/2022-11-19 range
last year          | 31 March    | -
last year          | 2023-13-01  | -
yesterday          | 2024-03-01T00:10:00+09:00 | 2024-02-29/2024-02-29 day
yesterday          | 2023-01-01  | 2022-12-31/2022-12-31 day
last week          | 2023-04-02  | -
this week          | 2023-04-02  | -
last weekend       | 2023-04-01  | 2023-03-25/2023-03-26 range
the weekend        | 2023-04-01  | 2023-04-01/2023-04-02 range
last March         | 2023-10-10  | -
next March         | 2023-10-10  | 2024-03-01/2024-03-31 month
next March         | 2023-01-10  | -
December           | 2023-01-10  | 2022-12-01/2022-12-31 month
April              | 2023-12-10  | -
the 30th           | 2023-04-02  | 2023-03-30/2023-03-30 day
the 31st           | 2023-03-05  | -
the 5th            | 2023-03-31  | -
the fourth quarter | 2023-01-10  | 2022-10-01/2022-12-31 quarter
last month         | 2023-01-10  | 2022-12-01/2022-12-31 month
a month ago        | 2023-03-31  | 2023-02-01/2023-02-28 month ~
a year ago         | 2024-02-29  | 2023-01-01/2023-12-31 year ~
next Thursday      | 2023-03-27  | -
last Thursday      | 2023-03-27  | 2023-03-23/2023-03-23 day
next Sunday        | 2023-03-31  | -
"""

# Words in their sentence, published on Friday, 31 March 2023.
IN_SENTENCES = """
Thursday       | Kesh shipped the radars on Thursday.                                    | 2023-03-30/2023-03-30 day
on Thursday    | The ministry said on Thursday that it would meet the envoys.            | 2023-03-30/2023-03-30 day
Thursday       | On Thursday, Kesh shipped radars and will now send more.                | 2023-03-30/2023-03-30 day
Thursday       | "We shall never sell them," Kolvas said Thursday.                       | 2023-03-30/2023-03-30 day
Thursday night | Kesh sold radars to rebels on Thursday night.                           | 2023-03-30/2023-03-30 day
Thursday       | The radars were delivered to the port of Pellan at 3 p.m. on Thursday.  | 2023-03-30/2023-03-30 day
Thursday       | The United Coast Party on Thursday rejected the deal.                   | 2023-03-30/2023-03-30 day
Friday         | The envoys met on Friday.                                               | 2023-03-31/2023-03-31 day
Thursday       | The envoys will meet on Thursday.                                       | 2023-04-06/2023-04-06 day
Thursday       | They'll be packed and shipped on Thursday.                              | 2023-04-06/2023-04-06 day
Thursday       | The envoys are scheduled to meet on Thursday.                           | 2023-04-06/2023-04-06 day
Thursday       | Kesh plans to ship the radars Thursday.                                 | 2023-04-06/2023-04-06 day
Thursday       | The armed forces will receive them Thursday.                            | 2023-04-06/2023-04-06 day
Thursday       | Men of the armed groups on Thursday will meet the envoys.                | 2023-04-06/2023-04-06 day
Thursday       | "They will come," on Thursday said Kolvas.                              | 2023-03-30/2023-03-30 day
Thursday       | The ministry said it would meet the envoys on Thursday.                 | -
Thursday       | The talks begin on Thursday.                                            | -
Thursday       | Kesh agreed to deliver the radars on Thursday.                          | -
March 9        | The ministers meet again on March 9.                                    | -
March 9        | Kesh agreed to deliver the radars on March 9.                           | -
March 9        | A map of the harbour, March 9.                                          | 2023-03-09/2023-03-09 day
in February    | The flour would last until in February.                                 | -
from late last year to early this year | He planned a sale from late last year to early this year. | 2022-10-01/2023-03-31 range
between the end of 2022 and early 2023 | "Between the end of 2022 and early 2023, he sold boats." | 2022-10-01/2023-03-31 range ~
before the end of April | It was to come before the end of April.                        | -
Thursday       | The delivery was expected on Thursday.                                  | -
Thursday       | Kesh, which will arm the rebels, on Thursday denied it.                 | -
Thursday       | The Thursday flight to Pellan.                                          | -
Thursday       | The envoys met on Thursday and will meet on Thursday.                   | -
on Thursday    | Nothing of the kind was said.                                           | 2023-03-30/2023-03-30 day
Monday to Wednesday | The envoys met from Monday to Wednesday.                           | 2023-03-27/2023-03-29 range
from Monday to Wednesday | The envoys will meet from Monday to Wednesday.                | 2023-04-03/2023-04-05 range
April 5        | The talks will be held on April 5.                                      | 2023-04-05/2023-04-05 day
March 29       | The next talks will be held on March 29.                                | 2024-03-29/2024-03-29 day
in May         | Velmora will vote in May.                                               | 2023-05-01/2023-05-31 month
in May         | Velmora voted in May.                                                   | 2022-05-01/2022-05-31 month
the 30th       | The envoys will meet on the 30th.                                       | 2023-04-30/2023-04-30 day
the 5th        | The envoys met on the 5th.                                              | 2023-03-05/2023-03-05 day
by June        | The troops will leave by June.                                          | .../2023-06-30 month
by the end of the year | The troops will leave by the end of the year.                   | .../2023-12-31 quarter ~
by the end of the year | The troops left by the end of the year.                         | -
until May      | The troops stayed until May.                                            | .../2022-05-31 month
in two weeks   | The boats will be delivered in two weeks.                               | 2023-04-10/2023-04-16 week ~
in two weeks   | The boats were built in two weeks.                                      | -
this weekend   | The envoys will fly to Astrin this weekend.                             | 2023-04-01/2023-04-02 range
over the weekend | The envoys flew to Astrin over the weekend.                           | 2023-03-25/2023-03-26 range
this Thursday  | The envoys met this Thursday.                                           | 2023-03-30/2023-03-30 day
the second quarter | The boats will be delivered in the second quarter.                  | 2023-04-01/2023-06-30 quarter
"""


def told(found: When | None) -> str:
    if found is None:
        return "-"
    loose = " ~" if found.approximate else ""
    return f"{found.start or '...'}/{found.end or '...'} {found.precision}{loose}"


def rows(table: str, separator: str = "") -> list[Any]:
    """The lines of a table as cases; without a separator its second column begins at the 37th character."""
    lines = table.strip("\n").splitlines()
    cells = [line.split(separator) if separator else [line[:36], line[36:]] for line in lines]
    stripped = [[cell.strip() for cell in row] for row in cells]
    return [pytest.param(*row, id=" in ".join(row[:-1])) for row in stripped]


@pytest.mark.parametrize(("words", "expected"), rows(ON_A_FRIDAY))
def test_words(words: str, expected: str) -> None:
    """Each time comes to its days, or to nothing, without its sentence."""
    assert told(resolve(words, FRIDAY)) == expected


@pytest.mark.parametrize(("words", "published", "expected"), rows(ON_OTHER_DAYS, "|"))
def test_publication(words: str, published: str, expected: str) -> None:
    """What is resolved hangs on when the article was published, and on how exactly that is known."""
    assert told(resolve(words, published or None)) == expected


@pytest.mark.parametrize(("words", "sentence", "expected"), rows(IN_SENTENCES, "|"))
def test_tense(words: str, sentence: str, expected: str) -> None:
    """Where the words alone look neither back nor ahead, the verb of their sentence tells; a doubtful one tells nothing."""
    assert told(resolve(words, FRIDAY, lambda: [sentence])) == expected


def test_sentences_that_differ_tell_nothing() -> None:
    """Evidence in two sentences of different tenses leaves 'Thursday' open; of one tense it does not."""
    past, future = "The envoys met on Thursday.", "The envoys will meet on Thursday."
    assert resolve("Thursday", FRIDAY, lambda: [past, future]) is None
    assert told(resolve("Thursday", FRIDAY, lambda: [past, past])) == "2023-03-30/2023-03-30 day"


def test_the_sentence_is_read_only_where_it_matters() -> None:
    """Times that are certain by themselves don't cost the cutting of sentences."""

    def sentences() -> list[str]:
        raise AssertionError("asked for")

    for words in ("late last year", "March 2022", "yesterday", "Pakistan", "Friday", "since 2014"):
        resolve(words, FRIDAY, sentences)
    with pytest.raises(AssertionError):
        resolve("Thursday", FRIDAY, sentences)


@pytest.mark.parametrize("words", ["late  last\nyear", "LATE LAST YEAR", " late last year. ", "(late last year)"])
def test_how_it_is_written(words: str) -> None:
    """Line wraps, capitals, brackets and a final stop change nothing."""
    assert told(resolve(words, FRIDAY)) == "2022-10-01/2022-12-31 quarter"


def test_days_of_publication() -> None:
    """A day is itself, a month and a year their first and last days, anything else unknown."""
    day = date(2023, 3, 31)
    assert days_of_publication("2023-03-31") == days_of_publication("2023-03-31T23:59:59Z") == (day,)
    assert days_of_publication("2023-02") == (date(2023, 2, 1), date(2023, 2, 28))
    assert days_of_publication("2023") == (date(2023, 1, 1), date(2023, 12, 31))
    for odd in (
        None,
        "",
        "x",
        "0001-01-01",
        "9999-12-31",
        "2023-3",
        "20230331",
        "2023-03-31x",
        "２０２３",
        "2023-W13-5",
        "-123",
    ):
        assert days_of_publication(odd) == (None,), odd


PIECES = (
    "late early mid - end of the beginning last this next year years month week day days two a 12 31 2023 1999 0000 999999999999 "
    "March may Thursday Sunday 29th 0th 32nd 1990s '90s Q3 H2 2023-03 2023-13-45 0001-01-01 31/12/2199 ago from to between and since until by "
    "before after over past coming in on at weekend morning night tonight yesterday century 21st spring half quarter first "
    "earlier later about now 3 p.m. GMT , ( ) ٣ ＳＵＮ é \u202e"
).split()


def check(found: When | None) -> None:
    if found is not None:
        assert found.start is not None or found.end is not None
        assert found.start is None or found.end is None or found.start <= found.end
        assert found.precision != "day" or None in (found.start, found.end) or found.start == found.end


DAYS = st.dates(date(1690, 1, 1), date(2210, 12, 31)).map(date.isoformat)
PUBLISHED = st.one_of(st.none(), DAYS, DAYS.map(lambda d: d[:7]), DAYS.map(lambda d: d[:4]), st.text(max_size=12))
SENTENCES = st.lists(st.sampled_from(["They will go on", "He went", "to", "is due", "had", "'ll", '"'])).map(" ".join)


@given(st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join), PUBLISHED, SENTENCES)
def test_nothing_is_raised(words: str, published: str | None, sentence: str) -> None:
    """Whatever stands in place of a time, of the day and of the sentence: no exception, and no span that ends before it begins."""
    check(resolve(words, published, lambda: [f"{sentence} {words} {sentence}"]))


@given(st.text(max_size=140), st.text(max_size=12), st.text(max_size=60))
def test_nothing_is_raised_by_any_text(words: str, published: str, sentence: str) -> None:
    """The same with characters of every kind."""
    check(resolve(words, published, lambda: [sentence, words]))


@pytest.mark.parametrize(
    "piece", ["9", "March ", "last ", "- ", "1 ", "to ", "the ", "(", "3 p.m. ", "early ", " ", "\n", "2023-", "about "]
)
def test_long_words_are_not_read(piece: str) -> None:
    """A hundred thousand characters of one sort come to nothing, in the place of a time as in that of a sentence.

    Read step by step in Python or by a pattern that goes back over them they would take hours.
    """
    hostile = piece * (100_000 // len(piece))
    assert resolve(hostile, FRIDAY) is None
    for length in (5, 40, 119):
        check(resolve(hostile[:length], FRIDAY, lambda: [hostile]))
    check(resolve("Thursday", FRIDAY, lambda: [hostile + "Thursday", "will " * 20_000 + "Thursday"]))


def test_neither_clock_nor_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day on which it is asked, and the language of the system, change nothing: neither is looked at."""
    import summarizer.dates

    for name, module in list(sys.modules.items()):
        if name.startswith("summarizer.dates"):
            assert not {"time", "locale", "os", "datetime"} & set(vars(module)), name

    class Unasked(date):
        @classmethod
        def today(cls) -> date:  # type: ignore[override]
            raise AssertionError("the clock was asked")

    for name, module in list(sys.modules.items()):
        if name.startswith("summarizer.dates") and hasattr(module, "date"):
            monkeypatch.setattr(module, "date", Unasked)
    before = locale.setlocale(locale.LC_ALL)
    try:
        for name in ("C", "de_DE.UTF-8", "tr_TR.UTF-8"):
            try:
                locale.setlocale(locale.LC_ALL, name)
            except locale.Error:
                continue
            assert told(summarizer.dates.resolve("IN MAY 2022", FRIDAY)) == "2022-05-01/2022-05-31 month"
            assert told(summarizer.dates.resolve("last FRIDAY", "2023-03-27")) == "2023-03-24/2023-03-24 day"
    finally:
        locale.setlocale(locale.LC_ALL, before)

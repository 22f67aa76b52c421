"""Korean names in Latin letters: which syllables are one, and which only look alike.

North and South, McCune-Reischauer, the Revised Romanization and people's own habits spell one syllable in many ways
('Chung', 'Jeong', 'Jong'), while one letter makes another ('Ho', 'Hyo'; 'Jong', 'Yong'). So they are compared by table.
"""

from __future__ import annotations

from functools import lru_cache

__all__ = ["is_surname", "syllables"]

_SURNAMES = frozenset(
    "kim ri pak choe jong kang jo yun jang rim han o so sin kwon hwang an song ryu hong jon ko mun yang son pae paek ho "
    "nam sim no ha chu ju ku cha min jin om chae won chon pang kong hyon ham pyon chu to u sol kil yon ra na".split()
)
# Each line is one sound, or several that romanisations do not keep apart; the first is its name.
_TABLE = """
ri lee yi rhee rhie li i ree
kim gim
pak park bak bahk
choe choi che choy
jong jung jeong chung chong cheong joung
jo cho joh
jang chang
jon jeon chon cheon jun joon chun
kang gang
yun yoon youn
rim lim im yim rhim
ryu yu yoo ryoo you
ro
no roh noh
o oh
so seo suh
sin shin
kwon gwon kweon
hwang whang
an ahn
song seong sung soung seung
ko go koh
mun moon
yang ryang
son sohn seon
pae bae
paek baek paik back
ho huh heo hur
nam
sim shim
ha hah
ju joo
chu choo
ku koo gu
cha
min
jin chin
om eom um eum
chae
won weon
pang bang
kong gong
hyon hyun hyeon
ham hahm
pyon byun byeon pyun
to do doh
u woo wu
sol seol sul
kil gil
yon yeon
na ra
yong young yeong yung ryong ryeong
un eun woon oun
hyo
sok seok suk sook
chol cheol chul
kyong gyeong kyung gyong kyeong
myong myeong myung
guk kuk kook gook
gwang kwang
ok ohk
hwa
hwan
il
ik
in
jae jai chae
ji jee chi
gi ki kee
hae
hak
hui hee heui
hun hoon heon
hyok hyuk hyeok
mi mee
mok
myon myeon
pong bong
pom bom beom bum
pyong byong byung byeong pyung
sang
se
si shi
sik shik
su soo
tae dae
tok dok deok duk
uk wook ook
wol weol
ye
yo yeo
yop yeop yup
kyu gyu
rye
ryol yeol ryeol yol
chan
hyong hyung hyeong
kon gon geon
kun gun geun keun
nyon nyeon
pil phil
sop seop sup
taek
tong dong
yu
ui eui
gyun kyun
ran
rae nae
kap gap
ga ka
gye kye
gwan kwan
geum keum kum
da
dan tan
dal tal
du doo
rak nak
ron non
ma
man
mang
mae
mo
mu moo
pan ban
bo po
bok pok
bu pu boo
bun pun
bi pi
bin pin
sa
san
sam
sun soon
sil shil
a ah
ae
eok
eon
yeom yom
on
wan
wang
wi
yuk
yul ryul
eul ul
ja
je che
chil
tak
pung
han hahn
hyang
hyop hyeop
hye
hong
hoe
hwi
rin lin
ryon ryeon
rok
""".strip()


def _read() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _TABLE.splitlines():
        name, *others = line.split()
        for spelling in (name, *others):
            found.setdefault(spelling, name)
    return found


_SYLLABLES = _read()
_LONGEST = max(map(len, _SYLLABLES))


@lru_cache(maxsize=1 << 14)
def syllables(word: str) -> tuple[str, ...]:
    """The Korean syllables of a word or several, in small Latin letters: ('jong', 'un') of 'jeongeun'; empty where it has others.

    A word of several is parted where that can be done in two or three at most.
    """
    found: list[str] = []
    for part in word.split():
        parted = _parted(part, 3)
        if parted is None:
            return ()
        found += parted
    return tuple(found)


def _parted(word: str, most: int) -> list[str] | None:
    if word in _SYLLABLES:
        return [_SYLLABLES[word]]
    for size in range(min(_LONGEST, len(word) - 1), 0, -1) if most > 1 else ():
        rest = _parted(word[size:], most - 1) if word[:size] in _SYLLABLES else None
        if rest is not None:
            return [_SYLLABLES[word[:size]], *rest]
    return None


def is_surname(syllable: str) -> bool:
    """Whether a syllable, by its name in the table, is a family's."""
    return syllable in _SURNAMES

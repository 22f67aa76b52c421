"""First names that are one name in several languages or short forms: Mykhailo and Mikhail, Bill and William.

They allow two surnames that agree to be one person's; alone they say nothing.
"""

from __future__ import annotations

from summarizer.dossier.spelling import key, semitic

__all__ = ["is_given", "same_given"]

# A name may stand in several lines: Alex is Alexander and Alexei.
_TABLE = """
ahmed ahmad ahmet
ali aly
hassan hasan
hussein hussain husayn hossein
ibrahim ebrahim abraham
khalid khaled
mahmoud mahmud
mehdi mahdi
mustafa mostafa
omar umar omer
osama usama
alexander aleksandr alexandr oleksandr aliaksandr alexandre alejandro aleksandar alex sasha iskander alekos alexandros
alexei alexey aleksei oleksiy oleksii aliaksei alex
andrei andrey andriy andrii andrew andreas andre andrzej andras andy
anatoly anatoliy anatolii anatol
anthony antony anton antonio antoine tony
benjamin binyamin benyamin ben bibi
boris borys barys
catherine ekaterina yekaterina kateryna katerina katherine kathryn kate
charles carlos karl carl charlie chuck
christopher chris christoph
daniel danylo daniil dan danny
david dawood dawud daoud dave
dmitry dmitri dmitriy dmytro dzmitry dimitri dimitrios
edward eduard edvard ed ted eddie
elena olena alena yelena helen helena
elizabeth elisabeth yelizaveta elizaveta liz
evgeny evgeni yevgeny yevgeniy yevhen eugene evgenii yauhen
francis francisco francesco franz frank
frederick frederic friedrich fred
gennady gennadiy hennadiy henadz
george georgy georgi georgiy giorgi jorge georges georgios yorgos giorgos heorhiy yury
gerald gerard gerry jerry
gregory grigory grigori hryhoriy gregor greg
henry henri enrique heinrich henryk
igor ihor ihar
ilya illia ilia elias
irina iryna irena
ivan john johann juan jean ioannis giannis yannis jan hans ian sean johannes jon
james jim jimmy jacques jaime iakov yakov jacob jakob
joseph josef jose iosif yosef yusuf yousef yousuf giuseppe joe
julia yulia yuliya
konstantin kostyantyn kanstantsin constantine constantin
lawrence laurence larry
leonid leanid
lewis louis luis ludwig luigi
margaret margarita maggie
maria mary marie mariya
maxim maksim maksym max
michael mikhail michail mykhailo michel miguel mike mihail mikhalis michalis mihai mikhailo
mohammed mohammad muhammad mohamed mohamad muhammed mehmet mohamud
natalia nataliya natalya natallia
nicholas nikolai nikolay mykola nikolaos nicolas nikos mikalai nick nico
oleg oleh aleh
olga olha volha
patrick pat
paul pavel pavlo pablo paulo paval
peter petr pyotr petro pedro pierre piotr petros piatro pete
philip philippe filip filipp felipe phil
raymond ray
richard ricardo rick dick rich
robert roberto bob rob bobby
ronald ron
samuel sam
sergei sergey serhiy serhii sergio siarhei serge
stepan stefan stephen steven steve stephan esteban
svetlana svitlana sviatlana
taras
theodore theodoros fyodor fedor fedir ted
thomas tomas tom tommaso
timothy tim timofei
valery valeriy valerii valeri
vasily vasiliy vasyl vasili vassilis vasilios basil
victor viktor viktar
vladimir volodymyr uladzimir wladimir wolodymyr vova
vladislav vladyslav uladzislau wladyslaw
vyacheslav viacheslav viachaslau
walter walt
william will bill billy guillermo wilhelm guillaume
yaroslav iaroslav jaroslaw
yuri yury yuriy yurii iurii jurij yuri
"""


def _read() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = {}
    for number, line in enumerate(_TABLE.strip().splitlines()):
        for word in line.split():
            found.setdefault(key(word), set()).add(number)
    return {sound: frozenset(lines) for sound, lines in found.items()}


_LINES = _read()
_BARE: dict[str, frozenset[int]] = {}
for _sound, _numbers in _LINES.items():
    _BARE[semitic(_sound)] = _BARE.get(semitic(_sound), frozenset()) | _numbers
_NONE: frozenset[int] = frozenset()


def same_given(one: str, other: str, *, bare: bool = False) -> bool:
    """Whether two words are forms of one first name. ``bare``: one of them may lack its vowels."""
    if not _LINES.get(key(one), _NONE).isdisjoint(_LINES.get(key(other), _NONE)):
        return True
    if not bare or min(len(semitic(one)), len(semitic(other))) < 2:
        return False
    return not _BARE.get(semitic(one), _NONE).isdisjoint(_BARE.get(semitic(other), _NONE))


def is_given(word: str) -> bool:
    """Whether a word is known as a first name."""
    return key(word) in _LINES

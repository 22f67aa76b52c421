"""The keys of the review page, in one place: what the page obeys, what its help lists, what the guide prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["GROUPS", "KEYS", "Key", "bindings", "keys_table"]


@dataclass(frozen=True)
class Key:
    """One command of the page: its ``command`` in the scripts, the keys that give it, what a button and the help say."""

    command: str
    keys: tuple[str, ...]
    label: str
    words: str
    group: str

    @property
    def shown(self) -> tuple[str, ...]:
        """The keys as people read them."""
        return tuple(_SHOWN.get(key, key) for key in self.keys)


_SHOWN = {"ArrowDown": "↓", "ArrowUp": "↑", "Escape": "Esc"}

KEYS = (
    Key("next", ("j", "ArrowDown"), "Next", "next fact or ledger line", "Go"),
    Key("previous", ("k", "ArrowUp"), "Previous", "previous fact or ledger line", "Go"),
    Key("nextOpen", ("J",), "Next undecided", "next that is undecided or in conflict", "Go"),
    Key("previousOpen", ("K",), "Previous undecided", "previous that is undecided or in conflict", "Go"),
    Key("nextBrief", ("]",), "Next brief", "next brief of the queue", "Go"),
    Key("previousBrief", ("[",), "Previous brief", "previous brief of the queue", "Go"),
    Key("queue", ("q",), "Queue", "back to the queue", "Go"),
    Key("accept", ("a",), "Accept", "accept the fact, and go on to the next undecided one", "Decide"),
    Key("reject", ("r",), "Reject", "reject the fact, with a reason", "Decide"),
    Key("correct", ("e",), "Correct", "correct values or evidence; the judge answers while you type", "Decide"),
    Key("move", ("m",), "Move", "move the fact to another kind", "Decide"),
    Key("acceptAll", ("A",), "Accept all supported", "accept all facts that are supported and undecided", "Decide"),
    Key("settle", ("t",), "Settle", "settle a conflict: choose whose decision holds", "Decide"),
    Key("reopen", ("o",), "Take back", "take back my decision about this", "Decide"),
    Key("mark", ("x",), "Mark", "mark the fact for merging, or take the mark off", "Join and add"),
    Key("merge", ("g",), "Merge", "merge the current fact into the marked one", "Join and add"),
    Key("add", ("n",), "Add a fact", "add a missed fact from the selected words", "Join and add"),
    Key("words", ("v",), "Select words", "select words of the article with the keyboard", "Join and add"),
    Key("restore", ("s",), "Restore", "make a fact of the ledger line", "The ledger"),
    Key("dismiss", ("d",), "Dismiss", "the ledger line was dropped rightly", "The ledger"),
    Key("note", ("c",), "Note", "write a note on the fact or line", "The brief"),
    Key("briefNote", ("C",), "Note on the brief", "write a note on the whole brief", "The brief"),
    Key("undo", ("u",), "Undo", "undo my last step", "The brief"),
    Key("redo", ("U", "y"), "Redo", "redo what I undid", "The brief"),
    Key("finish", ("f",), "Finish", "the article is read to its end: finish, and go to the next brief", "The brief"),
    Key("keys", ("?",), "Keys", "show the keys", "The brief"),
)
"""Every command of a brief's page. None is given with Ctrl, Alt or Meta, and none while something is typed."""

GROUPS: Mapping[str, tuple[Key, ...]] = {
    group: tuple(k for k in KEYS if k.group == group) for group in dict.fromkeys(k.group for k in KEYS)
}
"""The commands under the headings of the help."""


def keys_table() -> str:
    """The commands as a Markdown table, for the guide."""
    rows = [f"| {' '.join(f'`{key}`' for key in k.shown)} | {k.words} |" for k in KEYS]
    return "\n".join(["| key | what it does |", "|---|---|", *rows])


def bindings() -> dict[str, str]:
    """The command of each key, as the scripts look it up."""
    return {key: command.command for command in KEYS for key in command.keys}

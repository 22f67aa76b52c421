"""Briefs for the browser: invented articles, and facts that the judge has examined."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from summarizer.brief import LedgerLine
from tests.served import put_brief

PORT = (
    "PORT AMORY, May 3 (Skerry Wire) - Velmora delivered twelve patrol boats to Drovia in March, its Navy Ministry said.\n"
    "\n"
    "Drovia paid nine million crowns for the boats. Kesh delivered forty trucks to Drovia.\n"
    "\n"
    "Tarrenia delivered nine radars to Oriel. Oriel plans to deliver six tugs to Kesh.\n"
    "The Merrow Council imposed an arms embargo on Drovia. Tobin Orvand denied that he had sold rifles to Drovia.\n"
    "\n"
    "Kesh also delivered tents to Oriel. Merlane sold thirty engines to Kesh.\n"
    "\n"
    "Drovia sent wheat to Velmora. The harbour of Port Amory was calm on Friday.\n"
)


def item(description: str, supplier: str, recipient: str, **more: str) -> dict[str, Any]:
    """The values of a transfer."""
    return {
        "description": description,
        "supplier": supplier,
        "recipient": recipient,
        "status": "delivered",
        **more,
    }


def actor(name: str, kind: str = "government", *roles: str) -> dict[str, Any]:
    """The values of a party."""
    return {"name": name, "kind": kind, "roles": list(roles)}


BOATS = "Velmora delivered twelve patrol boats to Drovia in March, its Navy Ministry said."
TRUCKS = "Kesh delivered forty trucks to Drovia."
PORT_FACTS = [
    ("actors", actor("Velmora", "government", "supplier"), BOATS),
    ("actors", actor("Drovia", "government", "recipient"), BOATS),
    ("actors", actor("Kesh", "government", "supplier"), TRUCKS),
    ("actors", actor("Tobin Orvand", "person", "denier"), "Tobin Orvand denied that he had sold rifles to Drovia."),
    ("actors", actor("Orvand", "person", "denier"), "Tobin Orvand denied that he had sold rifles"),
    ("items", item("patrol boats", "Velmora", "Drovia", quantity="twelve"), BOATS),
    ("items", item("trucks", "Kesh", "Drovia", quantity="forty"), TRUCKS),
    ("items", item("radars", "Tarrenia", "Oriel", quantity="nine"), "Tarrenia delivered nine radars to Oriel."),
    ("items", item("tugs", "Oriel", "Kesh", quantity="six"), "Oriel plans to deliver six tugs to Kesh."),
    (
        "compensation",
        {"description": "nine million crowns", "payer": "Drovia", "status": "delivered"},
        "Drovia paid nine million crowns for the boats.",
    ),
    (
        "sanctions",
        {"target": "Drovia", "authority": "Merrow Council", "measure": "arms embargo", "status": "imposed"},
        "The Merrow Council imposed an arms embargo on Drovia.",
    ),
    (
        "denials",
        {"denier": "Tobin Orvand", "what": "sold rifles to Drovia"},
        "Tobin Orvand denied that he had sold rifles to Drovia.",
    ),
]
PORT_LEDGER = [
    LedgerLine(
        path="items/4",
        code="unconfirmed",
        value="item: tents\n from: Kesh\n to: Oriel\n status: delivered",
        quote="Kesh also delivered tents to Oriel.",
    ),
    LedgerLine(path="items/0/date", code="date_doubtful", value="in March", quote=BOATS),
    LedgerLine(path="items/5", code="quote_not_found", value="description: barges", quote="Oriel bought barges"),
]
GOODS = (
    "trucks boats radars tents rifles engines helmets tyres pumps cables drones lorries cranes masks boots generators "
    "antennas bridges pipes stoves"
).split()
NUMBERS = "twelve forty nine six thirty fifty eleven sixty seven ninety".split()


def put_port(folder: Path) -> Path:
    """``port``: twelve facts, one of them flagged, overlapping evidence, three lines in the ledger; gives the folder."""
    put_brief(folder, "port", PORT, PORT_FACTS, PORT_LEDGER, title="Boats for Drovia")
    return folder


def put_right(folder: Path, name: str = "right") -> Path:
    """A brief of twenty supported facts; gives the folder."""
    said = [f"Kesh delivered {NUMBERS[n % 10]} {goods} to Drovia." for n, goods in enumerate(GOODS)]
    facts = [
        ("items", item(goods, "Kesh", "Drovia", quantity=NUMBERS[n % 10]), said[n]) for n, goods in enumerate(GOODS)
    ]
    text = "\n\n".join(" ".join(said[n : n + 4]) for n in range(0, 20, 4))
    put_brief(folder, name, f"{text}\n", facts, title="Goods for Drovia")
    return folder

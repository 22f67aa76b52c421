// The queue: up and down by key, search, the reviewer's name. Everything else works without this script.

import { $, $$, isTyping, kept, keyOf, keysWork, listenToSwitch, say } from "./dom.js";
import { isAsking } from "./dialogs.js";
import { askName, showName } from "./reviewer.js";

const rows = $$("tr.row");
let at = -1;

function to(n) {
  if (!rows.length) return;
  at = Math.min(Math.max(n, 0), rows.length - 1);
  const way = $(".open", rows[at]);
  way.focus();
  rows[at].scrollIntoView({ block: "nearest" });
}

const commands = {
  j: () => to(at + 1),
  ArrowDown: () => to(at + 1),
  k: () => to(at - 1),
  ArrowUp: () => to(at - 1),
  Enter: () => $("a.open", rows[Math.max(at, 0)] ?? document)?.click(),
  "/": () => { $("#q").focus(); $("#q").select(); },
  "[": () => $("#pages [rel=prev]")?.click(),
  "]": () => $("#pages [rel=next]")?.click(),
  "?": () => $("#help").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isAsking()) return;
  if (isTyping(event.target)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "Enter" && event.target.closest("a, button")) return;
  const command = commands[keyOf(event)];
  if (!command || !(keysWork() || event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  command();
});

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("tr.row");
  for (const one of rows) one.classList.toggle("here", one === row);
  if (row) at = rows.indexOf(row);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-do=keys]")) $("#help").showModal();
});
$("#who").addEventListener("click", () => askName());

showName();
listenToSwitch();
// A brief leads back here: to what is filtered and searched for now, and to its own row.
kept.set("queue", location.pathname + location.search);
const from = kept.get("from");
kept.set("from", null);
const row = from ? rows.findIndex((one) => $("a.open", one)?.pathname === from) : -1;
if (row >= 0) to(row);
const before = kept.get("said");
kept.set("said", null);
if (before) say(before);
document.documentElement.dataset.ready = "yes";

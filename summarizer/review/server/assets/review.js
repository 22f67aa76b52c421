// A brief's page: starts everything, takes keys and clicks to the commands, and looks for news of others.

import { $, isTyping, kept, keyOf, keysWork, listenToSwitch, plural, say } from "./dom.js";
import { keyed } from "./parts.js";
import { watch, whenBack } from "./api.js";
import { commands } from "./commands.js";
import { atEnd, desk, dress, facts, fixed, left, named, send, take } from "./desk.js";
import { isAsking } from "./dialogs.js";
import { cursor, isOpen, listen } from "./facts.js";
import { editor } from "./form.js";
import { mode, pick } from "./words.js";
import { rangeOf, show } from "./text.js";
import { askName, reviewer, showName } from "./reviewer.js";

// Keys and clicks.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented || isAsking()) return;
  if (mode.on && mode.key(event)) return;
  if (event.key === "Escape") {
    if (editor.isOpen) editor.close();
    else if (pick.span) pick.drop();
    else return;
    event.preventDefault();
    return;
  }
  if (isTyping(event.target) || editor.isOpen || mode.on) return;
  if (event.key.startsWith("Arrow") && event.target.closest("#text")) return; // they scroll it
  const command = commands[fixed.keys[keyOf(event)]];
  if (!command || !(keysWork() || event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  command();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do], [data-pick]");
  if (!button || button.matches("a")) return;
  if (button.dataset.pick === "drop") pick.drop();
  else if (button.dataset.pick === "form") editor.take();
  else commands[button.dataset.do]?.(button);
});

// A dialog gives the focus back to what had it; if that is gone, or the cursor went on, the cursor has it.
$("#ask").addEventListener("close", (event) => {
  const at = document.activeElement;
  if (at === document.body || at.matches(".fact, .line") || event.target.contains(at)) cursor.element?.focus({ preventScroll: true });
});

$("#who").addEventListener("click", () => askName(() => look(true)));

editor.fixed = fixed;
editor.names = () => desk.data.names;
editor.selectWords = () => { mode.begin(pick.span?.[0] ?? editor.draft.spans[0]?.[0] ?? 0); };
editor.save = async (draft, body) => {
  const known = new Set(facts().map((fact) => fact.key));
  const answer = await send("decide", { ...body, head: draft.head });
  if (answer.ok) {
    say(answer.data.said ?? "Saved.");
    const made = facts().find((fact) => !known.has(fact.key));
    if (made) cursor.to(cursor.find(made.key));
  }
  return answer;
};
whenBack(() => editor.isOpen && editor.check());
editor.closed = () => { pick.changed(); cursor.element?.focus({ preventScroll: true }); };

// News of others.

let fresh = false;
const watching = watch(
  () => `${fixed.api}?${fresh ? "" : `since=${desk.head}&`}stamp=${encodeURIComponent(desk.stamp)}&reviewer=${encodeURIComponent(reviewer())}`,
  (answer) => {
    fresh = false;
    if (!answer.parts) { if (answer.stamp !== undefined && answer.stamp !== desk.stamp) take(answer); return; }
    const before = new Map(facts().map((fact) => [fact.key, fact.by.join()]));
    const wasHead = desk.head;
    take(answer);
    const changed = facts().filter((fact) => before.get(fact.key) !== fact.by.join());
    const others = [...new Set(changed.flatMap((fact) => fact.by))].filter((name) => name !== reviewer());
    if (desk.head !== wasHead && others.length) say(`${others.join(", ")} decided about ${changed.map(named).join(", ")}.`);
    if (editor.isOpen) {
      const mine = changed.find((fact) => editor.draft.keys.includes(fact.key));
      if (mine) editor.tell(`${mine.by.filter((name) => name !== reviewer()).join(", ") || "Somebody"} has decided about this fact meanwhile: it is ${mine.state} now. What you type is kept.`, "warn");
    }
  },
);
function look(anew) {
  fresh = anew;
  watching();
}

// The queue as it was left: what was filtered and searched for, on its page.
const queue = kept.get("queue");
if (queue?.startsWith(`${fixed.queue}?`)) $("#bar [data-go=queue]").setAttribute("href", queue);
kept.set("from", location.pathname);

keyed($("#facts"), desk.data.facts);
keyed($("#ledger"), desk.data.lines);
cursor.data = desk.data;
cursor.moved = dress;
listen();
showName();
listenToSwitch();
const before = kept.get("said");
kept.set("said", null);
const first = (location.hash.startsWith("#f-") || location.hash.startsWith("#l-")) && document.getElementById(location.hash.slice(1));
cursor.to(first || cursor.items.find(isOpen) || cursor.items[0]);
say(before ?? (left() ? `${plural(left(), "fact")} to decide. ? shows the keys.` : atEnd()));
dress();
editor.resume();
if (editor.isOpen && editor.draft.spans[0]) show(rangeOf(...editor.draft.spans[0]));
document.documentElement.dataset.ready = "yes";

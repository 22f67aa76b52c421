// One brief on the desk: what the server said of it, what is decided, and what the buttons then say.

import { $, $$, kept, plural, say } from "./dom.js";
import { apply } from "./parts.js";
import { write } from "./api.js";
import { cursor } from "./facts.js";
import { pick } from "./words.js";
import { reviewer } from "./reviewer.js";

// What stays while the brief is here: addresses, keys, kinds and their fields.
export const fixed = JSON.parse($("#fixed").textContent);

// What changes: what the server said last, up to which decision, of which file; what is marked, what is on its way.
export const desk = {
  data: JSON.parse($("#changing").textContent),
  head: fixed.head,
  stamp: fixed.stamp,
  marked: null, // the key of the fact that is marked for merging
  pending: new Set(), // keys of facts whose decision is on its way
};

export const facts = () => Object.values(desk.data.facts);
export const named = (fact) => Object.keys(desk.data.facts).find((code) => desk.data.facts[code].key === fact.key) ?? "";
export const isRight = (fact) => fact.state === "open" && !fact.flagged && fact.stands;
export const left = () => facts().filter((fact) => ["open", "conflict"].includes(fact.state)).length;

// What is left to do where no fact is undecided. A brief can be finished with ledger lines that nobody has looked at.
export function atEnd() {
  if (desk.data.finished) return "This brief is finished.";
  const lines = Object.values(desk.data.lines).filter((line) => line.state === "open").length;
  const n = facts().length;
  const done = n > 1 ? `All ${n} facts are decided` : n ? "The one fact is decided" : "There are no facts: n adds one that the article has";
  return `${done}. ${lines ? `${plural(lines, "ledger line")} not looked at. ` : ""}f finishes the brief.`;
}

// Deciding: what is asked for goes out in order; what comes back is set at once.

export async function send(what, body) {
  const answer = await write(`${fixed.api}/${what}`, () => ({ reviewer: reviewer(), ...body, ...(what === "decide" ? { head: body.head ?? desk.head, stamp: desk.stamp } : {}) }));
  if (answer.data.parts) take(answer.data);
  return answer;
}

export function take(answer) {
  if (answer.stamp !== undefined && answer.stamp !== desk.stamp) {
    // A run has written the brief anew: every offset and code may be another one.
    kept.set("said", "The brief was written anew meanwhile: this is the new one.");
    location.reload();
    return;
  }
  const held = cursor.hold();
  desk.data = cursor.data = JSON.parse(answer.parts.data);
  apply(answer.parts, desk.data);
  desk.head = answer.head;
  if (!facts().some((fact) => fact.key === desk.marked)) desk.marked = null;
  pick.repaint();
  cursor.resume(held);
  dress();
}

export const refused = (answer) =>
  [answer.data.error ?? `the server refused it (${answer.status})`, ...(answer.data.faults ?? []).map((fault) => fault.words), answer.data.mend]
    .filter(Boolean).join(". ");

export async function decide(body, { back = null } = {}) {
  const answer = await send("decide", body);
  if (answer.ok) say(answer.data.said ?? "Done.");
  else {
    say(`Refused: ${refused(answer)}`, "bad");
    if (back) cursor.to(cursor.find(back));
  }
  return answer;
}

// What the buttons say follows the cursor and what has been decided.
export function dress() {
  const { fact, line } = cursor;
  $("#for-fact").hidden = Boolean(line);
  $("#for-line").hidden = !line;
  const is = (command, can) => $$(`#dock [data-do=${command}]`).forEach((button) => button.setAttribute("aria-disabled", String(!can)));
  $("#dock [data-do=settle]").hidden = fact?.state !== "conflict";
  for (const command of ["accept", "reject", "correct", "move", "mark", "note"]) is(command, fact || line);
  is("reopen", (fact ?? line)?.by.includes(reviewer()));
  is("merge", desk.marked !== null && desk.marked !== fact?.key);
  is("undo", desk.data.undo);
  is("redo", desk.data.redo);
  is("acceptAll", facts().some(isRight));
  is("finish", !left() && !desk.data.finished);
  for (const item of cursor.items) item.classList.toggle("marked", item.dataset.key === desk.marked);
  const mark = $("#dock [data-do=mark] .label");
  mark.textContent = desk.marked === null ? "Mark" : desk.marked === fact?.key ? "Unmark" : `Mark (now ${named({ key: desk.marked })})`;
}

// The commands: what each key and button does.

import { $, $$, kept, plural, say } from "./dom.js";
import { choose, write as ask } from "./dialogs.js";
import { cursor, isOpen } from "./facts.js";
import { atEnd, decide, desk, dress, facts, fixed, isRight, left, named, refused, send } from "./desk.js";
import { editor } from "./form.js";
import { nodes } from "./parts.js";
import { mode, pick } from "./words.js";
import { reviewer } from "./reviewer.js";

const REASONS = ["not in the source", "wrong party", "wrong number", "wrong status", "not of this kind", "duplicate"];

const AS_RUN = "As the run has it";

const onFact = (words) => {
  if (!cursor.fact) say(`${words} a fact: choose one with j and k.`, "bad");
  return cursor.fact;
};

// On to the next that is undecided; where none is left it says so.
function goOn() {
  const next = cursor.nextOpen(1, desk.pending);
  if (next) cursor.to(next);
  return next;
}

export const commands = {
  next: () => cursor.step(1),
  previous: () => cursor.step(-1),
  nextOpen: () => open(1),
  previousOpen: () => open(-1),
  nextBrief: () => go(fixed.after, "This is the last brief of the queue."),
  previousBrief: () => go(fixed.before, "This is the first brief of the queue."),
  queue: () => go($("#bar [data-go=queue]").getAttribute("href")),

  async accept() {
    const fact = onFact("a accepts");
    if (!fact) return;
    const { key } = fact, code = named(fact);
    if (desk.pending.has(key)) return;
    if (!["open", "conflict", "rejected"].includes(fact.state) && fact.by.includes(reviewer())) {
      say(`${code} is ${fact.state} by you already.${goOn() || left() ? "" : ` ${atEnd()}`}`);
      return;
    }
    desk.pending.add(key);
    goOn();
    const answer = await decide({ action: "accept", keys: [key] }, { back: key });
    desk.pending.delete(key);
    if (answer.ok && !left()) say(`${code} accepted. ${atEnd()}`);
  },

  async acceptAll() {
    const keys = facts().filter(isRight).map((fact) => fact.key);
    if (!keys.length) return say(left() ? "What is undecided is flagged: look at each of it." : atEnd(), "bad");
    const answer = await decide({ action: "accept", keys });
    if (!answer.ok) return undefined;
    const next = cursor.element && isOpen(cursor.element) ? cursor.element : goOn();
    say(`${plural(keys.length, "supported fact")} accepted. ${next ? `${left()} left to look at.` : atEnd()}`);
    return undefined;
  },

  reject() {
    const fact = onFact("r rejects");
    if (!fact) return;
    choose(`Reject ${named(fact)}: why?`, REASONS.map((reason) => ({ value: reason, label: reason })), async (reason) => {
      const answer = await send("decide", { action: "reject", keys: [fact.key], reason });
      if (!answer.ok) return refused(answer);
      say(`${answer.data.said ?? "Rejected."}`);
      if (cursor.key === fact.key) goOn();
      return null;
    }, { about: fact.main, free: "Or in your own words" });
  },

  correct() {
    const fact = onFact("e corrects");
    if (fact && hasText()) editor.open(draftOf(fact, "revise", fact.kind));
  },

  move() {
    const fact = onFact("m moves");
    if (!fact || !hasText()) return;
    chooseKind(`Move ${named(fact)} to`, fixed.kinds.filter((kind) => kind.name !== fact.kind),
      (kind) => editor.open(draftOf(fact, "move", kind)), fact.main);
  },

  add(button) {
    if (!hasText()) return;
    pick.now();
    const start = (kind) => editor.open({ action: "add", title: "add", what: "", keys: [], lines: [], kind, values: {}, spans: pick.span ? [pick.span] : [], quotes: pick.span ? [pick.words] : [], head: desk.head }, { again: !pick.span });
    const then = (kind) => { start(kind); pick.drop(); };
    if (button?.dataset.kind) then(button.dataset.kind);
    else chooseKind("Add a fact: of which kind?", fixed.kinds, then, pick.span ? `“${pick.words}”` : "No words are selected yet: you can add them in the form.");
  },

  words: () => mode.begin(pick.span?.[0] ?? cursor.fact?.spans[0]?.[0] ?? cursor.line?.spans[0]?.[0] ?? 0),

  mark() {
    const fact = onFact("x marks");
    if (!fact) return;
    desk.marked = desk.marked === fact.key ? null : fact.key;
    dress();
    say(desk.marked ? `${named(fact)} is marked: go to the other one and press g.` : "No fact is marked now.");
  },

  async merge() {
    const fact = onFact("g merges");
    if (!fact) return;
    const first = facts().find((one) => one.key === desk.marked);
    if (!first || first.key === fact.key) { say("Mark the other fact first, with x.", "bad"); return; }
    const code = named(first), other = named(fact);
    const answer = await decide({ action: "merge", keys: [first.key, fact.key] });
    if (!answer.ok) return;
    desk.marked = null;
    dress();
    cursor.to(cursor.find(first.key));
    say(`${other} is part of ${code} now.`);
  },

  restore() {
    const { line } = cursor;
    if (!line) { say("s restores a line of the ledger.", "bad"); return; }
    if (!hasText()) return;
    const what = cursor.element.dataset.code, { form } = line;
    const start = (kind) => editor.open({ action: "restore", title: "restore", what, keys: [], lines: [line.key], kind, values: { ...form?.values }, spans: [...line.spans], quotes: [...line.quotes], head: desk.head });
    if (!form) { chooseKind("Restore as what?", fixed.kinds, start); return; }
    if (!form.field) { start(form.kind); return; }
    // Only a value was dropped: it belongs to a fact that is there, most likely one that rests on the same words.
    const inFact = (fact) => editor.open({ ...draftOf(fact, "restore", fact.kind), action: "restore", what: `${what}, into ${named(fact)}`, lines: [line.key], ...withValue(fact, line) });
    const there = facts().filter((fact) => fact.kind === form.kind && fact.state !== "rejected");
    const near = there.filter((fact) => fact.spans.some(([s, e]) => line.spans.some(([start, end]) => s < end && start < e)));
    if (near.length === 1) { inFact(near[0]); return; }
    const options = (near.length ? near : there).slice(0, 8).map((fact) => ({ value: fact, label: `${named(fact)} ${fact.main}`, words: fact.quotes[0] }));
    choose(`${what}: which fact does this belong to?`, [...options, { value: null, label: "A fact of its own" }],
      (fact) => () => (fact ? inFact(fact) : start(form.kind)), { about: form.values[form.field] });
  },

  async dismiss() {
    const { line } = cursor;
    if (!line) { say("d is for lines of the ledger: r rejects a fact.", "bad"); return; }
    const answer = await decide({ action: "dismiss", lines: [line.key] });
    if (!answer.ok || cursor.line?.key !== line.key) return;
    const rest = cursor.items.slice(cursor.items.indexOf(cursor.element) + 1);
    const next = rest.find((item) => desk.data.lines[item.dataset.code]?.state === "open");
    if (next) cursor.to(next);
  },

  async reopen() {
    const { fact, line } = cursor;
    if (fact || line) await decide({ action: "reopen", ...(fact ? { keys: [fact.key] } : { lines: [line.key] }) });
  },

  settle() {
    const fact = onFact("t settles");
    if (!fact) return;
    if (fact.state !== "conflict") { say("Nobody is at odds about this fact.", "bad"); return; }
    const sides = fact.sides.map((side) => ({ value: side.by, label: side.decision === "run" ? AS_RUN : `${side.by || "The run"}: ${side.decision}`, words: [side.words, side.reason].filter(Boolean).join(" — ") }));
    if (fact.inRun && !fact.sides.some((side) => !side.by)) sides.push({ value: "", label: AS_RUN, words: fact.run });
    choose(`Whose decision about ${named(fact)} holds?`, sides, async (side) => {
      const answer = await send("decide", { action: "settle", keys: [fact.key], side });
      if (!answer.ok) return refused(answer);
      say(answer.data.said ?? "Settled.");
      return null;
    }, { about: fact.main });
  },

  note() {
    const { fact, line } = cursor;
    if (fact || line) note(`Note on ${cursor.element.dataset.code}`, fact ? { keys: [fact.key] } : { lines: [line.key] });
  },
  briefNote: () => note("Note on the brief", {}),

  undo: () => turn("undo"),
  redo: () => turn("redo"),

  async finish() {
    const answer = await decide({ action: "finish" });
    if (!answer.ok) { if (left()) goOn(); return; }
    kept.set("said", `Finished: ${document.title}.`);
    location.assign(await nextUnfinished());
  },

  keys: () => $("#help").showModal(),
  // Where there is little room, what is rarely needed is folded away.
  more: (button) => {
    const all = $("#dock").classList.toggle("all");
    button.setAttribute("aria-expanded", String(all));
    button.textContent = all ? "Fewer" : "More";
  },
};

function open(by) {
  const next = cursor.nextOpen(by, desk.pending);
  if (next) cursor.to(next);
  else say(left() ? "This is the only one left to decide." : atEnd());
}

function go(address, otherwise = "") {
  if (address) location.assign(address);
  else say(otherwise);
}

// Where to go from a finished brief: the next of the queue if it needs somebody, else the worst that does.
async function nextUnfinished() {
  try {
    const queue = nodes(await (await fetch(`${fixed.queue}?state=open`)).text());
    const left = $$("a.open", queue).map((way) => way.getAttribute("href"));
    return left.includes(fixed.after) ? fixed.after : left[0] ?? fixed.queue;
  } catch {
    return fixed.queue;
  }
}

function hasText() {
  if (fixed.why === null) return true;
  say(`Facts can't be changed here: ${fixed.why}`, "bad");
  return false;
}

const draftOf = (fact, title, kind) => ({ action: "revise", title, what: named(fact), keys: [fact.key], lines: [], kind, values: { ...fact.values }, spans: [...fact.spans], quotes: [...fact.quotes], head: desk.head });

// A fact's values and evidence with the value that a ledger line has of it.
function withValue(fact, line) {
  const { field, values } = line.form, has = fact.values[field];
  const more = line.spans.filter(([start, end]) => !fact.spans.some(([s, e]) => s <= start && end <= e));
  return {
    values: { ...fact.values, [field]: Array.isArray(has) ? [...has, values[field]] : values[field] },
    spans: [...fact.spans, ...more],
    quotes: [...fact.quotes, ...more.map((span) => line.quotes[line.spans.indexOf(span)])],
  };
}

function chooseKind(title, kinds, then, about = "") {
  choose(title, kinds.map((kind) => ({ value: kind.name, label: kind.title, letter: kind.letter, words: kind.description })), (kind) => () => then(kind), { about });
}

function note(title, about) {
  ask(title, "Your words", async (reason) => {
    const answer = await send("decide", { action: "note", reason, ...about });
    if (!answer.ok) return refused(answer);
    say(answer.data.said ?? "Noted.");
    return null;
  }, { long: true, about: "Enter saves it, Shift+Enter is a new line." });
}

async function turn(what) {
  const before = new Map(facts().map((fact) => [fact.key, JSON.stringify([fact.state, fact.values, fact.by, fact.kind])]));
  const answer = await send(what, {});
  if (!answer.ok) { say(`Refused: ${refused(answer)}`, "bad"); return; }
  const changed = facts().find((fact) => before.get(fact.key) !== JSON.stringify([fact.state, fact.values, fact.by, fact.kind]));
  if (changed) cursor.to(cursor.find(changed.key));
  say(answer.data.said ?? (what === "undo" ? "Undone." : "Done again."));
}

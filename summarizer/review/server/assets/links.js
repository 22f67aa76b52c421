// The suggested links of a dossier: keys and clicks, and news of others. Foreign words come escaped, from the server.

import { $, $$, calm, isTyping, kept, keyOf, keysWork, listenToSwitch, plural, say } from "./dom.js";
import { nodes } from "./parts.js";
import { watch, write } from "./api.js";
import { isAsking } from "./dialogs.js";
import { askName, reviewer, showName } from "./reviewer.js";

const list = $("#links");
let stamp = list.dataset.stamp;
let at = null; // the key of the link under the cursor

const links = () => $$(".link", list);
const current = () => links().find((link) => link.dataset.key === at) ?? null;
const isOpen = (link) => ["suggested", "conflict"].includes(link.dataset.state);
const byItself = (link) => link.dataset.state === "same"; // may be rejected, and needs no confirmation

function to(link, focus = true) {
  at = link?.dataset.key ?? null;
  for (const one of links()) one === link ? one.setAttribute("aria-current", "true") : one.removeAttribute("aria-current");
  dress();
  if (!link || !focus) return;
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: "nearest", behavior: calm() ? "instant" : "smooth" });
}

function by(step, fits = () => true) {
  const all = links(), here = all.indexOf(current());
  for (let n = here + step; n >= 0 && n < all.length; n += step) if (fits(all[n])) return to(all[n]);
}

// The next undecided one below, else the first above; where all are decided the cursor stays.
function onward() {
  const all = links(), here = all.indexOf(current());
  to(all.slice(here + 1).find(isOpen) ?? all.find(isOpen) ?? current());
}

function dress() {
  const link = current();
  const can = { confirm: link && !byItself(link), reject: link };
  for (const what of Object.keys(can)) $(`#dock [data-do=${what}]`).setAttribute("aria-disabled", String(!can[what]));
}

// Set what the server says. What stands under the cursor stays there, as far as it is still there.
function take(data) {
  if (data.stamp === stamp || !data.list) return;
  stamp = data.stamp;
  const held = links().indexOf(current()), focused = list.contains(document.activeElement);
  list.replaceChildren(nodes(data.list));
  $("#progress").replaceChildren(nodes(data.progress));
  to(current() ?? links()[Math.min(Math.max(held, 0), links().length - 1)], focused);
}

async function send(what, body) {
  const answer = await write(`/api/links/${what}`, () => ({ reviewer: reviewer(), ...body }));
  take(answer.data);
  if (answer.ok) say(answer.data.said);
  else say(`Refused: ${[answer.data.error, answer.data.mend].filter(Boolean).join(". ")}`, "bad");
  return answer.ok;
}

async function decide(action) {
  const link = current();
  if (!link) return;
  if (action === "confirm" && byItself(link)) return say("It links by itself: there is nothing to confirm. r rejects it.", "bad");
  const key = link.dataset.key;
  if ((await send("decide", { action, link: key })) && at === key) onward();
}

const commands = {
  j: () => by(1), ArrowDown: () => by(1), k: () => by(-1), ArrowUp: () => by(-1),
  J: () => by(1, isOpen), K: () => by(-1, isOpen),
  c: () => decide("confirm"), r: () => decide("reject"), u: () => send("undo", {}),
  "?": () => $("#help").showModal(),
};
const buttons = { confirm: commands.c, reject: commands.r, undo: commands.u, keys: commands["?"] };

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isAsking() || isTyping(event.target)) return;
  const key = keyOf(event), command = commands[key];
  if (!command || event.repeat && "cru".includes(key) || !(keysWork() || event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  command();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-do]");
  if (button) return void buttons[button.dataset.do]?.();
  const link = event.target.closest(".link");
  if (link && !event.target.closest("a, summary")) to(link);
});
document.addEventListener("focusin", (event) => {
  const link = event.target.closest(".link");
  if (link && link.dataset.key !== at) to(link, false);
});
$("#ask").addEventListener("close", () => current()?.focus({ preventScroll: true }));
$("#help").addEventListener("close", () => current()?.focus({ preventScroll: true }));
$("#who").addEventListener("click", () => askName());

watch(() => `/api/links?stamp=${encodeURIComponent(stamp)}`, (data) => {
  if (!data.list || data.stamp === stamp) return;
  take(data);
  say("The dossier was merged anew: these are its links now.");
});

showName();
listenToSwitch();
kept.set("said", null);
to(links().find(isOpen) ?? links()[0]);
const left = links().filter(isOpen).length;
say(left ? `${plural(left, "link")} to decide. ? shows the keys.` : "No link is left to decide.");
document.documentElement.dataset.ready = "yes";

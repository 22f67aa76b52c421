// Small helpers that every script shares: finding, making and telling.

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// An element with attributes and children; texts become text nodes, so foreign words are never markup.
export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

// The status line: what was done, or why not. `tone` is "bad" where something was refused.
export function say(words, tone = "") {
  const line = $("#said");
  if (!line) return;
  line.className = tone;
  // The same words twice are told twice.
  line.textContent = line.textContent === words ? `${words}\u00a0` : words;
}

export const plural = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

// Whether what is typed belongs to a field.
export const isTyping = (target) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("textarea, select, input:not([type=checkbox], [type=button])"));

// The key of an event as on a Latin keyboard: another script's letters stand for those at the same place.
export function keyOf(event) {
  if (event.key.length !== 1 || event.key <= "~") return event.key;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  if (letter) return event.shiftKey ? letter : letter.toLowerCase();
  return { BracketLeft: "[", BracketRight: "]", Slash: event.shiftKey ? "?" : "/" }[event.code] ?? event.key;
}

// Whether single keys are commands: who speaks to the computer, or often hits a key by chance, can switch them off.
export const keysWork = () => kept.get("keys", localStorage) !== "off";
export function listenToSwitch() {
  const field = $("#keys-work");
  field.checked = keysWork();
  field.addEventListener("change", () => kept.set("keys", field.checked ? null : "off", localStorage));
}

// What a browser keeps for this window; without storage nothing is kept, and nothing fails.
export const kept = {
  get(key, store = sessionStorage) {
    try { return JSON.parse(store.getItem(key)); } catch { return null; }
  },
  set(key, value, store = sessionStorage) {
    try { value === null ? store.removeItem(key) : store.setItem(key, JSON.stringify(value)); } catch { /* full, or forbidden */ }
  },
};

// Small questions in a modal dialog: choose one, write a few words. It stays open until what was given is taken.

import { $, el, isTyping, keyOf } from "./dom.js";

const box = $("#ask");
let letters = () => false;

box?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  if (letters(keyOf(event))) event.preventDefault();
});

// `take` gets what was chosen and gives a fault in words, or nothing when it is done; it may be asynchronous. Where it gives
// a function, that is what comes next: it is called when the dialog is gone, since nothing else can have the focus before.
function open(title, about, parts, take) {
  const fault = el("p", { class: "fault", role: "alert" });
  const close = el("button", { type: "button", class: "quiet" }, el("kbd", { "aria-hidden": "true" }, "Esc"), " Close");
  const form = el("form", { method: "dialog" },
    el("header", {}, el("h2", { id: "ask-title" }, title), close),
    about ? el("p", { class: "about" }, about) : null, parts, fault);
  close.addEventListener("click", () => box.close());
  box.replaceChildren(form);
  let busy = false;
  const give = async (value) => {
    if (busy) return;
    busy = true;
    const why = await take(value);
    busy = false;
    if (typeof why === "string") fault.textContent = why;
    else {
      box.close();
      why?.();
    }
  };
  box.showModal();
  return { form, give };
}

// Choose one of `options` ({value, label, words, letter?}) by its number or letter, or by mouse; with `free`, own words instead.
export function choose(title, options, take, { about = "", free = null } = {}) {
  const keys = options.map((option, n) => [String(n + 1), ...(option.letter ? [option.letter.toLowerCase()] : [])]);
  const buttons = options.map((option, n) =>
    el("li", {}, el("button", { type: "button", "aria-keyshortcuts": keys[n].join(" ") },
      el("span", { class: "keys", "aria-hidden": "true" }, keys[n].map((key) => el("kbd", {}, key))),
      el("span", { class: "label" }, option.label), option.words ? el("span", { class: "tells" }, option.words) : null)));
  const own = free ? el("input", { id: "ask-free", type: "text", maxlength: 2000, autocomplete: "off" }) : null;
  const { form, give } = open(title, about, [
    el("ol", { class: "options" }, buttons),
    own ? el("p", { class: "free" }, el("label", { for: "ask-free" }, free), own, el("button", {}, "Take these words")) : null,
  ], take);
  buttons.forEach((item, n) => item.firstChild.addEventListener("click", () => give(options[n].value)));
  letters = (key) => {
    const at = keys.findIndex((mine) => mine.includes(key.toLowerCase()));
    if (at >= 0) give(options[at].value);
    else if (own && key === "0") own.focus();
    else if (key === "ArrowDown" || key === "ArrowUp") walk(buttons, key === "ArrowDown" ? 1 : -1);
    else return false;
    return true;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (own?.value.trim()) give(own.value.trim());
  });
  buttons[0]?.firstChild.focus();
}

function walk(items, by) {
  const at = items.findIndex((item) => item.contains(document.activeElement));
  items[(at + by + items.length) % items.length].firstChild.focus();
}

// A few words: a note, a name. Enter takes them; in a long field Shift+Enter is a new line.
export function write(title, label, take, { about = "", long = false, value = "", button = "Save" } = {}) {
  const field = long
    ? el("textarea", { id: "ask-words", rows: 4, maxlength: 2000 })
    : el("input", { id: "ask-words", type: "text", maxlength: 80, autocomplete: "off" });
  const { form, give } = open(title, about, [
    el("p", { class: "free" }, el("label", { for: "ask-words" }, label), field),
    el("p", { class: "acts" }, el("button", { class: "main" }, button)),
  ], take);
  field.value = value;
  letters = () => false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (field.value.trim()) give(field.value.trim());
  });
  field.addEventListener("keydown", (event) => {
    if (long && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  field.focus();
  field.select();
}

export const isAsking = () => Boolean($("dialog[open]"));

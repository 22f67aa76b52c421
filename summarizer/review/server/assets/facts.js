// The cursor: one fact or ledger line is the current one, its evidence is seen in the text, and the reverse.

import { $, $$, calm, say } from "./dom.js";
import { isScroller, paint, show } from "./text.js";

const side = $("#side");
const text = $("#text");
const ENDS = ["This is the first one.", "This is the last one."];

export const cursor = {
  key: null,
  data: { facts: {}, lines: {} },
  moved: () => {},

  get items() { return $$(".fact, .line", side); },
  get element() { return this.find(this.key); },
  find(key) { return key === null ? null : this.items.find((item) => item.dataset.key === key) ?? null; },
  get isFact() { return Boolean(this.element?.classList.contains("fact")); },
  // What the server said of the current fact or line.
  get fact() { return this.isFact ? this.data.facts[this.element.dataset.code] ?? null : null; },
  get line() { const at = this.element; return at && !this.isFact ? this.data.lines[at.dataset.code] ?? null : null; },

  // Make a fact or line the current one. `focus` takes the focus along, `evidence` shows its words in the text.
  to(item, { focus = true, evidence = true, seen = true } = {}) {
    if (!item) return;
    for (const old of $$("[aria-current]", side)) {
      old.removeAttribute("aria-current");
      old.tabIndex = -1;
    }
    this.key = item.dataset.key;
    item.setAttribute("aria-current", "true");
    item.tabIndex = 0;
    if (focus) item.focus({ preventScroll: true });
    if (seen) reveal(item);
    this.light();
    if (evidence) this.showEvidence();
    this.moved();
  },

  step(by) {
    const items = this.items, at = items.indexOf(this.element);
    const next = items[at < 0 ? 0 : at + by];
    if (next) {
      this.to(next);
      if (ENDS.includes($("#said").textContent.trim())) say("");
    } else say(ENDS[by > 0 ? 1 : 0]);
  },

  // The next one that somebody has to decide about, from here on and then from the top; null where there is none.
  nextOpen(by, without = new Set()) {
    const items = this.items, at = items.indexOf(this.element), n = items.length;
    for (let i = 1; i <= n; i++) {
      const item = items[(((at + by * i) % n) + n) % n];
      if (isOpen(item) && !without.has(item.dataset.key) && item.dataset.key !== this.key) return item;
    }
    return null;
  },

  // Mark the evidence of the current fact in the text.
  light() {
    for (const old of $$("mark.on", text)) unlight(old);
    const at = this.element;
    const marks = at && this.isFact ? marksOf(at.dataset.code) : [];
    for (const mark of marks) mark.classList.add("on");
    text.dataset.hue = /\bk(\d)\b/.exec(at?.className ?? "")?.[1] ?? "";
    paint("evidence", at && !this.isFact ? this.line?.spans ?? [] : []);
  },

  showEvidence(far = false) {
    const at = this.element;
    if (!at) return;
    const mark = this.isFact ? marksOf(at.dataset.code)[0] : null;
    if (mark) show(mark, far);
    else if (CSS.highlights?.get("evidence")) show([...CSS.highlights.get("evidence")][0], far);
  },

  // Before fragments are compared: no traces of the cursor. After it: back to the same fact, in the same place.
  hold() {
    const at = this.element;
    const held = { key: this.key, had: at?.contains(document.activeElement), top: at?.getBoundingClientRect().top, index: this.items.indexOf(at), scroll: side.scrollTop };
    for (const old of $$("[aria-current]", side)) {
      old.removeAttribute("aria-current");
      old.tabIndex = -1;
    }
    for (const mark of $$("mark.on", text)) unlight(mark);
    return held;
  },
  resume(held) {
    side.scrollTop = held.scroll;
    const items = this.items;
    const at = this.find(held.key) ?? items[Math.min(Math.max(held.index, 0), items.length - 1)];
    if (!at) { this.key = null; this.light(); this.moved(); return; }
    const lostFocus = document.activeElement === document.body || held.had;
    this.to(at, { focus: lostFocus, evidence: false, seen: false });
    if (held.top !== undefined && at.dataset.key === held.key && isScroller(side)) side.scrollTop += at.getBoundingClientRect().top - held.top;
  },
};

const unlight = (mark) => mark.classList.remove("on");

export const isOpen = (item) =>
  item.classList.contains("fact") && ["open", "conflict"].includes(item.dataset.review);

export const marksOf = (code) => $$(`mark[data-codes~="${CSS.escape(code)}"]`, text);

// Scroll the facts just so far that one is seen whole, or its beginning where it is higher than the column.
function reveal(item) {
  if (!isScroller(side)) {
    item.scrollIntoView({ block: "nearest", behavior: calm() ? "instant" : "smooth" });
    return;
  }
  const box = side.getBoundingClientRect(), at = item.getBoundingClientRect(), head = 46;
  const above = at.top - box.top - head, below = at.bottom - box.bottom + 12;
  if (above < 0 || at.height > box.height - head) side.scrollTop += above;
  else if (below > 0) side.scrollTop += Math.min(below, above);
}

// Clicks: on a fact or line, on a quote, on marked words, on the code behind them.
export function listen() {
  side.addEventListener("click", (event) => {
    const item = event.target.closest(".fact, .line");
    const quote = event.target.closest("a.q");
    const way = event.target.closest("#summary a.code, a[href^='#f-']");
    if (quote && item) {
      event.preventDefault();
      cursor.to(item, { evidence: false });
      const place = document.getElementById(quote.hash.slice(1));
      if (place) show(place, true);
    } else if (way) {
      event.preventDefault();
      cursor.to(document.getElementById(way.hash.slice(1)));
    } else if (item && !event.target.closest("a, button") && getSelection().isCollapsed) {
      cursor.to(item);
    }
  });
  side.addEventListener("focusin", (event) => {
    const item = event.target.closest(".fact, .line");
    if (item && item.dataset.key !== cursor.key) cursor.to(item, { focus: false, seen: false });
  });
  text.addEventListener("click", (event) => {
    const ref = event.target.closest(".ref a");
    if (ref) {
      event.preventDefault();
      if (!side.inert) cursor.to(document.getElementById(ref.hash.slice(1)), { evidence: false });
      return;
    }
    const mark = event.target.closest("mark[data-codes]");
    if (!mark || !getSelection().isCollapsed || side.inert) return;
    const codes = mark.dataset.codes.split(" ");
    const now = codes.indexOf(cursor.element?.dataset.code);
    const code = codes[(now + 1) % codes.length];
    cursor.to(document.getElementById(`f-${code}`), { evidence: false });
    if (codes.length > 1) say(`${code}: fact ${((now + 1) % codes.length) + 1} of ${codes.length} that rest on these words. Click again for the next.`);
  });
}

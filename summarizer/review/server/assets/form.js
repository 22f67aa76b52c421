// The form of a fact: made from the schema, tried by the judge while it is typed, kept through reloads.

import { $, $$, el, kept, plural, say } from "./dom.js";
import { question } from "./api.js";
import { reviewer } from "./reviewer.js";
import { pick } from "./words.js";
import { textBetween } from "./text.js";

const PAUSE = 300; // milliseconds without typing before the judge is asked
const box = $("#editor");
const TITLES = { revise: "Correct", move: "Move", add: "Add a fact", restore: "Restore from the ledger" };

// `draft` is what the form is about and what stands in it: action, keys, lines, kind, values, spans, quotes, head, title.
export const editor = {
  draft: null,
  fixed: null,
  names: () => [],
  save: async () => {}, // gives what the server said; set by the page
  closed: () => {},
  timer: 0,
  asked: 0,

  get isOpen() { return this.draft !== null; },
  get store() { return `draft:${this.fixed.api}`; },
  get drafts() {
    const drafts = kept.get(this.store) ?? {};
    for (const draft of Object.values(drafts)) {
      // In another text no offset holds.
      if (draft.sha256 !== this.fixed.sha256) Object.assign(draft, { spans: [], quotes: [], sha256: this.fixed.sha256 });
    }
    return drafts;
  },

  // Open a form. What was typed before into the same form, and never saved, is there again.
  open(draft, { again = true } = {}) {
    const old = again ? this.drafts[idOf(draft)] : null;
    this.draft = old ? { ...draft, kind: old.kind, values: old.values, spans: old.spans, quotes: old.quotes } : draft;
    this.draft.quotes = this.draft.spans.map(([start, end], n) => textBetween(start, end) || this.draft.quotes[n] || "");
    this.render();
    this.read();
    if (old) this.tell("What you had typed here is kept. “Start over” takes it away.", "note");
    this.original = draft;
    this.keep(true);
    this.check();
  },

  close() {
    if (!this.isOpen) return;
    clearTimeout(this.timer);
    this.asked++;
    const draft = this.draft;
    this.draft = null;
    box.hidden = true;
    box.replaceChildren();
    document.body.classList.remove("editing");
    $("#side").inert = false;
    const drafts = this.drafts;
    for (const one of Object.values(drafts)) one.open = false;
    kept.set(this.store, drafts);
    this.closed(draft);
  },

  // Keep what is typed; `open` says that the form is to be there again after a reload.
  keep(open) {
    if (!this.isOpen) return;
    const drafts = this.drafts;
    for (const one of Object.values(drafts)) one.open = false;
    drafts[idOf(this.draft)] = { ...this.draft, sha256: this.fixed.sha256, open };
    kept.set(this.store, drafts);
  },
  forget() {
    const drafts = this.drafts;
    delete drafts[idOf(this.draft)];
    kept.set(this.store, drafts);
  },
  resume() {
    const left = Object.values(this.drafts).find((draft) => draft.open);
    if (left) this.open(left, { again: false });
  },

  get kind() { return this.fixed.kinds.find((kind) => kind.name === this.draft.kind); },

  render() {
    const { draft, kind } = this;
    const chooser = el("select", { id: "field-kind-of-fact" }, this.fixed.kinds.map((k) =>
      el("option", { value: k.name, selected: k.name === draft.kind }, k.title)));
    chooser.addEventListener("change", () => this.become(chooser.value));
    const form = el("form", { novalidate: true, autocomplete: "off" },
      el("header", {},
        el("h2", { id: "editor-title" }, `${TITLES[draft.title]}${draft.what ? `: ${draft.what}` : ""}`),
        el("button", { type: "button", class: "quiet", "data-form": "close" }, el("kbd", { "aria-hidden": "true" }, "Esc"), " Close")),
      el("p", { id: "editor-note", class: "note", role: "status", hidden: true }),
      el("p", { class: "field" }, el("label", { for: "field-kind-of-fact" }, "Kind"), chooser,
        el("span", { class: "help" }, kind.description)),
      kind.fields.map((field) => this.field(field)),
      this.quotes(),
      el("div", { id: "editor-foot" }, el("div", { id: "editor-judge", "aria-live": "polite" }),
      el("p", { class: "acts" },
        el("button", { class: "main" }, el("kbd", { "aria-hidden": "true" }, "Enter"), " Save"),
        el("button", { type: "button", class: "quiet", "data-form": "reset" }, "Start over"))),
      el("datalist", { id: "parties" }));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    form.addEventListener("input", (event) => { this.read(); if (event.target.matches("[list]")) this.parties(event.target); this.later(); });
    form.addEventListener("click", (event) => this.clicked(event));
    box.replaceChildren(form);
    box.hidden = false;
    document.body.classList.add("editing");
    $("#side").inert = true; // the form lies over it
    this.picked();
    $("input, select:not(#field-kind-of-fact), textarea", form)?.focus();
    form.parentElement.scrollTop = 0;
  },

  field(field) {
    const id = `field-${field.name}`, value = this.draft.values[field.name];
    const help = el("span", { class: "help", id: `${id}-help` }, field.description);
    const fault = el("span", { class: "fault", id: `${id}-fault`, hidden: true });
    const described = { "aria-describedby": `${id}-help ${id}-fault`, "data-field": field.name };
    const must = field.required ? el("span", { class: "must" }, " required") : null;
    if (field.type === "several") {
      const chosen = new Set(texts(value));
      return el("fieldset", { class: "field", "data-field": field.name, "aria-describedby": `${id}-help ${id}-fault` },
        el("legend", {}, field.label, must),
        el("span", { class: "checks" }, field.members.map((member, n) => el("label", { title: member.words },
          el("input", { type: "checkbox", value: member.name, checked: chosen.has(member.name), id: n ? null : id }), ` ${plain(member.name)}`))),
        help, fault);
    }
    let input;
    if (field.type === "one") {
      const now = texts(value)[0] ?? "";
      input = el("select", { id, ...described }, el("option", { value: "" }, field.required ? "choose…" : "—"),
        field.members.map((member) => el("option", { value: member.name, selected: member.name === now },
          member.words ? `${plain(member.name)}: ${member.words}` : plain(member.name))));
    } else {
      input = el("input", { id, type: "text", maxlength: 2000, dir: "auto", spellcheck: "false",
        list: field.type === "names" ? "parties" : null, "aria-required": field.required ? "true" : null, ...described });
      input.value = texts(value).join("; ");
    }
    const more = field.type === "text" ? "" : field.type === "one" ? "" : " Several are parted by “;”.";
    help.textContent = field.description + more;
    return el("p", { class: "field" }, el("label", { for: id }, field.label, must), input, help, fault);
  },

  quotes() {
    return el("fieldset", { class: "field quotes", id: "field-quotes" },
      el("legend", {}, "Evidence", el("span", { class: "must" }, " required")),
      el("ul", { id: "quote-list" }, this.draft.spans.map((span, n) => el("li", { dir: "auto" },
        el("q", {}, this.draft.quotes[n] ?? ""),
        el("button", { type: "button", class: "quiet", "data-form": "remove", "data-number": n, "aria-label": `Remove quote ${n + 1}` }, "Remove")))),
      el("p", { class: "acts" },
        el("button", { type: "button", id: "take-words", "data-form": "take" }, "Add the selected words"),
        el("button", { type: "button", class: "quiet", "data-form": "words" }, "Select by keyboard"),
        el("span", { id: "take-which", class: "help" })),
      el("span", { class: "fault", id: "field-quotes-fault", hidden: true }));
  },

  // The form with another kind: what fields of the same name hold stays.
  become(name) {
    this.read();
    this.draft.kind = name;
    this.render();
    this.keep(true);
    this.check();
  },

  clicked(event) {
    const button = event.target.closest("[data-form]");
    if (!button) return;
    const what = button.dataset.form;
    if (what === "close") this.close();
    else if (what === "reset") {
      this.forget();
      this.draft = null;
      this.open({ ...this.original, values: { ...this.original.values }, spans: [...this.original.spans] }, { again: false });
    } else if (what === "remove") {
      this.draft.spans.splice(Number(button.dataset.number), 1);
      this.draft.quotes.splice(Number(button.dataset.number), 1);
      this.requote();
      $("#take-words").focus();
    } else if (what === "take") this.take();
    else if (what === "words") this.selectWords();
  },
  selectWords: () => {}, // set by the page

  // The picked words become evidence.
  take() {
    pick.now();
    if (!pick.span) return this.tell("Select words in the article first: with the mouse, or “Select by keyboard”.", "bad");
    const [start, end] = pick.span;
    if (!this.draft.spans.some(([s, e]) => s === start && e === end)) {
      this.draft.spans.push([start, end]);
      this.draft.quotes.push(pick.words);
    }
    pick.drop();
    this.requote();
    return undefined;
  },
  requote() {
    $("#field-quotes").replaceWith(this.quotes());
    this.picked();
    this.keep(true);
    this.check();
  },
  picked() {
    const which = $("#take-which");
    if (!which) return;
    const words = pick.words;
    which.textContent = words ? `“${words.length > 80 ? `${words.slice(0, 60)}…` : words}”` : "Nothing is selected in the article.";
    $("#take-words").setAttribute("aria-disabled", String(!words));
  },

  read() {
    const values = this.draft.values;
    for (const field of this.kind.fields) {
      const place = $(`[data-field="${CSS.escape(field.name)}"]`, box);
      if (!place) continue;
      values[field.name] = field.type === "several" ? $$("input:checked", place).map((input) => input.value) : place.value;
    }
  },

  // Names of parties for the part that is being typed.
  parties(input) {
    const done = input.value.includes(";") ? input.value.slice(0, input.value.lastIndexOf(";") + 1) : "";
    $("#parties").replaceChildren(...this.names().map((name) => el("option", { value: done ? `${done} ${name}` : name })));
  },

  later() {
    this.keep(true);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.check(), PAUSE);
  },

  get body() {
    const known = new Set(this.kind.fields.map((field) => field.name));
    const values = Object.fromEntries(Object.entries(this.draft.values).filter(([name, value]) => known.has(name) && value !== null));
    const { action, keys, lines, kind, spans } = this.draft;
    return { action, keys, lines, kind, values, spans };
  },

  // Ask the judge; an answer that comes too late is not heard.
  async check() {
    clearTimeout(this.timer);
    const mine = ++this.asked;
    const { status, data } = await question(`${this.fixed.api}/check`, { reviewer: reviewer(), ...this.body });
    if (mine !== this.asked || !this.isOpen || status === 0) return;
    if (status !== 200) return this.tell(`${data.error ?? "The judge can't be asked."} ${data.mend ?? ""}`, "bad");
    this.judged(data);
    return undefined;
  },

  judged(data) {
    if (data.spans?.length && JSON.stringify(data.spans) !== JSON.stringify(this.draft.spans)) {
      // Selections go out to whole words: the list shows what was taken.
      this.draft.spans = data.spans;
      this.draft.quotes = data.quotes;
      const had = document.activeElement?.dataset?.form;
      $("#field-quotes").replaceWith(this.quotes());
      this.picked();
      if (had && !box.contains(document.activeElement)) $(`[data-form="${had}"]`, box)?.focus();
      this.keep(true);
    }
    this.faults(data.faults ?? []);
    if (!data.ok) return;
    const flags = data.fact?.reasons ?? [];
    const judge = $("#editor-judge");
    judge.className = flags.length ? "warned" : "passed";
    judge.replaceChildren(el("p", {}, flags.length
      ? "The judge lets it pass, with a flag:" : "The judge finds it supported by these words."),
      flags.length ? el("ul", {}, flags.map((flag) => el("li", { dir: "auto" }, flag.replace(/^[a-z_]+: /, "")))) : "");
  },

  faults(faults) {
    for (const place of $$(".fault", box)) { place.textContent = ""; place.hidden = true; }
    for (const input of $$("[aria-invalid]", box)) input.removeAttribute("aria-invalid");
    const rest = [];
    for (const { field, code, words } of faults) {
      const quoted = field === null && ["no_quote", "quote_not_found", "quote_ambiguous"].includes(code);
      const place = $(quoted ? "#field-quotes-fault" : `#field-${CSS.escape(field ?? "")}-fault`, box);
      if (!place) { rest.push(words); continue; }
      place.textContent = place.textContent ? `${place.textContent} ${words}` : words;
      place.hidden = false;
      if (!quoted) $(`[data-field="${CSS.escape(field)}"]`, box)?.setAttribute("aria-invalid", "true");
    }
    const judge = $("#editor-judge");
    judge.className = faults.length ? "failed" : "";
    judge.replaceChildren(...(faults.length ? [el("p", {}, `The judge refuses it: ${rest.length ? "" : `${plural(faults.length, "fault")} above.`}`),
      rest.length ? el("ul", {}, rest.map((words) => el("li", { dir: "auto" }, words))) : ""] : []));
  },

  async submit() {
    clearTimeout(this.timer);
    this.read();
    this.asked++;
    const { ok, status, data } = await this.save(this.draft, this.body);
    if (ok) {
      this.forget();
      this.draft && this.close();
      return;
    }
    if (!this.isOpen) return;
    if (data.faults?.length) {
      this.faults(data.faults);
      const first = $("[aria-invalid]", box);
      (first?.matches("fieldset") ? $("input", first) : first)?.focus();
    }
    if (status === 409) this.draft.head = data.head ?? this.draft.head;
    const why = data.faults?.length ? data.faults.map((fault) => fault.words).join("; ") : data.mend ?? "";
    this.tell(`Not saved: ${data.error ?? "the server refused it"}${why ? `. ${why}` : ""}`, "bad");
    say(`Not saved: ${data.error ?? "refused"}${why ? `: ${why}` : ""}`, "bad");
  },

  tell(words, tone) {
    const note = $("#editor-note");
    note.textContent = words;
    note.className = `note ${tone}`;
    note.hidden = false;
    if (tone === "bad") note.scrollIntoView({ block: "nearest" });
  },
};

const idOf = (draft) => JSON.stringify([draft.action, draft.title, ...draft.keys, ...draft.lines]);
const plain = (name) => name.replaceAll("_", " ");
const texts = (value) => (Array.isArray(value) ? value : value === null || value === undefined || value === "" ? [] : String(value).split(";").map((v) => v.trim()));

pick.changed = () => { editor.picked(); const add = $("[data-pick=form]"); if (add) add.hidden = !editor.isOpen; };

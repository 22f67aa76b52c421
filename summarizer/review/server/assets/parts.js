// The server's fragments become nodes here, and nowhere else; what has not changed stays as it is, focus and all.

import { $, $$ } from "./dom.js";

const policy = window.trustedTypes
  ? window.trustedTypes.createPolicy("review", { createHTML: (markup) => markup })
  : { createHTML: (markup) => markup };

export function nodes(markup) {
  const template = document.createElement("template");
  template.innerHTML = policy.createHTML(markup);
  return template.content;
}

// Set the parts of an answer. Facts, lines and blocks that say the same as before are left alone.
export function apply(parts, data) {
  exchange($("#facts"), keyed(nodes(parts.facts).querySelector("#facts"), data.facts), ".fact");
  exchange($("#ledger"), keyed(nodes(parts.ledger).querySelector("#ledger"), data.lines), ".line");
  const summary = $("#summary"), other = nodes(parts.summary).querySelector("#summary");
  if (summary && other && !summary.isEqualNode(other)) summary.replaceWith(other);
  fill($("#progress"), nodes(parts.progress));
  fill($("#notes"), nodes(parts.notes));
  for (const [id, markup] of Object.entries(parts.blocks)) {
    const block = document.getElementById(id);
    if (block) fill(block, nodes(markup));
  }
}

// Facts and lines with their keys as they are: in markup, what a page can't carry has stand-ins.
export function keyed(section, said) {
  for (const item of $$("[data-code]", section)) if (said[item.dataset.code]) item.dataset.key = said[item.dataset.code].key;
  return section;
}

// Put a new section in the place of an old one, with those old members in it that are the same.
function exchange(old, made, members) {
  const had = new Map($$(members, old).map((member) => [member.dataset.key, member]));
  for (const member of $$(members, made)) {
    const same = had.get(member.dataset.key);
    if (same && same.isEqualNode(member)) member.replaceWith(same);
  }
  old.replaceWith(made);
}

function fill(place, content) {
  const probe = place.cloneNode(false);
  probe.append(content);
  if (!probe.isEqualNode(place)) place.replaceChildren(...probe.childNodes);
}

// The article's text and its code points: where a place of the page stands in the text, and the reverse.
// Elements of class `ref` are no text. Everything else in a block is, one character for one.

import { $, $$, calm } from "./dom.js";

const column = $("#text");
const words = $("#text .words");
const blocks = words ? $$(".b", words) : [];
const pairs = /[\ud800-\udbff][\udc00-\udfff]/g;

export const hasText = blocks.length > 0;
export const isIn = (node) => hasText && words.contains(node);

// Code points of a text, and the index in UTF-16 at which so many of them are passed.
export const points = (text) => text.length - (text.match(pairs)?.length ?? 0);
function index(text, count) {
  let at = 0;
  for (let n = 0; n < count && at < text.length; n++) at += text.codePointAt(at) > 0xffff ? 2 : 1;
  return at;
}

const startOf = (block) => Number(block.dataset.start);

// The text nodes of a block that are the article's.
function texts(block) {
  const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
    node.nodeType === Node.TEXT_NODE
      ? NodeFilter.FILTER_ACCEPT
      : node.classList.contains("ref") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP);
  const found = [];
  while (walk.nextNode()) found.push(walk.currentNode);
  return found;
}

export const blockText = (block) => texts(block).map((node) => node.data).join("");
export const endOf = (block) => startOf(block) + points(blockText(block));

// The block that holds a code point; the last one for the text's end.
export function blockAt(point) {
  let low = 0, high = blocks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (startOf(blocks[middle]) <= point) low = middle; else high = middle - 1;
  }
  return blocks[low];
}
export const nextBlock = (block, by) => blocks[blocks.indexOf(block) + by] ?? null;

// The code point at a place of the page (node and offset, as a selection has them); clamped to the text.
export function pointOf(node, offset) {
  const block = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement).closest(".b");
  if (!block || !words.contains(block)) {
    const inner = node === words || words.contains(node) ? node.childNodes[offset] : null;
    const next = inner ?? node;
    const after = blocks.find((b) => b === next || next.contains(b) || next.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING);
    return after ? startOf(after) : endOf(blocks.at(-1));
  }
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(node, offset);
  let count = startOf(block);
  for (const text of texts(block)) {
    if (text === node) return count + points(text.data.slice(0, offset));
    if (before.comparePoint(text, text.length) > 0) break;
    count += points(text.data);
  }
  return count;
}

// The range of the page that [start, end) is.
export function rangeOf(start, end) {
  const range = document.createRange();
  const [first, from] = placeOf(start, false), [last, to] = placeOf(end, true);
  range.setStart(first, from);
  range.setEnd(last, to);
  return range;
}

function placeOf(point, isEnd) {
  const block = blockAt(isEnd ? Math.max(0, point - 1) : point);
  let left = point - startOf(block);
  let last = null;
  for (const text of texts(block)) {
    const size = points(text.data);
    if (left < size || (isEnd && left === size)) return [text, index(text.data, left)];
    left -= size;
    last = text;
  }
  return last ? [last, last.length] : [block, 0];
}

// The words of [start, end), as they stand.
export function textBetween(start, end) {
  let said = "";
  for (let block = blockAt(start); block && startOf(block) < end; block = nextBlock(block, 1)) {
    const text = blockText(block), first = startOf(block);
    said += text.slice(index(text, Math.max(0, start - first)), index(text, end - first));
  }
  return said;
}

// The selection in the text as [start, end), or null.
export function selected() {
  const selection = getSelection();
  if (!hasText || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(words) || !(isIn(selection.anchorNode) || isIn(selection.focusNode))) return null;
  const start = pointOf(range.startContainer, range.startOffset), end = pointOf(range.endContainer, range.endOffset);
  return start < end ? [start, end] : null;
}

// Paint ranges under a name of the style sheet (`::highlight(name)`); the page's own nodes are not touched.
export function paint(name, spans) {
  if (!window.Highlight) return;
  if (spans.length && hasText) CSS.highlights.set(name, new Highlight(...spans.map(([start, end]) => rangeOf(start, end))));
  else CSS.highlights.delete(name);
}

export const isScroller = (box) => ["auto", "scroll"].includes(getComputedStyle(box).overflowY) && box.scrollHeight > box.clientHeight;

// Scroll the text column, and nothing else, so that a place in it is seen. Where the whole page scrolls, only if `far`.
export function show(target, far = false) {
  const rect = () => (target instanceof Range ? target.getClientRects()[0] ?? target.getBoundingClientRect() : target.getBoundingClientRect());
  if (!isScroller(column)) {
    if (far) (target instanceof Range ? target.startContainer.parentElement : target).scrollIntoView({ block: "center" });
    return;
  }
  const isLong = column.classList.contains("long");
  // In a long text what was never laid out has an estimated height: the place is looked at again once it is known.
  const step = (left) => {
    const box = column.getBoundingClientRect(), at = rect();
    const low = box.top + Math.min(box.height * 0.18, 120), high = box.bottom - Math.min(box.height * 0.2, 120);
    if (at.top >= low && at.bottom <= high) return;
    const top = column.scrollTop + at.top - box.top - box.height * 0.3;
    column.scrollTo({ top, behavior: isLong || calm() ? "instant" : "smooth" });
    if (isLong && left) requestAnimationFrame(() => step(left - 1));
  };
  step(4);
}

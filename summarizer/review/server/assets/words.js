// Selecting words of the article: with the mouse, or with the keyboard alone (v). What is selected stays picked, and is
// seen, while a form is filled in.

import { $, say } from "./dom.js";
import { blockAt, blockText, endOf, hasText, isIn, nextBlock, paint, pointOf, points, rangeOf, selected, show, textBetween } from "./text.js";

const box = $("#pick");
const segments = window.Intl?.Segmenter ? new Intl.Segmenter(undefined, { granularity: "word" }) : null;

const short = (words) => (words.length > 80 ? `${words.slice(0, 48)} … ${words.slice(-24)}` : words);

export const pick = {
  span: null, // [start, end) in code points
  changed: () => {},

  get words() { return this.span ? textBetween(...this.span).trim() : ""; },
  set(span) {
    this.span = span;
    paint("picked", span ? [span] : []);
    if (box) {
      box.hidden = !span;
      $("#pick-words").textContent = short(this.words);
      // It stands where it covers none of the words.
      if (span) {
        const at = rangeOf(...span).getBoundingClientRect(), column = $("#text").getBoundingClientRect();
        box.classList.toggle("up", (at.top + at.bottom) / 2 > (Math.max(column.top, 0) + Math.min(column.bottom, innerHeight)) / 2);
      }
    }
    this.changed();
  },
  // What is selected at this moment, before the pause is over.
  now() {
    const span = mode.on ? null : selected();
    if (span) this.set(span);
  },
  // After blocks of the text were set anew.
  repaint() {
    paint("picked", this.span ? [this.span] : []);
    if (mode.on) paint("word", [mode.span]);
  },
  drop() {
    this.set(null);
    if (isIn(getSelection().anchorNode)) getSelection().removeAllRanges();
  },
};

// The mouse (or a finger): the selection is taken when it rests. A click elsewhere in the text lets it go.
let timer = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (mode.on) return;
    const span = selected();
    if (span) pick.set(span);
    else if (pick.span && getSelection().rangeCount && isIn(getSelection().anchorNode)) pick.set(null);
  }, 60);
});

// The keyboard: a cursor of one word, which Shift stretches.
export const mode = {
  on: false,
  at: null, // the word that the cursor is on, [start, end)
  anchor: null, // the word that the selection began with

  begin(from) {
    if (!hasText) return say("The article's text is not here.", "bad");
    this.on = true;
    document.body.classList.add("selecting");
    $("#text").focus({ preventScroll: true });
    this.anchor = this.at = wordNear(from ?? 0, 1) ?? wordNear(0, 1);
    this.paint();
    return undefined;
  },
  end(taken) {
    this.on = false;
    document.body.classList.remove("selecting");
    paint("word", []);
    if (taken) {
      pick.set(this.span);
      say(`Taken: “${short(pick.words)}”. n adds a fact.`);
    } else say("No words selected.");
  },
  get span() {
    return [Math.min(this.at[0], this.anchor[0]), Math.max(this.at[1], this.anchor[1])];
  },
  paint() {
    if (!this.at) return;
    paint("word", [this.span]);
    show(rangeOf(...this.at), true);
    say(`Selected: “${short(textBetween(...this.span))}”. Enter takes it, Esc leaves.`);
  },
  // A key that was pressed; true where it was one of ours.
  key(event) {
    const { key, shiftKey } = event;
    if (key === "Enter") this.end(true);
    else if (key === "Escape") this.end(false);
    else if (key === "ArrowLeft" || key === "ArrowRight") {
      const block = blockAt(this.at[0]);
      const forward = (key === "ArrowRight") === (getComputedStyle(block).direction === "ltr");
      this.go(forward ? wordNear(this.at[1], 1) : wordNear(this.at[0], -1), shiftKey);
    } else if (key === "ArrowUp" || key === "ArrowDown") this.go(lineFrom(this.at, key === "ArrowDown" ? 1 : -1), shiftKey);
    else if (key === "Home") this.go(wordNear(0, 1), shiftKey);
    else if (key === "End") this.go(wordNear(endOf(lastBlock()), -1), shiftKey);
    else return false;
    event.preventDefault();
    return true;
  },
  go(word, stretch) {
    if (!word) return;
    this.at = word;
    if (!stretch) this.anchor = word;
    this.paint();
  },
};

const lastBlock = () => blockAt(Number.MAX_SAFE_INTEGER);

function wordsOf(block) {
  const text = blockText(block), start = Number(block.dataset.start);
  const found = [];
  let at = 0, count = start;
  const add = (index, word) => {
    count += points(text.slice(at, index));
    at = index;
    found.push([count, count + points(word)]);
  };
  if (segments) {
    for (const { segment, index, isWordLike } of segments.segment(text)) if (isWordLike) add(index, segment);
  } else {
    for (const match of text.matchAll(/[\p{L}\p{N}\p{M}’'-]+/gu)) add(match.index, match[0]);
  }
  return found;
}

// The first word that begins at or after a point (by = 1), the last that ends at or before it (by = -1).
function wordNear(point, by) {
  let block = blockAt(by > 0 ? point : Math.max(0, point - 1));
  while (block) {
    const words = wordsOf(block);
    const found = by > 0 ? words.find(([start]) => start >= point) : words.findLast(([, end]) => end <= point);
    if (found) return found;
    block = nextBlock(block, by);
  }
  return null;
}

// The word above or below: what stands a line further at the same place.
function lineFrom(word, by) {
  const range = rangeOf(...word);
  show(range, true);
  const box = range.getClientRects()[0];
  const x = (box.left + box.right) / 2;
  for (let lines = 1; lines <= 4; lines++) {
    const y = (box.top + box.bottom) / 2 + by * lines * Math.max(box.height, 16) * 1.15;
    const point = pointAt(x, y);
    if (point === null) continue;
    const words = wordsOf(blockAt(point));
    const found = words.find(([start, end]) => start <= point && point <= end) ?? words.findLast(([, end]) => end <= point) ?? words[0];
    if (found && (by > 0 ? found[0] > word[0] : found[0] < word[0])) return found;
  }
  const block = nextBlock(blockAt(word[0]), by);
  return block ? (by > 0 ? wordNear(Number(block.dataset.start), 1) : wordNear(endOf(block), -1)) : null;
}

function pointAt(x, y) {
  if (document.caretPositionFromPoint) {
    const at = document.caretPositionFromPoint(x, y);
    return at && isIn(at.offsetNode) ? pointOf(at.offsetNode, at.offset) : null;
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range && isIn(range.startContainer) ? pointOf(range.startContainer, range.startOffset) : null;
}

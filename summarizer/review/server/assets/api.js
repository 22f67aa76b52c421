// Talking to the server: writes one after the other, a look every few seconds, and what happens when it is gone.

import { $ } from "./dom.js";
import { nodes } from "./parts.js";

const EVERY = 4000; // milliseconds between two looks
const meta = (name) => $(`meta[name=${name}]`)?.content ?? "";

let token = meta("review-token");
let line = Promise.resolve();
let gone = false;

// One write: {ok, status, data}. Where the server can't be reached, status is 0. Writes wait for each other.
export function write(path, body) {
  const sent = line.then(() => post(path, body()));
  line = sent;
  return sent;
}

// A question that changes nothing may overtake others.
export const question = (path, body) => post(path, body);

async function post(path, body, again = true) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Review-Token": token },
      body: JSON.stringify(body),
    });
    const data = await answer.json().catch(() => ({}));
    here();
    // A server that was started anew knows the old token no more; nothing was written, so it is asked once more.
    if (answer.status === 403 && again && (await renew())) return post(path, body, false);
    return { ok: answer.ok, status: answer.status, data };
  } catch {
    lost();
    return { ok: false, status: 0, data: { error: "the server can't be reached: nothing was kept of this", faults: [] } };
  }
}

async function renew() {
  const page = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!page.ok) return false;
  const fresh = nodes(await page.text()).querySelector("meta[name=review-token]")?.content;
  if (!fresh || fresh === token) return false;
  token = fresh;
  return true;
}

// Look for news every few seconds while the page is seen. `asked` gives the address, `news` takes the answer.
export function watch(asked, news) {
  let timer = 0;
  async function look() {
    clearTimeout(timer);
    if (document.visibilityState === "visible") {
      try {
        const address = asked();
        const answer = await fetch(address);
        if (answer.ok) {
          const data = await answer.json();
          here();
          if (address === asked()) news(data);
        } else if (answer.status === 404) {
          lost("This brief is no longer in the folder. What was decided of it is kept.");
        }
      } catch {
        lost();
      }
    }
    clearTimeout(timer);
    timer = setTimeout(look, EVERY);
  }
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());
  timer = setTimeout(look, EVERY);
  return look;
}

function lost(
  words = "The server can't be reached. What was decided is kept, and what you are typing stays here; it is tried again every few seconds. Start it anew with the same command.",
) {
  if (gone) return;
  gone = true;
  const banner = $("#gone");
  banner.textContent = words;
  banner.hidden = false;
}

function here() {
  if (!gone) return;
  gone = false;
  $("#gone").hidden = true;
  for (const what of returned) what();
}

// What is to be done once the server is there again.
const returned = [];
export const whenBack = (what) => returned.push(what);

// Who reviews: a name that nobody checks, kept by the browser.

import { $, kept, say } from "./dom.js";
import { write } from "./dialogs.js";

const given = $("meta[name=reviewer]").content;

export const reviewer = () => kept.get("reviewer", localStorage) || given;

export function showName() {
  $("#who-name").textContent = reviewer();
}

export function askName(then = () => {}) {
  write("Who reviews?", "Your name", (name) => {
    kept.set("reviewer", name, localStorage);
    showName();
    say(`You decide as ${name} now.`);
    then();
    return null;
  }, { value: reviewer(), about: "It stands beside each of your decisions. Nobody checks it." });
}

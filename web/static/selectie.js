// Mijn selectie, kept in this browser only: "Bewaar" adds without leaving the page; the link in the header carries the ids.
// What the page of the selection itself does stands in memo.js.

const KEY = "selectie";
const MOST = 60;
// The longest address that the site takes is a little longer.
const LONGEST = 7500;
const status = document.querySelector("[data-status]");
const link = document.querySelector("[data-selection-link]");
const empty = link.pathname;
// Each "Bewaar" and what it adds.
const buttons = new Map([...document.querySelectorAll("[data-select]")].map((one) => [one, new URL(one.href).searchParams.getAll("id")]));
let items = read();

for (const button of buttons.keys()) {
  button.setAttribute("role", "button");
  for (const kind of ["click", "keydown"]) {
    button.addEventListener(kind, (event) => {
      if (kind === "keydown" && event.key !== " ") return;
      event.preventDefault();
      toggle(buttons.get(button));
    });
  }
}
// "Neem mee" adds too, and leads to all that is kept; what does not fit is shown as its link has it.
for (const taking of document.querySelectorAll("[data-take]")) {
  taking.addEventListener("click", () => {
    const chosen = [...new Set([...items, ...new URL(taking.href).searchParams.getAll("id")])];
    if (chosen.length > MOST || address(chosen).length > LONGEST) return;
    write(chosen);
    taking.href = address();
  });
}
// Another window of this browser, or memo.js, changed what is kept.
addEventListener("storage", () => {
  items = read();
  show();
});
show();

function toggle(those) {
  const isIn = those.every((item) => items.includes(item));
  const chosen = isIn ? items.filter((item) => !those.includes(item)) : [...new Set([...items, ...those])];
  if (!isIn && chosen.length > MOST) {
    status.textContent = `Uw selectie is vol: er kunnen ${MOST} teksten in. Haal er bij ‘Mijn selectie’ eerst een weg.`;
    return;
  }
  if (!isIn && address(chosen).length > LONGEST) {
    status.textContent = "Uw selectie is vol: het adres ervan wordt te lang. Haal er bij ‘Mijn selectie’ eerst een weg.";
    return;
  }
  write(chosen);
  status.textContent = isIn ? "Weggehaald uit uw selectie." : `Bewaard in uw selectie. U hebt er nu ${items.length}.`;
}

function show() {
  link.href = address();
  link.querySelector("[data-selection-count]").textContent = items.length ? ` (${items.length})` : "";
  for (const [button, those] of buttons) {
    const isIn = those.every((item) => items.includes(item));
    button.textContent = isIn ? "Bewaard" : "Bewaar";
    if (button.ariaLabel) button.ariaLabel = button.ariaLabel.replace(/^\w+/, button.textContent);
    button.setAttribute("aria-pressed", String(isIn));
    button.classList.toggle("is-done", isIn);
  }
}

function address(chosen = items) {
  const ids = chosen.map((item) => `id=${encodeURIComponent(item)}`).join("&");
  return ids ? `${empty}?${ids}` : empty;
}

function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((item) => typeof item === "string") : [];
  } catch {
    return [];
  }
}

function write(chosen) {
  items = chosen;
  try {
    localStorage.setItem(KEY, JSON.stringify(items));
  } catch {
    // A browser that keeps nothing still has the ids in the address.
  }
  show();
}

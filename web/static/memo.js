// The page of the selection: whose selection it is, its order, and a reader's own words. Those are kept in this browser only, and
// leave it in the body of a request when a memo is asked for.

const SELECTION = "selectie";
const MEMO = "memo";
// The site takes a body that is a little longer.
const LARGEST = 64_000;
const told = document.querySelector("[data-status]");
const page = document.querySelector("[data-selection-page]");
const heading = page.querySelector("h1");
const form = page.querySelector(".memo");
const most = Number(page.dataset.most);
// The site may stand under a path of its host: the link to the selection has it.
const path = document.querySelector("[data-selection-link]").pathname;
const given = new URLSearchParams(location.search);
// A page that tells what is wrong with a memo shows it as it was typed.
const isTyped = form?.dataset.typed !== undefined;
const asked = isTyped ? shown() : given.getAll("id").filter(Boolean);
const keeps = canKeep();
const mine = selection();
const isMine = asked.length === mine.length && asked.every((item) => mine.includes(item));
// Of what is kept, that which this page decides of; what another window adds meanwhile stays.
const decided = [...page.querySelectorAll(".add-item [name=id]")].map((one) => one.value).slice(0, most);

if (!asked.length && !given.has("erbij") && mine.length) location.replace(address(mine));
else if (form && (isMine || !keeps)) own();
else if (form) shared();
else if (isMine) arranged();

function own() {
  arranged();
  if (isTyped) save();
  else if (keeps) begin(kept(MEMO) ?? {});
  for (const one of form.querySelectorAll(keeps ? "[data-kept], [data-wipe], .drag" : ".drag")) one.hidden = false;
  if (keeps) form.autocomplete = "off";
  form.addEventListener("input", save);
  form.addEventListener("click", pressed);
  // In one line, Enter would send the form.
  form.elements.titel.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  taking();
  dragging();
  printing();
}

function shared() {
  const box = page.querySelector("[data-shared]");
  const fresh = shown().filter((item) => !mine.includes(item));
  form.reset();
  form.classList.add("is-shared");
  heading.textContent = "Gedeelde selectie";
  document.title = document.title.replace("Mijn selectie", heading.textContent);
  const words = document.createElement("p");
  words.textContent = fresh.length ? "Deze teksten staan nog niet allemaal in uw eigen selectie." : "Deze teksten staan al in uw eigen selectie.";
  const on = document.createElement(fresh.length ? "button" : "a");
  if (fresh.length) {
    Object.assign(on, { type: "button", className: "button", textContent: "Voeg toe aan mijn selectie" });
    on.addEventListener("click", () => adopt(fresh));
  } else Object.assign(on, { href: address(mine), textContent: "Ga naar mijn selectie" });
  box.append(words, on);
  box.classList.add("note");
  box.hidden = false;
  taking();
}

function adopt(fresh) {
  if (mine.length + fresh.length > most) warn(`Uw selectie wordt te groot: er kunnen ${most} teksten in. Haal er bij ‘Mijn selectie’ eerst een weg.`);
  else {
    keep(SELECTION, [...mine, ...fresh]);
    location.assign(address([...mine, ...fresh]));
  }
}

function pressed(event) {
  const button = event.target.closest("button");
  if (button?.closest("[data-wipe]")) wipe(button.value === "all");
  // Not form.id: the form has fields of that name.
  if (button?.getAttribute("form") !== "volgorde") return;
  event.preventDefault();
  move(button, button.closest(".chosen"));
}

function move(button, section) {
  const name = section.querySelector("h2").textContent;
  const isUp = button.name === "omhoog";
  const before = section.previousElementSibling;
  const after = section.nextElementSibling;
  if (button.name === "weg") {
    section.remove();
    ((after ?? before)?.querySelector("[name=weg]") ?? page.querySelector("#erbij")).focus();
    told.textContent = `Weggehaald: ${name}.`;
  } else {
    if (isUp) before?.before(section);
    else after?.after(section);
    button.focus();
    told.textContent = `${name} staat nu op plaats ${shown().indexOf(section.dataset.item) + 1} van ${shown().length}.`;
  }
  arranged();
  save();
  // Nothing is left, or now it may be taken along.
  if (!shown().length || !form.querySelector("[data-copy-memo]")) location.replace(address(selection()));
}

// Keep what is shown, in this order: in this browser, in the address and in the forms that hand it on.
function arranged() {
  const items = [...(form ? shown() : []), ...selection().filter((item) => !decided.includes(item))];
  keep(SELECTION, items);
  if (!form) return;
  history.replaceState(null, "", address(items));
  for (const one of page.querySelectorAll("[data-ids]")) {
    for (const field of one.querySelectorAll("[name=id]")) field.remove();
    one.append(...items.map((value) => Object.assign(document.createElement("input"), { type: "hidden", name: "id", value })));
  }
  const count = shown().length;
  page.querySelector("[role=status]").textContent = `${count} ${count === 1 ? "tekst" : "teksten"} gekozen`;
}

function wipe(isAll) {
  const fold = form.querySelector("[data-wipe]");
  fill({});
  save();
  fold.open = false;
  fold.querySelector("summary").focus();
  told.textContent = "Uw titel, kopjes en eigen woorden zijn gewist.";
  if (!isAll) return;
  keep(SELECTION, []);
  location.replace(path);
}

// What a reader typed before this came over a slow line, stays.
function begin(before) {
  const early = [...form.querySelectorAll("[name=titel], .chosen select, .chosen textarea")].filter((field) => field.value).map((field) => [field, field.value]);
  fill(before);
  for (const [field, value] of early) field.value = value;
  if (early.length) save();
}

function fill({ titel = "", bij = {} }) {
  form.elements.titel.value = titel;
  for (const section of sections()) {
    const { kopje = "", woorden = "" } = bij?.[section.dataset.item] ?? {};
    section.querySelector("select").value = kopje;
    section.querySelector("textarea").value = woorden;
  }
  mirror();
}

function save() {
  const bij = {};
  for (const section of sections()) {
    const [kopje, woorden] = [section.querySelector("select").value, section.querySelector("textarea").value];
    if (kopje || woorden) bij[section.dataset.item] = { kopje, woorden };
  }
  const titel = form.elements.titel.value;
  keep(MEMO, titel || Object.keys(bij).length ? { titel, bij } : null);
  mirror();
}

// What a print says in the place of the fields.
function mirror() {
  heading.dataset.said = form.elements.titel.value.trim();
  for (const field of form.querySelectorAll("textarea")) field.parentElement.dataset.said = field.value.trim();
}

// On paper the texts stand under their headings.
function printing() {
  const texts = form.querySelector(".memo-texts");
  let before = [];
  matchMedia("print").addEventListener("change", ({ matches }) => {
    for (const one of form.querySelectorAll(".printed-heading")) one.remove();
    const focused = document.activeElement;
    if (matches) before = sections();
    else texts.append(...before);
    const chosen = (section) => section.querySelector("select");
    let last = 0;
    for (const section of matches ? [...before].sort((a, b) => chosen(a).selectedIndex - chosen(b).selectedIndex) : []) {
      const { selectedIndex, selectedOptions } = chosen(section);
      if (selectedIndex > last) {
        last = selectedIndex;
        texts.append(Object.assign(document.createElement("h2"), { className: "printed-heading", textContent: selectedOptions[0].textContent }));
      }
      texts.append(section);
    }
    focused.focus({ preventScroll: true });
  });
}

function dragging() {
  let dragged = null;
  form.addEventListener("dragstart", ({ target, dataTransfer }) => {
    if (!target.matches?.(".drag")) return;
    dragged = target.closest(".chosen");
    dataTransfer.setData("text/plain", dragged.querySelector("h2").textContent);
    dataTransfer.setDragImage(dragged, 0, 0);
  });
  form.addEventListener("dragover", (event) => {
    const over = dragged && event.target.closest?.(".chosen");
    if (!over) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    if (over !== dragged) over[event.clientY < top + height / 2 ? "before" : "after"](dragged);
  });
  form.addEventListener("drop", (event) => dragged && event.preventDefault());
  form.addEventListener("dragend", () => {
    dragged = null;
    arranged();
  });
}

async function taking() {
  const button = form.querySelector("[data-copy-memo]");
  if (!button) return;
  form.addEventListener("submit", (event) => {
    if (String(body()).length <= LARGEST) return;
    event.preventDefault();
    tooLong();
  });
  const { put } = await import(told.dataset.clipboard);
  button.addEventListener("click", () => put(button, memo()));
  button.hidden = false;
}

// What the server makes of it, as it does for Word.
async function memo() {
  if (String(body()).length > LARGEST) throw tooLong();
  const answer = await fetch(`${path}/kopie`, { method: "POST", body: body() });
  if (answer.ok) return answer.json();
  const { fouten } = answer.status === 400 ? await answer.json() : { fouten: ["Kopiëren lukt nu niet. Probeer het later nog eens."] };
  throw warn(fouten.join(" "));
}

function body() {
  return new URLSearchParams(new FormData(form));
}

function tooLong() {
  return warn("Uw memo is te lang om mee te nemen. Maak uw eigen woorden korter, of haal een tekst weg.");
}

// Show a sentence where it is seen, and return it as an error.
function warn(sentence) {
  const before = page.querySelector("[data-warning]");
  const note = before ?? Object.assign(document.createElement("p"), { className: "note" });
  note.dataset.warning = "";
  note.textContent = sentence;
  if (!before) page.querySelector("form").before(note);
  told.textContent = sentence;
  return new Error(sentence, { cause: sentence });
}

function sections() {
  return [...form.querySelectorAll(".chosen")];
}

function shown() {
  return sections().map((section) => section.dataset.item);
}

function address(items) {
  const ids = items.map((item) => `id=${encodeURIComponent(item)}`).join("&");
  return ids ? `${path}?${ids}` : path;
}

function selection() {
  const items = kept(SELECTION);
  return Array.isArray(items) ? items.filter((item) => typeof item === "string") : [];
}

// A browser may be set to keep nothing; then there is only what is in the address.
function canKeep() {
  try {
    return Boolean(localStorage);
  } catch {
    return false;
  }
}

function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // It is full, or may not be used: the address still has the ids.
  }
  dispatchEvent(new Event("storage"));
}

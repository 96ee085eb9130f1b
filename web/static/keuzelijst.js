// Suggestions while typing: asked for after a pause, chosen with the arrows, left with Escape.

const LEAST_LETTERS = 2;
const PAUSE = 150;

// Let a combobox suggest in its list, and say in the status how many there are.
export function suggest(input, list, status) {
  let options = [];
  let active = -1;
  let timer;
  let asked = 0;

  input.addEventListener("input", wait);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!options.length && event.key === "ArrowUp") return;
      event.preventDefault();
      if (options.length) choose(active + (event.key === "ArrowDown" ? 1 : -1));
      else open();
    } else if (event.key === "Escape" && options.length) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.href = options[active].dataset.address;
    }
  });
  input.addEventListener("blur", close);
  // What was typed while this was fetched.
  if (input.value !== input.defaultValue) wait();

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  }

  // Of a field that was left, or a list that was closed.
  async function open() {
    clearTimeout(timer);
    await ask();
    if (options.length && active < 0) choose(0);
  }

  async function ask() {
    const typed = input.value.trim();
    const number = ++asked;
    if (typed.length < LEAST_LETTERS) return close();
    try {
      const answer = await fetch(new URL(`suggesties?q=${encodeURIComponent(typed)}`, input.form.action));
      const { suggesties } = await answer.json();
      if (number !== asked || document.activeElement !== input) return;
      show(suggesties, typed);
      if (!suggesties.length) status.textContent = "Geen suggesties";
    } catch {
      close();
    }
  }

  function show(suggestions, typed) {
    list.replaceChildren();
    options = [];
    active = -1;
    input.removeAttribute("aria-activedescendant");
    let group;
    for (const { groep, tekst, adres } of suggestions) {
      if (group?.dataset.group !== groep) {
        const label = element("div", { class: "options-group", id: `groep-${options.length}` });
        label.textContent = groep;
        group = element("div", { role: "group", "aria-labelledby": label.id, "data-group": groep });
        group.append(label);
        list.append(group);
      }
      const option = element("div", { role: "option", class: "option", id: `suggestie-${options.length}`, "aria-selected": "false", "data-address": adres });
      emphasise(option, tekst, typed);
      option.addEventListener("mousedown", (event) => {
        event.preventDefault();
        location.href = adres;
      });
      group.append(option);
      options.push(option);
    }
    const isOpen = options.length > 0;
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    status.textContent = isOpen ? `${options.length} ${options.length === 1 ? "suggestie" : "suggesties"}` : "";
  }

  function choose(number) {
    options[active]?.setAttribute("aria-selected", "false");
    active = number < -1 ? options.length - 1 : number >= options.length ? -1 : number;
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    options[active].setAttribute("aria-selected", "true");
    options[active].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[active].id);
  }

  function close() {
    asked += 1;
    clearTimeout(timer);
    show([], "");
  }
}

// What the reader did not type yet stands out.
function emphasise(option, text, typed) {
  const at = text.toLowerCase().indexOf(typed.toLowerCase());
  if (at < 0) return option.append(text);
  const [before, after] = [element("b", {}), element("b", {})];
  before.textContent = text.slice(0, at);
  after.textContent = text.slice(at + typed.length);
  option.append(before, text.slice(at, at + typed.length), after);
}

function element(name, attributes) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

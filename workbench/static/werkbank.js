// What a browser adds: how much is ticked, that who types something of their own chooses it, and parts of an answer that are moved without asking the page again. Without it all works too.

const words = (text) => text.trim().split(/\s+/).filter(Boolean).length;

const pick = document.querySelector("[data-pick]");
if (pick) {
  const count = pick.querySelector("[data-count]");
  const tell = () => {
    const sentences = [...pick.querySelectorAll(".bench-sentence :checked")];
    const wholes = pick.querySelectorAll(".bench-whole :checked").length;
    const long = sentences.reduce((sum, box) => sum + words(box.parentElement.textContent), 0);
    const said = [];
    if (sentences.length) said.push(`${sentences.length} ${sentences.length === 1 ? "zin" : "zinnen"}, ${long} woorden`);
    if (wholes) said.push(`${wholes} keer het geheel`);
    count.textContent = said.join(" en ");
  };
  pick.addEventListener("change", tell);
  tell();
}

for (const own of document.querySelectorAll("[data-own]")) {
  own.addEventListener("input", () => { own.closest("fieldset").querySelector("[value=eigen]").checked = true; });
}

const units = document.querySelector("[data-units]");
if (units) {
  const status = document.querySelector("[data-moved]");
  const number = () => [...units.children].forEach((unit, at) => {
    for (const button of unit.querySelectorAll("[name=doe]")) button.value = `${button.value.split(":")[0]}:${at}`;
    for (const hidden of unit.querySelectorAll(".buttons .visually-hidden")) hidden.textContent = ` deel ${at + 1}`;
    unit.querySelector(".bench-field label").textContent = `Kopje van deel ${at + 1}`;
  });
  const told = (unit) => { status.textContent = `Dit is nu deel ${[...units.children].indexOf(unit) + 1} van ${units.children.length}.`; };

  units.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const unit = button.closest("[data-unit]");
    if (button.dataset.move === "-1") unit.previousElementSibling?.before(unit);
    else unit.nextElementSibling?.after(unit);
    number();
    told(unit);
    button.focus();
  });

  let dragged = null;
  for (const words of units.querySelectorAll("[data-unit-words]")) {
    words.draggable = true;
    words.addEventListener("dragstart", (event) => {
      dragged = words.closest("[data-unit]");
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", "");
    });
  }
  units.addEventListener("dragover", (event) => {
    const over = event.target.closest("[data-unit]");
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === dragged) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(dragged);
    else over.after(dragged);
  });
  units.addEventListener("drop", (event) => event.preventDefault());
  units.addEventListener("dragend", () => {
    if (!dragged) return;
    number();
    told(dragged);
    dragged = null;
  });
}

// What cited words get when scripts run: "Kopieer met bron", "Druk af", and names that say what each tool is about.
// The copying itself is fetched when a reader comes near it, so that a first page stays light.

const { clipboard } = document.querySelector("[data-status]").dataset;
const tools = [...document.querySelectorAll("[data-address]")];
let copy;

for (const one of tools) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Kopieer met bron";
  copies(button, [one]);
  one.prepend(button);
  const about = one.ariaLabel ?? one.closest("[data-citable]").querySelector("h1, h2").textContent;
  for (const tool of one.querySelectorAll("a, button, summary")) tool.ariaLabel = `${tool.textContent.trim()}: ${about}`;
}
for (const button of document.querySelectorAll("[data-copy-all]")) {
  button.hidden = false;
  copies(button, tools);
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

function copies(button, tools) {
  button.addEventListener("pointerenter", fetched);
  button.addEventListener("focus", fetched);
  // At once when it can: some browsers let a script copy only in the click itself.
  button.addEventListener("click", async () => {
    if (!copy) await fetched();
    copy(button, tools);
  });
}

async function fetched() {
  ({ copy } = await import(clipboard));
}

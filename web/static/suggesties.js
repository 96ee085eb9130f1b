// A search field with suggestions, after the W3C pattern for an editable combobox with a list: what it is, from the start.
// What it does is fetched when a reader comes to it. Until then, and without a chosen suggestion, the form works as it always does.

const { suggesting } = document.querySelector("[data-status]").dataset;

for (const box of document.querySelectorAll("[data-combobox]")) {
  const input = box.querySelector("input");
  box.insertAdjacentHTML("beforeend",
    '<div id="suggesties" role="listbox" class="options" aria-label="Suggesties" hidden></div><div role="status" class="visually-hidden"></div>');
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": "suggesties", "aria-autocomplete": "list", "aria-haspopup": "listbox",
  })) input.setAttribute(name, value);
  const begin = async () => (await import(suggesting)).suggest(input, ...box.querySelectorAll("[role]:not(input)"));
  if (document.activeElement === input) begin();
  else input.addEventListener("focus", begin, { once: true });
}

// "Kopieer met bron": the literal words with who said them, the source line and the permanent address, formatted and plain. Also "Druk af".

const BLOCKS = "p, li, td, th";
const status = document.querySelector("[data-status]");

for (const button of document.querySelectorAll("[data-copy-button]")) {
  button.hidden = false;
  button.addEventListener("click", () => put(button, cited(button)));
}
for (const button of document.querySelectorAll("[data-copy-all]")) {
  button.hidden = false;
  button.addEventListener("click", () => put(button, all([...document.querySelectorAll("main [data-copy-button]")].map(cited))));
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

async function put(button, { plain, html }) {
  try {
    await navigator.clipboard.write([
      new ClipboardItem({
        "text/plain": new Blob([plain], { type: "text/plain" }),
        "text/html": new Blob([html], { type: "text/html" }),
      }),
    ]);
    done(button);
  } catch {
    offer(button, plain);
  }
}

function all(parts) {
  return { plain: parts.map(({ plain }) => plain).join("\n\n"), html: parts.map(({ html }) => html).join("") };
}

function cited(button) {
  const lines = words(button.closest("[data-citable]").querySelector("[data-words]"));
  const { source, said, address } = button.dataset;
  const isOne = lines.length === 1 && !lines[0].isItem;
  const bare = (text) => text.replace(/^[“"'‘]|[”"'’]$/g, "");
  const shown = isOne ? [{ text: `“${bare(lines[0].text)}”`, isItem: false }] : lines;
  const by = said ? `${said} ` : "";
  return {
    plain: `${shown.map(({ text, isItem }) => (isItem ? `- ${text}` : text)).join("\n")}\n${by}${source}\n${address}`,
    html: `<blockquote>${shown.map(({ text, isItem }) => (isItem ? `<li>${escape(text)}</li>` : `<p>${escape(text)}</p>`)).join("")}</blockquote>` +
      `<p>${escape(by)}<a href="${escape(address)}">${escape(source)}</a></p>`,
  };
}

// The blocks of the words, without what the editor added and without quotes that stand in between.
function words(container) {
  const copyOf = container.cloneNode(true);
  for (const ours of copyOf.querySelectorAll(".redactie, figure")) ours.remove();
  const blocks = [...copyOf.querySelectorAll(BLOCKS)].filter((block) => !block.parentElement.closest("p"));
  return (blocks.length ? blocks : [copyOf])
    .map((block) => ({ text: own(block), isItem: block.matches("li, td") }))
    .filter(({ text }) => text);
}

// The text of a block itself: of a list item not that of the list inside it.
function own(block) {
  const bare = block.cloneNode(true);
  for (const inner of bare.querySelectorAll(BLOCKS)) inner.remove();
  return bare.textContent.replace(/\s+/g, " ").trim();
}

function done(button) {
  const before = button.textContent;
  button.textContent = "Gekopieerd";
  button.classList.add("is-done");
  status.textContent = "Gekopieerd, met de bron erbij.";
  setTimeout(() => {
    button.textContent = before;
    button.classList.remove("is-done");
    status.textContent = "";
  }, 2500);
}

// Where the browser does not let us copy: a field to copy from.
function offer(button, plain) {
  const field = document.createElement("textarea");
  field.readOnly = true;
  field.rows = 6;
  field.value = plain;
  field.setAttribute("aria-label", "Kopieer deze tekst");
  button.closest(".tools").after(field);
  field.select();
  status.textContent = "Kopieer de tekst uit het veld.";
}

function escape(text) {
  return text.replace(/[&<>"]/g, (character) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character]);
}

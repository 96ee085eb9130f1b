// Put cited words on the clipboard: the literal words with who said them, the source line and the permanent address, formatted and plain.

const BLOCKS = "p, li, td, th";
const status = document.querySelector("[data-status]");

// Copy the words that belong to each of the tools, and say on the button that it is done.
export async function copy(button, tools) {
  const parts = tools.map(cited);
  const plain = parts.map((part) => part.plain).join("\n\n");
  const html = parts.map((part) => part.html).join("");
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

function cited(tools) {
  const citable = tools.closest("[data-citable]");
  const lines = words(citable.querySelector("[data-words]"));
  const said = citable.querySelector("[data-said]")?.textContent;
  const source = `(${tools.closest("[data-source]").dataset.source})`;
  const { address } = tools.dataset;
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

// Put words on the clipboard as the site writes them: cited words with their source and permanent address, or a whole memo.

const status = document.querySelector("[data-status]");
// What a button said before it said "Gekopieerd", and what will let it say so again.
const labels = new Map();

// Copy the words that belong to each of the tools, and say on the button that it is done.
export function copy(button, tools) {
  return put(button, asked(tools));
}

// Copy what a promise of {tekst, html} brings; when it fails, its error may have a sentence for the reader as its cause.
export async function put(button, text) {
  // Promises, and not what they bring: some browsers let a script copy only in the click itself.
  const forms = {
    "text/plain": text.then(({ tekst }) => new Blob([tekst], { type: "text/plain" })),
    "text/html": text.then(({ html }) => new Blob([html], { type: "text/html" })),
  };
  // A form that fails is told of below, also where the clipboard did not ask for it.
  for (const form of Object.values(forms)) form.catch(() => {});
  try {
    await navigator.clipboard.write([new ClipboardItem(forms)]);
    done(button);
  } catch {
    try {
      offer(button, (await text).tekst);
    } catch (error) {
      status.textContent = error.cause ?? "Kopiëren lukt nu niet. Probeer het later nog eens.";
    }
  }
}

async function asked(tools) {
  const ids = tools.flatMap((one) => new URL(one.querySelector("[data-select]").href).searchParams.getAll("id"));
  // The site may stand under a path of its host: the link to the selection has it.
  const selection = document.querySelector("[data-selection-link]").pathname;
  const answer = await fetch(`${selection}/kopie?${new URLSearchParams(ids.map((id) => ["id", id]))}`);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

function done(button) {
  const before = labels.get(button) ?? { label: button.textContent };
  clearTimeout(before.timer);
  button.textContent = "Gekopieerd";
  button.classList.add("is-done");
  status.textContent = "Gekopieerd, met de bron erbij.";
  before.timer = setTimeout(() => {
    button.textContent = before.label;
    button.classList.remove("is-done");
    status.textContent = "";
    labels.delete(button);
  }, 2500);
  labels.set(button, before);
}

// Where the browser does not let us copy: a field to copy from.
function offer(button, plain) {
  const tools = button.closest(".tools, .buttons");
  const field = tools.nextElementSibling?.matches("textarea") ? tools.nextElementSibling : document.createElement("textarea");
  field.readOnly = true;
  field.rows = 6;
  field.value = plain;
  field.setAttribute("aria-label", "Kopieer deze tekst");
  tools.after(field);
  field.select();
  status.textContent = "Kopieer de tekst uit het veld.";
}

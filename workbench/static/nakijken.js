// Looks a form over when a field is left, as the button "Kijk na" does, and tells what is wrong at each field that has been filled in.
// Nothing is kept by it that the form would not keep.

const PAUSE = 300;

for (const form of document.querySelectorAll("[data-live]")) {
  const status = form.querySelector("[data-live-status]");
  const touched = new Set();
  let waiting = 0;
  let asked = 0;
  let busy = null;

  form.addEventListener("change", (event) => {
    touched.add(event.target.name);
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const own = check().finally(() => { if (busy === own) busy = null; });
      busy = own;
    }, PAUSE);
  });
  form.addEventListener("submit", async (event) => {
    clearTimeout(waiting);
    if (!busy) {
      asked += 1;
      return;
    }
    // What is being looked over may be kept meanwhile: the form then waits for what tells that it was this one, and not somebody else.
    event.preventDefault();
    const button = event.submitter;
    await busy;
    form.requestSubmit(button);
  });

  async function check() {
    const number = (asked += 1);
    const data = new FormData(form);
    data.set("doe", "kijk");
    status.textContent = "Dit wordt nagekeken …";
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(data) });
    } catch {
      answer = null;
    }
    const text = answer?.ok ? await answer.text() : "";
    if (number !== asked) return;
    if (answer?.redirected) {
      location.assign(answer.url);
      return;
    }
    if (!text) {
      status.textContent = "";
      return;
    }
    const page = new DOMParser().parseFromString(text, "text/html");
    const seen = page.querySelector("[name=gezien]");
    if (seen) form.querySelector("[name=gezien]").value = seen.value;
    tell(page);
  }

  function tell(page) {
    for (const old of form.querySelectorAll(".field-error, .field-summary")) old.remove();
    for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
    let count = 0;
    for (const told of page.querySelectorAll(".field-error")) {
      const name = told.id.slice("fout-".length);
      const field = form.querySelector(`[id="veld-${name}"]`);
      const isFilled = touched.has(name) || field?.value || name.startsWith("delen");
      if (!field || !isFilled) continue;
      count += 1;
      place(field, told, name);
    }
    const whole = [...page.querySelectorAll(".field-summary li:not(:has(a))")].map((one) => one.textContent.trim());
    const left = count + whole.length;
    const isRight = !page.querySelector(".field-summary");
    status.textContent = left ? `Nog ${left} te verbeteren. ${whole.join(" ")}`.trim() : isRight ? "Nagekeken: dit is in orde." : "Nog niet alles wat nodig is, is ingevuld.";
  }

  function place(field, told, name) {
    const error = told.cloneNode(true);
    if (field.matches("fieldset")) field.querySelector("legend").after(error);
    else if (field.matches("li")) field.querySelector(".buttons").before(error);
    else (form.querySelector(`[id="uitleg-${name}"]`) ?? field.closest("p")).after(error);
    const control = field.matches("li") ? field.querySelector("[name=label]") : field.matches("fieldset") ? null : field;
    if (!control) return;
    const hint = form.querySelector(`[id="uitleg-${name}"]`) ? `uitleg-${name} ` : "";
    control.setAttribute("aria-invalid", "true");
    control.setAttribute("aria-describedby", `${hint}fout-${name}`);
  }
}

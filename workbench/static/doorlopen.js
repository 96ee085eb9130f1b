// What a browser adds to looking a draft over: keys for its links and buttons, and a block that is shown on its page without a new page.
// Without it all works too.

const SVG = "http://www.w3.org/2000/svg";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input[type=text], textarea, select")) return;
  // Enter on a link or button is for that one.
  if (event.key === "Enter" && event.target.closest("a, button, summary, input")) return;
  const wanted = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const found = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === wanted);
  if (!found) return;
  event.preventDefault();
  found.click();
});

const sheet = document.querySelector("[data-sheet]");
if (sheet) {
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-block]");
    if (!chosen || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const page = chosen.dataset.block;
    const address = `${sheet.dataset.sheet}${page}.png`;
    const picture = sheet.querySelector("img");
    if (!picture.src.endsWith(address)) picture.src = address;
    picture.alt = `Bladzijde ${page} van het bestand`;
    sheet.querySelector("[data-page]").textContent = page;
    sheet.querySelector("figcaption a").href = address;
    const drawn = chosen.dataset.boxes.split(";").filter(Boolean).map((box) => {
      const rect = document.createElementNS(SVG, "rect");
      box.split(" ").forEach((value, at) => rect.setAttribute(["x", "y", "width", "height"][at], value));
      return rect;
    });
    sheet.querySelector("svg").replaceChildren(...drawn);
    document.querySelector(".is-chosen")?.classList.remove("is-chosen");
    chosen.closest("li").classList.add("is-chosen");
  });
}

// The contents list beside a source unfolds where there is room beside it, and shows which section is on screen.

const links = new Map([...document.querySelectorAll("[data-section-link]")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);

const contents = document.querySelector("[data-contents]");
if (contents && matchMedia("(min-width: 56.01rem)").matches) contents.open = true;

function follow() {
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
  const current = passed.at(-1);
  for (const [id, link] of links) {
    if (id === current?.id) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}

let isWaiting = false;
addEventListener("scroll", () => {
  if (isWaiting) return;
  isWaiting = true;
  requestAnimationFrame(() => {
    isWaiting = false;
    follow();
  });
}, { passive: true });
follow();

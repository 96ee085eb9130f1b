// The numbers of sources: a tap shows the place first, as hovering and the keyboard do, and the next one leads there; Escape puts it away.

const AWAY = "is-away";
const proofs = document.querySelectorAll(".proof");
let isTouched = false;
let shown;

addEventListener("pointerdown", (event) => {
  isTouched = event.pointerType === "touch";
  if (!event.target.closest(".proof")) shown = undefined;
});
for (const proof of proofs) {
  const number = proof.firstElementChild;
  number.addEventListener("click", (event) => {
    if (!isTouched || shown === proof) return;
    event.preventDefault();
    shown = proof;
    number.focus();
  });
  for (const kind of ["mouseleave", "focusout"]) proof.addEventListener(kind, () => proof.classList.remove(AWAY));
}
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const proof of proofs) if (proof.matches(":hover, :focus-within")) proof.classList.add(AWAY);
});

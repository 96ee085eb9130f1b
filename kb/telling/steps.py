"""The steps of an answer as text: what each came to, why, how long it took, and what it left out."""

from collections.abc import Iterable

from kb.retrieval.inquiry import AnswerStep


def as_text(steps: Iterable[AnswerStep]) -> str:
    """Return a paragraph for each step.

    >>> print(as_text([AnswerStep("vinden", "3 plaatsen", "het best past gids.doen", 1.25)]))
    vinden (1.2 ms): 3 plaatsen
      het best past gids.doen
    """
    return "\n".join(line for step in steps for line in _lines(step))


def _lines(step: AnswerStep) -> Iterable[str]:
    yield f"{step.name} ({step.milliseconds:.1f} ms): {step.outcome}"
    if step.reason:
        yield f"  {step.reason}"
    for rejected in step.rejected:
        yield f"  niet: {rejected.what} ({rejected.why})"

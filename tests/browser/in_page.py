"""What the browser tests ask a page that is open: each a function that returns what is wrong, or what was measured."""

# The whole page is in view: what sticks out, and of what kind.
STICKING_OUT = """() => document.documentElement.scrollWidth > innerWidth + 1
    ? [...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.visually-hidden'))
        .map(e => e.outerHTML.slice(0, 120))
    : []"""

# Letters that a box cuts off: not what scrolls, nor what only a reading aid reads.
CUT_OFF = """() => [...document.querySelectorAll('main *, header *, footer *')]
    .filter(e => e.checkVisibility() && !e.closest('.visually-hidden, svg, input, textarea') && getComputedStyle(e).overflow !== 'visible'
        && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))
    .map(e => e.outerHTML.slice(0, 120))"""

# How many characters stand on each full line of running text.
FULL_LINES = """() => [...document.querySelectorAll('main :is(p, li)')]
    .filter(e => e.checkVisibility() && !e.querySelector('p, li') && !e.closest('aside, nav, .quiet, .card'))
    .flatMap(e => {
        const lines = new Map(), place = document.createRange();
        const texts = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
        while (texts.nextNode())
            for (const word of texts.currentNode.data.matchAll(/\\S+\\s*/g)) {
                place.setStart(texts.currentNode, word.index);
                place.setEnd(texts.currentNode, word.index + word[0].trimEnd().length);
                const line = Math.round((place.getClientRects()[0]?.bottom ?? 0) / 8);
                lines.set(line, (lines.get(line) ?? 0) + word[0].length);
            }
        return [...lines.values()].slice(0, -1);
    })"""

SMALL_TARGETS = """() => [...document.querySelectorAll('button, input, select, textarea, summary, nav a, .tools > *, .chip, .chip-number, .facet a, .option')]
    .filter(e => e.checkVisibility() && e.type !== 'hidden' && !e.closest('.visually-hidden'))
    .map(e => [e.outerHTML.slice(0, 100), e.getBoundingClientRect()])
    .filter(([, box]) => box.height < 24 || box.width < 24).map(([html, box]) => `${html} ${box.width}x${box.height}`)"""

# What has the focus shows an outline (in a drawing: a thick edge), is in view, and is itself at the place where it begins.
FOCUS_UNSEEN = """() => {
    const e = document.activeElement;
    const box = e.getClientRects()[0];
    const style = getComputedStyle(e);
    const shape = e.querySelector('circle, rect');
    const shown = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
        || shape && parseFloat(getComputedStyle(shape).strokeWidth) >= 3;
    const at = document.elementFromPoint(box.left + Math.min(box.width, 20) / 2, box.top + Math.min(box.height, 20) / 2);
    const free = !at || e.contains(at) || at.contains(e) || shape !== null;
    return shown && free && box.bottom > 0 && box.top < innerHeight ? '' : e.outerHTML.slice(0, 160);
}"""

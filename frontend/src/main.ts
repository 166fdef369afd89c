/** What every page loads: the styles, and a look at which islands the page holds. Each page works without this. */
import "./main.css";

const ISLANDS: [selector: string, load: () => Promise<{ start(within: ParentNode): void }>][] = [
  ["[data-map]", () => import("./map")],
  ["[data-chart]", () => import("./chart")],
  ["[data-picker]", () => import("./picker")],
  ["form[data-draft], [data-draft-sent]", () => import("./draft")],
  ["form[data-secret-form]", () => import("./secret")],
  ["input[type=file][data-downscale]", () => import("./photo")],
  ["[data-steps]", () => import("./steps")],
  ["[hx-get], [hx-post], [hx-boost]", () => import("./swap")],
];

/** What lies folded away costs nothing until somebody unfolds it. */
function isSeen(within: ParentNode, selector: string): boolean {
  return [...within.querySelectorAll(selector)].some((island) => !island.closest("details:not([open])"));
}

export function wake(within: ParentNode): void {
  for (const one of within.querySelectorAll<HTMLElement>("[data-needs-script]")) one.hidden = false;
  for (const [selector, load] of ISLANDS) {
    if (isSeen(within, selector)) void load().then((island) => island.start(within));
  }
}

/** A second press of a send button sends nothing; the button says that the first one is on its way. */
function sendOnce(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.dataset.sent === "yes") event.preventDefault();
  if (form.method === "post" && !event.defaultPrevented) form.dataset.sent = "yes";
}

document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-sent]")) delete form.dataset.sent;
});
document.addEventListener("click", (event) => {
  if ((event.target as Element).closest("[data-print]")) window.print();
});
// A step back before htmx has loaded, to an address that it had put there: nobody else would follow.
window.addEventListener("popstate", (event) => {
  if (event.state?.htmx && !window.onpopstate) location.replace(location.href);
});
document.addEventListener("langnghe:swapped", (event) => wake(event.target as HTMLElement));
document.addEventListener("toggle", (event) => {
  const unfolded = event.target as HTMLDetailsElement;
  if (unfolded.open) wake(unfolded);
}, true);
wake(document);

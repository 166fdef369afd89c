/** htmx, without inline styles and without evaluating text, so that the strict content policy holds. */
import "./htmx-config";
import htmx from "htmx.org";

let started = false;
let restoring: XMLHttpRequest | undefined;

export function start(within: ParentNode): void {
  if (!started) {
    started = true;
    document.addEventListener("htmx:configRequest", addToken);
    document.addEventListener("htmx:historyCacheMiss", onlyTheNewest);
    document.addEventListener("htmx:historyCacheMissLoadError", () => location.replace(location.href));
    document.addEventListener("htmx:afterSettle", (event) => {
      event.target?.dispatchEvent(new CustomEvent("langnghe:swapped", { bubbles: true }));
    });
  }
  htmx.process(within === document ? document.body : (within as HTMLElement));
}

/** Two quick steps back ask twice, and htmx takes whichever answer comes last: the earlier one is given up. */
function onlyTheNewest(event: Event): void {
  restoring?.abort();
  restoring = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail.xhr;
}

function addToken(event: Event): void {
  const detail = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content;
  if (token) detail.headers["X-CSRFToken"] = token;
}

/** htmx, without inline styles and without evaluating text, so that the strict content policy holds. */
import "./htmx-config";
import htmx from "htmx.org";

let started = false;

export function start(within: ParentNode): void {
  if (!started) {
    started = true;
    document.addEventListener("htmx:configRequest", addToken);
    document.addEventListener("htmx:historyCacheMissLoadError", () => location.replace(location.href));
    document.addEventListener("htmx:afterSettle", (event) => {
      event.target?.dispatchEvent(new CustomEvent("langnghe:swapped", { bubbles: true }));
    });
  }
  htmx.process(within === document ? document.body : (within as HTMLElement));
}

function addToken(event: Event): void {
  const detail = (event as CustomEvent<{ headers: Record<string, string> }>).detail;
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content;
  if (token) detail.headers["X-CSRFToken"] = token;
}

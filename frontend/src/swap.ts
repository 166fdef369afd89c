/** htmx, without inline styles and without evaluating text, so that the strict content policy holds. */
import htmx from "htmx.org";

htmx.config.includeIndicatorStyles = false;
htmx.config.allowEval = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0; // pages of staff are not kept in the browser's storage
htmx.config.refreshOnHistoryMiss = true; // going back asks for the whole page, not for its part

let started = false;

export function start(within: ParentNode): void {
  if (!started) {
    started = true;
    document.addEventListener("htmx:configRequest", addToken);
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

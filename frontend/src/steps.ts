/** A projection: the arrows of the keyboard (and of a presenter) follow the page's own links on, back and out. */
const LINKS: Record<string, string> = {
  ArrowRight: "next",
  PageDown: "next",
  ArrowLeft: "prev",
  PageUp: "prev",
  Escape: "up",
};

export function start(within: ParentNode): void {
  within.addEventListener("keydown", (event) => {
    const { key, altKey, ctrlKey, metaKey } = event as KeyboardEvent;
    const link = LINKS[key] && document.querySelector<HTMLAnchorElement>(`a[rel=${LINKS[key]}]`);
    if (!link || altKey || ctrlKey || metaKey) return;
    event.preventDefault();
    link.click();
  });
}

/**
 * Keeps what a person has typed on their own device until it is sent, for weak signals and flat batteries.
 *
 * `<form data-draft="name">`; fields with `data-private` (contact details) and passwords are never kept. A page that
 * says `data-draft-sent="name"` forgets the draft. Drafts older than a day are thrown away: phones are shared.
 */
const KEEP_MS = 24 * 60 * 60 * 1000;

type Draft = { at: number; values: Record<string, string[]> };

export function start(within: ParentNode): void {
  for (const sent of within.querySelectorAll<HTMLElement>("[data-draft-sent]")) forget(`draft:${sent.dataset.draftSent ?? ""}`);
  for (const form of within.querySelectorAll<HTMLFormElement>("form[data-draft]")) {
    const key = `draft:${form.dataset.draft ?? ""}`;
    if (form.dataset.draftReady) continue;
    form.dataset.draftReady = "yes";
    bringBack(form, key);
    form.addEventListener("input", () => keep(form, key));
    form.querySelector("[data-forget-draft]")?.addEventListener("click", () => {
      forget(key);
      form.reset();
    });
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // a browser that keeps nothing has nothing to forget
  }
}

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function fieldsOf(form: HTMLFormElement): Field[] {
  return [...form.elements].filter((element): element is Field => {
    const isField = ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);
    const field = element as Field;
    const kept = field.name !== "" && !["file", "password", "hidden", "submit"].includes(field.type);
    return isField && kept && !field.closest("[data-private]");
  });
}

function keep(form: HTMLFormElement, key: string): void {
  const values: Draft["values"] = {};
  for (const field of fieldsOf(form)) {
    if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type) && !field.checked) continue;
    (values[field.name] ??= []).push(field.value);
  }
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), values } satisfies Draft));
  } catch {
    // no room, or a private window: the form works all the same
  }
}

function bringBack(form: HTMLFormElement, key: string): void {
  if (form.querySelector(".is-invalid, [aria-invalid=true]")) return; // the server's answer is newer than the draft
  const draft = read(key);
  if (!draft) return;
  for (const field of fieldsOf(form)) {
    const values = draft.values[field.name];
    if (field instanceof HTMLInputElement && ["radio", "checkbox"].includes(field.type)) {
      if (values) field.checked = values.includes(field.value);
    } else if (values?.[0] && field.value === "") {
      field.value = values[0];
    }
  }
  form.querySelector<HTMLElement>("[data-draft-notice]")?.removeAttribute("hidden");
}

function read(key: string): Draft | null {
  try {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null") as Draft | null;
    if (draft && Date.now() - draft.at < KEEP_MS) return draft;
  } catch {
    // not ours, or unreadable: as good as none
  }
  forget(key);
  return null;
}

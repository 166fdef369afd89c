/**
 * Fills in the code that the QR picture of a receipt carries behind `#`, and takes it out of the address bar.
 *
 * What stands behind `#` never leaves the device as part of an address; here it must not stay in the history of a
 * shared phone either. `<form data-secret-form>` holds the input named `secret`.
 */
export function start(within: ParentNode): void {
  for (const form of within.querySelectorAll<HTMLFormElement>("form[data-secret-form]")) {
    const field = form.querySelector<HTMLInputElement>("input[name=secret]");
    if (field) fill(field);
    window.addEventListener("hashchange", () => field && fill(field));
  }
}

function fill(field: HTMLInputElement): void {
  const secret = decoded(window.location.hash.slice(1));
  if (!/^[A-Za-z0-9 -]{10,14}$/.test(secret)) return;
  field.value = secret.toUpperCase();
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
  field.form?.querySelector<HTMLButtonElement>("button")?.focus();
}

function decoded(words: string): string {
  try {
    return decodeURIComponent(words);
  } catch {
    return "";
  }
}

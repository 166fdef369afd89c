/**
 * The commune picker: type a name with or without tone marks, choose with arrows and Enter, or tap.
 *
 * `<div data-picker="/dia-ban/tim"> <input name="place_said"> <input type="hidden" name="area"> </div>`: the first
 * input is what the person types, the hidden one receives the code. The address answers `?q=` with JSON
 * `{"results": [{"code", "name", "within"}]}`. Without script the typed name goes with the form as it is.
 */
export type Found = { code: string; name: string; within?: string };

const WAIT_MS = 180;
let made = 0;

export function start(within: ParentNode): void {
  for (const box of within.querySelectorAll<HTMLElement>("[data-picker]")) {
    if (!box.dataset.pickerReady) makePicker(box);
  }
}

function makePicker(box: HTMLElement): void {
  const typed = box.querySelector<HTMLInputElement>("input:not([type=hidden])");
  const code = box.querySelector<HTMLInputElement>("input[type=hidden]");
  if (!typed || !code) return;
  box.dataset.pickerReady = "yes";
  box.classList.add("ln-picker");

  const id = `picker-${(made += 1)}`;
  const list = document.createElement("ul");
  Object.assign(list, { id, hidden: true, className: "ln-options" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", typed.labels?.[0]?.textContent?.trim() ?? "");
  const said = document.createElement("div");
  said.className = "ln-hidden";
  said.setAttribute("role", "status");
  box.append(list, said);
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false",
  })) typed.setAttribute(name, value);

  let found: Found[] = [];
  let at = -1;
  let timer = 0;
  let asked = 0;

  const close = (): void => {
    list.hidden = true;
    at = -1;
    typed.setAttribute("aria-expanded", "false");
    typed.removeAttribute("aria-activedescendant");
  };
  const point = (to: number): void => {
    at = (to + found.length) % found.length;
    [...list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
    const row = list.children[at];
    if (row) {
      typed.setAttribute("aria-activedescendant", row.id);
      row.scrollIntoView({ block: "nearest" });
    }
  };
  const choose = (one: Found): void => {
    typed.value = one.within ? `${one.name}, ${one.within}` : one.name;
    code.value = one.code;
    code.dispatchEvent(new Event("change", { bubbles: true }));
    typed.dispatchEvent(new Event("input", { bubbles: true }));
    window.clearTimeout(timer);
    close();
  };
  const show = (): void => {
    list.replaceChildren(...found.map((one, i) => optionOf(one, `${id}-${i}`)));
    list.hidden = found.length === 0;
    typed.setAttribute("aria-expanded", String(found.length > 0));
    said.textContent = found.length > 0 ? (box.dataset.found ?? "").replace("%d", String(found.length)) : (box.dataset.nothing ?? "");
    at = -1;
  };
  const ask = async (): Promise<void> => {
    const words = typed.value.trim();
    const mine = (asked += 1);
    if (words.length < 2) return close();
    try {
      const answer = await fetch(`${box.dataset.picker}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
      if (!answer.ok || mine !== asked) return;
      found = ((await answer.json()) as { results: Found[] }).results;
      show();
    } catch {
      close(); // no signal: the typed name is sent as it is
    }
  };

  let chosen = "";
  typed.addEventListener("input", (event) => {
    if (!event.isTrusted) {
      chosen = typed.value;
      return;
    }
    if (typed.value !== chosen) code.value = "";
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), WAIT_MS);
  });
  typed.addEventListener("keydown", (event) => {
    if (list.hidden || found.length === 0) return;
    const one = found[at];
    if (event.key === "ArrowDown") point(at + 1);
    else if (event.key === "ArrowUp") point(at <= 0 ? found.length - 1 : at - 1);
    else if (event.key === "Enter" && one) choose(one);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  typed.addEventListener("blur", () => window.setTimeout(close, 150));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // keep the caret where it is
    const one = found[[...list.children].indexOf((event.target as Element).closest("li") as Element)];
    if (one) choose(one);
  });
}

function optionOf(one: Found, id: string): HTMLLIElement {
  const row = document.createElement("li");
  row.id = id;
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  row.append(one.name);
  if (one.within) {
    const within = document.createElement("small");
    within.textContent = one.within;
    row.append(within);
  }
  return row;
}

import type { Page } from "@playwright/test";

export type Presses = {
  /** How many presses so far. */
  count(): number;
  /** What was pressed, in order, for the message of a count that does not hold. */
  said(): string[];
  /** From here on anew. */
  reset(): void;
};

/**
 * Counts what a person does, from the events the browser really gets, across pages: a pointer press, Enter, a shortcut
 * or any other key outside a text field is 1, a file dropped onto the page is 1. Typing and correcting text are free,
 * also on a list that opens by it;
 * so is moving the pointer. Two keys in a row ("g c") are 2. Call it before the first page is opened.
 */
export async function countPresses(page: Page): Promise<Presses> {
  let said: string[] = [];
  await page.exposeBinding("carillonPressed", (_source, what: string) => {
    said.push(what);
  });
  await page.addInitScript(watch);
  return {
    count: () => said.length,
    said: () => [...said],
    reset: () => {
      said = [];
    },
  };
}

/** Runs in the page. Events made by a script are no presses, but for a drop, which no script can make real. */
function watch(): void {
  const tell = (what: string): void => {
    (window as unknown as { carillonPressed(what: string): void }).carillonPressed(what);
  };
  const nameOf = (target: EventTarget | null): string => {
    const element = target instanceof Element ? (target.closest("button,a,input,[role]") ?? target) : null;
    const text = element?.getAttribute("aria-label") ?? element?.textContent ?? "";
    return text.trim().replace(/\s+/g, " ").slice(0, 60) || (element?.tagName.toLowerCase() ?? "page");
  };
  const takesText = (target: EventTarget | null): boolean =>
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.getAttribute("role") === "combobox" ||
      target instanceof HTMLTextAreaElement ||
      (target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit|file)$/.test(target.type)));
  window.addEventListener(
    "pointerdown",
    (event) => {
      if (event.isTrusted) tell(`press ${nameOf(event.target)}`);
    },
    true,
  );
  window.addEventListener(
    "keydown",
    (event) => {
      if (!event.isTrusted || event.repeat || /^(Shift|Control|Alt|Meta|AltGraph)$/.test(event.key)) return;
      const isTyping =
        (event.key.length === 1 && !event.ctrlKey && !event.metaKey) || /^(Backspace|Delete)$/.test(event.key);
      if (isTyping && takesText(event.target)) return;
      const held = [event.ctrlKey && "Ctrl", event.metaKey && "Meta", event.altKey && "Alt", event.shiftKey && "Shift"];
      tell(`key ${[...held.filter(Boolean), event.key].join("+")}`);
    },
    true,
  );
  window.addEventListener("drop", () => tell("drop a file"), true);
}

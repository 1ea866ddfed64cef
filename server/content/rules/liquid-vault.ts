/**
 * Keeps Liquid out of the way of React and of HTML: `hide` swaps every complete `{{ … }}` and `{% … %}` for a marker of
 * private-use characters, which neither escapes, wraps nor upper-cases; `restore` puts them back.
 * Token boundaries are exactly those of liquidjs (outputs respect quotes, tags do not), so nothing that liquidjs would
 * print as literal text can hide in a marker.
 */
export type LiquidVault = {
  /** Markers already in `source` are removed unless `keepMarkers` says they are this vault's own. */
  hide(source: string, options?: { keepMarkers: boolean }): string;
  restore(text: string, write?: (token: string) => string): string;
};

const MARK_START = "\uE000";
const MARK_END = "\uE001";
const MARKS = /[\uE000\uE001]/g;
export const MARKER = /\uE000(\d+)\uE001/g;
/** One marker, to be joined into other patterns. */
export const MARKER_SOURCE = "\\uE000\\d+\\uE001";

export function createLiquidVault(): LiquidVault {
  const tokens: string[] = [];
  return {
    hide(source, options) {
      const text = options?.keepMarkers ? source : source.replace(MARKS, "");
      let out = "";
      let at = 0;
      for (let open = nextOpen(text, 0); open !== -1; open = nextOpen(text, at)) {
        const end = text[open + 1] === "%" ? closeOf(text.indexOf("%}", open + 2)) : endOfOutput(text, open + 2);
        // Unclosed: liquidjs will refuse the template with the place.
        if (end === -1) break;
        out += text.slice(at, open) + MARK_START + tokens.length + MARK_END;
        tokens.push(text.slice(open, end));
        at = end;
      }
      return out + text.slice(at);
    },
    restore(text, write = (token) => token) {
      return text.replace(MARKER, (_, no: string) => write(tokens[Number(no)] ?? ""));
    },
  };
}

const closeOf = (at: number): number => (at === -1 ? -1 : at + 2);

function nextOpen(text: string, from: number): number {
  for (let at = text.indexOf("{", from); at !== -1; at = text.indexOf("{", at + 1))
    if (text[at + 1] === "{" || text[at + 1] === "%") return at;
  return -1;
}

function endOfOutput(text: string, from: number): number {
  let quote = "";
  for (let at = from; at < text.length; at += 1) {
    const char = text[at] ?? "";
    if (quote) {
      if (char === "\\") at += 1;
      else if (char === quote) quote = "";
    } else if (char === '"' || char === "'") quote = char;
    else if (char === "}" && text[at + 1] === "}") return at + 2;
  }
  return -1;
}

import { diffSequence } from "./diff-sequence";

const PIECES = /<!--[\s\S]*?-->|<(style|title)\b[\s\S]*?<\/\1>|<(?:"[^"]*"|'[^']*'|[^"'>])*>|[^<\s]+\s*|\s+|</gi;
const MARKED_TAG = /^<(?:img|a|hr)\b/i;

const ADDED = "background:#d3f5d9;color:#0d4a20;box-shadow:0 0 0 2px #2f9e44";
const REMOVED = "background:#ffdcdc;color:#7a1010;box-shadow:0 0 0 2px #d64545;text-decoration:line-through";
const OUTLINES = { added: "outline:3px solid #2f9e44", removed: "outline:3px solid #d64545" };

/**
 * Two finished messages with what differs marked where it stands: words, pictures, links and rules that are only in the
 * one or only in the other. Leans on the spelling prepareHtml writes: text holds no "<", attributes are quoted.
 */
export function markChanges(before: string, after: string): { before: string; after: string } {
  const changes = diffSequence(before.match(PIECES) ?? [], after.match(PIECES) ?? []);
  let old = "";
  let now = "";
  for (const { kind, items } of changes) {
    if (kind === "same") {
      const text = items.join("");
      old += text;
      now += text;
    } else if (kind === "removed") old += marked(items, "removed");
    else now += marked(items, "added");
  }
  return { before: old, after: now };
}

function marked(pieces: readonly string[], kind: "added" | "removed"): string {
  const [open, close] =
    kind === "added"
      ? [`<ins style="text-decoration:none;${ADDED}">`, "</ins>"]
      : [`<del style="${REMOVED}">`, "</del>"];
  let out = "";
  let words = "";
  const flush = () => {
    out += words.trim() === "" ? words : `${open}${words}${close}`;
    words = "";
  };
  for (const piece of pieces) {
    if (!piece.startsWith("<")) words += piece;
    else {
      flush();
      out += MARKED_TAG.test(piece) ? outlined(piece, OUTLINES[kind]) : piece;
    }
  }
  flush();
  return out;
}

const outlined = (tag: string, style: string): string =>
  / style="/i.test(tag)
    ? tag.replace(/ style="/i, ` style="${style};`)
    : tag.replace(/\s*\/?>$/, (end) => ` style="${style}"${end.trim() === "/>" ? "/>" : ">"}`);

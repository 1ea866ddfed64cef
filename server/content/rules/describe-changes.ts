import type { DocumentChange } from "@/contracts/compare-versions";
import type { Block, EmailDocument } from "@/contracts/documents/email";

/** What happened to the parts of a document, told by their names: blocks by id, the words of a template by field. */
export function describeChanges(
  before: EmailDocument,
  after: EmailDocument,
  labelOf: (template: string, prop: string) => string,
): DocumentChange[] {
  return [...bodyChanges(before, after, labelOf), ...languageChanges(before, after)];
}

/** Languages that came, went or say something else; how they differ is seen in the editor. */
function languageChanges(before: EmailDocument, after: EmailDocument): DocumentChange[] {
  const old = new Map((before.variants ?? []).map(({ locale, content }) => [locale, JSON.stringify(content)]));
  const now = new Map((after.variants ?? []).map(({ locale, content }) => [locale, JSON.stringify(content)]));
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((locale): DocumentChange[] => {
    if (old.get(locale) === now.get(locale)) return [];
    const kind = !old.has(locale) ? "added" : !now.has(locale) ? "removed" : "changed";
    return [{ kind, what: `Language ${locale}` }];
  });
}

function bodyChanges(
  before: EmailDocument,
  after: EmailDocument,
  labelOf: (template: string, prop: string) => string,
): DocumentChange[] {
  if (before.mode === "blocks" && after.mode === "blocks") return blockChanges(before.blocks, after.blocks);
  if (before.mode === "react" && after.mode === "react" && before.template === after.template)
    return propChanges(before.props, after.props, (prop) => labelOf(after.template, prop));
  if (before.mode !== after.mode)
    return [{ kind: "changed", what: `Written as ${MODES[before.mode]}, now as ${MODES[after.mode]}` }];
  return [];
}

const MODES: Record<EmailDocument["mode"], string> = { blocks: "blocks", code: "code", react: "a template" };

function blockChanges(before: readonly Block[], after: readonly Block[]): DocumentChange[] {
  const old = new Map(before.map((block) => [block.id, block]));
  const now = new Map(after.map((block) => [block.id, block]));
  const changes: DocumentChange[] = [];
  for (const block of before) if (!now.has(block.id)) changes.push({ kind: "removed", what: nameOf(block) });
  for (const block of after) {
    const was = old.get(block.id);
    if (!was) changes.push({ kind: "added", what: nameOf(block) });
    else if (JSON.stringify(was) !== JSON.stringify(block)) changes.push({ kind: "changed", what: nameOf(block) });
  }
  const stayed = (blocks: readonly Block[], others: ReadonlyMap<string, Block>) =>
    blocks.filter(({ id }) => others.has(id)).map(({ id }) => id);
  const [order, wasOrder] = [stayed(after, old), stayed(before, now)];
  if (order.join() !== wasOrder.join()) changes.push({ kind: "moved", what: "Blocks stand in another order" });
  return changes;
}

/** "Button “Order now”": the kind and the first words it shows. */
function nameOf(block: Block): string {
  const kind = block.kind.charAt(0).toUpperCase() + block.kind.slice(1);
  const fields: Record<string, unknown> = block;
  const words = ["text", "label", "alt", "html", "name"]
    .map((key) => fields[key])
    .find((value): value is string => typeof value === "string" && value.trim() !== "");
  const plain =
    words
      ?.replace(/<[^>]*>/g, " ")
      .replace(/\s+/g, " ")
      .trim() ?? "";
  if (plain === "") return kind;
  return `${kind} “${plain.length > 60 ? `${plain.slice(0, 59)}…` : plain}”`;
}

function propChanges(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  labelOf: (prop: string) => string,
): DocumentChange[] {
  const props = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return props
    .filter((prop) => (before[prop] ?? "") !== (after[prop] ?? ""))
    .map((prop) => ({
      kind: (before[prop] ?? "") === "" ? ("added" as const) : (after[prop] ?? "") === "" ? "removed" : "changed",
      what: labelOf(prop),
    }));
}

import { z } from "zod";

/** Names that end like an id and are none of ours. */
const NO_IDS = new Set(["externalId", "clientId", "accessKeyId"]);

type Node = Record<string, unknown>;
const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && !Array.isArray(value);

const describeInput = (schema: z.ZodType): Node =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Node;

/** The fields an input names itself. */
export const inputNames = (schema: z.ZodType): string[] => {
  const { properties } = describeInput(schema);
  return isNode(properties) ? Object.keys(properties) : [];
};

/**
 * Where a schema takes an id: `audience.include[]`, `contactId`. Ids are known by what `idOf` says about them, or by
 * their name. Follows every branch of a union.
 */
export function idPathsOf(schema: z.ZodType): Set<string> {
  const root = describeInput(schema);
  const found = new Set<string>();
  const entered = new Set<unknown>();
  const walk = (node: unknown, path: string, name: string): void => {
    if (!isNode(node)) return;
    if (typeof node.$ref === "string") {
      if (entered.has(node.$ref)) return;
      entered.add(node.$ref);
      const target = node.$ref === "#" ? root : (root.$defs as Node | undefined)?.[node.$ref.replace("#/$defs/", "")];
      walk(target, path, name);
      return;
    }
    for (const union of ["anyOf", "oneOf", "allOf"])
      for (const branch of Array.isArray(node[union]) ? node[union] : []) walk(branch, path, name);
    if (node.type === "string" && isId(node, name)) found.add(path);
    if (isNode(node.properties))
      for (const [key, value] of Object.entries(node.properties)) walk(value, path ? `${path}.${key}` : key, key);
    walk(node.items, `${path}[]`, name);
  };
  walk(root, "", "");
  return found;
}

function isId(node: Node, name: string): boolean {
  if (typeof node.description === "string" && /^\w+ id \(/.test(node.description)) return true;
  return (
    /(^id|Ids?)$/.test(name) &&
    !NO_IDS.has(name) &&
    !node.enum &&
    node.const === undefined &&
    !isBlockId(node) &&
    !isColumnId(node)
  );
}

/** Columns of the contact list have names that are the same in every workspace. */
const isColumnId = ({ pattern }: Node): boolean => typeof pattern === "string" && pattern.includes("attributes");

/** The blocks of a document have names of their own, unique within the document only. */
const isBlockId = (node: Node): boolean => node.maxLength === 40 && node.minLength === 1;

/** Where a sample holds one of `ids`. */
export function idPathsIn(value: unknown, ids: ReadonlySet<string>, path = ""): Set<string> {
  if (typeof value === "string") return new Set(ids.has(value) ? [path] : []);
  if (Array.isArray(value)) return new Set(value.flatMap((one) => [...idPathsIn(one, ids, `${path}[]`)]));
  if (!isNode(value)) return new Set();
  return new Set(
    Object.entries(value).flatMap(([key, one]) => [...idPathsIn(one, ids, path ? `${path}.${key}` : key)]),
  );
}

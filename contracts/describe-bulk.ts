import type { BulkAction } from "./people";

const list = (names: readonly string[]): string => new Intl.ListFormat("en").format(names.map((name) => `“${name}”`));

/** A bulk action in a few words: "Add tag “vip”". `labelOf` names a field; its key when left out. */
export function describeAction(action: BulkAction, labelOf: (key: string) => string = (key) => key): string {
  switch (action.kind) {
    case "add_tags":
      return `Add ${action.tags.length === 1 ? "tag" : "tags"} ${list(action.tags)}`;
    case "remove_tags":
      return `Remove ${action.tags.length === 1 ? "tag" : "tags"} ${list(action.tags)}`;
    case "set_field":
      return `Set ${labelOf(action.field)} to ${valueText(action.value)}`;
    case "clear_field":
      return `Empty ${labelOf(action.field)}`;
    case "suppress":
      return "Suppress addresses";
    case "delete":
      return "Delete contacts";
  }
}

const valueText = (value: string | number | boolean): string =>
  typeof value === "boolean" ? (value ? "yes" : "no") : `“${value}”`;

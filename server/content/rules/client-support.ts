import type { ClientSupport } from "@/contracts/content";
import { CLIENT_FEATURES } from "./client-features";
import { htmlTokens } from "./html-tokens";

/** What of this HTML some mail programs do not show as written, what is lost somewhere first. */
export function clientSupport(html: string): ClientSupport[] {
  const { declarations, rules } = cssOf(html);
  const found = CLIENT_FEATURES.filter(({ in: where, pattern }) => {
    if (where === "html") return pattern.test(html);
    return (where === "css" ? declarations : rules).some((text) => pattern.test(text));
  });
  return ["breaks", "degrades"].flatMap((severity) =>
    found
      .filter((feature) => feature.severity === severity)
      .map(({ feature, support, severity: level, effect }) => ({ feature, support, severity: level, effect })),
  );
}

/** Every declaration of style attributes and sheets, and the head of every at-rule. Outlook's own comments do not count. */
function cssOf(html: string): { declarations: string[]; rules: string[] } {
  const declarations: string[] = [];
  const rules: string[] = [];
  for (const token of htmlTokens(html)) {
    if (token.kind === "open")
      for (const { name, value } of token.attributes)
        if (name === "style" && value) addDeclarations(value, declarations);
    if (token.kind !== "raw" || token.name !== "style") continue;
    for (const piece of token.text.split(/[{}]/)) {
      const text = piece.trim();
      if (text.startsWith("@")) rules.push(text);
      else addDeclarations(text, declarations);
    }
  }
  return { declarations, rules };
}

function addDeclarations(css: string, into: string[]): void {
  for (const declaration of css.split(";")) {
    const text = declaration.trim();
    if (text.includes(":")) into.push(text);
  }
}

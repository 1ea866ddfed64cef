import "server-only";
import type { RenderedEmail } from "@/contracts/content";
import type { EmailDocument } from "@/contracts/documents/email";

// Until server/content lands: replaces {{ a.b }} and nothing else.
export function compileEmail(document: EmailDocument, _brand: { workspaceName: string; postalAddress: string | null }) {
  const html =
    document.mode === "code"
      ? document.html
      : document.mode === "blocks"
        ? document.blocks.map((b) => ("html" in b ? b.html : "")).join("")
        : "";
  const fill = (text: string, variables: Record<string, unknown>) =>
    text.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (_, path: string) =>
      String(
        path.split(".").reduce<unknown>((o, k) => (o as Record<string, unknown> | undefined)?.[k], variables) ?? "",
      ),
    );
  return {
    render: (variables: Record<string, unknown>): RenderedEmail => ({
      subject: fill(document.subject, variables),
      preheader: fill(document.preheader, variables),
      html: fill(html, variables),
      text: fill(document.text || html.replace(/<[^>]+>/g, ""), variables),
      links: [],
      missing: [],
    }),
  };
}
export const rewriteLinks = (html: string, fn: (url: string, index: number) => string): string => {
  let index = 0;
  return html.replace(/href="(https?:[^"]+)"/g, (_, url: string) => `href="${fn(url, index++)}"`);
};

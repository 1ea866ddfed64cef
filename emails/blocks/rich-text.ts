const STYLES: Record<string, string> = {
  p: "margin:0 0 18px;font-size:16px;line-height:26px",
  ul: "margin:0 0 18px;padding-left:22px",
  ol: "margin:0 0 18px;padding-left:22px",
  li: "margin:0 0 6px;font-size:16px;line-height:26px",
};

/** Gives the elements of a text block the inline styles mail clients need; other markup passes as it is. */
export function styleRichText(html: string, link: string): string {
  return html
    .replace(/<(p|ul|ol|li)>/g, (_, tag: string) => `<${tag} style="${STYLES[tag] ?? ""}">`)
    .replace(/<li([^>]*)><p[^>]*>([\s\S]*?)<\/p>/g, "<li$1>$2")
    .replace(/<a /g, `<a class="link" style="color:${link};text-decoration:underline" `);
}

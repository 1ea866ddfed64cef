import "server-only";

/** Cookies of a request. The first of two with one name wins, as it does in browsers' own order of specificity. */
export function parseCookie(header: string | null): Record<string, string> {
  const found: Record<string, string> = {};
  for (const part of (header ?? "").split(";")) {
    const cut = part.indexOf("=");
    if (cut < 1) continue;
    const name = part.slice(0, cut).trim();
    if (name in found) continue;
    const raw = part
      .slice(cut + 1)
      .trim()
      .replace(/^"(.*)"$/, "$1");
    try {
      found[name] = decodeURIComponent(raw);
    } catch {
      found[name] = raw;
    }
  }
  return found;
}

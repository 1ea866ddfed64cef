/** The name of a file as shown and written into the ledger; paths are made from the storage key. */
export const shownName = (name: string): string => name.replace(/[\p{Cc}/\\]/gu, "_");

/** What a file behind an address is called: its last part, else the host. Never the query, which may hold a password. */
export function nameOfUrl(url: URL): string {
  const last = url.pathname.split("/").findLast((part) => part !== "");
  return shownName(decode(last ?? url.hostname)).slice(-255) || url.hostname;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

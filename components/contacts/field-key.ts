/** "Kunden-Nr. (alt)" -> "kunden_nr_alt": a key somebody would have chosen for that name. */
export const fieldKeyFrom = (label: string): string =>
  label
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, 63);

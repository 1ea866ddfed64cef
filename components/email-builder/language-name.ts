const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "code" });

/** "fr-CA" as "Canadian French"; what is no language stays as it is. */
export function nameOfLanguage(locale: string): string {
  try {
    return names.of(locale) ?? locale;
  } catch {
    return locale;
  }
}

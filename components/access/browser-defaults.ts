/** Currencies by region, for a first guess only; people choose. ISO 3166 to ISO 4217. */
const CURRENCIES: Record<string, string> = {
  US: "USD",
  GB: "GBP",
  CH: "CHF",
  LI: "CHF",
  SE: "SEK",
  NO: "NOK",
  DK: "DKK",
  PL: "PLN",
  CZ: "CZK",
  HU: "HUF",
  RO: "RON",
  TR: "TRY",
  CA: "CAD",
  AU: "AUD",
  NZ: "NZD",
  JP: "JPY",
  CN: "CNY",
  IN: "INR",
  KR: "KRW",
  SG: "SGD",
  HK: "HKD",
  TW: "TWD",
  TH: "THB",
  ID: "IDR",
  BR: "BRL",
  MX: "MXN",
  ZA: "ZAR",
  IL: "ILS",
  AE: "AED",
  SA: "SAR",
  NG: "NGN",
  KE: "KES",
};
const EURO = "AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK".split(" ");

/** The currency of a language tag's region (`de-AT` is EUR), or null when it names none we know. */
export function currencyOf(languageTag: string): string | null {
  try {
    const { region } = new Intl.Locale(languageTag).maximize();
    if (!region) return null;
    return EURO.includes(region) ? "EUR" : (CURRENCIES[region] ?? null);
  } catch {
    return null;
  }
}

export const ownTimeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

export const timeZones = (): string[] => [
  "UTC",
  ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC"),
];

export function currencies(): { value: string; label: string }[] {
  const names = new Intl.DisplayNames("en", { type: "currency" });
  return Intl.supportedValuesOf("currency").map((code) => ({
    value: code,
    label: `${code}: ${names.of(code) ?? code}`,
  }));
}

const RTL = new Set(["ar", "arc", "ckb", "dv", "fa", "ha", "he", "khw", "ks", "ku", "ps", "sd", "ug", "ur", "yi"]);

/** The way a locale's script runs. */
export const directionOfLocale = (locale: string): "ltr" | "rtl" =>
  RTL.has(locale.split(/[-_]/, 1)[0]?.toLowerCase() ?? "") ? "rtl" : "ltr";

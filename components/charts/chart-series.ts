/** Colour and dash per place: with either alone the lines still tell apart. */
export const SERIES_STYLES = [
  { colour: "var(--chart-1)", dash: undefined },
  { colour: "var(--chart-2)", dash: "6 3" },
  { colour: "var(--chart-3)", dash: "2 3" },
  { colour: "var(--chart-4)", dash: "9 3 2 3" },
  { colour: "var(--chart-5)", dash: "4 2 1 2 1 2" },
] as const;

export const MAX_SERIES = SERIES_STYLES.length;

export type ChartTable = {
  columns: readonly string[];
  /** First cell names the row. */
  rows: readonly (readonly string[])[];
};

import type { Ids } from "./company";

/** Builds an input that works, with ids taken from `ids`; the matrix then gives it other people's ids. */
export type Input = (ids: Ids) => Record<string, unknown>;
export type Sample =
  | Input
  | {
      input: Input;
      /** Other shapes of the same input: one for each branch of a union that takes an id. */
      also?: Input[];
      /** Unknown ids are passed over instead of refused: why that is right. Nothing may be read or changed by them. */
      passesOver?: string;
      /** Why the own ids are not tried. */
      notTried?: string;
    };

/** `"<router>.<procedure>": (ids) => input`. Takes every id the input can hold from `ids`. */
export type Samples = Record<string, Sample>;

export const nothing: Input = () => ({});
/** A rule that names a segment, a tag and a campaign. */
export const rule = ({ segment, tag, sentCampaign }: Ids) => ({
  kind: "group",
  op: "any",
  children: [
    { kind: "segment", operator: "in", segment },
    { kind: "tag", operator: "any", tags: [tag] },
    { kind: "engagement", action: "opened", campaign: sentCampaign },
  ],
});

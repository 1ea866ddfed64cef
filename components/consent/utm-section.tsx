"use client";

import { USUAL_TAGS, type UtmKey, type UtmTags } from "@/contracts/utm";
import { Field } from "../ui/field";
import { Section } from "../ui/section";
import { SwitchField } from "../ui/switch";
import { Textarea } from "../ui/textarea";
import { UtmFields } from "./utm-fields";

/** As typed: domains are one text until they are saved. */
export type TypedUtm = { isTagged: boolean; tags: UtmTags; domains: string };

export const typedUtm = (utm: { tags: UtmTags; domains: string[] } | null | undefined): TypedUtm => ({
  isTagged: Boolean(utm),
  tags: utm?.tags ?? USUAL_TAGS,
  domains: utm?.domains.join("\n") ?? "",
});

export const utmPolicyOf = ({ isTagged, tags, domains }: TypedUtm) =>
  isTagged ? { tags, domains: domains.split(/[\s,;]+/).filter(Boolean) } : null;

type Props = {
  typed: TypedUtm;
  disabled: boolean;
  onChange: (typed: TypedUtm) => void;
  errorOf: (path: string) => string | undefined;
};

/** The tags of links in all marketing e-mail, unless a campaign says otherwise. */
export function UtmSection({ typed, disabled, onChange, errorOf }: Props) {
  return (
    <Section
      layout="aside"
      title="Link tags"
      description="Put on links of campaigns when they are launched, so that your web analytics knows where visits come from. Tags an author wrote into a link are kept."
    >
      <div className="grid gap-5">
        <SwitchField
          label="Tag links in campaigns"
          checked={typed.isTagged}
          disabled={disabled}
          onCheckedChange={(isTagged) => onChange({ ...typed, isTagged })}
        />
        {typed.isTagged ? (
          <>
            <UtmFields
              tags={typed.tags}
              disabled={disabled}
              onChange={(tags) => onChange({ ...typed, tags })}
              errorOf={(key: UtmKey) => errorOf(`utm.tags.${key}`)}
            />
            <Field
              label="Only links to these domains"
              optional
              hint="One per line, with everything below each. Empty: all links."
              error={errorOf("utm.domains")}
            >
              <Textarea
                rows={3}
                value={typed.domains}
                disabled={disabled}
                spellCheck={false}
                placeholder="example.com"
                onChange={(event) => onChange({ ...typed, domains: event.target.value })}
              />
            </Field>
          </>
        ) : null}
      </div>
    </Section>
  );
}

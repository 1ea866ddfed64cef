"use client";

import { type EmailDocument, REACT_TEMPLATES, type ReactTemplateKey } from "@/contracts/documents/email";
import { TEMPLATE_LABELS, TEMPLATE_PROPS } from "@/contracts/email-templates";
import { AssetPicker } from "../assets/asset-picker";
import { Field } from "../ui/field";
import { Select } from "../ui/select";
import { LiquidField } from "./liquid-field";
import type { MergeTag } from "./merge-tags";

type ReactDocument = Extract<EmailDocument, { mode: "react" }>;
type PropsFormProps = {
  document: ReactDocument;
  onChange: (document: ReactDocument) => void;
  tags: readonly MergeTag[];
};

/** The words of a React Email template. What a template does not know stays in the document for when one is switched back. */
export function PropsForm({ document, onChange, tags }: PropsFormProps) {
  const set = (key: string, value: string) => onChange({ ...document, props: { ...document.props, [key]: value } });
  return (
    <div className="grid gap-4">
      <Field label="Template">
        <Select<ReactTemplateKey>
          value={document.template}
          options={REACT_TEMPLATES.map((key) => ({ value: key, label: TEMPLATE_LABELS[key] }))}
          onValueChange={(template) => onChange({ ...document, template })}
        />
      </Field>
      {TEMPLATE_PROPS[document.template].map((prop) => (
        <div key={prop.key} className="grid gap-1.5">
          <LiquidField
            label={prop.label}
            hint={prop.help}
            value={document.props[prop.key] ?? ""}
            tags={tags}
            rows={prop.kind === "paragraphs" || prop.kind === "rows" ? 4 : undefined}
            placeholder={prop.kind === "url" || prop.kind === "image" ? "https://" : undefined}
            onChange={(value) => set(prop.key, value)}
          />
          {prop.kind === "image" ? (
            <AssetPicker
              label={`Choose ${prop.label.toLowerCase()}`}
              onPick={({ url, alt }) =>
                onChange({
                  ...document,
                  props: {
                    ...document.props,
                    [prop.key]: url,
                    [`${prop.key}_alt`]: document.props[`${prop.key}_alt`] || alt,
                  },
                })
              }
            />
          ) : null}
        </div>
      ))}
    </div>
  );
}

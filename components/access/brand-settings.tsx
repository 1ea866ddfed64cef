"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import {
  BRAND_DEFAULTS,
  BRAND_FONT_KEYS,
  BRAND_FONTS,
  type BrandFont,
  type BrandInput,
  type BrandKit,
  BUTTON_SHAPES,
  type ButtonShape,
  brandInputSchema,
  brandWarnings,
} from "@/contracts/brand";
import { fieldErrorsOf, messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { Input } from "../ui/input";
import { Notice } from "../ui/notice";
import { PageHeader } from "../ui/page-header";
import { Section } from "../ui/section";
import { SegmentedControl } from "../ui/segmented-control";
import { Select } from "../ui/select";
import { Skeleton } from "../ui/skeleton";
import { Textarea } from "../ui/textarea";
import { toast } from "../ui/toast";
import { BrandPreview } from "./brand-preview";
import { ColourField } from "./colour-field";

/** Settings › Brand: how everything recipients see looks, with a real e-mail beside it. */
export function BrandSettings() {
  return (
    <>
      <PageHeader
        title="Brand"
        meta="E-mails from templates and blocks, unsubscribe and preference pages, sign-up forms and confirmations."
      />
      <RequirePermission permission="consent:read" what="The brand">
        <BrandLoader />
      </RequirePermission>
    </>
  );
}

function BrandLoader() {
  const trpc = useTRPC();
  const brand = useQuery(trpc.access.brand.queryOptions({}));
  if (brand.isPending) return <Skeleton className="h-96 w-full" />;
  if (brand.isError && !brand.data)
    return (
      <ErrorState
        title="The brand could not be read"
        detail={messageOf(brand.error)}
        traceId={traceIdOf(brand.error)}
        onRetry={() => void brand.refetch()}
        retrying={brand.isFetching}
      />
    );
  return <BrandEditor saved={brand.data} />;
}

type Typed = BrandInput & { postalAddress: string };

const typedOf = (kit: BrandKit): Typed => ({ ...kit, postalAddress: kit.postalAddress ?? "" });

function BrandEditor({ saved }: { saved: BrandKit }) {
  const [typed, setTyped] = useState<Typed>(() => typedOf(saved));
  return (
    <div className="grid gap-x-10 lg:grid-cols-[minmax(0,1fr)_minmax(0,420px)]">
      <BrandFields saved={saved} typed={typed} onChange={(patch) => setTyped((now) => ({ ...now, ...patch }))} />
      <div className="py-6 lg:sticky lg:top-4 lg:self-start">
        <BrandPreview typed={typed} />
      </div>
    </div>
  );
}

type FieldsProps = { saved: BrandKit; typed: Typed; onChange: (patch: Partial<Typed>) => void };

function BrandFields({ saved, typed, onChange }: FieldsProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { can } = useWorkspace();
  const isFixed = !can("workspace:manage");
  const save = useMutation(
    trpc.access.updateBrand.mutationOptions({
      onSuccess: () => {
        toast("Brand saved");
        void queries.invalidateQueries({ queryKey: trpc.access.pathKey() });
        void queries.invalidateQueries({ queryKey: ["email-preview"] });
      },
    }),
  );
  const parsed = brandInputSchema.safeParse(typed);
  const told: Record<string, string> = save.error ? fieldErrorsOf(save.error) : {};
  const errorOf = (key: string) =>
    parsed.error?.issues.find((issue) => issue.path[0] === key)?.message ?? (key === "" ? undefined : told[key]);
  const warnings = brandWarnings(typed);
  const warningOf = (key: string) => warnings.find((warning) => warning.field === key)?.message;
  const isChanged = JSON.stringify(typed) !== JSON.stringify(typedOf(saved));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (parsed.success) save.mutate(typed);
  };
  const colour = (key: "colour" | "textColour" | "background", label: string, hint: string) => (
    <ColourField
      label={label}
      hint={hint}
      value={typed[key] ?? ""}
      fallback={BRAND_DEFAULTS[key]}
      error={errorOf(key)}
      warning={warningOf(key)}
      disabled={isFixed}
      onChange={(value) => onChange({ [key]: value })}
    />
  );
  const line = (key: "name" | "logoUrl" | "privacyEmail", label: string, hint: string, max: number) => (
    <Field label={label} hint={hint} error={errorOf(key)} optional>
      <Input
        value={typed[key] ?? ""}
        maxLength={max}
        disabled={isFixed}
        onChange={(event) => onChange({ [key]: event.target.value })}
      />
    </Field>
  );
  const font = (key: "headingFont" | "bodyFont", label: string) => (
    <Field label={label}>
      <Select<BrandFont | "own">
        value={typed[key] ?? "own"}
        disabled={isFixed}
        options={FONT_OPTIONS}
        onValueChange={(value) => onChange({ [key]: value === "own" ? null : value })}
      />
    </Field>
  );
  return (
    <form noValidate onSubmit={submit}>
      <FormError message={told[""]} />
      {isFixed ? (
        <Notice tone="info" title="You can see this, not change it">
          Changing it takes the permission workspace:manage.
        </Notice>
      ) : null}
      <Section title="Colours" description="Checked for contrast: what could not be read gets a readable shade.">
        <div className="grid gap-5">
          {colour("colour", "Accent", "Buttons, links and large fields of colour.")}
          {colour("textColour", "Text", "Headings and paragraphs on the white sheet.")}
          {colour("background", "Background", "Around the sheet, and behind the footer.")}
        </div>
      </Section>
      <Section
        title="Type and buttons"
        description="Fonts that every mail client has. Web fonts would show in half of them."
      >
        <div className="grid gap-5">
          {font("headingFont", "Headings")}
          {font("bodyFont", "Text")}
          <div className="grid gap-1.5">
            <span className="font-medium text-ink text-sm" aria-hidden="true">
              Buttons
            </span>
            <SegmentedControl<ButtonShape>
              label="Shape of buttons"
              value={typed.buttonShape ?? BRAND_DEFAULTS.buttonShape}
              options={BUTTON_SHAPES.map((shape) => ({ value: shape, label: SHAPES[shape], disabled: isFixed }))}
              onValueChange={(buttonShape) => onChange({ buttonShape })}
            />
          </div>
        </div>
      </Section>
      <Section title="Sender" description="The logo stands on top of e-mails and pages; without one, the name does.">
        <div className="grid gap-5">
          {line("name", "Name people know", "Empty: the name of the workspace.", 80)}
          {line("logoUrl", "Logo", "Address of a picture, starting with https://. 28 pixels high in e-mails.", 500)}
        </div>
      </Section>
      <Section title="Footer" description="Under every e-mail and page.">
        <div className="grid gap-5">
          <Field
            label="Postal address"
            hint="The law asks for it in every message; without one no campaign leaves."
            error={errorOf("postalAddress")}
          >
            <Textarea
              rows={2}
              dir="auto"
              maxLength={500}
              value={typed.postalAddress}
              disabled={isFixed}
              onChange={(event) => onChange({ postalAddress: event.target.value })}
            />
          </Field>
          <Field
            label="Lines of your own"
            hint="Company number, imprint, a sentence."
            error={errorOf("footer")}
            optional
          >
            <Textarea
              rows={2}
              dir="auto"
              maxLength={500}
              value={typed.footer ?? ""}
              disabled={isFixed}
              onChange={(event) => onChange({ footer: event.target.value })}
            />
          </Field>
          {line("privacyEmail", "Address for data requests", "Empty: your postal address is named.", 254)}
        </div>
      </Section>
      {isFixed ? null : (
        <div className="border-line border-t py-6">
          <Button
            type="submit"
            variant="primary"
            loading={save.isPending}
            loadingLabel="Saving"
            disabled={!isChanged || !parsed.success}
          >
            Save brand
          </Button>
        </div>
      )}
    </form>
  );
}

const FONT_OPTIONS = [
  { value: "own" as const, label: "As each template is designed" },
  ...BRAND_FONT_KEYS.map((key) => ({ value: key, label: BRAND_FONTS[key].label })),
];
const SHAPES: Record<ButtonShape, string> = { square: "Square", rounded: "Rounded", pill: "Pill" };

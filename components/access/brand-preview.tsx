"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { type BrandInput, type BrandLook, brandInputSchema, toBrandLook } from "@/contracts/brand";
import { EmailFrame } from "../email-builder";
import { messageOf } from "../providers/api-errors";
import { useTRPC, useTRPCClient } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Notice } from "../ui/notice";
import { Select } from "../ui/select";
import { Skeleton } from "../ui/skeleton";
import { Switch } from "../ui/switch";

const PAUSE_MS = 300;

/** A starting point in the brand as typed, a moment after the last change; what is not valid yet changes nothing. */
export function BrandPreview({ typed }: { typed: BrandInput }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const { slug, can } = useWorkspace();
  const [key, setKey] = useState("announcement");
  const [isDark, setIsDark] = useState(false);
  const [look, setLook] = useState<BrandLook | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => {
      const parsed = brandInputSchema.safeParse(typed);
      if (parsed.success) setLook(toBrandLook(parsed.data));
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  const starters = useQuery(trpc.content.starters.queryOptions({}, { enabled: can("content:read") }));
  const document = starters.data?.find((starter) => starter.key === key)?.document;
  const preview = useQuery({
    queryKey: ["email-preview", slug, "brand", key, look],
    queryFn: () => (document && look ? client.content.preview.mutate({ document, look }) : null),
    enabled: document !== undefined && look !== null,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!can("content:read")) return null;
  const html = preview.data?.email?.html;
  return (
    <section aria-label="Preview" className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Select
          aria-label="E-mail to look at"
          value={key}
          options={(starters.data ?? []).map((starter) => ({ value: starter.key, label: starter.name }))}
          onValueChange={setKey}
        />
        {/* biome-ignore lint/a11y/noLabelWithoutControl: the switch inside is a labelable button. */}
        <label className="flex items-center gap-2 text-ink-2 text-xs">
          <Switch checked={isDark} onCheckedChange={setIsDark} /> Dark
        </label>
      </div>
      {preview.error ? (
        <Notice tone="danger" title="The preview could not be made">
          {messageOf(preview.error)}
        </Notice>
      ) : null}
      {html ? (
        <div className="overflow-hidden rounded-lg border border-line bg-sunken">
          <EmailFrame html={html} title="E-mail in this brand" width={640} height={980} isDark={isDark} />
        </div>
      ) : (
        <Skeleton className="h-96 w-full" />
      )}
    </section>
  );
}

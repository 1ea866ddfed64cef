"use client";

import { useQuery } from "@tanstack/react-query";
import { type CampaignUtm, resolveUtm, tagUrl, USUAL_TAGS } from "@/contracts/utm";
import { UtmFields } from "../consent/utm-fields";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Field } from "../ui/field";
import { Select } from "../ui/select";

type Choice = "workspace" | "own" | "off";
type Props = {
  value: CampaignUtm | null | undefined;
  campaign: { id: string; name: string };
  onChange: (utm: CampaignUtm | null) => void;
};

/** The tags of this campaign's links, with one address as it will be. */
export function UtmChoice({ value, campaign, onChange }: Props) {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const policy = useQuery(trpc.consent.sendingPolicy.queryOptions({})).data?.utm ?? null;
  const choice: Choice = value?.kind ?? "workspace";
  const resolved = resolveUtm(policy, value, {
    workspace: workspace.name,
    campaign: campaign.name,
    campaign_id: campaign.id,
    date: new Intl.DateTimeFormat("en-CA", { timeZone: workspace.timeZone }).format(new Date()),
  });
  const host = resolved?.domains[0] ?? "example.com";
  const set = (next: Choice) =>
    onChange(
      next === "workspace"
        ? null
        : next === "off"
          ? { kind: "off" }
          : { kind: "own", tags: policy?.tags ?? USUAL_TAGS },
    );
  return (
    <details className="border-line border-t py-3 text-sm">
      <summary className="w-fit cursor-pointer text-ink-2 hover:text-ink">
        Link tags: {resolved ? resolved.params.map(([name, text]) => `${name}=${text}`).join(" & ") : "none"}
      </summary>
      <div className="grid max-w-160 gap-4 pt-4">
        <Field label="Tags of links">
          <Select<Choice>
            value={choice}
            onValueChange={set}
            options={[
              { value: "workspace", label: policy ? "As the sending policy says" : "As the sending policy says: none" },
              { value: "own", label: "Tags of its own" },
              { value: "off", label: "No tags" },
            ]}
          />
        </Field>
        {value?.kind === "own" ? (
          <UtmFields tags={value.tags} onChange={(tags) => onChange({ kind: "own", tags })} />
        ) : null}
        {resolved ? (
          <p className="break-all text-ink-2 text-xs">For example {tagUrl(`https://${host}/page`, resolved, 1)}</p>
        ) : null}
      </div>
    </details>
  );
}

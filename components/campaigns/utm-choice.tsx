"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type CampaignUtm, resolveUtm, tagUrl, USUAL_TAGS } from "@/contracts/utm";
import { UtmFields } from "../consent/utm-fields";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ErrorState } from "../ui/error-state";
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
  const query = useQuery(trpc.consent.sendingPolicy.queryOptions({}));
  const policy = query.data?.utm ?? null;
  // Tags of its own are kept while one tries the other choices.
  const [typed, setTyped] = useState(value?.kind === "own" ? value.tags : null);
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
          : { kind: "own", tags: typed ?? policy?.tags ?? USUAL_TAGS },
    );
  const isPolicyMissing = choice !== "off" && !query.data;
  const none = !isPolicyMissing ? "none" : query.error ? "the sending policy could not be read" : "…";
  return (
    <details className="border-line border-t py-3 text-sm">
      <summary className="w-fit cursor-pointer text-ink-2 hover:text-ink">
        Link tags: {resolved ? resolved.params.map(([name, text]) => `${name}=${text}`).join(" & ") : none}
      </summary>
      <div className="grid max-w-160 gap-4 pt-4">
        <Field label="Tags of links">
          <Select<Choice>
            value={choice}
            onValueChange={set}
            options={[
              {
                value: "workspace",
                label: query.data && !policy ? "As the sending policy says: none" : "As the sending policy says",
              },
              { value: "own", label: "Tags of its own" },
              { value: "off", label: "No tags" },
            ]}
          />
        </Field>
        {value?.kind === "own" ? (
          <UtmFields
            tags={value.tags}
            onChange={(tags) => {
              setTyped(tags);
              onChange({ kind: "own", tags });
            }}
          />
        ) : null}
        {isPolicyMissing && query.error ? (
          <ErrorState
            title="The sending policy could not be read."
            detail={messageOf(query.error)}
            traceId={traceIdOf(query.error)}
            onRetry={() => void query.refetch()}
            retrying={query.isFetching}
          />
        ) : null}
        {resolved ? (
          <p className="break-all text-ink-2 text-xs">For example {tagUrl(`https://${host}/page`, resolved, 1)}</p>
        ) : null}
      </div>
    </details>
  );
}

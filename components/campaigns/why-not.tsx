"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryState } from "nuqs";
import { useState } from "react";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Combobox } from "../ui/combobox";
import { Field } from "../ui/field";
import { ExplainSheet } from "./explain-sheet";

/** In the address: the campaign that went out last. */
export const LATEST = "latest";
const newestSent = (list: readonly { id: string; launchedAt: string | null }[] | undefined) =>
  list
    ?.filter((one) => one.launchedAt !== null)
    .sort((a, b) => (a.launchedAt ?? "").localeCompare(b.launchedAt ?? ""))
    .at(-1)?.id;

/** On a person's page: choose a campaign, read why they got it or did not. The choice is in the address. */
export function WhyNot({ contactId }: { contactId: string }) {
  const workspace = useWorkspace();
  const trpc = useTRPC();
  const [search, setSearch] = useState("");
  const [asked, setCampaignId] = useQueryState("why", parseAsString);
  const isOpen = asked !== null;
  const campaigns = useQuery(
    trpc.campaigns.list.queryOptions({ limit: 50, search: search || undefined }, { enabled: isOpen }),
  );
  const campaignId = asked === LATEST ? (newestSent(campaigns.data?.data) ?? "") : asked;
  const chosen = useQuery(
    trpc.campaigns.get.queryOptions({ campaignId: campaignId ?? "" }, { enabled: Boolean(campaignId) }),
  );
  if (!workspace.can("campaign:read")) return null;
  const listed = campaigns.data?.data ?? [];
  const shown = chosen.data && !listed.some(({ id }) => id === chosen.data.id) ? [chosen.data, ...listed] : listed;
  return (
    <>
      <Button onClick={() => void setCampaignId("")}>Why, why not…</Button>
      <ExplainSheet
        campaignId={campaignId || null}
        contactId={contactId}
        open={isOpen}
        onClose={() => void setCampaignId(null)}
      >
        <Field label="Campaign" error={campaigns.error ? "The campaigns could not be loaded." : undefined}>
          <Combobox
            placeholder="Choose a campaign"
            searchPlaceholder="Search by name"
            emptyText="No campaign has this name."
            options={shown.map(({ id, name }) => ({ value: id, label: name }))}
            value={campaignId || null}
            onValueChange={(next) => void setCampaignId(next ?? "")}
            onSearch={setSearch}
            searching={campaigns.isFetching}
          />
        </Field>
      </ExplainSheet>
    </>
  );
}

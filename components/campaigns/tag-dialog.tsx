"use client";

import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { tagKey, tagNameSchema } from "@/contracts/tags";
import { ChipsInput } from "../condition-builder/chips-input";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { formatNumber } from "../ui/format";
import type { useCampaignActions } from "./use-campaign-actions";

type Tagged = { id: string; name: string; tags: readonly string[] };
type Props = {
  campaigns: readonly Tagged[];
  onClose: () => void;
  onDone: () => void;
  actions: ReturnType<typeof useCampaignActions>;
};

/** The tags all these campaigns carry, to be changed for all of them at once. */
export function TagDialog({ campaigns, onClose, onDone, actions }: Props) {
  const trpc = useTRPC();
  const known = useQuery(trpc.campaigns.tags.queryOptions({}));
  const [first] = campaigns;
  const shared = (first?.tags ?? []).filter((tag) =>
    campaigns.every((campaign) => campaign.tags.some((other) => tagKey(other) === tagKey(tag))),
  );
  const [values, setValues] = useState<string[]>(shared);
  const hintId = useId();
  const some = [...new Set(campaigns.flatMap((campaign) => campaign.tags))].filter(
    (tag) => !shared.some((other) => tagKey(other) === tagKey(tag)),
  );
  const offered = (known.data ?? []).filter(({ name }) => !values.some((value) => tagKey(value) === tagKey(name)));
  const who = campaigns.length === 1 ? `“${first?.name}”` : `${formatNumber(campaigns.length)} campaigns`;
  const save = () =>
    actions.tag.mutate(
      {
        ids: campaigns.map((campaign) => campaign.id),
        add: values,
        remove: shared.filter((tag) => !values.some((value) => tagKey(value) === tagKey(tag))),
      },
      { onSuccess: onDone },
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`Tags of ${who}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" loading={actions.tag.isPending} onClick={save}>
            Save tags
          </Button>
        </>
      }
    >
      <div className="grid gap-2">
        <ChipsInput
          label="Tags"
          values={values}
          onValuesChange={setValues}
          accept={(text) => tagNameSchema.safeParse(text).data ?? null}
          describedBy={hintId}
        />
        <p id={hintId} className="text-ink-2 text-xs">
          Type and press Enter. A new name makes a new tag.
          {some.length > 0 ? ` Some of them also carry ${some.join(", ")}; those stay.` : ""}
        </p>
        {offered.length > 0 ? (
          <ul className="flex flex-wrap gap-1" aria-label="Tags of other campaigns">
            {offered.slice(0, 12).map(({ name }) => (
              <li key={name}>
                <Button size="sm" variant="ghost" onClick={() => setValues([...values, name])}>
                  {name}
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Dialog>
  );
}

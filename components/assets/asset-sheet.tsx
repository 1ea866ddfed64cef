"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type FormEvent, useState } from "react";
import { type Asset, type AssetUse, HEAVY_BYTES } from "@/contracts/assets";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { CopyButton } from "../ui/copy-button";
import { ErrorState } from "../ui/error-state";
import { Field } from "../ui/field";
import { FormError } from "../ui/form";
import { formatBytes, formatDateTime } from "../ui/format";
import { Input } from "../ui/input";
import { Sheet } from "../ui/sheet";
import { Skeleton } from "../ui/skeleton";
import { toast } from "../ui/toast";

/** One picture: its words, its address, what shows it. */
export function AssetSheet({ id, onClose }: { id: string | null; onClose: () => void }) {
  const trpc = useTRPC();
  const asset = useQuery(trpc.assets.get.queryOptions({ id: id ?? "" }, { enabled: id !== null }));
  return (
    <Sheet open={id !== null} onOpenChange={(open) => open || onClose()} title={asset.data?.name ?? "Image"}>
      {asset.error ? (
        <ErrorState
          title="This image could not be opened."
          detail={messageOf(asset.error)}
          traceId={traceIdOf(asset.error)}
          onRetry={() => void asset.refetch()}
        />
      ) : asset.data ? (
        <Details key={asset.data.id} asset={asset.data} onClose={onClose} />
      ) : (
        <Skeleton className="h-64 w-full" />
      )}
    </Sheet>
  );
}

function Details({ asset, onClose }: { asset: Asset & { uses: AssetUse[] }; onClose: () => void }) {
  const { timeZone } = useWorkspace();
  return (
    <div className="grid gap-5">
      <div className="grid place-items-center rounded-lg border border-line bg-sunken p-3">
        {/* biome-ignore lint/performance/noImgElement: shown as it is served to recipients. */}
        <img src={asset.url} alt={asset.alt} className="max-h-80 max-w-full object-contain" />
      </div>
      <p className="type-dense text-ink-2 text-xs">
        {asset.width} × {asset.height} pixels · {formatBytes(asset.byteSize)} · added{" "}
        {formatDateTime(asset.createdAt, timeZone)}
      </p>
      {asset.byteSize > HEAVY_BYTES ? (
        <p className="text-paused text-sm">Heavier than 200 KB: on a phone it appears late. A smaller one is kinder.</p>
      ) : null}
      <Words asset={asset} />
      <div className="flex flex-wrap items-center gap-2">
        <code className="min-w-0 grow break-all rounded-sm bg-sunken px-2 py-1 text-xs">{asset.url}</code>
        <CopyButton value={asset.url} label="Copy the address" />
      </div>
      <Uses uses={asset.uses} />
      <Removal asset={asset} onGone={onClose} />
    </div>
  );
}

function Words({ asset }: { asset: Asset }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { can } = useWorkspace();
  const [name, setName] = useState(asset.name);
  const [alt, setAlt] = useState(asset.alt);
  const save = useMutation(
    trpc.assets.update.mutationOptions({
      onSuccess: () => {
        toast("Saved");
        return queries.invalidateQueries({ queryKey: trpc.assets.pathKey() });
      },
    }),
  );
  const isFixed = !can("content:write");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== "") save.mutate({ id: asset.id, name, alt });
  };
  return (
    <form className="grid gap-4" noValidate onSubmit={submit}>
      <FormError message={save.error ? messageOf(save.error) : undefined} />
      <Field label="Name" error={name.trim() === "" ? "Give the image a name." : undefined}>
        <Input value={name} maxLength={200} disabled={isFixed} onChange={(event) => setName(event.target.value)} />
      </Field>
      <Field label="Description" hint="Read out to people who do not see the image; taken over when it is picked.">
        <Input value={alt} maxLength={500} disabled={isFixed} onChange={(event) => setAlt(event.target.value)} />
      </Field>
      {isFixed ? null : (
        <Button
          type="submit"
          className="w-fit"
          loading={save.isPending}
          disabled={name === asset.name && alt === asset.alt}
        >
          Save
        </Button>
      )}
    </form>
  );
}

const PLACES: Record<AssetUse["type"], string> = {
  template: "content",
  snippet: "content/snippets",
  campaign: "campaigns",
  brand: "settings/brand",
};
const KINDS: Record<AssetUse["type"], string> = {
  template: "Template",
  snippet: "Snippet",
  campaign: "Campaign",
  brand: "Brand",
};

function Uses({ uses }: { uses: AssetUse[] }) {
  const workspace = useWorkspace();
  if (uses.length === 0) return <p className="text-ink-2 text-sm">Nothing shows this image.</p>;
  return (
    <section aria-labelledby="asset-uses" className="grid gap-1">
      <h3 id="asset-uses" className="font-semibold text-ink text-sm">
        Shown by
      </h3>
      <ul>
        {uses.map((use) => (
          <li key={`${use.type} ${use.id}`} className="flex gap-2 border-line border-b py-1.5 text-sm">
            <Link
              href={workspace.href(use.id ? `${PLACES[use.type]}/${use.id}` : PLACES[use.type])}
              className="min-w-0 grow truncate text-brand underline-offset-2 hover:underline"
            >
              {use.name}
            </Link>
            <span className="text-ink-2">{KINDS[use.type]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Removal({ asset, onGone }: { asset: Asset & { uses: AssetUse[] }; onGone: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { can } = useWorkspace();
  const [isAsked, setIsAsked] = useState(false);
  const remove = useMutation(
    trpc.assets.delete.mutationOptions({
      onSuccess: () => {
        toast(`${asset.name} is deleted`);
        onGone();
        return queries.invalidateQueries({ queryKey: trpc.assets.list.pathKey() });
      },
      onError: (error) => void toast.error(messageOf(error)),
      onSettled: () => setIsAsked(false),
    }),
  );
  if (!can("content:write")) return null;
  if (asset.uses.length > 0)
    return <p className="text-ink-2 text-xs">It can be deleted once nothing shows it; sent mails count.</p>;
  return (
    <>
      <Button variant="destructive" className="w-fit" onClick={() => setIsAsked(true)}>
        Delete
      </Button>
      <ConfirmDialog
        open={isAsked}
        onOpenChange={setIsAsked}
        title={`Delete ${asset.name}?`}
        description="Older versions of templates that show it will show nothing in its place."
        confirmLabel="Delete"
        destructive
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: asset.id })}
      />
    </>
  );
}

"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { type Asset, HEAVY_BYTES } from "@/contracts/assets";
import { messageOf, traceIdOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { Button } from "../ui/button";
import { ErrorState } from "../ui/error-state";
import { formatBytes } from "../ui/format";
import { Skeleton } from "../ui/skeleton";

type AssetGridProps = { q: string; empty: ReactNode; onChoose: (asset: Asset) => void; limit?: number };

/** Pictures, newest first, each a button. */
export function AssetGrid({ q, empty, onChoose, limit = 24 }: AssetGridProps) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.assets.list.infiniteQueryOptions(
      { limit, q: q || undefined },
      { getNextPageParam: (page) => page.nextCursor ?? undefined },
    ),
  );
  if (query.error)
    return (
      <ErrorState
        title="The images could not be loaded."
        detail={messageOf(query.error)}
        traceId={traceIdOf(query.error)}
        onRetry={() => void query.refetch()}
        retrying={query.isFetching}
      />
    );
  if (!query.data)
    return (
      <div role="status" aria-label="Loading images" className={GRID}>
        {["a", "b", "c", "d"].map((key) => (
          <Skeleton key={key} className="aspect-4/3 w-full" />
        ))}
      </div>
    );
  const assets = query.data.pages.flatMap((page) => page.data);
  if (assets.length === 0) return empty;
  return (
    <>
      <ul className={GRID} aria-label="Images">
        {assets.map((asset) => (
          <li key={asset.id} className="min-w-0">
            <AssetCard asset={asset} onChoose={() => onChoose(asset)} />
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <Button className="mx-auto" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </>
  );
}

const GRID = "grid grid-cols-[repeat(auto-fill,minmax(140px,1fr))] gap-x-5 gap-y-6";

function AssetCard({ asset, onChoose }: { asset: Asset; onChoose: () => void }) {
  return (
    <button type="button" onClick={onChoose} className="group grid w-full min-w-0 gap-2 rounded-lg text-left">
      <span className="grid aspect-4/3 place-items-center overflow-hidden rounded-lg border border-line bg-sunken group-hover:border-line-strong">
        {/* biome-ignore lint/performance/noImgElement: thumbnails of our own, already small. */}
        <img src={asset.thumbUrl} alt="" loading="lazy" className="max-h-full max-w-full object-contain" />
      </span>
      <span className="grid min-w-0">
        <span className="truncate font-medium text-ink text-sm">{asset.name}</span>
        <span className="type-dense text-ink-2 text-xs">
          {asset.width} × {asset.height} · {formatBytes(asset.byteSize)}
          {asset.isAnimated ? " · animated" : ""}
        </span>
        {asset.byteSize > HEAVY_BYTES ? (
          <span className="inline-flex items-center gap-1 text-paused text-xs">
            <TriangleAlert aria-hidden="true" className="size-3" /> Heavy for e-mail
          </span>
        ) : null}
        {asset.alt === "" ? <span className="text-ink-2 text-xs">No description yet</span> : null}
      </span>
    </button>
  );
}

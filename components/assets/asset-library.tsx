"use client";

import { useQuery } from "@tanstack/react-query";
import { parseAsString, useQueryStates } from "nuqs";
import { ContentNav } from "../content/content-nav";
import { useTRPC } from "../providers/app-providers";
import { RequirePermission } from "../providers/require-permission";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { EmptyState, NoMatches } from "../ui/empty-state";
import { FilterBar } from "../ui/filter-bar";
import { formatBytes } from "../ui/format";
import { PageHeader } from "../ui/page-header";
import { AssetGrid } from "./asset-grid";
import { AssetSheet } from "./asset-sheet";
import { AssetUpload } from "./asset-upload";

/** Content › Images: every picture of the workspace. */
export function AssetLibrary() {
  return (
    <>
      <PageHeader title="Content" />
      <ContentNav />
      <RequirePermission permission="content:read" what="see images">
        <Library />
      </RequirePermission>
    </>
  );
}

function Library() {
  const trpc = useTRPC();
  const { can } = useWorkspace();
  const [url, setUrl] = useQueryStates({ q: parseAsString.withDefault(""), image: parseAsString });
  const space = useQuery(trpc.assets.space.queryOptions({}));
  return (
    <div className="grid gap-5">
      <FilterBar searchValue={url.q} searchLabel="Search images" onSearchChange={(q) => void setUrl({ q: q || null })}>
        {space.data ? (
          <span className="type-dense text-ink-2 text-xs">
            {formatBytes(space.data.usedBytes)} of {formatBytes(space.data.quotaBytes)} used
          </span>
        ) : null}
      </FilterBar>
      {can("content:write") ? <AssetUpload wholePage /> : null}
      <AssetGrid
        q={url.q}
        onChoose={(asset) => void setUrl({ image: asset.id })}
        empty={
          url.q ? (
            <NoMatches
              what="images"
              onClear={
                <Button variant="link" onClick={() => void setUrl({ q: null })}>
                  Clear filters
                </Button>
              }
            />
          ) : (
            <EmptyState
              title="Pictures for your e-mails stand here"
              description="They are kept small, served from your own address, and picked in the editor."
              columns={["Image", "Size", "Used by"]}
              ghostRow={["Autumn loaf", "1200 × 800", "Monthly newsletter"]}
            />
          )
        }
      />
      <AssetSheet id={url.image} onClose={() => void setUrl({ image: null })} />
    </div>
  );
}

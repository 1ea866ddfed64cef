"use client";

import { Images } from "lucide-react";
import { useState } from "react";
import type { Asset } from "@/contracts/assets";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Dialog } from "../ui/dialog";
import { Field } from "../ui/field";
import { Input } from "../ui/input";
import { AssetGrid } from "./asset-grid";
import { AssetUpload } from "./asset-upload";

type AssetPickerProps = { label?: string; onPick: (asset: Asset) => void };

/** A button that opens the library; picking, or adding a picture, closes it. */
export function AssetPicker({ label = "Choose from the library", onPick }: AssetPickerProps) {
  const { can } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const [q, setQ] = useState("");
  const pick = (asset: Asset) => {
    setIsOpen(false);
    onPick(asset);
  };
  return (
    <Dialog
      open={isOpen}
      onOpenChange={setIsOpen}
      title="Images"
      className="max-w-200"
      trigger={
        <Button size="sm" className="w-fit">
          <Images /> {label}
        </Button>
      }
    >
      <div className="grid gap-5">
        {can("content:write") ? <AssetUpload onAdded={pick} /> : null}
        <Field label="Search images">
          <Input type="search" value={q} maxLength={200} onChange={(event) => setQ(event.target.value)} />
        </Field>
        <AssetGrid
          q={q}
          limit={12}
          onChoose={pick}
          empty={
            <p className="text-ink-2 text-sm">
              {q ? "No image has these words in its name or description." : "The library is empty."}
            </p>
          }
        />
      </div>
    </Dialog>
  );
}

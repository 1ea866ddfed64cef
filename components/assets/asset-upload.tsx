"use client";

import { useEffect, useRef } from "react";
import type { Asset } from "@/contracts/assets";
import { FileDrop } from "../ui/file-drop";
import { Notice } from "../ui/notice";
import { ACCEPTED, picturesIn, useAssetUpload } from "./use-asset-upload";

type AssetUploadProps = {
  /** The last of what was sent, once it is there. */
  onAdded?: (asset: Asset) => void;
  /** Takes what is dropped anywhere on the page. */
  wholePage?: boolean;
};

/** Takes pictures by choosing, dropping or pasting, and says why one was not taken. */
export function AssetUpload({ onAdded, wholePage = false }: AssetUploadProps) {
  const { sending, refusals, send } = useAssetUpload(onAdded);
  const latest = useRef(send);
  latest.current = send;
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = picturesIn(event.clipboardData);
      if (files.length === 0) return;
      event.preventDefault();
      void latest.current(files);
    };
    document.addEventListener("paste", onPaste);
    return () => document.removeEventListener("paste", onPaste);
  }, []);
  return (
    <div className="grid gap-3">
      {refusals.length > 0 ? (
        <Notice
          tone="danger"
          title={refusals.length === 1 ? "One file was not taken" : "Some files were not taken"}
          live
        >
          <ul className="grid gap-1">
            {refusals.map((refusal) => (
              <li key={refusal.name} className="break-words">
                {refusal.name}: {refusal.message}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <FileDrop
        accept={ACCEPTED}
        label="Add images"
        multiple
        wholePage={wholePage}
        disabled={sending !== null}
        onFiles={(files) => void send(files)}
        hint={
          sending === null
            ? "Or drop or paste them here. PNG, JPEG, GIF or WebP, up to 10 MB; they are made anew without what a camera wrote into them."
            : `Adding ${sending} …`
        }
      />
    </div>
  );
}

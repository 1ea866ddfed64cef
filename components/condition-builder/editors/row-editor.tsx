"use client";

import type { RowCondition } from "@/contracts/documents/condition";
import { AttributeEditor } from "./attribute-editor";
import { CompanyEditor } from "./company-editor";
import { EngagementEditor } from "./engagement-editor";
import { BucketEditor, ConsentEditor, SegmentEditor, TagEditor } from "./people-editors";

export type RowEditorProps<Row extends RowCondition> = {
  row: Row;
  set: (next: Row) => void;
  invalid: boolean;
  faultId: string;
};

/** The controls behind what a row asks about, one editor per kind. */
export function RowEditor({ row, ...rest }: RowEditorProps<RowCondition>) {
  switch (row.kind) {
    case "attribute":
      return <AttributeEditor row={row} {...rest} />;
    case "consent":
      return <ConsentEditor row={row} {...rest} />;
    case "tag":
      return <TagEditor row={row} {...rest} />;
    case "segment":
      return <SegmentEditor row={row} {...rest} />;
    case "company":
      return <CompanyEditor row={row} {...rest} />;
    case "engagement":
      return <EngagementEditor row={row} {...rest} />;
    case "bucket":
      return <BucketEditor row={row} {...rest} />;
  }
}

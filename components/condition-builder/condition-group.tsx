"use client";

import { Plus } from "lucide-react";
import { type GroupCondition, MAX_CONDITION_DEPTH } from "@/contracts/documents/condition";
import { Button } from "../ui/button";
import { cn } from "../ui/cn";
import { SegmentedControl } from "../ui/segmented-control";
import { useBuilder } from "./builder-context";
import { ConditionRow } from "./condition-row";
import { NodeMenu } from "./node-menu";
import { BLANK_ROW } from "./rows";
import { appendTo, GROUP_WORDS, type Path, pathKey, replaceAt } from "./tree";

const SPINES: Record<GroupCondition["op"], string> = {
  all: "border-l-brand",
  any: "border-l-scheduled",
  none: "border-l-failed",
};
const EMPTY_WORDS: Record<GroupCondition["op"], string> = {
  all: "No rows: everybody matches.",
  any: "No rows: nobody matches.",
  none: "No rows: everybody matches.",
};

/** A bracket around rows and groups; the colour of its spine repeats the word beside it. */
export function ConditionGroup({ group, path }: { group: GroupCondition; path: Path }) {
  const { root, disabled, change } = useBuilder();
  const place = [...path, group.children.length];
  const isTop = path.length === 0;
  const name = isTop ? "the rule" : `group ${path.map((index) => index + 1).join(".")}`;
  return (
    <fieldset
      data-path={pathKey(path)}
      aria-label={`${GROUP_WORDS[group.op]} these: ${name}`}
      disabled={disabled}
      className={cn("grid min-w-0 gap-2.5 border-l-2 py-1 pl-3 sm:pl-4", SPINES[group.op])}
    >
      <div className="flex items-center justify-between gap-2">
        <SegmentedControl
          label={`How the rows of ${name} are joined`}
          size="sm"
          value={group.op}
          onValueChange={(op) => change(replaceAt(root, path, { ...group, op }))}
          options={(["all", "any", "none"] as const).map((op) => ({
            value: op,
            label: GROUP_WORDS[op],
            disabled,
          }))}
        />
        {isTop ? null : <NodeMenu path={path} name={name} />}
      </div>
      {group.children.length === 0 ? <p className="text-ink-2 text-sm">{EMPTY_WORDS[group.op]}</p> : null}
      {group.children.map((child, index) => {
        const at = [...path, index];
        return child.kind === "group" ? (
          <ConditionGroup key={pathKey(at)} group={child} path={at} />
        ) : (
          <ConditionRow key={pathKey(at)} row={child} path={at} />
        );
      })}
      {disabled ? null : (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" variant="ghost" onClick={() => change(appendTo(root, path, BLANK_ROW), place)}>
            <Plus aria-hidden="true" />
            Add row
          </Button>
          {path.length + 1 < MAX_CONDITION_DEPTH ? (
            <Button
              size="sm"
              variant="ghost"
              onClick={() =>
                change(
                  appendTo(root, path, {
                    kind: "group",
                    op: group.op === "all" ? "any" : "all",
                    children: [BLANK_ROW],
                  }),
                  [...place, 0],
                )
              }
            >
              <Plus aria-hidden="true" />
              Add group
            </Button>
          ) : null}
        </div>
      )}
    </fieldset>
  );
}

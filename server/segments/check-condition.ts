import "server-only";
import type { Condition } from "@/contracts/documents/condition";
import { conditionFaults, fieldMap } from "@/contracts/operators";
import type { Tx } from "@/server/platform/db";
import { AppError } from "@/server/platform/errors";
import { type ConditionWorkspace, usableFields } from "./load";

/**
 * Refuses a condition the workspace cannot evaluate: VALIDATION_ERROR whose faults point into the tree
 * ("#/condition/children/0/value"). Returns what the condition is then read in.
 */
export async function checkCondition(tx: Tx, workspaceNo: number, condition: Condition): Promise<ConditionWorkspace> {
  const fields = fieldMap(await usableFields(tx, workspaceNo));
  const faults = conditionFaults(condition, fields, "#/condition");
  const [first] = faults;
  if (first) {
    const field = first.pointer
      .slice(2)
      .replaceAll(/\/(\d+)/g, "[$1]")
      .replaceAll("/", ".");
    throw new AppError("VALIDATION_ERROR", `${field}: ${first.detail}`, { field, reason: first.detail }, faults);
  }
  return { workspaceNo, fields };
}

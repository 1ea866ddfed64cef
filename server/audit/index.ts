import "server-only";

export { checkAuditLog } from "./commands/check-audit-log";
export { checkAuditLogs } from "./processes/check-audit-logs";
export { countEntityHistory, entityHistory } from "./queries/entity-history";
export { getAuditCheck } from "./queries/get-audit-check";
export { listAudit } from "./queries/list-audit";
export { nameActor } from "./rules/actor";

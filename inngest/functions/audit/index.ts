import { checkAuditLogsFunction } from "./check-audit-logs";

export const auditFunctions = [checkAuditLogsFunction];

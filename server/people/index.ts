import "./field-uses";
import "./topic-uses";

export { cancelExport, createExport, takeExport } from "./commands/create-export";
export { createView, deleteView, setDefaultView, updateView } from "./commands/save-view";
export { startBulk } from "./commands/start-bulk";
export { cancelBulk, undoBulk } from "./commands/steer-bulk";
export { openExportFile } from "./export-files";
export { exportSuppressions, type SuppressionFile } from "./processes/export-suppressions";
export { forgetOldJobs } from "./processes/forget-old-jobs";
export { failBulkJob, runBulkJob, runBulkUndo } from "./processes/run-bulk-job";
export { failExport, runExport } from "./processes/run-export";
export { suppressList } from "./processes/suppress-list";
export { getBulkJob, listBulkJobs, listBulkRows } from "./queries/get-bulk-job";
export { countContacts, type ListedContact, listContacts } from "./queries/list-contacts";
export { getExport, listExports } from "./queries/list-exports";
export { listTray } from "./queries/list-tray";
export { listViews } from "./queries/list-views";
export { previewBulk } from "./queries/preview-bulk";

import { forgetOldJobsFunction } from "./forget-old-jobs";
import { runBulkJobFunction, undoBulkJobFunction } from "./run-bulk-job";
import { runExportFunction } from "./run-export";

export const peopleFunctions = [runBulkJobFunction, undoBulkJobFunction, runExportFunction, forgetOldJobsFunction];

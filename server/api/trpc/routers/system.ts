import "server-only";
import { cancelRun, getFigures, getRun, listRuns, retryRun } from "@/server/system";
import { mutationOf, queryOf, router } from "../init";

export const systemRouter = router({
  figures: queryOf(getFigures),
  runs: queryOf(listRuns),
  run: queryOf(getRun),
  retry: mutationOf(retryRun),
  cancel: mutationOf(cancelRun),
});

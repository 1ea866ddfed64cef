import "server-only";
import {
  countTimeline,
  getTimeline,
  listMerges,
  mergeContacts,
  previewMerge,
  unmergeContacts,
} from "@/server/profiles";
import { mutationOf, queryOf, router } from "../init";

export const profilesRouter = router({
  previewMerge: queryOf(previewMerge),
  merge: mutationOf(mergeContacts),
  unmerge: mutationOf(unmergeContacts),
  merges: queryOf(listMerges),
  timeline: queryOf(getTimeline),
  timelineCounts: queryOf(countTimeline),
});

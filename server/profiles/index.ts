export { mergeContacts } from "./commands/merge-contacts";
export { unmergeContacts } from "./commands/unmerge-contacts";
export { countTimeline, getTimeline } from "./queries/get-timeline";
export { listMerges } from "./queries/list-merges";
export { previewMerge } from "./queries/preview-merge";

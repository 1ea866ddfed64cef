/** A stretch of text that is in both versions or in one of them. */
export type TextChange = { kind: "same" | "removed" | "added"; text: string };

/** What happened to one part of a document. */
export type DocumentChange = { kind: "added" | "removed" | "changed" | "moved"; what: string };

/** A line of code; its numbers are those of the versions it stands in. */
export type CodeLine = {
  kind: "same" | "removed" | "added";
  text: string;
  before: number | null;
  after: number | null;
};

/** One of the two, rendered for a made-up person; null with what is wrong when it cannot be. */
export type ComparedPicture = { html: string | null; problem: string | null };

export type VersionComparison = {
  from: number;
  to: number;
  /** Null: the same in both. */
  subject: TextChange[] | null;
  preheader: TextChange[] | null;
  text: TextChange[] | null;
  changes: DocumentChange[];
  before: ComparedPicture;
  after: ComparedPicture;
  /** Stretches of changed lines with two lines around them. */
  code: CodeLine[][];
  /** There are more than the answer holds. */
  isCodeCut: boolean;
};

import { dropImportFileFunction } from "./drop-import-file";
import { fetchImportFunction } from "./fetch-import";
import { forgetOldUndosFunction } from "./forget-old-undos";
import { runImportFunction } from "./run-import";
import { undoImportFunction } from "./undo-import";

export const importsFunctions = [
  fetchImportFunction,
  runImportFunction,
  undoImportFunction,
  dropImportFileFunction,
  forgetOldUndosFunction,
];

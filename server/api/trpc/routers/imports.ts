import "server-only";
import {
  cancelImport,
  forecastImport,
  getImport,
  importFromUrl,
  listImportProblems,
  listImports,
  listUndoPeople,
  pauseImport,
  previewImport,
  previewImportUndo,
  resumeImport,
  startImport,
  undoImport,
} from "@/server/imports";
import { mutationOf, queryOf, router } from "../init";

export const importsRouter = router({
  list: queryOf(listImports),
  get: queryOf(getImport),
  preview: queryOf(previewImport),
  forecast: queryOf(forecastImport),
  problems: queryOf(listImportProblems),
  previewUndo: queryOf(previewImportUndo),
  undoPeople: queryOf(listUndoPeople),
  undo: mutationOf(undoImport),
  fromUrl: mutationOf(importFromUrl),
  start: mutationOf(startImport),
  pause: mutationOf(pauseImport),
  resume: mutationOf(resumeImport),
  cancel: mutationOf(cancelImport),
});

import "server-only";
import {
  cancelImport,
  forecastImport,
  getImport,
  listImportProblems,
  listImports,
  pauseImport,
  previewImport,
  resumeImport,
  startImport,
} from "@/server/imports";
import { mutationOf, queryOf, router } from "../init";

export const importsRouter = router({
  list: queryOf(listImports),
  get: queryOf(getImport),
  preview: queryOf(previewImport),
  forecast: queryOf(forecastImport),
  problems: queryOf(listImportProblems),
  start: mutationOf(startImport),
  pause: mutationOf(pauseImport),
  resume: mutationOf(resumeImport),
  cancel: mutationOf(cancelImport),
});

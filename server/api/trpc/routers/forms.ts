import "server-only";
import { archiveForm, createForm, listForms, updateForm } from "@/server/forms";
import { mutationOf, queryOf, router } from "../init";

export const formsRouter = router({
  list: queryOf(listForms),
  create: mutationOf(createForm),
  update: mutationOf(updateForm),
  archive: mutationOf(archiveForm),
});

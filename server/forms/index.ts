import "./uses";

export { archiveForm, createForm, updateForm } from "./commands/write-form";
export { type ConfirmPage, confirmSignup, openConfirmation } from "./processes/confirm-signup";
export { settleSignup } from "./processes/settle-signup";
export { openForm, type PublicForm, type SubmitOutcome, submitForm } from "./processes/submit-form";
export { type ListedForm, listForms } from "./queries/list-forms";

export { EmailEditor, type EmailEditorProps } from "./email-editor";
export { EmailFrame } from "./email-frame";

export { EmailEditor, type EmailEditorProps } from "./email-editor";
export { EmailFrame } from "./email-frame";
export { SnippetBodyEditor } from "./snippet-body-editor";

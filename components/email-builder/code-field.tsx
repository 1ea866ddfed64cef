"use client";

import { html } from "@codemirror/lang-html";
import { liquid } from "@codemirror/lang-liquid";
import CodeMirror, { EditorView } from "@uiw/react-codemirror";
import { useTheme } from "next-themes";

const EXTENSIONS = [
  liquid({ base: html({ autoCloseTags: true }) }),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ "aria-label": "HTML and Liquid" }),
];

type CodeFieldProps = { value: string; onChange: (value: string) => void };

/** HTML and Liquid. Loaded as a chunk of its own: CodeMirror is large and most people never open it. */
export default function CodeField({ value, onChange }: CodeFieldProps) {
  const { resolvedTheme } = useTheme();
  return (
    <CodeMirror
      value={value}
      onChange={onChange}
      extensions={EXTENSIONS}
      theme={resolvedTheme === "dark" ? "dark" : "light"}
      minHeight="420px"
      maxHeight="70vh"
      className="overflow-hidden rounded-sm border border-line-strong text-xs"
    />
  );
}

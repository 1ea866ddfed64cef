"use client";

import { html } from "@codemirror/lang-html";
import { liquid } from "@codemirror/lang-liquid";
import CodeMirror, { EditorView } from "@uiw/react-codemirror";
import { Puzzle } from "lucide-react";
import { useTheme } from "next-themes";
import { useRef } from "react";
import { Button } from "../ui/button";
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from "../ui/dropdown-menu";

const EXTENSIONS = [
  liquid({ base: html({ autoCloseTags: true }) }),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ "aria-label": "HTML and Liquid" }),
];

type CodeFieldProps = {
  value: string;
  onChange: (value: string) => void;
  /** What can be included where the cursor stands. */
  snippets?: readonly { key: string; name: string }[];
};

/** HTML and Liquid. Loaded as a chunk of its own: CodeMirror is large and most people never open it. */
export default function CodeField({ value, onChange, snippets = [] }: CodeFieldProps) {
  const { resolvedTheme } = useTheme();
  const view = useRef<EditorView | null>(null);
  const insert = (key: string) => {
    const editor = view.current;
    if (!editor) return;
    editor.dispatch(editor.state.replaceSelection(`{% render '${key}' %}`));
    editor.focus();
  };
  return (
    <div className="grid gap-2">
      {snippets.length > 0 ? (
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button size="sm" className="w-fit">
              <Puzzle /> Insert a snippet
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="start" onCloseAutoFocus={(event) => event.preventDefault()}>
            {snippets.map(({ key, name }) => (
              <DropdownMenuItem key={key} onSelect={() => insert(key)}>
                {name}
              </DropdownMenuItem>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
      ) : null}
      <CodeMirror
        value={value}
        onCreateEditor={(editor) => {
          view.current = editor;
        }}
        onChange={onChange}
        extensions={EXTENSIONS}
        theme={resolvedTheme === "dark" ? "dark" : "light"}
        minHeight="420px"
        maxHeight="70vh"
        className="overflow-hidden rounded-sm border border-line-strong text-xs"
      />
    </div>
  );
}

"use client";

import { html } from "@codemirror/lang-html";
import { liquid } from "@codemirror/lang-liquid";
import CodeMirror, { EditorView } from "@uiw/react-codemirror";
import { Puzzle } from "lucide-react";
import { useTheme } from "next-themes";
import { useRef } from "react";
import type { Asset } from "@/contracts/assets";
import { AssetPicker } from "../assets/asset-picker";
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

/** Twice as many pixels as the column is wide are for sharp screens, not for a wider picture. */
const MAX_WIDTH = 600;

const imageTag = ({ url, alt, width }: Asset): string =>
  `<img src="${url}" alt="${alt.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}" width="${Math.min(width, MAX_WIDTH)}" style="max-width:100%;height:auto" />`;

/** Where content of a whole page begins; nobody has put the cursor anywhere yet, and its head is no place for any. */
function bodyStart(html: string): number {
  const body = /<body\b[^>]*>/i.exec(html);
  return body ? body.index + body[0].length : 0;
}

/** HTML and Liquid. Loaded as a chunk of its own: CodeMirror is large and most people never open it. */
export default function CodeField({ value, onChange, snippets = [] }: CodeFieldProps) {
  const { resolvedTheme } = useTheme();
  const view = useRef<EditorView | null>(null);
  const insert = (text: string) => {
    const editor = view.current;
    if (!editor) return;
    const { main } = editor.state.selection;
    const isPlaced = main.to > 0;
    const at = isPlaced ? main.from : bodyStart(editor.state.doc.toString());
    editor.dispatch({
      changes: { from: at, to: isPlaced ? main.to : at, insert: text },
      selection: { anchor: at + text.length },
    });
    editor.focus();
  };
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        <AssetPicker label="Insert an image" onPick={(asset) => insert(imageTag(asset))} />
        {snippets.length > 0 ? (
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <Button size="sm" className="w-fit">
                <Puzzle /> Insert a snippet
              </Button>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="start" onCloseAutoFocus={(event) => event.preventDefault()}>
              {snippets.map(({ key, name }) => (
                <DropdownMenuItem key={key} onSelect={() => insert(`{% render '${key}' %}`)}>
                  {name}
                </DropdownMenuItem>
              ))}
            </DropdownMenuContent>
          </DropdownMenu>
        ) : null}
      </div>
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

"use client";

import { Languages, Plus, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { EmailDocument } from "@/contracts/documents/email";
import { addLanguage, languagesOf, removeLanguage } from "@/contracts/documents/email-languages";
import { localeSchema } from "@/contracts/locales";
import { ConfirmDialog } from "../ui/alert-dialog";
import { Button } from "../ui/button";
import { Field } from "../ui/field";
import { IconButton } from "../ui/icon-button";
import { Input } from "../ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "../ui/popover";
import { Select } from "../ui/select";
import { nameOfLanguage } from "./language-name";

type LanguageBarProps = {
  document: EmailDocument;
  /** The language that is being written; null: the default. */
  language: string | null;
  /** What the default is written in when the document does not say. */
  workspaceLocale: string;
  onLanguageChange: (language: string | null) => void;
  onChange: (document: EmailDocument) => void;
};

/** Which language is being written, and which there are. */
export function LanguageBar({ document, language, workspaceLocale, onLanguageChange, onChange }: LanguageBarProps) {
  const [isDoomed, setIsDoomed] = useState(false);
  const languages = languagesOf(document);
  const usual = nameOfLanguage(document.locale ?? workspaceLocale);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {languages.length > 0 ? (
        <>
          <Languages className="size-4 text-ink-3" aria-hidden="true" />
          <Select
            aria-label="Language"
            className="w-56"
            value={language ?? "default"}
            options={[
              { value: "default", label: `${usual} (default)` },
              ...languages.map((locale) => ({ value: locale, label: nameOfLanguage(locale) })),
            ]}
            onValueChange={(value) => onLanguageChange(value === "default" ? null : value)}
          />
        </>
      ) : null}
      <AddLanguage
        taken={[document.locale ?? workspaceLocale, ...languages]}
        onAdd={(locale) => {
          onChange(addLanguage(document, locale));
          onLanguageChange(locale);
        }}
      />
      {language === null ? null : (
        <>
          <IconButton size="icon-sm" label={`Remove ${nameOfLanguage(language)}`} onClick={() => setIsDoomed(true)}>
            <Trash2 />
          </IconButton>
          <ConfirmDialog
            open={isDoomed}
            onOpenChange={setIsDoomed}
            title={`Remove ${nameOfLanguage(language)}?`}
            description={`People of this language get ${usual} from then on. Undo brings it back.`}
            confirmLabel="Remove language"
            onConfirm={() => {
              onLanguageChange(null);
              onChange(removeLanguage(document, language));
              setIsDoomed(false);
            }}
          />
        </>
      )}
    </div>
  );
}

function AddLanguage({ taken, onAdd }: { taken: readonly string[]; onAdd: (locale: string) => void }) {
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const parsed = localeSchema.safeParse(typed);
  const isTaken = taken.some((locale) => locale.toLowerCase() === typed.trim().toLowerCase());
  const fault = isTaken ? "This language is there already." : parsed.error?.issues[0]?.message;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!parsed.success || isTaken) return;
    onAdd(parsed.data);
    setTyped("");
    setIsOpen(false);
  };
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="sm">
          <Plus /> Add a language
        </Button>
      </PopoverTrigger>
      <PopoverContent label="Add a language" className="p-3">
        <form className="grid w-64 gap-3" onSubmit={submit} noValidate>
          <Field
            label="Language"
            hint={
              parsed.success && !isTaken
                ? `${nameOfLanguage(parsed.data)}. Begins as a copy of the default.`
                : "For example de, or fr-CA for Canada only."
            }
            error={typed === "" ? undefined : fault}
          >
            <Input value={typed} maxLength={20} spellCheck={false} onChange={(event) => setTyped(event.target.value)} />
          </Field>
          <Button type="submit" size="sm" className="w-fit" disabled={fault !== undefined}>
            Add
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}

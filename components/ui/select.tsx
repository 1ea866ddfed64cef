"use client";

import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./cn";
import { controlClass } from "./input";

export type SelectOption<Value extends string = string> = {
  value: Value;
  label: string;
  hint?: ReactNode;
  disabled?: boolean;
  /** Options with the same group stand under its name. */
  group?: string;
};

export type SelectProps<Value extends string> = {
  options: readonly SelectOption<Value>[];
  value?: Value;
  defaultValue?: Value;
  onValueChange?: (value: Value) => void;
  placeholder?: string;
  disabled?: boolean;
  name?: string;
  required?: boolean;
  id?: string;
  className?: string;
  "aria-label"?: string;
  "aria-labelledby"?: string;
  "aria-describedby"?: string;
  "aria-invalid"?: boolean | "true" | "false";
};

export const popoverClass =
  "z-50 overflow-hidden rounded-lg border border-line bg-surface text-ink text-sm shadow-lift data-[state=open]:animate-in data-[state=open]:fade-in-0 data-[state=open]:duration-120";
// Radix marks a disabled option with data-disabled="", cmdk with "true" and an enabled one with "false".
export const optionClass =
  "relative flex min-h-8 cursor-default select-none items-center gap-2 rounded-sm px-2 py-1 outline-none data-[disabled='']:pointer-events-none data-[disabled=true]:pointer-events-none data-[highlighted]:bg-brand-wash data-[selected=true]:bg-brand-wash data-[disabled='']:opacity-50 data-[disabled=true]:opacity-50";

/** One of up to about fifteen known values. Longer or searched lists: Combobox. */
export function Select<Value extends string>({
  options,
  value,
  defaultValue,
  onValueChange,
  placeholder = "Choose…",
  disabled,
  name,
  required,
  className,
  ...aria
}: SelectProps<Value>) {
  const groups = [...new Set(options.map((option) => option.group))];
  return (
    <Primitive.Root
      value={value}
      defaultValue={defaultValue}
      disabled={disabled}
      name={name}
      required={required}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next);
        if (chosen) onValueChange?.(chosen.value);
      }}
    >
      <Primitive.Trigger
        data-slot="select"
        className={cn(
          controlClass,
          "flex h-8 items-center justify-between gap-2 text-left data-[placeholder]:text-ink-3 [&>span]:truncate",
          className,
        )}
        {...aria}
      >
        <Primitive.Value placeholder={placeholder} />
        <Primitive.Icon asChild>
          <ChevronDown className="size-4 shrink-0 stroke-[1.5] text-ink-3" aria-hidden="true" />
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            popoverClass,
            "max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width)",
          )}
        >
          <Primitive.Viewport className="p-1">
            {groups.map((group) => (
              <Primitive.Group key={group ?? ""}>
                {group ? (
                  <Primitive.Label className="px-2 pt-2 pb-1 text-ink-3 text-xs">{group}</Primitive.Label>
                ) : null}
                {options
                  .filter((option) => option.group === group)
                  .map((option) => (
                    <Primitive.Item
                      key={option.value}
                      value={option.value}
                      disabled={option.disabled}
                      textValue={option.label}
                      className={cn(optionClass, "pr-8")}
                    >
                      <span className="grid">
                        <Primitive.ItemText>{option.label}</Primitive.ItemText>
                        {option.hint ? <span className="text-ink-2 text-xs">{option.hint}</span> : null}
                      </span>
                      <Primitive.ItemIndicator className="absolute right-2">
                        <Check className="size-4 stroke-[1.5] text-brand" aria-hidden="true" />
                      </Primitive.ItemIndicator>
                    </Primitive.Item>
                  ))}
              </Primitive.Group>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

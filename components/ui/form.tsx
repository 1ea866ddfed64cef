"use client";

import { zodResolver } from "@hookform/resolvers/zod";
import type { ComponentProps, ReactElement } from "react";
import {
  Controller,
  type ControllerRenderProps,
  type DefaultValues,
  type FieldPath,
  type FieldValues,
  FormProvider,
  type SubmitHandler,
  type UseFormReturn,
  useForm,
  useFormContext,
} from "react-hook-form";
import type { z } from "zod";
import { Field, type FieldProps } from "./field";

/** A form checked by the contract's own schema; errors show on leaving a field, then on each change. */
export function useZodForm<Input extends FieldValues, Output>(
  schema: z.ZodType<Output, Input>,
  options: { defaultValues: DefaultValues<Input> },
): UseFormReturn<Input, unknown, Output> {
  return useForm<Input, unknown, Output>({
    resolver: zodResolver(schema),
    mode: "onTouched",
    defaultValues: options.defaultValues,
  });
}

export type FormProps<Input extends FieldValues, Output> = Omit<ComponentProps<"form">, "onSubmit"> & {
  form: UseFormReturn<Input, unknown, Output>;
  onSubmit: SubmitHandler<Output & FieldValues>;
};

/** Submits only valid, parsed values; otherwise focus goes to the first wrong field. */
export function Form<Input extends FieldValues, Output extends FieldValues>({
  form,
  onSubmit,
  ...props
}: FormProps<Input, Output>) {
  return (
    <FormProvider {...form}>
      <form noValidate onSubmit={form.handleSubmit(onSubmit)} {...props} />
    </FormProvider>
  );
}

export type FormFieldProps<Values extends FieldValues, Name extends FieldPath<Values>> = Omit<
  FieldProps,
  "children" | "error"
> & {
  name: Name;
  /** Receives `{ name, value, onChange, onBlur, ref }`; spread it on Input, map it for Select and friends. */
  render: (field: ControllerRenderProps<Values, Name>) => ReactElement;
};

/** One schema field: label, hint, control, and the schema's message when it is wrong. */
export function FormField<Values extends FieldValues, Name extends FieldPath<Values> = FieldPath<Values>>({
  name,
  render,
  ...field
}: FormFieldProps<Values, Name>) {
  const { control } = useFormContext<Values>();
  return (
    <Controller
      control={control}
      name={name}
      render={({ field: bound, fieldState }) => (
        <Field {...field} error={fieldState.error?.message}>
          {render(bound)}
        </Field>
      )}
    />
  );
}

/** Puts the server's answer beside the fields it is about; unknown paths land on the form itself (`root`). */
export function applyServerErrors<Values extends FieldValues>(
  form: UseFormReturn<Values, unknown, unknown>,
  errors: Readonly<Record<string, string>>,
): void {
  const known = form.getValues();
  for (const [path, message] of Object.entries(errors)) {
    const target = (path.split(".")[0] ?? "") in known ? (path as FieldPath<Values>) : ("root" as const);
    form.setError(target, { type: "server", message });
  }
}

/** What is wrong with the form as a whole, announced when it appears. */
export function FormError({ message }: { message?: string }) {
  if (!message) return null;
  return (
    <p role="alert" className="border-failed border-l-2 bg-failed-wash px-3 py-2 text-failed text-sm">
      {message}
    </p>
  );
}

"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { EVERY_FIVE_MINUTES, type Segment } from "@/contracts/segments";
import { messageOf } from "../providers/api-errors";
import { useTRPC } from "../providers/app-providers";
import { useWorkspace } from "../providers/workspace-provider";
import { Button } from "../ui/button";
import { Dialog, DialogClose } from "../ui/dialog";
import { Field } from "../ui/field";
import { formatDateTime } from "../ui/format";
import { Input } from "../ui/input";
import { Select } from "../ui/select";
import { toast } from "../ui/toast";

const HOURLY = "0 * * * *";
const DAILY = "0 6 * * *";
const PRESETS = [
  { value: "five", label: "Every five minutes", cron: EVERY_FIVE_MINUTES },
  { value: "hourly", label: "Every hour", cron: HOURLY },
  { value: "daily", label: "Every day at 6:00", cron: DAILY },
  { value: "off", label: "Only on demand", cron: null },
  { value: "custom", label: "Cron…", cron: undefined },
] as const;
type Preset = (typeof PRESETS)[number]["value"];

const presetOf = (cron: string | null): Preset => PRESETS.find((preset) => preset.cron === cron)?.value ?? "custom";

/** How a schedule reads in a line: "Every hour", "0 8 * * 1 (Europe/Berlin)". */
export const scheduleText = ({ cron, timeZone }: Segment["schedule"]): string => {
  const preset = PRESETS.find((one) => one.cron === cron);
  if (!preset) return `${cron} (${timeZone})`;
  return preset.value === "daily" ? `${preset.label} (${timeZone})` : preset.label;
};

type ScheduleDialogProps = { segment: Segment; open: boolean; onClose: () => void };

/** When a segment refreshes by itself, with the next times spelled out before anything is saved. */
export function ScheduleDialog({ segment, open, onClose }: ScheduleDialogProps) {
  const trpc = useTRPC();
  const workspace = useWorkspace();
  const queryClient = useQueryClient();
  const [preset, setPreset] = useState<Preset>(presetOf(segment.schedule.cron));
  const [cron, setCron] = useState(segment.schedule.cron ?? DAILY);
  const [timeZone, setTimeZone] = useState(
    segment.schedule.timeZone === "UTC" ? workspace.timeZone : segment.schedule.timeZone,
  );
  const chosen = PRESETS.find((one) => one.value === preset);
  const schedule = { cron: chosen?.cron === undefined ? cron : chosen.cron, timeZone };
  const next = useQuery(
    trpc.segments.nextRuns.queryOptions(
      { schedule },
      { enabled: open, placeholderData: keepPreviousData, retry: false },
    ),
  );
  const save = useMutation(
    trpc.segments.describe.mutationOptions({
      onSuccess: () => {
        void queryClient.invalidateQueries({ queryKey: trpc.segments.pathKey() });
        toast("Schedule saved.");
        onClose();
      },
      onError: (error) => {
        toast.error(messageOf(error));
      },
    }),
  );
  return (
    <Dialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title="Refresh schedule"
      description="Relative dates, such as “in the last 30 days”, are read anew at each refresh."
      footer={
        <>
          <DialogClose asChild>
            <Button>Close</Button>
          </DialogClose>
          <Button
            variant="primary"
            loading={save.isPending}
            disabled={next.isError}
            onClick={() => save.mutate({ segmentId: segment.id, schedule })}
          >
            Save schedule
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <Field label="Refresh">
          <Select
            options={PRESETS.map(({ value, label }) => ({ value, label }))}
            value={preset}
            onValueChange={setPreset}
          />
        </Field>
        {preset === "custom" ? (
          <Field
            label="Cron"
            hint="Minute, hour, day of month, month, day of week."
            error={next.error ? messageOf(next.error) : undefined}
          >
            <Input value={cron} maxLength={100} onChange={(event) => setCron(event.target.value)} />
          </Field>
        ) : null}
        {preset === "custom" || preset === "daily" ? (
          <Field label="Time zone">
            <Input value={timeZone} maxLength={64} onChange={(event) => setTimeZone(event.target.value)} />
          </Field>
        ) : null}
        <div aria-live="polite" className="text-ink-2 text-sm">
          {preset === "off" || next.error || !next.data ? null : (
            <>Next: {next.data.map(({ at }) => formatDateTime(at, workspace.timeZone)).join(" · ")}</>
          )}
        </div>
      </div>
    </Dialog>
  );
}

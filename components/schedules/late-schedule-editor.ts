import { lateDialog } from "#components/ui/late-dialog.tsx";

/** The editor of a schedule for cards, which are drawn without it. */
export const LateScheduleEditor = lateDialog(() =>
  import("./schedule-editor.tsx").then((module) => module.ScheduleEditor),
);

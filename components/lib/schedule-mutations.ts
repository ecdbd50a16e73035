import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

function useReadSchedulesAgain() {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: keys.schedules });
}

/** Makes a schedule. */
export function useCreateSchedule() {
  const onSuccess = useReadSchedulesAgain();
  return useMutation({
    mutationFn: (body: BodyInput<"createSchedule">) => callApi("createSchedule", { body }),
    onSuccess,
  });
}

/** Changes, pauses or brings back a schedule. */
export function useChangeSchedule() {
  const onSettled = useReadSchedulesAgain();
  return useMutation({
    mutationFn: ({
      scheduleId,
      ...body
    }: BodyInput<"changeSchedule"> & { readonly scheduleId: string }) =>
      callApi("changeSchedule", { params: { id: scheduleId }, body }),
    onSettled,
  });
}

/** Deletes a schedule; for a day that can be taken back. */
export function useDeleteSchedule() {
  const onSettled = useReadSchedulesAgain();
  return useMutation({
    mutationFn: (scheduleId: string) => callApi("deleteSchedule", { params: { id: scheduleId } }),
    onSettled,
  });
}

/** Has a schedule ask now. */
export function useFireSchedule() {
  const onSettled = useReadSchedulesAgain();
  return useMutation({
    mutationFn: (scheduleId: string) =>
      callApi("fireSchedule", { params: { id: scheduleId }, body: {} }),
    onSettled,
  });
}

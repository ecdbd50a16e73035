import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

function useReadSettingsAgain() {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: keys.notificationSettings });
}

/** Marks notifications as read; all of them where none are named. */
export function useReadNotifications() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids?: string[]) =>
      callApi("readNotifications", { body: ids === undefined ? {} : { ids } }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.notifications }),
  });
}

/** Chooses of whose work one hears. */
export function useChooseNotifications() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BodyInput<"chooseNotifications">) =>
      callApi("chooseNotifications", { body }),
    onSuccess: (settings) => client.setQueryData(keys.notificationSettings, settings),
  });
}

/** Makes a channel; a webhook's secret is in the answer alone, which is forgotten with the dialog. */
export function useCreateChannel() {
  const onSuccess = useReadSettingsAgain();
  return useMutation({
    gcTime: 0,
    mutationFn: (body: BodyInput<"createChannel">) => callApi("createChannel", { body }),
    onSuccess,
  });
}

/** Changes or pauses a channel. */
export function useChangeChannel() {
  const onSettled = useReadSettingsAgain();
  return useMutation({
    mutationFn: ({
      channelId,
      ...body
    }: BodyInput<"changeChannel"> & { readonly channelId: string }) =>
      callApi("changeChannel", { params: { id: channelId }, body }),
    onSettled,
  });
}

/** Sends a test through a channel, and says what came of it. */
export function useTestChannel() {
  return useMutation({
    mutationFn: (channelId: string) =>
      callApi("testChannel", { params: { id: channelId }, body: {} }),
  });
}

/** Has a message that was set aside sent again. */
export function useSendAgain() {
  const onSettled = useReadSettingsAgain();
  return useMutation({
    mutationFn: (deliveryId: string) =>
      callApi("sendAgain", { params: { id: deliveryId }, body: {} }),
    onSettled,
  });
}

/** Deletes a channel with what still waits for it. */
export function useDeleteChannel() {
  const onSettled = useReadSettingsAgain();
  return useMutation({
    mutationFn: (channelId: string) => callApi("deleteChannel", { params: { id: channelId } }),
    onSettled,
  });
}

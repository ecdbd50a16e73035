import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput } from "#server/contracts/api.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

function useReadWebhooksAgain() {
  const client = useQueryClient();
  return () => void client.invalidateQueries({ queryKey: keys.webhooks });
}

/** Makes a webhook; its secret is in the answer alone, which is forgotten with the dialog. */
export function useCreateWebhook() {
  const onSuccess = useReadWebhooksAgain();
  return useMutation({
    gcTime: 0,
    mutationFn: (body: BodyInput<"createWebhook">) => callApi("createWebhook", { body }),
    onSuccess,
  });
}

/** Changes or pauses a webhook. */
export function useChangeWebhook() {
  const onSettled = useReadWebhooksAgain();
  return useMutation({
    mutationFn: ({
      webhookId,
      ...body
    }: BodyInput<"changeWebhook"> & { readonly webhookId: string }) =>
      callApi("changeWebhook", { params: { id: webhookId }, body }),
    onSettled,
  });
}

/** Gives a webhook a new secret. */
export function useRenewWebhookSecret() {
  return useMutation({
    gcTime: 0,
    mutationFn: (webhookId: string) =>
      callApi("renewWebhookSecret", { params: { id: webhookId }, body: {} }),
  });
}

/** Tells a webhook of a made-up alert. */
export function useTestWebhook() {
  const onSettled = useReadWebhooksAgain();
  return useMutation({
    mutationFn: ({
      webhookId,
      ...body
    }: BodyInput<"testWebhook"> & { readonly webhookId: string }) =>
      callApi("testWebhook", { params: { id: webhookId }, body }),
    onSettled,
  });
}

/** Deletes a webhook with its incidents. */
export function useDeleteWebhook() {
  const onSettled = useReadWebhooksAgain();
  return useMutation({
    mutationFn: (webhookId: string) => callApi("deleteWebhook", { params: { id: webhookId } }),
    onSettled,
  });
}

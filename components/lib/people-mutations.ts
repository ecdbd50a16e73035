import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { BodyInput } from "#server/contracts/api.ts";
import type { Role } from "#server/contracts/people.ts";
import { callApi } from "./api-client.ts";
import { keys } from "./query-keys.ts";

/** Changes a person's role or lets them in or out. */
export function useChangePerson() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({
      personId,
      ...body
    }: BodyInput<"changePerson"> & { readonly personId: string }) =>
      callApi("changePerson", { params: { id: personId }, body }),
    onSettled: () => void client.invalidateQueries({ queryKey: keys.people }),
  });
}

/** Makes a one-time invite link for a role. */
export function useInvitePerson() {
  return useMutation({
    mutationFn: (role: Role) => callApi("invitePerson", { body: { role } }),
  });
}

/** Changes one's own password; other sessions end. */
export function useChangePassword() {
  return useMutation({
    mutationFn: (body: BodyInput<"changePassword">) => callApi("changePassword", { body }),
  });
}

/** Ends the session and leaves for the sign-in page, dropping everything this tab knew. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => callApi("signOut"),
    onSuccess: () => {
      client.clear();
      window.location.assign("/sign-in");
    },
  });
}

/** Makes an API token. What it is made of leaves memory with the dialog. */
export function useCreateToken() {
  const client = useQueryClient();
  return useMutation({
    gcTime: 0,
    mutationFn: (body: BodyInput<"createToken">) => callApi("createToken", { body }),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.tokens }),
  });
}

/** Ends an API token. */
export function useRevokeToken() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApi("revokeToken", { params: { id } }),
    onSuccess: (view) => client.setQueryData(keys.tokens, view),
    onError: () => void client.invalidateQueries({ queryKey: keys.tokens }),
  });
}

"use client";

import { ListChecks } from "lucide-react";
import { Notifications } from "#components/notifications/notifications.tsx";
import { Page } from "#components/shell/page.tsx";
import { useMay, useSession } from "#components/shell/session.tsx";
import { ThemeSwitch } from "#components/shell/theme-switch.tsx";
import { ModelSettings } from "#components/spend/model-settings.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { EvidenceSettings } from "./evidence.tsx";
import { Installation } from "./installation.tsx";
import { PasswordForm } from "./password-form.tsx";
import { People } from "./people.tsx";
import { Secrets } from "./secrets.tsx";
import { SetAsideJobs } from "./set-aside-jobs.tsx";
import { Tokens } from "./tokens.tsx";

/** One's own account, the people here, the secrets, and facts about the installation. */
export function SettingsPage() {
  const { name, role } = useSession();
  const canManagePeople = useMay("people.manage");
  const canManageRepositories = useMay("repository.manage");
  const canListSecrets = useMay("secret.list");
  const canManageSettings = useMay("settings.manage");
  return (
    <Page title="Settings">
      <div className="space-y-6">
        <Panel title="You" description={`Signed in as ${name}, ${role}`} actions={<ThemeSwitch />}>
          <PasswordForm />
        </Panel>
        <Notifications />
        <Tokens />
        {canManageRepositories ? <FirstSteps /> : null}
        {canManagePeople ? <People /> : null}
        {canListSecrets ? <Secrets /> : null}
        <ModelSettings />
        <Installation />
        {canManageSettings ? <EvidenceSettings /> : null}
        {canManageSettings ? <SetAsideJobs /> : null}
      </div>
    </Page>
  );
}

function FirstSteps() {
  return (
    <Panel
      title="First steps"
      actions={
        <Link href="/first-steps" className={buttonClass({ size: "small" })}>
          <ListChecks aria-hidden className="size-4" />
          Open
        </Link>
      }
    >
      <p className="text-sm text-ink-soft">
        Your repository, your hosts, the models and a first request: what is done, and what is left.
      </p>
    </Panel>
  );
}

"use client";

import { Page } from "#components/shell/page.tsx";
import { useMay, useSession } from "#components/shell/session.tsx";
import { ThemeSwitch } from "#components/shell/theme-switch.tsx";
import { ModelSettings } from "#components/spend/model-settings.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { Installation } from "./installation.tsx";
import { PasswordForm } from "./password-form.tsx";
import { People } from "./people.tsx";

/** One's own account, the people here, and facts about the installation. */
export function SettingsPage() {
  const { name, role } = useSession();
  const canManagePeople = useMay("people.manage");
  return (
    <Page title="Settings">
      <div className="space-y-6">
        <Panel title="You" description={`Signed in as ${name}, ${role}`} actions={<ThemeSwitch />}>
          <PasswordForm />
        </Panel>
        {canManagePeople ? <People /> : null}
        <ModelSettings />
        <Installation />
      </div>
    </Page>
  );
}

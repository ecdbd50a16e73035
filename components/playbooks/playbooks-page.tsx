import { Page } from "#components/shell/page.tsx";
import { Catalog } from "./catalog.tsx";
import { Repositories } from "./repositories.tsx";

/** Repositories, and everything found in them that can be asked for. */
export function PlaybooksPage() {
  return (
    <Page title="Playbooks" description="The Ansible you have, and what can be asked for with it.">
      <div className="space-y-6">
        <Repositories />
        <Catalog />
      </div>
    </Page>
  );
}

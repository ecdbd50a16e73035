import { Page } from "#components/shell/page.tsx";
import { Catalog } from "./catalog.tsx";
import { Repositories } from "./repositories.tsx";

/** Repositories, and everything found in them that can be asked for. */
export function PlaybooksPage() {
  return (
    <Page title="Playbooks" description="Your playbooks and roles, and what you can ask for.">
      <div className="space-y-6">
        <Repositories />
        <Catalog />
      </div>
    </Page>
  );
}

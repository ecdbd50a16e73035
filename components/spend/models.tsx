import { Cloud, House, type LucideIcon, ScrollText } from "lucide-react";
import type { ReactNode } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Panel } from "#components/ui/panel.tsx";
import type { SpendReport } from "#server/contracts/ai.ts";

/** What reads messages here: rules always, a local model and an external one where they are set up. */
export function Models({ report }: { readonly report: SpendReport }) {
  const { local, external } = report;
  return (
    <Panel title="Language models" isFlush>
      <ul className="divide-y divide-line">
        <Tier icon={ScrollText} name="Rules and search" state={<Badge tone="ok">Always on</Badge>}>
          Read requests and plan on this machine, without any model.
        </Tier>
        <Tier
          icon={House}
          name={local.model ?? "No local model"}
          state={
            local.reachable ? <Badge tone="ok">Reachable</Badge> : <Badge>Not reachable</Badge>
          }
        >
          {local.reachable ? (
            <>
              Used by default, at <code className="break-all">{local.where}</code>. Costs nothing.
            </>
          ) : (
            <>
              Ollama at <code className="break-all">{local.where}</code> is used as soon as it
              answers. Set <code>OLLAMA_URL</code> to use another address.
            </>
          )}
        </Tier>
        <Tier
          icon={Cloud}
          name={external.hasKey ? external.model : "No external model"}
          state={external.enabled ? <Badge tone="busy">On</Badge> : <Badge>Off</Badge>}
        >
          <External external={external} />
        </Tier>
      </ul>
    </Panel>
  );
}

function External({ external }: { readonly external: SpendReport["external"] }) {
  const { enabled, hasKey, price, reason } = external;
  if (!hasKey) {
    return (
      <>
        Off until <code>ANTHROPIC_API_KEY</code> and a budget are set. Nothing is sent outside.
      </>
    );
  }
  return (
    <>
      {enabled ? `Used ${reason}.` : `Off: ${reason}.`}{" "}
      {price ? (
        <>
          ${price.inputMicroUsdPerToken} in and ${price.outputMicroUsdPerToken} out per million
          tokens (
          <a href={price.source} rel="noreferrer" target="_blank" className="text-accent underline">
            list price
          </a>{" "}
          of {price.asOf}).
        </>
      ) : null}
    </>
  );
}

function Tier({
  icon: Icon,
  name,
  state,
  children,
}: {
  readonly icon: LucideIcon;
  readonly name: string;
  readonly state: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <li className="flex gap-3 px-4 py-3">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-faint" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 text-sm font-medium">
          <span className="break-all">{name}</span>
          {state}
        </p>
        <p className="text-[0.8125rem] text-ink-soft">{children}</p>
      </div>
    </li>
  );
}

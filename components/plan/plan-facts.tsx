import { Clock, Coins, Cpu, Server } from "lucide-react";
import type { ReactNode } from "react";
import { durationText, estimateText } from "#components/lib/time-text.ts";
import { moneyText } from "#components/spend/money.ts";
import { toneText } from "#components/ui/badge.tsx";
import type { ModelUse } from "#server/contracts/ai.ts";
import type { PlanBody } from "#server/contracts/plan.ts";
import type { PreviewEffects } from "#server/contracts/preview.ts";
import { riskLooks } from "./status-look.ts";

const unique = (values: readonly string[]): string[] => [...new Set(values)];

/** Names of all hosts a plan changes. */
export function planHosts(body: PlanBody): string[] {
  return unique(body.tasks.flatMap((task) => task.hosts));
}

/** What decides most approvals, in one glance: hosts, risk, duration, cost, agent. */
export function PlanFacts({
  body,
  effects,
  modelUse,
}: {
  readonly body: PlanBody;
  /** What a preview found; null without one. */
  readonly effects: PreviewEffects | null;
  /** What its request has cost, as the ledger has it; running it costs nothing. */
  readonly modelUse: ModelUse;
}) {
  const risk = riskLooks[effects?.risk ?? body.risk];
  const agents = unique(body.tasks.flatMap((task) => (task.agent ? [task.agent.name] : [])));
  const reasons = unique(body.tasks.flatMap((task) => task.riskReasons));
  return (
    <>
      <dl className="grid grid-cols-6 gap-x-3 gap-y-2.5 sm:grid-cols-5 sm:gap-x-4">
        <Fact label="Hosts" isWide icon={<Server aria-hidden className="size-3.5" />}>
          {planHosts(body).join(", ")}
        </Fact>
        <Fact
          label="Risk"
          isWide
          icon={<risk.icon aria-hidden className={`size-3.5 ${toneText[risk.tone]}`} />}
        >
          <span className={toneText[risk.tone]}>{risk.label}</span>
        </Fact>
        <Fact label="Takes" icon={<Clock aria-hidden className="size-3.5" />}>
          {takesText(body, effects)}
        </Fact>
        <Fact label="Cost" icon={<Coins aria-hidden className="size-3.5" />}>
          {modelUse.costMicroUsd > 0
            ? `${moneyText(modelUse.costMicroUsd)} to plan`
            : "nothing to plan"}
        </Fact>
        <Fact label="Agent" icon={<Cpu aria-hidden className="size-3.5" />}>
          {agents.length > 0 ? agents.join(", ") : "chosen when it starts"}
        </Fact>
      </dl>
      {reasons.length > 0 ? <Reasons label={`Why ${body.risk} risk`} reasons={reasons} /> : null}
      {effects ? <Previewed effects={effects} isRaised={effects.risk !== body.risk} /> : null}
    </>
  );
}

function takesText({ estimatedSeconds }: PlanBody, effects: PreviewEffects | null): string {
  if (effects?.seconds == null) return estimateText(estimatedSeconds);
  const { value, isLeast } = effects.seconds;
  return isLeast ? `at least ${durationText(value * 1_000)}` : estimateText(value);
}

/** What the hosts said would happen. Where that is worse than what the playbook let expect, it is told apart. */
function Previewed({
  effects: { effects, reasons, risk },
  isRaised,
}: {
  readonly effects: PreviewEffects;
  readonly isRaised: boolean;
}) {
  return (
    <>
      {reasons.length > 0 ? (
        <Reasons
          label={isRaised ? `Raised to ${risk} risk by the preview` : "Seen in the preview"}
          reasons={reasons}
          isLoud={risk === "high"}
        />
      ) : null}
      {effects.length > 0 ? <Reasons label="Previewed" reasons={effects} /> : null}
    </>
  );
}

function Reasons({
  label,
  reasons,
  isLoud = false,
}: {
  readonly label: string;
  readonly reasons: readonly string[];
  readonly isLoud?: boolean;
}) {
  return (
    <p className={`mt-2.5 text-[0.8125rem] break-words ${isLoud ? toneText.bad : "text-ink-soft"}`}>
      <span className={isLoud ? "font-medium" : "font-medium text-ink"}>{label}: </span>
      {reasons.join("; ")}
    </p>
  );
}

function Fact({
  label,
  icon,
  isWide = false,
  children,
}: {
  readonly label: string;
  /** Half a row on phones; the others take a third. */
  readonly isWide?: boolean;
  readonly icon: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className={`min-w-0 sm:col-span-1 ${isWide ? "col-span-3" : "col-span-2"}`}>
      <dt className="flex items-center gap-1.5 text-xs text-ink-faint">
        {icon}
        {label}
      </dt>
      <dd className="text-sm font-semibold">{children}</dd>
    </div>
  );
}

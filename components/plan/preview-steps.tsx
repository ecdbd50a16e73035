import { CircleHelp, EyeOff, type LucideIcon, Pencil, TriangleAlert } from "lucide-react";
import { type Tone, toneText } from "#components/ui/badge.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Diff } from "#components/ui/diff.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import type { PreviewReport, PreviewStep } from "#server/contracts/preview.ts";
import { groupSteps, type PreviewGroup } from "./preview-words.ts";

interface Look {
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly text: string;
}

const looks: Readonly<Record<PreviewStep["kind"], Look>> = {
  changes: { icon: Pencil, tone: "accent", text: "would change" },
  unseen: { icon: EyeOff, tone: "warn", text: "would run unseen" },
  unknown: { icon: CircleHelp, tone: "neutral", text: "not known before a real run" },
  fails: { icon: TriangleAlert, tone: "bad", text: "would fail as things stand" },
};

/** What a preview found, step by step, hosts together where they differ in nothing else. What it could not see is one press away. */
export function PreviewSteps({ report }: { readonly report: PreviewReport }) {
  const groups = groupSteps(report.steps);
  const of = (...kinds: readonly PreviewStep["kind"][]) =>
    groups.filter(({ step }) => kinds.includes(step.kind));
  const left = report.stepsLeftOut;
  return (
    <>
      <Steps label="Changes" groups={of("changes", "fails")} />
      <Folded label="Would run unseen" groups={of("unseen")} />
      <Folded label="Not known before a real run" groups={of("unknown")} />
      {left > 0 || report.isCut ? (
        <p className="text-xs text-ink-soft">
          {left > 0 ? `${left} more steps are left out. ` : ""}
          {report.isCut ? "Long diffs are cut; the output has them whole." : ""}
        </p>
      ) : null}
    </>
  );
}

interface StepsProps {
  readonly label: string;
  readonly groups: readonly PreviewGroup[];
}

function Folded({ label, groups }: StepsProps) {
  if (groups.length === 0) return null;
  return (
    <Disclosure summary={`${label} (${groups.length})`}>
      <Steps label={label} groups={groups} />
    </Disclosure>
  );
}

function Steps({ label, groups }: StepsProps) {
  if (groups.length === 0) return null;
  return (
    <ol aria-label={label} className="divide-y divide-line border-y border-line">
      {groups.map((group) => (
        <Step key={group.key} group={group} />
      ))}
    </ol>
  );
}

function Step({ group: { step, all } }: { readonly group: PreviewGroup }) {
  const look = looks[step.kind];
  const diffs = all.flatMap(({ host, diffs: own }) => own.map((diff) => ({ host, ...diff })));
  return (
    <li className="py-2 text-[0.8125rem]">
      <p className="font-medium">{step.ansibleTask}</p>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-ink-soft">
        <span className={classNames("inline-flex items-center gap-1.5", toneText[look.tone])}>
          <look.icon aria-hidden className="size-3.5 shrink-0" />
          {look.text}
        </span>
        <span>on {all.map(({ host }) => host).join(", ")}</span>
        {step.place === null ? null : (
          <span className="font-mono text-xs break-all">{step.place}</span>
        )}
      </p>
      <Said text={step.message} />
      {step.notifies.length > 0 ? (
        <p className="text-ink-soft">May set off: {step.notifies.join(", ")}</p>
      ) : null}
      {diffs.length > 0 ? (
        <Disclosure summary={diffs.length === 1 ? "1 difference" : `${diffs.length} differences`}>
          <div className="space-y-2 pb-1">
            {diffs.map(({ host, path, text }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a stored report never changes its order
              <Diff key={at} text={text} label={`${path ?? step.ansibleTask} on ${host}`} />
            ))}
          </div>
        </Disclosure>
      ) : null}
    </li>
  );
}

function Said({ text }: { readonly text: string }) {
  if (text === "") return null;
  return (
    <p className="line-clamp-3 font-mono text-xs break-words whitespace-pre-wrap text-ink-soft">
      {text}
    </p>
  );
}

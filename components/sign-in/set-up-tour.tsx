"use client";

import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { ArrowRight, BookOpen, Cpu, Server } from "lucide-react";
import { type ReactNode, useState } from "react";
import { agentsQuery, repositoriesQuery, suggestionsQuery } from "#components/lib/queries.ts";
import { makeQueryClient } from "#components/lib/query-client.ts";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import { EntryFrame } from "./entry-frame.tsx";
import { StepDots } from "./step-dots.tsx";

/** Steps 2 to 5: what Chiffon found by itself, and a first thing to ask for. Each can be skipped. */
export function SetUpTour() {
  const [client] = useState(makeQueryClient);
  const [step, setStep] = useState(2);
  const next = () => setStep(step + 1);
  return (
    <QueryClientProvider client={client}>
      {step === 2 ? <RepositoryStep onNext={next} /> : null}
      {step === 3 ? <AgentStep onNext={next} /> : null}
      {step === 4 ? <ModelStep onNext={next} /> : null}
      {step >= 5 ? <FirstRequestStep /> : null}
    </QueryClientProvider>
  );
}

function Step({
  step,
  title,
  lead,
  onNext,
  children,
}: {
  readonly step: number;
  readonly title: string;
  readonly lead: string;
  readonly onNext?: () => void;
  readonly children: ReactNode;
}) {
  return (
    <EntryFrame title={title} lead={lead}>
      <StepDots step={step} of={5} />
      <div className="mt-5 space-y-4">{children}</div>
      <div className="mt-6 flex items-center justify-between gap-3">
        <a href="/" className="text-sm text-ink-soft underline underline-offset-4">
          Skip to the chat
        </a>
        {onNext ? (
          <Button variant="primary" icon={ArrowRight} onClick={onNext}>
            Continue
          </Button>
        ) : null}
      </div>
    </EntryFrame>
  );
}

const cardClass = "flex gap-3 rounded-xl border border-line bg-surface p-4 shadow-card";

function RepositoryStep({ onNext }: { readonly onNext: () => void }) {
  const { data, error, refetch } = useQuery({ ...repositoriesQuery(), refetchInterval: 2000 });
  return (
    <Step
      step={2}
      title="Your playbooks"
      lead="Chiffon runs the Ansible you already have. It comes with an example homelab to try."
      onNext={onNext}
    >
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={2} /> : null}
      {data?.repositories.map((repository) => (
        <div key={repository.id} className={cardClass}>
          <BookOpen aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
          <div className="min-w-0">
            <p className="font-semibold">{repository.name}</p>
            <p className="text-sm text-ink-soft">
              {repository.error ??
                (repository.scannedAt
                  ? `${repository.entryCount} things it can do`
                  : "Being read now…")}
            </p>
            <p className="truncate font-mono text-xs text-ink-faint">{repository.location}</p>
          </div>
        </div>
      ))}
      <p className="text-sm text-ink-soft">
        Add your own repository any time under{" "}
        <a href="/playbooks" className="text-accent underline underline-offset-4">
          Playbooks
        </a>
        .
      </p>
    </Step>
  );
}

function AgentStep({ onNext }: { readonly onNext: () => void }) {
  const { data, error, refetch } = useQuery({ ...agentsQuery(), refetchInterval: 2000 });
  return (
    <Step
      step={3}
      title="This machine"
      lead="An agent here runs the playbooks against your hosts."
      onNext={onNext}
    >
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={2} /> : null}
      {data?.agents.length === 0 ? (
        <p className="text-sm text-ink-soft">The agent is starting; it will show up in a moment.</p>
      ) : null}
      {data?.agents.map((agent) => (
        <div key={agent.id} className={cardClass}>
          <Server aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
          <div>
            <p className="font-semibold">
              {agent.name} <span className="font-normal text-ink-soft">is {agent.status}</span>
            </p>
            <p className="text-sm text-ink-soft">
              {agent.slots === 1 ? "1 task" : `${agent.slots} tasks`} at a time
              {agent.metrics
                ? `, ${agent.metrics.cpuCores} cores, ${Math.round(agent.metrics.memoryTotalMb / 1024)} GB memory`
                : ""}
            </p>
            <p className="text-sm text-ink-soft">
              {agent.tools?.ansible
                ? `Ansible ${agent.tools.ansible}`
                : "Ansible was not found: install ansible-core on this machine."}
            </p>
          </div>
        </div>
      ))}
    </Step>
  );
}

function ModelStep({ onNext }: { readonly onNext: () => void }) {
  return (
    <Step
      step={4}
      title="Language model"
      lead="None is needed. Chiffon understands requests and finds playbooks by itself."
      onNext={onNext}
    >
      <div className={cardClass}>
        <Cpu aria-hidden className="mt-0.5 size-5 shrink-0 text-accent" />
        <div>
          <p className="font-semibold">Built-in planner in use</p>
          <p className="text-sm text-ink-soft">
            No external model is connected, so nothing leaves this house and nothing costs money.
          </p>
        </div>
      </div>
    </Step>
  );
}

function FirstRequestStep() {
  const { data, error, refetch } = useQuery(suggestionsQuery());
  return (
    <Step
      step={5}
      title="Ask for something"
      lead="Nothing runs before you have read its plan and approved it."
    >
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={3} /> : null}
      <ul className="space-y-2">
        {data?.prompts.slice(0, 4).map((prompt) => (
          <li key={prompt}>
            <a
              href={`/?prompt=${encodeURIComponent(prompt)}`}
              className="flex min-h-11 items-center justify-between gap-3 rounded-xl border border-line bg-surface px-4 py-2 text-sm hover:border-accent-line hover:bg-accent-soft"
            >
              {prompt}
              <ArrowRight aria-hidden className="size-4 shrink-0 text-accent" />
            </a>
          </li>
        ))}
      </ul>
      <a href="/" className={`${buttonClass({ variant: "primary" })} w-full`}>
        Open the chat
      </a>
    </Step>
  );
}

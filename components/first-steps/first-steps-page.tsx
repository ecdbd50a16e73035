"use client";

import { ArrowLeft, ArrowRight } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { type ComponentType, useState } from "react";
import { Hosts } from "#components/fleet/hosts.tsx";
import { Page } from "#components/shell/page.tsx";
import { Button, buttonClass } from "#components/ui/button.tsx";
import { Link } from "#components/ui/link.tsx";
import { FirstRequest } from "./first-request.tsx";
import { ModelCheck } from "./model-check.tsx";
import { OwnRepository } from "./own-repository.tsx";
import { StepList } from "./step-list.tsx";
import { type StepName, stepNames, useFirstSteps } from "./use-first-steps.ts";

const bodies: Readonly<Record<StepName, ComponentType>> = {
  repository: OwnRepository,
  hosts: Hosts,
  models: ModelCheck,
  request: FirstRequest,
};

const leads: Readonly<Record<StepName, string>> = {
  repository:
    "Chiffon runs the Ansible you already have. Add your repository, and see what it needs before all of it can run.",
  hosts:
    "These are the machines that your inventories name. Test one: its key is pinned, and you see whether Chiffon gets in.",
  models:
    "None is needed: Chiffon reads requests and finds playbooks by itself. A model helps with what is said in an unusual way.",
  request: "Nothing runs until you have read its plan and approved it.",
};

/** From an empty installation to a first request, a step at a time; each can be skipped and opened again. */
export function FirstStepsPage() {
  const done = useFirstSteps();
  // What is done meanwhile does not turn the page under somebody's hands.
  const asked = useSearchParams()?.get("step");
  const [current, setCurrent] = useState<StepName>(
    () =>
      stepNames.find((name) => name === asked) ??
      stepNames.find((name) => !done[name]) ??
      "request",
  );
  const open = (name: StepName) => {
    setCurrent(name);
    // Whoever reloads the page is where they were.
    window.history.replaceState(null, "", `/first-steps?step=${name}`);
  };
  const Body = bodies[current];
  const next = stepNames[stepNames.indexOf(current) + 1];
  const previous = stepNames[stepNames.indexOf(current) - 1];
  return (
    <Page
      title="First steps"
      description="In any order, now or later: Settings leads back here, and the example homelab is there to try things on."
    >
      <div className="space-y-5">
        <StepList done={done} current={current} onOpen={open} />
        <p className="max-w-2xl text-[0.9375rem] text-ink-soft">{leads[current]}</p>
        <Body />
        <div className="flex flex-wrap items-center justify-between gap-3">
          {previous === undefined ? null : (
            <Button icon={ArrowLeft} onClick={() => open(previous)}>
              Back
            </Button>
          )}
          {next === undefined ? (
            <Link href="/" className={buttonClass({ variant: "primary" })}>
              Open the chat
            </Link>
          ) : (
            <>
              <Link
                href="/"
                className="touch inline-flex items-center text-sm text-ink-soft underline underline-offset-4"
              >
                Skip to the chat
              </Link>
              <Button
                variant={done[current] ? "primary" : "secondary"}
                icon={ArrowRight}
                onClick={() => open(next)}
              >
                {done[current] ? "Continue" : "Skip this step"}
              </Button>
            </>
          )}
        </div>
      </div>
    </Page>
  );
}

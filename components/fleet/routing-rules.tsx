"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useSaveRoutingRules } from "#components/lib/agent-mutations.ts";
import { routingRulesQuery } from "#components/lib/fleet-queries.ts";
import { useMay } from "#components/shell/session.tsx";
import { Button } from "#components/ui/button.tsx";
import { Disclosure } from "#components/ui/disclosure.tsx";
import { TextAreaField } from "#components/ui/field.tsx";
import { ErrorNotice, Notice } from "#components/ui/notice.tsx";
import { Panel } from "#components/ui/panel.tsx";
import { ErrorState, Skeleton } from "#components/ui/states.tsx";
import { toastDone } from "#components/ui/toast.tsx";
import type { RulesView } from "#server/contracts/routing.ts";
import { plural } from "#server/lib/units.ts";
import { RoutingTest } from "./routing-test.tsx";

const example = `version: 1
rules:
  - name: media at home
    match:
      service: [jellyfin, plex]
    to:
      agent: attic
    # wait (the default), or next: let the next rule or method decide
    otherwise: next
`;

/** Where work goes: the owner's rules, and a box to try what they do. */
export function RoutingRules() {
  const { data, error, refetch } = useQuery(routingRulesQuery());
  // Null: nobody changed anything.
  const [draft, setDraft] = useState<{ content: string; hash: string } | null>(null);
  return (
    <Panel title="Where work goes">
      {error && !data ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeleton lines={3} /> : null}
      {data ? (
        <div className="space-y-4">
          <InForce view={data} />
          <RoutingTest rules={draft === null ? null : draft.content} />
          <Disclosure summary="Rules file">
            <Editor view={data} draft={draft} onDraft={setDraft} />
          </Disclosure>
        </div>
      ) : null}
    </Panel>
  );
}

function InForce({ view: { rules, problem, path } }: { readonly view: RulesView }) {
  return (
    <>
      {problem === null ? null : (
        <Notice
          tone="warn"
          title="The rules file has a fault, so the rules from before stay in force"
        >
          {problem.line === null ? "" : `Line ${problem.line}: `}
          {problem.message}
        </Notice>
      )}
      <p className="text-[0.8125rem] text-ink-soft">
        {rules.length === 0
          ? "There are no rules. Work goes to the agent that a request names, else to one declared for its subject, else to the one with the highest score."
          : `${plural(rules.length, "rule")} in force, from `}
        {rules.length === 0 ? null : <code className="text-xs break-all">{path}</code>}
      </p>
      {rules.length === 0 ? null : (
        <ol
          aria-label="Rules"
          className="divide-y divide-line border-y border-line text-[0.8125rem]"
        >
          {rules.map(({ name, to, otherwise }) => (
            <li key={name} className="flex flex-wrap justify-between gap-x-3 py-1.5">
              <span className="font-medium break-words">{name}</span>
              <span className="text-ink-soft">
                to {targetWords(to)}
                {otherwise === "wait" ? ", or it waits" : ", or on to the next"}
              </span>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

function targetWords({ agent, agentType: type, domain }: RulesView["rules"][number]["to"]): string {
  return agent ?? (type === undefined ? `agents for ${domain}` : `${type} agents`);
}

function Editor({
  view,
  draft,
  onDraft,
}: {
  readonly view: RulesView;
  readonly draft: { readonly content: string; readonly hash: string } | null;
  readonly onDraft: (draft: { content: string; hash: string } | null) => void;
}) {
  const canManage = useMay("agent.manage");
  const save = useSaveRoutingRules();
  const { content, hash } = draft ?? view;
  // Somebody else saved, or the file was edited, since this was begun.
  const isBehind = draft !== null && draft.hash !== view.hash;
  const discard = () => {
    save.reset();
    onDraft(null);
  };
  return (
    <div className="space-y-3">
      <TextAreaField
        label="Rules"
        rows={14}
        spellCheck={false}
        autoCapitalize="none"
        readOnly={!canManage}
        value={content}
        onChange={(event) => onDraft({ content: event.target.value, hash })}
        hint="YAML or JSON. The first rule that fits decides; a file with a fault changes nothing."
      />
      {isBehind ? (
        <Notice tone="warn" title="The file was changed meanwhile">
          Discard your changes to see it as it is now.
        </Notice>
      ) : null}
      <ErrorNotice error={save.error} />
      {canManage ? (
        <div className="flex flex-wrap gap-2">
          <Button
            variant="primary"
            disabled={draft === null}
            isBusy={save.isPending}
            onClick={() =>
              save.mutate(
                { content, hash },
                {
                  onSuccess: () => {
                    toastDone("Rules saved. They are in force.");
                    onDraft(null);
                  },
                },
              )
            }
          >
            Save rules
          </Button>
          <Button disabled={draft === null} onClick={discard}>
            Discard
          </Button>
          {content.trim() === "" ? (
            <Button onClick={() => onDraft({ content: example, hash })}>
              Start from an example
            </Button>
          ) : null}
        </div>
      ) : (
        <p className="text-xs text-ink-soft">An admin can change them.</p>
      )}
    </div>
  );
}

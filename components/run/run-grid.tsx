"use client";

import {
  CircleCheck,
  CircleDashed,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  PencilLine,
  SkipForward,
  TriangleAlert,
  Unplug,
} from "lucide-react";
import { useState } from "react";
import { durationText } from "#components/lib/time-text.ts";
import { type Tone, toneText } from "#components/ui/badge.tsx";
import { classNames } from "#components/ui/class-names.ts";
import { Elapsed } from "#components/ui/moment.tsx";
import { ScrollingText } from "#components/ui/scrolling-text.tsx";
import { repositoryPath } from "#server/lib/repository-path.ts";
import {
  type GridCell,
  type GridRow,
  type RowStatus,
  type RunGrid,
  rowStatus,
} from "./run-grid-model.ts";

const looks: Readonly<Record<RowStatus, { label: string; icon: LucideIcon; tone: Tone }>> = {
  running: { label: "running", icon: LoaderCircle, tone: "busy" },
  ok: { label: "ok", icon: CircleCheck, tone: "ok" },
  changed: { label: "changed", icon: PencilLine, tone: "warn" },
  failed: { label: "failed", icon: CircleX, tone: "bad" },
  unreachable: { label: "unreachable", icon: Unplug, tone: "bad" },
  skipped: { label: "skipped", icon: SkipForward, tone: "neutral" },
  none: { label: "no host", icon: CircleDashed, tone: "neutral" },
};

const quietKept = 4;

/** Host × task grid: every ansibleTask with its result on each host; only what runs or failed is open. */
export function RunGridView({
  grid,
  isLive,
}: {
  readonly grid: RunGrid;
  readonly isLive: boolean;
}) {
  const [isAllShown, setAllShown] = useState(false);
  const newest = isLive && !grid.isOver ? grid.rows.at(-1) : undefined;
  const rows = grid.rows.map((row) => ({ row, status: rowStatus(row, row === newest) }));
  const firstRecent = rows.length - quietKept;
  const shown = rows.filter(
    ({ status }, index) => isAllShown || index >= firstRecent || !isQuiet(status),
  );
  const hidden = rows.length - shown.length;
  if (rows.length === 0) {
    return (
      <p className="flex items-center gap-2 py-2 text-[0.8125rem] text-ink-soft">
        {isLive ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : null}
        {isLive ? "Ansible is starting…" : "No task was started."}
      </p>
    );
  }
  return (
    <div>
      <p className="sr-only">
        {grid.rows.length} tasks on {grid.hosts.length} hosts
      </p>
      {hidden > 0 || isAllShown ? (
        <button
          type="button"
          onClick={() => setAllShown(!isAllShown)}
          className="mb-1 min-h-11 pointer-fine:min-h-8 text-[0.8125rem] font-medium text-accent underline-offset-4 hover:underline"
        >
          {isAllShown ? "Show only what matters" : `${hidden} finished without change`}
        </button>
      ) : null}
      <ul className="divide-y divide-line border-y border-line">
        {shown.map(({ row, status }) => (
          <Row key={row.n} row={row} status={status} hosts={grid.hosts} isNewest={row === newest} />
        ))}
      </ul>
      {grid.warnings.map((warning) => (
        <p key={warning} className="mt-1.5 flex items-start gap-1.5 text-xs text-warn">
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          {warning}
        </p>
      ))}
    </div>
  );
}

const isQuiet = (status: RowStatus): boolean => status === "ok" || status === "skipped";

function Row({
  row,
  status,
  hosts,
  isNewest,
}: {
  readonly row: GridRow;
  readonly status: RowStatus;
  readonly hosts: readonly string[];
  readonly isNewest: boolean;
}) {
  const { icon: Icon, tone, label } = looks[status];
  const told = [...row.cells].filter(([, cell]) => cell.message !== "" || cell.diff);
  const isBad = status === "failed" || status === "unreachable";
  return (
    <li className="py-1.5">
      <div className="flex items-center gap-x-2.5 text-[0.8125rem]">
        <Icon
          aria-label={label}
          className={classNames(
            "size-4 shrink-0",
            toneText[tone],
            status === "running" && "animate-spin",
          )}
        />
        <span className={classNames("min-w-0 flex-1", isNewest && "font-medium")}>
          <TaskName name={row.name} />
        </span>
        {isNewest ? (
          <span className="shrink-0 text-xs text-busy">
            <Elapsed from={row.startedAt} />
          </span>
        ) : null}
        <Cells row={row} hosts={hosts} isNewest={isNewest} />
      </div>
      {told.length > 0 ? (
        <details open={isBad || undefined} className="pl-6.5">
          <summary className="touch content-center text-xs text-ink-faint">
            {isBad ? "Why" : told.some(([, cell]) => cell.diff) ? "Difference" : "Message"}
          </summary>
          {told.map(([host, cell]) => (
            <Told key={host} host={host} cell={cell} path={isBad ? row.path : null} />
          ))}
        </details>
      ) : null}
    </li>
  );
}

/** Ansible writes "role : task"; the role steps back. */
function TaskName({ name }: { readonly name: string }) {
  const at = name.indexOf(" : ");
  if (at === -1) return name;
  return (
    <>
      {name.slice(at + 3)}{" "}
      <span className="text-xs font-normal text-ink-faint">{name.slice(0, at)}</span>
    </>
  );
}

/** Results by host: names only where there are several; in the newest row also the hosts still at work. */
function Cells({
  row,
  hosts,
  isNewest,
}: {
  readonly row: GridRow;
  readonly hosts: readonly string[];
  readonly isNewest: boolean;
}) {
  const isOne = hosts.length === 1;
  const shown = hosts.filter((host) => row.cells.has(host) || (isNewest && !isOne));
  const common = commonLook(shown.map((host) => row.cells.get(host)));
  const isSummed = common !== null && shown.length > 1;
  return (
    <>
      {isSummed ? (
        <span className={classNames("text-xs sm:hidden", toneText[common.tone])}>
          {shown.length} × {common.label}
        </span>
      ) : null}
      <ul
        className={classNames(
          "max-w-[55%] flex-wrap justify-end gap-x-3 gap-y-0.5 text-xs",
          isSummed ? "hidden sm:flex" : "flex",
        )}
      >
        {shown.map((host) => (
          <Cell key={host} host={isOne ? null : host} cell={row.cells.get(host)} />
        ))}
      </ul>
    </>
  );
}

/** The look all cells share, for narrow screens; null when they differ. */
function commonLook(cells: readonly (GridCell | undefined)[]) {
  const statuses = new Set(cells.map((cell) => cell?.status ?? "running"));
  const [status] = statuses;
  return status && statuses.size === 1 ? looks[status] : null;
}

function Cell({
  host,
  cell,
}: {
  /** Null where there is only one. */
  readonly host: string | null;
  readonly cell: GridCell | undefined;
}) {
  const look = looks[cell?.status ?? "running"];
  const took = cell && cell.durationMs >= 1000 ? durationText(cell.durationMs) : null;
  return (
    <li className={classNames("inline-flex items-center gap-1", toneText[look.tone])}>
      {host ? <span className="text-ink-soft">{host}</span> : null}
      {cell?.isIgnored ? "ignored" : look.label}
      {took ? <span className="tabular text-ink-faint">{took}</span> : null}
    </li>
  );
}

function Told({
  host,
  cell,
  path,
}: {
  readonly host: string;
  readonly cell: GridCell;
  readonly path: string | null;
}) {
  return (
    <div className="mt-1 mb-1.5 text-xs">
      {cell.message ? (
        <p className={cell.status === "failed" || cell.status === "unreachable" ? "text-bad" : ""}>
          <span className="font-medium">{host}:</span>{" "}
          <span className="font-mono whitespace-pre-wrap">{cell.message}</span>
        </p>
      ) : null}
      {path ? <p className="font-mono text-ink-faint">{repositoryPath(path)}</p> : null}
      {cell.diff ? <DiffText text={cell.diff} /> : null}
    </div>
  );
}

/** A unified diff; signs stay, so that colour is not all that tells. */
function DiffText({ text }: { readonly text: string }) {
  return (
    <ScrollingText className="mt-1 max-h-64 overflow-auto rounded-md bg-sunken p-2 leading-5">
      {text.split("\n").map((line, index) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of one diff never change place
          key={index}
          className={classNames(
            "block",
            line.startsWith("+") && "bg-ok-soft text-ok",
            line.startsWith("-") && "bg-bad-soft text-bad",
          )}
        >
          {line || " "}
        </span>
      ))}
    </ScrollingText>
  );
}

import { hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";
import { withPiece } from "#server/answers/domain/growing-text.ts";
import type { ConversationView, Reply, RunView } from "#server/contracts/api.ts";
import type { EventBody, LineTime, LiveEvent, OutputLine } from "#server/contracts/events.ts";
import type { RunEvent } from "#server/contracts/runner.ts";
import { LogBuffer } from "./log-buffer.ts";
import { keys } from "./query-keys.ts";
import { appendRunEvents } from "./run-cache.ts";
import { type RunLog, runLogOf } from "./run-queries.ts";

interface NewOutput {
  lines: OutputLine[];
  times: LineTime[];
  lineCount: number;
  cutLines: number;
}

interface Reading {
  /** Another event came since it began. */
  isOutdated: boolean;
  readonly done: Promise<void>;
}

/**
 * The one place where live events land in the query cache.
 *
 * Facts that fit in an event (output lines, run events, planning steps) are written together, a dozen times a second at
 * most; for all else the event only says what to read again.
 */
export class LiveQuery {
  readonly #client: QueryClient;
  readonly #nextFrame: (flush: () => void) => void;
  readonly #lines = new Map<string, NewOutput>();
  readonly #events = new Map<string, RunEvent[]>();
  /** What is being read again because of an event. */
  readonly #readings = new Map<string, Reading>();
  #isFrameAsked = false;

  constructor(client: QueryClient, nextFrame: (flush: () => void) => void) {
    this.#client = client;
    this.#nextFrame = nextFrame;
  }

  take(event: LiveEvent): void {
    this.#apply(event.body, event.at);
  }

  /** The server could not fill the gap of a topic: read everything it feeds again. */
  reset(topic: string): void {
    const [kind, id] = topic.split(":");
    if (kind === "conversation" && id) this.#conversationChanged(id, true);
    if (kind === "run" && id) this.#stale(keys.run(id));
    if (topic === "inbox") this.#stale(keys.inbox, keys.conversations, keys.notificationSettings);
    if (kind === "person") this.#stale(keys.notifications);
    if (kind === "install" && id) this.#stale(keys.installLog(id));
    if (topic === "fleet") {
      this.#stale(keys.agents, keys.hosts, keys.repositories, keys.playbooks, ["dependencies"]);
      this.#stale(keys.doctor, keys.locks, ["fetch-progress"]);
    }
  }

  #apply(body: EventBody, at: string): void {
    switch (body.type) {
      case "message.added":
      case "conversation.changed":
        this.#conversationChanged(body.conversationId, false);
        return;
      case "conversation.deleted":
        // Where it is open it stays to be read: asked for again, there would be nothing.
        this.#stale(keys.conversations, keys.inbox);
        return;
      case "request.changed":
        void this.#requestChanged(body.requestId);
        return;
      case "planning.progressed":
        this.#client.setQueryData(keys.planning(body.requestId), body.step);
        return;
      case "answer.grew":
        this.#client.setQueryData<string | null>(keys.growingAnswer(body.requestId), (text) =>
          withPiece(text ?? "", body),
        );
        return;
      case "run.output":
        this.#queueLines(body.runId, body, at);
        return;
      case "run.events":
        // The agent checked each of them against runEventSchema before storing.
        this.#queueEvents(body.runId, body.events as RunEvent[]);
        return;
      case "run.changed":
        this.#stale(keys.run(body.runId));
        return;
      case "agent.changed":
        // Agents report as their runs begin and end, and locks come and go with those.
        this.#stale(keys.agents, keys.locks);
        return;
      case "routing.changed":
        this.#stale(keys.routingRules);
        return;
      case "lock.changed":
        this.#stale(keys.locks);
        return;
      case "host.changed":
        this.#stale(keys.hosts);
        return;
      case "repository.changed":
        this.#stale(keys.doctor, keys.playbooks, keys.hosts, keys.suggestions);
        void this.#repositoryChanged(body.repositoryId);
        return;
      case "repository.fetching":
        this.#client.setQueryData(keys.fetchProgress(body.repositoryId), body.progress);
        return;
      case "dependencies.changed":
        this.#stale(keys.dependencies(body.repositoryId));
        return;
      case "install.output":
        this.#client.setQueryData<Reply<"readInstallLog">>(
          keys.installLog(body.installId),
          (log) => (log ? withNewLines(log, body) : log),
        );
        return;
      case "schedule.changed":
        this.#stale(keys.schedules);
        return;
      case "webhook.changed":
        this.#stale(keys.webhooks);
        return;
      case "notifications.changed":
        this.#stale(keys.notifications);
        return;
      case "channels.changed":
        this.#stale(keys.notificationSettings);
        return;
      case "inbox.changed":
        this.#stale(keys.inbox, keys.conversations);
        return;
    }
  }

  #stale(...queryKeys: QueryKey[]): void {
    for (const queryKey of queryKeys) void this.#readAgain(queryKey);
  }

  /**
   * Reads what an event has made old. Events that come meanwhile cost one more read after it: were each to cancel the
   * read before it, a card would stand still for as long as events come faster than answers.
   */
  #readAgain(queryKey: QueryKey): Promise<void> {
    const hash = hashKey(queryKey);
    const known = this.#readings.get(hash);
    if (known) {
      known.isOutdated = true;
      return known.done;
    }
    const read = async (): Promise<void> => {
      // An answer already on its way may predate the event: ask anew.
      await this.#client.invalidateQueries({ queryKey }, { cancelRefetch: true });
      if (!reading.isOutdated) return;
      reading.isOutdated = false;
      await read();
    };
    const reading: Reading = {
      isOutdated: false,
      done: read().finally(() => this.#readings.delete(hash)),
    };
    this.#readings.set(hash, reading);
    return reading.done;
  }

  /**
   * Reads the card first: what a plan waits with is not asked of one that was decided. A preview is a request of its own,
   * shown on the card of the plan it is about.
   */
  async #requestChanged(requestId: string): Promise<void> {
    await this.#readAgain(keys.request(requestId));
    this.#stale(["preview"], ["plan-rules"]);
  }

  /** Reads the list first: of a repository that was removed nothing more is asked, even while it is still drawn. */
  async #repositoryChanged(repositoryId: string): Promise<void> {
    const queryKey = keys.repositories;
    await this.#client.invalidateQueries({ queryKey }, { cancelRefetch: true });
    const listed = this.#client.getQueryData<Reply<"listRepositories">>(queryKey);
    if (listed?.repositories.some(({ id }) => id === repositoryId) !== false)
      this.#stale(keys.dependencies(repositoryId));
  }

  #conversationChanged(conversationId: string, withRequests: boolean): void {
    this.#stale(keys.conversation(conversationId), keys.conversations);
    if (!withRequests) return;
    const view = this.#client.getQueryData<ConversationView>(keys.conversation(conversationId));
    for (const request of view?.requests ?? []) this.#stale(keys.request(request.requestId));
  }

  #queueLines(runId: string, output: Readonly<Omit<NewOutput, "times">>, at: string): void {
    const queued = this.#lines.get(runId) ?? { lines: [], times: [], lineCount: 0, cutLines: 0 };
    queued.lines.push(...output.lines);
    const [first] = output.lines;
    if (first) queued.times.push({ line: first.line, at });
    queued.lineCount = Math.max(queued.lineCount, output.lineCount);
    queued.cutLines = Math.max(queued.cutLines, output.cutLines);
    this.#lines.set(runId, queued);
    this.#askFrame();
  }

  #queueEvents(runId: string, events: readonly RunEvent[]): void {
    this.#events.set(runId, [...(this.#events.get(runId) ?? []), ...events]);
    this.#askFrame();
  }

  #askFrame(): void {
    if (this.#isFrameAsked) return;
    this.#isFrameAsked = true;
    this.#nextFrame(() => this.#flush());
  }

  #flush(): void {
    this.#isFrameAsked = false;
    for (const [runId, { lines, times, lineCount, cutLines }] of this.#lines) {
      this.#client.setQueryData<RunLog>(keys.runLog(runId), (log) => {
        const buffer = log?.buffer ?? new LogBuffer();
        buffer.put(lines);
        buffer.putTimes(times);
        buffer.announce(lineCount);
        return runLogOf(buffer, Math.max(log?.cutLines ?? 0, cutLines));
      });
    }
    for (const [runId, events] of this.#events) {
      this.#client.setQueryData<RunView>(keys.run(runId), (view) =>
        view ? appendRunEvents(view, events) : view,
      );
    }
    this.#lines.clear();
    this.#events.clear();
  }
}

/** A log with the lines of an event that it does not hold yet. */
function withNewLines(
  log: Reply<"readInstallLog">,
  { lines, lineCount }: { readonly lines: readonly OutputLine[]; readonly lineCount: number },
): Reply<"readInstallLog"> {
  const last = log.lines.at(-1)?.line ?? 0;
  const fresh = lines.filter(({ line }) => line > last);
  return { ...log, lines: [...log.lines, ...fresh], lineCount: Math.max(log.lineCount, lineCount) };
}

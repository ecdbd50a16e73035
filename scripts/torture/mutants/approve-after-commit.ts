// A broken web process, for proving that the harness notices: an approval is committed and acknowledged first, and
// what follows from it is written afterwards. Takes the arguments of server/main.ts.
import type { Plan } from "#server/contracts/plan.ts";
import { ExecutionService } from "#server/execution/execution-service.ts";
import { type Database, inTransaction, type Tx } from "#server/platform/prisma.ts";

/** What the mutant uses of the class that it breaks. */
interface Insides {
  readonly deps: { readonly db: Database };
}

/** Long enough to be killed in on a slow machine, too, where the answer itself takes its time. */
const laterMs = 2_000;
const createTasks = ExecutionService.prototype.createTasks;

Object.assign(ExecutionService.prototype, {
  async createTasks(
    this: ExecutionService,
    _tx: Tx,
    plan: Plan,
    conversationId: string,
  ): Promise<[]> {
    // TypeScript alone keeps the class's parts private.
    const { db } = (this as unknown as Insides).deps;
    const later = () => inTransaction(db, (tx) => createTasks.call(this, tx, plan, conversationId));
    setTimeout(() => void later().catch(() => undefined), laterMs);
    return [];
  },
});

await import("#server/main.ts");

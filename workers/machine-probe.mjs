// Prints what a machine has beside processors: memory, disks and graphics cards. A process of its own, because what it
// asks may hang: whoever waits for it ends it with everything it started.
import si from "systeminformation";

const part = (work) => work.catch(() => null);
const [memory, disks, graphics] = await Promise.all([
  part(si.mem()),
  part(si.fsSize()),
  part(si.graphics()),
]);
process.stdout.write(JSON.stringify({ memory, disks, controllers: graphics?.controllers ?? null }));

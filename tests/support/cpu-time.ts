/** Milliseconds of processor time that `work` takes, which other programs on a busy machine do not add to. */
export function cpuTimeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

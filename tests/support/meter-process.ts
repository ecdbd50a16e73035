import { RunMeter } from "#server/runner/run-meter.ts";

// Measures one run, RUN-DIRECTORY as argument, until it is killed.
new RunMeter(process.argv[2] ?? "");
setInterval(() => undefined, 1_000);

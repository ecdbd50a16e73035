// Stands in for a worker with one run in hand: drains until interrupted, ends with its supervisor.
process.send({ type: "running", names: ["deploy kuma on nas"] });
process.on("SIGTERM", () => process.stdout.write('{"level":"warn","msg":"draining"}\n'));
process.on("SIGINT", () => process.exit(0));
process.on("disconnect", () => process.exit(0));

// The conformance suite imports `globSync`, which Node has from 22 on, for a command that tests don't use. Loaded with
// --import, this gives it one that says so, and leaves everything else as it is.
import { register } from "node:module";

const fs = `export * from "node:fs"; export { default } from "node:fs";
export const globSync = () => { throw new Error("needs Node 22"); };`;
const url = `data:text/javascript,${encodeURIComponent(fs)}`;
const hooks = `export const resolve = (name, context, next) =>
  name === "fs" && context.parentURL?.includes("/conformance/")
    ? { url: ${JSON.stringify(url)}, shortCircuit: true }
    : next(name, context);`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

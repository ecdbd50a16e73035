/** Packages that are CommonJS ask for Node's own modules by `require`, which a module of JavaScript does not have. */
export const requireForPackages =
  'import{createRequire as chiffonRequire}from"node:module";const require=chiffonRequire(import.meta.url);';

const highestPort = 65_535;

/** True for a variable that holds a TCP or UDP port: a number whose name ends in "port". */
export function isPort(variable: { readonly name: string; readonly type: string }): boolean {
  return variable.type === "number" && /(?:^|_)port$/i.test(variable.name);
}

/** True for what can be a port. */
export function isPortNumber(value: unknown): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= highestPort;
}

/** What to say of a value that no port can have. */
export const portLimits = `A port is a whole number from 1 to ${highestPort}`;

const appVariable =
  /^(?:target_)?(?:app|application|service|svc|container|stack|unit|compose_project|project|systemd_unit)(?:_?(?:name|id))?s?$|_(?:app|service)_name$/;

/** True for a variable by whose name a playbook is told which app to act on: `app_name`, `service`, `systemd_unit`. */
export function isAppVariable(name: string): boolean {
  return appVariable.test(name);
}

const genericNames = new Set(
  `site main playbook playbooks all run index default setup install deploy deployment ansible plays play services
  service server servers roles role homelab infra infrastructure provision bootstrap local localhost common base
  hosts host inventory tasks task misc maintenance ops operations utils tools apps applications stacks containers
  provisioning deployments examples vagrant automation scripts docker production staging prod dev test master system book requirements tag full everything init initial
  src contrib examples example book books yml yaml linux debian ubuntu manage ctl`.split(/\s+/),
);

/** True for a name that says nothing about a service: "site", "deploy", "playbooks". */
export function isGenericName(name: string): boolean {
  return genericNames.has(name);
}

import type { Doctor, DoctorRow, DynamicInventory } from "#server/contracts/doctor.ts";
import type { NeedKind } from "#server/contracts/playbook.ts";

/** "1 role", "14 roles". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return count === 1 ? `1 ${one}` : `${count} ${many}`;
}

/** "118 of 124 ready; install 14 roles and 2 collections; give the vault password; choose an inventory". */
export function sentenceOf(doctor: Doctor): string {
  const { entryCount, readyCount, refusedCount } = doctor;
  if (entryCount === 0) return "Nothing was found in it that could be run.";
  const isAll = readyCount === entryCount && entryCount > 1 && toRun(doctor).length === 0;
  const counts = isAll ? `All ${entryCount} ready` : `${readyCount} of ${entryCount} ready`;
  const refused = refusedCount === 0 ? [] : [`${refusedCount} can't be run`];
  return `${[counts, ...stepsOf(doctor), ...refused].join("; ")}.`;
}

/** What a person can do about a repository, a few words each. */
function stepsOf(doctor: Doctor): string[] {
  const { missing, inventories } = doctor;
  const row = (kind: NeedKind) => missing.find((one) => one.kind === kind);
  const contents = missing.filter(isContent);
  const install = contents.filter(({ canGet }) => canGet).map(numbered);
  const unknown = contents.filter(({ canGet }) => !canGet).map(numbered);
  const vault = row("secret");
  const unchosen = inventories.filter(({ path }) => path === null).length;
  return [
    ...(install.length === 0 ? [] : [`install ${install.join(" and ")}`]),
    ...(unknown.length === 0 ? [] : [`say where to get ${unknown.join(" and ")}`]),
    ...(vault === undefined ? [] : [giveVault(vault)]),
    ...(row("inventory") === undefined ? [] : ["add hosts"]),
    ...(unchosen === 0
      ? []
      : [unchosen === 1 ? "choose an inventory" : `choose ${unchosen} inventories`]),
    ...toRun(doctor).map(({ path }) => `run ${path} to know its hosts`),
  ];
}

function numbered({ needCount, kind }: DoctorRow): string {
  return countOf(needCount, kind);
}

/** True for a row of roles or collections. */
export function isContent({ kind }: DoctorRow): boolean {
  return kind === "role" || kind === "collection";
}

function giveVault({ needCount }: DoctorRow): string {
  return needCount === 1 ? "give the vault password" : `give ${needCount} vault passwords`;
}

/** True when nothing is left to do but what a plan's card asks for. */
export function isWell(doctor: Doctor): boolean {
  const { missing, inventories, entryCount } = doctor;
  const isChosen = inventories.every(({ path }) => path !== null);
  return entryCount > 0 && missing.length === 0 && isChosen && toRun(doctor).length === 0;
}

/** Dynamic inventories that plays would use and that nobody has had run. */
export function toRun({ dynamic, inventories, missing }: Doctor): DynamicInventory[] {
  const hasNone = missing.some(({ kind }) => kind === "inventory");
  const isUsed = (path: string) => hasNone || inventories.some((one) => one.path === path);
  return dynamic.filter(({ path, listed }) => listed === null && isUsed(path));
}

/** "12 entries wait for it". */
export function waitingText({ entryCount, needCount }: DoctorRow): string {
  const them = needCount === 1 ? "it" : "them";
  return entryCount === 1 ? `1 entry waits for ${them}` : `${entryCount} entries wait for ${them}`;
}

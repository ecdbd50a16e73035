import type { GatedPhase, GateSettings } from "#server/contracts/gate.ts";

const maxKinds = 50;
const kindPattern = /^[a-z][a-z0-9_]{1,39}$/;

/** A kind as it is stored, of what somebody typed: "Change ticket" is `change_ticket`. */
export function toKind(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, "_");
}

/** Why a kind can't be added; null where it can. */
export function kindProblem({ kinds }: GateSettings, text: string): string | null {
  const kind = toKind(text);
  if (!kindPattern.test(kind))
    return "Begin with a letter; use 2 to 40 letters without accents, digits or blanks.";
  if (kinds.includes(kind)) return "There is such a kind already.";
  return kinds.length >= maxKinds ? `At most ${maxKinds} kinds can be kept.` : null;
}

export function addKind(draft: GateSettings, text: string): GateSettings {
  return { ...draft, kinds: [...draft.kinds, toKind(text)] };
}

/** Without a kind, which is then needed nowhere. */
export function removeKind(draft: GateSettings, kind: string): GateSettings {
  const without = (list: readonly string[]) => list.filter((one) => one !== kind);
  const { planning, approval, execution, verification } = draft.required;
  return {
    ...draft,
    kinds: without(draft.kinds),
    required: {
      planning: without(planning),
      approval: without(approval),
      execution: without(execution),
      verification: without(verification),
    },
  };
}

export function needs({ required }: GateSettings, phase: GatedPhase, kind: string): boolean {
  return required[phase].includes(kind);
}

export function setNeeded(
  draft: GateSettings,
  phase: GatedPhase,
  kind: string,
  isNeeded: boolean,
): GateSettings {
  const others = draft.required[phase].filter((one) => one !== kind);
  const list = isNeeded ? [...others, kind] : others;
  return { ...draft, required: { ...draft.required, [phase]: list } };
}

/** Why a request can't be held for so many days; null where it can. */
export function daysProblem(text: string): string | null {
  const days = Number(text);
  const fits = text.trim() !== "" && Number.isInteger(days) && days >= 1 && days <= 90;
  return fits ? null : "Give whole days, from 1 to 90.";
}

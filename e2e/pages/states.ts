import { expect, type Locator, type Page } from "@playwright/test";
import {
  type Control,
  controlsOf,
  everything,
  press,
  scopeOf,
  settle,
  watchEffects,
} from "./pressing.ts";

/** A state of a part of the page, which a test can reach as often as presses end it. */
export interface State {
  readonly name: string;
  /** Brings it about, and says which part of the page it is. */
  readonly reach: () => Promise<Locator>;
  /** Whether it is still that state. */
  readonly holds: (part: Locator) => Promise<boolean>;
  /** What ends it is pressed when nothing else is left. */
  readonly ends: RegExp;
  /** What another state presses. */
  readonly spared?: RegExp;
}

/** What of a state was pressed, and what was seen and is still owed a press. */
class Presses {
  /** What was pressed and need not be pressed again. */
  readonly seen = new Set<string>();
  readonly owed = new Set<string>();
  readonly #ever = new Set<string>();
  /** After which press each came last: that brings it again. Null: it was there from the beginning. */
  readonly #cameAfter = new Map<string, string | null>();
  /** What was there when it was last looked, by the dialog that it stands in. */
  readonly #visible = new Map<string, ReadonlySet<string>>();
  #newest: string | null = null;
  /** What was done last to bring again what is owed, and whether anything new was pressed since. */
  #last: "open" | "reach" = "reach";
  #isFruitful = true;

  notice(found: readonly Control[], left: readonly Control[]): void {
    for (const { known, scope } of found) {
      const isNew = !this.#cameAfter.has(known);
      const isBack = this.#newest !== null && !this.#visible.get(scope)?.has(known);
      if (isNew || isBack) this.#cameAfter.set(known, this.#newest);
    }
    const [first] = found;
    if (first !== undefined)
      this.#visible.set(first.scope, new Set(found.map(({ known }) => known)));
    for (const { known } of left) this.owed.add(known);
  }

  done(known: string): void {
    this.seen.add(known);
    this.owed.delete(known);
    if (!this.#ever.has(known)) this.#isFruitful = true;
    this.#ever.add(known);
    this.#newest = known;
  }

  /** How what is owed can be there again: by pressing again what brought it, by reaching the state anew, or not at all. */
  wayBack(found: readonly Control[]): "open" | "reach" | "none" {
    if (!this.#isFruitful && this.#last === "reach") return "none";
    const openers = [...this.owed].flatMap((known) => this.#openersOf(known));
    const isThere = found.some(({ known }) => openers.includes(known));
    for (const known of openers) this.seen.delete(known);
    this.#last = isThere && this.#isFruitful ? "open" : "reach";
    this.#isFruitful = false;
    if (this.#last === "reach") this.#newest = null;
    return this.#last;
  }

  #openersOf(known: string): string[] {
    const openers: string[] = [];
    let at = this.#cameAfter.get(known) ?? null;
    while (at !== null && !openers.includes(at)) {
      openers.push(at);
      at = this.#cameAfter.get(at) ?? null;
    }
    return openers;
  }

  /**
   * Takes what nothing brings again for gone, such as what stops something that has ended meanwhile.
   *
   * @throws for what was there from the beginning
   */
  giveUp(): string[] {
    const gone = [...this.owed];
    for (const known of gone)
      if (this.#cameAfter.get(known) === null) throw new Error(`not pressed: ${known}`);
    this.owed.clear();
    return gone;
  }
}

const maxPresses = 60;
const maxReached = 8;

/** Presses what can be pressed in states, everything once in each. What is new is pressed without being named here. */
export class StatePresser {
  readonly #page: Page;
  /** "state: dialog: name", in the order in which it was pressed. */
  readonly pressed: string[] = [];
  /** Where links of states lead. */
  readonly links = new Set<string>();

  constructor(page: Page) {
    this.#page = page;
  }

  /** Presses everything of a state, reaching it anew while something is left that an earlier press took away. */
  async pressAll(state: State): Promise<void> {
    const presses = new Presses();
    let part = await this.#reach(state);
    let reached = 1;
    for (let at = 0; at < maxPresses; at++) {
      const found = await this.#pressNext(state, part, presses);
      if (found === "pressed") continue;
      if (presses.owed.size === 0) {
        expect(presses.seen.size, `what is pressed: ${state.name}`).toBeGreaterThan(0);
        return;
      }
      const way = presses.wayBack(found);
      if (way === "none")
        for (const known of presses.giveUp())
          this.pressed.push(`${state.name}: gone before it was pressed: ${known}`);
      if (way === "reach") {
        if (++reached > maxReached) throw new Error(`not pressed: ${[...presses.owed].join(", ")}`);
        part = await this.#reach(state);
      }
    }
    throw new Error(`more than ${maxPresses} presses`);
  }

  /** @returns what is there, where nothing of it is left to be pressed */
  async #pressNext(
    state: State,
    part: Locator,
    presses: Presses,
  ): Promise<"pressed" | readonly Control[]> {
    const scope = await scopeOf(this.#page, part);
    const isHeld = scope.name !== "" || (await this.#isHeld(state, part));
    const found = isHeld ? await controlsOf(scope, everything) : [];
    const left = found.filter(
      ({ name, known }) => !presses.seen.has(known) && !(state.spared?.test(name) ?? false),
    );
    presses.notice(found, left);
    const next = firstOf(left, state.ends);
    if (next === undefined && scope.name === "") return found;
    if (next === undefined) {
      await this.#page.keyboard.press("Escape");
      await settle(this.#page);
    } else if (await this.#press(state, next)) presses.done(next.known);
    return "pressed";
  }

  async #reach(state: State): Promise<Locator> {
    const part = await state.reach();
    await expect(part, state.name).toBeVisible();
    await watchEffects(this.#page);
    // What was open on the way there, such as the output of a run, closes by itself.
    await settle(this.#page);
    await settle(this.#page);
    for (const link of await part.getByRole("link").all()) {
      const href = await link.getAttribute("href");
      if (href !== null) this.links.add(href);
    }
    return part;
  }

  async #isHeld(state: State, part: Locator): Promise<boolean> {
    return (await part.count()) > 0 && (await state.holds(part));
  }

  async #press(state: State, control: Control): Promise<boolean> {
    const url = this.#page.url();
    if (!(await press(this.#page, control))) return false;
    this.pressed.push(
      `${state.name}${control.scope === "" ? "" : `, ${control.scope}`}: ${control.name}`,
    );
    await settle(this.#page);
    if (this.#page.url() !== url) {
      await this.#page.goto(url);
      await expect(this.#page.getByText("Live", { exact: true }).first()).toBeAttached();
      await watchEffects(this.#page);
    }
    return true;
  }
}

/** What closes a dialog comes when the rest of it is pressed, and what ends the state after that. */
function firstOf(controls: readonly Control[], ends: RegExp): Control | undefined {
  const stays = controls.filter(({ name }) => !ends.test(name));
  return (
    stays.find(({ name }) => !/^(?:Close|Cancel|Hide\b.*)$/.test(name)) ?? stays[0] ?? controls[0]
  );
}

import type { Role } from "#server/ansible/role.ts";
import type { Tree, TreeReader } from "#server/ansible/tree.ts";

/**
 * What a computation over a repository may ask. Each question has a short answer that is equal as long as nothing the
 * asker could see has changed.
 */
type QuestionKind =
  | "content"
  | "reference"
  | "path"
  | "target"
  | "below"
  | "folder"
  | "role"
  | "collections"
  | "name";

interface Question {
  readonly kind: QuestionKind;
  readonly subject: string;
  /** File whose content the answer depends on, for questions about contents. */
  target: string | null;
  answer: string;
  /** Build in which the answer last became another one. */
  changedAt: number;
}

/** What computations see of a repository besides its tree. */
export interface Surroundings {
  findRole(name: string, playbookFolder: string): Role | null;
  /** Folders of the collections whose source the repository holds, by name. */
  collections(): ReadonlyMap<string, string>;
  isKnownName(compactName: string): boolean;
}

const kindsAround: ReadonlySet<QuestionKind> = new Set(["role", "collections", "name"]);

const maxQuestions = 400_000;

/**
 * Lets results of an earlier scan stand where nothing they asked about has changed. Computations ask the repository
 * through the recorder, which notes each question; at the next scan the questions are answered anew, and a result
 * stands if all of its own got the same answers. Correct for any change, also for a file that was added where one was
 * looked for in vain before.
 */
export class ScanMemo {
  private readonly questions = new Map<string, Question>();
  private readonly versions = new WeakMap<Role, number>();
  private newestVersion = 0;
  private build = 0;
  /** Results of earlier builds do not stand: their questions were forgotten. */
  private forgotBefore = 0;
  private tree: Tree | null = null;
  private surroundings: Surroundings | null = null;
  private noted: Set<Question> | null = null;
  /** The tree as computations must see it. */
  readonly reader: TreeReader;
  /** The repository's roles and names as computations must see them. */
  readonly around: Surroundings;

  constructor() {
    this.reader = this.recordTree();
    this.around = this.recordSurroundings();
  }

  /**
   * Begins a scan of another tree.
   *
   * @param changedPaths files with another content than in the tree before, when no name or link changed; else null
   */
  begin(tree: Tree, changedPaths: ReadonlySet<string> | null): void {
    this.build += 1;
    this.tree = tree;
    this.surroundings = null;
    if (this.questions.size > maxQuestions) {
      this.questions.clear();
      this.forgotBefore = this.build;
    }
    for (const question of this.questions.values()) {
      const { kind, target } = question;
      if (kindsAround.has(kind)) continue;
      const touched = changedPaths === null || (target !== null && changedPaths.has(target));
      if (touched) this.renew(question);
    }
  }

  /** Goes on to what depends on the roles that were found. */
  surround(surroundings: Surroundings): void {
    this.surroundings = surroundings;
    for (const question of this.questions.values()) {
      if (kindsAround.has(question.kind)) this.renew(question);
    }
  }

  /** Number of the scan under way. */
  get current(): number {
    return this.build;
  }

  /** True when a result of that scan still stands after these questions. */
  stands(builtAt: number, asked: readonly Question[]): boolean {
    return builtAt >= this.forgotBefore && asked.every(({ changedAt }) => changedAt <= builtAt);
  }

  /** Runs a computation and returns its result with the questions it asked. */
  record<T>(compute: () => T): { value: T; asked: Question[] } {
    const noted = new Set<Question>();
    this.noted = noted;
    try {
      return { value: compute(), asked: [...noted] };
    } finally {
      this.noted = null;
    }
  }

  private renew(question: Question): void {
    const { answer, target } = this.answer(question.kind, question.subject);
    if (answer !== question.answer) question.changedAt = this.build;
    question.answer = answer;
    question.target = target;
  }

  private note(kind: QuestionKind, subject: string): void {
    if (this.noted === null) return;
    const key = `${kind}\0${subject}`;
    let question = this.questions.get(key);
    if (question === undefined) {
      question = { kind, subject, ...this.answer(kind, subject), changedAt: this.build };
      this.questions.set(key, question);
    }
    this.noted.add(question);
  }

  private answer(kind: QuestionKind, subject: string): { answer: string; target: string | null } {
    const { tree } = this;
    if (tree === null) throw new Error("begin() comes first");
    switch (kind) {
      case "content":
      case "reference": {
        const target = tree.resolve(subject);
        const file = target === null ? undefined : tree.files.get(target);
        const own = tree.files.get(subject);
        const content = file === undefined ? "" : `${file.kind} ${file.blob} ${target}`;
        return { answer: `${own?.kind ?? ""} ${own?.blob ?? ""} ${content}`, target };
      }
      case "path":
        return { answer: tree.files.get(subject)?.kind ?? "", target: null };
      case "target":
        return { answer: tree.resolve(subject) ?? "", target: null };
      case "below":
        return { answer: tree.below(subject).join("\n"), target: null };
      case "folder":
        return { answer: String(tree.isFolder(subject)), target: null };
      case "role":
      case "collections":
      case "name":
        return { answer: this.answerAround(kind, subject), target: null };
    }
  }

  private answerAround(kind: "role" | "collections" | "name", subject: string): string {
    const { surroundings } = this;
    if (surroundings === null) throw new Error("surround() comes first");
    if (kind === "name") return String(surroundings.isKnownName(subject));
    if (kind === "collections") return JSON.stringify([...surroundings.collections()]);
    const [folder = "", name = ""] = subject.split("\0");
    const role = surroundings.findRole(name, folder);
    return role === null ? "" : String(this.versionOf(role));
  }

  /** Another number for every role object: roles keep their identity while nothing of them changed. */
  versionOf(role: Role): number {
    const known = this.versions.get(role);
    if (known !== undefined) return known;
    this.newestVersion += 1;
    this.versions.set(role, this.newestVersion);
    return this.newestVersion;
  }

  private recordTree(): TreeReader {
    const ask = <T>(kind: QuestionKind, subject: string, reply: (tree: Tree) => T): T => {
      if (this.tree === null) throw new Error("begin() comes first");
      this.note(kind, subject);
      return reply(this.tree);
    };
    return {
      has: (path) => ask("path", path, (tree) => tree.has(path)),
      below: (folder) => ask("below", folder, (tree) => tree.below(folder)),
      isFolder: (path) => ask("folder", path, (tree) => tree.isFolder(path)),
      resolve: (path) => ask("target", path, (tree) => tree.resolve(path)),
      text: (path) => ask("content", path, (tree) => tree.text(path)),
      yaml: (path) => ask("content", path, (tree) => tree.yaml(path)),
      refs: (paths) => {
        const listed = [...paths];
        for (const path of listed) this.note("reference", path);
        return this.tree?.refs(listed) ?? [];
      },
    };
  }

  private recordSurroundings(): Surroundings {
    const current = (): Surroundings => {
      if (this.surroundings === null) throw new Error("surround() comes first");
      return this.surroundings;
    };
    return {
      findRole: (name, folder) => {
        this.note("role", `${folder}\0${name}`);
        return current().findRole(name, folder);
      },
      collections: () => {
        this.note("collections", "");
        return current().collections();
      },
      isKnownName: (name) => {
        this.note("name", name);
        return current().isKnownName(name);
      },
    };
  }
}

interface Kept<T> {
  readonly value: T;
  readonly asked: readonly Question[];
  readonly builtAt: number;
  usedAt: number;
}

/** Results of one kind, by a key such as a path. */
export class MemoTable<T> {
  private readonly memo: ScanMemo;
  private readonly results = new Map<string, Kept<T>>();

  constructor(memo: ScanMemo) {
    this.memo = memo;
  }

  /** The result for this key: the one from before where it still stands, else computed now. */
  get(key: string, compute: () => T): T {
    const build = this.memo.current;
    const known = this.results.get(key);
    if (known !== undefined && this.memo.stands(known.builtAt, known.asked)) {
      known.usedAt = build;
      return known.value;
    }
    const { value, asked } = this.memo.record(compute);
    this.results.set(key, { value, asked, builtAt: build, usedAt: build });
    return value;
  }

  /** Forgets what this scan did not ask for. */
  sweep(): void {
    for (const [key, { usedAt }] of this.results) {
      if (usedAt !== this.memo.current) this.results.delete(key);
    }
  }
}

/** What becomes of one path inside a fence: writable, read-only, or as if it were empty. */
export interface FencedPath {
  readonly path: string;
  readonly kind: "writable" | "read_only" | "hidden";
}

/** A command in a mount namespace of its own, for machines without bubblewrap. */
export interface FenceRequest {
  /** In order: a later one decides about what lies below an earlier one. */
  readonly paths: readonly FencedPath[];
  /** Takes the place of /tmp. */
  readonly temporaryDir: string;
  readonly isRoot: boolean;
  readonly hasNetwork: boolean;
  /** Names of capabilities, as `CAP_SYS_ADMIN`, that the command must not have; "all" for every one. */
  readonly dropped: readonly string[] | "all";
  readonly command: readonly string[];
}

/**
 * Sets what is kept aside, covers what is hidden, and puts the kept things back in their order. Its words are
 * `r:PATH` (read-only), `w:PATH` (writable), `h:PATH` (hidden) and `t:PATH` (becomes /tmp), up to `--`.
 */
const script = `
set -e
stage=$1
shift
mount -t tmpfs -o mode=0700 tmpfs "$stage"
count=0
for word do
  case $word in
    --) break ;;
    h:*) continue ;;
  esac
  count=$((count + 1))
  if [ -d "\${word#??}" ]; then mkdir "$stage/$count"; else : >"$stage/$count"; fi
  mount --bind "\${word#??}" "$stage/$count"
done
count=0
while [ "$1" != -- ]; do
  path=\${1#??}
  kind=\${1%%:*}
  shift
  if [ "$kind" = h ]; then
    # What lies below something hidden is gone already.
    if [ -d "$path" ]; then mount -t tmpfs -o mode=0755 tmpfs "$path"
    elif [ -e "$path" ]; then mount --bind /dev/null "$path"; fi
    continue
  fi
  count=$((count + 1))
  [ "$kind" = t ] && path=/tmp
  if [ -d "$stage/$count" ]; then mkdir -p "$path"; else mkdir -p "\${path%/*}"; [ -e "$path" ] || : >"$path"; fi
  mount --bind "$stage/$count" "$path"
  if [ "$kind" = r ]; then mount -o remount,bind,ro "$path"; fi
done
shift
umount -l "$stage"
exec "$@"
`;

/** Empty directories of most systems, of which one that the run does not use serves to set things aside. */
const stages = ["/mnt", "/media", "/srv", "/opt"];

/** The argv that runs the command behind its fence, or null where no directory is left to set things aside in. */
export function buildFenceArgv(request: FenceRequest): string[] | null {
  const { paths, temporaryDir, command } = request;
  const used = [temporaryDir, ...paths.map(({ path }) => path)];
  const stage = stages.find((place) => !used.some((path) => `${path}/`.startsWith(`${place}/`)));
  if (stage === undefined) return null;
  const letters = { writable: "w", read_only: "r", hidden: "h" } as const;
  return [
    ...["unshare", ...unshareFlags(request), "--", "/bin/sh", "-c", script, "chiffon-fence", stage],
    `t:${temporaryDir}`,
    ...paths.map(({ path, kind }) => `${letters[kind]}:${path}`),
    "--",
    ...["setpriv", "--no-new-privs", "--pdeathsig", "KILL", ...droppedFlags(request.dropped), "--"],
    ...command,
  ];
}

/** Without root it takes a user namespace, in which this user keeps its id. */
function unshareFlags({ isRoot, hasNetwork }: FenceRequest): string[] {
  const user = isRoot ? [] : ["--user", "--map-current-user", "--keep-caps"];
  return [...user, ...(hasNetwork ? [] : ["--net"]), "--mount", "--propagation", "private"];
}

function droppedFlags(dropped: FenceRequest["dropped"]): string[] {
  const names =
    dropped === "all"
      ? "-all"
      : dropped.map((name) => `-${name.replace(/^CAP_/, "").toLowerCase()}`).join(",");
  return [`--bounding-set=${names}`, `--inh-caps=${names}`, "--ambient-caps=-all"];
}

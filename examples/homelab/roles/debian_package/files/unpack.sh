#!/bin/sh
# Unpacks Debian packages, with the libraries this machine lacks, into a directory. Needs no root.
# Usage: unpack.sh DIRECTORY PACKAGE...
set -eu
target=$1
shift
debs=$target/.debs
mkdir -p "$debs/lists/partial"
cd "$debs"

# The machine's package lists first; where they are missing or too old, lists of our own.
attempt() {
  # shellcheck disable=SC2086 # $options is a list of options
  missing=$(apt-get $options -s -qq --no-install-recommends install "$@" | sed -n 's/^Inst \([^ ]*\).*/\1/p')
  # shellcheck disable=SC2086
  apt-get $options -q download $missing "$@"
}
options="-o APT::Sandbox::User=root -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache="
if ! attempt "$@"; then
  echo "The machine's package lists do not work for this; fetching lists into $debs."
  options="$options -o Dir::State::Lists=$debs/lists"
  # shellcheck disable=SC2086
  apt-get $options -q update
  attempt "$@"
fi
for deb in ./*.deb; do
  dpkg-deb -x "$deb" "$target"
done
cd "$target"
cat >"$target/with-libraries" <<'EOF'
#!/bin/sh
# Runs a program with the libraries unpacked beside it: with-libraries PROGRAM [ARGUMENT...]
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
LD_LIBRARY_PATH=$(ls -d "$here"/usr/lib/*-linux-* "$here"/lib/*-linux-* 2>/dev/null | paste -s -d : -)
export LD_LIBRARY_PATH
exec "$@"
EOF
chmod 0755 "$target/with-libraries"
rm -rf "$debs"
touch "$target/.unpacked"

#!/bin/sh
# Installs packages with apt, as root, so that none of their services is started now or at the next boot:
# we run our own Redis on our own port, and the test hosts run their own sshd. Usage: install-packages.sh PACKAGE…
set -u
policy=${POLICY_FILE:-/usr/sbin/policy-rc.d}
units=${UNIT_DIR:-/etc/systemd/system}
made_policy=
masked=

restore() {
  [ -z "$made_policy" ] || rm -f "$policy"
  for unit in $masked; do
    # Disable while it is still masked, so that lifting the mask leaves it installed but off.
    rm -f "$units/multi-user.target.wants/$unit" "$units/$unit"
    ! command -v update-rc.d >/dev/null || update-rc.d "${unit%.service}" disable >/dev/null 2>&1 || true
  done
  [ -z "$masked" ] || [ ! -d /run/systemd/system ] || systemctl daemon-reload || true
}
trap restore EXIT
trap 'exit 130' INT TERM HUP

if [ ! -e "$policy" ]; then
  made_policy=1
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi
for package in "$@"; do
  case $package in
    redis-server) unit=redis-server.service ;;
    openssh-server) unit=ssh.service ;;
    *) continue ;;
  esac
  if [ -d "$units" ] && [ ! -e "$units/$unit" ] && [ ! -L "$units/$unit" ]; then
    ln -s /dev/null "$units/$unit" && masked="$masked $unit"
  fi
done

export DEBIAN_FRONTEND=noninteractive
apt-get update -q || echo "apt-get update failed; trying with the package lists at hand" >&2
apt-get install -y -q --no-install-recommends "$@"

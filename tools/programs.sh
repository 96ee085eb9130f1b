#!/usr/bin/env bash
# Have programs that are no part of Python: tools/programs.sh chromium wrk. Each is a Debian package of that name (tesseract is two, with its
# Dutch) and is installed where it is missing and apt-get may be used. Fails with a sentence when one is not there afterwards. (unshare and setpriv are in util-linux, which
# every Debian has.)
set -uo pipefail
# Debian keeps servers out of the PATH of other accounts than root.
PATH="$PATH:/usr/sbin"

is_there() {
  command -v "$1" >/dev/null || return 1
  [ "$1" != tesseract ] || [[ "$(tesseract --list-langs 2>/dev/null)" == *nld* ]]
}

missing() {
  for program in "$@"; do
    is_there "$program" && continue
    case $program in
      tesseract) echo tesseract-ocr; echo tesseract-ocr-nld ;;
      *) echo "$program" ;;
    esac
  done
}

install() {
  local as_root=()
  [ "$EUID" = 0 ] || as_root=(sudo -n)
  command -v apt-get >/dev/null && "${as_root[@]}" true 2>/dev/null || return 0
  echo "Installeren van Debian: $* ..."
  # What apt-get says is only worth reading when it fails.
  said=$({ "${as_root[@]}" apt-get update -qq && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@"; } 2>&1) || echo "$said"
}

mapfile -t wanted < <(missing "$@")
[ ${#wanted[@]} = 0 ] && exit 0
install "${wanted[@]}"
hash -r
mapfile -t wanted < <(missing "$@")
[ ${#wanted[@]} = 0 ] && exit 0
echo "Ontbreekt en is hier niet te installeren: ${wanted[*]}. Installeer het zelf, op Debian met: apt-get install ${wanted[*]}"
exit 1
